//! Feeds the inventory from our own journal: trades with their shares, fills, transfers. Each record's id is derived from the
//! event's sequence number, so sending it again changes nothing; how far the inventory has everything is an event of ours.

use issuance::{AssetLots, Bought, Command, Event, OrderChange, OrderId, Sold, VenueTrade};
use money::Quantity;
use proto::v1;
use proto::v1::inventory_client::InventoryClient;
use service::grpc::Channel;
use service::machine::Committed;
use service::retry::{Backoff, until_answered};
use telemetry::names;
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument as _, Span};

use crate::RunError;
use crate::machine::Handle;

/// Records sent before the position is confirmed even though more are waiting.
const UNCONFIRMED_MAX: u64 = 256;

/// One record for the inventory.
#[derive(Clone)]
enum Record {
    Trade(v1::RecordTradeRequest),
    Transfer(v1::TransferLotsRequest),
    Consume(v1::ConsumeLotsRequest),
}

/// Feeds the inventory until shutdown.
pub(crate) async fn feed(
    handle: Handle,
    inventory: InventoryClient<Channel>,
    instance: String,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let confirmed = handle
        .query(|solver, _| solver.0.inventory_confirmed())
        .await
        .map_err(|_| RunError::Stopped)?;
    let mut events = handle.subscribe(confirmed);
    let mut unconfirmed = 0;
    loop {
        let next = tokio::select! {
            next = events.next() => next,
            () = shutdown.cancelled() => return Ok(()),
        };
        let Some(committed) = next else {
            return Err(RunError::Stopped);
        };
        let committed = committed?;
        let sequence = committed.sequence;
        for (record, traceparents) in records(&committed, &instance) {
            if !send(&inventory, record, &traceparents, &shutdown).await {
                return Ok(());
            }
            unconfirmed += 1;
        }
        let caught_up = sequence >= handle.last_sequence();
        if unconfirmed > 0 && (caught_up || unconfirmed >= UNCONFIRMED_MAX) {
            handle
                .command(Command::ConfirmInventory(sequence), String::new())
                .await?;
            unconfirmed = 0;
        }
    }
}

/// Sends a record until the inventory has it. What it refuses for good blocks all that comes after, loudly: the books of record
/// must not go on from a wrong state.
async fn send(
    inventory: &InventoryClient<Channel>,
    record: Record,
    traceparents: &[String],
    shutdown: &CancellationToken,
) -> bool {
    let mut backoff = Backoff::default();
    loop {
        let spans: Vec<Span> = traceparents
            .iter()
            .filter(|traceparent| !traceparent.is_empty())
            .map(|traceparent| telemetry::span_from!(names::RECORD, traceparent))
            .collect();
        let record = record.clone().traced(traceparents, &spans);
        let sending = until_answered("Inventory.Record", shutdown, || {
            let (mut inventory, record) = (inventory.clone(), record.clone());
            async move {
                match record {
                    Record::Trade(request) => inventory.record_trade(request).await,
                    Record::Transfer(request) => inventory.transfer_lots(request).await,
                    Record::Consume(request) => inventory.consume_lots(request).await,
                }
            }
        });
        // The call itself stands in the trace of the first order it is for.
        match sending
            .instrument(spans.first().cloned().unwrap_or_else(Span::none))
            .await
        {
            None => return false,
            Some(Ok(_)) => return true,
            Some(Err(status)) => {
                tracing::error!(code = ?status.code(), error = status.message(), "the inventory refuses a record");
                if !backoff.wait(shutdown).await {
                    return false;
                }
            }
        }
    }
}

impl Record {
    /// With the traceparents of our spans where the orders' own stood.
    fn traced(self, traceparents: &[String], spans: &[Span]) -> Self {
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
            Self::Transfer(request) => Self::Transfer(v1::TransferLotsRequest {
                traceparent: next(),
                ..request
            }),
            Self::Consume(request) => Self::Consume(v1::ConsumeLotsRequest {
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

/// What an event is for the inventory, each with the traceparents of the orders it is for.
fn records(committed: &Committed<Event>, instance: &str) -> Vec<(Record, Vec<String>)> {
    let id = |place: usize| format!("{instance}solver-{}-{place}", committed.sequence);
    match &committed.event {
        Event::Bought(bought) => vec![bought_record(bought, id(0))],
        Event::Sold(sold) => vec![sold_record(sold, id(0))],
        Event::BatchMade { batch } => {
            let uses = batch.house_use.iter().enumerate();
            uses.map(|(place, part)| {
                let order = batch.orders.iter().find(|order| order.order == part.order);
                let traceparent = order
                    .map(|order| order.traceparent.clone())
                    .unwrap_or_default();
                let ends = (HOUSE.to_owned(), owner(part.order));
                transfer(id(place), ends, priced(&part.given), traceparent)
            })
            .collect()
        }
        Event::Order(event) => {
            let traceparent = event.order.request.traceparent.clone();
            match &event.change {
                OrderChange::Filled(fill) => {
                    let request = v1::ConsumeLotsRequest {
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

fn transfer(
    command_id: String,
    (from_owner, to_owner): (String, String),
    quantities: Vec<v1::AssetQuantity>,
    traceparent: String,
) -> (Record, Vec<String>) {
    let request = v1::TransferLotsRequest {
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
    let with_quantity = bought
        .shares
        .iter()
        .filter(|share| !share.lot.quantity.is_zero());
    let traceparents = with_quantity
        .clone()
        .map(|share| share.traceparent.clone())
        .collect();
    let share = |owner: String, quantity: Quantity| v1::Share {
        owner,
        quantity: quantity.to_string(),
        traceparent: String::new(),
    };
    let mut shares: Vec<v1::Share> = with_quantity
        .map(|part| share(owner(part.order), part.lot.quantity))
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
        Record::Trade(v1::RecordTradeRequest {
            command_id,
            trade,
            shares,
        }),
        traceparents,
    )
}

fn sold_record(sold: &Sold, command_id: String) -> (Record, Vec<String>) {
    let traceparents = sold
        .shares
        .iter()
        .map(|share| share.traceparent.clone())
        .collect();
    let share = |share: &issuance::SaleShare| v1::Share {
        owner: owner(share.order),
        quantity: share.sold.quantity().unwrap_or_default().to_string(),
        traceparent: String::new(),
    };
    let trade = Some(trade(&sold.trade, sold.batch.to_string(), Sale::Yes));
    let shares = sold.shares.iter().map(share).collect();
    (
        Record::Trade(v1::RecordTradeRequest {
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
