//! Whether a state that was read adds up: what each part says somebody has is what the books say, and whatever a part names is there.
//!
//! Events need no such check, as each is decided on the state that it is applied to. A written state is believed instead, so it is
//! counted again first.

use ledger::{Account, ClientPurse, HousePurse, Name, RebalancePurse, Unbalanced, Unit};
use money::{Cash, MoneyError, Signed};
use rustc_hash::FxHashMap;
use thiserror::Error;

use super::Issuance;
use crate::batch::LiveBatch;
use crate::order::{Order, Status};
use crate::{OrderId, Rejection};

/// Why a state is none.
#[derive(Debug, Error)]
pub(crate) enum Unsound {
    /// A book is not one.
    #[error("the books: {0}")]
    Books(#[from] Unbalanced),
    /// A part and the books do not say the same.
    #[error("{account} has {booked} {unit} in the books and {held} elsewhere")]
    Differs {
        unit: Unit,
        account: Account,
        booked: Signed,
        held: Signed,
    },
    /// A client's orders have set aside something else than is reserved.
    #[error("{0}'s reserved collateral is not what his orders have")]
    Reserved(Name),
    /// One part names what no other has.
    #[error("{0} is named and not there")]
    Missing(String),
    /// A batch's parts do not fit each other.
    #[error("batch {0} is not whole")]
    Batch(crate::BatchId),
    /// Something was made, and there are no settings.
    #[error("there are no settings")]
    Settings,
    /// A sum can't be.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// An order or a client is not right in itself.
    #[error(transparent)]
    Rejection(#[from] Rejection),
}

/// What the parts of the state say is where.
#[derive(Default)]
struct Held(FxHashMap<Unit, FxHashMap<Account, Signed>>);

impl Held {
    fn add(
        &mut self,
        unit: &Unit,
        account: Account,
        amount: impl Into<Signed>,
    ) -> Result<(), MoneyError> {
        let amount = amount.into();
        if amount.is_zero() {
            return Ok(());
        }
        let book = match self.0.get_mut(unit) {
            Some(book) => book,
            None => self.0.entry(unit.clone()).or_default(),
        };
        let held = book.entry(account).or_insert(Signed::ZERO);
        *held = held.checked_add(amount)?;
        Ok(())
    }

    fn of(&self, unit: &Unit, account: &Account) -> Signed {
        let book = self.0.get(unit);
        let held = book.and_then(|book| book.get(account));
        held.copied().unwrap_or(Signed::ZERO)
    }
}

/// Whether some part of the state but the books says what is in an account.
const fn is_held(account: &Account) -> bool {
    match account {
        Account::Client(_, ClientPurse::Reserved | ClientPurse::Payout)
        | Account::Order(..)
        | Account::House(HousePurse::InFlight | HousePurse::Holdings)
        | Account::Rebalance(_, RebalancePurse::InFlight)
        | Account::Unclaimed
        | Account::InTransit => true,
        Account::Client(_, ClientPurse::Free | ClientPurse::Spent)
        | Account::House(HousePurse::Cash)
        | Account::Fees(_)
        | Account::Backing(_)
        | Account::Rebalance(_, RebalancePurse::Cash)
        | Account::OnChain
        | Account::Vault
        | Account::Venue
        | Account::Market
        | Account::Issued => false,
    }
}

impl Issuance {
    /// Checks what was read, before anything is found again from it.
    pub(crate) fn check(&self) -> Result<(), Unsound> {
        let Some(settings) = &self.settings else {
            let is_empty = self.desk == crate::desk::Desk::default();
            return if is_empty {
                Ok(())
            } else {
                Err(Unsound::Settings)
            };
        };
        let desk = &self.desk;
        let own = (&desk.cash, desk.cash_scale, desk.house_cash);
        if own != (&settings.cash, settings.cash_scale, settings.house_cash) {
            return Err(Unsound::Settings);
        }
        self.check_names()?;
        for (id, live) in desk.batches.iter() {
            self.check_batch(*id, live)?;
        }
        let mut set_aside = FxHashMap::default();
        let held = self.held(&mut set_aside)?;
        self.check_balances(&held)?;
        for (name, client) in desk.clients.iter() {
            if client.account.name != *name {
                return Err(missing(name.to_string()));
            }
            let reserved = desk.collateral(name)?.reserved;
            if reserved != set_aside.remove(name).unwrap_or_default() {
                return Err(Unsound::Reserved(name.clone()));
            }
        }
        match set_aside.into_keys().next() {
            Some(unknown) => Err(missing(unknown.to_string())),
            None => Ok(()),
        }
    }

    /// The books add up to zero, nobody has less than nothing, and what is held is where it is said to be.
    fn check_balances(&self, held: &Held) -> Result<(), Unsound> {
        let books = self.desk.books.lowest();
        books.check_halves(&self.desk.cash)?;
        let differs = |unit: &Unit, account: &Account, booked| Unsound::Differs {
            unit: unit.clone(),
            account: account.clone(),
            booked,
            held: held.of(unit, account),
        };
        for unit in books.units() {
            for (account, booked) in books.each(unit) {
                let negative = booked.is_negative() && !account.may_be_negative();
                if negative || (is_held(account) && booked != held.of(unit, account)) {
                    return Err(differs(unit, account, booked));
                }
            }
        }
        for (unit, book) in &held.0 {
            for (account, amount) in book {
                let booked = books.balance(unit, account);
                if booked != *amount {
                    return Err(differs(unit, account, booked));
                }
            }
        }
        Ok(())
    }

    /// What the parts say is where; and by client what his orders have set aside or paid for holdings.
    fn held(&self, set_aside: &mut FxHashMap<Name, Cash>) -> Result<Held, Unsound> {
        let (cash, mut held) = (&self.desk.cash, Held::default());
        for (_, order) in self.desk.orders.iter() {
            let own = held_by(order, cash, &mut held)?;
            if !own.is_zero() {
                let sum = set_aside.entry(order.request.account.clone()).or_default();
                *sum = sum.checked_add(own)?;
            }
        }
        for (asset, holding) in self.desk.house.iter() {
            let account = || Account::House(HousePurse::Holdings);
            held.add(asset, account(), holding.quantity())?;
            for lot in holding.lots() {
                held.add(cash, account(), lot.paid()?)?;
            }
        }
        for (_, live) in self.desk.batches.iter() {
            let house = Account::House(HousePurse::InFlight);
            held.add(cash, house, live.house_in_flight)?;
            for (index, amount) in &live.rebalance_in_flight {
                held.add(cash, Account::rebalance_in_flight(index), *amount)?;
            }
        }
        for payout in self.payouts.live() {
            let account = Account::payout(&payout.request.account);
            held.add(cash, account, payout.amount)?;
        }
        for amount in self.unclaimed.values() {
            held.add(cash, Account::Unclaimed, *amount)?;
        }
        for (index, units) in self.unclaimed_units.values().flatten() {
            held.add(&Unit::from(index), Account::Unclaimed, *units)?;
        }
        for report in self.cash_moves.in_transit() {
            let amount = -Signed::from(report.cash_move.amount);
            held.add(cash, Account::InTransit, amount)?;
        }
        Ok(held)
    }

    /// Whatever is named is there.
    fn check_names(&self) -> Result<(), Unsound> {
        let is_order = |id: &OrderId| self.desk.orders.get(id).is_some();
        if let Some((name, id)) = self.by_client_id.iter().find(|(_, id)| !is_order(id)) {
            return Err(missing(format!("order {id} of {name:?}")));
        }
        for (id, order) in self.desk.orders.iter() {
            // The sums of it are those of any of its events.
            order.view()?;
            let account = &order.request.account;
            if order.status != Status::Rejected && self.desk.clients.get(account).is_none() {
                return Err(missing(format!("account {account} of order {id}")));
            }
            let status = match order.status {
                Status::InBatch(batch) | Status::Cancelling(batch) => Some(batch),
                _ => order.batch,
            };
            let is_there = |batch| self.desk.batches.get(batch).is_some();
            if status != order.batch || !order.batch.iter().all(is_there) {
                return Err(missing(format!("a batch of order {id}")));
            }
        }
        Ok(())
    }

    fn check_batch(&self, id: crate::BatchId, live: &LiveBatch) -> Result<(), Unsound> {
        let batch = &live.batch;
        let is_whole = batch.id == id
            && id.0 <= self.batches_made
            && live.progress.len() == batch.asset_orders.len()
            && live.orders_settled <= batch.orders.len();
        let mut parts = batch.asset_orders.iter().zip(&live.progress);
        let fits = parts.all(|(asset_order, progress)| {
            progress.left.len() == asset_order.contributions.len()
                && progress.backing_left.len() == asset_order.backing.len()
        });
        if !(is_whole && fits) {
            return Err(Unsound::Batch(id));
        }
        let contributions = batch.asset_orders.iter();
        let contributions = contributions.flat_map(|asset_order| &asset_order.contributions);
        let orders = batch.orders.iter().map(|part| part.order);
        let named = orders
            .chain(contributions.map(|contribution| contribution.order))
            .chain(live.to_fill.iter().copied());
        for order in named {
            self.desk.order(order)?;
        }
        Ok(())
    }
}

/// What an order has, into the books that are expected; what it has set aside or paid for holdings.
fn held_by(order: &Order, cash: &Unit, held: &mut Held) -> Result<Cash, Unsound> {
    let (name, client) = (&order.name, &order.request.account);
    let index = || Unit::from(&order.request.index);
    if order.is_redemption() {
        // What it has sold and no fill has paid out.
        for lot in order
            .holdings
            .iter()
            .flat_map(|(_, holding)| holding.lots())
        {
            let proceeds = lot.cost.checked_sub(lot.fee)?;
            held.add(cash, Account::in_flight(name), proceeds)?;
        }
        if !order.status.is_final() {
            held.add(&index(), Account::reserved(client), order.unsold()?)?;
        }
        return Ok(Cash::ZERO);
    }
    held.add(cash, Account::in_flight(name), order.in_flight)?;
    held.add(cash, Account::reserved(client), order.reserved)?;
    let mut paid = Cash::ZERO;
    for (asset, holding) in order.holdings.iter() {
        held.add(asset, Account::holdings(name), holding.quantity())?;
        for lot in holding.lots() {
            paid = paid.checked_add(lot.paid()?)?;
        }
    }
    held.add(cash, Account::holdings(name), paid)?;
    if order.status != Status::Minted && !order.units.is_zero() {
        held.add(&index(), Account::unminted(name), order.units)?;
    }
    Ok(Cash::sum([order.reserved, order.in_flight, paid])?)
}

fn missing(what: String) -> Unsound {
    Unsound::Missing(what)
}
