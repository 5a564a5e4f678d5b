//! Confirmation(AK); a status in an ExecutionReport(8) where there is no such message.

use fix_codec::{Draft, TimePrecision, Timestamp};
use fix_messages::codes::{
    CommType, ConfirmStatus, ConfirmTransType, ConfirmType, ExecType, OrderCapacity,
};
use fix_messages::{ConfirmationWriter, Writer};

use super::{ExecutionReport, Reader, amount, misc_fee, text};
use crate::custom;
use crate::order::OrderFacts;

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
    /// Writes the fields of our own, whichever message has them.
    pub(super) fn write(&self, fields: &mut Writer<'_>) {
        if let Some(hash) = text(self.transaction_hash) {
            fields.custom(custom::tag::MINT_TRANSACTION_HASH, hash);
        }
        fields
            .custom(custom::tag::MINT_BLOCK, self.block)
            .custom(custom::tag::MINT_ID, self.id);
        // That there is none is said.
        if self.lots.is_empty() {
            fields.custom(custom::tag::NO_MINT_LOTS, 0);
        }
        fields.custom_group(custom::tag::NO_MINT_LOTS, &self.lots, |entry, lot| {
            entry
                .custom(custom::tag::MINT_LOT_ID, lot.id)
                .custom(custom::tag::MINT_LOT_ASSET, lot.asset)
                .custom(custom::tag::MINT_LOT_QTY, amount(lot.quantity))
                .custom(custom::tag::MINT_LOT_PX, amount(lot.price))
                .custom(custom::tag::MINT_LOT_FEE, amount(lot.fee));
        });
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
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Option<Draft> {
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

    fn confirmation(&self, reader: Reader<'_>) -> Option<Draft> {
        let order = self.order;
        let time = Timestamp::from_unix_ns(self.time_unix_ns);
        let date = time.format(TimePrecision::Seconds);
        let date = String::from_utf8_lossy(&date.as_bytes()[..8]);
        let dictionary = custom::dictionary(reader.dialect);
        let mut confirmation = fix_messages::Confirmation::write(&dictionary);
        confirmation
            .confirm_id(self.mint.id)
            .confirm_trans_type(ConfirmTransType::New)
            .confirm_type(ConfirmType::Confirmation)
            .confirm_status(ConfirmStatus::Confirmed)
            .no_orders([order], |entry, order| {
                entry.cl_ord_id(&order.cl_ord_id).order_id(&order.order_id);
            })
            .transact_time(time)
            .trade_date(date)
            .symbol(&order.index)
            .alloc_qty(amount(&order.units))
            .side(reader.dialect.side(order.side_code))
            .currency(self.currency)
            .no_capacities([order], |entry, order| {
                // The client pays what his assets cost.
                entry
                    .order_capacity(OrderCapacity::Agency)
                    .order_capacity_qty(amount(&order.units));
            })
            .alloc_account(&order.account);
        self.costs(&mut confirmation);
        confirmation
            .own(|fields| self.mint.write(fields))
            .with(text(&order.returned), |confirmation, cash| {
                confirmation.custom(custom::tag::RETURNED_CASH, cash)
            })
            .with(
                reader.copy_msg_indicator(),
                ConfirmationWriter::copy_msg_indicator,
            );
        reader.finished(confirmation.finish_as_written())
    }

    fn costs(&self, confirmation: &mut ConfirmationWriter<'_>) {
        let order = self.order;
        confirmation
            .avg_px(amount(&order.average_price))
            .gross_trade_amt(amount(&order.gross))
            .net_money(amount(&order.spent))
            .commission(amount(&order.issuer_fees))
            .comm_type(CommType::Absolute)
            .no_misc_fees([amount(&order.venue_fees)], |entry, fee| {
                misc_fee(entry, fee, self.currency);
            });
    }
}
