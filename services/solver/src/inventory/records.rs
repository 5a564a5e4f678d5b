//! What the solver's events are for the inventory: which records, in which order, and in whose traces.

use std::collections::BTreeMap;

use issuance::{
    AssetLots, Bought, Event, HouseExchange, Joining, OrderChange, OrderId, Party, Side, Sold,
    VenueSide, VenueTrade,
};
use money::Quantity;
use prost::Message as _;
use proto::v1;
use service::machine::Committed;
use tracing::Span;

/// Bytes of a W3C traceparent in a message: 55 characters, what stands before them, and one more that a share's length may take.
const TRACEPARENT_BYTES: usize = 58;
/// Bytes around a record in a call.
const FRAME_BYTES_MAX: usize = 16;

/// One record for the inventory.
#[derive(Clone)]
pub(super) enum Record {
    Trade(v1::RecordTrade),
    Transfer(v1::TransferLots),
    Consume(v1::ConsumeLots),
}

impl From<Record> for v1::Record {
    fn from(record: Record) -> Self {
        use v1::record::Record as Wire;
        let record = match record {
            Record::Trade(trade) => Wire::Trade(trade),
            Record::Transfer(transfer) => Wire::Transfer(transfer),
            Record::Consume(consume) => Wire::Consume(consume),
        };
        Self {
            record: Some(record),
        }
    }
}

impl Record {
    /// Bytes of it in a call, with so many traceparents.
    pub(super) fn bytes(&self, traceparents: usize) -> usize {
        let own = match self {
            Self::Trade(trade) => trade.encoded_len(),
            Self::Transfer(transfer) => transfer.encoded_len(),
            Self::Consume(consume) => consume.encoded_len(),
        };
        own + traceparents * TRACEPARENT_BYTES + FRAME_BYTES_MAX
    }

    /// With the traceparents of our spans where the orders' own stood.
    pub(super) fn traced(self, traceparents: &[String], spans: &[Span]) -> Self {
        let mut spans = spans.iter();
        let mut own = traceparents.iter().map(|traceparent| {
            if traceparent.is_empty() {
                None
            } else {
                spans.next().map(telemetry::traceparent_of)
            }
        });
        let mut next = || own.next().flatten().unwrap_or_default();
        match self {
            Self::Trade(mut request) => {
                for share in request
                    .shares
                    .iter_mut()
                    .filter(|share| share.owner != HOUSE)
                {
                    share.traceparent = next();
                }
                Self::Trade(request)
            }
            Self::Transfer(request) => Self::Transfer(v1::TransferLots {
                traceparent: next(),
                ..request
            }),
            Self::Consume(request) => Self::Consume(v1::ConsumeLots {
                traceparent: next(),
                ..request
            }),
        }
    }
}

const HOUSE: &str = "house";

fn owner(order: OrderId) -> String {
    format!("order/{order}")
}

fn backing(index: &str) -> String {
    format!("backing/{index}")
}

