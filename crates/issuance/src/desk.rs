//! The parts of the state that events change money in: orders, clients, batches, the house's lots, the books.
//!
//! There is one desk in the state, and a layer over it in each decision. Both apply the same changes with the same code
//! (`apply`), so what a decision has worked out is what its events will do.

use std::sync::Arc;

use ledger::{Account, HousePurse, Name, Posting, Unit};
use money::{Cash, MoneyError, Scale, Units};
use serde::{Deserialize, Serialize};

use crate::batch::LiveBatch;
use crate::client::Client;
use crate::form;
use crate::holding::Holding;
use crate::layer::{Layer, LayeredBooks};
use crate::{BatchId, Collateral, Index, Order, OrderId, Rejection};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Desk<'a> {
    /// The currency; empty before the settings are given.
    pub(crate) cash: Unit,
    pub(crate) cash_scale: Scale,
    /// What the issuer has put at the venue so far.
    pub(crate) house_cash: Cash,
    #[serde(with = "form::orders")]
    pub(crate) orders: Layer<'a, OrderId, Order>,
    pub(crate) clients: Layer<'a, Name, Client>,
    #[serde(with = "form::indexes")]
    pub(crate) indexes: Layer<'a, Name, Arc<Index>>,
    pub(crate) batches: Layer<'a, BatchId, LiveBatch>,
    /// The house's lots, by asset.
    pub(crate) house: Layer<'a, Unit, Holding>,
    pub(crate) books: LayeredBooks<'a>,
}

impl Default for Desk<'_> {
    fn default() -> Self {
        Self {
            cash: Unit::from(""),
            cash_scale: Scale::USDC,
            house_cash: Cash::ZERO,
            orders: Layer::default(),
            clients: Layer::default(),
            indexes: Layer::default(),
            batches: Layer::default(),
            house: Layer::default(),
            books: LayeredBooks::default(),
        }
    }
}

impl Desk<'_> {
    /// A layer over this desk.
    pub(crate) fn over(&self) -> Desk<'_> {
        Desk {
            cash: self.cash.clone(),
            cash_scale: self.cash_scale,
            house_cash: self.house_cash,
            orders: self.orders.over(),
            clients: self.clients.over(),
            indexes: self.indexes.over(),
            batches: self.batches.over(),
            house: self.house.over(),
            books: self.books.over(),
        }
    }

    pub(crate) fn order(&self, id: OrderId) -> Result<&Order, Rejection> {
        self.orders.get(&id).ok_or(Rejection::UnknownOrder(id))
    }

    pub(crate) fn order_mut(&mut self, id: OrderId) -> Result<&mut Order, Rejection> {
        self.orders.get_mut(&id).ok_or(Rejection::UnknownOrder(id))
    }

    pub(crate) fn client_mut(&mut self, name: &Name) -> Result<&mut Client, Rejection> {
        self.clients
            .get_mut(name)
            .ok_or_else(|| Rejection::UnknownAccount(name.clone()))
    }

    pub(crate) fn batch(&self, id: BatchId) -> Result<&LiveBatch, Rejection> {
        self.batches.get(&id).ok_or(Rejection::UnknownBatch(id))
    }

    pub(crate) fn batch_mut(&mut self, id: BatchId) -> Result<&mut LiveBatch, Rejection> {
        self.batches.get_mut(&id).ok_or(Rejection::UnknownBatch(id))
    }

    pub(crate) fn house_mut(&mut self, asset: &Unit) -> &mut Holding {
        if self.house.get(asset).is_none() {
            self.house.insert(asset.clone(), Holding::default());
        }
        self.house.get_mut(asset).expect("it was just put there")
    }

    pub(crate) fn post(&mut self, posting: &Posting) -> Result<(), Rejection> {
        self.books.post(posting).map_err(Rejection::from)
    }

    pub(crate) fn cash_of(&self, account: &Account) -> Cash {
        self.books.balance(&self.cash, account).to_cash()
    }

    pub(crate) fn free(&self, client: &Name) -> Cash {
        self.cash_of(&Account::free(client))
    }

    /// A client's units of an index that he has burned and no order has reserved.
    pub(crate) fn redeemable(&self, client: &Name, index: &Name) -> Units {
        self.units_of(index, &Account::free(client))
    }

    /// Units of an index in an account that is never below zero.
    pub(crate) fn units_of(&self, index: &Name, account: &Account) -> Units {
        let balance = self.books.balance(&Unit::from(index), account);
        balance.to_units().unwrap_or_default()
    }

    /// What the house's lots have cost, and what it has in batches.
    pub(crate) fn house_committed(&self) -> Result<Cash, MoneyError> {
        self.cash_of(&Account::House(HousePurse::Holdings))
            .checked_add(self.cash_of(&Account::House(HousePurse::InFlight)))
    }

    /// Cash at the venue.
    pub(crate) fn venue_cash(&self) -> Cash {
        -self.cash_of(&Account::Venue)
    }

    /// A client's collateral. What is reserved is what was deposited or redeemed and neither is free nor has left or is about to.
    pub(crate) fn collateral(&self, name: &Name) -> Result<Collateral, Rejection> {
        let client = self
            .clients
            .get(name)
            .ok_or_else(|| Rejection::UnknownAccount(name.clone()))?;
        let free = self.free(name);
        let paying_out = self.cash_of(&Account::payout(name));
        let gone = Cash::sum([client.spent, paying_out, client.paid_out])?;
        let came = client.deposited.checked_add(client.redeemed)?;
        let reserved = came.checked_sub(gone)?.checked_sub(free)?;
        Ok(Collateral {
            account: name.clone(),
            free,
            reserved,
            spent: client.spent,
            deposited: client.deposited,
            paying_out,
            paid_out: client.paid_out,
            redeemed: client.redeemed,
        })
    }
}
