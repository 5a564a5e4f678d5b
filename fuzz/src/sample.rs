//! Valid messages of any version, made from its dictionary: any fields, any groups, nested as deep as it says.

use std::sync::{Arc, LazyLock};

use fix_codec::Encoder;
use fix_dictionary::{Dictionary, Field, FieldType, Member, Members, Release};
use fix_session::{Dictionaries, Version};

use crate::random::Random;

/// A body gets no more optional fields from here on.
const BODY_BYTES_MAX: usize = 1500;

/// A version of the session layer with the one of the application that goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Of the session layer.
    pub version: Version,
    /// Of the application.
    pub release: Release,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Dialect; 8] = [
        Dialect::new(Version::Fix40, Release::Fix40),
        Dialect::new(Version::Fix41, Release::Fix41),
        Dialect::new(Version::Fix42, Release::Fix42),
        Dialect::new(Version::Fix43, Release::Fix43),
        Dialect::new(Version::Fix44, Release::Fix44),
        Dialect::new(Version::Fixt11, Release::Fix50),
        Dialect::new(Version::Fixt11, Release::Fix50Sp1),
        Dialect::new(Version::Fixt11, Release::Fix50Sp2),
    ];

    const fn new(version: Version, release: Release) -> Self {
        Dialect { version, release }
    }

    /// Its dictionaries.
    pub fn dictionaries(self) -> Dictionaries {
        let session = match self.version {
            Version::Fixt11 => Release::Fixt11,
            _ => self.release,
        };
        Dictionaries {
            session: session.dictionary(),
            application: self.release.dictionary(),
        }
    }

    /// Before FIX 4.2 a char is any text, and times have no decimals.
    pub fn is_early(self) -> bool {
        self.version < Version::Fix42
    }

    /// MsgType(35) of every message that its application may send.
    pub fn application_types(self) -> &'static [Box<str>] {
        static TYPES: LazyLock<Vec<Vec<Box<str>>>> = LazyLock::new(|| {
            let of = |dialect: &Dialect| {
                let dictionary = dialect.release.dictionary();
                let application = dictionary
                    .messages()
                    .iter()
                    .filter(|message| !message.is_admin);
                application
                    .map(|message| message.msg_type.clone())
                    .collect()
            };
            Dialect::ALL.iter().map(of).collect()
        });
        let at = Dialect::ALL.iter().position(|dialect| *dialect == self);
        at.map_or(&[], |at| TYPES[at].as_slice())
    }
}

/// Fields as tag and value, in the order of the wire; data fields hold any bytes.
pub type Body = Vec<(u32, Vec<u8>)>;

/// What data fields hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// Any bytes.
    Bytes,
    /// What is text but for SOH, and that neither in XML nor in groups, where QuickFIX does not find their lengths.
    Text,
}

/// A valid body of that message.
pub fn body(random: &mut Random, dialect: Dialect, msg_type: &str, values: Values) -> Body {
    let Dictionaries {
        session,
        application,
    } = dialect.dictionaries();
    let (dictionary, message) = match session.message(msg_type.as_bytes()) {
        Some(message) => (&session, message),
        None => match application.message(msg_type.as_bytes()) {
            Some(message) => (&application, message),
            None => return Vec::new(),
        },
    };
    let mut maker = Maker {
        random,
        dictionary,
        is_early: dialect.is_early(),
        values,
        depth: 0,
        body: Vec::new(),
        bytes: 0,
    };
    maker.members(&message.members, None);
    maker.body
}

/// The bytes of a body.
pub fn encoded(body: &Body) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (tag, value) in body {
        bytes.extend_from_slice(tag.to_string().as_bytes());
        bytes.push(b'=');
        bytes.extend_from_slice(value);
        bytes.push(fix_codec::SOH);
    }
    bytes
}

/// What a header says besides the framing.
#[derive(Debug, Clone)]
pub struct Header<'a> {
    /// MsgSeqNum(34).
    pub msg_seq_num: &'a str,
    /// SenderCompID(49).
    pub sender: &'a str,
    /// TargetCompID(56).
    pub target: &'a str,
    /// SendingTime(52).
    pub sending_time: &'a [u8],
    /// More fields, after those.
    pub more: &'a [(u32, &'a [u8])],
}

/// A whole message around an encoded body.
pub fn message(dialect: Dialect, msg_type: &[u8], header: &Header<'_>, body: &[u8]) -> Vec<u8> {
    let mut encoder = Encoder::new();
    encoder.begin(msg_type);
    encoder.bytes(34, header.msg_seq_num.as_bytes());
    encoder.bytes(49, header.sender.as_bytes());
    encoder.bytes(52, header.sending_time);
    encoder.bytes(56, header.target.as_bytes());
    for (tag, value) in header.more {
        encoder.bytes(*tag, value);
    }
    encoder.encoded(body);
    encoder
        .finish(dialect.version.begin_string().as_bytes())
        .to_vec()
}

struct Maker<'a> {
    random: &'a mut Random,
    dictionary: &'a Arc<Dictionary>,
    is_early: bool,
    values: Values,
    /// How many groups are around.
    depth: usize,
    body: Body,
    bytes: usize,
}

