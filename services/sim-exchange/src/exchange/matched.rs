//! From the book's ticks and steps to the accounts' amounts, and back from a quote amount to steps.

use matching::{Book, Party, Side, Steps, Trade};

use crate::{accounts::Fill, amount::Amount, spec::MarketSpec};

/// The fills of accounts' orders in these trades: none of the market's own liquidity, both halves where two orders met.
pub(super) fn fills(spec: &MarketSpec, trades: &[(u64, Trade)]) -> Vec<Fill> {
    let fill = |id: u64, trade: &Trade, party: Party, is_maker: bool| match party {
        Party::Liquidity => None,
        Party::Order(order) => Some(Fill {
            order: order.0,
            trade: id,
            price: spec.price(trade.price),
            quantity: spec.quantity(trade.quantity),
            is_maker,
        }),
    };
    let both = |(id, trade): &(u64, Trade)| {
        [
            fill(*id, trade, trade.taker, false),
            fill(*id, trade, trade.maker, true),
        ]
        .into_iter()
        .flatten()
    };
    trades.iter().flat_map(both).collect()
}

/// What a market order of `quantity` would trade for, as far as the book goes.
pub(super) fn market_cost(
    spec: &MarketSpec,
    book: &Book,
    side: Side,
    quantity: Steps,
) -> Option<Amount> {
    let mut left = quantity.0;
    let mut cost = Amount::ZERO;
    for level in book.levels(side.opposite()) {
        let taken = level.quantity.0.min(left);
        cost = cost.plus(spec.quote_amount(level.price, Steps(taken))?)?;
        left -= taken;
        if left == 0 {
            break;
        }
    }
    Some(cost)
}

/// The most steps that a market order can trade for `amount` of the quote asset.
pub(super) fn steps_for(
    spec: &MarketSpec,
    book: &Book,
    side: Side,
    amount: Amount,
) -> Option<Steps> {
    let mut left = amount;
    let mut steps = 0_u64;
    for level in book.levels(side.opposite()) {
        let one = spec.quote_amount(level.price, Steps(1))?;
        let affordable = u64::try_from(left.atoms() / one.atoms()).ok()?;
        let taken = level.quantity.0.min(affordable);
        steps += taken;
        left = left.minus(one.multiple(taken)?)?;
        if taken < level.quantity.0 {
            break;
        }
    }
    Some(Steps(steps))
}
