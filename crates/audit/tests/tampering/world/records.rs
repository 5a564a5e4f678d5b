//! What the inventory records of the solver's events, as the solver tells it.

use issuance::{Event, OrderChange, Party, VenueSide, VenueTrade};
use ledger::Unit;
use lots::inventory::{Action, AssetQuantity, Consumption, Side, TradeRecord, Transfer};
use lots::{Fee, Owner, Share, Trade};

/// What the inventory records of an event.
pub fn actions(event: &Event) -> Vec<Action> {
    let owner = |order: issuance::OrderId| Owner::order(order.to_string());
    let quantities = |lots: &[issuance::AssetLots]| {
        let part = |lots: &issuance::AssetLots| AssetQuantity {
            asset: lots.asset.clone(),
            quantity: lots.quantity().unwrap(),
            price: None,
        };
        lots.iter().map(part).collect::<Vec<_>>()
    };
    match event {
        Event::Bought(bought) => {
            let mut shares: Vec<Share> = bought
                .shares
                .iter()
                .map(|share| Share {
                    owner: owner(share.order),
                    quantity: share.lot.quantity,
                })
                .collect();
            shares.extend(bought.backing.iter().map(|share| Share {
                owner: Owner::backing(&share.index),
                quantity: share.lot.quantity,
            }));
            shares.extend(bought.house.as_ref().map(|house| Share {
                owner: Owner::House,
                quantity: house.lot.quantity,
            }));
            let batch = bought.batch.to_string();
            vec![trade(&bought.trade, Side::Purchase, shares, batch)]
        }
        Event::Sold(sold) => {
            let share = |share: &issuance::RedemptionShare| Share {
                owner: Owner::backing(&share.index),
                quantity: share.sold.quantity,
            };
            let rebalanced = sold.rebalanced.iter().map(|share| Share {
                owner: Owner::backing(&share.index),
                quantity: share.lot.quantity,
            });
            let shares = sold.redeemed.iter().map(share).chain(rebalanced).collect();
            vec![trade(
                &sold.trade,
                Side::Sale,
                shares,
                sold.batch.to_string(),
            )]
        }
        Event::BatchMade { batch } => transfers(batch),
        Event::Order(event) => match &event.change {
            OrderChange::Filled(fill) if event.order.request.side == issuance::Side::Buy => {
                vec![Action::Consume(Consumption {
                    owner: owner(event.order.id),
                    index: Some(event.order.request.index.clone()),
                    fill_id: fill.id.clone(),
                    quantities: quantities(&fill.consumed),
                })]
            }
            OrderChange::Ended { to_house, .. } if !to_house.is_empty() => {
                vec![Action::Transfer(Transfer {
                    from: owner(event.order.id),
                    to: Owner::House,
                    quantities: quantities(to_house),
                })]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// What changes hands as a batch is made.
fn transfers(batch: &issuance::Batch) -> Vec<Action> {
    let owner = |order: issuance::OrderId| Owner::order(order.to_string());
    let transfer = |from, to, (asset, quantity, price): (&Unit, _, _)| {
        let asset = asset.clone();
        Action::Transfer(Transfer {
            from,
            to,
            quantities: vec![AssetQuantity {
                asset,
                quantity,
                price: Some(price),
            }],
        })
    };
    let mut transfers = Vec::new();
    for part in &batch.house_use {
        let given = &part.given;
        let what = (&given.asset, given.quantity().unwrap(), given.lots[0].price);
        transfers.push(transfer(Owner::House, owner(part.order), what));
    }
    for take in &batch.house_take {
        let what = (&take.asset, take.lot.quantity, take.lot.price);
        transfers.push(transfer(Owner::backing(&take.index), Owner::House, what));
    }
    for crossing in &batch.crossings {
        for part in crossing.parts.iter().filter(|part| !part.stays()) {
            let what = (&crossing.asset, part.quantity, crossing.price);
            let from = Owner::backing(&part.index);
            let to = match &part.to {
                Party::Order(order) => owner(*order),
                Party::Holders(index) => Owner::backing(index),
            };
            transfers.push(transfer(from, to, what));
        }
    }
    for exchange in &batch.exchanges {
        let backing = Owner::backing(&exchange.index);
        let (from, to) = match exchange.side {
            VenueSide::Buy => (Owner::House, backing),
            VenueSide::Sell => (backing, Owner::House),
        };
        let quantity = exchange.quantity().unwrap();
        let what = (&exchange.asset, quantity, exchange.given[0].price);
        transfers.push(transfer(from, to, what));
    }
    transfers
}

fn trade(trade: &VenueTrade, side: Side, shares: Vec<Share>, batch_id: String) -> Action {
    Action::Trade(Box::new(TradeRecord {
        trade: Trade {
            id: trade.lot_id.clone(),
            asset: trade.asset.clone(),
            quantity: trade.quantity,
            price: trade.price,
            fee: Fee::Cash(trade.fee_cash),
            time_unix_ns: trade.time_unix_ns,
        },
        side,
        shares,
        batch_id,
        asset_order_id: trade.asset_order_id.clone(),
    }))
}
