//! Postings one by one: what is refused, by which name, and that a refusal changes nothing.

use ledger::{
    Account, Books, FeePayee, HousePurse, LedgerError, ParseAccountError, Posting, PostingError,
    Unit,
};
use money::{Cash, MoneyError, Quantity, Signed};

fn usdc() -> Unit {
    Unit::from("USDC")
}

fn cash(text: &str) -> Cash {
    Cash::parse_signed(text).expect("a decimal")
}

fn signed(text: &str) -> Signed {
    text.parse().expect("a decimal")
}

fn move_cash(from: Account, to: Account, amount: &str) -> Posting {
    Posting::new()
        .transfer(&usdc(), from, to, cash(amount))
        .expect("a transfer")
}

fn books_with(deposit: &str) -> Books {
    let mut books = Books::default();
    books
        .post(&move_cash(Account::Vault, Account::free("ACC-1"), deposit))
        .expect("a deposit");
    books
}

fn statement(books: &Books) -> String {
    serde_json::to_string(books).expect("books have a text")
}

#[test]
fn a_deposit_comes_from_the_vault_and_is_the_clients() {
    assert_eq!(
        statement(&books_with("100.50")),
        r#"{"USDC":{"client/ACC-1/free":"100.5","vault":"-100.5"}}"#
    );
}

#[test]
fn an_owner_does_not_go_below_zero_and_the_refusal_says_who_has_what_and_needs_what() {
    let mut books = books_with("100");
    let posting = move_cash(Account::free("ACC-1"), Account::reserved("ACC-1"), "60").and(
        move_cash(Account::free("ACC-1"), Account::payout("ACC-1"), "60"),
    );
    let before = books.clone();
    let error = books.post(&posting).expect_err("120 of 100");
    assert_eq!(
        error,
        LedgerError::InsufficientFunds {
            unit: usdc(),
            account: Account::free("ACC-1"),
            has: signed("100"),
            needs: signed("120"),
        }
    );
    assert_eq!(
        error.to_string(),
        "client/ACC-1/free has 100 USDC, 120 are needed"
    );
    assert_eq!(books, before);
}

#[test]
fn what_an_account_needs_is_counted_over_the_whole_posting() {
    let mut books = Books::default();
    let posting = move_cash(Account::free("ACC-1"), Account::reserved("ACC-1"), "5")
        .and(move_cash(Account::Vault, Account::free("ACC-1"), "5"));
    books
        .post(&posting)
        .expect("the deposit is in the same posting");
    assert_eq!(
        statement(&books),
        r#"{"USDC":{"client/ACC-1/reserved":"5","vault":"-5"}}"#
    );
}

#[test]
fn a_refusal_takes_back_what_came_before_it_in_other_books() {
    let mut books = books_with("1");
    let before = books.clone();
    let bitcoin = Posting::new()
        .transfer(
            &Unit::from("BTC"),
            Account::Venue,
            Account::holdings("o-1"),
            Quantity::parse("0.5").expect("a decimal"),
        )
        .expect("a transfer");
    let posting = bitcoin.and(move_cash(Account::reserved("ACC-1"), Account::Venue, "1"));
    books.post(&posting).expect_err("nothing is reserved");
    assert_eq!(books, before);
    assert_eq!(books.units(), [&usdc()]);
}

#[test]
fn mirrors_and_the_houses_cash_may_be_negative() {
    let mut books = Books::default();
    books
        .post(&move_cash(
            Account::House(HousePurse::Cash),
            Account::Fees(FeePayee::Venue),
            "0.01",
        ))
        .expect("the house pays");
    assert_eq!(
        statement(&books),
        r#"{"USDC":{"house/cash":"-0.01","fees/venue":"0.01"}}"#
    );
    books.assert_balanced();
}

#[test]
fn a_balance_that_needs_more_than_a_decimals_digits_is_refused_and_changes_nothing() {
    let mut books = books_with("70000000000000000000000000000");
    let before = books.clone();
    let error = books
        .post(&move_cash(
            Account::Vault,
            Account::free("ACC-2"),
            "0.000001",
        ))
        .expect_err("35 digits");
    assert_eq!(
        error,
        LedgerError::OutOfRange {
            unit: usdc(),
            account: Account::Vault,
            source: MoneyError::Overflow
        }
    );
    assert_eq!(books, before);
}

#[test]
fn a_transfer_below_zero_cannot_be_written_down() {
    let error = Posting::new()
        .transfer(&usdc(), Account::Vault, Account::Venue, cash("-1"))
        .expect_err("negative");
    assert_eq!(error.to_string(), "-1 USDC from vault to venue: below zero");
    let error = serde_json::from_str::<Posting>(
        r#"[{"unit":"USDC","from":"vault","to":"venue","amount":"-1"}]"#,
    );
    assert!(
        error
            .expect_err("negative")
            .to_string()
            .contains("below zero")
    );
}

#[test]
fn a_transfer_to_itself_cannot_be_written_down() {
    let error = Posting::new()
        .transfer(&usdc(), Account::Vault, Account::Vault, cash("1"))
        .expect_err("same account");
    assert_eq!(
        error,
        PostingError::SameAccount {
            unit: usdc(),
            account: Account::Vault,
            amount: signed("1")
        }
    );
}

#[test]
fn a_difference_goes_the_way_its_sign_says() {
    let gain = Posting::new()
        .difference(&usdc(), Account::Market, Account::free("ACC-1"), cash("3"))
        .expect("a gain");
    let loss = Posting::new()
        .difference(&usdc(), Account::free("ACC-1"), Account::Market, cash("-3"))
        .expect("a loss");
    assert_eq!(gain, loss);
    assert!(
        Posting::new()
            .difference(&usdc(), Account::Vault, Account::Venue, Cash::ZERO)
            .expect("nothing")
            .is_empty()
    );
}

#[test]
fn an_empty_account_is_not_kept() {
    let mut books = books_with("5");
    books
        .post(&move_cash(Account::free("ACC-1"), Account::Vault, "5"))
        .expect("a payout");
    assert_eq!(books, Books::default());
    assert_eq!(statement(&books), "{}");
}

#[test]
fn every_account_is_read_back_from_its_text() {
    for text in [
        "client/ACC-1/free",
        "client/a/b/c/reserved",
        "client/ACC-1/spent",
        "client/ACC-1/payout",
        "order/FIX.4.4:A->B/7/in-flight",
        "order/o-1/holdings",
        "order/o-1/unminted",
        "house/cash",
        "house/in-flight",
        "house/holdings",
        "fees/issuer",
        "fees/venue",
        "backing/TOP2",
        "unclaimed",
        "on-chain",
        "vault",
        "venue",
        "in-transit",
        "market",
        "issued",
    ] {
        let account: Account = text.parse().expect(text);
        assert_eq!(account.to_string(), text);
    }
    for text in [
        "",
        "client",
        "client/ACC-1",
        "client/ACC-1/",
        "house",
        "house/gold",
        "backing",
        "fees/",
        "vault/1",
        "Vault",
    ] {
        assert_eq!(
            text.parse::<Account>(),
            Err(ParseAccountError(text.to_owned()))
        );
    }
}

#[test]
fn books_that_do_not_balance_are_not_read() {
    let error = serde_json::from_str::<Books>(r#"{"USDC":{"vault":"-5","client/ACC-1/free":"4"}}"#);
    assert_eq!(
        error.expect_err("-1").to_string(),
        "the USDC balances add up to -1, not to zero"
    );
}
