//! SecurityList(y): the indexes with their baskets. FIX 4.2 has SecurityDefinition(d), one for each index.

use fix_codec::Draft;
use fix_messages::SecurityDefinitionWriter;
use fix_messages::codes::{SecurityRequestResult, SecurityResponseType};
use fix_messages::groups::NoRelatedSymWriter;

use super::{Reader, count, text};
use crate::custom;
use crate::index::IndexFacts;

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
            self.definition(reader, None).into_iter().collect()
        } else {
            let indexes = self.indexes.iter();
            indexes
                .filter_map(|index| self.definition(reader, Some(index)))
                .collect()
        }
    }

    fn list(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut list = fix_messages::SecurityList::write(&dictionary);
        list.security_req_id(self.req_id)
            .security_response_id(&self.response_id)
            .security_request_result(self.result)
            .tot_no_related_sym(count(self.total))
            .last_fragment(self.is_last)
            .no_related_sym(self.indexes, |entry, index| {
                entry
                    .symbol(&index.symbol)
                    .with(text(&index.name), NoRelatedSymWriter::security_desc)
                    .round_lot(index.round_lot())
                    .no_underlyings(&index.basket, |asset, (name, quantity)| {
                        asset.underlying_symbol(name).underlying_qty(quantity);
                    })
                    .currency(self.currency)
                    .with(text(&index.trading_notice()), NoRelatedSymWriter::text);
            });
        reader.finished(list.finish())
    }

    fn definition(&self, reader: Reader<'_>, index: Option<&IndexFacts>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut definition = fix_messages::SecurityDefinition::write(&dictionary);
        definition
            .security_req_id(self.req_id)
            .security_response_id(&self.response_id);
        if let Some(index) = index {
            definition
                .security_response_type(SecurityResponseType::ListOfSecuritiesReturnedPerRequest)
                .tot_no_related_sym(count(self.total))
                .symbol(&index.symbol)
                .with(text(&index.name), SecurityDefinitionWriter::security_desc)
                .currency(self.currency)
                .with(
                    text(&index.trading_notice()),
                    SecurityDefinitionWriter::text,
                )
                .no_related_sym(&index.basket, |entry, (asset, quantity)| {
                    entry.underlying_symbol(asset).ratio_qty(quantity);
                });
        } else {
            definition
                .security_response_type(SecurityResponseType::CannotMatchSelectionCriteria)
                .tot_no_related_sym(0);
        }
        reader.finished(definition.finish_as_written())
    }
}
