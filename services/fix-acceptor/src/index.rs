//! What the acceptor knows of an index: enough to list it, and to say why it takes no orders.

use proto::v1;
use serde::{Deserialize, Serialize};

/// Whether an index takes orders, the stricter state later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trading {
    /// It does.
    #[default]
    Open,
    /// No new orders.
    Closed,
    /// No new orders, and nothing is bought.
    Halted,
}

impl Trading {
    /// From the solver's word.
    pub fn of(state: v1::TradingState) -> Self {
        match state {
            v1::TradingState::Unspecified | v1::TradingState::Open => Trading::Open,
            v1::TradingState::Closed => Trading::Closed,
            v1::TradingState::Halted => Trading::Halted,
        }
    }
}

/// An index as the last event left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexFacts {
    /// Symbol(55)
    pub symbol: String,
    /// SecurityDesc(107)
    pub name: String,
    /// UnderlyingSymbol(311) and UnderlyingQty(879) of each asset in one unit.
    pub basket: Vec<(String, String)>,
    /// Decimals of its units.
    pub units_scale: u32,
    /// Whether it takes orders.
    pub trading: Trading,
    /// Why not; for people.
    pub trading_text: String,
}

/// Bytes around a field's value: three digits, the equals sign and SOH, and one more.
const FIELD_BYTES: usize = 6;
/// Bytes of the fields whose length hardly changes.
const OTHERS_BYTES: usize = 100;

impl IndexFacts {
    /// From the solver's view of it.
    pub fn of(index: &v1::Index) -> Self {
        let asset = |entry: &v1::BasketEntry| (entry.asset.clone(), entry.quantity.clone());
        IndexFacts {
            symbol: index.symbol.clone(),
            name: index.name.clone(),
            basket: index.basket.iter().map(asset).collect(),
            units_scale: index.units_scale,
            // The events about it say so.
            trading: Trading::Open,
            trading_text: String::new(),
        }
    }

    /// RoundLot(561): the smallest number of units, `0.00000001`.
    pub fn round_lot(&self) -> String {
        match self.units_scale {
            0 => "1".to_owned(),
            scale => format!("0.{:0>width$}", 1, width = scale as usize),
        }
    }

    /// Bytes of it in a list, about: no less than there are, but for the currency.
    pub(crate) fn message_bytes(&self) -> usize {
        let own = [&self.symbol, &self.name, &self.trading_text];
        let own: usize = own.iter().map(|text| text.len() + FIELD_BYTES).sum();
        let basket = self.basket.iter();
        let basket = basket.map(|(asset, quantity)| asset.len() + quantity.len() + 2 * FIELD_BYTES);
        own + basket.sum::<usize>() + OTHERS_BYTES
    }

    /// Text(58): why it takes no orders; empty where it does.
    pub fn trading_notice(&self) -> String {
        let state = match self.trading {
            Trading::Open => return String::new(),
            Trading::Closed => "closed",
            Trading::Halted => "halted",
        };
        if self.trading_text.is_empty() {
            state.to_owned()
        } else {
            format!("{state}: {}", self.trading_text)
        }
    }
}
