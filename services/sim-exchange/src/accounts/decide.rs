//! What a command would do to the accounts. Everything is computed here and stored in the events.

use std::collections::{BTreeMap, btree_map::Entry};

use matching::Side;

use super::{
    Accounts, Event, Kind, Lifetime, Order, OrderState,
    fees::{still_locked, trade_of},
};
use crate::amount::Amount;

const NS_PER_MS: i64 = 1_000_000;

/// What the accounts can be asked to do.
#[derive(Clone, Debug)]
pub enum Command {
    /// Notes when the markets began to move; only the first one counts.
    StartMarkets,
    /// Opens an account, unless it is there.
    OpenAccount {
        /// Its name.
        account: String,
        /// Its first balances.
        balances: BTreeMap<String, Amount>,
    },
    /// Takes some of an account's free balance away.
    Withdraw {
        /// Whose.
        account: String,
        /// Of what.
        asset: String,
        /// How much.
        amount: Amount,
    },
    /// Adds to an account's free balance.
    Deposit {
        /// Whose.
        account: String,
        /// Of what.
        asset: String,
        /// How much.
        amount: Amount,
    },
    /// An order, already matched.
    Place(Box<Place>),
    /// Trades of resting orders that the market brought about.
    Fill(Vec<Fill>),
    /// Ends an open order, already taken out of the book.
    Cancel {
        /// The order.
        order: u64,
        /// The id of the request.
        cancel_id: String,
    },
}

/// An order and what became of it in the book.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its id, [`Accounts::next_order`].
    pub id: u64,
    /// Whose it is.
    pub account: String,
    /// The market.
    pub symbol: String,
    /// The asset traded.
    pub base: String,
    /// The asset it is priced in.
    pub quote: String,
    /// The account's id.
    pub client_order_id: String,
    /// Buy or sell.
    pub side: Side,
    /// Its type.
    pub kind: Kind,
    /// How long it stays.
    pub lifetime: Lifetime,
    /// The limit; zero for a market order.
    pub price: Amount,
    /// How much.
    pub quantity: Amount,
    /// What was to be spent, for a market order by quote amount; else zero.
    pub quote_quantity: Amount,
    /// Price × quantity of its own fills for a market order, which locks just that.
    pub market_cost: Amount,
    /// The fills, of this order and of resting orders that it met.
    pub fills: Vec<Fill>,
    /// Whether what did not trade is gone.
    pub expires: bool,
}

/// One side of a trade in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The order.
    pub order: u64,
    /// The trade's id.
    pub trade: u64,
    /// Its price.
    pub price: Amount,
    /// How much.
    pub quantity: Amount,
    /// Whether the order was in the book.
    pub is_maker: bool,
}

/// Why the accounts refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// There is no such account.
    #[error("there is no such account")]
    UnknownAccount,
    /// The free balance is smaller than what the order has to lock, or what is to be withdrawn.
    #[error("the account has insufficient balance")]
    InsufficientBalance,
    /// An open order has this client order id.
    #[error("an open order has this client order id")]
    DuplicateOrder,
    /// There is no such open order.
    #[error("there is no such open order")]
    UnknownOrder,
    /// The id is not the next one.
    #[error("the order's id is not the next one")]
    OrderId,
    /// An amount has too many digits.
    #[error("an amount is out of range")]
    Overflow,
}

impl Accounts {
    /// Whether an order could be placed now; the exchange asks before it touches the book.
    pub fn check(&self, place: &Place) -> Result<(), Rejection> {
        let account = self
            .account(&place.account)
            .ok_or(Rejection::UnknownAccount)?;
        let earlier = account.order_by_client_id(&place.symbol, &place.client_order_id);
        if earlier.is_some_and(Order::is_open) {
            return Err(Rejection::DuplicateOrder);
        }
        let (asset, needed) = place.needs(&self.fees)?;
        if account.balance(&asset).free < needed {
            return Err(Rejection::InsufficientBalance);
        }
        Ok(())
    }
}

