//! What must hold after every event.

use std::collections::{BTreeMap, BTreeSet};

use issuance::{
    CashMove, CashPlace, Collateral, Event, Issuance, Order, OrderChange, OrderId, Side, Status,
    VenueSide,
};
use ledger::{Account, HousePurse, Name, Unit};
use money::{Cash, Quantity, Rounding, Scale, Signed, Units};

/// What the laws remember of the events before.
#[derive(Default)]
pub struct Laws {
    closing: BTreeSet<OrderId>,
    /// What the house paid for rests of closing redemptions, which it takes even beyond its limit.
    rests: Cash,
}

impl Laws {
    /// Checks the laws after an event.
    pub fn conservation(&mut self, state: &Issuance, event: &Event) {
        if let Event::Order(event) = event
            && let OrderChange::Closing { .. } = event.change
        {
            self.closing.insert(event.order.id);
        }
        if let Event::BatchMade { batch } = event {
            let takes = batch.house_take.iter();
            let rests = takes.filter(|take| self.closing.contains(&take.order));
            self.rests = Cash::sum(rests.map(|take| take.lot.cost).chain([self.rests])).unwrap();
        }
        conservation(state, event, self.rests);
        census(state);
    }
}

/// What is counted is what there is.
fn census(state: &Issuance) {
    let mut counts = BTreeMap::<_, u64>::new();
    for order in state.orders() {
        *counts.entry(order.status().label()).or_default() += 1;
    }
    let counted = state.order_counts().filter(|(_, count)| *count > 0);
    assert_eq!(counted.collect::<BTreeMap<_, _>>(), counts);
}

/// Every book adds up to zero; nobody's cash is negative; each order's cash is where it says; each client's is what he deposited.
fn conservation(state: &Issuance, event: &Event, rests: Cash) {
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
        if view.request.side == Side::Redeem {
            proceeds(state, order);
            continue;
        }
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
        let came = collateral.deposited.checked_add(collateral.redeemed);
        assert_eq!(Cash::sum(parts).unwrap(), came.unwrap(), "{event:?}");
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
    rebalances(state, event);
    payouts(state, event);
    units_are_where_they_say(state, event);
    let to_vault = cash_moves(state, event);
    // Vault: what was deposited and not paid out, and what was moved there. Venue: what the house put there, less what was paid, plus what came in.
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
        here.checked_add(unclaimed)
            .unwrap()
            .checked_add(to_vault)
            .unwrap(),
        "{event:?}"
    );
    // The house's own lots cost no more than its limit, but for one rounding up that was on its way.
    let house = books
        .balance(usdc, &Account::House(HousePurse::Holdings))
        .to_cash();
    assert!(
        house <= settings.house_limit.checked_add(rests).unwrap(),
        "house {house} after {event:?}"
    );
}

