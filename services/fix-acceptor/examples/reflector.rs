//! An acceptor that sends back what it gets: the engine with the sessions and the application of QuickFIX's acceptance
//! suite, for the suite itself and for measuring.
//!
//! ```text
//! cargo run --release -p fix-acceptor --example reflector -- --listen 127.0.0.1:5001
//! ```
//!
//! NewOrderSingle(D), Email(C) and, since FIX 4.2, SecurityDefinition(d) are echoed with their body in ascending order of
//! tags; every other application message is of an unsupported type.
//!
//! It stores no event. Which ClOrdID(11)s a session has seen counts until that session ends, so it is not kept longer
//! than the process: an order with PossResend(97) is echoed again after a restart, as after a logout.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use clap::Parser;
use fix_codec::{Draft, Field, Fields, Message};
use fix_dictionary::{Dictionary, Members, Release, tag};
use fix_engine::{
    Application, Engine, EngineConfig, NamedSession, Received, SessionChange, Step, StorePolicy,
    Verdict,
};
use fix_session::{Dictionaries, Role, SessionConfig, Version};
use journal::Journal;
use tokio_util::sync::CancellationToken;

#[derive(Parser)]
struct Arguments {
    /// Where to listen.
    #[arg(long)]
    listen: SocketAddr,
    /// Where to keep the store; in memory without it.
    #[arg(long)]
    journal: Option<PathBuf>,
    /// Let sequence numbers live on from one logon to the next, as they do for clients; the suite starts each at 1.
    #[arg(long)]
    keep: bool,
    /// What of a session is on disk before its messages go out: by default everything where there is a journal, and
    /// nothing where there is none.
    #[arg(long, value_enum)]
    store: Option<Store>,
    /// Further FIX 4.4 sessions, called PEER0, PEER1, …, for measuring.
    #[arg(long, default_value_t = 0)]
    peers: usize,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Store {
    Sync,
    Buffered,
    Memory,
}

/// ClOrdIDs that are remembered of one session; beyond, a repeat is echoed as well.
const SEEN_MAX: usize = 1 << 20;

// One thread: the engine is one task, and what it does waits for nobody else.
#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let journal = match &arguments.journal {
        Some(path) => Journal::open(path).context("the journal can't be opened")?,
        None => Journal::in_memory(),
    };
    let store = match (arguments.store, &arguments.journal) {
        (Some(Store::Sync), _) | (None, Some(_)) => StorePolicy::Sync,
        (Some(Store::Buffered), _) => StorePolicy::Buffered,
        (Some(Store::Memory), _) | (None, None) => StorePolicy::Memory,
    };
    let sessions: Vec<_> = sessions(&arguments)
        .into_iter()
        .map(|named| named.stored(store))
        .collect();
    let peer = |named: &NamedSession| Peer {
        dictionaries: named.session.dictionaries.clone(),
        seen: Mutex::default(),
    };
    let application = Reflector {
        peers: sessions
            .iter()
            .map(|named| (named.name.clone(), peer(named)))
            .collect(),
    };
    let config = EngineConfig {
        listen: Some(arguments.listen),
        sessions,
        ..EngineConfig::default()
    };
    let shutdown = CancellationToken::new();
    let engine = Engine::start(config, application, journal, shutdown.clone()).await?;
    tokio::spawn(async move {
        let _ = tokio::signal::ctrl_c().await;
        shutdown.cancel();
    });
    engine.finished().await?;
    Ok(())
}

/// The ten sessions of the suite, and so many more; all are called by the CompID of their peer.
fn sessions(arguments: &Arguments) -> Vec<NamedSession> {
    let before_fixt = [
        ("TW40", Version::Fix40, Release::Fix40),
        ("TW41", Version::Fix41, Release::Fix41),
        ("TW42", Version::Fix42, Release::Fix42),
        ("TW43", Version::Fix43, Release::Fix43),
        ("TW44", Version::Fix44, Release::Fix44),
        ("TW", Version::Fix44, Release::Fix44),
        (
            "NO_CHECK_FIELDS_HAVE_VALUES",
            Version::Fix44,
            Release::Fix44,
        ),
    ];
    let fixt = [
        ("TW50", Release::Fix50),
        ("TW50SP1", Release::Fix50Sp1),
        ("TW50SP2", Release::Fix50Sp2),
    ];
    let before_fixt = before_fixt
        .into_iter()
        .map(|(peer, version, release)| (peer, version, release.dictionary(), release));
    let fixt = fixt
        .into_iter()
        .map(|(peer, release)| (peer, Version::Fixt11, Release::Fixt11.dictionary(), release));
    let named = |(peer, version, session, release): (&str, Version, _, Release)| {
        let dictionaries = Dictionaries {
            session,
            application: release.dictionary(),
        };
        let mut config = SessionConfig::new(Role::Acceptor, version, "ISLD", peer, dictionaries);
        config.resets.on_logon = !arguments.keep;
        config.checks.values_present = peer != "NO_CHECK_FIELDS_HAVE_VALUES";
        config.business_reject_names_version = true;
        config.default_appl_ver_id =
            (version == Version::Fixt11).then(|| release.appl_ver_id().to_owned());
        NamedSession::acceptor(peer, config)
    };
    let further = (0..arguments.peers).map(|number| {
        let (version, release) = (Version::Fix44, Release::Fix44);
        named((
            &format!("PEER{number}"),
            version,
            release.dictionary(),
            release,
        ))
    });
    let suite: Vec<_> = before_fixt.chain(fixt).map(&named).collect();
    suite.into_iter().chain(further).collect()
}

