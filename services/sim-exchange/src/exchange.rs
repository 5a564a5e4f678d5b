//! The exchange: one task that owns the markets and is the only one to command the accounts.
//!
//! A request is done whole before the next: checked against the accounts, matched in the book, stored, and only then answered and
//! published. So the book never holds an order that the accounts do not know for longer than that, and a crash in between
//! loses only what nobody was told.

mod matched;
mod orders;

use std::{collections::BTreeMap, time::Duration};

use matching::Trade;
use serde::Deserialize;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

pub use self::orders::{OrderId, OrderRequest, PlacedOrder, Size};
use crate::{
    accounts::{Accounts, Command, Order, Rejection, Report},
    amount::Amount,
    clock::Clock,
    error::ApiError,
    faults::Faults,
    feed::Feed,
    market::{Market, Moved, PublicTrade},
    wire,
};
use service::machine::{CommandError, Handle, Stopped};

/// Requests that may wait for the exchange before callers wait.
pub const REQUESTS_WAITING_MAX: usize = 1_024;
/// The pace of `@depth@100ms`.
const DEPTH_INTERVAL: Duration = Duration::from_millis(100);

/// What the exchange can be asked.
pub enum Request {
    /// To place an order.
    Place(
        Box<OrderRequest>,
        oneshot::Sender<Result<PlacedOrder, ApiError>>,
    ),
    /// To take some of an account's free balance away.
    Withdraw(CashMove, oneshot::Sender<Result<(), ApiError>>),
    /// To add to an account's free balance.
    Deposit(CashMove, oneshot::Sender<Result<(), ApiError>>),
    /// To cancel an open order, with the id of the request.
    Cancel(OrderId, String, oneshot::Sender<Result<Order, ApiError>>),
    /// For the best levels of a market.
    Depth(
        String,
        usize,
        oneshot::Sender<Result<wire::market::Depth, ApiError>>,
    ),
    /// For the best bid and ask of these markets.
    BestPrices(
        Vec<String>,
        oneshot::Sender<Result<Vec<wire::market::BookTicker>, ApiError>>,
    ),
}

/// What leaves an account or comes to it, for tests of what moves cash: the venue keeps it for nobody, and has it of nobody.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashMove {
    /// Whose.
    pub account: String,
    /// Of what.
    pub asset: String,
    /// How much.
    pub amount: Amount,
}