/// What has left a place and arrived nowhere is in transit; what has arrived anywhere is not. Says what came to the vault, less what left it.
fn cash_moves(state: &Issuance, event: &Event) -> Cash {
    let usdc = &state.settings().unwrap().cash;
    let (mut in_transit, mut to_vault, mut to_venue) = (Cash::ZERO, Cash::ZERO, Cash::ZERO);
    for report in state.cash_moves() {
        let CashMove { from, amount, .. } = &report.cash_move;
        let mut add = |place: CashPlace, amount: Cash| {
            let sum = match place {
                CashPlace::Vault => &mut to_vault,
                CashPlace::Venue => &mut to_venue,
            };
            *sum = sum.checked_add(amount).unwrap();
        };
        add(*from, -*amount);
        match &report.arrival {
            Some((arrival, _)) => add(arrival.at, arrival.amount),
            None => in_transit = in_transit.checked_add(*amount).unwrap(),
        }
    }
    let mirrored = -state.books().balance(usdc, &Account::InTransit);
    assert_eq!(mirrored.to_cash(), in_transit, "{event:?}");
    for (place, sum) in [(CashPlace::Vault, to_vault), (CashPlace::Venue, to_venue)] {
        assert_eq!(state.cash_moved_to(place), sum.into(), "{event:?}");
    }
    to_vault
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

/// What a redemption's sales brought is in flight until a fill has it; its fills brought what the client got.
fn proceeds(state: &Issuance, order: &Order) {
    let view = state.view(order);
    let fees = view.venue_fees.checked_add(view.issuer_fees).unwrap();
    assert_eq!(view.returned, view.gross.checked_sub(fees).unwrap());
    assert!(view.units <= view.request.units, "{view:?}");
    let mut held = Cash::ZERO;
    for entry in order.index().iter().flat_map(|index| &index.basket) {
        for lot in order
            .holding(&entry.asset)
            .iter()
            .flat_map(|all| all.lots())
        {
            held = held.checked_add(lot.cost).unwrap();
            held = held.checked_sub(lot.fee).unwrap();
        }
    }
    let account = Account::in_flight(order.id().to_string());
    let usdc = &state.settings().unwrap().cash;
    assert_eq!(state.books().balance(usdc, &account).to_cash(), held);
}

/// Minted units are on chain, burned, or redeemed: each in its place.
fn units_are_where_they_say(state: &Issuance, event: &Event) {
    for index in state.indexes() {
        let unit = Unit::from(&index.symbol);
        let balance = |account: &Account| state.books().balance(&unit, account).to_units().unwrap();
        let orders = |side| {
            let own = state
                .orders()
                .filter(move |order| order.request().index == index.symbol);
            own.filter(move |order| order.request().side == side)
        };
        let minted = orders(Side::Buy).filter(|order| order.status() == Status::Minted);
        let minted = Units::sum(minted.map(Order::units)).unwrap();
        let redeemed = Units::sum(orders(Side::Redeem).map(Order::units)).unwrap();
        let mut burned = balance(&Account::Unclaimed);
        let unclaimed = state.unclaimed_units().values();
        let unclaimed = unclaimed.filter_map(|of_address| of_address.get(&index.symbol));
        assert_eq!(Units::sum(unclaimed.copied()).unwrap(), burned);
        for account in state.accounts() {
            let free = balance(&Account::free(&account.name));
            let reserved = balance(&Account::reserved(&account.name));
            let own = orders(Side::Redeem)
                .filter(|order| order.request().account == account.name)
                .filter(|order| !order.status().is_final() && order.status() != Status::Waiting);
            let left = own.map(|order| order.request().units.checked_sub(order.units()).unwrap());
            assert_eq!(Units::sum(left).unwrap(), reserved, "{event:?}");
            burned = Units::sum([burned, free, reserved]).unwrap();
        }
        let on_chain = balance(&Account::OnChain);
        assert_eq!(
            Units::sum([on_chain, burned, redeemed]).unwrap(),
            minted,
            "{} after {event:?}",
            index.symbol
        );
    }
}

/// What stands behind an index's units is at least what the baskets say of those that were bought, less what was sold for those that are
/// redeemed, and what was traded for the holders.
fn backing(state: &Issuance) {
    for index in state.indexes() {
        for entry in &index.basket {
            let of = |side: Side| {
                let orders = state.orders().filter(move |order| {
                    order.request().index == index.symbol && order.request().side == side
                });
                let needed = orders.filter_map(|order| {
                    let per_unit = order.index()?.quantity_of(&entry.asset)?;
                    let units = order.units();
                    let filled = units.times_basket(per_unit, Scale::QUANTITY, Rounding::Down);
                    let sold = match (side, order.holding(&entry.asset)) {
                        (Side::Redeem, Some(sold)) => sold.quantity(),
                        _ => Quantity::ZERO,
                    };
                    Some(filled.unwrap().checked_add(sold).unwrap())
                });
                Signed::from(Quantity::sum(needed).unwrap())
            };
            let traded = traded(state, &index.symbol, &entry.asset);
            let needed = of(Side::Buy).checked_sub(of(Side::Redeem)).unwrap();
            let needed = needed.checked_add(traded).unwrap();
            let account = Account::backing(&index.symbol);
            let behind = state.books().balance(&entry.asset, &account);
            assert!(behind >= needed, "{} behind {}", entry.asset, index.symbol);
        }
    }
}

/// What was bought of an asset for an index's holders, less what was sold.
fn traded(state: &Issuance, index: &Name, asset: &Unit) -> Signed {
    let reports = state.rebalances(index).iter();
    reports
        .filter_map(|report| report.traded.get(asset))
        .fold(Signed::ZERO, |sum, traded| {
            let sum = sum.checked_add(traded.bought.unwrap().into()).unwrap();
            sum.checked_sub(traded.sold.unwrap().into()).unwrap()
        })
}

/// The holders' cash is what their backing brought and the house gave, less what was bought and fees, to the last digit; and no batch sells
/// what is needed, or buys what is not.
fn rebalances(state: &Issuance, event: &Event) {
    for index in state.indexes().map(|index| &index.symbol) {
        let reports = state.rebalances(index);
        let has = Cash::sum(state.holders_cash(index)).unwrap();
        let mut came = Cash::ZERO;
        for report in reports {
            came = came.checked_add(report.funded).unwrap();
            for traded in report.traded.values() {
                came = came.checked_add(traded.proceeds.unwrap()).unwrap();
                came = came.checked_sub(traded.cost.unwrap()).unwrap();
                came = came.checked_sub(traded.fees.unwrap()).unwrap();
            }
        }
        assert_eq!(has, came, "{index} after {event:?}");
    }
    let Event::BatchMade { batch } = event else {
        return;
    };
    let at_the_venue = batch.asset_orders.iter().flat_map(|order| {
        let parts = order.backing.iter();
        parts.map(|part| (&part.index, &order.asset, order.side))
    });
    let by_the_house = batch.exchanges.iter();
    let by_the_house = by_the_house.map(|part| (&part.index, &part.asset, part.side));
    let crossed = batch.crossings.iter().flat_map(|crossing| {
        let parts = crossing.parts.iter();
        parts.flat_map(|part| {
            let sold = part.from.holders().map(|index| (index, VenueSide::Sell));
            let bought = part.to.holders().map(|index| (index, VenueSide::Buy));
            let both = [sold, bought].into_iter().flatten();
            both.map(|(index, side)| (index, &crossing.asset, side))
        })
    });
    for (index, asset, side) in at_the_venue.chain(by_the_house).chain(crossed) {
        let needs = state.needs(index).unwrap().unwrap();
        let Some(need) = needs.iter().find(|need| need.asset == *asset) else {
            // All of it is gone at once, and none is needed.
            assert_eq!(side, VenueSide::Sell);
            continue;
        };
        let there = need.behind.checked_sub(need.selling).unwrap();
        match side {
            VenueSide::Sell => assert!(there >= need.needed, "{need:?} after {event:?}"),
            VenueSide::Buy => {
                let there = need.behind.checked_add(need.buying).unwrap();
                assert!(there <= need.needed, "{need:?} after {event:?}");
            }
        }
    }
}
