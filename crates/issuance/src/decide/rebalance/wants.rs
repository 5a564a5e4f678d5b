//! What the holders of indexes whose baskets have changed can trade with orders and with each other, before the venue is asked: what is
//! behind their units beyond need, and what is missing there and their cash is enough for at the middle. Both are bounded by the cap of one
//! order, as what they trade at the venue is.

use std::collections::BTreeMap;

use ledger::{Account, Name, Unit};
use money::{Cash, MoneyError, Price, Quantity, Rounding, Scale};

use super::room::least;
use crate::Rejection;
use crate::backing::Need;
use crate::decide::crossing::{Quantities, middle};
use crate::decide::redeem::SOLD_SCALE;
use crate::draft::Draft;
use crate::market::{Market, Snapshot};

/// By asset: whose holders, and how much at most, in turn. An asset without a middle is not there.
#[derive(Clone, Default)]
pub(in crate::decide) struct Wants {
    pub(in crate::decide) sells: BTreeMap<Unit, Vec<(Name, Quantity)>>,
    pub(in crate::decide) buys: BTreeMap<Unit, Vec<(Name, Quantity)>>,
}

impl Wants {
    /// Of the indexes whose turn it is.
    pub(in crate::decide) fn of(draft: &Draft<'_>, snapshot: &Snapshot) -> Result<Self, Rejection> {
        let mut wants = Self::default();
        for index in super::in_turn(draft) {
            // An index whose amounts are beyond a decimal holds nobody else up.
            let Ok(Some(needs)) = draft.state.needs_at(&draft.desk, &index) else {
                continue;
            };
            let priced = priced(snapshot, &needs)?;
            let (Ok(sold), Ok(bought)) = (sold(draft, &priced), bought(draft, &index, &priced))
            else {
                continue;
            };
            for (asset, quantity) in sold {
                let of_asset = wants.sells.entry(asset).or_default();
                of_asset.push((index.clone(), quantity));
            }
            for (asset, quantity) in bought {
                let of_asset = wants.buys.entry(asset).or_default();
                of_asset.push((index.clone(), quantity));
            }
        }
        Ok(wants)
    }

    /// What they sell of an asset at most.
    pub(in crate::decide) fn sold_of(&self, asset: &Unit) -> Result<Quantity, MoneyError> {
        sum(self.sells.get(asset))
    }

    /// What they buy of an asset at most.
    pub(in crate::decide) fn bought_of(&self, asset: &Unit) -> Result<Quantity, MoneyError> {
        sum(self.buys.get(asset))
    }

    /// What they buy at most.
    pub(in crate::decide) fn bought(&self) -> Result<Quantities, MoneyError> {
        let all = self.buys.iter();
        all.map(|(asset, of_asset)| Ok((asset.clone(), sum(Some(of_asset))?)))
            .collect()
    }

    /// Whether the difference between what redemptions have given and purchases have bought is what holders take or give.
    pub(in crate::decide) fn close(
        &self,
        given: &Quantities,
        bought: &Quantities,
    ) -> Result<bool, MoneyError> {
        let of = |all: &Quantities, asset: &Unit| all.get(asset).copied().unwrap_or_default();
        for asset in given.keys().chain(bought.keys()) {
            let (given, bought) = (of(given, asset), of(bought, asset));
            if given.excess_over(bought)? > self.bought_of(asset)?
                || bought.excess_over(given)? > self.sold_of(asset)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn sum(of_asset: Option<&Vec<(Name, Quantity)>>) -> Result<Quantity, MoneyError> {
    let all = of_asset.into_iter().flatten();
    Quantity::sum(all.map(|(_, quantity)| *quantity))
}

/// The needs that have a market with a middle, and them.
fn priced<'a>(
    snapshot: &'a Snapshot,
    needs: &'a [Need],
) -> Result<Vec<(&'a Need, &'a Market, Price)>, MoneyError> {
    let mut priced = Vec::with_capacity(needs.len());
    for need in needs {
        let Some(market) = snapshot.market_of(&need.asset) else {
            continue;
        };
        let middle = middle(market)?.filter(|middle| !middle.is_zero());
        priced.extend(middle.map(|middle| (need, market, middle)));
    }
    Ok(priced)
}

/// What is behind beyond need; not what would bring less than a digit of cash.
fn sold(
    draft: &Draft<'_>,
    priced: &[(&Need, &Market, Price)],
) -> Result<Vec<(Unit, Quantity)>, MoneyError> {
    let scale = draft.settings.cash_scale;
    let mut left = draft.settings.order_cap;
    let mut sold = Vec::new();
    for (need, _, price) in priced {
        let by_cap = left.over(*price, SOLD_SCALE, Rounding::Down)?;
        let quantity = need
            .to_sell()?
            .min(by_cap)
            .round_to(SOLD_SCALE, Rounding::Down)?;
        if !price.times(quantity, scale, Rounding::Down)?.is_zero() {
            left = left.excess_over(price.times(quantity, scale, Rounding::Up)?)?;
            sold.push((need.asset.clone(), quantity));
        }
    }
    Ok(sold)
}

/// What is missing, as far as the holders' cash goes: where it is too little, the same part of each asset, and no crumbs of it: what
/// others then sell to get cash for theirs would be smaller crumbs, batch after batch.
fn bought(
    draft: &Draft<'_>,
    index: &Name,
    priced: &[(&Need, &Market, Price)],
) -> Result<Vec<(Unit, Quantity)>, Rejection> {
    let scale = draft.settings.cash_scale;
    let purse = draft.desk.cash_of(&Account::rebalance(index));
    let budget = purse.min(draft.settings.order_cap);
    let mut wanted = Vec::new();
    let mut total = Cash::ZERO;
    for (need, market, price) in priced {
        let quantity = need.to_buy()?;
        total = total.checked_add(price.times(quantity, scale, Rounding::Up)?)?;
        wanted.push((*need, *market, *price, quantity));
    }
    let mut bought = Vec::new();
    for (need, market, price, mut quantity) in wanted {
        if total > budget {
            quantity = quantity.share_of(budget, total, Scale::QUANTITY, Rounding::Down)?;
            if quantity < least(market, price)? {
                continue;
            }
        }
        if !price.times(quantity, scale, Rounding::Down)?.is_zero() {
            bought.push((need.asset.clone(), quantity));
        }
    }
    Ok(bought)
}