/// What an event is for the inventory, each with the traceparents of the orders it is for.
pub(super) fn records(committed: &Committed<Event>, instance: &str) -> Vec<(Record, Vec<String>)> {
    let id = |place: usize| format!("{instance}solver-{}-{place}", committed.sequence);
    match &committed.event {
        Event::Bought(bought) => vec![bought_record(bought, id(0))],
        Event::Sold(sold) => vec![sold_record(sold, id(0))],
        Event::BatchMade { .. } | Event::BatchJoined { .. } => {
            let joining = committed.event.joining();
            joining.map_or_else(Vec::new, |joining| of_batch(&joining, id))
        }
        Event::Order(event) => {
            let traceparent = event.order.request.traceparent.clone();
            match &event.change {
                // What a redemption consumes are proceeds: its lots were closed as they were sold.
                OrderChange::Filled(fill) if event.order.request.side == Side::Buy => {
                    let request = v1::ConsumeLots {
                        command_id: id(0),
                        owner: owner(event.order.id),
                        fill_id: fill.id.clone(),
                        quantities: quantities(&fill.consumed),
                        traceparent: String::new(),
                        index: event.order.request.index.to_string(),
                    };
                    vec![(Record::Consume(request), vec![traceparent])]
                }
                OrderChange::Ended { to_house, .. } | OrderChange::TakenOver { to_house, .. }
                    if !to_house.is_empty() =>
                {
                    let ends = (owner(event.order.id), HOUSE.to_owned());
                    vec![transfer(id(0), ends, quantities(to_house), traceparent)]
                }
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// What the house takes of an index's backing, or gives to it.
fn exchanged(exchange: &HouseExchange, command_id: String) -> (Record, Vec<String>) {
    let ends = (backing(&exchange.index), HOUSE.to_owned());
    let ends = match exchange.side {
        VenueSide::Sell => ends,
        VenueSide::Buy => (ends.1, ends.0),
    };
    let given = AssetLots {
        asset: exchange.asset.clone(),
        lots: exchange.given.clone(),
    };
    transfer(command_id, ends, priced(&given), String::new())
}

/// What the house gives and takes in a batch, and what crosses, in the traces of the index orders that take part.
fn of_batch(joining: &Joining<'_>, id: impl Fn(usize) -> String) -> Vec<(Record, Vec<String>)> {
    let orders = joining.orders.iter();
    let traceparents: BTreeMap<OrderId, &str> = orders
        .map(|order| (order.order, order.traceparent.as_str()))
        .collect();
    let traceparent = |id| {
        traceparents
            .get(&id)
            .copied()
            .unwrap_or_default()
            .to_owned()
    };
    let uses = joining.house_use.iter().enumerate().map(|(place, part)| {
        let ends = (HOUSE.to_owned(), owner(part.order));
        transfer(
            id(place),
            ends,
            priced(&part.given),
            traceparent(part.order),
        )
    });
    let takes = joining.house_take.iter().enumerate().map(|(place, take)| {
        let ends = (backing(&take.index), HOUSE.to_owned());
        let taken = AssetLots {
            asset: take.asset.clone(),
            lots: vec![take.lot.clone()],
        };
        let id = id(joining.house_use.len() + place);
        transfer(id, ends, priced(&taken), traceparent(take.order))
    });
    let before = joining.house_use.len() + joining.house_take.len();
    let crossed = joining.crossings.iter().flat_map(|crossing| {
        let parts = crossing.parts.iter().filter(|part| !part.stays());
        parts.map(|part| (part, crossing.lots(joining.batch, part)))
    });
    let crossed = crossed.enumerate().map(|(place, (part, lots))| {
        let (to, traced) = match &part.to {
            Party::Order(order) => (owner(*order), Some(*order)),
            Party::Holders(index) => (backing(index), part.from.order()),
        };
        let ends = (backing(&part.index), to);
        let id = id(before + place);
        let traceparent = traced.map_or_else(String::new, traceparent);
        transfer(id, ends, priced(&lots), traceparent)
    });
    let crossings = joining.crossings.iter();
    let before = before
        + crossings
            .flat_map(|crossing| &crossing.parts)
            .filter(|part| !part.stays())
            .count();
    let exchanges = joining.exchanges.iter().enumerate();
    let exchanges = exchanges.map(|(place, part)| exchanged(part, id(before + place)));
    uses.chain(takes).chain(crossed).chain(exchanges).collect()
}

fn transfer(
    command_id: String,
    (from_owner, to_owner): (String, String),
    quantities: Vec<v1::AssetQuantity>,
    traceparent: String,
) -> (Record, Vec<String>) {
    let request = v1::TransferLots {
        command_id,
        from_owner,
        to_owner,
        quantities,
        traceparent: String::new(),
    };
    (Record::Transfer(request), vec![traceparent])
}

fn quantities(lots: &[AssetLots]) -> Vec<v1::AssetQuantity> {
    let quantity = |lots: &AssetLots| v1::AssetQuantity {
        asset: lots.asset.to_string(),
        quantity: lots.quantity().unwrap_or_default().to_string(),
        // At cost.
        price: String::new(),
    };
    lots.iter()
        .map(quantity)
        .filter(|quantity| quantity.quantity != "0")
        .collect()
}

/// The same at the price that the new owner takes them at.
fn priced(lots: &AssetLots) -> Vec<v1::AssetQuantity> {
    let price = lots
        .lots
        .first()
        .map(|lot| lot.price.to_string())
        .unwrap_or_default();
    let mut quantities = quantities(std::slice::from_ref(lots));
    for quantity in &mut quantities {
        quantity.price.clone_from(&price);
    }
    quantities
}

fn bought_record(bought: &Bought, command_id: String) -> (Record, Vec<String>) {
    // What stands behind an index's units is in no order's trace.
    let of_holders = bought.backing.iter();
    let of_holders = of_holders.filter(|share| !share.lot.quantity.is_zero());
    let with_quantity = bought
        .shares
        .iter()
        .filter(|share| !share.lot.quantity.is_zero());
    let traceparents = with_quantity
        .clone()
        .map(|share| share.traceparent.clone())
        .chain(of_holders.clone().map(|_| String::new()))
        .collect();
    let share = |owner: String, quantity: Quantity| v1::Share {
        owner,
        quantity: quantity.to_string(),
        traceparent: String::new(),
    };
    let mut shares: Vec<v1::Share> = with_quantity
        .map(|part| share(owner(part.order), part.lot.quantity))
        .chain(of_holders.map(|part| share(backing(&part.index), part.lot.quantity)))
        .collect();
    if let Some(house) = bought
        .house
        .as_ref()
        .filter(|house| !house.lot.quantity.is_zero())
    {
        shares.push(share(HOUSE.to_owned(), house.lot.quantity));
    }
    let trade = Some(trade(&bought.trade, bought.batch.to_string(), Sale::No));
    (
        Record::Trade(v1::RecordTrade {
            command_id,
            trade,
            shares,
        }),
        traceparents,
    )
}

fn sold_record(sold: &Sold, command_id: String) -> (Record, Vec<String>) {
    let mut shares: Vec<(String, Quantity, &str)> = Vec::new();
    for part in &sold.shares {
        let quantity = part.sold.quantity().unwrap_or_default();
        shares.push((owner(part.order), quantity, &part.traceparent));
    }
    // Redemptions of one index, and its holders, sell the lots of one owner: one share, in the trace of the oldest order.
    let redeemed = sold.redeemed.iter();
    let redeemed = redeemed.map(|part| (&part.index, part.sold.quantity, &*part.traceparent));
    let rebalanced = sold.rebalanced.iter();
    let rebalanced = rebalanced.map(|part| (&part.index, part.lot.quantity, ""));
    for (index, quantity, traceparent) in redeemed.chain(rebalanced) {
        let owner = backing(index);
        match shares.iter_mut().find(|(known, ..)| *known == owner) {
            Some((_, sum, _)) => *sum = sum.checked_add(quantity).unwrap_or(*sum),
            None => shares.push((owner, quantity, traceparent)),
        }
    }
    let traceparents = shares
        .iter()
        .map(|(.., traceparent)| (*traceparent).to_owned())
        .collect();
    let share = |(owner, quantity, _): (String, Quantity, &str)| v1::Share {
        owner,
        quantity: quantity.to_string(),
        traceparent: String::new(),
    };
    let trade = Some(trade(&sold.trade, sold.batch.to_string(), Sale::Yes));
    let shares = shares.into_iter().map(share).collect();
    (
        Record::Trade(v1::RecordTrade {
            command_id,
            trade,
            shares,
        }),
        traceparents,
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sale {
    Yes,
    No,
}

fn trade(trade: &VenueTrade, batch_id: String, sale: Sale) -> v1::InventoryTrade {
    v1::InventoryTrade {
        lot_id: trade.lot_id.to_string(),
        asset: trade.asset.to_string(),
        sale: sale == Sale::Yes,
        quantity: trade.quantity.to_string(),
        price: trade.price.to_string(),
        fee: trade.fee.to_string(),
        fee_asset: trade.fee_asset.to_string(),
        fee_cash: trade.fee_cash.to_string(),
        time_unix_ns: trade.time_unix_ns,
        batch_id,
        asset_order_id: trade.asset_order_id.clone(),
    }
}
