//! What a client asks with CollateralRequest(AX): free cash back.

use fix_dictionary::tag;
use fix_messages::CollateralRequest;
use fix_messages::codes::CollAsgnReason;
use money::Cash;
use serde::{Deserialize, Serialize};

use super::{CashUnit, cash_amount, check_currency, short, shown};
use crate::reject::{OrderFault, PayoutFault};

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
    pub(crate) fn read(
        request: CollateralRequest<'_>,
        cash: &CashUnit,
    ) -> Result<PayoutAsked, PayoutFault> {
        // More is deposited than is needed.
        let reason = request.coll_asgn_reason();
        if reason.readable() != Some(CollAsgnReason::MarginExcess) {
            return Err(PayoutFault::UnsupportedReason(shown(reason.bytes())));
        }
        check_currency(request.currency().bytes(), cash)?;
        let amount = request.margin_excess().bytes();
        Ok(PayoutAsked {
            coll_req_id: short(tag::COLL_REQ_ID, request.coll_req_id().bytes())?
                .ok_or(OrderFault::NotText {
                    tag: tag::COLL_REQ_ID,
                })?
                .to_owned(),
            account: short(tag::ACCOUNT, request.account().bytes())?
                .ok_or(OrderFault::AccountMissing)?
                .to_owned(),
            amount: amount
                .map(|value| cash_amount(tag::MARGIN_EXCESS, value, cash))
                .transpose()?,
        })
    }
}
