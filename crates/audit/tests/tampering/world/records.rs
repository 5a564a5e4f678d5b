//! What the inventory records of the solver's events, as the solver tells it.

use issuance::{Event, OrderChange, VenueTrade};
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
            let shares = sold.redeemed.iter().map(share).collect();
            vec![trade(
                &sold.trade,
                Side::Sale,
                shares,
                sold.batch.to_string(),
            )]
        }
        Event::BatchMade { batch } => {
            assert!(batch.house_use.is_empty(), "nobody buys what is left over");
            let take = |take: &issuance::HouseTake| {
                Action::Transfer(Transfer {
                    from: Owner::backing(&take.index),
                    to: Owner::House,
                    quantities: vec![AssetQuantity {
                        asset: take.asset.clone(),
                        quantity: take.lot.quantity,
                        price: Some(take.lot.price),
                    }],
                })
            };
            batch.house_take.iter().map(take).collect()
        }
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
