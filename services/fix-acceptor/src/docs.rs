//! The tables of docs/fix.md against the code, and the two forms of our dictionary against each other.

use std::collections::BTreeSet;

use fix_codec::Draft;
use fix_dictionary::{FieldType, Member, Members, USER_DEFINED_TAG_MIN, tag};
use proto::v1::RejectReason;

use crate::custom;
use crate::message::{
    CollateralReport, Confirmation, ExecType, ExecutionReport, Fill, MintLot, OrdStatus,
    OrderCancelReject,
};
use crate::order::{CollateralFacts, OrderFacts};
use crate::reject::{OrderFault, cxl_rej_reason_of, ord_rej_reason_of};

const DOCS: &str = include_str!("../../../docs/fix.md");
const QUICKFIX: &str = include_str!("../../../examples/quickfix-python/sheaf.xml");

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

/// The tags of a message's table, whose names are checked on the way.
fn documented(heading: &str, msg_type: &str) -> BTreeSet<u32> {
    let dictionary = custom::dictionary().unwrap();
    let members = &dictionary.message(msg_type.as_bytes()).unwrap().members;
    let mut tags = BTreeSet::new();
    for row in table(heading) {
        let number: u32 = row[0].parse().unwrap();
        assert_eq!(
            dictionary.field(number).unwrap().name(),
            row[1],
            "{heading}, tag {number}"
        );
        assert!(
            members.contains_deep(number) || dictionary.header().contains(number),
            "{heading}: the message has no tag {number}"
        );
        assert!(tags.insert(number), "{heading}: {number} is there twice");
    }
    for required in members.required() {
        assert!(
            tags.contains(required),
            "{heading}: {required} is required by FIX"
        );
    }
    tags
}

fn tags(draft: &Draft) -> BTreeSet<u32> {
    let body = String::from_utf8(draft.body().to_vec()).unwrap();
    body.split_terminator('\u{1}')
        .map(|field| field.split('=').next().unwrap().parse().unwrap())
        .collect()
}

/// An order with everything.
fn order() -> OrderFacts {
    let mut order = OrderFacts::asked("o-1", "ACC-1", "TOP5", '1');
    let amounts = [
        &mut order.cash,
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
    let report = ExecutionReport {
        exec_id: "E-1".to_owned(),
        exec_type: ExecType::Trade,
        ord_status: OrdStatus::Filled,
        order: &order(),
        currency: "USDC",
        cancel_cl_ord_id: Some("c-1"),
        ord_status_req_id: Some("s-1"),
        fill: Some(fill),
        ord_rej_reason: Some(99),
        text: "text",
        time_unix_ns: 0,
    };
    assert_eq!(
        tags(&report.draft()),
        documented("## Out: ExecutionReport (8)", "8")
    );
}

#[test]
fn an_order_cancel_reject_has_the_documented_fields() {
    let reject = OrderCancelReject {
        order_id: "O-1",
        cl_ord_id: "c-1",
        orig_cl_ord_id: "o-1",
        ord_status: OrdStatus::New,
        account: "ACC-1",
        cxl_rej_reason: 0,
        text: "text",
        time_unix_ns: 0,
    };
    assert_eq!(
        tags(&reject.draft()),
        documented("## Out: OrderCancelReject (9)", "9")
    );
}

#[test]
fn a_confirmation_has_the_documented_fields() {
    let confirmation = Confirmation {
        order: &order(),
        currency: "USDC",
        mint_id: "M-1",
        transaction_hash: "0xabc",
        block: 1,
        lots: vec![MintLot {
            id: "L-1",
            asset: "BTC",
            quantity: "1",
            price: "1",
            fee: "1",
        }],
        time_unix_ns: 0,
    };
    assert_eq!(
        tags(&confirmation.draft()),
        documented("## Out: Confirmation (AK)", "AK")
    );
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
    };
    let report = CollateralReport {
        coll_rpt_id: "C-1".to_owned(),
        coll_inquiry_id: Some("q-1"),
        collateral: &collateral,
        cause: "deposit",
        change: "1",
        transaction_hash: "0xdef",
        time_unix_ns: 0,
    };
    assert_eq!(
        tags(&report.draft()),
        documented("## Out: CollateralReport (BA)", "BA")
    );
}

