//! Every request but new orders.

use serde_json::json;

use super::{super::parse, Api, ApiError, Caller, Params, Route, exchange, generated_id, to_json};
use crate::{
    accounts::{Account, Fees, Order},
    exchange::OrderId,
    wire::{
        info::{AccountInfo, Commission, ExchangeInfo, RateLimit},
        order::{Canceled, MyTrade, OrderInfo},
    },
};

pub(super) async fn read(
    api: &Api,
    route: Route,
    params: Params,
    caller: &Caller,
) -> Result<String, ApiError> {
    match route {
        Route::Ping => params.finish().map(|()| "{}".to_owned()),
        Route::Time => {
            params.finish()?;
            to_json(&json!({ "serverTime": api.clock.now_ms() }))
        }
        Route::ExchangeInfo => exchange_info(api, params),
        Route::Depth => {
            let (symbol, limit) = (params.symbol()?.to_owned(), params.limit(100, 5_000)?);
            params.finish()?;
            to_json(
                &api.ask(|reply| exchange::Request::Depth(symbol, limit, reply))
                    .await?,
            )
        }
        Route::BookTicker => book_ticker(api, params).await,
        _ => {
            let account = api.authorise(&caller.key, &params, &caller.query, &caller.body)?;
            read_account(api, route, params, account).await
        }
    }
}

async fn read_account(
    api: &Api,
    route: Route,
    params: Params,
    account: String,
) -> Result<String, ApiError> {
    match route {
        Route::QueryOrder => query_order(api, params, account).await,
        Route::CancelOrder => cancel_order(api, params, account).await,
        Route::OpenOrders => open_orders(api, params, account).await,
        Route::AllOrders => all_orders(api, parse::rows(params, false)?, account).await,
        Route::MyTrades => my_trades(api, parse::rows(params, true)?, account).await,
        Route::Account => {
            let omit = params.optional("omitZeroBalances")? == Some("true");
            params.finish()?;
            with_account(api, account, move |account, fees| {
                to_json(&AccountInfo::of(account, fees, omit))
            })
            .await
        }
        Route::Commission => {
            let symbol = params.symbol()?.to_owned();
            params.finish()?;
            api.market(&symbol)?;
            with_account(api, account, move |_, fees| {
                to_json(&Commission::of(&symbol, fees))
            })
            .await
        }
        Route::OrderLimits => {
            params.finish()?;
            let count = api.limiter.order_count(&account, api.clock.now_ms());
            to_json(&RateLimit::orders(api.limiter.limits(), Some(count)))
        }
        // The others need no account, or are answered before.
        _ => Err(ApiError::not_found()),
    }
}

fn exchange_info(api: &Api, params: Params) -> Result<String, ApiError> {
    let symbols = one_or_more(&params)?;
    params.finish()?;
    let markets = match symbols {
        None => api.markets.values().collect(),
        Some(symbols) => symbols
            .iter()
            .map(|symbol| api.market(symbol))
            .collect::<Result<Vec<_>, _>>()?,
    };
    to_json(&ExchangeInfo::of(
        markets,
        api.limiter.limits(),
        api.clock.now_ms(),
    ))
}

async fn book_ticker(api: &Api, params: Params) -> Result<String, ApiError> {
    let (one, symbols) = (params.has("symbol"), one_or_more(&params)?);
    params.finish()?;
    let symbols = symbols.unwrap_or_else(|| api.markets.keys().cloned().collect());
    let tickers = api
        .ask(|reply| exchange::Request::BestPrices(symbols, reply))
        .await?;
    match tickers.first() {
        Some(ticker) if one => to_json(ticker),
        _ => to_json(&tickers),
    }
}

fn one_or_more(params: &Params) -> Result<Option<Vec<String>>, ApiError> {
    if params.has("symbol") {
        Ok(Some(vec![params.symbol()?.to_owned()]))
    } else {
        params.symbols()
    }
}

