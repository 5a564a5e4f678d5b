//! What goes out, field by field.

use std::collections::BTreeSet;

use fix_codec::Draft;
use fix_messages::codes::{
    CxlRejReason, CxlRejResponseTo, ExecType, MDReqRejReason, MDUpdateAction,
    MassCancelRejectReason, MassCancelRequestType, OrdRejReason, QuoteRequestRejectReason,
    QuoteStatus, SecurityRequestResult,
};

use super::{documented, table};
use crate::dialect::Dialect;
use crate::index::{IndexFacts, Trading};
use crate::message::{
    CollateralReport, Confirmation, ExecutionReport, Fill, MarketData, MarketDataRequestReject,
    MassCancelReport, MassCancelType, MassStatus, Mint, MintLot, OrdStatus, OrderCancelReject,
    Quote, QuoteCancel, QuoteCancelled, QuoteRequestReject, Reader, Request, SecurityList,
};
use crate::order::{CollateralFacts, OrderFacts};
use crate::price::{IndexPrice, PriceKind};
use crate::request::Side;

fn tags(draft: &Draft) -> BTreeSet<u32> {
    let body = String::from_utf8(draft.body().to_vec()).unwrap();
    let in_body = body
        .split_terminator('\u{1}')
        .map(|field| field.split('=').next().unwrap().parse().unwrap());
    in_body.chain(draft.header().map(|(tag, _)| tag)).collect()
}

/// A drop copy has every field that a message can have.
fn copy(dialect: Dialect) -> Reader<'static> {
    Reader {
        dialect,
        copy_of: Some("CLIENT1"),
    }
}

/// What a message can have, in each version that has it, is what its table says.
fn check_table(heading: &str, write: impl Fn(Reader<'_>) -> Vec<Draft>) {
    let mut written = BTreeSet::new();
    for dialect in Dialect::ALL {
        let drafts = write(copy(dialect));
        let Some(first) = drafts.first() else {
            continue;
        };
        let fields: BTreeSet<u32> = drafts.iter().flat_map(tags).collect();
        assert_eq!(
            fields,
            documented(heading, first.msg_type(), dialect),
            "{heading} in {dialect:?}"
        );
        written.extend(fields);
    }
    let rows: BTreeSet<u32> = table(heading)
        .iter()
        .map(|row| row[0].parse().unwrap())
        .collect();
    assert_eq!(rows, written, "{heading}");
}

/// An order with everything.
fn order() -> OrderFacts {
    let mut order = OrderFacts::asked("o-1", "ACC-1", "TOP5", '1');
    "O-1".clone_into(&mut order.order_id);
    let amounts = [
        &mut order.cash,
        &mut order.units_asked,
        &mut order.limit_price,
        &mut order.remaining_cash,
        &mut order.spent,
        &mut order.gross,
        &mut order.venue_fees,
        &mut order.issuer_fees,
        &mut order.units,
        &mut order.average_price,
        &mut order.returned,
    ];
    for amount in amounts {
        "1".clone_into(amount);
    }
    order.ord_status = OrdStatus::Filled;
    order
}

fn mint() -> Mint<'static> {
    Mint {
        id: "M-1",
        transaction_hash: "0xabc",
        block: 1,
        lots: vec![MintLot {
            id: "L-1",
            asset: "BTC",
            quantity: "1",
            price: "1",
            fee: "1",
        }],
        lots_in_all: 2,
    }
}

#[test]
fn an_execution_report_has_the_documented_fields() {
    let fill = Fill {
        units: "1",
        price: "1",
        gross: "1",
        venue_fees: "1",
        issuer_fee: "1",
        net: "1",
    };
    let order = order();
    check_table("## Out: ExecutionReport (8)", |reader| {
        let report = ExecutionReport {
            exec_id: "E-1".to_owned(),
            exec_type: ExecType::Trade,
            ord_status: OrdStatus::Filled,
            order: &order,
            currency: "USDC",
            request: Some(Request {
                cl_ord_id: "c-1",
                orig_cl_ord_id: "o-1",
            }),
            mass_status: reader.dialect.has_mass_requests().then_some(MassStatus {
                req_id: "m-1",
                reports: 1,
                is_last: true,
            }),
            ord_status_req_id: Some("s-1"),
            fill: Some(fill.clone()),
            mint: None,
            ord_rej_reason: Some(OrdRejReason::Other),
            text: "text",
            time_unix_ns: 0,
        };
        // Where the units are comes behind all fills.
        let mint = (!reader.dialect.has_confirmation()).then(|| ExecutionReport {
            fill: None,
            mint: Some(mint()),
            ..report.clone()
        });
        let reports = std::iter::once(report.clone()).chain(mint);
        reports
            .map(|report| report.draft(reader).unwrap())
            .collect()
    });
}

