//! What a client asks with CollateralRequest(AX): free cash back.

use fix_codec::Fields;
use fix_dictionary::tag;
use money::Cash;
use serde::{Deserialize, Serialize};

use super::{CashUnit, cash_amount, check_currency, name, shown};
use crate::reject::{OrderFault, PayoutFault};

/// CollAsgnReason(895): more is deposited than is needed.
const MARGIN_EXCESS: &[u8] = b"4";

/// A CollateralRequest(AX) that makes sense in itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutAsked {
    /// CollReqID(894)
    pub coll_req_id: String,
    /// Account(1)
    pub account: String,
    /// MarginExcess(899); none for all that is free.
    pub amount: Option<Cash>,
}

impl PayoutAsked {
    /// Reads the body of a CollateralRequest(AX).
    pub(crate) fn read(fields: Fields<'_>, cash: &CashUnit) -> Result<PayoutAsked, PayoutFault> {
        let reason = fields.get(tag::COLL_ASGN_REASON);
        if reason != Some(MARGIN_EXCESS) {
            return Err(PayoutFault::UnsupportedReason(shown(reason)));
        }
        check_currency(fields.get(tag::CURRENCY), cash)?;
        let amount = fields.get(tag::MARGIN_EXCESS);
        Ok(PayoutAsked {
            coll_req_id: name(fields, tag::COLL_REQ_ID)?
                .ok_or(OrderFault::NotText {
                    tag: tag::COLL_REQ_ID,
                })?
                .to_owned(),
            account: name(fields, tag::ACCOUNT)?
                .ok_or(OrderFault::AccountMissing)?
                .to_owned(),
            amount: amount
                .map(|value| cash_amount(tag::MARGIN_EXCESS, value, cash))
                .transpose()?,
        })
    }
}
