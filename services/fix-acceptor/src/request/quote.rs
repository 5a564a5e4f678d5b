//! What a client asks with QuoteRequest(R).

use fix_dictionary::tag;
use fix_messages::QuoteRequest;
use serde::{Deserialize, Serialize};

use super::{Amount, CashUnit, Side, cash_amount, short, short_text, side, units_amount};
use crate::reject::OrderFault;

/// A QuoteRequest(R) that makes sense in itself: for one index, one side, one amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteAsked {
    /// QuoteReqID(131)
    pub quote_req_id: String,
    /// Account(1)
    pub account: String,
    /// Symbol(55)
    pub index: String,
    /// Side(54)
    pub side: Side,
    /// CashOrderQty(152) or OrderQty(38)
    pub amount: Amount,
}

impl QuoteAsked {
    /// Reads the body of a QuoteRequest(R). Where it names no account, which FIX 4.2 can't, `only` is meant: the one account
    /// of a session that has one.
    pub(crate) fn read(
        request: QuoteRequest<'_>,
        cash: &CashUnit,
        only: Option<&str>,
    ) -> Result<QuoteAsked, OrderFault> {
        let quote_req_id = short(tag::QUOTE_REQ_ID, request.quote_req_id().bytes())?;
        let symbols = request.no_related_sym();
        let mut symbols = symbols.map_err(|_| OrderFault::SymbolMissing)?;
        let entry = symbols.next().ok_or(OrderFault::SymbolMissing)?;
        if symbols.next().is_some() {
            return Err(OrderFault::ManySymbols);
        }
        let account = match entry.account().bytes() {
            Some(account) => short_text(tag::ACCOUNT, account)?,
            None => only,
        };
        let side = side(entry.side())?;
        let amount = match (entry.cash_order_qty().bytes(), entry.order_qty().bytes()) {
            (Some(value), None) if side == Side::Buy => {
                Amount::Cash(cash_amount(tag::CASH_ORDER_QTY, value, cash)?)
            }
            (None, Some(value)) => Amount::Units(units_amount(value)?),
            (Some(_), Some(_)) => return Err(OrderFault::TwoAmounts),
            (Some(_) | None, None) if side == Side::Redeem => return Err(OrderFault::UnitsMissing),
            (Some(_) | None, None) => return Err(OrderFault::CashMissing),
        };
        Ok(QuoteAsked {
            quote_req_id: quote_req_id
                .ok_or(OrderFault::NotText {
                    tag: tag::QUOTE_REQ_ID,
                })?
                .to_owned(),
            account: account.ok_or(OrderFault::AccountMissing)?.to_owned(),
            index: short_text(tag::SYMBOL, entry.symbol().bytes().unwrap_or_default())?
                .ok_or(OrderFault::SymbolMissing)?
                .to_owned(),
            side,
            amount,
        })
    }
}
