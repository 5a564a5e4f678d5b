//! The order-entry contract, clause by clause, as wire text: what a client sends, what it gets. `|` is SOH.

use std::sync::Arc;

use fix_acceptor::{Event, Input, OrderEntry, SessionAccounts, custom};
use fix_codec::{Draft, Encoder, OwnedMessage};
use fix_dictionary::{Dictionary, Members};
use fix_engine::{Application as _, Received, Step, Verdict};
use proto::v1::{self, solver_event::Event as Solver};

const SESSION: &str = "FIX.4.4:SHEAF->CLIENT1";
const OTHER: &str = "FIX.4.4:SHEAF->CLIENT2";
/// 2026-01-31 12:00:00 UTC
const NOON: i64 = 1_769_860_800_000_000_000;

/// An application with two sessions; `say` and `hear` are the two ends of it.
struct Desk {
    application: OrderEntry,
    dictionary: Arc<Dictionary>,
    events: Vec<Event>,
    solver_sequence: u64,
}

impl Desk {
    fn new() -> Self {
        let application = OrderEntry::new(cash());
        let mut desk = Desk {
            application,
            dictionary: custom::dictionary().unwrap(),
            events: Vec::new(),
            solver_sequence: 0,
        };
        let session = |session: &str, accounts: &[&str]| SessionAccounts {
            session: session.to_owned(),
            accounts: accounts.iter().map(|name| (*name).to_owned()).collect(),
        };
        let sessions = vec![
            session(SESSION, &["ACC-1", "ACC-2"]),
            session(OTHER, &["ACC-3"]),
        ];
        assert_eq!(
            desk.input(Input::Configured(sessions)),
            Vec::<String>::new()
        );
        desk
    }

    /// A client's message: its answers, `SESSION < MsgType|body`.
    fn say(&mut self, text: &str) -> Vec<String> {
        let (verdict, messages) = self.say_from(SESSION, text);
        assert_eq!(verdict, Verdict::Accepted);
        messages
    }

    fn say_from(&mut self, session: &str, text: &str) -> (Verdict, Vec<String>) {
        let message = message(text);
        let mut step = Step::new(NOON);
        let received = Received {
            session,
            message: message.view(),
            msg_seq_num: 2,
        };
        let verdict = self.application.received(&received, &mut step);
        (verdict, self.finish(&step))
    }

    fn input(&mut self, input: Input) -> Vec<String> {
        let mut step = Step::new(NOON);
        self.application.input(input, &mut step);
        self.finish(&step)
    }

    /// An event of the solver's: the messages it becomes.
    fn hear(&mut self, event: Solver) -> Vec<String> {
        self.solver_sequence += 1;
        self.hear_again(event)
    }

    fn hear_again(&mut self, event: Solver) -> Vec<String> {
        let event = v1::SolverEvent {
            sequence: self.solver_sequence,
            time_unix_ns: NOON,
            traceparent: String::new(),
            event: Some(event),
        };
        self.input(Input::Solver(Box::new(event)))
    }

    fn finish(&mut self, step: &Step<Event>) -> Vec<String> {
        for event in step.events() {
            let stored = serde_json::to_string(event).unwrap();
            assert_eq!(
                &serde_json::from_str::<Event>(&stored).unwrap(),
                event,
                "events survive the journal"
            );
            self.application.apply(event);
            self.events.push(event.clone());
        }
        step.drafts()
            .iter()
            .map(|(session, draft)| self.shown(session, draft))
            .collect()
    }

    /// The message as text, after it was found valid.
    fn shown(&self, session: &str, draft: &Draft) -> String {
        self.validate(draft);
        let body = String::from_utf8(draft.body().to_vec())
            .unwrap()
            .replace('\u{1}', "|");
        let to = if session == SESSION {
            ""
        } else {
            "to CLIENT2: "
        };
        format!("{to}{}|{body}", draft.msg_type())
    }

