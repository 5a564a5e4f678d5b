//! What must hold of a batch, and at the end.

use issuance::{Batch, Event, OrderChange, RebalanceState, Snapshot, Status};
use ledger::Account;
use money::{Cash, Quantity, Rounding, Scale};
use proptest::prelude::*;

use crate::quotes;
use crate::world::World;
use scenario::{Scenario, cash};

impl World {
    /// With room in the house for rests, no asset is both bought and sold at the venue for the orders of one batch. Where they have
    /// several baskets, as after a change of one, what those can't agree on does not cross (decision 17).
    pub(crate) fn crosses_before_the_venue(&self, batch: &Batch) {
        holders_cross_before_the_venue(batch);
        let orders = batch.orders.iter();
        let order = |part: &issuance::BatchOrder| self.run.state.order(part.order).unwrap();
        let mut baskets = orders.map(|part| &order(part).index().unwrap().basket);
        let first = baskets.next();
        let is_one = baskets.all(|basket| Some(basket) == first);
        if !is_one || self.run.state.settings().unwrap().house_limit < cash("1000") {
            return;
        }
        let redeems = |order: &issuance::Contribution| {
            let order = self.run.state.order(order.order).unwrap();
            order.request().side == issuance::Side::Redeem
        };
        let sold = batch.asset_orders.iter().filter(|order| {
            order.side == scenario::SELL && order.contributions.iter().any(redeems)
        });
        for sold in sold {
            let bought = batch.asset_orders.iter().find(|order| {
                let is_bought = order.asset == sold.asset && order.side != scenario::SELL;
                is_bought && !order.contributions.is_empty()
            });
            assert_eq!(bought, None, "{batch:?}");
        }
    }
}

/// What is sold at the venue for holders, no order buys there in the same batch.
fn holders_cross_before_the_venue(batch: &Batch) {
    let orders = || batch.asset_orders.iter();
    let sold = orders().filter(|order| order.side == scenario::SELL);
    for sold in sold.filter(|order| !order.backing.is_empty()) {
        let mut bought = orders().filter(|order| order.side != scenario::SELL);
        let bought =
            bought.find(|order| order.asset == sold.asset && !order.contributions.is_empty());
        assert_eq!(bought, None, "{batch:?}");
    }
}

pub(crate) fn laws_at_the_end(world: &World) -> Result<(), TestCaseError> {
    let run = &world.run;
    for id in &world.orders {
        let view = run.view(*id);
        prop_assert!(view.status.is_final(), "{:?} has not ended", view);
        prop_assert!(
            view.spent <= view.request.cash || view.status == Status::Rejected,
            "{view:?}"
        );
        prop_assert_eq!(
            matches!(view.status, Status::Minted | Status::Redeemed),
            !view.units.is_zero(),
            "{:?}",
            view
        );
    }
    prop_assert_eq!(run.state.payouts().count(), 0);
    for index in run.state.indexes() {
        let newest = run.state.rebalances(&index.symbol).last();
        let ended = newest.is_none_or(|newest| {
            matches!(newest.state, RebalanceState::Done | RebalanceState::Short)
        });
        let needs = run.state.needs(&index.symbol);
        prop_assert!(ended, "{} {:?}: {:?}", index.symbol, newest, needs);
    }
    limits_are_kept(&run.events)?;
    quotes::are_kept(&run.events)?;
    // What is on chain is what was filled, less what was burned.
    for index in run.state.indexes() {
        let symbol = ledger::Unit::from(&index.symbol);
        let on_chain = run.state.books().balance(&symbol, &Account::OnChain);
        let left = filled(run, &index.symbol).checked_sub(burned(run, &index.symbol));
        prop_assert_eq!(on_chain.to_units(), left);
    }
    // Lots: Σ shares = the trade, each time.
    for event in &run.events {
        if let Event::Bought(bought) = event {
            let mut shares: Vec<Quantity> =
                bought.shares.iter().map(|share| share.traded).collect();
            shares.extend(bought.backing.iter().map(|share| share.traded));
            shares.extend(bought.house.iter().map(|house| house.traded));
            prop_assert_eq!(Quantity::sum(shares).unwrap(), bought.trade.quantity);
        }
        if let Event::Sold(sold) = event {
            let left_over = sold
                .shares
                .iter()
                .map(|share| share.sold.quantity().unwrap());
            let redeemed = sold.redeemed.iter().map(|share| share.sold.quantity);
            let rebalanced = sold.rebalanced.iter().map(|share| share.lot.quantity);
            let shares = left_over.chain(redeemed).chain(rebalanced);
            let shares = Quantity::sum(shares).unwrap();
            prop_assert_eq!(shares, sold.trade.quantity);
        }
        if let Event::Order(event) = event
            && let OrderChange::Ended { released, .. } = &event.change
        {
            prop_assert!(*released >= Cash::ZERO);
        }
    }
    let replayed = run.replayed();
    prop_assert_eq!(replayed.books(), run.state.books());
    prop_assert!(replayed.cash_moves().eq(run.state.cash_moves()));
    for index in run.state.indexes() {
        let reports = run.state.rebalances(&index.symbol);
        prop_assert_eq!(replayed.rebalances(&index.symbol), reports);
    }
    let views = |state: &issuance::Issuance| {
        state
            .orders()
            .map(|order| state.view(order))
            .collect::<Vec<_>>()
    };
    prop_assert_eq!(views(&replayed), views(&run.state));
    Ok(())
}

