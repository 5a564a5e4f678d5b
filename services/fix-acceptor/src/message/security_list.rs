//! SecurityList(y): the indexes with their baskets. FIX 4.2 has SecurityDefinition(d), one for each index.

use fix_codec::Draft;
use fix_dictionary::{msg_type, tag};
use fix_messages::codes::SecurityRequestResult;

use super::{Reader, finished, text};
use crate::custom;
use crate::index::IndexFacts;

/// SecurityResponseType(323): a list, or nothing that fits.
const RESPONSE_LIST: char = '4';
const RESPONSE_NOTHING: char = '6';

/// Some of the indexes that were asked for.
#[derive(Debug, Clone)]
pub(crate) struct SecurityList<'a> {
    /// SecurityReqID(320)
    pub req_id: &'a str,
    /// SecurityResponseID(322)
    pub response_id: String,
    /// SecurityRequestResult(560)
    pub result: SecurityRequestResult,
    /// TotNoRelatedSym(393): how many there are in all messages.
    pub total: usize,
    /// LastFragment(893)
    pub is_last: bool,
    /// The indexes.
    pub indexes: &'a [&'a IndexFacts],
    /// Currency(15)
    pub currency: &'a str,
}

impl SecurityList<'_> {
    /// The message, or for FIX 4.2 the messages.
    pub(crate) fn drafts(&self, reader: Reader<'_>) -> Vec<Draft> {
        if reader.dialect.has_security_list() {
            self.list(reader).into_iter().collect()
        } else if self.indexes.is_empty() {
            vec![self.definition(reader, None)]
        } else {
            let indexes = self.indexes.iter();
            indexes
                .map(|index| self.definition(reader, Some(index)))
                .collect()
        }
    }

    fn list(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut list = fix_messages::SecurityList::write(&dictionary);
        list.security_req_id(self.req_id)
            .security_response_id(&self.response_id)
            .security_request_result(self.result)
            .tot_no_related_sym(i64::try_from(self.total).unwrap_or(i64::MAX))
            .last_fragment(self.is_last)
            .no_related_sym(self.indexes, |entry, index| {
                entry
                    .symbol(&index.symbol)
                    .with(text(&index.name), |entry, name| {
                        entry.security_desc(name);
                    })
                    .round_lot(index.round_lot())
                    .no_underlyings(&index.basket, |asset, (name, quantity)| {
                        asset.underlying_symbol(name).underlying_qty(quantity);
                    })
                    .currency(self.currency)
                    .with(text(&index.trading_notice()), |entry, notice| {
                        entry.text(notice);
                    });
            });
        finished(list.finish())
    }

    fn definition(&self, reader: Reader<'_>, index: Option<&&IndexFacts>) -> Draft {
        let draft = reader
            .begin(msg_type::SECURITY_DEFINITION)
            .field(tag::SECURITY_REQ_ID, self.req_id)
            .field(tag::SECURITY_RESPONSE_ID, &self.response_id);
        let Some(index) = index else {
            return draft
                .field(tag::SECURITY_RESPONSE_TYPE, RESPONSE_NOTHING)
                .field(tag::TOTAL_NUM_SECURITIES, 0);
        };
        draft
            .field(tag::SECURITY_RESPONSE_TYPE, RESPONSE_LIST)
            .field(tag::TOTAL_NUM_SECURITIES, self.total)
            .field(tag::SYMBOL, &index.symbol)
            .optional(tag::SECURITY_DESC, text(&index.name))
            .field(tag::CURRENCY, self.currency)
            .optional(tag::TEXT, text(&index.trading_notice()))
            .group(
                tag::NO_RELATED_SYM,
                &index.basket,
                |entry, (asset, quantity)| {
                    entry.push(tag::UNDERLYING_SYMBOL, asset);
                    entry.push(tag::RATIO_QTY, quantity);
                },
            )
    }
}