    /// Every field is in the dictionary, with one of its values; every required field is there.
    fn validate(&self, draft: &Draft) {
        let message = self
            .dictionary
            .message(draft.msg_type().as_bytes())
            .expect("a known message");
        let body = String::from_utf8(draft.body().to_vec()).unwrap();
        let mut present = Vec::new();
        for field in body.split_terminator('\u{1}') {
            let (tag, value) = field.split_once('=').unwrap();
            let tag: u32 = tag.parse().unwrap();
            assert!(
                message.members.contains_deep(tag),
                "{} has no field {tag}",
                message.name
            );
            let defined = self.dictionary.field(tag).unwrap();
            assert!(
                defined.allows(value.as_bytes()),
                "{} is {value:?}",
                defined.name()
            );
            assert!(!value.is_empty(), "{} is empty", defined.name());
            present.push(tag);
        }
        let missing = |members: &Members| {
            members
                .required()
                .iter()
                .find(|tag| !present.contains(tag))
                .copied()
        };
        assert_eq!(
            missing(&message.members),
            None,
            "required in {}: {body}",
            message.name
        );
    }

    /// The same application, as it comes back from the journal.
    fn restart(&mut self) {
        self.application = OrderEntry::new(cash());
        for event in &self.events {
            self.application.apply(event);
        }
    }

    fn pending(&self) -> Vec<String> {
        self.application
            .state()
            .pending()
            .map(|pending| format!("{:?}", pending.call))
            .collect()
    }
}

fn cash() -> fix_acceptor::CashUnit {
    fix_acceptor::CashUnit {
        label: "USDC".to_owned(),
        scale: money::Scale::USDC,
    }
}

/// A whole message from its body.
fn message(text: &str) -> OwnedMessage {
    let mut encoder = Encoder::new();
    let mut fields = text.split_terminator('|');
    encoder.begin(fields.next().unwrap().as_bytes());
    for field in fields {
        let (tag, value) = field.split_once('=').unwrap();
        encoder.bytes(tag.parse().unwrap(), value.as_bytes());
    }
    OwnedMessage::decode(encoder.finish(b"FIX.4.4")).unwrap()
}

const ORDER: &str = "D|11=o-1|1=ACC-1|55=TOP5|54=1|60=20260131-12:00:00|40=1|152=1000.50|";

fn order() -> v1::IndexOrder {
    v1::IndexOrder {
        order_id: "O-7".to_owned(),
        session: SESSION.to_owned(),
        cl_ord_id: "o-1".to_owned(),
        account: "ACC-1".to_owned(),
        index: "TOP5".to_owned(),
        side: v1::Side::Buy.into(),
        status: v1::OrderStatus::Working.into(),
        cash: "1000.5".to_owned(),
        remaining_cash: "1000.5".to_owned(),
        spent: "0".to_owned(),
        gross: "0".to_owned(),
        venue_fees: "0".to_owned(),
        issuer_fees: "0".to_owned(),
        units: "0".to_owned(),
        average_price: "0".to_owned(),
        returned: "0".to_owned(),
        ..v1::IndexOrder::default()
    }
}

fn filled() -> v1::IndexOrder {
    v1::IndexOrder {
        remaining_cash: "499.75".to_owned(),
        spent: "500.75".to_owned(),
        gross: "500".to_owned(),
        venue_fees: "0.5".to_owned(),
        issuer_fees: "0.25".to_owned(),
        units: "0.5".to_owned(),
        average_price: "1000".to_owned(),
        ..order()
    }
}

fn fill() -> Solver {
    Solver::IndexFill(v1::IndexFill {
        order: Some(filled()),
        fill_id: "O-7-1".to_owned(),
        units: "0.5".to_owned(),
        price: "1000".to_owned(),
        gross: "500".to_owned(),
        venue_fees: "0.5".to_owned(),
        issuer_fee: "0.25".to_owned(),
        net: "500.75".to_owned(),
        batch_id: "B-1".to_owned(),
    })
}

#[test]
fn an_order_is_taken_without_an_answer_until_the_solver_has_it() {
    let mut desk = Desk::new();
    assert_eq!(desk.say(ORDER), Vec::<String>::new());
    let pending = desk.pending();
    assert_eq!(pending.len(), 1);
    for part in [
        "command_id: \"fix/1/FIX.4.4:SHEAF->CLIENT1/o-1\"",
        "session: \"FIX.4.4:SHEAF->CLIENT1\"",
        "cl_ord_id: \"o-1\"",
        "account: \"ACC-1\"",
        "index: \"TOP5\"",
        "side: Buy",
        "cash: \"1000.5",
        "time_in_force: Day",
    ] {
        assert!(pending[0].contains(part), "{part} in {}", pending[0]);
    }
}

