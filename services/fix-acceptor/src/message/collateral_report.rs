//! CollateralReport(BA); News(B) where there is no such message.

use fix_codec::{Draft, Timestamp};
use fix_messages::codes::CollStatus;
use fix_messages::{CollateralReportWriter, Writer};

use super::{Reader, amount, text};
use crate::custom;
use crate::order::CollateralFacts;

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
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Option<Draft> {
        if reader.dialect.has_collateral_report() {
            self.report(reader)
        } else {
            self.news(reader)
        }
    }

    /// Writes the fields of our own, whichever message has them.
    fn write(&self, fields: &mut Writer<'_>) {
        let collateral = self.collateral;
        let told = [
            (
                custom::tag::COLLATERAL_TRANSACTION_HASH,
                text(self.transaction_hash),
            ),
            (custom::tag::COLLATERAL_CHANGE, text(self.change)),
            (custom::tag::COLLATERAL_CAUSE, text(self.cause)),
            (custom::tag::FREE_CASH, Some(amount(&collateral.free))),
            (
                custom::tag::RESERVED_CASH,
                Some(amount(&collateral.reserved)),
            ),
            (custom::tag::SPENT_CASH, Some(amount(&collateral.spent))),
            (
                custom::tag::DEPOSITED_CASH,
                Some(amount(&collateral.deposited)),
            ),
            (
                custom::tag::PAID_OUT_CASH,
                Some(amount(&collateral.paid_out)),
            ),
            (
                custom::tag::PAYING_OUT_CASH,
                Some(amount(&collateral.paying_out)),
            ),
            (custom::tag::PAYOUT_ID, text(self.payout_id)),
            (custom::tag::PAYOUT_REQUEST_ID, text(self.payout_request_id)),
            (
                custom::tag::REDEEMED_CASH,
                Some(amount(&collateral.redeemed)),
            ),
        ];
        for (tag, value) in told {
            if let Some(value) = value {
                fields.custom(tag, value);
            }
        }
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

    fn report(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut report = fix_messages::CollateralReport::write(&dictionary);
        report
            .coll_rpt_id(&self.coll_rpt_id)
            .with(
                self.coll_inquiry_id.and_then(text),
                CollateralReportWriter::coll_inquiry_id,
            )
            // All that a deposit in the vault can be.
            .coll_status(CollStatus::Assigned)
            .account(&self.collateral.account)
            .currency(&self.collateral.currency)
            .margin_excess(amount(&self.collateral.free))
            .text(self.text())
            .own(|fields| self.write(fields));
        reader.finished(report.finish_as_written())
    }

    fn news(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut news = fix_messages::News::write(&dictionary);
        news.orig_time(Timestamp::from_unix_ns(self.time_unix_ns))
            .headline(format_args!("Collateral of {}", self.collateral.account))
            .no_lines_of_text([self.text()], |line, text| {
                line.text(text);
            })
            .custom(custom::tag::COLLATERAL_REPORT_ID, &self.coll_rpt_id)
            .custom(custom::tag::COLLATERAL_ACCOUNT, &self.collateral.account)
            .custom(custom::tag::COLLATERAL_CURRENCY, &self.collateral.currency)
            .own(|fields| self.write(fields));
        reader.finished(news.finish_as_written())
    }
}
