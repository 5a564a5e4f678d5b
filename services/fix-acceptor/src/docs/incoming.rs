//! What comes in, field by field.

use super::documented;
use crate::dialect::Dialect;

#[test]
fn what_comes_in_has_the_documented_fields() {
    for dialect in Dialect::ALL {
        documented("## In: NewOrderSingle (D)", "D", dialect);
        documented("## In: OrderStatusRequest (H)", "H", dialect);
        documented("## In: OrderCancelRequest (F)", "F", dialect);
        documented("## In: OrderCancelReplaceRequest (G)", "G", dialect);
        if dialect.has_mass_requests() {
            documented("## In: OrderMassCancelRequest (q)", "q", dialect);
            documented("## In: OrderMassStatusRequest (AF)", "AF", dialect);
        }
        if dialect.has_security_list() {
            documented("## In: SecurityListRequest (x)", "x", dialect);
        } else {
            documented("## In: SecurityDefinitionRequest (c)", "c", dialect);
        }
        documented("## In: MarketDataRequest (V)", "V", dialect);
        documented("## In: QuoteRequest (R)", "R", dialect);
        documented("## In: QuoteCancel (Z)", "Z", dialect);
        if dialect.has_collateral_report() {
            documented("## In: CollateralInquiry (BB)", "BB", dialect);
            documented("## In: CollateralRequest (AX)", "AX", dialect);
        }
    }
}
