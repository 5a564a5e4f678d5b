//! `GET /api/v3/exchangeInfo`, `account`, `account/commission`, and the rate limits that other answers carry.

use serde::Serialize;

use crate::{
    accounts::{Account, Fees},
    amount::Amount,
    limits::{Limits, OrderCount},
    spec::{MarketSpec, OPEN_ORDERS_MAX},
};

/// One rate limit, with what has been used of it where that is known.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RateLimit {
    rate_limit_type: &'static str,
    interval: &'static str,
    interval_num: u32,
    limit: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
}

impl RateLimit {
    /// The request weight of an address.
    pub fn weight(limits: &Limits, count: Option<u64>) -> Self {
        Self {
            rate_limit_type: "REQUEST_WEIGHT",
            interval: "MINUTE",
            interval_num: 1,
            limit: limits.request_weight_1m,
            count,
        }
    }

    /// The new orders of an account.
    pub fn orders(limits: &Limits, count: Option<OrderCount>) -> [Self; 2] {
        let orders = |interval, interval_num, limit, count| Self {
            rate_limit_type: "ORDERS",
            interval,
            interval_num,
            limit,
            count,
        };
        [
            orders(
                "SECOND",
                10,
                limits.orders_10s,
                count.map(|count| count.in_10s),
            ),
            orders("DAY", 1, limits.orders_1d, count.map(|count| count.in_1d)),
        ]
    }
}

/// `exchangeInfo`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeInfo {
    timezone: &'static str,
    server_time: i64,
    rate_limits: Vec<RateLimit>,
    exchange_filters: [(); 0],
    symbols: Vec<Symbol>,
}

