//! Three clients in one process, in FIX 4.2, 4.4 and 5.0 SP2, that send orders to an acceptor and take the orders that it
//! sends: [`fix_engine::Client`] as `e2e/quickfix/initiator.py` plays it against QuickFIX.
//!
//! ```text
//! cargo run -p fix-acceptor --example initiator -- --connect 127.0.0.1:5001 --folder data --orders 1000
//! ```
//!
//! Each order that came is a line `NAME MSGSEQNUM CLORDID` of `NAME.received` in the folder, and on standard output. It may
//! be killed at any instruction and started again on the folder: the journal knows which order was sent last, and the number
//! of lines which one was dealt with last. At SIGINT it logs out and ends.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Parser;
use fix_acceptor::Dialect;
use fix_codec::{Draft, TimePrecision, Timestamp};
use fix_dictionary::{Release, msg_type, tag};
use fix_engine::{Client, ClientConfig, Incoming};
use fix_session::{Dictionaries, Role, SessionConfig, Version};
use journal::Journal;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

#[derive(Parser)]
struct Arguments {
    /// `host:port` of the acceptor.
    #[arg(long)]
    connect: String,
    /// Where the journals are, and what came.
    #[arg(long)]
    folder: PathBuf,
    /// Orders that each client sends.
    #[arg(long)]
    orders: u64,
}

/// The acceptor's CompID.
const ACCEPTOR: &str = "ISLD";
/// Orders that a client is ahead of what came.
const WINDOW: u64 = 50;
/// Short: what the acceptor numbered while nobody was logged on is missed only when something follows.
const HEART_BT_INT_S: u32 = 2;
/// The longest Text(58) of an order, and the most entries of its group.
const TEXT_LENGTH_MAX: u64 = 120;
const ALLOCS_MAX: u64 = 3;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let _telemetry = telemetry::init("initiator", &telemetry::Config::default())?;
    let shutdown = CancellationToken::new();
    let mut clients = JoinSet::new();
    for dialect in Dialect::ALL {
        clients.spawn(run(
            dialect,
            arguments.connect.clone(),
            arguments.folder.clone(),
            arguments.orders,
            shutdown.clone(),
        ));
    }
    tokio::spawn(async move {
        let _ = tokio::signal::ctrl_c().await;
        shutdown.cancel();
    });
    while let Some(ended) = clients.join_next().await {
        ended??;
    }
    Ok(())
}

/// One client until shutdown.
async fn run(
    dialect: Dialect,
    connect: String,
    folder: PathBuf,
    orders: u64,
    shutdown: CancellationToken,
) -> anyhow::Result<()> {
    let name = name(dialect);
    let mut dealt_with = DealtWith::open(&folder.join(format!("{name}.received")))?;
    let config = ClientConfig {
        connect,
        tls: None,
        session: session(dialect),
        resume_after: dealt_with.count,
    };
    let journal = Journal::open(&folder.join(format!("{name}.journal")))?;
    let mut client = Client::start(config, journal).await?;
    let mut sent = client.sent().await?;
    loop {
        while sent < orders.min(dealt_with.count + WINDOW) {
            sent += 1;
            client.send_once(sent, order(dialect, sent)).await?;
        }
        tokio::select! {
            incoming = client.receive() => dealt_with.note(name, &incoming?)?,
            () = shutdown.cancelled() => break,
        }
    }
    client.logout().await?;
    Ok(())
}

/// What came, a line each; a line is written at once or not at all.
struct DealtWith {
    file: File,
    count: u64,
}

impl DealtWith {
    fn open(path: &Path) -> anyhow::Result<DealtWith> {
        let file = OpenOptions::new().create(true).append(true).open(path);
        let file = file.with_context(|| format!("can't open {}", path.display()))?;
        let lines = std::fs::read_to_string(path)?.lines().count();
        Ok(DealtWith {
            file,
            count: u64::try_from(lines)?,
        })
    }

    fn note(&mut self, name: &str, incoming: &Incoming) -> anyhow::Result<()> {
        let fields = incoming.message.fields();
        let text = |tag| fields.text(tag).unwrap_or("-");
        let line = format!(
            "{name} {} {}\n",
            text(tag::MSG_SEQ_NUM),
            text(tag::CL_ORD_ID)
        );
        self.file.write_all(line.as_bytes())?;
        self.count = incoming.position;
        let mut out = std::io::stdout().lock();
        out.write_all(line.as_bytes())?;
        out.flush()?;
        Ok(())
    }
}

/// Our CompID, by the version.
fn name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Fix42 => "TW42",
        Dialect::Fix44 => "TW44",
        Dialect::Fix50Sp2 => "TW50SP2",
    }
}

fn session(dialect: Dialect) -> SessionConfig {
    let application = dialect.release().dictionary();
    let dictionaries = Dictionaries {
        session: match dialect.version() {
            Version::Fixt11 => Release::Fixt11.dictionary(),
            _ => application.clone(),
        },
        application,
    };
    let mut session = SessionConfig::new(
        Role::Initiator,
        dialect.version(),
        name(dialect),
        ACCEPTOR,
        dictionaries,
    );
    session.heart_bt_int_s = HEART_BT_INT_S;
    session.default_appl_ver_id = dialect.default_appl_ver_id().map(ToOwned::to_owned);
    session
}

/// A NewOrderSingle(D) whose length varies with its number, with a repeating group.
fn order(dialect: Dialect, number: u64) -> Draft {
    let now =
        Timestamp::from_unix_ns(service::machine::unix_ns()).format(TimePrecision::Milliseconds);
    let mut draft = Draft::new(msg_type::NEW_ORDER_SINGLE)
        .field(tag::CL_ORD_ID, format!("{}-{number}", name(dialect)))
        .field(tag::HANDL_INST, '1')
        .field(tag::SYMBOL, "TOP2")
        .field(tag::SIDE, '1')
        .field(tag::TRANSACT_TIME, String::from_utf8_lossy(now.as_bytes()))
        .field(tag::ORD_TYPE, '1')
        .field(
            tag::TEXT,
            "x".repeat(usize::try_from(number % TEXT_LENGTH_MAX + 1).unwrap_or(1)),
        );
    let allocs = number % (ALLOCS_MAX + 1);
    if allocs > 0 {
        draft = draft.field(tag::NO_ALLOCS, allocs);
        for alloc in 0..allocs {
            draft = draft.field(tag::ALLOC_ACCOUNT, format!("ACC-{alloc}"));
        }
    }
    draft
}
