//! Who sells what to whom: on both sides orders before holders, and the oldest first. So what orders cross, they cross with each other as far as
//! that goes.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Account, Name, Unit};
use money::{Cash, MoneyError, Quantity, Rounding};

use super::Table;
use crate::Rejection;
use crate::batch::Contribution;
use crate::crossing::{Crossed, Crossing, Party};
use crate::decide::purchases::Purchases;
use crate::decide::redemptions::Redemptions;
use crate::draft::Draft;

/// What one of a side sells or buys.
#[derive(Clone)]
struct Part {
    party: Party,
    quantity: Quantity,
}

struct Pair {
    from: Party,
    to: Party,
    quantity: Quantity,
}

impl Table<'_> {
    /// Who sells what to whom, asset by asset. What it costs a purchase is in flight for it from now on.
    pub(in crate::decide) fn pair(
        &self,
        draft: &Draft<'_>,
        redemptions: &Redemptions,
        purchases: &mut Purchases,
    ) -> Result<Vec<Crossing>, Rejection> {
        let bought = std::mem::take(&mut purchases.crossed);
        let by_orders = redemptions.crossed.keys().chain(bought.keys());
        let sold = self.holders.sells.keys();
        let by_holders = sold.filter(|asset| self.holders.buys.contains_key(*asset));
        let assets: BTreeSet<&Unit> = by_orders.chain(by_holders).collect();
        let mut paid = Paid::default();
        let mut crossings = Vec::with_capacity(assets.len());
        for asset in assets {
            let Some(price) = self.middle_of(asset)? else {
                return Err(Rejection::Fitting(format!("{asset} crosses at no price")));
            };
            let sold = side(
                redemptions.crossed.get(asset),
                self.holders.sells.get(asset),
            );
            let bought = side(bought.get(asset), self.holders.buys.get(asset));
            let mut parts = Vec::with_capacity(sold.len() + bought.len());
            for Pair { from, to, quantity } in pairs(sold, bought)? {
                // Nobody pays what he does not have.
                let cost = price.times(quantity, draft.settings.cash_scale, Rounding::HalfEven)?;
                let cost = match &to {
                    Party::Order(order) => {
                        let cost = cost.min(purchases.left(draft, *order)?);
                        purchases.send(*order, cost)?;
                        cost
                    }
                    Party::Holders(index) => paid.pay(draft, index, cost)?,
                };
                let index = match &from {
                    Party::Order(order) => draft.order(*order)?.request.index.clone(),
                    Party::Holders(index) => index.clone(),
                };
                parts.push(Crossed {
                    from,
                    index,
                    to,
                    quantity,
                    cost,
                });
            }
            crossings.push(Crossing {
                asset: asset.clone(),
                price,
                parts,
            });
        }
        Ok(crossings)
    }
}

/// What holders have paid.
#[derive(Default)]
struct Paid(BTreeMap<Name, Cash>);

impl Paid {
    /// Takes a cost from what is left of the holders' cash, as far as that goes.
    fn pay(&mut self, draft: &Draft<'_>, index: &Name, cost: Cash) -> Result<Cash, MoneyError> {
        let paid = self.0.entry(index.clone()).or_default();
        let purse = draft.desk.cash_of(&Account::rebalance(index));
        let cost = cost.min(purse.excess_over(*paid)?);
        *paid = paid.checked_add(cost)?;
        Ok(cost)
    }
}

fn side(orders: Option<&Vec<Contribution>>, holders: Option<&Vec<(Name, Quantity)>>) -> Vec<Part> {
    let orders = orders.into_iter().flatten().map(|contribution| Part {
        party: Party::Order(contribution.order),
        quantity: contribution.quantity,
    });
    let holders = holders.into_iter().flatten().map(|(index, quantity)| Part {
        party: Party::Holders(index.clone()),
        quantity: *quantity,
    });
    orders.chain(holders).collect()
}

/// The first of the one side with the first of the other, until one side has no more. What is left then is holders'.
fn pairs(sold: Vec<Part>, bought: Vec<Part>) -> Result<Vec<Pair>, MoneyError> {
    let mut pairs = Vec::with_capacity(sold.len() + bought.len());
    let (mut sellers, mut buyers) = (sold.into_iter(), bought.into_iter());
    let (mut seller, mut buyer) = (sellers.next(), buyers.next());
    while let (Some(from), Some(to)) = (&mut seller, &mut buyer) {
        let quantity = from.quantity.min(to.quantity);
        from.quantity = from.quantity.checked_sub(quantity)?;
        to.quantity = to.quantity.checked_sub(quantity)?;
        if !quantity.is_zero() {
            pairs.push(Pair {
                from: from.party.clone(),
                to: to.party.clone(),
                quantity,
            });
        }
        if from.quantity.is_zero() {
            seller = sellers.next();
        }
        if buyer.as_ref().is_some_and(|to| to.quantity.is_zero()) {
            buyer = buyers.next();
        }
    }
    let left = [seller, buyer].into_iter().flatten();
    let mut left = left.chain(sellers).chain(buyers);
    // The two sides' orders have agreed.
    if left.any(|part| part.party.order().is_some() && !part.quantity.is_zero()) {
        return Err(MoneyError::Negative);
    }
    Ok(pairs)
}