#[test]
fn a_command_is_made_again_after_a_restart_until_the_solver_has_it() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let before = desk.pending();
    desk.restart();
    assert_eq!(desk.pending(), before);
    assert_eq!(
        desk.input(Input::CommandDone { command: 1 }),
        Vec::<String>::new()
    );
    assert!(desk.pending().is_empty());
    desk.restart();
    assert!(desk.pending().is_empty());
    assert_eq!(
        desk.input(Input::CommandDone { command: 1 }),
        Vec::<String>::new()
    );
}

#[test]
fn an_order_before_its_collateral_is_pending_new_then_new() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let waiting = v1::IndexOrder {
        status: v1::OrderStatus::Waiting.into(),
        remaining_cash: "0".to_owned(),
        ..order()
    };
    assert_eq!(
        desk.hear(Solver::OrderAccepted(v1::OrderAccepted {
            order: Some(waiting)
        })),
        [
            "8|37=O-7|11=o-1|17=E-1|150=A|39=A|1=ACC-1|55=TOP5|54=1|152=1000.5|15=USDC|151=0|14=0|6=0|60=20260131-12:00:00.000|5030=0|"
        ]
    );
    assert_eq!(
        desk.hear(Solver::OrderReserved(v1::OrderReserved {
            order: Some(order())
        })),
        [
            "8|37=O-7|11=o-1|17=E-2|150=0|39=0|1=ACC-1|55=TOP5|54=1|152=1000.5|15=USDC|151=0|14=0|6=0|60=20260131-12:00:00.000|5030=1000.5|"
        ]
    );
}

#[test]
fn an_order_with_collateral_is_new_at_once() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let reports = desk.hear(Solver::OrderAccepted(v1::OrderAccepted {
        order: Some(order()),
    }));
    assert!(reports[0].contains("|150=0|39=0|"), "{reports:?}");
}

#[test]
fn a_fill_says_price_cost_and_fees() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    assert_eq!(
        desk.hear(fill()),
        [
            "8|37=O-7|11=o-1|17=F-O-7-1|150=F|39=1|1=ACC-1|55=TOP5|54=1|152=1000.5|15=USDC|32=0.5|31=1000|151=0|14=0.5|6=1000|\
          60=20260131-12:00:00.000|381=500|118=500.75|12=0.25|13=3|136=1|137=0.5|138=USDC|139=4|891=0|5030=499.75|"
        ]
    );
}

#[test]
fn a_complete_order_is_calculated_and_filled_and_then_confirmed() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    desk.hear(fill());
    let done = v1::IndexOrder {
        status: v1::OrderStatus::Minting.into(),
        remaining_cash: "0".to_owned(),
        returned: "499.75".to_owned(),
        ..filled()
    };
    assert_eq!(
        desk.hear(Solver::OrderComplete(v1::OrderComplete {
            order: Some(done.clone())
        })),
        [
            "8|37=O-7|11=o-1|17=E-2|150=B|39=2|1=ACC-1|55=TOP5|54=1|152=1000.5|15=USDC|151=0|14=0.5|6=1000|\
          60=20260131-12:00:00.000|5030=0|5031=499.75|"
        ]
    );
    let lot = |id: &str, asset: &str| v1::LotShare {
        lot_id: id.to_owned(),
        asset: asset.to_owned(),
        quantity: "0.01".to_owned(),
        price: "50000".to_owned(),
        fee: "0.5".to_owned(),
    };
    let minted = v1::OrderMinted {
        order: Some(done),
        mint_id: "M-1".to_owned(),
        transaction_hash: "0xabc".to_owned(),
        block_number: 12,
        lots: vec![lot("L-1", "BTC"), lot("L-2", "ETH")],
    };
    assert_eq!(
        desk.hear(Solver::OrderMinted(minted)),
        [
            "AK|664=M-1|666=0|773=2|665=4|73=1|11=o-1|37=O-7|60=20260131-12:00:00.000|75=20260131|55=TOP5|80=0.5|54=1|15=USDC|\
          862=1|528=A|863=0.5|79=ACC-1|6=1000|381=500|118=500.75|12=0.25|13=3|136=1|137=0.5|138=USDC|139=4|891=0|\
          5001=0xabc|5002=12|5003=M-1|5010=2|5011=L-1|5012=BTC|5013=0.01|5014=50000|5015=0.5|\
          5011=L-2|5012=ETH|5013=0.01|5014=50000|5015=0.5|5031=499.75|"
        ]
    );
}

