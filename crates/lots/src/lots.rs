//! Every open part of every lot, by asset and owner, and the operations that open, consume and move them.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Name, Unit};
use money::{Cash, MoneyError, Price, Quantity, Rounding, Scale};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::change::{Change, Pick, picks_total, taken};
use crate::piece::{Piece, Taken};
use crate::pieces::{Key, Pieces};
use crate::position::Totals;
use crate::trade::Amounts;
use crate::{LotsError, Opened, Owner, Share, Trade};

/// Lots and who owns them. Equal operations in equal order give equal lots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lots {
    pub(crate) scale: Scale,
    /// Every lot ever opened, in order: its place is its age.
    pub(crate) opened: Vec<Lot>,
    /// Every trade ever recorded.
    pub(crate) trades: FxHashSet<Name>,
    pub(crate) assets: BTreeMap<Unit, Asset>,
}

/// What does not change of a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lot {
    pub(crate) id: Name,
    pub(crate) time_unix_ns: i64,
}

/// One asset's owners and totals.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asset {
    pub(crate) owners: FxHashMap<Owner, Pieces>,
    pub(crate) totals: Totals,
}

/// At what the new owner carries what is transferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// As the old owner did: cost and fee go with it.
    Cost,
    /// At a price, without a fee: the old owner has sold it, and his profit is realised.
    Price(Price),
}

/// What a transfer has moved, part by part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transferred {
    /// As the old owner carried it.
    pub given: Vec<Taken>,
    /// As the new owner carries it.
    pub received: Vec<Taken>,
}

impl Lots {
    /// No lots. `scale` is the cash scale: 6 for USDC.
    pub fn new(scale: Scale) -> Self {
        Self {
            scale,
            opened: Vec::new(),
            trades: FxHashSet::default(),
            assets: BTreeMap::new(),
        }
    }

    /// Opens a lot of what was bought and gives each owner his share of it: Σ shares = the quantity less a fee in the asset itself.
    /// A fee in a third asset leaves the house's lots of that asset, at the mark.
    pub fn open(&mut self, trade: &Trade, shares: &[Share]) -> Result<Opened, LotsError> {
        let (change, opened) = self.opening(trade, shares)?;
        self.commit(change);
        Ok(opened)
    }

    /// What [`Lots::open`] would open.
    pub fn would_open(&self, trade: &Trade, shares: &[Share]) -> Result<Opened, LotsError> {
        self.opening(trade, shares).map(|(_, opened)| opened)
    }

    /// Consumes an owner's lots, oldest first: they are nobody's afterwards, and stand behind index units.
    pub fn take(
        &mut self,
        owner: &Owner,
        asset: &Unit,
        quantity: Quantity,
    ) -> Result<Vec<Taken>, LotsError> {
        let (change, taken) = self.taking(owner, asset, quantity)?;
        self.commit(change);
        Ok(taken)
    }

    /// What [`Lots::take`] would take.
    pub fn would_take(
        &self,
        owner: &Owner,
        asset: &Unit,
        quantity: Quantity,
    ) -> Result<Vec<Taken>, LotsError> {
        self.taking(owner, asset, quantity).map(|(_, taken)| taken)
    }

    /// Moves an owner's lots, oldest first, to another, who has them with their identity and their age. The answer is what left the
    /// old owner and what the new one got, part by part.
    pub fn transfer(
        &mut self,
        from: &Owner,
        to: &Owner,
        asset: &Unit,
        quantity: Quantity,
        basis: Basis,
    ) -> Result<Transferred, LotsError> {
        let (change, transferred) = self.transferring(from, to, asset, quantity, basis)?;
        self.commit(change);
        Ok(transferred)
    }

    /// What [`Lots::transfer`] would move.
    pub fn would_transfer(
        &self,
        from: &Owner,
        to: &Owner,
        asset: &Unit,
        quantity: Quantity,
        basis: Basis,
    ) -> Result<Transferred, LotsError> {
        self.transferring(from, to, asset, quantity, basis)
            .map(|(_, transferred)| transferred)
    }

    /// Whether a trade is recorded, as a purchase or as a sale.
    pub fn is_recorded(&self, trade: &Name) -> bool {
        self.trades.contains(trade)
    }

    fn opening(&self, trade: &Trade, shares: &[Share]) -> Result<(Change, Opened), LotsError> {
        self.check_new(trade)?;
        let out_of_range = LotsError::out_of_range(&trade.asset);
        let amounts = trade.bought(self.scale)?;
        let Amounts {
            quantity,
            cost,
            fee,
            remainder,
        } = amounts;
        let shares = self.shared(trade, Piece::new(quantity, cost, fee), shares)?;
        let mut change = Change::of(&trade.asset, self.totals(&trade.asset));
        change
            .totals
            .open(quantity, cost, fee)
            .map_err(&out_of_range)?;
        let key = Key {
            age: self.opened.len(),
            price: trade.price,
        };
        for (owner, taken) in &shares {
            let joined = self.joined(owner, &trade.asset, &[(key, taken.clone())]);
            change
                .arriving
                .push((owner.clone(), joined.map_err(&out_of_range)?));
        }
        change.opened = Some(Lot {
            id: trade.id.clone(),
            time_unix_ns: trade.time_unix_ns,
        });
        change.recorded = Some(trade.id.clone());
        let house_fee = self.third_fee(&trade.fee, &mut change)?;
        Ok((
            change,
            Opened {
                quantity,
                cost,
                fee,
                remainder,
                shares,
                house_fee,
            },
        ))
    }

