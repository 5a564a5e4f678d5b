//! A batch is what the fitting says by name: the decision asks it by position, and this asks `fitting::fit` the same question anew, from
//! what everybody can read of the state, with orders, assets and indexes called by names that sort otherwise than their positions.
//!
//! Where left-over holdings are for sale a batch is decided from more than that, and is not compared.

use std::collections::BTreeMap;

use fitting::{Asks, Fit, House, Order, Problem};
use issuance::{Batch, Event, Index, OrderChange, Snapshot, Status};
use ledger::{Account, HousePurse, Unit};
use money::{Cash, Price, Quantity, Rate, Rounding, Scale};
use proptest::prelude::*;
use scenario::{Scenario, cash, index, market, request, settings, snapshot};

const CASES: u64 = 300;
const ASSETS: [&str; 5] = ["EX", "BX", "DX", "AX", "CX"];
/// More indexes than there are digits: by name the eleventh sorts before the second.
const INDEXES: usize = 12;
/// Batches of one case.
const ROUNDS: usize = 4;

/// By asset: the best ask, none if it is zero, what it and the next offer, the venue's fee, and what is executed, in per cent.
type Books = [(u16, u16, u16, u8, u8); ASSETS.len()];

#[derive(Debug, Clone)]
struct Case {
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
    books: Vec<Books>,
    min_notional: u32,
    step: &'static str,
}