impl Maker<'_> {
    /// Members in the dictionary's order: those that are required, the one that starts an entry, some others.
    fn members(&mut self, members: &Members, delimiter: Option<u32>) {
        let mut skip = None;
        for member in members {
            if skip == Some(member.tag) {
                continue;
            }
            let wanted = member.required
                || delimiter == Some(member.tag)
                || (self.bytes < BODY_BYTES_MAX && self.random.once_in(6));
            if wanted {
                self.member(members, member);
            }
            // A length brings its data along; data comes with its length only.
            skip = self.data_of(members, member.tag);
        }
    }

    fn data_of(&self, members: &Members, tag: u32) -> Option<u32> {
        let data = self.dictionary.field(tag).and_then(Field::data_tag)?;
        members.contains(data).then_some(data)
    }

    fn member(&mut self, members: &Members, member: &Member) {
        if let Some(group) = &member.group {
            let entries = self.entries(member.tag);
            self.push(member.tag, entries.to_string().into_bytes());
            self.depth += 1;
            for _ in 0..entries {
                self.members(group, group.delimiter());
            }
            self.depth -= 1;
        } else if let Some(data) = self.data_of(members, member.tag) {
            let length = 1 + self.random.below(20);
            let is_xml = self
                .dictionary
                .field(data)
                .is_some_and(|field| field.name().ends_with("XML"));
            let value = match self.values {
                Values::Text if is_xml || self.depth > 0 => vec![b'x'; length],
                Values::Bytes => self.random.bytes(length),
                Values::Text => (0..length)
                    .map(|_| *self.random.pick(b"\x01=10|8;ab"))
                    .collect(),
            };
            self.push(member.tag, length.to_string().into_bytes());
            self.push(data, value);
        } else if let Some(field) = self.dictionary.field(member.tag) {
            if field.field_type().is_data() {
                return;
            }
            let value = self.value(field);
            self.push(member.tag, value.into_bytes());
        }
    }

    /// How many entries a group gets; some counts list the numbers that they may be, e.g. NoSides(552).
    fn entries(&mut self, count_tag: u32) -> usize {
        let listed = self.dictionary.field(count_tag).map(Field::values);
        let listed = listed.unwrap_or_default().iter();
        let listed: Vec<usize> = listed
            .filter_map(|value| value.value.parse().ok())
            .collect();
        if listed.is_empty() {
            1 + self.random.below(3)
        } else {
            *self.random.pick(&listed)
        }
    }

    fn push(&mut self, tag: u32, value: Vec<u8>) {
        self.bytes += value.len() + 5;
        self.body.push((tag, value));
    }

    fn value(&mut self, field: &Field) -> String {
        let random = &mut *self.random;
        if !field.values().is_empty() {
            let mut value = random.pick(field.values()).value.to_string();
            if field.field_type().is_multiple() && random.once_in(2) {
                value = format!("{value} {}", random.pick(field.values()).value);
            }
            return value;
        }
        let digits = |random: &mut Random| (random.number() % 100_000).to_string();
        let date = |random: &mut Random| {
            format!(
                "{:04}{:02}{:02}",
                1990 + random.below(60),
                1 + random.below(12),
                1 + random.below(28)
            )
        };
        let time = |random: &mut Random| {
            format!(
                "{:02}:{:02}:{:02}",
                random.below(24),
                random.below(60),
                random.below(60)
            )
        };
        let decimals = if self.is_early { "" } else { ".123" };
        match field.field_type() {
            FieldType::Amt
            | FieldType::Float
            | FieldType::Percentage
            | FieldType::Price
            | FieldType::PriceOffset
            | FieldType::Qty => {
                let sign = if random.once_in(5) { "-" } else { "" };
                format!("{sign}{}.{}", digits(random), digits(random))
            }
            FieldType::Int
            | FieldType::Length
            | FieldType::NumInGroup
            | FieldType::SeqNum
            | FieldType::TagNum => digits(random),
            FieldType::Boolean => (*random.pick(&["Y", "N"])).to_owned(),
            FieldType::Char => (*random.pick(&["A", "b", "7"])).to_owned(),
            FieldType::DayOfMonth => (1 + random.below(31)).to_string(),
            FieldType::LocalMktDate | FieldType::UtcDateOnly => date(random),
            FieldType::MonthYear => date(random)[..6].to_owned(),
            FieldType::UtcTimeOnly => format!("{}{decimals}", time(random)),
            FieldType::UtcTimestamp => format!("{}-{}{decimals}", date(random), time(random)),
            FieldType::TzTimestamp => format!("{}-{}Z", date(random), time(random)),
            FieldType::TzTimeOnly => format!("{}Z", time(random)),
            FieldType::Country => "DE".to_owned(),
            FieldType::Language => "de".to_owned(),
            FieldType::Currency => "USD".to_owned(),
            FieldType::Exchange => "XEUR".to_owned(),
            FieldType::Data
            | FieldType::XmlData
            | FieldType::MultipleCharValue
            | FieldType::MultipleStringValue
            | FieldType::String => {
                let length = 1 + random.below(12);
                let letters = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789-=. ";
                (0..length)
                    .map(|_| char::from(*random.pick(letters)))
                    .collect()
            }
        }
    }
}
