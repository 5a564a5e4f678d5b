//! Confirmation(AK).

use fix_codec::{Draft, TimePrecision, Timestamp};
use fix_dictionary::{msg_type, tag};

use super::with_fees;
use crate::custom;
use crate::order::OrderFacts;

/// ConfirmTransType(666): new.
const CONFIRM_TRANS_TYPE_NEW: char = '0';
/// ConfirmType(773): a confirmation.
const CONFIRM_TYPE_CONFIRMATION: char = '2';
/// ConfirmStatus(665): confirmed.
const CONFIRM_STATUS_CONFIRMED: char = '4';
/// OrderCapacity(528): agency. The client pays what his assets cost.
const ORDER_CAPACITY_AGENCY: char = 'A';

/// A share of a lot that went into the units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MintLot<'a> {
    /// MintLotID(5011)
    pub id: &'a str,
    /// MintLotAsset(5012)
    pub asset: &'a str,
    /// MintLotQty(5013)
    pub quantity: &'a str,
    /// MintLotPx(5014)
    pub price: &'a str,
    /// MintLotFee(5015)
    pub fee: &'a str,
}

/// Confirmation(AK): the units of an order are on chain.
#[derive(Debug, Clone)]
pub(crate) struct Confirmation<'a> {
    /// The order, which has ended.
    pub order: &'a OrderFacts,
    /// Currency(15)
    pub currency: &'a str,
    /// ConfirmID(664) and MintID(5003)
    pub mint_id: &'a str,
    /// MintTransactionHash(5001)
    pub transaction_hash: &'a str,
    /// MintBlock(5002)
    pub block: u64,
    /// NoMintLots(5010)
    pub lots: Vec<MintLot<'a>>,
    /// TransactTime(60), TradeDate(75)
    pub time_unix_ns: i64,
}

impl Confirmation<'_> {
    /// The message.
    pub(crate) fn draft(&self) -> Draft {
        let order = self.order;
        let time = Timestamp::from_unix_ns(self.time_unix_ns);
        let date = time.format(TimePrecision::Seconds);
        let date = String::from_utf8_lossy(&date.as_bytes()[..8]);
        let draft = Draft::new(msg_type::CONFIRMATION)
            .field(tag::CONFIRM_ID, self.mint_id)
            .field(tag::CONFIRM_TRANS_TYPE, CONFIRM_TRANS_TYPE_NEW)
            .field(tag::CONFIRM_TYPE, CONFIRM_TYPE_CONFIRMATION)
            .field(tag::CONFIRM_STATUS, CONFIRM_STATUS_CONFIRMED)
            .group(tag::NO_ORDERS, [order], |entry, order| {
                entry.push(tag::CL_ORD_ID, &order.cl_ord_id);
                entry.push(tag::ORDER_ID, &order.order_id);
            })
            .field(tag::TRANSACT_TIME, time)
            .field(tag::TRADE_DATE, date)
            .field(tag::SYMBOL, &order.index)
            .field(tag::ALLOC_QTY, &order.units)
            .field(tag::SIDE, order.side_code)
            .field(tag::CURRENCY, self.currency)
            .group(tag::NO_CAPACITIES, [order], |entry, order| {
                entry.push(tag::ORDER_CAPACITY, ORDER_CAPACITY_AGENCY);
                entry.push(tag::ORDER_CAPACITY_QTY, &order.units);
            })
            .field(tag::ALLOC_ACCOUNT, &order.account)
            .field(tag::AVG_PX, &order.average_price)
            .field(tag::GROSS_TRADE_AMT, &order.gross)
            .field(tag::NET_MONEY, &order.spent);
        with_fees(draft, &order.issuer_fees, &order.venue_fees, self.currency)
            .field(custom::tag::MINT_TRANSACTION_HASH, self.transaction_hash)
            .field(custom::tag::MINT_BLOCK, self.block)
            .field(custom::tag::MINT_ID, self.mint_id)
            .group(custom::tag::NO_MINT_LOTS, &self.lots, |entry, lot| {
                entry.push(custom::tag::MINT_LOT_ID, lot.id);
                entry.push(custom::tag::MINT_LOT_ASSET, lot.asset);
                entry.push(custom::tag::MINT_LOT_QTY, lot.quantity);
                entry.push(custom::tag::MINT_LOT_PX, lot.price);
                entry.push(custom::tag::MINT_LOT_FEE, lot.fee);
            })
            .field(custom::tag::RETURNED_CASH, &order.returned)
    }
}
