//! Rejects: their reasons and their words.

use fix_dictionary::tag;
use fix_messages::Code;
use fix_messages::codes::{CxlRejReason, OrdRejReason};
use proto::v1::RejectReason;

use super::table;
use crate::custom;
use crate::dialect::Dialect;
use crate::price::PriceFault;
use crate::reject::{
    CancelFault, OrderFault, PayoutFault, cxl_rej_reason_of, ord_rej_reason_of,
    quote_reject_reason, quote_reject_reason_of,
};

#[test]
fn every_reject_of_a_request_for_a_quote_is_documented() {
    let own = [
        OrderFault::ManySymbols,
        OrderFault::TwoAmounts,
        OrderFault::SymbolMissing,
        OrderFault::AccountMissing,
        OrderFault::UnknownAccount("ACC-9".to_owned()),
        OrderFault::NotYourAccount {
            account: "ACC-2".to_owned(),
            own: "ACC-1".to_owned(),
        },
        OrderFault::CashMissing,
    ];
    let row = |fault: &OrderFault| {
        vec![
            quote_reject_reason(fault).value().to_owned(),
            fault.to_string(),
        ]
    };
    let heading = "### Rejects of requests for quotes";
    assert_eq!(table(heading), own.iter().map(row).collect::<Vec<_>>());
    let row = |reason: RejectReason| {
        let code = quote_reject_reason_of(reason);
        let before = crate::message::quote_reject_reason(code);
        vec![
            short_name(reason),
            code.value().to_owned(),
            before.map_or("", Code::value).to_owned(),
        ]
    };
    assert_eq!(
        table("The solver's reasons:"),
        reasons().into_iter().map(row).collect::<Vec<_>>()
    );
}

/// All but the unspecified one, and that at the end.
fn reasons() -> Vec<RejectReason> {
    let mut reasons: Vec<RejectReason> = (0..64)
        .filter_map(|code| RejectReason::try_from(code).ok())
        .collect();
    reasons.rotate_left(1);
    reasons
}

fn short_name(reason: RejectReason) -> String {
    let name = reason.as_str_name();
    name.trim_start_matches("REJECT_REASON_").to_owned()
}

#[test]
fn every_reject_of_a_request_for_prices_is_documented() {
    use PriceFault as F;
    let faults = [
        F::UnknownSymbol("TOP9".to_owned()),
        F::DuplicateRequest,
        F::BadRequestId,
        F::NoSubscription,
        F::TooMany,
        F::UnsupportedType,
        F::UnsupportedDepth,
        F::UnsupportedUpdate,
        F::UnsupportedEntry,
        F::NotKnown,
    ];
    for fault in &faults {
        // A new fault comes here, and then to the list.
        match fault {
            F::UnknownSymbol(_)
            | F::DuplicateRequest
            | F::BadRequestId
            | F::NoSubscription
            | F::TooMany
            | F::UnsupportedType
            | F::UnsupportedDepth
            | F::UnsupportedUpdate
            | F::UnsupportedEntry
            | F::NotKnown => {}
        }
    }
    let row = |fault: &F| {
        let reason = fault.md_req_rej_reason();
        vec![reason.map_or("", Code::value).to_owned(), fault.to_string()]
    };
    assert_eq!(
        table("### Rejects of requests for prices"),
        faults.iter().map(row).collect::<Vec<_>>()
    );
}

/// One of each fault, in the order of the documentation. The match makes a new fault come here.
fn faults() -> Vec<OrderFault> {
    use OrderFault as F;
    let text = |text: &str| text.to_owned();
    let faults = vec![
        F::DuplicateClOrdId,
        F::BadClOrdId,
        F::NotText { tag: tag::SYMBOL },
        F::SymbolMissing,
        F::AccountMissing,
        F::UnknownAccount(text("ACC-9")),
        F::NotYourAccount {
            account: text("ACC-2"),
            own: text("ACC-1"),
        },
        F::UnsupportedSide(text("5")),
        F::UnsupportedOrdType(text("3")),
        F::PriceMissing,
        F::PriceOfMarketOrder,
        F::QuoteMissing,
        F::QuoteCancelled,
        F::UnsupportedTimeInForce(text("2")),
        F::ExpireTimeMissing,
        F::ExpireTimePast,
        F::BadTime {
            tag: tag::EXPIRE_TIME,
        },
        F::WrongCurrency {
            given: text("EUR"),
            cash: text("USDC"),
        },
        F::CashMissing,
        F::UnitsToBuy,
        F::UnitsMissing,
        F::CashToRedeem,
        F::BadNumber {
            tag: tag::CASH_ORDER_QTY,
            value: text("-5"),
            problem: money::ParseError::Negative,
        },
        F::TooPrecise {
            tag: tag::CASH_ORDER_QTY,
            scale: 6,
        },
        F::Zero {
            tag: tag::CASH_ORDER_QTY,
        },
        F::Unchangeable { tag: tag::SYMBOL },
        F::QuotedReplacement,
        F::ManySymbols,
        F::TwoAmounts,
    ];
    for fault in &faults {
        match fault {
            F::DuplicateClOrdId
            | F::BadClOrdId
            | F::NotText { .. }
            | F::SymbolMissing
            | F::AccountMissing
            | F::UnknownAccount(_)
            | F::NotYourAccount { .. }
            | F::UnsupportedSide(_)
            | F::UnsupportedOrdType(_)
            | F::PriceMissing
            | F::PriceOfMarketOrder
            | F::UnsupportedTimeInForce(_)
            | F::ExpireTimeMissing
            | F::ExpireTimePast
            | F::BadTime { .. }
            | F::WrongCurrency { .. }
            | F::CashMissing
            | F::UnitsToBuy
            | F::UnitsMissing
            | F::CashToRedeem
            | F::BadNumber { .. }
            | F::TooPrecise { .. }
            | F::Zero { .. }
            | F::Unchangeable { .. }
            | F::QuoteMissing
            | F::QuotedReplacement
            | F::QuoteCancelled
            | F::ManySymbols
            | F::TwoAmounts => {}
        }
    }
    faults
}

