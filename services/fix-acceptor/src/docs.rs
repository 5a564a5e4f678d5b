//! The tables of docs/fix.md against the code, and the two forms of our dictionary against each other.

use std::collections::BTreeSet;

use fix_codec::Draft;
use fix_dictionary::{Dictionary, FieldType, Member, Members, USER_DEFINED_TAG_MIN, tag};
use fix_messages::codes::{
    MDReqRejReason, MDUpdateAction, QuoteRequestRejectReason, SecurityRequestResult,
};
use proto::v1::RejectReason;

use crate::custom;
use crate::dialect::Dialect;
use crate::index::{IndexFacts, Trading};
use crate::message::{
    CollateralReport, Confirmation, ExecType, ExecutionReport, Fill, MarketData,
    MarketDataRequestReject, MassCancelReport, MassCancelType, MassStatus, Mint, MintLot,
    OrdStatus, OrderCancelReject, Quote, QuoteCancel, QuoteRequestReject, Reader, Request,
    ResponseTo, SecurityList,
};
use crate::order::{CollateralFacts, OrderFacts};
use crate::price::{IndexPrice, PriceFault, PriceKind};
use crate::reject::{
    CancelFault, OrderFault, PayoutFault, cxl_rej_reason_of, ord_rej_reason_of,
    quote_reject_reason, quote_reject_reason_of,
};
use crate::request::Side;

const DOCS: &str = include_str!("../../../docs/fix.md");
/// What QuickFIX's users merge into their dictionaries.
const QUICKFIX: [(Dialect, &str, &str, &[&str]); 3] = [
    (
        Dialect::Fix42,
        "FIX42.xml",
        include_str!("../../../examples/quickfix-python/sheaf-fix42.xml"),
        &["8", "B"],
    ),
    (
        Dialect::Fix44,
        "FIX44.xml",
        include_str!("../../../examples/quickfix-python/sheaf-fix44.xml"),
        &["8", "AK", "BA"],
    ),
    (
        Dialect::Fix50Sp2,
        "FIX50SP2.xml",
        include_str!("../../../examples/quickfix-python/sheaf-fix50sp2.xml"),
        &["8", "AK", "BA"],
    ),
];

/// The rows of the first table after a heading, each as its cells.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let mut lines = DOCS.lines().skip_while(|line| *line != heading);
    assert!(lines.next().is_some(), "docs/fix.md has no {heading:?}");
    let rows = lines
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2);
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// Whether a row's last cell names the version; `all` names every one that there is a dictionary for.
fn is_for(cell: &str, dialect: Dialect) -> bool {
    let name = match dialect {
        Dialect::Fix42 => "4.2",
        Dialect::Fix44 => "4.4",
        Dialect::Fix50Sp2 => "5.0SP2",
    };
    cell == "all" || cell.split(", ").any(|named| named == name)
}

/// The tags of a message's table for a version, whose names are checked on the way.
fn documented(heading: &str, msg_type: &str, dialect: Dialect) -> BTreeSet<u32> {
    let dictionary = custom::dictionary(dialect);
    let session = dialect.dictionaries().session;
    let message = dictionary.message(msg_type.as_bytes());
    let members = &message
        .unwrap_or_else(|| panic!("{heading}: no {msg_type}"))
        .members;
    let mut tags = BTreeSet::new();
    for row in table(heading) {
        let number: u32 = row[0].parse().unwrap();
        let [.., versions] = row[..] else {
            panic!("{heading}: an empty row")
        };
        if !is_for(versions, dialect) {
            continue;
        }
        let field = dictionary.field(number).or_else(|| session.field(number));
        let name = field
            .unwrap_or_else(|| panic!("{heading}: no tag {number}"))
            .name();
        // Three fields had another name before FIX 4.3.
        let is_named = name == row[1]
            || matches!(
                (name, row[1]),
                ("LastShares", "LastQty") | ("LinesOfText", "NoLinesOfText")
            );
        assert!(is_named, "{heading}: {number} is {name}");
        assert!(
            members.contains_deep(number) || session.header().contains(number),
            "{heading}: the message has no tag {number} in {dialect:?}"
        );
        assert!(tags.insert(number), "{heading}: {number} is there twice");
    }
    for required in members.required() {
        assert!(
            tags.contains(required),
            "{heading}: {required} is required by {dialect:?}"
        );
    }
    tags
}

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
        for draft in write(copy(dialect)) {
            let fields = tags(&draft);
            assert_eq!(
                fields,
                documented(heading, draft.msg_type(), dialect),
                "{heading} in {dialect:?}"
            );
            written.extend(fields);
        }
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
            mint: (!reader.dialect.has_confirmation()).then(mint),
            ord_rej_reason: Some(99),
            text: "text",
            time_unix_ns: 0,
        };
        vec![report.draft(reader)]
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
        response_to: ResponseTo::Cancel,
        cxl_rej_reason: 0,
        text: "text",
        time_unix_ns: 0,
    };
    for dialect in Dialect::ALL {
        let reader = Reader {
            dialect,
            copy_of: None,
        };
        assert_eq!(
            tags(&reject.draft(reader)),
            documented("## Out: OrderCancelReject (9)", "9", dialect)
        );
    }
}

