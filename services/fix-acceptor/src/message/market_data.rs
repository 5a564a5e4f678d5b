//! MarketDataSnapshotFullRefresh(W), MarketDataIncrementalRefresh(X) and MarketDataRequestReject(Y).

use fix_codec::{Draft, TimePrecision, Timestamp};
use fix_messages::MarketDataRequestRejectWriter;
use fix_messages::codes::{MDEntryType, MDReqRejReason, MDUpdateAction};

use super::Reader;
use crate::custom;
use crate::price::{IndexPrice, PriceKind};

/// Prices of an index for a request.
#[derive(Debug, Clone)]
pub(crate) struct MarketData<'a> {
    /// MDReqID(262)
    pub md_req_id: &'a str,
    /// The price; those of its kinds that are not known are left out.
    pub price: &'a IndexPrice,
    /// The kinds that were asked for.
    pub kinds: &'a [PriceKind],
    /// Currency(15)
    pub currency: &'a str,
}

impl MarketData<'_> {
    fn entries(&self) -> impl Iterator<Item = (MDEntryType, &str)> {
        self.kinds.iter().filter_map(|kind| {
            let value = self.price.value(*kind)?;
            Some((entry_type(*kind), value))
        })
    }

    /// MDEntryDate(272) and MDEntryTime(273)
    fn date_and_time(&self) -> (String, String) {
        let time = Timestamp::from_unix_ns(self.price.time_unix_ns);
        let text = time.format(TimePrecision::Milliseconds);
        let text = String::from_utf8_lossy(text.as_bytes());
        let (date, time) = text.split_once('-').unwrap_or_default();
        (date.to_owned(), time.to_owned())
    }

    /// All of it: W. `None` where nothing of it is known.
    pub(crate) fn snapshot(&self, reader: Reader<'_>) -> Option<Draft> {
        self.entries().next()?;
        let dictionary = custom::dictionary(reader.dialect);
        let (date, time) = self.date_and_time();
        let mut snapshot = fix_messages::MarketDataSnapshotFullRefresh::write(&dictionary);
        snapshot
            .md_req_id(self.md_req_id)
            .symbol(&self.price.index)
            .no_md_entries(self.entries(), |entry, (entry_type, value)| {
                entry
                    .md_entry_type(entry_type)
                    .md_entry_px(value)
                    .currency(self.currency)
                    .md_entry_date(&date)
                    .md_entry_time(&time);
            });
        reader.finished(snapshot.finish())
    }

    /// What is new: X.
    pub(crate) fn increment(&self, reader: Reader<'_>, action: MDUpdateAction) -> Option<Draft> {
        self.entries().next()?;
        let dictionary = custom::dictionary(reader.dialect);
        let (date, time) = self.date_and_time();
        let mut increment = fix_messages::MarketDataIncrementalRefresh::write(&dictionary);
        increment.md_req_id(self.md_req_id).no_md_entries(
            self.entries(),
            |entry, (entry_type, value)| {
                entry
                    .md_update_action(action)
                    .md_entry_type(entry_type)
                    .symbol(&self.price.index)
                    .md_entry_px(value)
                    .currency(self.currency)
                    .md_entry_date(&date)
                    .md_entry_time(&time);
            },
        );
        reader.finished(increment.finish())
    }
}

fn entry_type(kind: PriceKind) -> MDEntryType {
    match kind {
        PriceKind::Bid => MDEntryType::Bid,
        PriceKind::Offer => MDEntryType::Offer,
        PriceKind::Value => MDEntryType::IndexValue,
    }
}

/// MarketDataRequestReject(Y).
#[derive(Debug, Clone)]
pub(crate) struct MarketDataRequestReject<'a> {
    /// MDReqID(262)
    pub md_req_id: &'a str,
    /// MDReqRejReason(281)
    pub reason: Option<MDReqRejReason>,
    /// Text(58)
    pub text: &'a str,
}

impl MarketDataRequestReject<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut reject = fix_messages::MarketDataRequestReject::write(&dictionary);
        reject
            .md_req_id(self.md_req_id)
            .with(
                self.reason,
                MarketDataRequestRejectWriter::md_req_rej_reason,
            )
            .text(self.text);
        reader.finished(reject.finish())
    }
}
