//! Placing and cancelling orders, and putting open orders back into the books at start.

use matching::{NewOrder, OrderId as BookId, Outcome, Refused, Side, Steps, Terms, Ticks};

use super::{Exchange, ExchangeError, matched};
use crate::{
    accounts::{Command, Kind, Lifetime, Order, Place, ReportKind, Trade},
    amount::Amount,
    error::ApiError,
    spec::{Filter, MarketSpec, OPEN_ORDERS_MAX},
};

/// An order as it was asked for.
#[derive(Clone, Debug)]
pub struct OrderRequest {
    /// Whose.
    pub account: String,
    /// The market.
    pub symbol: String,
    /// The account's id.
    pub client_order_id: String,
    /// Buy or sell.
    pub side: Side,
    /// Its type.
    pub kind: Kind,
    /// How long it stays.
    pub lifetime: Lifetime,
    /// The limit; zero for a market order.
    pub price: Amount,
    /// How much.
    pub size: Size,
}

/// How much an order is for.
#[derive(Clone, Copy, Debug)]
pub enum Size {
    /// Of the asset.
    Quantity(Amount),
    /// Of the quote asset; market orders only.
    Quote(Amount),
}

/// Which order is meant.
#[derive(Clone, Debug)]
pub struct OrderId {
    /// Whose.
    pub account: String,
    /// The market.
    pub symbol: String,
    /// The venue's id.
    pub id: Option<u64>,
    /// The account's id.
    pub client_order_id: Option<String>,
}

/// An order right after it was matched, and its trades.
#[derive(Clone, Debug)]
pub struct PlacedOrder {
    /// The order.
    pub order: Order,
    /// Its trades, in order.
    pub trades: Vec<Trade>,
}

impl OrderId {
    /// The order, if there is one and both ids, where both are given, mean the same.
    pub fn find<'a>(&self, account: &'a crate::accounts::Account) -> Option<&'a Order> {
        let found = match (self.id, &self.client_order_id) {
            (Some(id), _) => account.orders.get(&id)?,
            (None, Some(client_id)) => account.order_by_client_id(&self.symbol, client_id)?,
            (None, None) => return None,
        };
        let same_id = self
            .client_order_id
            .as_ref()
            .is_none_or(|id| *id == found.client_order_id);
        (found.symbol == self.symbol && same_id).then_some(found)
    }
}

impl Exchange {
    pub(super) async fn place(
        &mut self,
        request: OrderRequest,
    ) -> Result<Result<PlacedOrder, ApiError>, ExchangeError> {
        let place = match self.prepare(request) {
            Ok(place) => place,
            Err(error) => return Ok(Err(error)),
        };
        let checked = self.accounts.query({
            let place = place.clone();
            move |accounts, _| {
                let open = accounts
                    .account(&place.account)
                    .map_or(0, |account| account.open_in(&place.symbol).count());
                (accounts.check(&place), open, accounts.next_order())
            }
        });
        let (check, open, id) = checked.await?;
        if let Err(rejection) = check {
            return Ok(Err(rejection.into()));
        }
        if rests(&place) && open >= OPEN_ORDERS_MAX {
            return Ok(Err(Filter::MaxNumOrders.into()));
        }
        self.match_and_store(Place { id, ..place }).await
    }

    /// Checks the request against the market's filters.
    fn prepare(&self, request: OrderRequest) -> Result<Place, ApiError> {
        let market = self
            .markets
            .get(&request.symbol)
            .ok_or_else(ApiError::invalid_symbol)?;
        let spec = &market.spec;
        let quantity = match request.size {
            Size::Quantity(quantity) => spec.steps(quantity)?,
            Size::Quote(amount) => {
                let steps = matched::steps_for(spec, &market.book, request.side, amount)
                    .ok_or(Filter::LotSize)?;
                spec.steps(spec.quantity(steps))?
            }
        };
        let (price, market_cost) = match request.kind {
            Kind::Limit | Kind::LimitMaker => {
                spec.ticks(request.price)?;
                (request.price, Amount::ZERO)
            }
            Kind::Market => {
                let cost = matched::market_cost(spec, &market.book, request.side, quantity)
                    .ok_or(Filter::Notional)?;
                let best = market
                    .book
                    .best(request.side.opposite())
                    .map(|level| spec.price(level.price));
                (best.unwrap_or(Amount::ONE), cost)
            }
        };
        let quantity = spec.quantity(quantity);
        spec.notional(price, quantity, request.kind != Kind::Market)?;
        Ok(Place {
            id: 0,
            account: request.account,
            symbol: request.symbol,
            base: spec.base.clone(),
            quote: spec.quote.clone(),
            client_order_id: request.client_order_id,
            side: request.side,
            kind: request.kind,
            lifetime: request.lifetime,
            price: request.price,
            quantity,
            quote_quantity: match request.size {
                Size::Quantity(_) => Amount::ZERO,
                Size::Quote(amount) => amount,
            },
            market_cost,
            fills: Vec::new(),
            expires: false,
        })
    }