#[test]
fn an_order_cancel_reject_has_the_documented_fields() {
    let reject = OrderCancelReject {
        order_id: "O-1",
        cl_ord_id: "c-1",
        orig_cl_ord_id: "o-1",
        ord_status: OrdStatus::New,
        account: "ACC-1",
        response_to: CxlRejResponseTo::OrderCancelRequest,
        cxl_rej_reason: CxlRejReason::TooLateToCancel,
        text: "text",
        time_unix_ns: 0,
    };
    for dialect in Dialect::ALL {
        let reader = Reader {
            dialect,
            copy_of: None,
        };
        assert_eq!(
            tags(&reject.draft(reader).unwrap()),
            documented("## Out: OrderCancelReject (9)", "9", dialect)
        );
    }
}

#[test]
fn a_mass_cancel_report_has_the_documented_fields() {
    let report = |outcome| MassCancelReport {
        report_id: "E-1".to_owned(),
        cl_ord_id: "q-1",
        request_type: MassCancelRequestType::CancelOrdersForASecurity,
        outcome,
        index: "TOP5",
        text: "text",
        time_unix_ns: 0,
    };
    for dialect in Dialect::ALL
        .into_iter()
        .filter(|dialect| dialect.has_mass_requests())
    {
        let reader = Reader {
            dialect,
            copy_of: None,
        };
        let done = report(Ok((MassCancelType::Index, 1)))
            .draft(reader)
            .unwrap();
        let refused = report(Err(MassCancelRejectReason::MassCancelNotSupported))
            .draft(reader)
            .unwrap();
        let written: BTreeSet<u32> = tags(&done).union(&tags(&refused)).copied().collect();
        assert_eq!(
            written,
            documented("## Out: OrderMassCancelReport (r)", "r", dialect)
        );
    }
}

/// What a message can have, in each version that has it, is what its table says; nobody gets copies of it.
fn check_answer(heading: &str, write: impl Fn(Reader<'_>) -> Vec<Draft>) {
    for dialect in Dialect::ALL {
        let drafts = write(Reader {
            dialect,
            copy_of: None,
        });
        let Some(first) = drafts.first() else {
            continue;
        };
        let written: BTreeSet<u32> = drafts.iter().flat_map(tags).collect();
        assert_eq!(
            written,
            documented(heading, first.msg_type(), dialect),
            "{heading} in {dialect:?}"
        );
    }
}

#[test]
fn a_list_of_indexes_has_the_documented_fields() {
    let index = IndexFacts {
        symbol: "TOP5".to_owned(),
        name: "Top five".to_owned(),
        basket: vec![("BTC".to_owned(), "0.01".to_owned())],
        units_scale: 8,
        trading: Trading::Halted,
        trading_text: "why".to_owned(),
    };
    let list = SecurityList {
        req_id: "x-1",
        response_id: "A-1".to_owned(),
        result: SecurityRequestResult::ValidRequest,
        total: 1,
        is_last: true,
        indexes: &[&index],
        currency: "USDC",
    };
    let only = |is_list: bool| {
        let list = list.clone();
        move |reader: Reader<'_>| {
            if reader.dialect.has_security_list() == is_list {
                list.drafts(reader)
            } else {
                Vec::new()
            }
        }
    };
    check_answer("## Out: SecurityList (y)", only(true));
    check_answer("## Out: SecurityDefinition (d)", only(false));
}