/// The application of the suite.
struct Reflector {
    peers: HashMap<String, Peer>,
}

struct Peer {
    dictionaries: Dictionaries,
    /// ClOrdIDs since it logged on.
    seen: Mutex<HashSet<Box<[u8]>>>,
}

impl Peer {
    fn seen(&self) -> std::sync::MutexGuard<'_, HashSet<Box<[u8]>>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether an order is new: one that was seen is, too, unless it says that it is a repeat.
    fn is_new(&self, message: Message<'_>) -> bool {
        let cl_ord_id = message.get(tag::CL_ORD_ID).unwrap_or_default();
        let mut seen = self.seen();
        if message.fields().is_yes(tag::POSS_RESEND) && seen.contains(cl_ord_id) {
            return false;
        }
        if seen.len() < SEEN_MAX {
            seen.insert(cl_ord_id.into());
        }
        true
    }
}

impl Application for Reflector {
    type Event = ();
    type Input = ();

    fn apply(&mut self, (): &()) {}

    fn received(&self, received: &Received<'_>, step: &mut Step<()>) -> Verdict {
        let Some(peer) = self.peers.get(received.session) else {
            return Verdict::UnsupportedMessageType;
        };
        let message = received.message;
        let version = peer.dictionaries.session.version();
        match message.msg_type() {
            b"D" if !peer.is_new(message) => return Verdict::Accepted,
            b"D" | b"C" => {}
            b"d" if version != "FIX.4.0" && version != "FIX.4.1" => {}
            _ => return Verdict::UnsupportedMessageType,
        }
        step.send(received.session, echo(message, &peer.dictionaries));
        Verdict::Accepted
    }

    fn input(&self, (): (), _step: &mut Step<()>) {}

    fn session(&self, session: &str, change: SessionChange, _step: &mut Step<()>) {
        if let (Some(peer), SessionChange::LoggedOut(_)) = (self.peers.get(session), change) {
            *peer.seen() = HashSet::new();
        }
    }
}

/// The message again: header fields that the session does not set are kept, the body is sorted.
fn echo(message: Message<'_>, dictionaries: &Dictionaries) -> Draft {
    let msg_type = std::str::from_utf8(message.msg_type()).unwrap_or_default();
    let (header, trailer) = (
        dictionaries.session.header(),
        dictionaries.session.trailer(),
    );
    let fields = message.fields();
    let is_body =
        |field: &Field<'_>| !header.contains_deep(field.tag) && !trailer.contains(field.tag);
    let start = fields
        .iter()
        .position(|field| is_body(&field))
        .unwrap_or(fields.len());
    let end = fields
        .iter()
        .rposition(|field| is_body(&field))
        .map_or(start, |last| last + 1);
    let mut body = Vec::new();
    if let Some(definition) = definition(dictionaries, message.msg_type()) {
        write_sorted(&mut body, fields.range(start..end), definition, by_tag);
    }
    let mut draft = Draft::from_body(msg_type, body);
    for field in fields.range(0..start).iter() {
        let is_ours = matches!(
            field.tag,
            tag::BEGIN_STRING
                | tag::BODY_LENGTH
                | tag::MSG_TYPE
                | tag::MSG_SEQ_NUM
                | tag::SENDER_COMP_ID
                | tag::SENDING_TIME
                | tag::TARGET_COMP_ID
                | tag::POSS_DUP_FLAG
                | tag::ORIG_SENDING_TIME
        );
        if !is_ours {
            draft = draft.header_field(field.tag, field.value);
        }
    }
    draft
}

fn definition<'a>(dictionaries: &'a Dictionaries, msg_type: &[u8]) -> Option<&'a Members> {
    let find =
        |dictionary: &'a Dictionary| dictionary.message(msg_type).map(|message| &message.members);
    find(&dictionaries.session).or_else(|| find(&dictionaries.application))
}

/// Where a field belongs: a body by tag, an entry of a group by its place in the dictionary.
type Rank = fn(&Members, u32) -> usize;

fn by_tag(_members: &Members, tag: u32) -> usize {
    tag as usize
}

fn by_place(members: &Members, tag: u32) -> usize {
    members.place(tag).unwrap_or(usize::MAX)
}

/// Writes fields in the order of `rank`; a group stays behind its count, and its entries are in the dictionary's order.
fn write_sorted(body: &mut Vec<u8>, fields: Fields<'_>, members: &Members, rank: Rank) {
    let mut units = Vec::new();
    let mut at = 0;
    while let Some(field) = fields.at(at) {
        let start = at;
        at += 1;
        if let Some(group) = members.group(field.tag) {
            at += fields
                .range(at..fields.len())
                .iter()
                .take_while(|member| group.contains_deep(member.tag))
                .count();
        }
        units.push((rank(members, field.tag), start..at));
    }
    units.sort_by_key(|(rank, _)| *rank);
    for (_, range) in units {
        let unit = fields.range(range);
        let Some(first) = unit.at(0) else { continue };
        body.extend_from_slice(first.tag.to_string().as_bytes());
        body.push(b'=');
        body.extend_from_slice(first.value);
        body.push(fix_codec::SOH);
        let Some(group) = members.group(first.tag) else {
            continue;
        };
        let Some(delimiter) = group.delimiter() else {
            continue;
        };
        let entries = unit.range(1..unit.len());
        let starts: Vec<usize> = (0..entries.len())
            .filter(|&at| entries.at(at).is_some_and(|field| field.tag == delimiter))
            .collect();
        for (index, &start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(entries.len());
            write_sorted(body, entries.range(start..end), group, by_place);
        }
    }
}