fn case() -> impl Strategy<Value = Case> {
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

#[test]
fn the_decisions_batch_is_what_the_fitting_says_by_name() {
    cases::check_one_in(4, CASES, case, |case| {
        let mut run = begun(&case);
        for books in &case.books {
            let snapshot = markets(&case, books);
            let expected = expected(&run, &snapshot);
            let events = run.make_batch_events(&snapshot);
            if let Some((problem, fit)) = expected {
                compare(&problem, &fit, &events)?;
            }
            execute(&mut run, &events, books);
        }
        Ok(())
    });
}

fn whole(amount: u32) -> Cash {
    cash(&amount.to_string())
}

/// Orders that are ready.
fn begun(case: &Case) -> Scenario {
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

fn markets(case: &Case, books: &Books) -> Snapshot {
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

/// By index and asset.
type Baskets = BTreeMap<String, BTreeMap<String, Quantity>>;

/// The orders that are ready, by name, and their baskets. None where left-over holdings are for sale.
fn ready(run: &Scenario, snapshot: &Snapshot) -> Option<(Vec<Order>, Baskets)> {
    let state = &run.state;
    let scale = state.settings().unwrap().cash_scale;
    let mut orders = Vec::new();
    let mut indexes = Baskets::new();
    for order in state.orders() {
        let index = order.index().unwrap();
        let held = index
            .basket
            .iter()
            .filter_map(|entry| Some((entry.asset.to_string(), order.holding(&entry.asset)?)));
        let held: BTreeMap<_, _> = held
            .filter(|(_, held)| !held.quantity().is_zero())
            .collect();
        if order.status() != Status::Working {
            if order.outcome().is_some() && !held.is_empty() {
                return None;
            }
            continue;
        }
        let paid = Cash::sum(
            held.values()
                .flat_map(|held| held.lots())
                .map(|lot| lot.cost),
        )
        .unwrap();
        let owed = paid.times_rate(index.fee, scale, Rounding::Up).unwrap();
        let spendable = state.view(order).remaining.excess_over(owed).unwrap();
        if spendable < index.smallest_tradable {
            // It ends, and what it holds is left over.
            if !held.is_empty() {
                return None;
            }
            continue;
        }
        let fees = index
            .basket
            .iter()
            .filter_map(|entry| snapshot.market_of(&entry.asset));
        let fees = fees
            .map(|market| market.fee_rate)
            .max()
            .unwrap_or(Rate::ZERO);
        let fees = fees.checked_add(index.fee).unwrap();
        let basket = index.basket.iter();
        let basket = basket.map(|entry| (entry.asset.to_string(), entry.quantity));
        indexes.insert(index.symbol.to_string(), basket.collect());
        orders.push(Order {
            id: order.request().cl_ord_id.clone(),
            index: index.symbol.to_string(),
            cash: spendable
                .over_one_plus(fees, scale, Rounding::Down)
                .unwrap(),
            holdings: held
                .into_iter()
                .map(|(asset, held)| (asset, held.quantity()))
                .collect(),
            limit_price: order.request().limit_price,
        });
    }
    Some((orders, indexes))
}

fn fitted(market: &issuance::Market) -> fitting::Market {
    let levels = market.asks.iter();
    fitting::Market {
        asks: Asks::new(levels.map(|level| (level.price, level.quantity))),
        tick: market.tick,
        step: market.step,
        min_notional: market.min_notional,
    }
}

/// What the fitting says of the orders that are ready, by name. None where left-over holdings are for sale.
fn expected(run: &Scenario, snapshot: &Snapshot) -> Option<(Problem, Fit)> {
    let state = &run.state;
    let settings = state.settings().unwrap();
    let scale = settings.cash_scale;
    let balance = |unit: &Unit, account| state.books().balance(unit, &account);
    let house = |purse| balance(&settings.cash, Account::House(purse)).to_cash();
    let committed = house(HousePurse::Holdings).checked_add(house(HousePurse::InFlight));
    let highest = snapshot.markets.iter().map(|market| market.fee_rate).max();
    let venue = -balance(&settings.cash, Account::Venue).to_cash();
    let (orders, indexes) = ready(run, snapshot)?;
    let markets = snapshot.markets.iter();
    let markets = markets.filter(|market| {
        indexes
            .values()
            .any(|basket| basket.contains_key(&*market.asset))
    });
    let markets: BTreeMap<_, _> = markets
        .map(|market| (market.asset.to_string(), fitted(market)))
        .collect();
    let lots = |asset: &String| {
        let lots = balance(
            &Unit::from(asset.as_str()),
            Account::House(HousePurse::Holdings),
        );
        (asset.clone(), lots.to_quantity().unwrap())
    };
    let problem = Problem {
        slippage: settings.slippage,
        fee_rate: Rate::ZERO,
        order_cap: settings.order_cap,
        batch_cap: settings.batch_cap,
        in_flight_left: settings
            .in_flight_cap
            .min(venue)
            .over_one_plus(highest.unwrap_or(Rate::ZERO), scale, Rounding::Down)
            .unwrap(),
        max_asset_orders: settings.asset_orders_max,
        units_scale: Scale::UNITS,
        house: House {
            limit: settings
                .house_limit
                .excess_over(committed.unwrap())
                .unwrap(),
            lots: markets
                .keys()
                .map(lots)
                .filter(|(_, lots)| !lots.is_zero())
                .collect(),
        },
        markets,
        indexes,
        orders,
    };
    let fit = fitting::fit(&problem).unwrap();
    Some((problem, fit))
}

/// What an asset order is for, by the orders' names, house lots included.
type Wanted = BTreeMap<String, Quantity>;

fn compare(problem: &Problem, fit: &Fit, events: &[Event]) -> Result<(), TestCaseError> {
    let none = BTreeMap::new();
    let batch = events.iter().find_map(|event| match event {
        Event::BatchMade { batch } => Some(&**batch),
        _ => None,
    });
    let made = batch.map_or(none.clone(), made);
    let scale = |market: &fitting::Market| {
        let decimals = u8::try_from(market.step.decimals()).unwrap();
        Scale::new(decimals).unwrap().max(Scale::QUANTITY)
    };
    let mut said: BTreeMap<String, (Quantity, Option<Price>, Wanted)> = none;
    for order in &fit.asset_orders {
        let scale = scale(&problem.markets[&order.asset]);
        let wanted = order.contributions.iter().map(|(name, quantity)| {
            (
                name.clone(),
                quantity.round_to(scale, Rounding::Up).unwrap(),
            )
        });
        let mut wanted: Wanted = wanted.collect();
        let limit = (!order.quantity.is_zero()).then_some(order.limit_price);
        if limit.is_none() {
            without_digits(&mut wanted, made.get(&order.asset), scale);
            if wanted.is_empty() {
                continue;
            }
        }
        said.insert(order.asset.clone(), (order.quantity, limit, wanted));
    }
    prop_assert_eq!(&made, &said);
    let served = |name: &String| said.values().any(|(.., wanted)| wanted.contains_key(name));
    let aims = fit.orders.iter().filter(|order| served(&order.id));
    let aims: Vec<_> = aims
        .map(|order| (&order.id, order.units, &order.frozen_by))
        .collect();
    let orders = batch.iter().flat_map(|batch| &batch.orders);
    let orders: Vec<_> = orders
        .map(|order| (&order.cl_ord_id, order.units, &order.frozen_by))
        .collect();
    prop_assert_eq!(orders, aims);
    let suspended = events.iter().filter_map(|event| match event {
        Event::Order(event) => match &event.change {
            OrderChange::Suspended { text } => Some((&event.order.request.cl_ord_id, text)),
            _ => None,
        },
        _ => None,
    });
    let excluded = fit
        .excluded
        .iter()
        .map(|excluded| (&excluded.id, &excluded.reason));
    prop_assert_eq!(suspended.collect::<Vec<_>>(), excluded.collect::<Vec<_>>());
    Ok(())
}

/// What is wanted is rounded up. Where the house's lots alone are to do, they may be too little for these digits: then they lack a digit
/// for each at most, and who goes without how many is the lots' sharing.
fn without_digits(
    wanted: &mut Wanted,
    made: Option<&(Quantity, Option<Price>, Wanted)>,
    scale: Scale,
) {
    let given = |name: &String| {
        let given = made.and_then(|(.., given)| given.get(name));
        given.copied().unwrap_or_default()
    };
    let lacking = wanted
        .iter()
        .map(|(name, quantity)| quantity.excess_over(given(name)).unwrap());
    let digits = Quantity::from_atoms(wanted.len() as u128, scale).unwrap();
    if Quantity::sum(lacking).unwrap() <= digits {
        for (name, quantity) in wanted.iter_mut() {
            *quantity = given(name).min(*quantity);
        }
    }
    wanted.retain(|_, quantity| !quantity.is_zero());
}

/// A batch in the same words.
fn made(batch: &Batch) -> BTreeMap<String, (Quantity, Option<Price>, Wanted)> {
    let name = |id| {
        let part = batch.orders.iter().find(|part| part.order == id);
        part.unwrap().cl_ord_id.clone()
    };
    let mut made: BTreeMap<String, (Quantity, Option<Price>, Wanted)> = BTreeMap::new();
    for order in &batch.asset_orders {
        let wanted = order.contributions.iter();
        let wanted = wanted
            .map(|part| (name(part.order), part.quantity))
            .collect();
        made.insert(
            order.asset.to_string(),
            (order.quantity, Some(order.limit_price), wanted),
        );
    }
    for used in &batch.house_use {
        let asset = used.taken.asset.to_string();
        let (.., wanted) = made.entry(asset).or_default();
        let sum = wanted.entry(name(used.order)).or_default();
        *sum = sum.checked_add(used.taken.quantity().unwrap()).unwrap();
    }
    made
}

/// The venue executes a part of each asset order, in whole steps.
fn execute(run: &mut Scenario, events: &[Event], books: &Books) {
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
