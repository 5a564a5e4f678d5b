//! What a posting costs beside the two bare decimal additions that it cannot do without: `cargo bench -p ledger`,
//! with `-- --json` for a line a row.
//!
//! Both run over the same balances and amounts, in the same process, in turns, and the best of the rounds counts: the machine's
//! other work makes a round slower, never faster. Ends with an error when the ratio is above [`RATIO_MAX`].

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use ledger::{Account, Books, Posting, Unit};
use money::{Scale, Signed};
use rust_decimal::Decimal;

/// The most that a posting may cost, in units of two bare additions.
const RATIO_MAX: f64 = 10.0;
const CLIENTS: usize = 1_000;
/// A round lasts about a millisecond: less than a slice of the scheduler, so that some rounds are spared by the machine's other work.
const POSTINGS: usize = 10_000;
const ROUNDS: usize = 200;

fn amount(number: usize) -> Signed {
    Signed::from_atoms(number as u128 % 999_983 + 1, Scale::USDC).expect("small")
}

/// From one client's reserved cash to what he has spent, client after client.
fn postings() -> Vec<Posting> {
    let cash = Unit::from("USDC");
    let clients: Vec<ledger::Name> = (0..CLIENTS)
        .map(|number| format!("ACC-{number}").into())
        .collect();
    let posting = |number: usize| {
        let client = &clients[number * 7 % CLIENTS];
        Posting::new()
            .transfer(
                &cash,
                Account::reserved(client),
                Account::spent(client),
                amount(number),
            )
            .expect("legal")
    };
    (0..POSTINGS).map(posting).collect()
}

fn books() -> Books {
    let cash = Unit::from("USDC");
    let mut books = Books::default();
    for number in 0..CLIENTS {
        let client = Account::reserved(format!("ACC-{number}"));
        let million = Signed::from_atoms(1_000_000, Scale::WHOLE).expect("small");
        books
            .post(
                &Posting::new()
                    .transfer(&cash, Account::Vault, client, million)
                    .expect("legal"),
            )
            .expect("legal");
    }
    books
}

fn post_all(postings: &[Posting]) -> Duration {
    let mut books = books();
    let start = Instant::now();
    for posting in postings {
        black_box(books.post(black_box(posting))).expect("there is enough");
    }
    let took = start.elapsed();
    books.assert_balanced();
    took
}

/// Writes each posting down and makes it.
fn build_and_post_all(postings: &[Posting]) -> Duration {
    let mut books = books();
    let start = Instant::now();
    for posting in postings {
        let transfer = &posting.transfers()[0];
        let again = Posting::new()
            .transfer(
                &transfer.unit,
                transfer.from.clone(),
                transfer.to.clone(),
                transfer.amount,
            )
            .expect("legal");
        black_box(books.post(black_box(&again))).expect("there is enough");
    }
    start.elapsed()
}

/// The same balances, by place instead of by name, with the decimal's own checked operators.
fn add_all(postings: &[Posting]) -> Duration {
    let amounts: Vec<Decimal> = postings
        .iter()
        .map(|posting| posting.transfers()[0].amount.as_decimal())
        .collect();
    let mut reserved = vec![Decimal::from(1_000_000); CLIENTS];
    let mut spent = vec![Decimal::ZERO; CLIENTS];
    let start = Instant::now();
    for (number, amount) in amounts.iter().enumerate() {
        let client = number * 7 % CLIENTS;
        reserved[client] =
            black_box(reserved[client].checked_sub(*black_box(amount))).expect("in range");
        spent[client] = black_box(spent[client].checked_add(*black_box(amount))).expect("in range");
    }
    let took = start.elapsed();
    black_box((reserved, spent));
    took
}

#[allow(clippy::cast_precision_loss, reason = "times, not money")]
fn nanoseconds(took: Duration) -> f64 {
    took.as_nanos() as f64 / POSTINGS as f64
}

fn main() -> ExitCode {
    let postings = postings();
    let mut best = [Duration::MAX; 3];
    for _ in 0..ROUNDS {
        best[0] = best[0].min(add_all(&postings));
        best[1] = best[1].min(post_all(&postings));
        best[2] = best[2].min(build_and_post_all(&postings));
    }
    let [bare, posted, built] = best.map(nanoseconds);
    let rows = [("posting", posted), ("posting, written down", built)];
    if std::env::args().any(|argument| argument == "--json") {
        for (name, ns) in rows {
            println!("{{\"name\":\"{name}\",\"ns\":{ns:.1},\"bare_ns\":{bare:.1}}}");
        }
    } else {
        println!("two bare additions    {bare:8.1} ns");
        for (name, ns) in rows {
            println!("{name:21} {ns:8.1} ns  {:5.2} times", ns / bare);
        }
    }
    if posted / bare > RATIO_MAX {
        eprintln!("a posting costs more than {RATIO_MAX} times two bare additions");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