/// Why the exchange ended.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The accounts' journal failed.
    #[error("the accounts stopped")]
    Stopped(#[from] Stopped),
    /// What was matched was refused by the accounts: the book and the accounts disagree.
    #[error("the accounts refuse what was matched")]
    Inconsistent(#[source] Rejection),
}

/// The accounts' answer to what the exchange has checked before: a refusal is a broken invariant.
impl From<CommandError<Rejection>> for ExchangeError {
    fn from(error: CommandError<Rejection>) -> Self {
        match error {
            CommandError::Rejected(rejection) => Self::Inconsistent(rejection),
            CommandError::Stopped => Self::Stopped(Stopped),
        }
    }
}

/// The exchange, before its task runs.
pub struct Exchange {
    markets: BTreeMap<String, Market>,
    accounts: Handle<Accounts>,
    started_unix_ns: i64,
    last_report: u64,
    feed: Feed,
    faults: Faults,
    clock: Clock,
}

impl Exchange {
    /// The exchange with its open orders back in the books.
    pub async fn open(
        markets: Vec<Market>,
        accounts: Handle<Accounts>,
        started_unix_ns: i64,
        feed: Feed,
        faults: Faults,
        clock: Clock,
    ) -> Result<Self, ExchangeError> {
        let markets = markets
            .into_iter()
            .map(|market| (market.spec.symbol.clone(), market))
            .collect();
        let last_report = accounts.query(|accounts, _| accounts.last_report()).await?;
        let mut exchange = Self {
            markets,
            accounts,
            started_unix_ns,
            last_report,
            feed,
            faults,
            clock,
        };
        exchange.restore_orders().await?;
        Ok(exchange)
    }

    /// Serves until `shutdown`.
    pub async fn run(
        mut self,
        mut requests: mpsc::Receiver<Request>,
        tick: Duration,
        shutdown: CancellationToken,
    ) -> Result<(), ExchangeError> {
        let mut moves = interval(tick);
        moves.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut depth = interval(DEPTH_INTERVAL);
        depth.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                _ = moves.tick() => self.move_markets().await?,
                _ = depth.tick() => self.publish_depth(),
                request = requests.recv() => match request {
                    Some(request) => self.serve(request).await?,
                    None => return Ok(()),
                },
            }
        }
    }

    async fn serve(&mut self, request: Request) -> Result<(), ExchangeError> {
        // A caller that has gone does not need the answer.
        match request {
            Request::Place(order, reply) => drop(reply.send(self.place(*order).await?)),
            Request::Withdraw(moved, reply) => {
                let CashMove {
                    account,
                    asset,
                    amount,
                } = moved;
                let command = Command::Withdraw {
                    account,
                    asset,
                    amount,
                };
                drop(reply.send(self.move_cash(command).await?));
            }
            Request::Deposit(moved, reply) => {
                let CashMove {
                    account,
                    asset,
                    amount,
                } = moved;
                let command = Command::Deposit {
                    account,
                    asset,
                    amount,
                };
                drop(reply.send(self.move_cash(command).await?));
            }
            Request::Cancel(id, cancel_id, reply) => {
                drop(reply.send(self.cancel(id, cancel_id).await?));
            }
            Request::Depth(symbol, limit, reply) => {
                let market = self
                    .markets
                    .get(&symbol)
                    .ok_or_else(ApiError::invalid_symbol);
                drop(reply.send(market.map(|market| wire::market::Depth::of(market, limit))));
            }
            Request::BestPrices(symbols, reply) => {
                let best =
                    |symbol: &String| self.markets.get(symbol).map(wire::market::BookTicker::of);
                let all: Option<Vec<_>> = symbols.iter().map(best).collect();
                drop(reply.send(all.ok_or_else(ApiError::invalid_symbol)));
            }
        }
        Ok(())
    }

    /// In its turn with the orders: what was checked for one is still there when it is stored.
    async fn move_cash(&mut self, command: Command) -> Result<Result<(), ApiError>, ExchangeError> {
        let taken = self.accounts.command(command, telemetry::traceparent());
        match taken.await {
            Ok(_) => Ok(Ok(())),
            Err(CommandError::Rejected(rejection)) => Ok(Err(rejection.into())),
            Err(CommandError::Stopped) => Err(ExchangeError::Stopped(Stopped)),
        }
    }

    /// Brings every market to now.
    async fn move_markets(&mut self) -> Result<(), ExchangeError> {
        let since_start = self.since_start();
        let symbols: Vec<String> = self.markets.keys().cloned().collect();
        for symbol in symbols {
            let Some(market) = self.markets.get_mut(&symbol) else {
                continue;
            };
            let Moved { trades, recorded } = market.advance(since_start);
            let numbered = self.number(&symbol, trades);
            self.settle(&symbol, &numbered).await?;
            self.publish_trades(&symbol, &numbered);
            for trade in recorded {
                self.publish_trade(&symbol, None, &trade);
            }
            self.publish_best(&symbol);
        }
        Ok(())
    }

    fn since_start(&self) -> Duration {
        let elapsed = service::machine::unix_ns() - self.started_unix_ns;
        Duration::from_nanos(u64::try_from(elapsed).unwrap_or(0))
    }

    fn publish_depth(&mut self) {
        let now_ms = self.clock.now_ms();
        for market in self.markets.values_mut() {
            let Some(diff) = market.take_diff() else {
                continue;
            };
            let name = market.spec.symbol.to_lowercase();
            if self.faults.skip_depth_event(&name) {
                continue;
            }
            let event = wire::market::DepthUpdate::of(&market.spec, &diff, now_ms);
            self.feed.market(format!("{name}@depth@100ms"), &event);
        }
    }

    fn publish_best(&mut self, symbol: &str) {
        let Some(market) = self.markets.get_mut(symbol) else {
            return;
        };
        let Some((bid, ask)) = market.new_best() else {
            return;
        };
        let event = wire::market::BestPrices::of(&market.spec, market.book.update_id(), bid, ask);
        self.feed
            .market(format!("{}@bookTicker", symbol.to_lowercase()), &event);
    }

    fn publish_trades(&mut self, symbol: &str, trades: &[(u64, Trade)]) {
        for (id, trade) in trades {
            let public = PublicTrade {
                price: trade.price,
                quantity: trade.quantity,
                buyer_is_maker: trade.taker_side == matching::Side::Sell,
            };
            self.publish_trade(symbol, Some(*id), &public);
        }
    }

    fn publish_trade(&mut self, symbol: &str, id: Option<u64>, trade: &PublicTrade) {
        let now_ms = self.clock.now_ms();
        let Some(market) = self.markets.get_mut(symbol) else {
            return;
        };
        let id = id.unwrap_or_else(|| market.next_trade_id());
        let event = wire::market::TradeEvent::of(&market.spec, id, trade, now_ms);
        self.feed
            .market(format!("{}@trade", symbol.to_lowercase()), &event);
    }

    /// Passes on what the accounts reported since the last call, and returns it.
    async fn publish_reports(&mut self) -> Result<Vec<Report>, ExchangeError> {
        let after = self.last_report;
        let reports = self
            .accounts
            .query(move |accounts, _| accounts.reports_after(after))
            .await?;
        for report in &reports {
            self.last_report = report.id;
            if self.faults.skip_user_event() {
                continue;
            }
            let account = &report.order.account;
            self.feed
                .user(account, &wire::user::ExecutionReport::of(report));
            self.feed.user(
                account,
                &wire::user::AccountPosition::of(&report.position, report.time_ms),
            );
        }
        Ok(reports)
    }

    /// Stores the trades of resting orders that nobody's order caused.
    async fn settle(&mut self, symbol: &str, trades: &[(u64, Trade)]) -> Result<(), ExchangeError> {
        let Some(market) = self.markets.get(symbol) else {
            return Ok(());
        };
        let fills = matched::fills(&market.spec, trades);
        if fills.is_empty() {
            return Ok(());
        }
        self.accounts
            .command(Command::Fill(fills), telemetry::traceparent())
            .await?;
        self.publish_reports().await?;
        Ok(())
    }

    /// Gives trades their ids.
    fn number(&mut self, symbol: &str, trades: Vec<Trade>) -> Vec<(u64, Trade)> {
        let Some(market) = self.markets.get_mut(symbol) else {
            return Vec::new();
        };
        trades
            .into_iter()
            .map(|trade| (market.next_trade_id(), trade))
            .collect()
    }
}