impl ExchangeInfo {
    /// Of these markets.
    pub fn of<'a>(
        markets: impl IntoIterator<Item = &'a MarketSpec>,
        limits: &Limits,
        now_ms: i64,
    ) -> Self {
        let mut rate_limits = vec![RateLimit::weight(limits, None)];
        rate_limits.extend(RateLimit::orders(limits, None));
        Self {
            timezone: "UTC",
            server_time: now_ms,
            rate_limits,
            exchange_filters: [],
            symbols: markets.into_iter().map(Symbol::of).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the venue's own shape")]
struct Symbol {
    symbol: String,
    status: &'static str,
    base_asset: String,
    base_asset_precision: u32,
    quote_asset: String,
    quote_precision: u32,
    quote_asset_precision: u32,
    base_commission_precision: u32,
    quote_commission_precision: u32,
    order_types: [&'static str; 3],
    iceberg_allowed: bool,
    oco_allowed: bool,
    oto_allowed: bool,
    quote_order_qty_market_allowed: bool,
    allow_trailing_stop: bool,
    cancel_replace_allowed: bool,
    amend_allowed: bool,
    is_spot_trading_allowed: bool,
    is_margin_trading_allowed: bool,
    filters: [FilterInfo; 4],
    permissions: [(); 0],
    permission_sets: [[&'static str; 1]; 1],
    default_self_trade_prevention_mode: &'static str,
    allowed_self_trade_prevention_modes: [&'static str; 1],
}

#[derive(Debug, Serialize)]
#[serde(tag = "filterType", rename_all_fields = "camelCase")]
enum FilterInfo {
    #[serde(rename = "PRICE_FILTER")]
    Price {
        min_price: Amount,
        max_price: Amount,
        tick_size: Amount,
    },
    #[serde(rename = "LOT_SIZE")]
    LotSize {
        min_qty: Amount,
        max_qty: Amount,
        step_size: Amount,
    },
    #[serde(rename = "NOTIONAL")]
    Notional {
        min_notional: Amount,
        apply_min_to_market: bool,
        max_notional: Amount,
        apply_max_to_market: bool,
        avg_price_mins: u32,
    },
    #[serde(rename = "MAX_NUM_ORDERS")]
    MaxNumOrders { max_num_orders: usize },
}

impl Symbol {
    fn of(spec: &MarketSpec) -> Self {
        Self {
            symbol: spec.symbol.clone(),
            status: "TRADING",
            base_asset: spec.base.clone(),
            base_asset_precision: 8,
            quote_asset: spec.quote.clone(),
            quote_precision: 8,
            quote_asset_precision: 8,
            base_commission_precision: 8,
            quote_commission_precision: 8,
            order_types: ["LIMIT", "LIMIT_MAKER", "MARKET"],
            iceberg_allowed: false,
            oco_allowed: false,
            oto_allowed: false,
            quote_order_qty_market_allowed: true,
            allow_trailing_stop: false,
            cancel_replace_allowed: false,
            amend_allowed: false,
            is_spot_trading_allowed: true,
            is_margin_trading_allowed: false,
            filters: [
                FilterInfo::Price {
                    min_price: spec.tick,
                    max_price: spec.price_max,
                    tick_size: spec.tick,
                },
                FilterInfo::LotSize {
                    min_qty: spec.step,
                    max_qty: spec.quantity_max,
                    step_size: spec.step,
                },
                FilterInfo::Notional {
                    min_notional: spec.notional_min,
                    apply_min_to_market: true,
                    max_notional: spec.notional_max,
                    apply_max_to_market: false,
                    avg_price_mins: 5,
                },
                FilterInfo::MaxNumOrders {
                    max_num_orders: OPEN_ORDERS_MAX,
                },
            ],
            permissions: [],
            permission_sets: [["SPOT"]],
            default_self_trade_prevention_mode: "NONE",
            allowed_self_trade_prevention_modes: ["NONE"],
        }
    }
}

#[derive(Debug, Serialize)]
struct Rates {
    maker: Amount,
    taker: Amount,
    buyer: Amount,
    seller: Amount,
}

impl Rates {
    fn of(maker: Amount, taker: Amount) -> Self {
        Self {
            maker,
            taker,
            buyer: Amount::ZERO,
            seller: Amount::ZERO,
        }
    }
}

/// `account`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the venue's own shape")]
pub struct AccountInfo {
    maker_commission: u128,
    taker_commission: u128,
    buyer_commission: u128,
    seller_commission: u128,
    commission_rates: Rates,
    can_trade: bool,
    can_withdraw: bool,
    can_deposit: bool,
    brokered: bool,
    require_self_trade_prevention: bool,
    prevent_sor: bool,
    update_time: i64,
    account_type: &'static str,
    balances: Vec<Balance>,
    permissions: [&'static str; 1],
    uid: u64,
}

#[derive(Debug, Serialize)]
struct Balance {
    asset: String,
    free: Amount,
    locked: Amount,
}

impl AccountInfo {
    /// Of an account.
    pub fn of(account: &Account, fees: &Fees, omit_zero_balances: bool) -> Self {
        let basis_points = |rate: Amount| rate.atoms() / 10_000;
        let shown = account.balances.iter().filter(|(_, balance)| {
            !omit_zero_balances || !balance.free.is_zero() || !balance.locked.is_zero()
        });
        Self {
            maker_commission: basis_points(fees.maker),
            taker_commission: basis_points(fees.taker),
            buyer_commission: 0,
            seller_commission: 0,
            commission_rates: Rates::of(fees.maker, fees.taker),
            can_trade: true,
            can_withdraw: false,
            can_deposit: false,
            brokered: false,
            require_self_trade_prevention: false,
            prevent_sor: false,
            update_time: account.updated_ms,
            account_type: "SPOT",
            balances: shown
                .map(|(asset, balance)| Balance {
                    asset: asset.clone(),
                    free: balance.free,
                    locked: balance.locked,
                })
                .collect(),
            permissions: ["SPOT"],
            uid: 1,
        }
    }
}

/// `account/commission`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Commission {
    symbol: String,
    standard_commission: Rates,
    special_commission: Rates,
    tax_commission: Rates,
    discount: Discount,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Discount {
    enabled_for_account: bool,
    enabled_for_symbol: bool,
    discount_asset: &'static str,
    discount: Amount,
}

impl Commission {
    /// In a market.
    pub fn of(symbol: &str, fees: &Fees) -> Self {
        let none = || Rates::of(Amount::ZERO, Amount::ZERO);
        Self {
            symbol: symbol.to_owned(),
            standard_commission: Rates::of(fees.maker, fees.taker),
            special_commission: none(),
            tax_commission: none(),
            discount: Discount {
                enabled_for_account: false,
                enabled_for_symbol: false,
                discount_asset: "BNB",
                discount: Amount::ZERO,
            },
        }
    }
}
