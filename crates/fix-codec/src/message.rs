//! Views of a decoded message: fields by tag, fields in order.

use fix_dictionary::tag;

/// Where a field is: its tag and the range of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    tag: u32,
    start: u32,
    end: u32,
}

impl Slot {
    #[inline]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a frame is shorter than 1e9 bytes: BodyLength has nine digits at most"
    )]
    pub(crate) fn new(tag: u32, start: usize, end: usize) -> Self {
        Slot {
            tag,
            start: start as u32,
            end: end as u32,
        }
    }
}

/// One field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    /// The tag; 0 where the peer sent a number that is no tag.
    pub tag: u32,
    /// The bytes between `=` and SOH.
    pub value: &'a [u8],
}

/// Some consecutive fields of a message: all of it, or one entry of a repeating group.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    bytes: &'a [u8],
    slots: &'a [Slot],
}

/// Why a repeating group cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GroupError {
    /// The dictionary has no such group here.
    #[error("{0} counts no group here")]
    Unknown(u32),
    /// The NumInGroup field is not a number.
    #[error("the count of group {0} is not a number")]
    CountFormat(u32),
    /// The entries that follow are more or fewer than the count.
    #[error("group {0} has not as many entries as its count says")]
    CountMismatch(u32),
    /// The first field after the count is not the one that starts an entry.
    #[error("an entry of group {0} does not start with its first field")]
    Delimiter(u32),
}

impl<'a> Fields<'a> {
    /// How many there are.
    pub fn len(self) -> usize {
        self.slots.len()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.slots.is_empty()
    }

    /// The field at a position.
    pub fn at(self, index: usize) -> Option<Field<'a>> {
        self.slots.get(index).map(|slot| self.field(slot))
    }

    /// The tag of the field at a position as the peer wrote it, e.g. `-1`.
    pub fn tag_text(self, index: usize) -> &'a [u8] {
        let Some(slot) = self.slots.get(index) else {
            return b"";
        };
        let end = (slot.start as usize).saturating_sub(1);
        let start = self.bytes[..end]
            .iter()
            .rposition(|&byte| byte == crate::SOH)
            .map_or(0, |soh| soh + 1);
        &self.bytes[start..end]
    }

    /// All fields, in the order of the wire.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Field<'a>> + DoubleEndedIterator + Clone {
        self.slots.iter().map(move |slot| self.field(slot))
    }

    /// The value of the first field with that tag.
    #[inline]
    pub fn get(self, tag: u32) -> Option<&'a [u8]> {
        self.slots
            .iter()
            .find(|slot| slot.tag == tag)
            .map(|slot| self.field(slot).value)
    }

    /// The value as text; `None` where it is missing or not UTF-8.
    pub fn text(self, tag: u32) -> Option<&'a str> {
        std::str::from_utf8(self.get(tag)?).ok()
    }

    /// The value as a sequence number or count; `None` where it is missing or not a number.
    pub fn unsigned(self, tag: u32) -> Option<u64> {
        crate::format::parse_unsigned(self.get(tag)?)
    }

    /// Whether a Boolean field is `Y`.
    pub fn is_yes(self, tag: u32) -> bool {
        self.get(tag) == Some(b"Y")
    }

    /// Some of the fields, by position.
    #[must_use]
    pub fn range(self, range: std::ops::Range<usize>) -> Fields<'a> {
        Fields {
            bytes: self.bytes,
            slots: &self.slots[range],
        }
    }

    #[inline]
    fn field(self, slot: &Slot) -> Field<'a> {
        Field {
            tag: slot.tag,
            value: &self.bytes[slot.start as usize..slot.end as usize],
        }
    }
}

/// A whole message: its bytes from `8=` to the SOH of CheckSum(10), and its fields.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    bytes: &'a [u8],
    slots: &'a [Slot],
}

impl<'a> Message<'a> {
    pub(crate) fn new(bytes: &'a [u8], slots: &'a [Slot]) -> Self {
        Message { bytes, slots }
    }

    /// All its bytes.
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// All its fields, header and trailer included.
    #[inline]
    pub fn fields(self) -> Fields<'a> {
        Fields {
            bytes: self.bytes,
            slots: self.slots,
        }
    }

    /// BeginString(8).
    pub fn begin_string(self) -> &'a [u8] {
        self.value(0)
    }

    /// MsgType(35): always the third field.
    pub fn msg_type(self) -> &'a [u8] {
        self.value(2)
    }

    /// The value of the first field with that tag.
    #[inline]
    pub fn get(self, tag: u32) -> Option<&'a [u8]> {
        self.fields().get(tag)
    }

    /// MsgSeqNum(34).
    pub fn msg_seq_num(self) -> Option<u64> {
        self.fields().unsigned(tag::MSG_SEQ_NUM)
    }

    /// A copy that owns its bytes.
    pub fn to_owned(self) -> OwnedMessage {
        OwnedMessage {
            bytes: self.bytes.into(),
            slots: self.slots.into(),
        }
    }

    /// The bytes from the field at a position up to CheckSum(10).
    pub fn body_from(self, index: usize) -> &'a [u8] {
        let end = self.bytes.len() - b"10=nnn|".len();
        let start = match index
            .checked_sub(1)
            .and_then(|before| self.slots.get(before))
        {
            Some(before) => (before.end as usize + 1).min(end),
            None => 0,
        };
        &self.bytes[start..end]
    }

    fn value(self, index: usize) -> &'a [u8] {
        self.fields().at(index).map_or(b"", |field| field.value)
    }
}

/// A message that owns its bytes and its index.
#[derive(Clone)]
pub struct OwnedMessage {
    bytes: Box<[u8]>,
    slots: Box<[Slot]>,
}

impl OwnedMessage {
    /// The message.
    pub fn view(&self) -> Message<'_> {
        Message {
            bytes: &self.bytes,
            slots: &self.slots,
        }
    }

    /// All its fields.
    pub fn fields(&self) -> Fields<'_> {
        self.view().fields()
    }

    /// Decodes exactly one message, such as one that was stored.
    pub fn decode(bytes: &[u8]) -> Option<OwnedMessage> {
        let limits = crate::Limits {
            message_bytes: bytes.len(),
            field_count: bytes.len(),
        };
        match crate::Decoder::new(limits).decode(bytes) {
            crate::Step::Message { consumed, message } if consumed == bytes.len() => {
                Some(message.to_owned())
            }
            _ => None,
        }
    }
}

/// As it is usually printed, with `|` for SOH.
impl std::fmt::Debug for OwnedMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.bytes).replace('\u{1}', "|"))
    }
}

impl std::fmt::Display for OwnedMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}