fn is_for_replacements(fault: &OrderFault) -> bool {
    matches!(
        fault,
        OrderFault::Unchangeable { .. } | OrderFault::QuotedReplacement
    )
}

#[test]
fn every_reject_of_the_acceptor_is_documented() {
    let code =
        |fault: &OrderFault| vec![fault.ord_rej_reason().value().to_owned(), fault.to_string()];
    let is_for_orders = |fault: &&OrderFault| {
        !is_for_replacements(fault)
            && !matches!(fault, OrderFault::ManySymbols | OrderFault::TwoAmounts)
    };
    let rejects: Vec<_> = faults().iter().filter(is_for_orders).map(code).collect();
    assert_eq!(table("### Rejects of the acceptor"), rejects);
}

#[test]
fn every_reject_of_a_request_about_an_order_is_documented() {
    let mut own = vec![
        CancelFault::UnknownOrder,
        CancelFault::from(OrderFault::DuplicateClOrdId),
        CancelFault::from(OrderFault::BadClOrdId),
    ];
    own.extend(
        faults()
            .into_iter()
            .filter(is_for_replacements)
            .map(CancelFault::from),
    );
    let row =
        |fault: &CancelFault| vec![fault.cxl_rej_reason().value().to_owned(), fault.to_string()];
    assert_eq!(
        table("### Rejects of requests about an order"),
        own.iter().map(row).collect::<Vec<_>>()
    );
}

#[test]
fn every_reject_of_a_request_for_a_payout_is_documented() {
    let mut own = vec![
        PayoutFault::UnsupportedReason("0".to_owned()),
        PayoutFault::DuplicateRequest,
    ];
    let amount = |fault: OrderFault| match fault {
        OrderFault::BadNumber { value, problem, .. } => OrderFault::BadNumber {
            tag: tag::MARGIN_EXCESS,
            value,
            problem,
        },
        OrderFault::TooPrecise { scale, .. } => OrderFault::TooPrecise {
            tag: tag::MARGIN_EXCESS,
            scale,
        },
        OrderFault::Zero { .. } => OrderFault::Zero {
            tag: tag::MARGIN_EXCESS,
        },
        OrderFault::NotText { .. } => OrderFault::NotText {
            tag: tag::COLL_REQ_ID,
        },
        other => other,
    };
    let is_for_payouts = |fault: &OrderFault| {
        matches!(
            fault,
            OrderFault::NotText { .. }
                | OrderFault::AccountMissing
                | OrderFault::UnknownAccount(_)
                | OrderFault::NotYourAccount { .. }
                | OrderFault::WrongCurrency { .. }
                | OrderFault::BadNumber { .. }
                | OrderFault::TooPrecise { .. }
                | OrderFault::Zero { .. }
        )
    };
    let general = faults().into_iter().filter(is_for_payouts).map(amount);
    own.extend(general.map(PayoutFault::from));
    let row = |fault: &PayoutFault| {
        vec![
            fault.business_reject_reason().to_string(),
            fault.to_string(),
        ]
    };
    assert_eq!(
        table("### Rejects of requests for payouts"),
        own.iter().map(row).collect::<Vec<_>>()
    );
}

#[test]
fn every_reject_of_the_solver_is_documented() {
    let row = |reason: RejectReason| {
        vec![
            short_name(reason),
            ord_rej_reason_of(reason).value().to_owned(),
            cxl_rej_reason_of(reason).value().to_owned(),
        ]
    };
    assert_eq!(
        table("### Rejects of the solver"),
        reasons().into_iter().map(row).collect::<Vec<_>>()
    );
}

#[test]
fn reject_reasons_and_states_are_values_of_their_fields() {
    for dialect in Dialect::ALL {
        let dictionary = custom::dictionary(dialect);
        let check = |tag, value: &str| {
            let field = dictionary.field(tag).unwrap();
            assert!(
                field.allows(value.as_bytes()),
                "{tag}={value} in {dialect:?}"
            );
        };
        let check_ord_rej_reason = |code: &str| {
            let reason = OrdRejReason::of(code.as_bytes()).unwrap();
            let reason = dialect.ord_rej_reason(reason);
            check(tag::ORD_REJ_REASON, reason.value());
        };
        let check_cxl_rej_reason = |code: &str| {
            let reason = CxlRejReason::of(code.as_bytes()).unwrap();
            let reason = dialect.cxl_rej_reason(reason);
            check(tag::CXL_REJ_REASON, reason.value());
        };
        for row in table("### Rejects of the acceptor") {
            check_ord_rej_reason(row[0]);
        }
        for row in table("### Rejects of the solver") {
            check_ord_rej_reason(row[1]);
            check_cxl_rej_reason(row[2]);
        }
        let column = if dialect == Dialect::Fix42 { 4 } else { 2 };
        for row in table("## An order's story") {
            let is_code = |cell: &str| cell.len() == 1;
            if is_code(row[column]) {
                check(tag::EXEC_TYPE, row[column]);
            }
            if is_code(row[3]) {
                check(tag::ORD_STATUS, row[3]);
            }
        }
    }
}
