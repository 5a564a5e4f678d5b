//! The only place where the accounts change.

use super::{Account, Accounts, ENDED_ORDERS_MAX, Event, Order, OrderState, ReportKind, Trade};
use crate::amount::Amount;

const CONSISTENT: &str = "decide has checked it, and the journal holds only what was decided";

pub(super) fn apply(accounts: &mut Accounts, event: &Event) {
    match event {
        Event::MarketsStarted { unix_ns } => accounts.started_unix_ns = Some(*unix_ns),
        Event::AccountOpened { account, balances } => {
            let account = accounts.accounts.entry(account.clone()).or_default();
            for (asset, free) in balances {
                account.balances.entry(asset.clone()).or_default().free = *free;
            }
        }
        Event::Withdrawn {
            account,
            asset,
            amount,
            time_ms,
        } => {
            let account = accounts.accounts.get_mut(account).expect(CONSISTENT);
            let balance = account.balances.get_mut(asset).expect(CONSISTENT);
            balance.free = balance.free.minus(*amount).expect(CONSISTENT);
            account.updated_ms = *time_ms;
        }
        Event::Deposited {
            account,
            asset,
            amount,
            time_ms,
        } => {
            let account = accounts.accounts.get_mut(account).expect(CONSISTENT);
            let balance = account.balances.entry(asset.clone()).or_default();
            balance.free = balance.free.plus(*amount).expect(CONSISTENT);
            account.updated_ms = *time_ms;
        }
        Event::OrderPlaced(order) => placed(accounts, order),
        Event::OrderTraded {
            order,
            trade,
            locked,
        } => traded(accounts, *order, trade, *locked),
        Event::OrderEnded {
            order,
            state,
            cancel_id,
            time_ms,
        } => {
            let order = change(accounts, *order, *time_ms, |account, order| {
                order.state = *state;
                let released = std::mem::take(&mut order.locked);
                account.release(order.locked_asset(), released);
            });
            let kind = match state {
                OrderState::Canceled => ReportKind::Canceled(cancel_id.clone()),
                _ => ReportKind::Expired,
            };
            let asset = order.locked_asset().to_owned();
            accounts.report(order, kind, &[&asset], *time_ms);
        }
    }
}

fn placed(accounts: &mut Accounts, order: &Order) {
    let account = accounts.accounts.get_mut(&order.account).expect(CONSISTENT);
    let balance = account
        .balances
        .entry(order.locked_asset().to_owned())
        .or_default();
    balance.free = balance.free.minus(order.locked).expect(CONSISTENT);
    balance.locked = balance.locked.plus(order.locked).expect(CONSISTENT);
    account.orders.insert(order.id, order.clone());
    account.open.insert(order.id);
    account.by_client_order_id.insert(
        (order.symbol.clone(), order.client_order_id.clone()),
        order.id,
    );
    account.updated_ms = order.time_ms;
    accounts.owners.insert(order.id, order.account.clone());
    accounts.last_order = accounts.last_order.max(order.id);
    accounts.report(
        order.clone(),
        ReportKind::New,
        &[order.locked_asset()],
        order.time_ms,
    );
}

fn traded(accounts: &mut Accounts, id: u64, trade: &Trade, locked: Amount) {
    let order = change(accounts, id, trade.time_ms, |account, order| {
        order.executed = order.executed.plus(trade.quantity).expect(CONSISTENT);
        order.quote_executed = order.quote_executed.plus(trade.quote).expect(CONSISTENT);
        order.state = if order.left().is_zero() {
            OrderState::Filled
        } else {
            OrderState::PartiallyFilled
        };
        let freed = order
            .locked
            .minus(trade.given)
            .and_then(|left| left.minus(locked))
            .expect(CONSISTENT);
        order.locked = locked;
        let paid = account
            .balances
            .entry(order.locked_asset().to_owned())
            .or_default();
        paid.locked = paid.locked.minus(trade.given).expect(CONSISTENT);
        account.release(order.locked_asset(), freed);
        let received = account
            .balances
            .entry(trade.received_asset.clone())
            .or_default();
        received.free = received.free.plus(trade.received).expect(CONSISTENT);
        account
            .trades
            .insert((order.symbol.clone(), trade.id, id), trade.clone());
        account.trades_of.entry(id).or_default().push(trade.id);
    });
    let last = accounts
        .last_trades
        .entry(order.symbol.clone())
        .or_default();
    *last = (*last).max(trade.id);
    let asset = order.locked_asset().to_owned();
    accounts.report(
        order,
        ReportKind::Trade(trade.clone()),
        &[&asset, &trade.received_asset],
        trade.time_ms,
    );
}

/// Changes an order and its account, and returns the order as it is then.
fn change(
    accounts: &mut Accounts,
    id: u64,
    time_ms: i64,
    change: impl FnOnce(&mut Account, &mut Order),
) -> Order {
    let owner = accounts.owners.get(&id).expect(CONSISTENT);
    let account = accounts.accounts.get_mut(owner).expect(CONSISTENT);
    let mut order = account.orders.remove(&id).expect(CONSISTENT);
    change(account, &mut order);
    order.updated_ms = time_ms;
    account.updated_ms = time_ms;
    account.orders.insert(id, order.clone());
    if !order.is_open() && account.open.remove(&id) {
        account.ended.push_back(id);
        for archived in account.archive() {
            accounts.owners.remove(&archived);
        }
    }
    order
}

impl Account {
    fn release(&mut self, asset: &str, amount: Amount) {
        let balance = self.balances.entry(asset.to_owned()).or_default();
        balance.locked = balance.locked.minus(amount).expect(CONSISTENT);
        balance.free = balance.free.plus(amount).expect(CONSISTENT);
    }

    /// Forgets the oldest ended orders beyond the limit, with their trades.
    fn archive(&mut self) -> Vec<u64> {
        let mut archived = Vec::new();
        while self.ended.len() > ENDED_ORDERS_MAX
            && let Some(id) = self.ended.pop_front()
        {
            if let Some(order) = self.orders.remove(&id) {
                for trade in self.trades_of.remove(&id).unwrap_or_default() {
                    self.trades.remove(&(order.symbol.clone(), trade, id));
                }
                let name = (order.symbol, order.client_order_id);
                if self.by_client_order_id.get(&name) == Some(&id) {
                    self.by_client_order_id.remove(&name);
                }
            }
            archived.push(id);
        }
        archived
    }
}
