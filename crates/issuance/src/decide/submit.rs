//! A new order: accepted with its collateral, accepted to wait for it, or rejected with a reason and a text that helps.

use ledger::Name;
use money::{Cash, Price, Rounding};

use super::redeem;
use super::slippage::WORKING_SCALE;
use crate::draft::Draft;
use crate::event::OrderChange;
use crate::order::{OrderView, Status};
use crate::request::{OrderRequest, RejectReason, Side, TimeInForce};
use crate::{Index, OrderId, Rejection, Trading, TradingState};

/// A reason, and a text that helps.
pub(super) type Refusal = (RejectReason, String);

pub(super) fn submit(
    draft: &mut Draft<'_>,
    command_id: String,
    mut request: OrderRequest,
    mark: Option<Price>,
) -> Result<(), Rejection> {
    let id = OrderId(draft.state.orders_made + 1);
    let refused = match refusal(draft, &request, mark) {
        Some(refused) => Some(refused),
        None => match super::quote::held_price(draft, &request) {
            Ok(price) => {
                request.limit_price =
                    super::quote::stricter(request.side, request.limit_price, price);
                None
            }
            Err(stale) => Some(stale),
        },
    };
    let expires_at = match request.time_in_force {
        TimeInForce::GoodTill(time) => Some(time),
        TimeInForce::GoodTillCancel => None,
        // One that waits for its collateral does not wait longer than the day.
        TimeInForce::Day | TimeInForce::ImmediateOrCancel | TimeInForce::FillOrKill => {
            Some(draft.settings.day_end_after(draft.now_unix_ns))
        }
    };
    let mut order = OrderView {
        id,
        request,
        status: Status::Waiting,
        accepted_at: draft.now_unix_ns,
        expires_at,
        remaining: Cash::ZERO,
        spent: Cash::ZERO,
        gross: Cash::ZERO,
        venue_fees: Cash::ZERO,
        issuer_fees: Cash::ZERO,
        units: money::Units::ZERO,
        average_price: Price::ZERO,
        returned: Cash::ZERO,
        text: String::new(),
        reject_reason: None,
    };
    if let Some((reason, text)) = refused {
        order.reject_reason = Some(reason);
        order.text = text;
        return draft.admit(&order, OrderChange::Rejected, command_id);
    }
    let reserved = super::collateral::is_covered(draft, &order.request);
    draft.admit(&order, OrderChange::Accepted { reserved }, command_id)
}

/// Why the order can't be taken.
fn refusal(draft: &Draft<'_>, request: &OrderRequest, mark: Option<Price>) -> Option<Refusal> {
    if draft
        .state
        .order_of(&request.session, &request.cl_ord_id)
        .is_some()
    {
        return Some((
            RejectReason::DuplicateOrder,
            format!("ClOrdID(11) {} was used before", request.cl_ord_id),
        ));
    }
    if let Some(problem) = unknown_problem(draft, &request.account, &request.index) {
        return Some(problem);
    }
    let index = draft.desk.indexes.get(&request.index)?;
    if let Some(problem) = trading_problem(draft, &request.index) {
        return Some(problem);
    }
    let account = &request.account;
    let (cash, limit_price) = (request.cash, request.limit_price);
    let problem = match request.side {
        Side::Buy => amount_problem(draft, index, account, cash, limit_price)
            .or_else(|| open_cash_problem(draft, account, cash)),
        Side::Redeem => {
            let amount = (request.units, cash);
            redeem::amount_problem(draft, index, account, amount, (limit_price, mark))
        }
    };
    let problem = problem
        .or_else(|| price_problem(draft, account, limit_price, mark))
        .or_else(|| count_problem(draft, account));
    if problem.is_some() {
        return problem;
    }
    match request.time_in_force {
        TimeInForce::GoodTill(time) if time <= draft.now_unix_ns => Some((
            RejectReason::TooLate,
            "ExpireTime(126) is in the past".into(),
        )),
        TimeInForce::GoodTill(_)
        | TimeInForce::Day
        | TimeInForce::GoodTillCancel
        | TimeInForce::ImmediateOrCancel
        | TimeInForce::FillOrKill => None,
    }
}

/// Which of these there is not.
pub(super) fn unknown_problem(draft: &Draft<'_>, account: &Name, index: &Name) -> Option<Refusal> {
    if draft.desk.indexes.get(index).is_none() {
        let known: Vec<&str> = draft
            .state
            .indexes()
            .map(|index| &*index.symbol)
            .take(20)
            .collect();
        let text = format!("no index {index}; there are: {}", known.join(", "));
        return Some((RejectReason::UnknownIndex, text));
    }
    draft.state.account(account).is_none().then(|| {
        let text = format!("no account {account}");
        (RejectReason::UnknownAccount, text)
    })
}

