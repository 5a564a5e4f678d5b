//! Every open part of every lot, by asset and owner, and the operations that open, consume and move them.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Name, Unit};
use money::{Cash, MoneyError, Price, Quantity, Rounding, Scale};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::piece::{Piece, Taken, total};
use crate::pieces::{Key, Pieces};
use crate::position::Totals;
use crate::trade::Amounts;
use crate::{Fee, LotsError, Opened, Owner, Share, Trade};

/// Lots and who owns them. Equal operations in equal order give equal lots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lots {
    pub(crate) scale: Scale,
    /// Every lot ever opened, in order: its place is its age.
    pub(crate) opened: Vec<Lot>,
    /// Every trade ever recorded.
    trades: FxHashSet<Name>,
    pub(crate) assets: BTreeMap<Unit, Asset>,
}

/// What does not change of a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lot {
    pub(crate) id: Name,
    pub(crate) time_unix_ns: i64,
}

/// One asset's owners and totals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asset {
    pub(crate) owners: FxHashMap<Owner, Pieces>,
    pub(crate) totals: Totals,
}

/// A part that is about to leave its owner.
#[derive(Debug, Clone)]
pub(crate) struct Pick {
    key: Key,
    pub(crate) taken: Taken,
}

/// At what the new owner carries what is transferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// As the old owner did: cost and fee go with it.
    Cost,
    /// At a price, without a fee: the old owner has sold it, and his profit is realised.
    Price(Price),
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
        self.check_new(trade)?;
        let out_of_range = LotsError::out_of_range(&trade.asset);
        let Amounts {
            quantity,
            cost,
            fee,
            remainder,
        } = trade.bought(self.scale)?;
        let parts = self.shared(trade, Piece::new(quantity, cost, fee), shares)?;
        let fee_sale = self.third_fee(&trade.fee)?;
        let mut totals = self.totals(&trade.asset);
        totals.open(quantity, cost, fee).map_err(&out_of_range)?;

        let key = Key {
            age: self.opened.len(),
            price: trade.price,
        };
        self.opened.push(Lot {
            id: trade.id.clone(),
            time_unix_ns: trade.time_unix_ns,
        });
        self.trades.insert(trade.id.clone());
        let asset = self.assets.entry(trade.asset.clone()).or_default();
        asset.totals = totals;
        for (owner, taken) in &parts {
            let piece = Piece::new(taken.quantity, taken.cost, taken.fee);
            asset
                .owners
                .entry(owner.clone())
                .or_default()
                .insert(key, piece);
        }
        self.commit_third_fee(fee_sale);
        Ok(Opened {
            quantity,
            cost,
            fee,
            remainder,
            shares: parts,
        })
    }

    /// What [`Lots::take`] would take.
    pub fn pick(
        &self,
        owner: &Owner,
        asset: &Unit,
        quantity: Quantity,
    ) -> Result<Vec<Taken>, LotsError> {
        Ok(self
            .picks(owner, asset, quantity)?
            .into_iter()
            .map(|pick| pick.taken)
            .collect())
    }

    /// Consumes an owner's lots, oldest first: they are nobody's afterwards, and stand behind index units.
    pub fn take(
        &mut self,
        owner: &Owner,
        asset: &Unit,
        quantity: Quantity,
    ) -> Result<Vec<Taken>, LotsError> {
        let picks = self.picks(owner, asset, quantity)?;
        let mut totals = self.totals(asset);
        let (cost, fee) = picks_total(&picks).map_err(LotsError::out_of_range(asset))?;
        totals
            .consume(quantity, cost, fee)
            .map_err(LotsError::out_of_range(asset))?;
        self.remove(owner, asset, &picks);
        self.set_totals(asset, totals);
        Ok(picks.into_iter().map(|pick| pick.taken).collect())
    }

    /// Moves an owner's lots, oldest first, to another, who has them with their identity and their age. The answer is what the new
    /// owner got, at what he carries it.
    pub fn transfer(
        &mut self,
        from: &Owner,
        to: &Owner,
        asset: &Unit,
        quantity: Quantity,
        basis: Basis,
    ) -> Result<Vec<Taken>, LotsError> {
        if from == to {
            return Err(LotsError::SameOwner {
                owner: from.clone(),
            });
        }
        let out_of_range = LotsError::out_of_range(asset);
        let picks = self.picks(from, asset, quantity)?;
        let mut totals = self.totals(asset);
        let received = match basis {
            Basis::Cost => picks.iter().map(|pick| pick.taken.clone()).collect(),
            Basis::Price(price) => self
                .at_price(&picks, quantity, price, &mut totals)
                .map_err(&out_of_range)?,
        };
        let arriving: Vec<(Key, Taken)> = picks
            .iter()
            .map(|pick| pick.key.age)
            .zip(received)
            .map(|(age, taken)| {
                (
                    Key {
                        age,
                        price: taken.price,
                    },
                    taken,
                )
            })
            .collect();
        let joined = match self.pieces(to, asset) {
            Some(pieces) => pieces.joined(&arriving, self.scale),
            None => Pieces::default().joined(&arriving, self.scale),
        };
        let joined = joined.map_err(&out_of_range)?;
        self.remove(from, asset, &picks);
        if !joined.is_empty() {
            self.assets
                .entry(asset.clone())
                .or_default()
                .owners
                .entry(to.clone())
                .or_default()
                .replace(joined);
        }
        self.set_totals(asset, totals);
        Ok(arriving.into_iter().map(|(_, taken)| taken).collect())
    }

    /// Whether a trade is recorded, as a purchase or as a sale.
    pub fn is_recorded(&self, trade: &Name) -> bool {
        self.trades.contains(trade)
    }

    /// The parts that leave an owner, oldest first.
    pub(crate) fn picks(
        &self,
        owner: &Owner,
        asset: &Unit,
        quantity: Quantity,
    ) -> Result<Vec<Pick>, LotsError> {
        let has = self.held(owner, asset);
        if has < quantity {
            return Err(LotsError::Insufficient {
                owner: owner.clone(),
                asset: asset.clone(),
                has,
                needs: quantity,
            });
        }
        let Some(pieces) = self.pieces(owner, asset) else {
            return Ok(Vec::new());
        };
        let leaving = pieces
            .leaving(quantity, self.scale)
            .map_err(LotsError::out_of_range(asset))?;
        let picks = leaving.into_iter().map(|(key, part)| {
            let taken = Taken {
                lot: self.opened[key.age].id.clone(),
                price: key.price,
                quantity: part.quantity,
                cost: part.cost,
                fee: part.fee,
            };
            Pick { key, taken }
        });
        Ok(picks.collect())
    }

    /// Takes picked parts out of an owner's hands.
    pub(crate) fn remove(&mut self, owner: &Owner, asset: &Unit, picks: &[Pick]) {
        if picks.is_empty() {
            return;
        }
        let owners = &mut self
            .assets
            .get_mut(asset)
            .expect("the parts were picked here")
            .owners;
        let pieces = owners.get_mut(owner).expect("the parts were picked here");
        for Pick { key, taken } in picks {
            pieces.remove(*key, taken.quantity);
        }
        // An ended order leaves nothing behind.
        if pieces.is_empty() {
            owners.remove(owner);
        }
    }

    /// Checks that a trade is not recorded yet, and that a third asset is a third one.
    pub(crate) fn check_new(&self, trade: &Trade) -> Result<(), LotsError> {
        if self.is_recorded(&trade.id) {
            return Err(LotsError::DuplicateTrade {
                id: trade.id.clone(),
            });
        }
        match &trade.fee {
            Fee::Third { asset, .. } if *asset == trade.asset => Err(LotsError::FeeInAsset {
                id: trade.id.clone(),
            }),
            Fee::Third { .. } | Fee::Cash(_) | Fee::Asset(_) => Ok(()),
        }
    }

    pub(crate) fn record_sale(&mut self, trade: &Name) {
        self.trades.insert(trade.clone());
    }

    pub(crate) fn totals(&self, asset: &Unit) -> Totals {
        self.assets
            .get(asset)
            .map(|lots| lots.totals.clone())
            .unwrap_or_default()
    }

    pub(crate) fn set_totals(&mut self, asset: &Unit, totals: Totals) {
        self.assets.entry(asset.clone()).or_default().totals = totals;
    }

    pub(crate) fn pieces(&self, owner: &Owner, asset: &Unit) -> Option<&Pieces> {
        self.assets.get(asset)?.owners.get(owner)
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

/// Cost and fee of picked parts.
pub(crate) fn picks_total(picks: &[Pick]) -> Result<(Cash, Cash), MoneyError> {
    total(picks.iter().map(|pick| &pick.taken))
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