#[test]
fn a_mass_cancel_report_has_the_documented_fields() {
    let report = |outcome| MassCancelReport {
        report_id: "E-1".to_owned(),
        cl_ord_id: "q-1",
        request_type: '1',
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
        let done = report(Ok((MassCancelType::Index, 1))).draft(reader);
        let refused = report(Err(0)).draft(reader);
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
    let only = |wanted: bool| {
        let reject = reject.clone();
        move |reader: Reader<'_>| {
            let is_wanted = reader.dialect.has_quote_request_reject() == wanted;
            reject
                .draft(reader)
                .filter(|_| is_wanted)
                .into_iter()
                .collect()
        }
    };
    check_answer("## Out: QuoteRequestReject (AG)", only(true));
    check_answer("## Out: QuoteAcknowledgement (b)", only(false));
}

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
            fix_messages::Code::value(quote_reject_reason(fault)).to_owned(),
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
            fix_messages::Code::value(code).to_owned(),
            before.map_or("", fix_messages::Code::value).to_owned(),
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
        vec![
            reason.map_or("", fix_messages::Code::value).to_owned(),
            fault.to_string(),
        ]
    };
    assert_eq!(
        table("### Rejects of requests for prices"),
        faults.iter().map(row).collect::<Vec<_>>()
    );
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
            vec![confirmation.draft(reader)]
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
                vec![report.draft(reader)]
            } else {
                Vec::new()
            }
        }
    };
    check_table("## Out: CollateralReport (BA)", in_one(true));
    check_table("## Out: News (B)", in_one(false));
}

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
        if dialect.has_collateral_report() {
            documented("## In: CollateralInquiry (BB)", "BB", dialect);
            documented("## In: CollateralRequest (AX)", "AX", dialect);
        }
    }
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
            | F::BadNumber { .. }
            | F::TooPrecise { .. }
            | F::Zero { .. }
            | F::Unchangeable { .. }
            | F::QuoteMissing
            | F::ManySymbols
            | F::TwoAmounts => {}
        }
    }
    faults
}

