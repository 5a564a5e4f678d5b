//! What each action moves, in the lots and in the books. `docs/books.md` has the same as a table.

use ledger::{Account, HousePurse, OrderPurse, Posting, Unit};
use money::{Cash, Quantity, Signed};

use super::{
    Action, AssetQuantity, Closing, Consumption, LotsView, Rejection, Settings, Side, TradeRecord,
    Transfer,
};
use crate::piece::total;
use crate::trade::exact_value;
use crate::{
    Basis, Fee, HouseFee, LotsError, Opened, Owner, Share, Sold, Taken, Trade, Transferred,
};

/// What an action moves.
pub(super) struct Moves {
    pub(super) posting: Posting,
    /// What leaves (below zero) or reaches our cash at the venue.
    pub(super) venue_cash: Signed,
    /// What a sale closes.
    pub(super) closing: Option<Closing>,
}

impl LotsView<'_> {
    fn open(&mut self, trade: &Trade, shares: &[Share]) -> Result<Opened, LotsError> {
        match self {
            Self::Would(lots) => lots.would_open(trade, shares),
            Self::Does(lots) => lots.open(trade, shares),
        }
    }

    fn sell(&mut self, trade: &Trade, shares: &[Share]) -> Result<Sold, LotsError> {
        match self {
            Self::Would(lots) => lots.would_sell(trade, shares),
            Self::Does(lots) => lots.sell(trade, shares),
        }
    }

    fn take(&mut self, owner: &Owner, part: &AssetQuantity) -> Result<Vec<Taken>, LotsError> {
        match self {
            Self::Would(lots) => lots.would_take(owner, &part.asset, part.quantity),
            Self::Does(lots) => lots.take(owner, &part.asset, part.quantity),
        }
    }

    fn transfer(
        &mut self,
        from: &Owner,
        to: &Owner,
        part: &AssetQuantity,
    ) -> Result<Transferred, LotsError> {
        let basis = part.price.map_or(Basis::Cost, Basis::Price);
        match self {
            Self::Would(lots) => lots.would_transfer(from, to, &part.asset, part.quantity, basis),
            Self::Does(lots) => lots.transfer(from, to, &part.asset, part.quantity, basis),
        }
    }
}

/// The account of an owner's lots.
pub(super) fn account(owner: &Owner) -> Account {
    match owner {
        Owner::House => Account::House(HousePurse::Holdings),
        Owner::Order(id) => Account::holdings(id),
        Owner::Backing(index) => Account::backing(index),
    }
}

/// The owner of the lots in an account; none: it has no lots.
pub(super) fn owner(account: &Account) -> Option<Owner> {
    match account {
        Account::House(HousePurse::Holdings) => Some(Owner::House),
        Account::Order(id, OrderPurse::Holdings) => Some(Owner::order(id)),
        // Consumed for an index that was not named: nobody's lots any more.
        Account::Backing(index) if index.is_empty() => None,
        Account::Backing(index) => Some(Owner::backing(index)),
        Account::House(_)
        | Account::Order(..)
        | Account::Client(..)
        | Account::Fees(_)
        | Account::Rebalance(..)
        | Account::Unclaimed
        | Account::OnChain
        | Account::Vault
        | Account::Venue
        | Account::Market
        | Account::InTransit
        | Account::Issued => None,
    }
}

/// What the action moves. With lots that are only asked, nothing changes.
pub(super) fn moves(
    action: &Action,
    settings: &Settings,
    lots: &mut LotsView<'_>,
) -> Result<Moves, Rejection> {
    match action {
        Action::Trade(record) => match record.side {
            Side::Purchase => purchase(record, settings, lots),
            Side::Sale => sale(record, settings, lots),
        },
        Action::Transfer(transfer) => moved(transfer, settings, lots),
        Action::Consume(consumption) => consumed(consumption, settings, lots),
    }
}

fn purchase(
    TradeRecord { trade, shares, .. }: &TradeRecord,
    settings: &Settings,
    lots: &mut LotsView<'_>,
) -> Result<Moves, Rejection> {
    let opened = lots.open(trade, shares)?;
    let mut posting = Posting::new();
    for (owner, taken) in &opened.shares {
        posting = posting
            .transfer(&trade.asset, Account::Venue, account(owner), taken.quantity)?
            .transfer(
                &settings.cash,
                Account::Market,
                account(owner),
                taken.paid()?,
            )?;
    }
    posting = third_fee(posting, &settings.cash, opened.house_fee.as_ref())?;
    let paid = exact_value(trade.price, trade.quantity)?.checked_add(cash_fee(&trade.fee))?;
    Ok(Moves {
        posting,
        venue_cash: (-paid).into(),
        closing: None,
    })
}

