//! Postings among many clients, and the two bare decimal additions that each cannot do without.

use std::hint::black_box;

use ledger::{Account, Books, Posting, Unit};
use money::{Scale, Signed};
use rust_decimal::Decimal;

const CLIENTS: usize = 1_000;
/// A round lasts about a millisecond: less than a slice of the scheduler, so that some rounds are spared by the machine's other work.
pub(crate) const POSTINGS: usize = 10_000;

fn amount(number: usize) -> Signed {
    Signed::from_atoms(number as u128 % 999_983 + 1, Scale::USDC).expect("small")
}

/// From one client's reserved cash to what he has spent, client after client.
pub(crate) fn postings() -> Vec<Posting> {
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

/// Every client has a million reserved.
pub(crate) fn books() -> Books {
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

/// Makes each posting.
pub(crate) fn post_all(books: &mut Books, postings: &[Posting]) {
    for posting in postings {
        black_box(books.post(black_box(posting))).expect("there is enough");
    }
}

/// Writes each posting down and makes it.
pub(crate) fn build_and_post_all(books: &mut Books, postings: &[Posting]) {
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
}

/// The same balances, by place instead of by name.
#[derive(Clone)]
pub(crate) struct Bare {
    reserved: Vec<Decimal>,
    spent: Vec<Decimal>,
}

impl Bare {
    pub(crate) fn new() -> Self {
        Self {
            reserved: vec![Decimal::from(1_000_000); CLIENTS],
            spent: vec![Decimal::ZERO; CLIENTS],
        }
    }

    /// Two additions for each amount, with the decimal's own checked operators.
    pub(crate) fn add_all(&mut self, amounts: &[Decimal]) {
        for (number, amount) in amounts.iter().enumerate() {
            let client = number * 7 % CLIENTS;
            let (reserved, spent) = (&mut self.reserved[client], &mut self.spent[client]);
            *reserved = black_box(reserved.checked_sub(*black_box(amount))).expect("in range");
            *spent = black_box(spent.checked_add(*black_box(amount))).expect("in range");
        }
    }
}

/// What each posting moves.
pub(crate) fn amounts(postings: &[Posting]) -> Vec<Decimal> {
    let amounts = postings.iter();
    amounts
        .map(|posting| posting.transfers()[0].amount.as_decimal())
        .collect()
}
