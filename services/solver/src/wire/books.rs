//! The statement of every book, in pages.

use issuance::{CashPlace, Issuance};
use ledger::{Account, Unit};
use proto::v1;
use service::page::Page;

use super::FieldError;

/// Where a page of the books goes on: after this balance.
pub(crate) type After = (Unit, Account);

/// The last balance of the page before; none for the first page.
pub(crate) fn books_after(page_token: &str) -> Result<Option<After>, FieldError> {
    if page_token.is_empty() {
        return Ok(None);
    }
    let after = serde_json::from_str(page_token);
    after.map(Some).map_err(|problem| FieldError::Value {
        field: "page_token",
        problem: problem.to_string(),
    })
}

fn token(unit: &Unit, account: &Account) -> String {
    serde_json::to_string(&(unit, account)).expect("names can be written as JSON")
}

/// A page of the books, each with the sum of all of it.
pub(crate) fn books(state: &Issuance, after: Option<&After>, sequence: u64) -> v1::Books {
    let books = state.books();
    let units = books.units().into_iter();
    let units = units.filter(|unit| after.is_none_or(|(last, _)| *unit >= last));
    let balances = units.flat_map(|unit| {
        let balances = books.balances(unit).into_iter();
        let rest = balances.filter(move |balance| {
            after.is_none_or(|(last, account)| unit > last || balance.account > *account)
        });
        rest.map(move |balance| {
            let book = v1::Book {
                unit: unit.to_string(),
                balances: vec![v1::Balance {
                    account: balance.account.to_string(),
                    amount: balance.amount.to_string(),
                }],
                sum: String::new(),
            };
            (token(unit, &balance.account), book)
        })
    });
    let page = Page::of(balances);
    let mut told: Vec<v1::Book> = Vec::new();
    for part in page.items {
        match told.last_mut().filter(|book| book.unit == part.unit) {
            Some(book) => book.balances.extend(part.balances),
            None => told.push(part),
        }
    }
    for book in &mut told {
        let sum = books.sum(&Unit::from(book.unit.as_str()));
        book.sum = sum.unwrap_or_default().to_string();
    }
    v1::Books {
        books: told,
        balanced: books.check_balanced().is_ok(),
        sequence,
        house_cash: state.house_cash().to_string(),
        moved_to_venue: state.cash_moved_to(CashPlace::Venue).to_string(),
        moved_to_vault: state.cash_moved_to(CashPlace::Vault).to_string(),
        next_page_token: page.next_page_token,
    }
}

#[cfg(test)]
mod tests {
    use issuance::{ClientAccount, Command, Deposit};
    use money::{Cash, Signed};
    use service::page::PAGE_ITEMS_MAX;

    use super::*;

    /// Accounts with a balance each.
    const ACCOUNTS: usize = PAGE_ITEMS_MAX + 100;

    fn run(state: &mut Issuance, command: Command) {
        for event in state.decide(command, 1).expect("accepted") {
            state.apply(&event);
        }
    }

    fn with_deposits() -> Issuance {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("example.toml");
        let config: crate::Config = service::config::load(&path).expect("the example can be read");
        let mut state = Issuance::default();
        let settings = config.check().expect("the example makes sense").settings;
        run(&mut state, Command::Configure(settings));
        for number in 1..=ACCOUNTS {
            let address = format!("0x{number:0>40x}");
            let account = ClientAccount {
                name: format!("ACC-{number:0>6}").into(),
                address: address.clone(),
            };
            let command_id = number.to_string();
            run(
                &mut state,
                Command::DefineAccount {
                    command_id,
                    account,
                },
            );
            let deposit = Deposit {
                deposit_id: format!("0x{number}-0"),
                from: address,
                amount: Cash::parse("1").expect("an amount"),
                transaction_hash: format!("0x{number}"),
                block_number: 1,
            };
            let position = number as u64;
            run(&mut state, Command::RecordDeposit { position, deposit });
        }
        state
    }

    #[test]
    fn the_pages_of_the_books_have_every_balance_once_and_each_the_sum_of_all() {
        let state = with_deposits();
        let (mut balances, mut pages, mut token) = (Vec::new(), 0, String::new());
        loop {
            let after = books_after(&token).expect("of the page before");
            let page = books(&state, after.as_ref(), 7);
            assert!(page.balanced && page.sequence == 7);
            for book in page.books {
                assert_eq!(book.sum, "0", "of all pages");
                balances.extend(book.balances);
            }
            pages += 1;
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        assert_eq!(pages, 2);
        let mut accounts: Vec<&str> = balances.iter().map(|b| &*b.account).collect();
        accounts.sort_unstable();
        accounts.dedup();
        assert_eq!(accounts.len(), balances.len(), "each once");
        let amounts = balances.iter().map(|b| b.amount.parse::<Signed>());
        let sum = Signed::sum(amounts.map(|amount| amount.expect("an amount")));
        assert_eq!(sum, Ok(Signed::ZERO));
        assert!(books_after("x").is_err());
    }
}
