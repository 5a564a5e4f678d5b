//! Data fields, which may hold any bytes: each follows a length field that says where it ends.

use crate::frame::Garbled;
use crate::tag::parse_tag;
use crate::{SOH, format};

/// Each length field and the data field that it measures, in every version of FIX.
const LENGTHS: [(u32, u32); 31] = [
    (90, 91),
    (93, 89),
    (95, 96),
    (212, 213),
    (348, 349),
    (350, 351),
    (352, 353),
    (354, 355),
    (356, 357),
    (358, 359),
    (360, 361),
    (362, 363),
    (364, 365),
    (445, 446),
    (618, 619),
    (621, 622),
    (1184, 1185),
    (1277, 1278),
    (1280, 1281),
    (1282, 1283),
    (1397, 1398),
    (1401, 1402),
    (1403, 1404),
    (1468, 1469),
    (1525, 1527),
    (1578, 1579),
    (1621, 1622),
    (1664, 1665),
    (1678, 1697),
    (1733, 1734),
    (1777, 1778),
];

/// Tags that share a place in [`MAY_BE_LENGTH`] are this far apart.
const LENGTH_TAGS: usize = 2048;

/// Whether a tag may be that of a length field, by its remainder.
const MAY_BE_LENGTH: [bool; LENGTH_TAGS] = {
    let mut may_be = [false; LENGTH_TAGS];
    let mut index = 0;
    while index < LENGTHS.len() {
        may_be[LENGTHS[index].0 as usize] = true;
        index += 1;
    }
    may_be
};

/// Whether a data field may follow: false for nearly all that are no length fields.
#[inline]
pub(crate) fn may_be_length(tag: u32) -> bool {
    MAY_BE_LENGTH[tag as usize % LENGTH_TAGS]
}

/// After a length field whose value is `start..end`: where its data field ends, if that follows; else 0.
#[cold]
pub(crate) fn data_end(
    bytes: &[u8],
    length_tag: u32,
    start: usize,
    end: usize,
) -> Result<usize, Garbled> {
    let Some((tag, data)) = parse_tag(bytes, end + 1) else {
        return Ok(0);
    };
    if !LENGTHS.contains(&(length_tag, tag)) {
        return Ok(0);
    }
    let length = format::parse_unsigned(&bytes[start..end]);
    let data_end = length
        .and_then(|length| usize::try_from(length).ok())
        .and_then(|length| length.checked_add(data))
        .filter(|data_end| bytes.get(*data_end) == Some(&SOH));
    data_end.ok_or(Garbled::DataLength)
}