#[test]
fn what_comes_in_has_the_documented_fields() {
    documented("## In: NewOrderSingle (D)", "D");
    documented("## In: OrderStatusRequest (H)", "H");
    documented("## In: OrderCancelRequest (F)", "F");
    documented("## In: CollateralInquiry (BB)", "BB");
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
            | F::Zero { .. } => {}
        }
    }
    faults
}

#[test]
fn every_reject_of_the_acceptor_is_documented() {
    let code = |fault: &OrderFault| vec![fault.ord_rej_reason().to_string(), fault.to_string()];
    let rejects: Vec<_> = faults().iter().map(code).collect();
    assert_eq!(table("### Rejects of the acceptor"), rejects);
}

#[test]
fn every_reject_of_the_solver_is_documented() {
    let mut reasons: Vec<RejectReason> = (0..64)
        .filter_map(|code| RejectReason::try_from(code).ok())
        .collect();
    reasons.rotate_left(1);
    let row = |reason: RejectReason| {
        let name = reason
            .as_str_name()
            .trim_start_matches("REJECT_REASON_")
            .to_owned();
        vec![
            name,
            ord_rej_reason_of(reason).to_string(),
            cxl_rej_reason_of(reason).to_string(),
        ]
    };
    assert_eq!(
        table("### Rejects of the solver"),
        reasons.into_iter().map(row).collect::<Vec<_>>()
    );
}

#[test]
fn reject_reasons_are_values_of_their_fields() {
    let dictionary = custom::dictionary().unwrap();
    let allows = |tag, value: &str| dictionary.field(tag).unwrap().allows(value.as_bytes());
    for row in table("### Rejects of the acceptor") {
        assert!(allows(tag::ORD_REJ_REASON, row[0]), "103={}", row[0]);
    }
    for row in table("### Rejects of the solver") {
        assert!(
            allows(tag::ORD_REJ_REASON, row[1]) && allows(tag::CXL_REJ_REASON, row[2]),
            "{row:?}"
        );
    }
    for row in table("## An order's story") {
        let is_code = |cell: &str| cell.len() == 1;
        assert!(
            !is_code(row[2]) || allows(tag::EXEC_TYPE, row[2]),
            "150={}",
            row[2]
        );
        assert!(
            !is_code(row[3]) || allows(tag::ORD_STATUS, row[3]),
            "39={}",
            row[3]
        );
    }
}

#[test]
fn fields_of_our_own_are_documented() {
    let dictionary = custom::dictionary().unwrap();
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

/// What QuickFIX's users merge into their dictionary is what our engine knows.
#[test]
fn the_dictionary_for_quickfix_is_ours() {
    let dictionary = custom::dictionary().unwrap();
    let mut expected = vec![
        "<!-- Sheaf's own fields, to be merged into QuickFIX's FIX44.xml; docs/fix.md describes them. -->".to_owned(),
        "<sheaf>".to_owned(),
        " <messages>".to_owned(),
    ];
    let is_own = |member: &&Member| member.tag >= USER_DEFINED_TAG_MIN;
    for msg_type in ["8", "AK", "BA"] {
        let message = dictionary.message(msg_type.as_bytes()).unwrap();
        expected.push(format!("  <message name='{}'>", message.name));
        let own: Vec<Member> = message.members.iter().filter(is_own).cloned().collect();
        write_members(&mut expected, 3, &Members::new(own));
        expected.push("  </message>".to_owned());
    }
    expected.extend([" </messages>".to_owned(), " <fields>".to_owned()]);
    for field in dictionary
        .fields()
        .iter()
        .filter(|field| field.tag() >= USER_DEFINED_TAG_MIN)
    {
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
    assert_eq!(QUICKFIX.lines().collect::<Vec<_>>(), expected);
}

fn write_members(lines: &mut Vec<String>, indent: usize, members: &Members) {
    let dictionary = custom::dictionary().unwrap();
    let space = " ".repeat(indent);
    for member in members {
        let name = dictionary.field(member.tag).unwrap().name();
        if let Some(group) = &member.group {
            lines.push(format!("{space}<group name='{name}' required='N'>"));
            write_members(lines, indent + 1, group);
            lines.push(format!("{space}</group>"));
        } else {
            lines.push(format!("{space}<field name='{name}' required='N' />"));
        }
    }
}