async fn query_order(api: &Api, params: Params, account: String) -> Result<String, ApiError> {
    let id = parse::order_id(&params, account.clone())?;
    params.finish()?;
    api.market(&id.symbol)?;
    with_account(api, account, move |account, _| {
        to_json(&OrderInfo::of(
            id.find(account).ok_or_else(ApiError::no_such_order)?,
        ))
    })
    .await
}

async fn cancel_order(api: &Api, params: Params, account: String) -> Result<String, ApiError> {
    let id: OrderId = parse::order_id(&params, account)?;
    let cancel_id = params.client_order_id("newClientOrderId")?;
    let cancel_id = cancel_id.unwrap_or_else(|| generated_id(api.clock.now_ms()));
    params.finish()?;
    api.market(&id.symbol)?;
    let order = api
        .ask(|reply| exchange::Request::Cancel(id, cancel_id.clone(), reply))
        .await?;
    to_json(&Canceled::of(&order, cancel_id))
}

async fn open_orders(api: &Api, params: Params, account: String) -> Result<String, ApiError> {
    let symbol = if params.has("symbol") {
        Some(params.symbol()?.to_owned())
    } else {
        None
    };
    params.finish()?;
    if let Some(symbol) = &symbol {
        api.market(symbol)?;
    }
    with_account(api, account, move |account, _| {
        let open = account.open.iter().filter_map(|id| account.orders.get(id));
        let wanted =
            open.filter(|order| symbol.as_ref().is_none_or(|symbol| *symbol == order.symbol));
        to_json(&wanted.map(OrderInfo::of).collect::<Vec<_>>())
    })
    .await
}

/// From an order's id on, the oldest first; without an id, the latest.
async fn all_orders(api: &Api, rows: parse::Rows, account: String) -> Result<String, ApiError> {
    api.market(&rows.symbol)?;
    with_account(api, account, move |account, _| {
        let within = |order: &&Order| {
            order.symbol == rows.symbol && (rows.start_ms..=rows.end_ms).contains(&order.time_ms)
        };
        let mut wanted: Vec<&Order> = match rows.order {
            Some(first) => account
                .orders
                .range(first..)
                .map(|(_, order)| order)
                .filter(within)
                .take(rows.limit)
                .collect(),
            None => account
                .orders
                .values()
                .rev()
                .filter(within)
                .take(rows.limit)
                .collect(),
        };
        wanted.sort_by_key(|order| order.id);
        to_json(&wanted.into_iter().map(OrderInfo::of).collect::<Vec<_>>())
    })
    .await
}

/// From a trade's id on, the oldest first; without an id, the latest.
async fn my_trades(api: &Api, rows: parse::Rows, account: String) -> Result<String, ApiError> {
    api.market(&rows.symbol)?;
    with_account(api, account, move |account, _| {
        let first = (rows.symbol.clone(), rows.from.unwrap_or(0), 0);
        let last = (rows.symbol.clone(), u64::MAX, u64::MAX);
        let wanted = account
            .trades
            .range(first..=last)
            .map(|(_, trade)| trade)
            .filter(|trade| {
                rows.order.is_none_or(|order| order == trade.order)
                    && (rows.start_ms..=rows.end_ms).contains(&trade.time_ms)
            });
        let mut wanted: Vec<_> = wanted.collect();
        if rows.from.is_none() && wanted.len() > rows.limit {
            wanted.drain(..wanted.len() - rows.limit);
        }
        wanted.truncate(rows.limit);
        to_json(
            &wanted
                .into_iter()
                .map(|trade| MyTrade::of(&rows.symbol, trade))
                .collect::<Vec<_>>(),
        )
    })
    .await
}

async fn with_account(
    api: &Api,
    name: String,
    read: impl FnOnce(&Account, &Fees) -> Result<String, ApiError> + Send + 'static,
) -> Result<String, ApiError> {
    let answer = api.accounts.query(move |accounts, _| {
        let account = accounts.account(&name).ok_or_else(ApiError::key)?;
        read(account, accounts.fees())
    });
    answer.await.map_err(|_| ApiError::stopping())?
}