/// What crosses is at no worse a price than the venue's best, for either; what the one pays is what the other gets; and who has a part in
/// it has a part in the batch.
pub(crate) fn crossing_is_fair(snapshot: &Snapshot, batch: &Batch) {
    for crossing in &batch.crossings {
        let market = snapshot.market_of(&crossing.asset).unwrap();
        let (bid, ask) = (market.bids[0].price, market.asks[0].price);
        assert!(bid <= crossing.price && crossing.price <= ask, "{batch:?}");
        for part in &crossing.parts {
            assert!(!part.quantity.is_zero());
            let cost = crossing
                .price
                .times(part.quantity, Scale::USDC, Rounding::HalfEven);
            assert_eq!(cost, Ok(part.cost), "{batch:?}");
            for order in [part.from.order(), part.to.order()].into_iter().flatten() {
                assert!(batch.orders.iter().any(|part| part.order == order));
            }
        }
    }
}

/// No fill is above the limit that its order had by then, or below it when redeeming; but what a redemption that is to end has begun is
/// completed at the market.
pub(crate) fn limits_are_kept(events: &[Event]) -> Result<(), TestCaseError> {
    let mut closing = std::collections::BTreeSet::new();
    for event in events {
        let Event::Order(event) = event else { continue };
        if let OrderChange::Closing { .. } = event.change {
            closing.insert(event.order.id);
        }
        if event.order.request.side == issuance::Side::Redeem {
            let limit = event.order.request.limit_price;
            if let (OrderChange::Filled(fill), Some(limit), false) =
                (&event.change, limit, closing.contains(&event.order.id))
            {
                let least = limit.times_units(fill.units, Scale::USDC, Rounding::Down);
                let brought = fill.gross.checked_add(cash("0.0002")).unwrap();
                prop_assert!(brought >= least.unwrap(), "{event:?}");
            }
            continue;
        }
        if let (OrderChange::Filled(fill), Some(limit)) =
            (&event.change, event.order.request.limit_price)
        {
            // Shares of a lot are whole millionths of cash: one for each lot behind the units, and there are fewer than these.
            let most = limit
                .times_units(fill.units, Scale::USDC, Rounding::Up)
                .unwrap();
            let most = most.checked_add(cash("0.0002")).unwrap();
            prop_assert!(fill.gross <= most, "{event:?}");
        }
    }
    Ok(())
}

/// By purchases.
fn filled(run: &Scenario, symbol: &str) -> money::Units {
    let own = run.state.orders().filter(|order| {
        let request = order.request();
        *request.index == *symbol && request.side == issuance::Side::Buy
    });
    money::Units::sum(own.map(issuance::Order::units)).unwrap()
}

fn burned(run: &Scenario, symbol: &str) -> money::Units {
    let burned = run.events.iter().filter_map(|event| match event {
        Event::Burned { burn, .. } if *burn.index == *symbol => Some(burn.units),
        _ => None,
    });
    money::Units::sum(burned).unwrap()
}
