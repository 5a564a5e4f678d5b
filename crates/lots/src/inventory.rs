//! The inventory's machine: who owns which lots, decided and applied event by event.
//!
//! ```text
//!            Trade (purchase)             Consume                    (a redeemed unit)
//! venue ───────────────────▶ order, house ───────▶ backing the index ─── Transfer ───▶ order
//!   ▲                          │    ▲  │                                                │
//!   └──── Trade (sale) ────────┘    └──┘ Transfer                     Trade (sale) ◀────┘
//! ```
//!
//! [`Inventory::decide`] says what a command would do and [`Inventory::apply`] does it; only the latter changes anything. A command
//! that is accepted is one event, and where it is a sale that closes more lots than a record of the journal has room for, it is followed by
//! those that say the rest, in the same decision. So the number of events is the journal's sequence number, and a repeat of a command can
//! be given the first answer: [`Inventory::sequence_of`].
//!
//! Invariants: every movement is made twice, in the lots and in the ledger's books, and what an owner has is the same in both, which is
//! asserted for every owner that an event touches; the books add up to zero; a command id means one command for ever.
//!
//! In the cash book an owner's balance is what his lots cost, fees included, against [`Account::Market`]. Cash itself is left to the solver's books.

mod action;
mod postings;
mod reconcile;
mod rejection;

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};

use ledger::{Account, Books, Name, Posting, Unit};
use money::{Cash, MoneyError, Scale, Signed};
use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

pub use action::{
    Action, AssetQuantity, Closing, Command, Consumption, Event, Settings, Side, TradeRecord,
    Transfer,
};
pub use reconcile::{BadClaim, Cause, Claim, Counted, Outside, Place, Reconciled};
pub use rejection::Rejection;

use crate::{Closed, Lots, Owner, Position};
use postings::Moves;

/// Characters of a command id.
pub const COMMAND_ID_LENGTH_MAX: usize = 200;
/// Shares of one trade, assets of one transfer or consumption. A record of so many is below what a journal's record holds.
pub const PARTS_MAX: usize = 20_000;
/// Sellers of one sale: each may have lots to close, and some that are refused.
pub const SALE_SHARES_MAX: usize = 5_000;
/// Closed parts of lots in one event. A sale's own event has room for its shares beside them; what a sale closes has no limit.
pub const CLOSED_AT_ONCE_MAX: usize = 5_000;

/// The inventory's state: a function of its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inventory {
    /// What the first event said.
    settings: Option<Settings>,
    lots: Lots,
    books: Books,
    /// Cash that our trades have moved at the venue, to the last digit: proceeds less cost less fees in cash.
    venue_cash: Signed,
    /// The events applied so far.
    sequence: u64,
    commands: FxHashMap<Name, Done>,
    /// What the newest sale has closed and no event has said yet. Between two decisions there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unsaid: Vec<Closed>,
}

/// A command that was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Done {
    sequence: u64,
    fingerprint: u64,
}

impl Default for Inventory {
    fn default() -> Self {
        Self {
            settings: None,
            lots: Lots::new(Scale::USDC),
            books: Books::default(),
            venue_cash: Signed::ZERO,
            sequence: 0,
            commands: FxHashMap::default(),
            unsaid: Vec::new(),
        }
    }
}

impl Inventory {
    /// Names how an inventory is written by serde. A written one has fingerprints of its commands, which another build may
    /// make differently: a sample of them is part of the name.
    pub fn form() -> String {
        let sample = Action::Consume(Consumption {
            owner: Owner::House,
            index: None,
            fill_id: "a".to_owned(),
            quantities: Vec::new(),
        });
        format!("inventory 1 {:016x}", fingerprint(&sample))
    }

    /// What the command would do: one event, more for a sale that closes many lots, or none for a repeat.
    pub fn decide(&self, command: Command) -> Result<Vec<Event>, Rejection> {
        let (id, action, traces) = match command {
            Command::Configure(settings) => return self.configure(settings),
            Command::Record { id, action, traces } => (id, action, traces),
        };
        if id.is_empty() || id.chars().count() > COMMAND_ID_LENGTH_MAX {
            return Err(Rejection::CommandId);
        }
        if let Some(done) = self.commands.get(&id) {
            let same = done.fingerprint == fingerprint(&action);
            return if same {
                Ok(Vec::new())
            } else {
                Err(Rejection::CommandIdReused { id })
            };
        }
        let settings = self.settings.as_ref().ok_or(Rejection::NotConfigured)?;
        action.check(settings)?;
        let mut lots = LotsView::Would(&self.lots);
        let moves = postings::moves(&action, settings, &mut lots)?;
        self.books.check(&moves.posting)?;
        self.venue_cash
            .checked_add(moves.venue_cash)
            .map_err(Rejection::Money)?;
        Ok(Event::recorded(id, action, traces, moves.closing))
    }

