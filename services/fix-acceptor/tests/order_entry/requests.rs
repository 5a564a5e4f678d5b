//! Status requests, cancel requests, collateral, sessions.

use fix_acceptor::{Dialect, Input, custom};
use fix_engine::Verdict;
use proto::v1::{self, solver_event::Event as Solver};

use crate::desk::{Desk, ORDER, OTHER, SESSION, fill, filled, order, session};

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
        response_to: v1::CancelResponseTo::Cancel.into(),
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
        deposited: "960".to_owned(),
        paid_out: "0".to_owned(),
        paying_out: "0".to_owned(),
        redeemed: "40".to_owned(),
        ..v1::Collateral::default()
    }
}

pub(crate) fn changed(account: &str, cause: &str) -> Solver {
    Solver::CollateralChanged(v1::CollateralChanged {
        collateral: Some(collateral(account)),
        cause: cause.to_owned(),
        transaction_hash: "0xdef".to_owned(),
        amount: "1000".to_owned(),
        ..v1::CollateralChanged::default()
    })
}

#[test]
fn a_deposit_is_reported_to_the_sessions_of_the_account() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.hear(changed("ACC-1", "deposit")),
        [
            "BA|908=C-1|910=3|1=ACC-1|15=USDC|899=900|58=900 free, as of 20260131-12:00:00.000|5004=0xdef|5005=1000|5006=deposit|\
          5020=900|5021=100|5022=0|5023=960|5024=0|5025=0|5028=40|"
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
    for msg_type in ["AE", "E", "ZZ"] {
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
        limits: None,
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
        reports[0].contains("|58=the request could not be handed on: bad request|"),
        "{reports:?}"
    );
    assert!(desk.pending().is_empty());
    assert!(desk.say("H|11=o-1|54=1|")[0].contains("|150=I|39=8|"));
}

#[test]
fn an_operator_changes_a_session_until_the_configuration_changes() {
    let mut desk = Desk::new();
    let accounts = |desk: &Desk| {
        desk.application
            .state()
            .accounts(SESSION)
            .map(|own| own.iter().cloned().collect::<Vec<_>>())
    };
    desk.input(Input::DefineSession {
        session: SESSION.to_owned(),
        accounts: vec!["ACC-5".to_owned()],
    });
    desk.restart();
    desk.input(Input::Configured(vec![session(
        SESSION,
        &["ACC-1", "ACC-2"],
    )]));
    assert_eq!(accounts(&desk), Some(vec!["ACC-5".to_owned()]));
    assert_eq!(
        desk.application.state().accounts(OTHER),
        None,
        "no longer configured"
    );
    desk.input(Input::Configured(vec![session(SESSION, &["ACC-1"])]));
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
    let dictionary = custom::dictionary(Dialect::Fix44);
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
        (custom::tag::COLLATERAL_REPORT_ID, "CollateralReportID"),
        (custom::tag::COLLATERAL_ACCOUNT, "CollateralAccount"),
        (custom::tag::COLLATERAL_CURRENCY, "CollateralCurrency"),
        (custom::tag::NO_MINT_LOTS, "NoMintLots"),
        (custom::tag::MINT_LOT_ID, "MintLotID"),
        (custom::tag::MINT_LOT_ASSET, "MintLotAsset"),
        (custom::tag::MINT_LOT_QTY, "MintLotQty"),
        (custom::tag::MINT_LOT_PX, "MintLotPx"),
        (custom::tag::MINT_LOT_FEE, "MintLotFee"),
        (custom::tag::TOT_MINT_LOTS, "TotMintLots"),
        (custom::tag::FREE_CASH, "FreeCash"),
        (custom::tag::RESERVED_CASH, "ReservedCash"),
        (custom::tag::SPENT_CASH, "SpentCash"),
        (custom::tag::DEPOSITED_CASH, "DepositedCash"),
        (custom::tag::PAID_OUT_CASH, "PaidOutCash"),
        (custom::tag::PAYING_OUT_CASH, "PayingOutCash"),
        (custom::tag::PAYOUT_ID, "PayoutID"),
        (custom::tag::PAYOUT_REQUEST_ID, "PayoutRequestID"),
        (custom::tag::REDEEMED_CASH, "RedeemedCash"),
        (custom::tag::REMAINING_CASH, "RemainingCash"),
        (custom::tag::RETURNED_CASH, "ReturnedCash"),
        (custom::tag::FILL_VENUE_FEES, "FillVenueFees"),
        (custom::tag::FILL_NET_MONEY, "FillNetMoney"),
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