pub(super) fn decide(
    accounts: &Accounts,
    command: Command,
    now_unix_ns: i64,
) -> Result<Vec<Event>, Rejection> {
    let time_ms = now_unix_ns / NS_PER_MS;
    match command {
        Command::StartMarkets => {
            let started = Event::MarketsStarted {
                unix_ns: now_unix_ns,
            };
            Ok(if accounts.started_unix_ns.is_some() {
                vec![]
            } else {
                vec![started]
            })
        }
        Command::OpenAccount { account, balances } => {
            let known = accounts.accounts.contains_key(&account);
            Ok(if known {
                vec![]
            } else {
                vec![Event::AccountOpened { account, balances }]
            })
        }
        Command::Withdraw {
            account,
            asset,
            amount,
        } => {
            let known = accounts
                .account(&account)
                .ok_or(Rejection::UnknownAccount)?;
            if amount.is_zero() || known.balance(&asset).free < amount {
                return Err(Rejection::InsufficientBalance);
            }
            Ok(vec![Event::Withdrawn {
                account,
                asset,
                amount,
                time_ms,
            }])
        }
        Command::Deposit {
            account,
            asset,
            amount,
        } => {
            let known = accounts
                .account(&account)
                .ok_or(Rejection::UnknownAccount)?;
            let after = known.balance(&asset).free.plus(amount);
            if amount.is_zero() || after.is_none() {
                return Err(Rejection::Overflow);
            }
            Ok(vec![Event::Deposited {
                account,
                asset,
                amount,
                time_ms,
            }])
        }
        Command::Place(command) => place(accounts, &command, time_ms),
        Command::Fill(fills) => {
            let mut events = Vec::new();
            trade(accounts, BTreeMap::new(), &fills, time_ms, &mut events)?;
            Ok(events)
        }
        Command::Cancel { order, cancel_id } => {
            accounts
                .order(order)
                .filter(|order| order.is_open())
                .ok_or(Rejection::UnknownOrder)?;
            Ok(vec![Event::OrderEnded {
                order,
                state: OrderState::Canceled,
                cancel_id: Some(cancel_id),
                time_ms,
            }])
        }
    }
}

fn place(accounts: &Accounts, command: &Place, time_ms: i64) -> Result<Vec<Event>, Rejection> {
    accounts.check(command)?;
    if command.id != accounts.next_order() {
        return Err(Rejection::OrderId);
    }
    let (_, locked) = command.needs(&accounts.fees)?;
    let order = Order {
        id: command.id,
        account: command.account.clone(),
        symbol: command.symbol.clone(),
        client_order_id: command.client_order_id.clone(),
        side: command.side,
        kind: command.kind,
        lifetime: command.lifetime,
        price: command.price,
        quantity: command.quantity,
        quote_quantity: command.quote_quantity,
        executed: Amount::ZERO,
        quote_executed: Amount::ZERO,
        base: command.base.clone(),
        quote: command.quote.clone(),
        locked,
        state: OrderState::New,
        time_ms,
        updated_ms: time_ms,
    };
    let mut events = vec![Event::OrderPlaced(Box::new(order.clone()))];
    trade(
        accounts,
        BTreeMap::from([(order.id, order)]),
        &command.fills,
        time_ms,
        &mut events,
    )?;
    if command.expires {
        events.push(Event::OrderEnded {
            order: command.id,
            state: OrderState::Expired,
            cancel_id: None,
            time_ms,
        });
    }
    Ok(events)
}

/// Adds the events of the fills; `orders` has the orders that the accounts do not know yet.
fn trade(
    accounts: &Accounts,
    mut orders: BTreeMap<u64, Order>,
    fills: &[Fill],
    time_ms: i64,
    events: &mut Vec<Event>,
) -> Result<(), Rejection> {
    for fill in fills {
        let order = match orders.entry(fill.order) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let known = accounts.order(fill.order).filter(|order| order.is_open());
                entry.insert(known.ok_or(Rejection::UnknownOrder)?.clone())
            }
        };
        let trade = trade_of(order, *fill, &accounts.fees, time_ms)?;
        order.executed = order
            .executed
            .plus(fill.quantity)
            .ok_or(Rejection::Overflow)?;
        order.locked = still_locked(order, &trade, &accounts.fees)?;
        events.push(Event::OrderTraded {
            order: order.id,
            trade,
            locked: order.locked,
        });
    }
    Ok(())
}
