//! The statement for people, and its JSON line for programs.

use std::time::Duration;

use proto::v1::{IndexOrder, OrderStatus};
use serde::Serialize;

use super::{Statement, checks::is_minted};

/// The last line of `sheaf demo --json`.
#[derive(Serialize)]
pub struct Summary {
    ok: bool,
    books_balance: bool,
    orders: Vec<OrderSummary>,
    batches: usize,
    asset_orders: usize,
    fills: usize,
    seconds: f64,
}

#[derive(Serialize)]
struct OrderSummary {
    account: String,
    index: String,
    cash: String,
    spent: String,
    fees: String,
    returned: String,
    units: String,
    minted_on_chain: String,
    mint_tx: String,
}

/// What only the run itself knows.
pub struct Run {
    /// Batches sent.
    pub batches: usize,
    /// Index fills that clients were told of.
    pub fills: usize,
    /// From the start to the last Confirmation(AK).
    pub elapsed: Duration,
    /// Transaction hash of each order's mint, by OrderID(37).
    pub mints: std::collections::BTreeMap<String, String>,
}

impl Statement {
    /// The statement, line by line.
    pub fn lines(&self) -> Vec<String> {
        let cash = &self.cash;
        let mut lines = vec![format!("\nCash ({cash})")];
        lines.push(format!(
            "  {:<10}{:>18}{:>18}{:>18}{:>18}",
            "account", "deposited", "spent", "reserved", "free"
        ));
        for c in &self.collateral {
            lines.push(format!(
                "  {:<10}{:>18}{:>18}{:>18}{:>18}",
                c.account, c.deposited, c.spent, c.reserved, c.free
            ));
        }
        lines.push(format!(
            "  {:<10}{:>18}  in the vault, on chain",
            "", self.vault
        ));

        lines.push(format!("\nIndex orders ({cash})"));
        lines.push(format!(
            "  {:<10}{:<10}{:<10}{:>14}{:>16}{:>14}{:>14}{:>16}{:>14}  {}",
            "account",
            "order",
            "index",
            "cash",
            "cost",
            "venue fees",
            "issuer fees",
            "units",
            "returned",
            "status"
        ));
        for o in &self.orders {
            lines.push(format!(
                "  {:<10}{:<10}{:<10}{:>14}{:>16}{:>14}{:>14}{:>16}{:>14}  {}",
                o.account,
                o.cl_ord_id,
                o.index,
                o.cash,
                o.gross,
                o.venue_fees,
                o.issuer_fees,
                o.units,
                o.returned,
                status(o)
            ));
        }

        lines.push("\nAssets bought, lot by lot".to_owned());
        lines.push(format!(
            "  {:<8}{:<24}{:<16}{:>18}{:>16}{:>14}{:>18}",
            "asset", "lot", "owner", "quantity", "price", "fee", "left"
        ));
        for lot in &self.lots {
            lines.push(format!(
                "  {:<8}{:<24}{:<16}{:>18}{:>16}{:>14}{:>18}",
                lot.asset, lot.lot_id, lot.owner, lot.quantity, lot.price, lot.fee_cash, lot.left
            ));
        }

        lines.push("\nPositions".to_owned());
        lines.push(format!(
            "  {:<8}{:>20}{:>20}{:>18}{:>18}{:>18}",
            "asset", "quantity", "behind tokens", "held for orders", "house", "cost"
        ));
        for p in &self.positions {
            lines.push(format!(
                "  {:<8}{:>20}{:>20}{:>18}{:>18}{:>18}",
                p.asset, p.quantity, p.backing, p.held, p.house, p.cost
            ));
        }

        lines.push("\nTokens, as their contracts report them".to_owned());
        for ((account, index), units) in &self.on_chain {
            lines.push(format!("  {account:<10}{index:<10}{units:>20}"));
        }

        lines.push("\nDo the books add up?".to_owned());
        for check in self.checks() {
            lines.push(format!(
                "  {} {}",
                if check.holds() { "yes" } else { "NO " },
                check.rule
            ));
            lines.extend(
                check
                    .breaches
                    .iter()
                    .map(|breach| format!("        {breach}")),
            );
        }
        lines
    }

    /// The summary for programs. It is ok when the books add up and every order was minted.
    pub fn summary(&self, run: &Run) -> Summary {
        let books_balance = self.books_balance();
        let orders: Vec<_> = self
            .orders
            .iter()
            .map(|order| self.order_summary(order, run))
            .collect();
        Summary {
            ok: books_balance
                && !self.orders.is_empty()
                && self.orders.iter().all(|o| self.is_on_chain(o)),
            books_balance,
            orders,
            batches: run.batches,
            asset_orders: self.asset_orders,
            fills: run.fills,
            seconds: (run.elapsed.as_secs_f64() * 1000.0).round() / 1000.0,
        }
    }

    /// Whether the order's mint transaction minted exactly its units.
    fn is_on_chain(&self, order: &IndexOrder) -> bool {
        let units = money::Units::parse(&order.units).ok();
        is_minted(order) && units.is_some() && self.minted.get(&order.order_id).copied() == units
    }

    fn order_summary(&self, order: &IndexOrder, run: &Run) -> OrderSummary {
        let fees = [&order.venue_fees, &order.issuer_fees]
            .map(|fee| money::Cash::parse(fee).unwrap_or(money::Cash::ZERO));
        let fees = fees[0].checked_add(fees[1]).unwrap_or(money::Cash::ZERO);
        OrderSummary {
            account: order.account.clone(),
            index: order.index.clone(),
            cash: order.cash.clone(),
            spent: order.spent.clone(),
            fees: fees.to_string(),
            returned: order.returned.clone(),
            units: order.units.clone(),
            minted_on_chain: self
                .minted
                .get(&order.order_id)
                .map_or_else(|| "0".into(), ToString::to_string),
            mint_tx: run.mints.get(&order.order_id).cloned().unwrap_or_default(),
        }
    }
}

impl Summary {
    /// Whether the run ended as it should.
    pub fn is_ok(&self) -> bool {
        self.ok
    }
}

fn status(order: &IndexOrder) -> &'static str {
    match order.status() {
        OrderStatus::Unspecified => "?",
        OrderStatus::Waiting => "waiting",
        OrderStatus::Working => "working",
        OrderStatus::InBatch => "in batch",
        OrderStatus::Cancelling => "cancelling",
        OrderStatus::Minting => "minting",
        OrderStatus::Minted => "minted",
        OrderStatus::Redeemed => "redeemed",
        OrderStatus::Cancelled => "cancelled",
        OrderStatus::Expired => "expired",
        OrderStatus::Rejected => "rejected",
        OrderStatus::Suspended => "suspended",
    }
}