#[test]
fn a_complete_order_without_a_fill_is_done_for_day() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let reports = desk.hear(Solver::OrderComplete(v1::OrderComplete {
        order: Some(order()),
    }));
    assert!(reports[0].contains("|150=3|39=3|"), "{reports:?}");
}

#[test]
fn an_event_that_comes_again_says_nothing_again() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    assert_eq!(desk.hear(fill()).len(), 1);
    assert_eq!(desk.hear_again(fill()), Vec::<String>::new());
    desk.restart();
    assert_eq!(desk.hear_again(fill()), Vec::<String>::new());
    assert_eq!(desk.application.state().position(), 1);
}

#[test]
fn an_order_that_the_solver_rejects_is_rejected_with_its_reason_and_text() {
    let reasons = [
        (v1::RejectReason::UnknownIndex, 1),
        (v1::RejectReason::UnknownAccount, 15),
        (v1::RejectReason::DuplicateOrder, 6),
        (v1::RejectReason::BadAmount, 13),
        (v1::RejectReason::TooLate, 4),
        (v1::RejectReason::UnknownOrder, 5),
        (v1::RejectReason::Unsupported, 11),
        (v1::RejectReason::LimitExceeded, 3),
        (v1::RejectReason::Halted, 2),
        (v1::RejectReason::Unspecified, 99),
    ];
    for (reason, code) in reasons {
        let mut desk = Desk::new();
        desk.say(ORDER);
        let rejected = v1::IndexOrder {
            status: v1::OrderStatus::Rejected.into(),
            reject_reason: reason.into(),
            text: "there is no index TOP5".to_owned(),
            ..order()
        };
        let reports = desk.hear(Solver::OrderRejected(v1::OrderRejected {
            order: Some(rejected),
        }));
        let expected = format!("8|37=O-7|11=o-1|17=E-1|150=8|39=8|103={code}|1=ACC-1|55=TOP5|");
        assert!(reports[0].starts_with(&expected), "{reports:?}");
        assert!(
            reports[0].contains("|58=there is no index TOP5|"),
            "{reports:?}"
        );
    }
}

#[test]
fn an_order_that_expires_or_is_suspended_says_so() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let suspended = v1::IndexOrder {
        text: "no price for BTC".to_owned(),
        ..order()
    };
    let reports = desk.hear(Solver::OrderSuspended(v1::OrderSuspended {
        order: Some(suspended),
    }));
    assert!(
        reports[0].contains("|150=9|39=9|") && reports[0].contains("|58=no price for BTC|"),
        "{reports:?}"
    );
    let expired = v1::IndexOrder {
        returned: "1000.5".to_owned(),
        ..order()
    };
    let reports = desk.hear(Solver::OrderExpired(v1::OrderExpired {
        order: Some(expired),
    }));
    assert!(
        reports[0].contains("|150=C|39=C|") && reports[0].ends_with("|5031=1000.5|"),
        "{reports:?}"
    );
}

