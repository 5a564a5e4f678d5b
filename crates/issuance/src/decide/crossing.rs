//! Purchases and redemptions meet before anything of either goes to the venue: what both want of an asset crosses at the middle of
//! the best bid and the best ask, so neither is worse off than there, and neither pays its fee.
//!
//! Each side is fitted by itself: what crosses extends the bids that the redemptions see, and what these then sell to purchases
//! extends the asks, as the house's lots do. The two agree when all of that is bought. Where it is not (other limits bind, or
//! another asset of the basket) the redemptions are fitted again to what was bought; that only ever becomes less, so they agree at
//! last, at nothing if need be. Then those of one index meet alone, who always can.
//!
//! The holders of indexes whose baskets have changed come after the orders: what they sell extends the offers further, what they buy the
//! bids. They trade each asset by itself, so that they agree to anything up to what they want.

mod pairs;

use std::collections::BTreeMap;
use std::sync::Arc;

use ledger::Unit;
use money::{Cash, MoneyError, Price, Quantity, Rate, Rounding};

use super::purchases::{Means, Purchases, house_lots_each};
use super::rebalance::Wants;
use super::redeem::{SOLD_SCALE, unsold};
use super::redemptions::Redemptions;
use super::sales::{quantities_of, quantity_of};
use super::selling;
use super::slippage::{self, WORKING_SCALE};
use crate::batch::{Batch, Contribution};
use crate::draft::Draft;
use crate::holding::quantity_scale;
use crate::market::{Market, Snapshot};
use crate::{BatchId, Index, OrderId, Rejection};

/// Fittings of both sides in which they may come to agree.
const ROUNDS_MAX: usize = 12;
/// In so many of them they come closer to each other; after that, what they do not agree on does not cross at all.
const PATIENT_ROUNDS: usize = 8;

/// What becomes of an asset that the two sides do not agree on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    /// So much crosses as is bought.
    Kept,
    /// Nothing of it crosses between orders.
    Lost,
}

impl Patience {
    const fn in_round(round: usize) -> Self {
        if round < PATIENT_ROUNDS {
            Self::Kept
        } else {
            Self::Lost
        }
    }
}

/// How much of each asset; an asset without any is not there.
pub(super) type Quantities = BTreeMap<Unit, Quantity>;

/// What redemptions sell of an asset to purchases.
pub(super) struct Offer {
    pub(super) quantity: Quantity,
    /// As much as purchases can lack when they want as many units as are redeemed: what is sold is rounded down, and what is bought up. If that
    /// is all that they lack they do without: the venue's least order would be dear for it.
    pub(super) digits: Quantity,
}

impl Offer {
    /// Of nobody yet.
    const fn none() -> Self {
        Self {
            quantity: Quantity::ZERO,
            digits: Quantity::ZERO,
        }
    }

    fn new(sold: &[Contribution]) -> Result<Self, MoneyError> {
        let orders = u128::try_from(sold.len()).map_err(|_| MoneyError::Overflow)?;
        Ok(Self {
            quantity: quantity_of(sold)?,
            digits: Quantity::from_atoms(orders, SOLD_SCALE)?,
        })
    }
}

/// All that both sides of a batch are decided from.
pub(super) struct Table<'a> {
    pub(super) batch: BatchId,
    pub(super) snapshot: &'a Snapshot,
    /// Asset orders for both sides.
    pub(super) slots: usize,
    /// What the batch sells besides.
    pub(super) left_over: Quantities,
    pub(super) sellers: Vec<selling::Group>,
    pub(super) buyers: Vec<slippage::Group>,
    /// What holders trade beside what the orders do.
    pub(super) holders: Wants,
}

/// What each side gets: what the one crosses is what the other does, but for what holders have a part in.
pub(super) struct Met {
    pub(super) redemptions: Redemptions,
    pub(super) purchases: Purchases,
}

impl Met {
    fn is_empty(&self) -> bool {
        self.redemptions.orders.is_empty() && self.purchases.is_empty()
    }

    /// Whether a redemption sells something to a purchase.
    fn has_met(&self) -> bool {
        let mut sold = self.redemptions.crossed.keys();
        sold.any(|asset| self.purchases.crossed.contains_key(asset))
    }
}