#[test]
fn every_reject_of_the_acceptor_is_documented() {
    let code = |fault: &OrderFault| vec![fault.ord_rej_reason().to_string(), fault.to_string()];
    let is_for_orders = |fault: &&OrderFault| {
        !matches!(
            fault,
            OrderFault::Unchangeable { .. } | OrderFault::ManySymbols | OrderFault::TwoAmounts
        )
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
            .filter(|fault| matches!(fault, OrderFault::Unchangeable { .. }))
            .map(CancelFault::from),
    );
    let row = |fault: &CancelFault| vec![fault.cxl_rej_reason().to_string(), fault.to_string()];
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
            ord_rej_reason_of(reason).to_string(),
            cxl_rej_reason_of(reason).to_string(),
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
        let check_reason = |tag, code: &str| {
            check(tag, &dialect.reason(tag, code.parse().unwrap()).to_string());
        };
        for row in table("### Rejects of the acceptor") {
            check_reason(tag::ORD_REJ_REASON, row[0]);
        }
        for row in table("### Rejects of the solver") {
            check_reason(tag::ORD_REJ_REASON, row[1]);
            check_reason(tag::CXL_REJ_REASON, row[2]);
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

#[test]
fn fields_of_our_own_are_documented() {
    let dictionary = custom::dictionary(Dialect::Fix44);
    let own = dictionary
        .fields()
        .iter()
        .filter(|field| field.tag() >= USER_DEFINED_TAG_MIN);
    let row = |field: &fix_dictionary::Field| {
        let kind = match field.field_type() {
            FieldType::Int => "int",
            FieldType::Amt => "Amt",
            FieldType::Qty => "Qty",
            FieldType::Price => "Price",
            FieldType::NumInGroup => "NumInGroup",
            FieldType::String => "String",
            other => panic!("a type without a name here: {other:?}"),
        };
        vec![
            field.tag().to_string(),
            field.name().to_owned(),
            kind.to_owned(),
        ]
    };
    assert_eq!(
        table("## Fields of our own"),
        own.map(row).collect::<Vec<_>>()
    );
}

/// What QuickFIX's users merge into their dictionaries is what our engine knows.
#[test]
fn the_dictionaries_for_quickfix_are_ours() {
    for (dialect, file, text, messages) in QUICKFIX {
        let expected = quickfix_dictionary(dialect, file, messages);
        assert_eq!(text.lines().collect::<Vec<_>>(), expected, "for {file}");
    }
}

fn quickfix_dictionary(dialect: Dialect, file: &str, messages: &[&str]) -> Vec<String> {
    let dictionary = custom::dictionary(dialect);
    let mut expected = vec![
        format!(
            "<!-- Sheaf's own fields, to be merged into QuickFIX's {file}; docs/fix.md describes them. -->"
        ),
        "<sheaf>".to_owned(),
        " <messages>".to_owned(),
    ];
    let is_own = |member: &&Member| member.tag >= USER_DEFINED_TAG_MIN;
    for msg_type in messages {
        let message = dictionary.message(msg_type.as_bytes()).unwrap();
        expected.push(format!("  <message name='{}'>", message.name));
        let own: Vec<Member> = message.members.iter().filter(is_own).cloned().collect();
        write_members(&dictionary, &mut expected, 3, &Members::new(own));
        expected.push("  </message>".to_owned());
    }
    expected.extend([" </messages>".to_owned(), " <fields>".to_owned()]);
    // Only those that this version's messages have: another one may have the name of a field that QuickFIX knows.
    let is_used = |tag| {
        let mut used = messages
            .iter()
            .filter_map(|msg_type| dictionary.message(msg_type.as_bytes()));
        used.any(|message| message.members.contains_deep(tag))
    };
    let own = dictionary
        .fields()
        .iter()
        .filter(|field| field.tag() >= USER_DEFINED_TAG_MIN && is_used(field.tag()));
    for field in own {
        let kind = format!("{:?}", field.field_type()).to_uppercase();
        let head = format!(
            "  <field number='{}' name='{}' type='{kind}'",
            field.tag(),
            field.name()
        );
        if field.values().is_empty() {
            expected.push(format!("{head} />"));
            continue;
        }
        expected.push(format!("{head}>"));
        for value in field.values() {
            expected.push(format!(
                "   <value enum='{}' description='{}' />",
                value.value, value.name
            ));
        }
        expected.push("  </field>".to_owned());
    }
    expected.extend([" </fields>".to_owned(), "</sheaf>".to_owned()]);
    expected
}

fn write_members(
    dictionary: &Dictionary,
    lines: &mut Vec<String>,
    indent: usize,
    members: &Members,
) {
    let space = " ".repeat(indent);
    for member in members {
        let name = dictionary.field(member.tag).unwrap().name();
        if let Some(group) = &member.group {
            lines.push(format!("{space}<group name='{name}' required='N'>"));
            write_members(dictionary, lines, indent + 1, group);
            lines.push(format!("{space}</group>"));
        } else {
            lines.push(format!("{space}<field name='{name}' required='N' />"));
        }
    }
}
