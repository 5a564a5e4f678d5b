//! Laws over random postings: sums stay zero, owners stay above it, a refusal changes nothing, replay equals live.

use std::collections::BTreeMap;

use ledger::{Account, Books, FeePayee, HousePurse, LedgerError, Posting, Unit};
use money::Signed;
use proptest::prelude::*;

fn account() -> impl Strategy<Value = Account> {
    let name = prop::sample::select(vec!["A", "B"]);
    prop_oneof![
        name.clone().prop_map(Account::free),
        name.clone().prop_map(Account::reserved),
        name.clone().prop_map(Account::holdings),
        name.prop_map(Account::backing),
        Just(Account::House(HousePurse::Cash)),
        Just(Account::Fees(FeePayee::Venue)),
        Just(Account::Vault),
        Just(Account::Venue),
    ]
}

prop_compose! {
    fn posting()(
        transfers in prop::collection::vec(
            (prop::sample::select(vec!["USDC", "BTC"]), account(), account(), 0_u64..1_000_000, 0_u32..12),
            0..6,
        )
    ) -> Posting {
        transfers.into_iter().fold(Posting::new(), |posting, (unit, from, to, mantissa, scale)| {
            if from == to {
                return posting;
            }
            let decimals = u8::try_from(scale).expect("small");
            let scale = money::Scale::new(decimals).expect("small");
            let amount = Signed::from_atoms(u128::from(mantissa), scale).expect("small");
            posting.transfer(&Unit::from(unit), from, to, amount).expect("not negative, not to itself")
        })
    }
}

/// The net change of each account, worked out apart from the books.
fn net(posting: &Posting) -> BTreeMap<(Unit, Account), Signed> {
    let mut net = BTreeMap::<(Unit, Account), Signed>::new();
    for transfer in posting.transfers() {
        for (account, amount) in [
            (&transfer.from, -transfer.amount),
            (&transfer.to, transfer.amount),
        ] {
            let sum = net
                .entry((transfer.unit.clone(), account.clone()))
                .or_default();
            *sum = sum.checked_add(amount).expect("small");
        }
    }
    net
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_posting_changes_each_account_by_its_net_amount_or_nothing_at_all(postings in prop::collection::vec(posting(), 1..20)) {
        let mut books = Books::default();
        for posting in &postings {
            let before = books.clone();
            let net = net(posting);
            let would_have = |unit: &Unit, account: &Account| {
                let change = net.get(&(unit.clone(), account.clone())).copied().unwrap_or_default();
                before.balance(unit, account).checked_add(change).expect("small")
            };
            let short = net.keys().any(|(unit, account)| !account.may_be_negative() && would_have(unit, account).is_negative());
            let checked = before.check(posting);
            let posted = books.post(posting);
            prop_assert_eq!(&checked, &posted);
            match posted {
                Ok(()) => {
                    prop_assert!(!short);
                    for (unit, account) in net.keys() {
                        prop_assert_eq!(books.balance(unit, account), would_have(unit, account));
                    }
                }
                Err(LedgerError::InsufficientFunds { unit, account, has, needs }) => {
                    prop_assert_eq!(has, before.balance(&unit, &account));
                    prop_assert_eq!(has.checked_sub(needs).expect("small"), would_have(&unit, &account));
                    prop_assert!(has < needs);
                    prop_assert_eq!(&books, &before);
                }
                Err(error) => prop_assert!(false, "{error}"),
            }
            books.assert_balanced();
            for unit in books.units() {
                for balance in books.balances(unit) {
                    prop_assert!(!balance.amount.is_zero());
                    prop_assert!(balance.account.may_be_negative() || !balance.amount.is_negative());
                }
            }
        }
    }

    #[test]
    fn books_and_postings_are_read_back_from_their_texts(postings in prop::collection::vec(posting(), 1..20)) {
        let mut live = Books::default();
        let mut replayed = Books::default();
        for posting in &postings {
            let text = serde_json::to_string(posting).expect("a text");
            let read: Posting = serde_json::from_str(&text).expect("a posting");
            prop_assert_eq!(&read, posting);
            prop_assert_eq!(live.post(posting), replayed.post(&read));
        }
        prop_assert_eq!(&live, &replayed);
        let text = serde_json::to_string(&live).expect("a text");
        prop_assert_eq!(&text, &serde_json::to_string(&replayed).expect("a text"));
        prop_assert_eq!(serde_json::from_str::<Books>(&text).expect("books"), live);
    }
}
