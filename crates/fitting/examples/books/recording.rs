//! A recorded market, a book at the beginning of each second. The recording is a line a record: its receive time in nanoseconds, a
//! space, and the JSON of the venue's stream or of its depth snapshot.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read as _;
use std::path::Path;

use money::{Price, Quantity, Rounding, Scale};
use venue::book::Book;
use venue::local_book::LocalBook;
use venue::messages::MarketMessage;

/// One market's book at one moment.
pub(crate) struct Second {
    /// Between the best bid and the best ask.
    pub(crate) mid: Price,
    /// Cheapest first.
    pub(crate) asks: Vec<(Price, Quantity)>,
}

/// The books of a recording, by the second of Unix time that they stood at.
pub(crate) fn recorded(path: &Path) -> Result<BTreeMap<u64, Second>, Box<dyn Error>> {
    let mut text = String::new();
    let file = std::fs::File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    flate2::read::GzDecoder::new(file).read_to_string(&mut text)?;
    let mut book = LocalBook::new();
    let mut seconds = BTreeMap::new();
    let mut last = 0;
    for line in text.lines() {
        let (time, json) = line.split_once(' ').ok_or("a line without a time")?;
        let second = time.parse::<u64>()? / 1_000_000_000;
        if second > last {
            if let Some(stood) = book.book().and_then(stand) {
                seconds.insert(second, stood);
            }
            last = second;
        }
        if json.starts_with("{\"lastUpdateId\"") {
            book.snapshot(&serde_json::from_str(json)?)?;
        } else if let MarketMessage::Depth(update) = MarketMessage::parse(json)? {
            book.event(update)?;
        }
    }
    Ok(seconds)
}

fn stand(book: &Book) -> Option<Second> {
    let (bid, ask) = (book.best_bid()?.0, book.best_ask()?.0);
    let one = Quantity::from_atoms(1, Scale::WHOLE).ok()?;
    let two = Quantity::from_atoms(2, Scale::WHOLE).ok()?;
    let cost = |price: Price| price.times(one, Scale::PRICE, Rounding::HalfEven);
    let sum = cost(bid).ok()?.checked_add(cost(ask).ok()?).ok()?;
    Some(Second {
        mid: sum
            .per_quantity(two, Scale::PRICE, Rounding::HalfEven)
            .ok()?,
        asks: book.asks().map(|level| (level.0, level.1)).collect(),
    })
}
