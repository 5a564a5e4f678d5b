//! The orders that wait for collateral, found by what there is of it: the oldest that it is enough for.
//!
//! Of many orders that wait, each end of another frees a little, and most of them it is not enough for. So they are the leaves of a tree
//! by id whose every node knows the least amount below it: the oldest that fits is found on one way down. Copies share all that
//! they have in common, so that a decision has one of its own to change.
//!
//! Invariants: a node's least is the least of its leaves'; no node is without a leaf; there are no more levels than the largest id needs. So
//! the same orders are the same tree, whatever came and went.

use std::collections::BTreeMap;
use std::sync::Arc;

use ledger::Name;
use money::{Cash, Units};

use crate::request::{OrderRequest, Side};
use crate::{Order, OrderId, Status};

/// Bits of an id that a level of the tree goes by.
const LEVEL_BITS: u32 = 4;
const CHILDREN: usize = 1 << LEVEL_BITS;
const DIGIT_MASK: u64 = (1 << LEVEL_BITS) - 1;

/// The waiting orders of one account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    cash: Tree<Cash>,
    /// By index.
    units: BTreeMap<Name, Tree<Units>>,
}

impl Waiting {
    /// Puts an order in, with the amount that it has now, or out if it does not wait.
    pub(crate) fn place(&mut self, order: &Order) {
        let waits = order.status() == Status::Waiting;
        let request: &OrderRequest = order.request();
        match request.side {
            Side::Buy => self.cash.set(order.id(), waits.then_some(request.cash)),
            Side::Redeem => {
                let units = waits.then_some(request.units);
                let tree = self.units.entry(request.index.clone()).or_default();
                tree.set(order.id(), units);
                if tree.is_empty() {
                    self.units.remove(&request.index);
                }
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.cash.is_empty() && self.units.is_empty()
    }

    /// The oldest purchase that this cash is enough for, or redemption that so many units of its index are.
    pub(crate) fn oldest_covered(
        &self,
        free: Cash,
        redeemable: impl Fn(&Name) -> Units,
    ) -> Option<OrderId> {
        let redemptions = self.units.iter();
        let redemptions =
            redemptions.filter_map(|(index, tree)| tree.oldest_within(redeemable(index)));
        redemptions.chain(self.cash.oldest_within(free)).min()
    }
}

/// Amounts by order.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tree<T> {
    root: Option<Arc<Node<T>>>,
    /// Levels below the root.
    height: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Node<T> {
    least: T,
    /// As many as a level goes by; none below a leaf.
    children: Vec<Option<Arc<Node<T>>>>,
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self {
            root: None,
            height: 0,
        }
    }
}

impl<T: Ord + Copy> Tree<T> {
    const fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// Sets an order's amount, or forgets the order.
    fn set(&mut self, OrderId(id): OrderId, amount: Option<T>) {
        while !self.has_room(id) {
            if amount.is_none() {
                return;
            }
            self.root = self.root.take().map(|root| {
                let least = root.least;
                let mut children = vec![None; CHILDREN];
                children[0] = Some(root);
                Arc::new(Node { least, children })
            });
            self.height += 1;
        }
        set(&mut self.root, self.height, id, amount);
        if amount.is_none() {
            self.shrink();
        }
    }

    /// Takes levels off that only zeros of ids go by.
    fn shrink(&mut self) {
        while self.height > 0 {
            match self.root.as_deref().map(|root| root.children.as_slice()) {
                None => self.height = 0,
                Some([Some(first), others @ ..]) if others.iter().all(Option::is_none) => {
                    self.root = Some(Arc::clone(first));
                    self.height -= 1;
                }
                Some(_) => return,
            }
        }
    }

    /// Whether the levels that there are go by all bits that an id has.
    const fn has_room(&self, id: u64) -> bool {
        match id.checked_shr(self.height * LEVEL_BITS) {
            Some(above) => above == 0,
            None => true,
        }
    }