/// Sends an order with one thing changed: the reject's OrdRejReason(103) and Text(58).
fn refused(change: (&str, &str)) -> (String, String) {
    let mut desk = Desk::new();
    let text = if change.0.is_empty() {
        format!("{ORDER}{}", change.1)
    } else {
        ORDER.replace(change.0, change.1)
    };
    let reports = desk.say(&text);
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert!(
        reports[0].starts_with("8|37=NONE|11=") && reports[0].contains("|17=A-1|150=8|39=8|"),
        "{reports:?}"
    );
    assert!(desk.pending().is_empty(), "the solver hears nothing of it");
    let field = |tag: &str| {
        let found = reports[0]
            .split('|')
            .find_map(|field| field.strip_prefix(tag))
            .unwrap_or_default();
        found.to_owned()
    };
    (field("103="), field("58="))
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn a_bad_order_is_rejected_with_a_text_that_helps() {
    let cases = [
        (
            ("1=ACC-1|55", "55"),
            "15",
            "Account(1) is missing: it names the account to trade for",
        ),
        (
            ("1=ACC-1|55", "1=NOBODY|55"),
            "15",
            "Account(1): there is no account NOBODY",
        ),
        (
            ("1=ACC-1|55", "1=ACC-3|55"),
            "15",
            "Account(1): account ACC-3 is not one that this session may trade; those are: ACC-1, ACC-2",
        ),
        (
            ("55=TOP5|", ""),
            "1",
            "Symbol(55) is missing: it names the index",
        ),
        (
            ("152=1000.50|", ""),
            "13",
            "CashOrderQty(152) is missing: it says how much cash to spend",
        ),
        (
            ("152=1000.50", "38=5"),
            "13",
            "OrderQty(38) can't be used to buy: give the cash to spend in CashOrderQty(152)",
        ),
        (
            ("152=1000.50", "152=0.00"),
            "13",
            "CashOrderQty(152) must be more than zero",
        ),
        (
            ("152=1000.50", "152=-5"),
            "13",
            "CashOrderQty(152) \"-5\" is no amount: negative where only zero or more is accepted",
        ),
        (
            ("152=1000.50", "152=1e6"),
            "13",
            "CashOrderQty(152) \"1e6\" is no amount: exponents are not accepted: write the digits out",
        ),
        (
            ("152=1000.50", "152=ten"),
            "13",
            "CashOrderQty(152) \"ten\" is no amount: not a decimal number such as 12.50",
        ),
        (
            ("152=1000.50", "152=0.0000001"),
            "13",
            "CashOrderQty(152) has more than 6 decimals",
        ),
        (
            ("54=1", "54=5"),
            "11",
            "Side(54) \"5\" is not supported: 1 buys, 2 redeems",
        ),
        (
            ("54=1", "54=2"),
            "13",
            "OrderQty(38) is missing: it says how many units to redeem",
        ),
        (
            ("40=1", "40=3"),
            "11",
            "OrdType(40) \"3\" is not supported: 1 is market, 2 is limit",
        ),
        (
            ("40=1", "40=2"),
            "11",
            "Price(44) is missing: a limit order needs it",
        ),
        (
            ("40=1", "40=1|44=5"),
            "11",
            "Price(44) is for limit orders, OrdType(40) 2",
        ),
        (
            ("40=1", "40=2|44=0"),
            "13",
            "Price(44) must be more than zero",
        ),
        (
            ("", "59=2|"),
            "11",
            "TimeInForce(59) \"2\" is not supported: 0 is day, 1 GTC, 3 IOC, 4 FOK, 6 GTD",
        ),
        (
            ("", "59=6|"),
            "11",
            "ExpireTime(126) is missing: TimeInForce(59) 6 needs it",
        ),
        (
            ("", "59=6|126=20260131-11:59:59|"),
            "11",
            "ExpireTime(126) is in the past",
        ),
        (
            ("", "15=EUR|"),
            "11",
            "Currency(15) \"EUR\": only USDC is traded here",
        ),
    ];
    for (change, reason, text) in cases {
        assert_eq!(
            refused(change),
            (reason.to_owned(), text.to_owned()),
            "{change:?}"
        );
    }
    let long = "x".repeat(65);
    assert_eq!(
        refused(("11=o-1", &format!("11={long}"))),
        (
            "99".to_owned(),
            "ClOrdID(11) must have 1 to 64 printable characters".to_owned()
        )
    );
}

#[test]
fn two_orders_with_one_cl_ord_id_are_one_order_and_a_reject_also_after_a_restart() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    desk.restart();
    let reports = desk.say(&ORDER.replace("152=1000.50", "152=7"));
    assert!(
        reports[0].starts_with("8|37=NONE|11=o-1|17=A-1|150=8|39=8|103=6|"),
        "{reports:?}"
    );
    assert!(
        reports[0].contains("|58=ClOrdID(11) was used before in this session|"),
        "{reports:?}"
    );
    assert_eq!(desk.pending().len(), 1);
    assert!(desk.application.state().order(SESSION, "o-1").is_some());
}

