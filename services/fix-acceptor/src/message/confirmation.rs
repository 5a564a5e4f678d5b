//! Confirmation(AK); a status in an ExecutionReport(8) where there is no such message.

use fix_codec::{Draft, TimePrecision, Timestamp};
use fix_dictionary::{msg_type, tag};

use super::{ExecType, ExecutionReport, Reader, with_commission, with_misc_fees};
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

/// What the chain says of an order's units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mint<'a> {
    /// ConfirmID(664) and MintID(5003)
    pub id: &'a str,
    /// MintTransactionHash(5001)
    pub transaction_hash: &'a str,
    /// MintBlock(5002)
    pub block: u64,
    /// NoMintLots(5010)
    pub lots: Vec<MintLot<'a>>,
}

impl Mint<'_> {
    /// Adds the fields of our own.
    pub(super) fn write(&self, draft: Draft) -> Draft {
        draft
            .field(custom::tag::MINT_TRANSACTION_HASH, self.transaction_hash)
            .field(custom::tag::MINT_BLOCK, self.block)
            .field(custom::tag::MINT_ID, self.id)
            .group(custom::tag::NO_MINT_LOTS, &self.lots, |entry, lot| {
                entry.push(custom::tag::MINT_LOT_ID, lot.id);
                entry.push(custom::tag::MINT_LOT_ASSET, lot.asset);
                entry.push(custom::tag::MINT_LOT_QTY, lot.quantity);
                entry.push(custom::tag::MINT_LOT_PX, lot.price);
                entry.push(custom::tag::MINT_LOT_FEE, lot.fee);
            })
    }
}

/// Confirmation(AK): the units of an order are on chain. Where there is no such message, an ExecutionReport(8) that
/// tells the order's status says the same.
#[derive(Debug, Clone)]
pub(crate) struct Confirmation<'a> {
    /// The order, which has ended.
    pub order: &'a OrderFacts,
    /// Currency(15)
    pub currency: &'a str,
    /// Where the units are.
    pub mint: Mint<'a>,
    /// TransactTime(60), TradeDate(75)
    pub time_unix_ns: i64,
}

impl Confirmation<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Draft {
        if reader.dialect.has_confirmation() {
            self.confirmation(reader)
        } else {
            self.report().draft(reader)
        }
    }

    fn report(&self) -> ExecutionReport<'_> {
        let order = self.order;
        ExecutionReport {
            exec_id: format!("M-{}", self.mint.id),
            exec_type: ExecType::OrderStatus,
            ord_status: order.ord_status,
            order,
            currency: self.currency,
            request: None,
            mass_status: None,
            ord_status_req_id: None,
            fill: None,
            mint: Some(self.mint.clone()),
            ord_rej_reason: None,
            text: "",
            time_unix_ns: self.time_unix_ns,
        }
    }

    fn confirmation(&self, reader: Reader<'_>) -> Draft {
        let order = self.order;
        let time = Timestamp::from_unix_ns(self.time_unix_ns);
        let date = time.format(TimePrecision::Seconds);
        let date = String::from_utf8_lossy(&date.as_bytes()[..8]);
        let draft = reader
            .begin(msg_type::CONFIRMATION)
            .field(tag::CONFIRM_ID, self.mint.id)
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
        let draft = with_misc_fees(
            with_commission(draft, &order.issuer_fees),
            &order.venue_fees,
            self.currency,
        );
        reader.mark_copy(
            self.mint
                .write(draft)
                .field(custom::tag::RETURNED_CASH, &order.returned),
        )
    }
}
