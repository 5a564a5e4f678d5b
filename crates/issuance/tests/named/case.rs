//! Random orders, limits and books, as a scenario with names that sort otherwise than positions.

use issuance::{Event, Index, Snapshot};
use money::{Cash, Rate, Rounding, Scale};
use proptest::prelude::*;
use scenario::{Scenario, cash, index, market, request, settings, snapshot};

const ASSETS: [&str; 5] = ["EX", "BX", "DX", "AX", "CX"];
/// More indexes than there are digits: by name the eleventh sorts before the second.
const INDEXES: usize = 12;
/// Batches of one case.
const ROUNDS: usize = 4;

/// By asset: the best ask, none if it is zero, what it and the next offer, the venue's fee, and what is executed, in per cent.
pub(crate) type Books = [(u16, u16, u16, u8, u8); ASSETS.len()];

#[derive(Debug, Clone)]
pub(crate) struct Case {
    house_limit: u32,
    batch_cap: u32,
    order_cap: u32,
    in_flight_cap: u32,
    slots: u32,
    /// By index: its fee in basis points, and how much of each asset, in thousandths.
    indexes: Vec<(u32, [u16; ASSETS.len()])>,
    /// Index, cash and a limit price: none, far above everything, or far below.
    orders: Vec<(usize, u32, Option<bool>)>,
    /// By round.
    pub(crate) books: Vec<Books>,
    min_notional: u32,
    step: &'static str,
}

pub(crate) fn case() -> impl Strategy<Value = Case> {
    let basket = || std::array::from_fn(|_| prop_oneof![2 => Just(0), 3 => 1..2_000_u16]);
    let book = || {
        (
            prop_oneof![1 => Just(0), 12 => 1..500_u16],
            0..200_u16,
            0..200_u16,
            0..50_u8,
            0..70_u8,
        )
    };
    let books = || std::array::from_fn::<_, { ASSETS.len() }, _>(|_| book());
    let limits = (
        0..50_u32,
        100..50_000_u32,
        50..5_000_u32,
        100..50_000_u32,
        1..8_u32,
    );
    let indexes = prop::collection::vec((0..100_u32, basket()), INDEXES);
    let order = (
        0..INDEXES,
        20..5_000_u32,
        prop_oneof![3 => Just(None), 1 => Just(Some(true)), 1 => Just(Some(false))],
    );
    let orders = prop::collection::vec(order, 1..25);
    let steps = prop_oneof![
        Just("0.00000001"),
        Just("0.0000000001"),
        Just("0.001"),
        Just("0.1")
    ];
    let venue = (prop::collection::vec(books(), ROUNDS), 0..30_u32, steps);
    (limits, indexes, orders, venue).prop_map(|(limits, indexes, orders, venue)| Case {
        house_limit: limits.0,
        batch_cap: limits.1,
        order_cap: limits.2,
        in_flight_cap: limits.3,
        slots: limits.4,
        indexes,
        orders,
        books: venue.0,
        min_notional: venue.1,
        step: venue.2,
    })
}

fn whole(amount: u32) -> Cash {
    cash(&amount.to_string())
}

/// Orders that are ready.
pub(crate) fn begun(case: &Case) -> Scenario {
    let mut limits = settings();
    limits.house_limit = whole(case.house_limit);
    limits.batch_cap = whole(case.batch_cap);
    limits.order_cap = whole(case.order_cap);
    limits.in_flight_cap = whole(case.in_flight_cap);
    limits.asset_orders_max = case.slots;
    let thousandths = |amount: &u16| format!("{}.{:03}", amount / 1_000, amount % 1_000);
    let basket = |parts: &[u16; ASSETS.len()]| -> Vec<(&str, String)> {
        let parts = ASSETS.iter().zip(parts).filter(|(_, part)| **part > 0);
        parts
            .map(|(asset, part)| (*asset, thousandths(part)))
            .collect()
    };
    let made = case
        .indexes
        .iter()
        .enumerate()
        .map(|(number, (fee, parts))| {
            let mut parts = basket(parts);
            if parts.is_empty() {
                parts.push(("AX", "1".into()));
            }
            let parts: Vec<_> = parts
                .iter()
                .map(|(asset, part)| (*asset, part.as_str()))
                .collect();
            Index {
                fee: Rate::from_basis_points(*fee),
                ..index(&format!("I{number}"), &parts)
            }
        });
    let mut run = Scenario::new(limits, made.collect());
    run.deposit(1, "1000000");
    for (number, (index, amount, limit)) in case.orders.iter().enumerate() {
        let mut asked = request(
            &format!("n{number}"),
            "ACC-1",
            &format!("I{index}"),
            &amount.to_string(),
        );
        asked.limit_price =
            limit.map(|above| scenario::price(if above { "10000000" } else { "0.001" }));
        run.submit(asked);
    }
    run
}

pub(crate) fn markets(case: &Case, books: &Books) -> Snapshot {
    let offered = ASSETS.iter().zip(books).filter(|(_, book)| book.0 > 0);
    let markets = offered.map(|(asset, (ask, first, second, fee, _))| {
        let tenths = |quantity: u16| format!("{}.{}", quantity / 10, quantity % 10);
        let levels = [
            (ask.to_string(), tenths(*first)),
            (format!("{ask}.009"), tenths(*second)),
        ];
        let levels: Vec<_> = levels
            .iter()
            .filter(|(_, quantity)| quantity != "0.0")
            .map(|(price, quantity)| (price.as_str(), quantity.as_str()))
            .collect();
        issuance::Market {
            step: scenario::quantity(case.step),
            min_notional: whole(case.min_notional),
            fee_rate: Rate::from_basis_points((*fee).into()),
            ..market(asset, &levels, &[])
        }
    });
    snapshot(markets.collect())
}

/// The venue executes a part of each asset order, in whole steps.
pub(crate) fn execute(run: &mut Scenario, events: &[Event], books: &Books) {
    let Some(Event::BatchMade { batch }) = events
        .iter()
        .find(|event| matches!(event, Event::BatchMade { .. }))
    else {
        return;
    };
    run.confirm_placed(batch.id);
    for order in &batch.asset_orders {
        let place = ASSETS
            .iter()
            .position(|asset| **asset == *order.asset)
            .unwrap();
        let part = Rate::from_basis_points(u32::from(books[place].4) * 100);
        let part = order
            .quantity
            .share_of(part, Rate::ONE, Scale::QUANTITY, Rounding::Down);
        let part = part.unwrap();
        if order.side == issuance::VenueSide::Buy && !part.is_zero() {
            run.trade(
                &order.asset,
                &part.to_string(),
                &order.limit_price.to_string(),
                "0",
            );
        }
        run.end(&order.asset);
    }
}
