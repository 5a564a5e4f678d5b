//! One price level: a queue in order of arrival.

use std::collections::VecDeque;

use crate::{Party, Steps};

#[derive(Clone, Copy, Debug)]
struct Resting {
    party: Party,
    left: Steps,
}

/// What a maker of the level gave to a taker.
pub(crate) struct Taken {
    pub(crate) maker: Party,
    pub(crate) quantity: Steps,
    pub(crate) maker_left: Steps,
}

/// The queue of one price. `total` and `liquidity` are sums over the queue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Level {
    queue: VecDeque<Resting>,
    total: Steps,
    liquidity: Steps,
}

impl Level {
    pub(crate) fn total(&self) -> Steps {
        self.total
    }

    pub(crate) fn liquidity(&self) -> Steps {
        self.liquidity
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// Adds to the back. The caller has checked that the total stays within `STEPS_MAX`.
    pub(crate) fn push(&mut self, party: Party, quantity: Steps) {
        self.total.0 += quantity.0;
        if party == Party::Liquidity {
            self.liquidity.0 += quantity.0;
            if let Some(last) = self.queue.back_mut()
                && last.party == Party::Liquidity
            {
                last.left.0 += quantity.0;
                return;
            }
        }
        self.queue.push_back(Resting {
            party,
            left: quantity,
        });
    }

    /// Takes up to `wanted` from the first in the queue.
    pub(crate) fn take_front(&mut self, wanted: Steps) -> Option<Taken> {
        let first = self.queue.front_mut()?;
        let quantity = first.left.min(wanted);
        first.left.0 -= quantity.0;
        let taken = Taken {
            maker: first.party,
            quantity,
            maker_left: first.left,
        };
        if first.left.is_zero() {
            self.queue.pop_front();
        }
        self.total.0 -= quantity.0;
        if taken.maker == Party::Liquidity {
            self.liquidity.0 -= quantity.0;
        }
        Some(taken)
    }

    /// Removes one party's order and returns what was left of it.
    pub(crate) fn remove(&mut self, party: Party) -> Option<Steps> {
        let index = self
            .queue
            .iter()
            .position(|resting| resting.party == party)?;
        let resting = self.queue.remove(index)?;
        self.total.0 -= resting.left.0;
        Some(resting.left)
    }

    /// Takes anonymous liquidity away, the latest first: what arrived early keeps its place in the queue.
    pub(crate) fn withdraw_liquidity(&mut self, quantity: Steps) {
        debug_assert!(
            quantity <= self.liquidity,
            "no more liquidity than there is"
        );
        self.total.0 -= quantity.0;
        self.liquidity.0 -= quantity.0;
        let mut wanted = quantity.0;
        for resting in self
            .queue
            .iter_mut()
            .rev()
            .filter(|resting| resting.party == Party::Liquidity)
        {
            let withdrawn = resting.left.0.min(wanted);
            resting.left.0 -= withdrawn;
            wanted -= withdrawn;
            if wanted == 0 {
                break;
            }
        }
        self.queue.retain(|resting| !resting.left.is_zero());
    }
}
