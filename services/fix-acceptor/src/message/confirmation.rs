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
    /// NoMintLots(5010): those that [`Mint::told`] left.
    pub lots: Vec<MintLot<'a>>,
    /// TotMintLots(5016)
    pub lots_in_all: usize,
}

/// Bytes of the lots in one message: with all its other fields it is below the 64 KiB that we take ourselves, as most peers do.
pub(crate) const MINT_LOTS_BYTES_MAX: usize = 48 << 10;
/// Bytes around a field's value: four digits, the equals sign and SOH.
const FIELD_BYTES: usize = 6;

impl MintLot<'_> {
    /// Bytes of it in a message.
    const fn bytes(&self) -> usize {
        let values = self.id.len() + self.asset.len() + self.quantity.len();
        values + self.price.len() + self.fee.len() + 5 * FIELD_BYTES
    }
}

impl<'a> Mint<'a> {
    /// The first of the lots, as many as a message has room for.
    pub(crate) fn told(lots: impl Iterator<Item = MintLot<'a>>) -> Vec<MintLot<'a>> {
        let mut bytes = 0;
        let fits = |lot: &MintLot<'_>| {
            bytes += lot.bytes();
            bytes <= MINT_LOTS_BYTES_MAX
        };
        lots.take_while(fits).collect()
    }

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
        if self.lots_in_all > self.lots.len() {
            fields.custom(custom::tag::TOT_MINT_LOTS, self.lots_in_all);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A lot with the longest amounts.
    const LOT: MintLot<'static> = MintLot {
        id: "ASSETNAME012USDC-18446744073709551615",
        asset: "ASSETNAME012",
        quantity: "79228162514264337593.543950335",
        price: "7922816251.426433759354395033",
        fee: "79228162514264337593.543950335",
    };

    #[test]
    fn lots_are_told_as_far_as_a_message_has_room() {
        let some = Mint::told(vec![LOT; 3].into_iter());
        assert_eq!(some, vec![LOT; 3]);
        let lots = Mint::told(vec![LOT; 20_000].into_iter());
        assert!(lots.len() < 20_000);
        let mint = Mint {
            id: "M-1",
            transaction_hash: "0x1",
            block: 1,
            lots,
            lots_in_all: 20_000,
        };
        let amount = || "79228162514264337593.543950335".to_owned();
        let order = OrderFacts {
            order_id: "O-1".to_owned(),
            spent: amount(),
            gross: amount(),
            venue_fees: amount(),
            issuer_fees: amount(),
            units: amount(),
            average_price: amount(),
            returned: amount(),
            ..OrderFacts::asked("o-1", "ACC-1", "TOP5", '1')
        };
        let confirmation = Confirmation {
            order: &order,
            currency: "USDC",
            mint,
            time_unix_ns: 0,
        };
        let reader = Reader {
            dialect: crate::dialect::Dialect::Fix44,
            copy_of: None,
        };
        let draft = confirmation.draft(reader).expect("a message");
        let body = draft.body();
        assert!(body.len() <= MINT_LOTS_BYTES_MAX + 1_000, "{}", body.len());
        assert!(body.len() > MINT_LOTS_BYTES_MAX - 400, "{}", body.len());
        let text = String::from_utf8_lossy(body);
        assert!(text.contains("\u{1}5016=20000\u{1}"), "how many there are");
    }
}