    async fn match_and_store(
        &mut self,
        mut place: Place,
    ) -> Result<Result<PlacedOrder, ApiError>, ExchangeError> {
        let symbol = place.symbol.clone();
        let Some(market) = self.markets.get_mut(&symbol) else {
            return Ok(Err(ApiError::invalid_symbol()));
        };
        let order = match book_order(&market.spec, &place) {
            Ok(order) => order,
            Err(filter) => return Ok(Err(filter.into())),
        };
        let placed = match market.book.place(order) {
            Ok(placed) => placed,
            Err(refused) => return Ok(Err(refusal(refused))),
        };
        market.note(&placed.trades);
        let trades = self.number(&symbol, placed.trades);
        if let Some(market) = self.markets.get(&symbol) {
            place.fills = matched::fills(&market.spec, &trades);
        }
        place.expires = placed.outcome == Outcome::Expired;
        let id = place.id;
        self.accounts
            .command(Command::Place(Box::new(place)), telemetry::traceparent())
            .await?;
        let reports = self.publish_reports().await?;
        self.publish_trades(&symbol, &trades);
        self.publish_best(&symbol);
        let own = reports.into_iter().filter(|report| report.order.id == id);
        let mut answer = Err(ApiError::stopping());
        let mut trades = Vec::new();
        for report in own {
            if let ReportKind::Trade(trade) = report.kind {
                trades.push(trade);
            }
            answer = Ok(report.order);
        }
        Ok(answer.map(|order| PlacedOrder { order, trades }))
    }

    pub(super) async fn cancel(
        &mut self,
        id: OrderId,
        cancel_id: String,
    ) -> Result<Result<Order, ApiError>, ExchangeError> {
        let symbol = id.symbol.clone();
        let Some(market) = self.markets.get_mut(&symbol) else {
            return Ok(Err(ApiError::invalid_symbol()));
        };
        let found = self.accounts.query(move |accounts, _| {
            let order = accounts
                .account(&id.account)
                .and_then(|account| id.find(account));
            order.filter(|order| order.is_open()).map(|order| order.id)
        });
        let Some(order) = found.await? else {
            return Ok(Err(ApiError::unknown_order()));
        };
        market.book.cancel(BookId(order));
        self.accounts
            .command(
                Command::Cancel { order, cancel_id },
                telemetry::traceparent(),
            )
            .await?;
        let reports = self.publish_reports().await?;
        self.publish_best(&symbol);
        let cancelled = reports.into_iter().rfind(|report| report.order.id == order);
        Ok(cancelled
            .map(|report| report.order)
            .ok_or_else(ApiError::stopping))
    }

    /// Puts the open orders back into the books, the oldest first; what the market offers them by now trades.
    pub(super) async fn restore_orders(&mut self) -> Result<(), ExchangeError> {
        let orders: Vec<Order> = self
            .accounts
            .query(|accounts, _| accounts.open_orders().cloned().collect())
            .await?;
        let mut orders = orders;
        orders.sort_by_key(|order| order.id);
        for order in orders {
            let symbol = order.symbol.clone();
            let Some(market) = self.markets.get_mut(&symbol) else {
                continue;
            };
            let (Ok(price), Some(left)) = (
                market.spec.ticks(order.price),
                order.left().in_units(market.spec.step),
            ) else {
                tracing::warn!(
                    order = order.id,
                    symbol,
                    "an open order does not fit its market any more: it stays out of the book"
                );
                continue;
            };
            let restored = NewOrder {
                id: BookId(order.id),
                side: order.side,
                quantity: Steps(left),
                terms: Terms::GoodTillCancel(price),
            };
            match market.book.place(restored) {
                Ok(placed) => {
                    market.note(&placed.trades);
                    let trades = self.number(&symbol, placed.trades);
                    self.settle(&symbol, &trades).await?;
                }
                Err(refused) => {
                    tracing::warn!(order = order.id, symbol, %refused, "an open order stays out of the book");
                }
            }
        }
        Ok(())
    }
}

fn rests(place: &Place) -> bool {
    match place.kind {
        Kind::Market => false,
        Kind::LimitMaker => true,
        Kind::Limit => place.lifetime == Lifetime::Gtc,
    }
}

fn book_order(spec: &MarketSpec, place: &Place) -> Result<NewOrder, Filter> {
    let limit = || -> Result<Ticks, Filter> { spec.ticks(place.price) };
    let terms = match (place.kind, place.lifetime) {
        (Kind::Market, _) => Terms::Market,
        (Kind::LimitMaker, _) => Terms::PostOnly(limit()?),
        (Kind::Limit, Lifetime::Gtc) => Terms::GoodTillCancel(limit()?),
        (Kind::Limit, Lifetime::Ioc) => Terms::ImmediateOrCancel(limit()?),
        (Kind::Limit, Lifetime::Fok) => Terms::FillOrKill(limit()?),
    };
    Ok(NewOrder {
        id: BookId(place.id),
        side: place.side,
        quantity: spec.steps(place.quantity)?,
        terms,
    })
}

fn refusal(refused: Refused) -> ApiError {
    match refused {
        Refused::WouldTake => ApiError::order("Order would immediately match and take."),
        Refused::Quantity | Refused::LevelFull => Filter::LotSize.into(),
        Refused::Price => Filter::Price.into(),
        Refused::DuplicateId => ApiError::order("Duplicate order sent."),
    }
}