impl Table<'_> {
    /// What both sides get. Where they can't agree because of what else shares their assets, the redemptions and purchases of one index
    /// meet alone, in turn with a batch in which nothing crosses.
    pub(super) fn meet(&self, draft: &Draft<'_>) -> Result<Met, Rejection> {
        let largest = self.largest(draft)?;
        let met = self.agree(draft, &largest)?;
        if largest.is_empty() || met.has_met() {
            return Ok(met);
        }
        let alone = self.of_one_index(draft)?;
        if let Some(alone) = alone.filter(|_| met.is_empty() || draft.state.batches_made % 2 == 1) {
            let alone = alone.agree(draft, &largest)?;
            if alone.has_met() {
                return Ok(alone);
            }
        }
        Ok(met)
    }

    /// Fits both sides until they agree on what crosses: `largest` at most.
    fn agree(&self, draft: &Draft<'_>, largest: &Quantities) -> Result<Met, Rejection> {
        let mut redemptions = super::redemptions::sell(draft, self, largest)?;
        for round in 0..ROUNDS_MAX {
            let purchases = self.buy(draft, &redemptions)?;
            let given = quantities_of(&redemptions.crossed)?;
            let bought = quantities_of(&purchases.crossed)?;
            if self.holders.close(&given, &bought)? {
                return Ok(Met {
                    redemptions,
                    purchases,
                });
            }
            let at_most = self.bounded(&given, &bought, Patience::in_round(round))?;
            redemptions = super::redemptions::sell(draft, self, &at_most)?;
            let given = quantities_of(&redemptions.crossed)?;
            if self.holders.close(&given, &bought)?
                && self.leaves_enough(draft, &redemptions, &purchases)?
            {
                return Ok(Met {
                    redemptions,
                    purchases,
                });
            }
        }
        // To holders alone: to that these agree whatever is bought.
        let to_holders = self.holders.bought()?;
        let redemptions = super::redemptions::sell(draft, self, &to_holders)?;
        let purchases = self.buy(draft, &redemptions)?;
        Ok(Met {
            redemptions,
            purchases,
        })
    }

    /// What may cross of what redemptions have given, when so much of it was bought.
    fn bounded(
        &self,
        given: &Quantities,
        bought: &Quantities,
        patience: Patience,
    ) -> Result<Quantities, MoneyError> {
        let mut at_most = Quantities::new();
        for (asset, given) in given {
            let bought = bought.get(asset).copied().unwrap_or_default();
            let by_holders = self.holders.bought_of(asset)?;
            let mut taken = bought.checked_add(by_holders)?;
            if *given > taken && patience == Patience::Lost {
                taken = by_holders;
            }
            let bound = taken.min(*given);
            if !bound.is_zero() {
                at_most.insert(asset.clone(), bound);
            }
        }
        Ok(at_most)
    }

    /// The orders in the index of the oldest redemption that someone buys the same basket as; none if there is none.
    fn of_one_index(&self, draft: &Draft<'_>) -> Result<Option<Self>, Rejection> {
        let basket_of = |id: OrderId| draft.order(id).map(|order| order.index.as_ref());
        let mut wanted: Vec<&Arc<Index>> = Vec::new();
        for ready in self.buyers.iter().flat_map(|group| &group.orders) {
            let index = basket_of(ready.id)?;
            wanted.extend(index.filter(|index| !wanted.contains(index)));
        }
        let mut sellers: Vec<OrderId> = Vec::new();
        for group in &self.sellers {
            sellers.extend(&group.orders);
        }
        sellers.sort();
        let mut found = None;
        for id in sellers {
            found = basket_of(id)?.filter(|index| wanted.contains(index));
            if found.is_some() {
                break;
            }
        }
        let Some(found) = found else {
            return Ok(None);
        };
        let is_it = |id: OrderId| basket_of(id).is_ok_and(|index| index == Some(found));
        let mut sellers = self.sellers.clone();
        let mut buyers = self.buyers.clone();
        for group in &mut sellers {
            group.orders.retain(|id| is_it(*id));
        }
        for group in &mut buyers {
            group.orders.retain(|ready| is_it(ready.id));
        }
        Ok(Some(Self {
            left_over: self.left_over.clone(),
            sellers,
            buyers,
            holders: self.holders.clone(),
            ..*self
        }))
    }

    /// What is bought with what the redemptions give and leave.
    fn buy(&self, draft: &Draft<'_>, redemptions: &Redemptions) -> Result<Purchases, Rejection> {
        let mut crossing = BTreeMap::new();
        for (asset, contributions) in &redemptions.crossed {
            crossing.insert(asset.clone(), Offer::new(contributions)?);
        }
        for asset in self.holders.sells.keys() {
            let offer = crossing.entry(asset.clone()).or_insert(Offer::none());
            let by_holders = self.holders.sold_of(asset)?;
            offer.quantity = offer.quantity.checked_add(by_holders)?;
        }
        let means = Means {
            slots: self.slots.saturating_sub(redemptions.contributions.len()),
            house: house_left(draft, redemptions)?,
            crossing: &crossing,
            house_lots: house_lots_each(self.snapshot),
        };
        super::purchases::buy(draft, self.batch, self.snapshot, &self.buyers, means)
    }

    /// Whether these redemptions leave asset orders and house cash for these purchases, which were fitted beside others.
    fn leaves_enough(
        &self,
        draft: &Draft<'_>,
        redemptions: &Redemptions,
        purchases: &Purchases,
    ) -> Result<bool, Rejection> {
        let Batch {
            asset_orders,
            house_in_flight,
            ..
        } = &purchases.batch;
        let slots = redemptions.contributions.len() + asset_orders.len();
        Ok(slots <= self.slots && *house_in_flight <= house_left(draft, redemptions)?)
    }

    /// While others buy, half of the asset orders are for selling.
    pub(super) fn selling_slots(&self) -> usize {
        if self.buys() {
            self.slots.div_ceil(2)
        } else {
            self.slots
        }
    }

    fn buys(&self) -> bool {
        self.buyers.iter().any(|group| !group.orders.is_empty())
    }

    /// All that could cross: what the redemptions have not sold, of each asset that has a price for it; if nobody buys, what holders do.
    fn largest(&self, draft: &Draft<'_>) -> Result<Quantities, Rejection> {
        let mut largest = Quantities::new();
        if !self.buys() && self.holders.buys.is_empty() {
            return Ok(largest);
        }
        for id in self.sellers.iter().flat_map(|group| &group.orders) {
            let order = draft.order(*id)?;
            for entry in order.index.iter().flat_map(|index| &index.basket) {
                let sum = largest.entry(entry.asset.clone()).or_default();
                *sum = sum.checked_add(unsold(order, entry)?)?;
            }
        }
        let mut priced = Quantities::new();
        for (asset, mut quantity) in largest {
            if !self.buys() {
                quantity = quantity.min(self.holders.bought_of(&asset)?);
            }
            if !quantity.is_zero() && self.middle_of(&asset)?.is_some() {
                priced.insert(asset, quantity);
            }
        }
        Ok(priced)
    }

    /// The price that an asset crosses at.
    fn middle_of(&self, asset: &Unit) -> Result<Option<Price>, MoneyError> {
        self.snapshot.market_of(asset).map_or(Ok(None), middle)
    }
}

