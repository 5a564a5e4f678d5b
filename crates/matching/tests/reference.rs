//! The engine against a reference that keeps a flat list of orders and looks for the best one each time.

use std::collections::BTreeMap;

use matching::{
    Book, NewOrder, OrderId, Outcome, Party, Refused, Side, Steps, Terms, Ticks, Trade,
};
use proptest::prelude::*;

/// A resting order of the reference; `arrival` is its place in time.
#[derive(Clone, Debug)]
struct Resting {
    party: Party,
    side: Side,
    price: u64,
    left: u64,
    arrival: u64,
}

#[derive(Default)]
struct Reference {
    resting: Vec<Resting>,
    arrivals: u64,
}

impl Reference {
    fn best(&self, side: Side) -> Option<usize> {
        (0..self.resting.len())
            .filter(|index| self.resting[*index].side == side)
            .min_by_key(|index| {
                let order = &self.resting[*index];
                let rank = match side {
                    Side::Buy => u64::MAX - order.price,
                    Side::Sell => order.price,
                };
                (rank, order.arrival)
            })
    }

    fn take(
        &mut self,
        taker: Party,
        side: Side,
        limit: Option<u64>,
        quantity: u64,
    ) -> (Vec<Trade>, u64) {
        let mut trades: Vec<Trade> = Vec::new();
        let mut left = quantity;
        while left > 0 {
            let Some(index) = self.best(side.opposite()) else {
                break;
            };
            let maker = &mut self.resting[index];
            if limit.is_some_and(|limit| !side.accepts(Ticks(limit), Ticks(maker.price))) {
                break;
            }
            let amount = maker.left.min(left);
            maker.left -= amount;
            left -= amount;
            trades.push(Trade {
                price: Ticks(maker.price),
                quantity: Steps(amount),
                taker_side: side,
                maker: maker.party,
                taker,
                maker_left: Steps(maker.left),
            });
            if maker.left == 0 {
                self.resting.remove(index);
            }
        }
        (trades, left)
    }

    fn rest(&mut self, party: Party, side: Side, price: u64, left: u64) {
        if left == 0 {
            return;
        }
        let last = self
            .resting
            .iter_mut()
            .rfind(|resting| resting.side == side && resting.price == price);
        if let Some(last) =
            last.filter(|last| last.party == Party::Liquidity && party == Party::Liquidity)
        {
            last.left += left;
        } else {
            self.arrivals += 1;
            self.resting.push(Resting {
                party,
                side,
                price,
                left,
                arrival: self.arrivals,
            });
        }
    }

    fn place(&mut self, order: NewOrder) -> Result<(Vec<Trade>, u64, Outcome), Refused> {
        let party = Party::Order(order.id);
        if self.resting.iter().any(|resting| resting.party == party) {
            return Err(Refused::DuplicateId);
        }
        let limit = order.terms.limit().map(|price| price.0);
        let reach: u64 = self
            .resting
            .iter()
            .filter(|resting| resting.side != order.side)
            .filter(|resting| {
                limit.is_none_or(|limit| order.side.accepts(Ticks(limit), Ticks(resting.price)))
            })
            .map(|resting| resting.left)
            .sum();
        match order.terms {
            Terms::PostOnly(_) if reach > 0 => return Err(Refused::WouldTake),
            Terms::FillOrKill(_) if reach < order.quantity.0 => {
                return Ok((Vec::new(), order.quantity.0, Outcome::Expired));
            }
            _ => {}
        }
        let (trades, left) = self.take(party, order.side, limit, order.quantity.0);
        let outcome = match order.terms {
            _ if left == 0 => Outcome::Filled,
            Terms::GoodTillCancel(price) | Terms::PostOnly(price) => {
                self.rest(party, order.side, price.0, left);
                Outcome::Rests
            }
            _ => Outcome::Expired,
        };
        Ok((trades, left, outcome))
    }

    fn set_liquidity(&mut self, side: Side, price: u64, quantity: u64) -> Vec<Trade> {
        let here = |resting: &Resting| {
            resting.party == Party::Liquidity && resting.side == side && resting.price == price
        };
        let present: u64 = self
            .resting
            .iter()
            .filter(|resting| here(resting))
            .map(|resting| resting.left)
            .sum();
        let mut excess = present.saturating_sub(quantity);
        for resting in self
            .resting
            .iter_mut()
            .rev()
            .filter(|resting| here(resting))
        {
            let withdrawn = resting.left.min(excess);
            resting.left -= withdrawn;
            excess -= withdrawn;
        }
        self.resting.retain(|resting| resting.left > 0);
        let (trades, left) = self.take(
            Party::Liquidity,
            side,
            Some(price),
            quantity.saturating_sub(present),
        );
        self.rest(Party::Liquidity, side, price, left);
        trades
    }