#[test]
fn quotes_have_the_documented_fields() {
    let quote = |side| Quote {
        request_id: "q-1",
        id: "Q-1",
        account: "ACC-1",
        index: "TOP5",
        side,
        cash: "1",
        units: "1",
        price: "1",
        issuer_fee: "1",
        currency: "USDC",
        valid_until_unix_ns: 0,
        time_unix_ns: 0,
    };
    check_answer("## Out: Quote (S)", |reader| {
        let both = [quote(Side::Buy), quote(Side::Redeem)];
        both.iter()
            .filter_map(|quote| quote.draft(reader))
            .collect()
    });
    let cancel = QuoteCancel {
        quote_id: "Q-1",
        index: "TOP5",
    };
    check_answer("## Out: QuoteCancel (Z)", |reader| {
        cancel.draft(reader).into_iter().collect()
    });
    let reject = QuoteRequestReject {
        quote_req_id: "q-1",
        reason: QuoteRequestRejectReason::UnknownSymbol,
        index: "TOP5",
        text: "text",
    };
    let cancelled = QuoteCancelled {
        quote_id: "Q-1",
        index: "TOP5",
        outcome: Err((QuoteStatus::QuoteNotFound, "text")),
    };
    let only = |msg_type: &'static str| {
        let reject = reject.clone();
        move |reader: Reader<'_>| {
            let both = [reject.draft(reader), cancelled.draft(reader)];
            let both = both.into_iter().flatten();
            both.filter(|draft| draft.msg_type() == msg_type).collect()
        }
    };
    check_answer("## Out: QuoteRequestReject (AG)", only("AG"));
    check_answer("## Out: QuoteStatusReport (AI)", only("AI"));
    check_answer("## Out: QuoteAcknowledgement (b)", only("b"));
}

#[test]
fn prices_have_the_documented_fields() {
    let price = IndexPrice {
        index: "TOP5".to_owned(),
        bid: "1".to_owned(),
        offer: "1".to_owned(),
        value: "1".to_owned(),
        time_unix_ns: 0,
    };
    let data = MarketData {
        md_req_id: "v-1",
        price: &price,
        kinds: &[PriceKind::Bid, PriceKind::Offer, PriceKind::Value],
        currency: "USDC",
    };
    check_answer("## Out: MarketDataSnapshotFullRefresh (W)", |reader| {
        data.snapshot(reader).into_iter().collect()
    });
    check_answer("## Out: MarketDataIncrementalRefresh (X)", |reader| {
        data.increment(reader, MDUpdateAction::New)
            .into_iter()
            .collect()
    });
    let reject = MarketDataRequestReject {
        md_req_id: "v-1",
        reason: Some(MDReqRejReason::UnknownSymbol),
        text: "text",
    };
    check_answer("## Out: MarketDataRequestReject (Y)", |reader| {
        reject.draft(reader).into_iter().collect()
    });
}

#[test]
fn a_confirmation_has_the_documented_fields() {
    let order = order();
    let confirmation = Confirmation {
        order: &order,
        currency: "USDC",
        mint: mint(),
        time_unix_ns: 0,
    };
    check_table("## Out: Confirmation (AK)", |reader| {
        if reader.dialect.has_confirmation() {
            confirmation.draft(reader).into_iter().collect()
        } else {
            Vec::new()
        }
    });
}

#[test]
fn a_collateral_report_has_the_documented_fields() {
    let amount = || "1".to_owned();
    let collateral = CollateralFacts {
        account: "ACC-1".to_owned(),
        currency: "USDC".to_owned(),
        free: amount(),
        reserved: amount(),
        spent: amount(),
        deposited: amount(),
        paid_out: amount(),
        paying_out: amount(),
        redeemed: amount(),
    };
    let report = CollateralReport {
        coll_rpt_id: "C-1".to_owned(),
        coll_inquiry_id: Some("q-1"),
        collateral: &collateral,
        cause: "deposit",
        change: "1",
        transaction_hash: "0xdef",
        payout_id: "p-1",
        payout_request_id: "x-1",
        why: "why",
        time_unix_ns: 0,
    };
    let in_one = |wanted: bool| {
        let report = report.clone();
        move |reader: Reader<'_>| {
            if reader.dialect.has_collateral_report() == wanted {
                report.draft(reader).into_iter().collect()
            } else {
                Vec::new()
            }
        }
    };
    check_table("## Out: CollateralReport (BA)", in_one(true));
    check_table("## Out: News (B)", in_one(false));
}