fn sale(
    TradeRecord { trade, shares, .. }: &TradeRecord,
    settings: &Settings,
    lots: &mut LotsView<'_>,
) -> Result<Moves, Rejection> {
    let sold = lots.sell(trade, shares)?;
    let mut posting = Posting::new();
    for closed in &sold.closed {
        let carried = closed.cost.checked_add(closed.fee)?;
        posting = posting
            .transfer(
                &trade.asset,
                account(&closed.owner),
                Account::Venue,
                closed.quantity,
            )?
            .transfer(
                &settings.cash,
                account(&closed.owner),
                Account::Market,
                carried,
            )?;
    }
    for refused in &sold.refused {
        // Sold, and nobody's: the house owes it.
        posting = posting.transfer(
            &trade.asset,
            Account::House(HousePurse::Cash),
            Account::Venue,
            refused.quantity,
        )?;
    }
    posting = third_fee(posting, &settings.cash, sold.house_fee.as_ref())?;
    let received = exact_value(trade.price, trade.quantity)?.checked_sub(cash_fee(&trade.fee))?;
    let closing = Closing {
        closed: sold.closed,
        refused: sold.refused,
        realised_profit: sold.realised_profit,
    };
    Ok(Moves {
        posting,
        venue_cash: received.into(),
        closing: Some(closing),
    })
}

fn moved(
    Transfer {
        from,
        to,
        quantities,
    }: &Transfer,
    settings: &Settings,
    lots: &mut LotsView<'_>,
) -> Result<Moves, Rejection> {
    let mut posting = Posting::new();
    for part in quantities {
        let Transferred { given, received } = lots.transfer(from, to, part)?;
        posting = handed_over(
            posting,
            settings,
            (account(from), account(to)),
            part,
            (&given, &received),
        )?;
    }
    Ok(Moves {
        posting,
        venue_cash: Signed::ZERO,
        closing: None,
    })
}

fn consumed(
    Consumption {
        owner,
        index,
        quantities,
        ..
    }: &Consumption,
    settings: &Settings,
    lots: &mut LotsView<'_>,
) -> Result<Moves, Rejection> {
    let mut posting = Posting::new();
    for part in quantities {
        let taken = match index {
            Some(index) => lots.transfer(owner, &Owner::backing(index), part)?.received,
            None => lots.take(owner, part)?,
        };
        let backing = Account::backing(index.clone().unwrap_or_else(|| "".into()));
        posting = handed_over(
            posting,
            settings,
            (account(owner), backing),
            part,
            (&taken, &taken),
        )?;
    }
    Ok(Moves {
        posting,
        venue_cash: Signed::ZERO,
        closing: None,
    })
}

/// Lots that change hands: the quantity, what they cost the old owner, and the difference to what the new one carries them at.
fn handed_over(
    posting: Posting,
    settings: &Settings,
    (from, to): (Account, Account),
    part: &AssetQuantity,
    (given, received): (&[Taken], &[Taken]),
) -> Result<Posting, Rejection> {
    let (given, received) = (paid(given)?, paid(received)?);
    Ok(posting
        .transfer(&part.asset, from.clone(), to.clone(), part.quantity)?
        .transfer(&settings.cash, from, to.clone(), given)?
        .difference(
            &settings.cash,
            Account::Market,
            to,
            received.checked_sub(given)?,
        )?)
}

/// The house's lots of a third asset that paid a fee, and what no lot could pay.
fn third_fee(posting: Posting, cash: &Unit, fee: Option<&HouseFee>) -> Result<Posting, Rejection> {
    let Some(HouseFee {
        asset,
        lots,
        overdrawn,
    }) = fee
    else {
        return Ok(posting);
    };
    let house = Account::House(HousePurse::Holdings);
    let quantity = Quantity::sum(lots.iter().map(|lot| lot.quantity))?;
    let posting = posting
        .transfer(asset, house.clone(), Account::Venue, quantity)?
        .transfer(
            asset,
            Account::House(HousePurse::Cash),
            Account::Venue,
            *overdrawn,
        )?;
    Ok(posting.transfer(cash, house, Account::Market, paid(lots)?)?)
}

fn paid(taken: &[Taken]) -> Result<Cash, money::MoneyError> {
    total(taken).and_then(|(cost, fee)| cost.checked_add(fee))
}

/// What the venue took of our cash for a trade.
fn cash_fee(fee: &Fee) -> Cash {
    match fee {
        Fee::Cash(cash) => *cash,
        Fee::Asset(_) | Fee::Third { .. } => Cash::ZERO,
    }
}
