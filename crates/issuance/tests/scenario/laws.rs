//! What must hold after every event.

use std::collections::BTreeMap;

use issuance::{Collateral, Event, Issuance};
use ledger::{Account, HousePurse, Name};
use money::{Cash, Signed};

/// Every book adds up to zero; nobody's cash is negative; each order's cash is where it says; each client's is what he deposited.
pub fn conservation(state: &Issuance, event: &Event) {
    let books = state.books();
    books.assert_balanced();
    let Some(settings) = state.settings() else {
        return;
    };
    let usdc = &settings.cash;
    assert_eq!(books.check_halves(usdc), Ok(()), "{event:?}");
    // By account, what its orders have set aside or paid for holdings.
    let mut set_aside: BTreeMap<Name, Vec<Cash>> = BTreeMap::new();
    for order in state.orders() {
        let view = state.view(order);
        let held = books
            .balance(usdc, &Account::holdings(order.id().to_string()))
            .to_cash();
        let parts = Cash::sum([view.remaining, held, view.spent, view.returned]).unwrap();
        assert!(
            parts == view.request.cash || parts.is_zero(),
            "order {}: {} remaining, {held} held, {} spent, {} returned of {}, after {event:?}",
            view.id,
            view.remaining,
            view.spent,
            view.returned,
            view.request.cash
        );
        let own = set_aside.entry(view.request.account).or_default();
        own.extend([view.remaining, held]);
    }
    for account in state.accounts() {
        let collateral = state.collateral(&account.name).unwrap();
        let parts = [
            collateral.free,
            collateral.reserved,
            collateral.spent,
            collateral.paying_out,
            collateral.paid_out,
        ];
        assert_eq!(Cash::sum(parts).unwrap(), collateral.deposited, "{event:?}");
        assert!(
            !collateral.free.is_negative() && !collateral.reserved.is_negative(),
            "{collateral:?} after {event:?}"
        );
        assert_eq!(
            Cash::sum(set_aside.remove(&account.name).unwrap_or_default()).unwrap(),
            collateral.reserved,
            "reserved of {} after {event:?}",
            account.name
        );
    }
    backing(state);
    payouts(state, event);
    // Vault: what was deposited and not paid out. Venue: what the house put there, less what was paid, plus what came in.
    let vault = -books.balance(usdc, &Account::Vault);
    let here = state.accounts().map(|account| {
        let Collateral {
            deposited,
            paid_out,
            ..
        } = state.collateral(&account.name).unwrap();
        deposited.checked_sub(paid_out).unwrap()
    });
    let here = Cash::sum(here).unwrap();
    let unclaimed = Cash::sum(state.unclaimed().values().copied()).unwrap();
    assert_eq!(
        vault.to_cash(),
        here.checked_add(unclaimed).unwrap(),
        "{event:?}"
    );
    // The house's own lots cost no more than its limit, but for one rounding up that was on its way.
    let house = books
        .balance(usdc, &Account::House(HousePurse::Holdings))
        .to_cash();
    assert!(
        house <= settings.house_limit,
        "house {house} after {event:?}"
    );
}

/// What an event says of the collateral is so, and what is in flight is the payouts that have not ended.
fn payouts(state: &Issuance, event: &Event) {
    let (Event::PayoutAsked { collateral, .. }
    | Event::PaidOut { collateral, .. }
    | Event::PayoutFailed { collateral, .. }) = event
    else {
        return;
    };
    assert_eq!(
        state.collateral(&collateral.account).as_ref(),
        Some(collateral)
    );
    let in_flight = state
        .payouts()
        .filter(|payout| payout.request.account == collateral.account)
        .map(|payout| payout.amount);
    assert_eq!(Cash::sum(in_flight).unwrap(), collateral.paying_out);
}

/// What stands behind an index's units is at least what the baskets say that they were filled with.
fn backing(state: &Issuance) {
    for index in state.indexes() {
        for entry in &index.basket {
            let orders = state
                .orders()
                .filter(|order| order.request().index == index.symbol);
            let needed = orders.filter_map(|order| {
                let per_unit = order.index()?.quantity_of(&entry.asset)?;
                Some(
                    order
                        .units()
                        .times_basket(per_unit, money::Scale::QUANTITY, money::Rounding::Down)
                        .unwrap(),
                )
            });
            let needed = money::Quantity::sum(needed).unwrap();
            let behind = state
                .books()
                .balance(&entry.asset, &Account::backing(&index.symbol));
            assert!(
                behind >= Signed::from(needed),
                "{} behind {}",
                entry.asset,
                index.symbol
            );
        }
    }
}