#[test]
fn a_refused_order_has_used_its_cl_ord_id_up() {
    let mut desk = Desk::new();
    desk.say(&ORDER.replace("152=1000.50", "152=0"));
    let reports = desk.say(ORDER);
    assert!(reports[0].contains("|103=6|"), "{reports:?}");
}

#[test]
fn the_same_cl_ord_id_in_another_session_is_another_order() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let (verdict, messages) = desk.say_from(OTHER, &ORDER.replace("1=ACC-1|55", "1=ACC-3|55"));
    assert_eq!((verdict, messages), (Verdict::Accepted, Vec::new()));
    assert_eq!(desk.pending().len(), 2);
}

#[test]
fn an_order_that_may_be_a_repeat_is_answered_with_its_state() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    desk.hear(fill());
    let reports = desk.say(&format!("{ORDER}97=Y|"));
    assert!(
        reports[0].starts_with("8|37=O-7|11=o-1|17=A-1|150=I|39=1|"),
        "{reports:?}"
    );
    assert_eq!(desk.pending().len(), 1);
}

#[test]
fn a_status_request_is_answered_with_what_was_told_last() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let reports = desk.say("H|11=o-1|54=1|790=S-1|");
    assert!(
        reports[0].starts_with("8|37=NONE|11=o-1|790=S-1|17=A-1|150=I|39=A|1=ACC-1|"),
        "{reports:?}"
    );
    desk.hear(fill());
    let reports = desk.say("H|11=o-1|54=1|");
    assert!(
        reports[0].starts_with("8|37=O-7|11=o-1|17=A-2|150=I|39=1|"),
        "{reports:?}"
    );
    assert!(reports[0].contains("|14=0.5|6=1000|"), "{reports:?}");
}

#[test]
fn a_status_request_for_an_unknown_order_says_so() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.say("H|11=none|55=TOP5|54=1|"),
        [
            "8|37=NONE|11=none|17=A-1|150=I|39=8|103=5|55=TOP5|54=1|15=USDC|151=0|14=0|6=0|60=20260131-12:00:00.000|\
          58=ClOrdID(11): this session has no such order|"
        ]
    );
}

#[test]
fn a_cancel_request_goes_to_the_solver_and_its_outcome_comes_back() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    assert_eq!(
        desk.say("F|41=o-1|11=c-1|55=TOP5|54=1|60=20260131-12:00:00|"),
        Vec::<String>::new()
    );
    assert!(
        desk.pending()[1].contains("Cancel(CancelOrderRequest")
            && desk.pending()[1].contains("orig_cl_ord_id: \"o-1\"")
    );
    let pending = v1::CancelPending {
        order: Some(order()),
        cancel_cl_ord_id: "c-1".to_owned(),
    };
    let reports = desk.hear(Solver::CancelPending(pending));
    assert!(
        reports[0].starts_with("8|37=O-7|11=c-1|41=o-1|17=E-1|150=6|39=6|"),
        "{reports:?}"
    );
    let reports = desk.hear(fill());
    assert!(reports[0].contains("|150=F|39=6|"), "{reports:?}");
    let cancelled = v1::OrderCancelled {
        order: Some(filled()),
        cancel_cl_ord_id: "c-1".to_owned(),
    };
    let reports = desk.hear(Solver::OrderCancelled(cancelled));
    assert!(
        reports[0].starts_with("8|37=O-7|11=c-1|41=o-1|17=E-3|150=4|39=4|"),
        "{reports:?}"
    );
}