    /// It happened.
    ///
    /// # Panics
    /// If the event was not decided on this very state: then the journal is not this inventory's.
    pub fn apply(&mut self, event: &Event) {
        self.sequence += 1;
        let (id, action, recorded) = match event {
            Event::Configured(settings) => {
                self.lots = Lots::new(settings.cash_scale);
                self.settings = Some(settings.clone());
                return;
            }
            Event::ClosedFurther { closed, .. } => return self.say(closed),
            Event::Recorded {
                id,
                action,
                closing,
                ..
            } => (id, action, closing),
        };
        let settings = self
            .settings
            .as_ref()
            .expect("the first event says the settings");
        let mut lots = LotsView::Does(&mut self.lots);
        let Moves {
            posting,
            venue_cash,
            mut closing,
        } = postings::moves(action, settings, &mut lots)
            .expect("the event was decided on this state");
        self.books
            .post(&posting)
            .expect("the event was decided on this state");
        self.venue_cash = self
            .venue_cash
            .checked_add(venue_cash)
            .expect("the event was decided on this state");
        let done = Done {
            sequence: self.sequence,
            fingerprint: fingerprint(action),
        };
        self.commands.insert(id.clone(), done);
        assert_eq!(self.unsaid, [], "the sale before has said all it closed");
        if let (Some(closing), Some(recorded)) = (&mut closing, recorded) {
            let said = recorded.closed.len().min(closing.closed.len());
            self.unsaid = closing.closed.split_off(said);
        }
        assert_eq!(closing, *recorded, "the same sale closes the same lots");
        self.assert_twice(&posting);
    }

    /// More of what the newest sale has closed: it is moved already.
    fn say(&mut self, closed: &[Closed]) {
        assert!(
            self.unsaid.starts_with(closed),
            "the same sale closes the same lots"
        );
        self.unsaid.drain(..closed.len());
    }

    /// The sequence number of the event that a command caused.
    pub fn sequence_of(&self, command_id: &str) -> Option<u64> {
        self.commands
            .get(&Name::from(command_id))
            .map(|done| done.sequence)
    }

    /// The lots.
    pub const fn lots(&self) -> &Lots {
        &self.lots
    }

    /// The books.
    pub const fn books(&self) -> &Books {
        &self.books
    }

    /// Every asset's position, sorted by asset.
    pub fn positions(&self) -> Result<Vec<Position>, MoneyError> {
        self.lots.positions()
    }

    /// Counts everything again: lots, books, and that they say the same of every owner. Reads everything.
    pub fn check(&self) -> Result<(), String> {
        self.lots.check().map_err(|error| error.to_string())?;
        if !self.unsaid.is_empty() {
            let parts = self.unsaid.len();
            return Err(format!(
                "of the newest sale, {parts} closed parts are not told"
            ));
        }
        self.books
            .check_balanced()
            .map_err(|error| error.to_string())?;
        for unit in self.books.units() {
            for balance in self.books.balances(unit) {
                self.check_account(unit, &balance.account)?;
            }
        }
        let Some(settings) = &self.settings else {
            return Ok(());
        };
        let mut carried = BTreeMap::<Owner, Cash>::new();
        for (asset, lots) in &self.lots.assets {
            for owner in lots.owners.keys() {
                self.check_account(asset, &postings::account(owner))?;
                let (cost, fee) = self
                    .lots
                    .cost(owner, asset)
                    .map_err(|error| error.to_string())?;
                let sum = carried.entry(owner.clone()).or_default();
                *sum = Cash::sum([*sum, cost, fee]).map_err(|error| error.to_string())?;
            }
        }
        for (owner, carried) in carried {
            let booked = self
                .books
                .balance(&settings.cash, &postings::account(&owner));
            if booked != carried.into() {
                return Err(format!(
                    "{owner}'s lots cost {carried} and are booked at {booked}"
                ));
            }
        }
        Ok(())
    }

    fn configure(&self, settings: Settings) -> Result<Vec<Event>, Rejection> {
        match &self.settings {
            None => Ok(vec![Event::Configured(settings)]),
            Some(known) if *known == settings => Ok(Vec::new()),
            Some(known) => Err(Rejection::OtherSettings {
                journal: known.clone(),
                config: settings,
            }),
        }
    }

    /// Asserts that lots and books say the same of every owner that a posting has touched.
    fn assert_twice(&self, posting: &Posting) {
        for transfer in posting.transfers() {
            for account in [&transfer.from, &transfer.to] {
                if let Err(error) = self.check_account(&transfer.unit, account) {
                    panic!("{error}");
                }
            }
        }
    }

    /// Checks what an account has of an asset against its owner's lots.
    fn check_account(&self, unit: &Unit, account: &Account) -> Result<(), String> {
        let Some(owner) = postings::owner(account) else {
            return Ok(());
        };
        let booked = self.books.balance(unit, account);
        if self
            .settings
            .as_ref()
            .is_some_and(|settings| settings.cash == *unit)
        {
            return Ok(());
        }
        let held = Signed::from(self.lots.held(&owner, unit));
        if booked == held {
            Ok(())
        } else {
            Err(format!(
                "{owner} has {held} {unit} in lots and {booked} in the books"
            ))
        }
    }
}

/// The lots, to be asked or to be changed: one calculation for both.
enum LotsView<'a> {
    Would(&'a Lots),
    Does(&'a mut Lots),
}

/// The same for the same action: it is compared with that of a repeat, and worked out anew at each replay.
fn fingerprint(action: &Action) -> u64 {
    let mut hasher = FxHasher::default();
    action.hash(&mut hasher);
    hasher.finish()
}