    fn taking(
        &self,
        owner: &Owner,
        asset: &Unit,
        quantity: Quantity,
    ) -> Result<(Change, Vec<Taken>), LotsError> {
        let picks = self.picks(owner, asset, quantity)?;
        let mut change = Change::of(asset, self.totals(asset));
        picks_total(&picks)
            .and_then(|(cost, fee)| change.totals.consume(quantity, cost, fee))
            .map_err(LotsError::out_of_range(asset))?;
        let taken = taken(&picks);
        change.leaving.push((owner.clone(), picks));
        Ok((change, taken))
    }

    fn transferring(
        &self,
        from: &Owner,
        to: &Owner,
        asset: &Unit,
        quantity: Quantity,
        basis: Basis,
    ) -> Result<(Change, Transferred), LotsError> {
        if from == to {
            return Err(LotsError::SameOwner {
                owner: from.clone(),
            });
        }
        let out_of_range = LotsError::out_of_range(asset);
        let picks = self.picks(from, asset, quantity)?;
        let mut change = Change::of(asset, self.totals(asset));
        let received = match basis {
            Basis::Cost => taken(&picks),
            Basis::Price(price) => self
                .at_price(&picks, quantity, price, &mut change.totals)
                .map_err(&out_of_range)?,
        };
        let keyed = |(pick, part): (&Pick, &Taken)| {
            (
                Key {
                    age: pick.key.age,
                    price: part.price,
                },
                part.clone(),
            )
        };
        let arriving: Vec<(Key, Taken)> = picks.iter().zip(&received).map(keyed).collect();
        let joined = self.joined(to, asset, &arriving).map_err(&out_of_range)?;
        let given = taken(&picks);
        change.leaving.push((from.clone(), picks));
        change.arriving.push((to.clone(), joined));
        Ok((change, Transferred { given, received }))
    }

    /// Each owner's part of a new lot.
    fn shared(
        &self,
        trade: &Trade,
        mut lot: Piece,
        shares: &[Share],
    ) -> Result<Vec<(Owner, Taken)>, LotsError> {
        check_shares(trade, lot.quantity, shares)?;
        let mut parts = Vec::with_capacity(shares.len());
        for Share { owner, quantity } in shares.iter().filter(|share| !share.quantity.is_zero()) {
            let (cost, fee) = lot
                .shares(*quantity, self.scale)
                .map_err(LotsError::out_of_range(&trade.asset))?;
            lot.taken = lot
                .taken
                .checked_add(*quantity)
                .map_err(LotsError::out_of_range(&trade.asset))?;
            let taken = Taken {
                lot: trade.id.clone(),
                price: trade.price,
                quantity: *quantity,
                cost,
                fee,
            };
            parts.push((owner.clone(), taken));
        }
        Ok(parts)
    }

    /// The picked parts as a buyer at a price carries them.
    fn at_price(
        &self,
        picks: &[Pick],
        quantity: Quantity,
        price: Price,
        totals: &mut Totals,
    ) -> Result<Vec<Taken>, MoneyError> {
        let proceeds = price.times(quantity, self.scale, Rounding::Down)?;
        let (cost, fee) = picks_total(picks)?;
        totals.close(quantity, cost, fee, proceeds)?;
        totals.open(quantity, proceeds, Cash::ZERO)?;
        let mut sold = Piece::new(quantity, proceeds, Cash::ZERO);
        picks
            .iter()
            .map(|Pick { taken, .. }| {
                let (cost, fee) = sold.shares(taken.quantity, self.scale)?;
                sold.taken = sold.taken.checked_add(taken.quantity)?;
                Ok(Taken {
                    price,
                    cost,
                    fee,
                    ..taken.clone()
                })
            })
            .collect()
    }
}

/// Checks that shares are of different owners and add up to a trade's quantity.
pub(crate) fn check_shares(
    trade: &Trade,
    quantity: Quantity,
    shares: &[Share],
) -> Result<(), LotsError> {
    let sum = Quantity::sum(shares.iter().map(|share| share.quantity))
        .map_err(LotsError::out_of_range(&trade.asset))?;
    if sum != quantity {
        return Err(LotsError::Shares {
            id: trade.id.clone(),
            quantity,
            shares: sum,
        });
    }
    let mut owners = BTreeSet::new();
    match shares.iter().find(|share| !owners.insert(&share.owner)) {
        Some(share) => Err(LotsError::DuplicateOwner {
            id: trade.id.clone(),
            owner: share.owner.clone(),
        }),
        None => Ok(()),
    }
}