#[test]
fn a_cancel_request_that_can_t_be_is_refused() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.say("F|41=none|11=c-1|55=TOP5|54=1|60=20260131-12:00:00|"),
        [
            "9|37=NONE|11=c-1|41=none|39=8|60=20260131-12:00:00.000|434=1|102=1|58=OrigClOrdID(41): this session has no such order|"
        ]
    );
    desk.say(ORDER);
    let rejects = desk.say("F|41=o-1|11=c-1|55=TOP5|54=1|60=20260131-12:00:00|");
    assert!(
        rejects[0].contains("|102=6|58=ClOrdID(11) was used before in this session|"),
        "{rejects:?}"
    );
    let rejected = v1::CancelRejected {
        session: SESSION.to_owned(),
        cl_ord_id: "c-2".to_owned(),
        orig_cl_ord_id: "o-1".to_owned(),
        reason: v1::RejectReason::TooLate.into(),
        text: "the order is minting".to_owned(),
        order: Some(order()),
    };
    assert_eq!(
        desk.hear(Solver::CancelRejected(rejected)),
        [
            "9|37=O-7|11=c-2|41=o-1|39=A|1=ACC-1|60=20260131-12:00:00.000|434=1|102=0|58=the order is minting|"
        ]
    );
}

fn collateral(account: &str) -> v1::Collateral {
    v1::Collateral {
        account: account.to_owned(),
        currency: "USDC".to_owned(),
        free: "900".to_owned(),
        reserved: "100".to_owned(),
        spent: "0".to_owned(),
        deposited: "1000".to_owned(),
        paid_out: "0".to_owned(),
    }
}

fn changed(account: &str, cause: &str) -> Solver {
    Solver::CollateralChanged(v1::CollateralChanged {
        collateral: Some(collateral(account)),
        cause: cause.to_owned(),
        transaction_hash: "0xdef".to_owned(),
        amount: "1000".to_owned(),
    })
}

#[test]
fn a_deposit_is_reported_to_the_sessions_of_the_account() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.hear(changed("ACC-1", "deposit")),
        [
            "BA|908=C-1|910=3|1=ACC-1|15=USDC|899=900|58=900 free, as of 20260131-12:00:00.000|5004=0xdef|5005=1000|5006=deposit|\
          5020=900|5021=100|5022=0|5023=1000|5024=0|"
        ]
    );
    let reports = desk.hear(changed("ACC-3", "payout"));
    assert!(
        reports[0].starts_with("to CLIENT2: BA|908=C-2|"),
        "{reports:?}"
    );
    assert_eq!(desk.hear(changed("ACC-9", "deposit")), Vec::<String>::new());
    assert_eq!(desk.hear(changed("ACC-1", "reserve")), Vec::<String>::new());
    assert_eq!(desk.hear(changed("ACC-1", "fill")), Vec::<String>::new());
}

#[test]
fn a_collateral_inquiry_is_answered() {
    let mut desk = Desk::new();
    let (verdict, _) = desk.say_from(SESSION, "BB|909=q-1|1=ACC-1|");
    assert!(
        matches!(verdict, Verdict::BusinessReject { reason: 0, .. }),
        "{verdict:?}"
    );
    desk.hear(changed("ACC-1", "deposit"));
    let reports = desk.say("BB|909=q-1|1=ACC-1|");
    assert!(
        reports[0].starts_with("BA|908=A-1|909=q-1|910=3|1=ACC-1|"),
        "{reports:?}"
    );
    let (verdict, _) = desk.say_from(SESSION, "BB|909=q-2|1=ACC-3|");
    assert!(
        matches!(verdict, Verdict::BusinessReject { reason: 6, .. }),
        "{verdict:?}"
    );
    let (verdict, _) = desk.say_from(SESSION, "BB|909=q-3|");
    assert_eq!(verdict, Verdict::ConditionallyRequiredFieldMissing(1));
}

#[test]
fn other_messages_are_unsupported() {
    let mut desk = Desk::new();
    for msg_type in ["AE", "R", "ZZ"] {
        let (verdict, messages) = desk.say_from(SESSION, &format!("{msg_type}|11=o-1|"));
        assert_eq!(
            (verdict, messages),
            (Verdict::UnsupportedMessageType, Vec::new())
        );
    }
}

#[test]
fn an_account_that_only_the_solver_knows_is_known_and_not_yours() {
    let mut desk = Desk::new();
    let account = v1::Account {
        name: "ACC-7".to_owned(),
        address: "0x".to_owned(),
    };
    assert_eq!(
        desk.hear(Solver::AccountDefined(v1::AccountDefined {
            account: Some(account)
        })),
        Vec::<String>::new()
    );
    let reports = desk.say(&ORDER.replace("1=ACC-1|55", "1=ACC-7|55"));
    assert!(
        reports[0].contains("|58=Account(1): account ACC-7 is not one that this session may trade"),
        "{reports:?}"
    );
}

