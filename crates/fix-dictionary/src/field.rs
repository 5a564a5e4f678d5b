//! One field of a dictionary: its name, its type, and the values it may have.

/// The data types of FIX, as QuickFIX's dictionaries tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are FIX's own")]
pub enum FieldType {
    Amt,
    Boolean,
    Char,
    Country,
    Currency,
    Data,
    DayOfMonth,
    Exchange,
    Float,
    Int,
    Language,
    Length,
    LocalMktDate,
    MonthYear,
    MultipleCharValue,
    MultipleStringValue,
    NumInGroup,
    Percentage,
    Price,
    PriceOffset,
    Qty,
    SeqNum,
    String,
    TagNum,
    TzTimeOnly,
    TzTimestamp,
    UtcDateOnly,
    UtcTimeOnly,
    UtcTimestamp,
    XmlData,
}

impl FieldType {
    /// The type of that name in a table.
    pub(crate) fn named(name: &str) -> Option<FieldType> {
        Some(match name {
            "AMT" => FieldType::Amt,
            "BOOLEAN" => FieldType::Boolean,
            "CHAR" => FieldType::Char,
            "COUNTRY" => FieldType::Country,
            "CURRENCY" => FieldType::Currency,
            "DATA" => FieldType::Data,
            "DAYOFMONTH" => FieldType::DayOfMonth,
            "EXCHANGE" => FieldType::Exchange,
            "FLOAT" => FieldType::Float,
            "INT" => FieldType::Int,
            "LANGUAGE" => FieldType::Language,
            "LENGTH" => FieldType::Length,
            "LOCALMKTDATE" => FieldType::LocalMktDate,
            "MONTHYEAR" => FieldType::MonthYear,
            "MULTIPLECHARVALUE" => FieldType::MultipleCharValue,
            "MULTIPLESTRINGVALUE" => FieldType::MultipleStringValue,
            "NUMINGROUP" => FieldType::NumInGroup,
            "PERCENTAGE" => FieldType::Percentage,
            "PRICE" => FieldType::Price,
            "PRICEOFFSET" => FieldType::PriceOffset,
            "QTY" => FieldType::Qty,
            "SEQNUM" => FieldType::SeqNum,
            "STRING" => FieldType::String,
            "TAGNUM" => FieldType::TagNum,
            "TZTIMEONLY" => FieldType::TzTimeOnly,
            "TZTIMESTAMP" => FieldType::TzTimestamp,
            "UTCDATEONLY" => FieldType::UtcDateOnly,
            "UTCTIMEONLY" => FieldType::UtcTimeOnly,
            "UTCTIMESTAMP" => FieldType::UtcTimestamp,
            "XMLDATA" => FieldType::XmlData,
            _ => return None,
        })
    }

    /// Whether a value may hold any bytes and is measured by the field before it.
    pub fn is_data(self) -> bool {
        matches!(self, FieldType::Data | FieldType::XmlData)
    }

    /// Whether a value is several ones with spaces between them.
    pub fn is_multiple(self) -> bool {
        matches!(
            self,
            FieldType::MultipleCharValue | FieldType::MultipleStringValue
        )
    }
}

/// A value that a field may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// As on the wire.
    pub value: Box<str>,
    /// Its name, e.g. `BUY`.
    pub name: Box<str>,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    tag: u32,
    name: Box<str>,
    kind: FieldType,
    data_tag: Option<u32>,
    values: Box<[Value]>,
    /// The values of one ASCII character, a bit each.
    characters: u128,
}

impl Field {
    pub(crate) fn new(
        tag: u32,
        name: &str,
        kind: FieldType,
        data_tag: Option<u32>,
        mut values: Vec<Value>,
    ) -> Field {
        values.sort_by(|a, b| a.value.cmp(&b.value));
        let mut characters = 0;
        for value in &values {
            if let [byte @ 0..=127] = value.value.as_bytes() {
                characters |= 1 << byte;
            }
        }
        Field {
            tag,
            name: name.into(),
            kind,
            data_tag,
            values: values.into(),
            characters,
        }
    }

    /// Its tag.
    pub fn tag(&self) -> u32 {
        self.tag
    }

    /// Its name, e.g. `ClOrdID`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its data type.
    pub fn field_type(&self) -> FieldType {
        self.kind
    }

    /// For a length: the data field that follows and is measured by it.
    pub fn data_tag(&self) -> Option<u32> {
        self.data_tag
    }

    /// The values it may have, sorted; empty where it may have any.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// Whether it may have that value; true where it may have any.
    pub fn allows(&self, value: &[u8]) -> bool {
        if self.values.is_empty() {
            return true;
        }
        if self.kind.is_multiple() {
            return value
                .split(|byte| *byte == b' ')
                .all(|part| self.lists(part));
        }
        self.lists(value)
    }

    fn lists(&self, value: &[u8]) -> bool {
        match value {
            [byte @ 0..=127] => self.characters >> byte & 1 == 1,
            _ => self
                .values
                .binary_search_by(|listed| listed.value.as_bytes().cmp(value))
                .is_ok(),
        }
    }
}