/// What the house may still spend beside these redemptions.
fn house_left(draft: &Draft<'_>, redemptions: &Redemptions) -> Result<Cash, Rejection> {
    let allowance = super::end::house_allowance(draft)?;
    Ok(allowance.excess_over(redemptions.taken()?)?)
}

/// The middle of a book, to more digits than prices have; none where a side of the book is empty, where the best bid is
/// above the best ask, or while the market does not trade.
pub(super) fn middle(market: &Market) -> Result<Option<Price>, MoneyError> {
    match (market.bids.first(), market.asks.first()) {
        (Some(bid), Some(ask)) if market.tradable && bid.price <= ask.price => {
            let both = bid.price.checked_add(ask.price)?;
            let half = Rate::from_basis_points(5_000);
            both.less_rate(half, WORKING_SCALE, Rounding::HalfEven)
                .map(Some)
        }
        _ => Ok(None),
    }
}

/// Takes what crosses out of contributions to an asset order: in proportion, of equal remainders the older first.
pub(super) fn take_crossing(
    at_most: Quantity,
    contributions: &mut Vec<Contribution>,
) -> Result<Vec<Contribution>, MoneyError> {
    let weights: Vec<Quantity> = contributions
        .iter()
        .map(|contribution| contribution.quantity)
        .collect();
    let crossing = at_most.min(Quantity::sum(weights.iter().copied())?);
    if crossing.is_zero() {
        return Ok(Vec::new());
    }
    let scale = weights
        .iter()
        .map(|weight| quantity_scale(*weight))
        .fold(quantity_scale(crossing), Ord::max);
    let shares = crossing.apportion(&weights, scale)?;
    let mut crossed = Vec::with_capacity(contributions.len());
    for (contribution, share) in contributions.iter_mut().zip(shares) {
        if !share.is_zero() {
            contribution.quantity = contribution.quantity.checked_sub(share)?;
            crossed.push(Contribution {
                order: contribution.order,
                quantity: share,
            });
        }
    }
    contributions.retain(|contribution| !contribution.quantity.is_zero());
    Ok(crossed)
}