#[test]
fn an_order_that_the_solver_refuses_to_hear_of_is_rejected() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let refused = Input::CommandRefused {
        command: 1,
        text: "bad request".to_owned(),
    };
    let reports = desk.input(refused);
    assert!(reports[0].contains("|150=8|39=8|103=99|"), "{reports:?}");
    assert!(
        reports[0].contains("|58=the order could not be handed on: bad request|"),
        "{reports:?}"
    );
    assert!(desk.pending().is_empty());
    assert!(desk.say("H|11=o-1|54=1|")[0].contains("|150=I|39=8|"));
}

#[test]
fn an_operator_changes_a_session_until_the_configuration_changes() {
    let mut desk = Desk::new();
    let define = |accounts: &[&str]| SessionAccounts {
        session: SESSION.to_owned(),
        accounts: accounts.iter().map(|name| (*name).to_owned()).collect(),
    };
    let accounts = |desk: &Desk| {
        desk.application
            .state()
            .accounts(SESSION)
            .map(|own| own.iter().cloned().collect::<Vec<_>>())
    };
    desk.input(Input::DefineSession(define(&["ACC-5"])));
    desk.restart();
    desk.input(Input::Configured(vec![define(&["ACC-1", "ACC-2"])]));
    assert_eq!(accounts(&desk), Some(vec!["ACC-5".to_owned()]));
    assert_eq!(
        desk.application.state().accounts(OTHER),
        None,
        "no longer configured"
    );
    desk.input(Input::Configured(vec![define(&["ACC-1"])]));
    assert_eq!(accounts(&desk), Some(vec!["ACC-1".to_owned()]));
}

#[test]
fn an_event_without_its_order_is_skipped_and_not_asked_for_again() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.hear(Solver::OrderAccepted(v1::OrderAccepted { order: None })),
        Vec::<String>::new()
    );
    assert_eq!(desk.application.state().position(), 1);
}

#[test]
fn the_constants_are_the_dictionary() {
    let dictionary = custom::dictionary().unwrap();
    let named = [
        (custom::tag::MINT_TRANSACTION_HASH, "MintTransactionHash"),
        (custom::tag::MINT_BLOCK, "MintBlock"),
        (custom::tag::MINT_ID, "MintID"),
        (
            custom::tag::COLLATERAL_TRANSACTION_HASH,
            "CollateralTransactionHash",
        ),
        (custom::tag::COLLATERAL_CHANGE, "CollateralChange"),
        (custom::tag::COLLATERAL_CAUSE, "CollateralCause"),
        (custom::tag::NO_MINT_LOTS, "NoMintLots"),
        (custom::tag::MINT_LOT_ID, "MintLotID"),
        (custom::tag::MINT_LOT_ASSET, "MintLotAsset"),
        (custom::tag::MINT_LOT_QTY, "MintLotQty"),
        (custom::tag::MINT_LOT_PX, "MintLotPx"),
        (custom::tag::MINT_LOT_FEE, "MintLotFee"),
        (custom::tag::FREE_CASH, "FreeCash"),
        (custom::tag::RESERVED_CASH, "ReservedCash"),
        (custom::tag::SPENT_CASH, "SpentCash"),
        (custom::tag::DEPOSITED_CASH, "DepositedCash"),
        (custom::tag::PAID_OUT_CASH, "PaidOutCash"),
        (custom::tag::REMAINING_CASH, "RemainingCash"),
        (custom::tag::RETURNED_CASH, "ReturnedCash"),
    ];
    for (tag, name) in named {
        assert_eq!(
            dictionary.field(tag).map(fix_dictionary::Field::name),
            Some(name)
        );
    }
    let own = dictionary
        .fields()
        .iter()
        .filter(|field| field.tag() >= fix_dictionary::USER_DEFINED_TAG_MIN);
    assert_eq!(own.count(), named.len());
}