/// Whether a limit price is too far from the mark: by the narrower of the account's band and everybody's. Without a mark it can't be
/// known not to be.
pub(super) fn price_problem(
    draft: &Draft<'_>,
    account: &Name,
    limit_price: Option<Price>,
    mark: Option<Price>,
) -> Option<Refusal> {
    let bands = [
        draft.state.limits(account).price_band,
        draft.settings.price_band,
    ];
    let (band, limit) = (bands.into_iter().flatten().min()?, limit_price?);
    let Some(mark) = mark else {
        let text = "the index has no price now to compare Price(44) with";
        return Some((RejectReason::PriceBand, text.into()));
    };
    let away = limit.excess_over(mark).and_then(|above| {
        let below = mark.excess_over(limit)?;
        Ok(above.max(below) > mark.times_rate(band, WORKING_SCALE, Rounding::Down)?)
    });
    // What can't be reckoned with is away from everything.
    away.unwrap_or(true).then(|| {
        let text = format!("Price(44) {limit} is more than {band} of it from the mark {mark}");
        (RejectReason::PriceBand, text)
    })
}

/// Why an index takes no orders now.
pub(super) fn trading_problem(draft: &Draft<'_>, index: &Name) -> Option<Refusal> {
    let Trading { state, text } = draft.state.trading(index);
    let because = if text.is_empty() {
        String::new()
    } else {
        format!(": {text}")
    };
    match state {
        TradingState::Open => None,
        TradingState::Closed => Some((
            RejectReason::Closed,
            format!("{index} is closed for new orders{because}"),
        )),
        TradingState::Halted => Some((RejectReason::Halted, format!("{index} is halted{because}"))),
    }
}

/// What `more` in open orders would be too much for: a limit, or what a decimal holds. Orders need no collateral to be open, so these sums
/// are in no book; they must go on to be exact whatever is filled, which they are as long as one more of the cash's smallest amount is.
pub(super) fn open_cash_problem(draft: &Draft<'_>, account: &Name, more: Cash) -> Option<Refusal> {
    let open = &draft.state.open;
    let smallest = Cash::from_atoms(1, draft.settings.cash_scale);
    let sum = open.all().checked_add(more);
    let counted = sum.and_then(|sum| sum.checked_add(smallest?));
    if counted.is_err() {
        let text = format!(
            "open orders of all accounts are {}: {more} more can't be counted",
            open.all()
        );
        return Some((RejectReason::OpenCash, text));
    }
    let above = |limit: Option<Cash>, used: Cash, whose: &str| {
        let limit = limit?;
        // An amount that can't be added is above every limit.
        let above = used.checked_add(more).map_or(true, |sum| sum > limit);
        above.then(|| {
            let text = format!("open orders of {whose} are {used} and may be {limit}");
            (RejectReason::OpenCash, text)
        })
    };
    let own = draft.state.limits(account).open_cash_max;
    above(own, open.of(account), account)
        .or_else(|| above(draft.settings.open_cash_max, open.all(), "all accounts"))
}

/// Whether there are too many orders: in this second, or open.
fn count_problem(draft: &Draft<'_>, account: &Name) -> Option<Refusal> {
    let (state, now) = (draft.state, draft.now_unix_ns);
    let own = state.limits(account).orders_per_second_max;
    let all = draft.settings.orders_per_second_max;
    let recent = state.recent_of.get(account);
    let too_many = |limit: u32, whose: &str| {
        let text = format!("{whose} may have {limit} orders in a second");
        Some((RejectReason::Rate, text))
    };
    match (own, all) {
        (Some(limit), _) if recent.is_some_and(|recent| recent.is_full(limit, now)) => {
            too_many(limit, account)
        }
        (_, Some(limit)) if state.recent.is_full(limit, now) => too_many(limit, "all accounts"),
        _ => {
            let most = draft.settings.open_orders_max;
            (state.open.count() >= most as usize).then(|| {
                let text = format!("there are {most} open orders: no more are taken");
                (RejectReason::LimitExceeded, text)
            })
        }
    }
}

/// What is wrong with an order's amount or limit price.
pub(super) fn amount_problem(
    draft: &Draft<'_>,
    index: &Index,
    account: &Name,
    amount: Cash,
    limit_price: Option<Price>,
) -> Option<Refusal> {
    let settings = draft.settings;
    let cash = &settings.cash;
    let decimals = settings.cash_scale.decimals();
    let bad_amount = |text: String| Some((RejectReason::BadAmount, text));
    if amount <= Cash::ZERO {
        return bad_amount(format!(
            "CashOrderQty(152) must be an amount of {cash} above zero"
        ));
    }
    if amount.decimals() > decimals {
        return bad_amount(format!(
            "CashOrderQty(152) {amount}: {cash} has {decimals} decimals"
        ));
    }
    if amount < index.smallest_tradable {
        return bad_amount(format!(
            "the smallest order in {} is {} {cash}",
            index.symbol, index.smallest_tradable
        ));
    }
    let own = draft.state.limits(account).order_max;
    let largest = own.map_or(settings.order_max, |own| own.min(settings.order_max));
    if amount > largest {
        return Some((
            RejectReason::LimitExceeded,
            format!("the largest order is {largest} {cash}"),
        ));
    }
    if limit_price.is_some_and(Price::is_zero) {
        return bad_amount("Price(44) must be above zero".into());
    }
    None
}
