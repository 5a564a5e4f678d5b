//! CollateralReport(BA); News(B) where there is no such message.

use fix_codec::{Draft, Timestamp};
use fix_dictionary::{msg_type, tag};

use super::{Reader, text};
use crate::custom;
use crate::order::CollateralFacts;

/// CollStatus(910): assigned, which is all that a deposit in the vault can be.
const COLL_STATUS_ASSIGNED: char = '3';

/// CollateralReport(BA): what an account has deposited, and how much of it is free.
#[derive(Debug, Clone)]
pub(crate) struct CollateralReport<'a> {
    /// CollRptID(908)
    pub coll_rpt_id: String,
    /// CollInquiryID(909) of the inquiry that this answers.
    pub coll_inquiry_id: Option<&'a str>,
    /// The account's collateral.
    pub collateral: &'a CollateralFacts,
    /// CollateralCause(5006); empty for an answer.
    pub cause: &'a str,
    /// CollateralChange(5005)
    pub change: &'a str,
    /// CollateralTransactionHash(5004)
    pub transaction_hash: &'a str,
    /// PayoutID(5026), of a payout.
    pub payout_id: &'a str,
    /// PayoutRequestID(5027), of a payout.
    pub payout_request_id: &'a str,
    /// Why, for people; empty where nothing went wrong.
    pub why: &'a str,
    /// Time of the event, in no field of FIX's BA: Text(58) has it for people.
    pub time_unix_ns: i64,
}

impl CollateralReport<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Draft {
        let draft = if reader.dialect.has_collateral_report() {
            self.report(reader)
        } else {
            self.news(reader)
        };
        let collateral = self.collateral;
        draft
            .optional(
                custom::tag::COLLATERAL_TRANSACTION_HASH,
                text(self.transaction_hash),
            )
            .optional(custom::tag::COLLATERAL_CHANGE, text(self.change))
            .optional(custom::tag::COLLATERAL_CAUSE, text(self.cause))
            .field(custom::tag::FREE_CASH, &collateral.free)
            .field(custom::tag::RESERVED_CASH, &collateral.reserved)
            .field(custom::tag::SPENT_CASH, &collateral.spent)
            .field(custom::tag::DEPOSITED_CASH, &collateral.deposited)
            .field(custom::tag::PAID_OUT_CASH, &collateral.paid_out)
            .field(custom::tag::PAYING_OUT_CASH, &collateral.paying_out)
            .optional(custom::tag::PAYOUT_ID, text(self.payout_id))
            .optional(custom::tag::PAYOUT_REQUEST_ID, text(self.payout_request_id))
    }

    /// Text(58): for people.
    fn text(&self) -> String {
        let state = format!(
            "{} free, as of {}",
            self.collateral.free,
            Timestamp::from_unix_ns(self.time_unix_ns)
        );
        match self.why {
            "" => state,
            why => format!("{state}: {why}"),
        }
    }

    fn report(&self, reader: Reader<'_>) -> Draft {
        reader
            .begin(msg_type::COLLATERAL_REPORT)
            .field(tag::COLL_RPT_ID, &self.coll_rpt_id)
            .optional(tag::COLL_INQUIRY_ID, self.coll_inquiry_id)
            .field(tag::COLL_STATUS, COLL_STATUS_ASSIGNED)
            .field(tag::ACCOUNT, &self.collateral.account)
            .field(tag::CURRENCY, &self.collateral.currency)
            .field(tag::MARGIN_EXCESS, &self.collateral.free)
            .field(tag::TEXT, self.text())
    }

    fn news(&self, reader: Reader<'_>) -> Draft {
        reader
            .begin(msg_type::NEWS)
            .field(tag::ORIG_TIME, Timestamp::from_unix_ns(self.time_unix_ns))
            .field(
                tag::HEADLINE,
                format_args!("Collateral of {}", self.collateral.account),
            )
            .group(tag::NO_LINES_OF_TEXT, [self.text()], |line, text| {
                line.push(tag::TEXT, text);
            })
            .field(custom::tag::COLLATERAL_REPORT_ID, &self.coll_rpt_id)
            .field(custom::tag::COLLATERAL_ACCOUNT, &self.collateral.account)
            .field(custom::tag::COLLATERAL_CURRENCY, &self.collateral.currency)
    }
}
