//! What the venue says: the venue itself, or the simulated exchange's journal.

use std::collections::BTreeMap;
use std::path::Path;

use ::audit::{At, Audit, Source, VenueStatement};
use anyhow::Context as _;
use issuance::{VenueSide, VenueTrade};
use journal::JournalReader;
use ledger::Unit;
use money::Signed;
use sim_exchange::accounts::{Accounts, Event, Fees, Order, Trade};
use sim_exchange::amount::Amount;

use super::journals::{event, records};

/// Asks the venue. What was there before the first trade is what the issuer says he put there, and `opening`.
pub(super) async fn live(
    config: &exchange_adapter::Config,
    opening: BTreeMap<Unit, Signed>,
    audit: &Audit,
) -> anyhow::Result<VenueStatement> {
    let mut now = BTreeMap::new();
    for balance in exchange_adapter::balances(config).await? {
        let all = balance.free.checked_add(balance.locked)?;
        now.insert(Unit::from(balance.asset.as_str()), all.into());
    }
    let mut opening = opening;
    if let Some(cash) = audit.cash() {
        opening
            .entry(cash.clone())
            .or_insert_with(|| audit.house_cash());
    }
    Ok(VenueStatement {
        opening,
        now,
        trades: None,
    })
}

/// One account in the simulated exchange's journal.
#[derive(Default)]
struct Traded {
    opening: BTreeMap<Unit, Signed>,
    trades: BTreeMap<String, (At, VenueTrade)>,
}

/// Replays the simulated exchange's journal: the account whose orders are the adapter's.
pub(super) fn of_journal(path: &Path, audit: &mut Audit) -> anyhow::Result<VenueStatement> {
    let reader = JournalReader::open(path).with_context(|| path.display().to_string())?;
    let mut accounts = Accounts::new(Fees::default());
    let mut by_account: BTreeMap<String, Traded> = BTreeMap::new();
    let mut orders: BTreeMap<u64, Order> = BTreeMap::new();
    let mut failed = None;
    records(&reader, |at, record| {
        if failed.is_some() {
            return;
        }
        let taken = event(&record).and_then(|event: Event| {
            apply(&mut accounts, &event)?;
            note(&event, at, &mut by_account, &mut orders)
        });
        if let Err(text) = taken {
            audit.unreadable(Source::SimExchange, at, text);
            failed = Some(at);
        }
    })?;
    let name = orders
        .values()
        .find(|order| audit.knows_asset_order(&order.client_order_id))
        .map(|order| order.account.clone());
    let name = name.or_else(|| by_account.keys().next().cloned());
    let name = name.context("the simulated exchange has no account")?;
    let Traded { opening, trades } = by_account.remove(&name).unwrap_or_default();
    let mut now = BTreeMap::new();
    for (asset, balance) in accounts
        .account(&name)
        .into_iter()
        .flat_map(|a| &a.balances)
    {
        let all = balance.free.plus(balance.locked);
        let all = all.context("a balance is too large")?;
        now.insert(Unit::from(asset.as_str()), number(all)?);
    }
    Ok(VenueStatement {
        opening,
        now,
        trades: Some(trades),
    })
}

/// The machine asserts that an event can be.
fn apply(accounts: &mut Accounts, event: &Event) -> Result<(), String> {
    use service::machine::Machine as _;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    catch_unwind(AssertUnwindSafe(|| accounts.apply(event)))
        .map_err(|_| "the exchange's accounts can't take it".to_owned())
}

fn note(
    event: &Event,
    at: At,
    by_account: &mut BTreeMap<String, Traded>,
    orders: &mut BTreeMap<u64, Order>,
) -> Result<(), String> {
    match event {
        Event::AccountOpened { account, balances } => {
            let traded = by_account.entry(account.clone()).or_default();
            for (asset, amount) in balances {
                let amount = number(*amount).map_err(|error| error.to_string())?;
                traded.opening.insert(Unit::from(asset.as_str()), amount);
            }
        }
        Event::OrderPlaced(order) => {
            orders.insert(order.id, (**order).clone());
        }
        Event::OrderTraded { order, trade, .. } => {
            let order = orders.get(order).ok_or("its order was never placed")?;
            let traded = by_account.entry(order.account.clone()).or_default();
            let trade = venue_trade(order, trade).map_err(|error| error.to_string())?;
            traded.trades.insert(trade.lot_id.to_string(), (at, trade));
        }
        // What is there now is counted by the accounts' machine; why, by the solver's cash moves.
        Event::MarketsStarted { .. }
        | Event::Withdrawn { .. }
        | Event::Deposited { .. }
        | Event::OrderEnded { .. } => {}
    }
    Ok(())
}

/// A trade as the adapter hears of it, but for what its fee is worth.
fn venue_trade(order: &Order, trade: &Trade) -> anyhow::Result<VenueTrade> {
    Ok(VenueTrade {
        lot_id: format!("{}-{}", order.symbol, trade.id).into(),
        asset_order_id: order.client_order_id.clone(),
        asset: order.base.as_str().into(),
        side: if trade.is_buyer {
            VenueSide::Buy
        } else {
            VenueSide::Sell
        },
        quantity: trade.quantity.to_string().parse()?,
        price: trade.price.to_string().parse()?,
        fee: trade.commission.to_string().parse()?,
        fee_asset: trade.commission_asset.as_str().into(),
        fee_cash: money::Cash::ZERO,
        time_unix_ns: trade.time_ms.saturating_mul(1_000_000),
    })
}

fn number(amount: Amount) -> anyhow::Result<Signed> {
    Ok(amount.to_string().parse()?)
}
