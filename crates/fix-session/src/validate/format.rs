//! What a value must look like, by its field's type.

use fix_codec::format;
use fix_dictionary::FieldType;

/// Whether a value has its type's format; FIX 4.4 volume 1, "Data Types".
pub(super) fn has_format(field_type: FieldType, value: &[u8]) -> bool {
    match field_type {
        FieldType::Amt
        | FieldType::Float
        | FieldType::Percentage
        | FieldType::Price
        | FieldType::PriceOffset
        | FieldType::Qty => format::is_decimal(value),
        FieldType::Int => format::is_int(value),
        FieldType::Length | FieldType::NumInGroup | FieldType::SeqNum | FieldType::TagNum => {
            format::parse_unsigned(value).is_some()
        }
        FieldType::Boolean => format::is_boolean(value),
        FieldType::Char => format::is_char(value),
        FieldType::DayOfMonth => format::is_day_of_month(value),
        FieldType::LocalMktDate | FieldType::UtcDateOnly => format::is_date(value),
        FieldType::MonthYear => format::is_month_year(value),
        FieldType::UtcTimeOnly => format::is_utc_time(value),
        FieldType::UtcTimestamp => format::is_utc_timestamp(value),
        FieldType::Country
        | FieldType::Currency
        | FieldType::Data
        | FieldType::Exchange
        | FieldType::Language
        | FieldType::MultipleCharValue
        | FieldType::MultipleStringValue
        | FieldType::String
        | FieldType::TzTimeOnly
        | FieldType::TzTimestamp
        | FieldType::XmlData => true,
    }
}
