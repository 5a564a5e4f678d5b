//! What a fee is worth in cash. The venue takes it in cash, in the asset that was bought, or in a third asset such as BNB,
//! which is converted at the mark: the middle of that asset's market, from its local book, else asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use money::{Cash, MoneyError, Price, Quantity, Rounding, Scale};
use venue::asset_orders::Terms;

use crate::markets::{Markets, middle};
use crate::rest::{Rest, RestError};

/// Decimals of a converted fee: those of the venue's own amounts.
const FEE_CASH_SCALE: Scale = Scale::PRICE;

/// Why a fee cannot be converted now.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FeeError {
    /// The third asset's market cannot be asked.
    #[error("no mark for {market}: {error}")]
    NoMark { market: String, error: RestError },
    /// The amounts are beyond what can be calculated with.
    #[error("the fee cannot be converted: {0}")]
    Money(#[from] MoneyError),
}

/// Converts fees.
pub(crate) struct Fees {
    markets: Markets,
    rest: Arc<Rest>,
    fee_markets: BTreeMap<String, String>,
}

impl Fees {
    pub(crate) fn new(
        markets: Markets,
        rest: Arc<Rest>,
        fee_markets: BTreeMap<String, String>,
    ) -> Self {
        Self {
            markets,
            rest,
            fee_markets,
        }
    }

    /// The worth of a fee on a trade of `terms` at `price`.
    pub(crate) async fn in_cash(
        &self,
        terms: &Terms,
        price: Price,
        fee: Quantity,
        fee_asset: &str,
    ) -> Result<Cash, FeeError> {
        if fee.is_zero() {
            return Ok(Cash::ZERO);
        }
        if fee_asset == terms.cash {
            return Ok(Cash::from_decimal(fee.as_decimal())?);
        }
        let mark = if fee_asset == terms.asset {
            price
        } else {
            self.mark(fee_asset, &terms.cash).await?
        };
        Ok(mark.times(fee, FEE_CASH_SCALE, Rounding::HalfEven)?)
    }

    async fn mark(&self, asset: &str, cash: &str) -> Result<Price, FeeError> {
        let market = match self.fee_markets.get(asset) {
            Some(market) => market.clone(),
            None => format!("{asset}{cash}"),
        };
        if let Some(mark) = self.markets.middle(&market).await {
            return Ok(mark);
        }
        match self.rest.book_ticker(&market).await {
            Ok(ticker) => Ok(middle(ticker.bid_price, ticker.ask_price)?),
            Err(error) => Err(FeeError::NoMark { market, error }),
        }
    }
}
