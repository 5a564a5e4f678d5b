//! The example of `docs/books.md`: its postings, and that the page has the statements they lead to.

use ledger::{Account, Books, FeePayee, HousePurse, Posting, Unit};
use money::Signed;

const HOUSE: Account = Account::House(HousePurse::Cash);
const HOUSE_LOTS: Account = Account::House(HousePurse::Holdings);

/// Posts transfers of one event, each `(unit, from, to, amount)`, and checks the books.
fn post(books: &mut Books, transfers: &[(&str, Account, Account, &str)]) {
    let mut posting = Posting::new();
    for (unit, from, to, amount) in transfers {
        let amount: Signed = amount.parse().expect("a decimal");
        posting = posting
            .transfer(&Unit::from(*unit), from.clone(), to.clone(), amount)
            .expect("a transfer");
    }
    books.post(&posting).expect("there is enough");
    books
        .check_halves(&Unit::from("USDC"))
        .expect("both halves add up to zero");
}

/// A statement as the page has it: one book a line.
fn statement(books: &Books) -> String {
    serde_json::to_string(books)
        .expect("a text")
        .replace("},\"", "},\n\"")
}

fn page() -> String {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/books.md");
    std::fs::read_to_string(page).expect("the page is there")
}

#[test]
fn the_page_has_what_the_example_leads_to() {
    let (free, reserved) = (Account::free("ACC-1"), Account::reserved("ACC-1"));
    let (in_flight, holdings) = (Account::in_flight("o-1"), Account::holdings("o-1"));
    let mut books = Books::default();
    let books = &mut books;
    post(books, &[("USDC", Account::Vault, free.clone(), "1000")]);
    post(books, &[("USDC", free.clone(), reserved.clone(), "500")]);
    post(
        books,
        &[("USDC", reserved.clone(), in_flight.clone(), "200.2")],
    );
    post(
        books,
        &[
            ("USDC", in_flight.clone(), holdings.clone(), "150.15"),
            ("USDC", HOUSE, HOUSE_LOTS, "50.05"),
            ("USDC", Account::Market, Account::Venue, "200.2"),
            ("BTC", Account::Venue, holdings.clone(), "1.5"),
            ("BTC", Account::Venue, HOUSE_LOTS, "0.5"),
        ],
    );
    let page = page();
    assert!(page.contains(&statement(books)), "{}", statement(books));

    post(
        books,
        &[
            ("USDC", holdings.clone(), Account::spent("ACC-1"), "100"),
            (
                "USDC",
                holdings.clone(),
                Account::Fees(FeePayee::Venue),
                "0.1",
            ),
            (
                "USDC",
                reserved.clone(),
                Account::Fees(FeePayee::Issuer),
                "0.1",
            ),
            ("BTC", holdings.clone(), Account::backing("TOP1"), "1"),
            ("TOP1", Account::Issued, Account::unminted("o-1"), "1"),
        ],
    );
    post(books, &[("USDC", in_flight, reserved.clone(), "50.05")]);
    post(
        books,
        &[
            ("USDC", holdings.clone(), free.clone(), "50.05"),
            ("USDC", HOUSE, HOUSE_LOTS, "50.05"),
            ("BTC", holdings, HOUSE_LOTS, "0.5"),
        ],
    );
    post(books, &[("USDC", reserved, free, "349.75")]);
    post(
        books,
        &[("TOP1", Account::unminted("o-1"), Account::OnChain, "1")],
    );
    assert!(page.contains(&statement(books)), "{}", statement(books));
}