    /// The oldest order whose amount is no more than this.
    fn oldest_within(&self, limit: T) -> Option<OrderId> {
        let fits = |node: &&Arc<Node<T>>| node.least <= limit;
        let mut node = self.root.as_ref().filter(fits)?;
        let mut id = 0;
        for _ in 0..self.height {
            let children = (0_u64..).zip(&node.children);
            let mut children = children.filter_map(|(digit, child)| Some((digit, child.as_ref()?)));
            let (digit, child) = children.find(|(_, child)| fits(child))?;
            id = (id << LEVEL_BITS) | digit;
            node = child;
        }
        Some(OrderId(id))
    }
}

/// Sets an amount below a node of so many levels.
fn set<T: Ord + Copy>(node: &mut Option<Arc<Node<T>>>, levels: u32, id: u64, amount: Option<T>) {
    let Some(below) = levels.checked_sub(1) else {
        let leaf = |least| {
            let children = Vec::new();
            Arc::new(Node { least, children })
        };
        *node = amount.map(leaf);
        return;
    };
    let mut own = match (node.take(), amount) {
        (Some(own), _) => own,
        (None, None) => return,
        (None, Some(least)) => {
            let children = vec![None; CHILDREN];
            Arc::new(Node { least, children })
        }
    };
    let changed = Arc::make_mut(&mut own);
    // Below the number of children.
    let digit = usize::try_from(id >> (below * LEVEL_BITS) & DIGIT_MASK).unwrap_or(0);
    set(&mut changed.children[digit], below, id, amount);
    let children = changed.children.iter().flatten();
    if let Some(least) = children.map(|child| child.least).min() {
        changed.least = least;
        *node = Some(own);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::cmp::Ordering;
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    thread_local! {
        static COMPARED: Cell<usize> = const { Cell::new(0) };
    }

    /// An amount that counts how often any is compared.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    struct Counted(u32);

    impl Ord for Counted {
        fn cmp(&self, other: &Self) -> Ordering {
            COMPARED.set(COMPARED.get() + 1);
            self.0.cmp(&other.0)
        }
    }

    impl PartialOrd for Counted {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    /// Comparisons that ending and waking as many orders takes, one after the other.
    fn compared(orders: u64) -> usize {
        let mut tree = Tree::default();
        // The older half is too large for what each end frees.
        for id in 1..=orders {
            let large = id <= orders / 2;
            tree.set(OrderId(id), Some(Counted(if large { 1_000 } else { 10 })));
        }
        COMPARED.set(0);
        for id in orders / 2 + 1..=orders {
            assert_eq!(tree.oldest_within(Counted(10)), Some(OrderId(id)));
            tree.set(OrderId(id), None);
        }
        assert_eq!(tree.oldest_within(Counted(10)), None);
        COMPARED.get()
    }

    #[test]
    fn waking_many_takes_each_as_little_as_waking_few_but_for_the_levels() {
        let (few, many) = (compared(1_000), compared(100_000));
        assert!(
            many < 2 * 100 * few,
            "{many} comparisons, where a hundredth takes {few}"
        );
    }

    #[test]
    fn the_oldest_that_fits_is_found_whatever_came_and_went() {
        let ids = prop_oneof![0..40_u64, 0..5_000_u64, Just(u64::MAX), Just(1 << 60)];
        let steps = prop::collection::vec((ids, prop::option::of(0..20_u32), 0..20_u32), 1..200);
        // Each step makes both trees again.
        cases::check_one_in(
            10,
            2_000,
            || steps.clone(),
            |steps| {
                let mut known: BTreeMap<u64, u32> = BTreeMap::new();
                let mut tree = Tree::default();
                for (id, amount, limit) in steps {
                    let before = (tree.clone(), known.clone());
                    match amount {
                        Some(amount) => known.insert(id, amount),
                        None => known.remove(&id),
                    };
                    tree.set(OrderId(id), amount);
                    // A copy that was made before does not change.
                    for (tree, known) in [(&tree, &known), (&before.0, &before.1)] {
                        let expected = known.iter().find(|(_, amount)| **amount <= limit);
                        let expected = expected.map(|(id, _)| OrderId(*id));
                        prop_assert_eq!(tree.oldest_within(limit), expected);
                        prop_assert_eq!(tree.is_empty(), known.is_empty());
                        let mut again = Tree::default();
                        for (id, amount) in known {
                            again.set(OrderId(*id), Some(*amount));
                        }
                        prop_assert_eq!(tree, &again);
                    }
                }
                Ok(())
            },
        );
    }
}
