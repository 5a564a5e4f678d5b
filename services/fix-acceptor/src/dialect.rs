//! The versions of FIX that clients may speak, and in what Sheaf's messages differ between them: data, so that a message
//! asks for a property and never for a version.

use std::sync::Arc;

use fix_dictionary::Release;
use fix_messages::Code;
use fix_messages::codes::{CxlRejReason, OrdRejReason, Side};
use fix_session::{Dictionaries, Version};

use crate::custom;

/// A version of the messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// FIX 4.2: no Confirmation(AK), no CollateralReport(BA), no mass status, no mass cancel.
    Fix42,
    /// FIX 4.4
    Fix44,
    /// FIX 5.0 SP2, carried by FIXT 1.1.
    Fix50Sp2,
}

impl Dialect {
    /// All of them, oldest first.
    pub const ALL: [Dialect; 3] = [Dialect::Fix42, Dialect::Fix44, Dialect::Fix50Sp2];

    /// From a BeginString(8).
    pub fn of_begin_string(text: &str) -> Option<Dialect> {
        Dialect::ALL
            .into_iter()
            .find(|dialect| dialect.version().begin_string() == text)
    }

    /// Of a session, whose name begins with its BeginString(8).
    pub fn of_session(name: &str) -> Option<Dialect> {
        let (begin_string, _) = name.split_once(':')?;
        Dialect::of_begin_string(begin_string)
    }

    /// The session layer that carries it.
    pub fn version(self) -> Version {
        match self {
            Dialect::Fix42 => Version::Fix42,
            Dialect::Fix44 => Version::Fix44,
            Dialect::Fix50Sp2 => Version::Fixt11,
        }
    }

    /// The dictionary of its application messages.
    pub fn release(self) -> Release {
        match self {
            Dialect::Fix42 => Release::Fix42,
            Dialect::Fix44 => Release::Fix44,
            Dialect::Fix50Sp2 => Release::Fix50Sp2,
        }
    }

    /// DefaultApplVerID(1137), where the session layer has one.
    pub fn default_appl_ver_id(self) -> Option<&'static str> {
        (self.version() == Version::Fixt11).then(|| self.release().appl_ver_id())
    }

    /// What a session checks messages with: Sheaf's fields included.
    pub fn dictionaries(self) -> Dictionaries {
        let application = custom::dictionary(self);
        let session = match self.version() {
            Version::Fixt11 => Release::Fixt11.dictionary(),
            _ => Arc::clone(&application),
        };
        Dictionaries {
            session,
            application,
        }
    }

    /// ExecutionReport(8) says with ExecTransType(20) that it only tells a status; later versions have ExecType(150) I.
    pub(crate) fn has_exec_trans_type(self) -> bool {
        self == Dialect::Fix42
    }

    /// ExecType(150) F tells a fill; before, 1 and 2 did.
    pub(crate) fn has_exec_type_trade(self) -> bool {
        self > Dialect::Fix42
    }

    /// ExecutionReport(8) has NetMoney(118) and MiscFees(136).
    pub(crate) fn has_fees_in_reports(self) -> bool {
        self > Dialect::Fix42
    }

    /// Symbol(55) has to be there in whatever concerns an order.
    pub(crate) fn requires_symbol(self) -> bool {
        self == Dialect::Fix42
    }

    /// Confirmation(AK) exists; before, ExecutionReport(8) says the same.
    pub(crate) fn has_confirmation(self) -> bool {
        self > Dialect::Fix42
    }

    /// CollateralReport(BA) exists; before, News(B) says the same.
    pub(crate) fn has_collateral_report(self) -> bool {
        self > Dialect::Fix42
    }

    /// SecurityList(y) exists; before, SecurityDefinition(d) says the same.
    pub(crate) fn has_security_list(self) -> bool {
        self > Dialect::Fix42
    }

    /// QuoteRequestReject(AG) exists; before, QuoteAcknowledgement(b) says the same.
    pub(crate) fn has_quote_request_reject(self) -> bool {
        self > Dialect::Fix42
    }

    /// QuoteStatusReport(AI) exists; before, QuoteAcknowledgement(b) says the same.
    pub(crate) fn has_quote_status_report(self) -> bool {
        self > Dialect::Fix42
    }

    /// CopyMsgIndicator(797) exists.
    pub(crate) fn has_copy_msg_indicator(self) -> bool {
        self > Dialect::Fix42
    }

    /// OrderMassCancelRequest(q) and OrderMassStatusRequest(AF) exist.
    #[cfg(test)]
    pub(crate) fn has_mass_requests(self) -> bool {
        self > Dialect::Fix42
    }

    /// OrderMassCancelReport(r) has MassActionReportID(1369).
    pub(crate) fn has_mass_action_report_id(self) -> bool {
        self == Dialect::Fix50Sp2
    }

    /// OrdStatusReqID(790) comes back in the report.
    pub(crate) fn has_ord_status_req_id(self) -> bool {
        self > Dialect::Fix42
    }

    /// A reason to reject an order, or what stands for it in a version that does not list it.
    pub(crate) fn ord_rej_reason(self, reason: OrdRejReason) -> OrdRejReason {
        self.first_listed([reason, OrdRejReason::Other, OrdRejReason::Broker])
    }

    /// A reason to refuse a request about an order, or what stands for it in a version that does not list it.
    pub(crate) fn cxl_rej_reason(self, reason: CxlRejReason) -> CxlRejReason {
        self.first_listed([reason, CxlRejReason::Other, CxlRejReason::Broker])
    }

    /// Side(54) by its code; undisclosed where a copy's version does not list what the client's has.
    pub(crate) fn side(self, code: char) -> Side {
        let side = Side::of(code.encode_utf8(&mut [0; 4]).as_bytes());
        self.first_listed([side.unwrap_or(Side::Undisclosed), Side::Undisclosed])
    }

    /// The first of the codes that the version lists; the last if it lists none.
    pub(crate) fn first_listed<C: Code, const N: usize>(self, codes: [C; N]) -> C {
        let dictionary = self.release().dictionary();
        let field = dictionary.field(C::TAG);
        let is_listed = |code: &C| field.is_some_and(|field| field.allows(code.value().as_bytes()));
        let mut listed = codes.into_iter().filter(is_listed);
        listed.next().unwrap_or(codes[N - 1])
    }
}