    fn depth(&self, side: Side) -> BTreeMap<u64, u64> {
        let mut depth = BTreeMap::new();
        for resting in self.resting.iter().filter(|resting| resting.side == side) {
            *depth.entry(resting.price).or_default() += resting.left;
        }
        depth
    }
}

#[derive(Clone, Debug)]
enum Action {
    Place(NewOrder),
    Cancel(OrderId),
    SetLiquidity(Side, u64, u64),
    TakeAnonymously(Side, u64, u64),
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Buy), Just(Side::Sell)]
}

fn terms() -> impl Strategy<Value = Terms> {
    (90_u64..110, 0..5).prop_map(|(price, kind)| match kind {
        0 => Terms::GoodTillCancel(Ticks(price)),
        1 => Terms::ImmediateOrCancel(Ticks(price)),
        2 => Terms::FillOrKill(Ticks(price)),
        3 => Terms::PostOnly(Ticks(price)),
        _ => Terms::Market,
    })
}

fn action() -> impl Strategy<Value = Action> {
    let place = (0_u64..40, side(), 1_u64..20, terms()).prop_map(|(id, side, quantity, terms)| {
        Action::Place(NewOrder {
            id: OrderId(id),
            side,
            quantity: Steps(quantity),
            terms,
        })
    });
    prop_oneof![
        5 => place,
        1 => (0_u64..40).prop_map(|id| Action::Cancel(OrderId(id))),
        3 => (side(), 90_u64..110, 0_u64..30).prop_map(|(side, price, quantity)| Action::SetLiquidity(side, price, quantity)),
        1 => (side(), 90_u64..110, 1_u64..30).prop_map(|(side, price, quantity)| Action::TakeAnonymously(side, price, quantity)),
    ]
}

fn depth(book: &Book, side: Side) -> BTreeMap<u64, u64> {
    book.levels(side)
        .map(|level| (level.price.0, level.quantity.0))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Same trades, same ends, same depth as the reference; never crossed; the diffs alone rebuild the depth.
    #[test]
    fn every_run_equals_the_reference(actions in prop::collection::vec(action(), 1..120)) {
        let mut book = Book::new(7);
        let mut reference = Reference::default();
        let (mut bids, mut asks, mut last_id) = (BTreeMap::new(), BTreeMap::new(), 7);
        for action in actions {
            match action {
                Action::Place(order) => {
                    let placed = book.place(order).map(|placed| (placed.trades, placed.left.0, placed.outcome));
                    prop_assert_eq!(placed, reference.place(order));
                }
                Action::Cancel(id) => {
                    let index = reference.resting.iter().position(|resting| resting.party == Party::Order(id));
                    let left = index.map(|index| Steps(reference.resting.remove(index).left));
                    prop_assert_eq!(book.cancel(id), left);
                }
                Action::SetLiquidity(side, price, quantity) => {
                    let trades = book.set_liquidity(side, Ticks(price), Steps(quantity));
                    prop_assert_eq!(trades, reference.set_liquidity(side, price, quantity));
                }
                Action::TakeAnonymously(side, price, quantity) => {
                    let trades = book.take_anonymously(side, Ticks(price), Steps(quantity));
                    prop_assert_eq!(trades, reference.take(Party::Liquidity, side, Some(price), quantity).0);
                }
            }
            prop_assert_eq!(depth(&book, Side::Buy), reference.depth(Side::Buy));
            prop_assert_eq!(depth(&book, Side::Sell), reference.depth(Side::Sell));
            if let (Some(bid), Some(ask)) = (book.best(Side::Buy), book.best(Side::Sell)) {
                prop_assert!(bid.price < ask.price);
            }
            if let Some(diff) = book.take_diff() {
                prop_assert_eq!(diff.first_update_id, last_id + 1);
                prop_assert!(diff.last_update_id >= diff.first_update_id);
                last_id = diff.last_update_id;
                for (copy, levels) in [(&mut bids, diff.bids), (&mut asks, diff.asks)] {
                    for level in levels {
                        if level.quantity.is_zero() {
                            copy.remove(&level.price.0);
                        } else {
                            copy.insert(level.price.0, level.quantity.0);
                        }
                    }
                }
            }
            prop_assert_eq!(&bids, &depth(&book, Side::Buy));
            prop_assert_eq!(&asks, &depth(&book, Side::Sell));
        }
    }
}
