//! The exchange adapter's journal: what it tells of asset orders and trades.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use issuance::{VenueSide, VenueTrade};
use ledger::{Name, Unit};
use money::{MoneyError, Signed};
use venue::asset_orders::{AssetOrderId, AssetOrders, Event, Terms, Trade};
use venue::messages::Side;

use crate::Rule;
use crate::breach::{At, Breaches, Source};
use crate::follow::{self, Told};
use crate::replay::Replay;
use crate::tally::{effects, plus};

/// What the solver has to book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    Trade(Box<VenueTrade>),
    /// Of this asset order.
    End(String),
}

impl follow::Item for Item {
    fn rule(&self) -> Rule {
        Rule::Trades
    }

    fn must_be_booked(&self) -> bool {
        match self {
            Self::Trade(_) => true,
            // A batch that was refused has ended before.
            Self::End(_) => false,
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trade(trade) => {
                let VenueTrade {
                    lot_id,
                    asset_order_id,
                    asset,
                    side,
                    quantity,
                    price,
                    fee,
                    fee_asset,
                    fee_cash,
                    ..
                } = trade.as_ref();
                let side = match side {
                    VenueSide::Buy => "bought",
                    VenueSide::Sell => "sold",
                };
                write!(
                    formatter,
                    "trade {lot_id} ({side} {quantity} {asset} at {price} for {asset_order_id}, fee {fee} {fee_asset} worth {fee_cash})"
                )
            }
            Self::End(id) => write!(formatter, "the end of asset order {id}"),
        }
    }
}

pub(crate) struct Adapter {
    pub(crate) replay: Replay,
    state: AssetOrders,
    pub(crate) told: Told<Item>,
    /// Asset orders as they were accepted, until they were found in a batch.
    pub(crate) accepted: BTreeMap<String, (At, Terms)>,
    /// The first of them.
    pub(crate) first: BTreeSet<String>,
    /// Every trade, by lot: its facts are kept as a hash, as there are many.
    pub(crate) trades: BTreeMap<Name, (At, u64)>,
    /// What all of them have left at the venue.
    left: BTreeMap<Unit, Signed>,
}

/// Asset orders whose ids are kept to tell which account of a venue is ours.
const FIRST_MAX: usize = 1_000;

impl Adapter {
    pub(crate) fn new() -> Self {
        Self {
            replay: Replay::new(Source::ExchangeAdapter),
            state: AssetOrders::new(),
            told: Told::new(),
            accepted: BTreeMap::new(),
            first: BTreeSet::new(),
            trades: BTreeMap::new(),
            left: BTreeMap::new(),
        }
    }

    pub(crate) fn take(&mut self, at: At, event: &Event, breaches: &mut Breaches) {
        let state = &mut self.state;
        if !self.replay.apply(at, breaches, || state.apply(event)) {
            return;
        }
        match event {
            Event::Accepted { terms, .. } => {
                let id = terms.id.to_string();
                if self.first.len() < FIRST_MAX {
                    self.first.insert(id.clone());
                }
                self.accepted.insert(id, (at, terms.clone()));
            }
            Event::Traded { terms, trade } => {
                let trade = venue_trade(terms, trade);
                let known = (at, facts(&trade));
                if let Some((before, _)) = self.trades.insert(trade.lot_id.clone(), known) {
                    let text = format!(
                        "trade {} is that of record {} again",
                        trade.lot_id, before.sequence
                    );
                    breaches.add(Rule::Trades, Some(self.replay.source.at(at)), text);
                }
                if let Err(error) = self.add_up(&terms.cash, &trade) {
                    let text = format!("its amounts can't be added up: {error}");
                    self.replay.refuse(at, breaches, text);
                }
                let item = Item::Trade(Box::new(trade));
                self.told.insert(at.sequence, (at, item));
            }
            Event::Ended { order } => {
                let item = Item::End(order.terms.id.to_string());
                self.told.insert(at.sequence, (at, item));
            }
            Event::Sent { .. }
            | Event::Deferred { .. }
            | Event::Placed { .. }
            | Event::Closed { .. } => {}
        }
    }

    fn add_up(&mut self, cash: &str, trade: &VenueTrade) -> Result<(), MoneyError> {
        for (unit, amount) in effects(trade, &Unit::from(cash))? {
            plus(self.left.entry(unit).or_default(), amount)?;
        }
        Ok(())
    }

    /// What its trades have left at the venue.
    pub(crate) const fn left(&self) -> &BTreeMap<Unit, Signed> {
        &self.left
    }

    /// Whether trades of an asset order may still come.
    pub(crate) fn is_open(&self, asset_order_id: &str) -> bool {
        AssetOrderId::try_from(asset_order_id.to_owned())
            .ok()
            .and_then(|id| self.state.order(&id))
            .is_some_and(|tracked| !tracked.order.status.is_ended())
    }

    pub(crate) fn open_count(&self) -> usize {
        self.state.open_count()
    }
}

/// What is compared with the venue's own word, as one number.
pub(crate) fn facts(trade: &VenueTrade) -> u64 {
    let VenueTrade {
        asset_order_id,
        side,
        quantity,
        price,
        fee,
        ..
    } = trade;
    let mut hasher = DefaultHasher::new();
    let bought = *side == VenueSide::Buy;
    (asset_order_id, bought, quantity, price, fee).hash(&mut hasher);
    hasher.finish()
}

/// What trades have left at the venue.
pub(crate) fn left<'a>(
    trades: impl IntoIterator<Item = &'a VenueTrade>,
    cash: &Unit,
) -> Result<BTreeMap<Unit, Signed>, MoneyError> {
    let mut left: BTreeMap<Unit, Signed> = BTreeMap::new();
    for trade in trades {
        for (unit, amount) in effects(trade, cash)? {
            plus(left.entry(unit).or_default(), amount)?;
        }
    }
    Ok(left)
}

/// The trade as the solver hears of it.
fn venue_trade(terms: &Terms, trade: &Trade) -> VenueTrade {
    let fee_asset = if trade.fee.is_zero() {
        &terms.asset
    } else {
        &trade.fee_asset
    };
    VenueTrade {
        lot_id: trade.lot_id(&terms.market).into(),
        asset_order_id: terms.id.to_string(),
        asset: terms.asset.as_str().into(),
        side: match terms.side {
            Side::Buy => VenueSide::Buy,
            Side::Sell => VenueSide::Sell,
        },
        quantity: trade.quantity,
        price: trade.price,
        fee: trade.fee,
        fee_asset: fee_asset.as_str().into(),
        fee_cash: trade.fee_cash,
        time_unix_ns: trade.time_ms.saturating_mul(1_000_000),
    }
}
