//! Drop copies.

use fix_acceptor::{Copies, DefinedSession};
use proto::v1::{self, solver_event::Event as Solver};

use crate::desk::{COPIES, Desk, ORDER, OTHER, SESSION, fill, filled, order, session};
use crate::requests::changed;

/// CLIENT1 and CLIENT2, and a session that gets copies.
fn desk(copies: Copies) -> Desk {
    Desk::with(vec![
        session(SESSION, &["ACC-1", "ACC-2"]),
        session(OTHER, &["ACC-3"]),
        DefinedSession {
            copies,
            ..session(COPIES, &[])
        },
    ])
}

fn of_sessions(names: &[&str]) -> Copies {
    Copies {
        sessions: names.iter().map(|name| (*name).to_owned()).collect(),
        accounts: Vec::new(),
    }
}

fn of_accounts(names: &[&str]) -> Copies {
    Copies {
        sessions: Vec::new(),
        accounts: names.iter().map(|name| (*name).to_owned()).collect(),
    }
}

#[test]
fn what_a_session_is_told_is_copied_with_its_comp_id_and_marked() {
    let mut desk = desk(of_sessions(&[SESSION]));
    desk.say(ORDER);
    let reports = desk.hear(fill());
    assert_eq!(reports.len(), 2, "{reports:?}");
    let copy = reports[1]
        .strip_prefix("to COPIES: 8|115=CLIENT1|")
        .unwrap_or_else(|| panic!("{reports:?}"));
    assert_eq!(
        format!("8|{}", copy.replace("797=Y|", "")),
        reports[0],
        "but for the marks, the copy is the report"
    );
    assert!(copy.contains("|797=Y|"), "{copy}");
    let minted = v1::OrderMinted {
        order: Some(filled()),
        mint_id: "M-1".to_owned(),
        transaction_hash: "0xabc".to_owned(),
        block_number: 12,
        further_lots: 0,
        lots: Vec::new(),
    };
    let reports = desk.hear(Solver::OrderMinted(minted));
    assert!(
        reports[1].starts_with("to COPIES: AK|115=CLIENT1|664=M-1|")
            && reports[1].contains("|797=Y|"),
        "{reports:?}"
    );
}

#[test]
fn a_reject_of_the_acceptor_is_copied_and_an_answer_to_a_question_is_not() {
    let mut desk = desk(of_accounts(&["ACC-1"]));
    let reports = desk.say(&ORDER.replace("152=1000.50", "152=0"));
    assert!(
        reports[1].starts_with("to COPIES: 8|115=CLIENT1|37=NONE|11=o-1|17=A-1|150=8|"),
        "{reports:?}"
    );
    assert_eq!(desk.say("H|11=o-1|54=1|").len(), 1);
}

#[test]
fn only_what_was_asked_for_is_copied() {
    let mut desk = desk(of_accounts(&["ACC-3"]));
    desk.say(ORDER);
    assert_eq!(desk.hear(fill()).len(), 1);
    let other = v1::IndexOrder {
        session: OTHER.to_owned(),
        account: "ACC-3".to_owned(),
        ..order()
    };
    let reports = desk.hear(Solver::OrderAccepted(v1::OrderAccepted {
        order: Some(other),
    }));
    assert!(
        reports[0].starts_with("to CLIENT2: 8|37=O-7|"),
        "{reports:?}"
    );
    assert!(
        reports[1].starts_with("to COPIES: 8|115=CLIENT2|37=O-7|"),
        "{reports:?}"
    );
}

#[test]
fn a_deposit_is_copied_once() {
    let mut desk = desk(Copies {
        sessions: vec![SESSION.to_owned()],
        accounts: vec!["ACC-1".to_owned()],
    });
    let reports = desk.hear(changed("ACC-1", "deposit"));
    assert_eq!(reports.len(), 2, "{reports:?}");
    assert!(
        reports[1].starts_with("to COPIES: BA|115=CLIENT1|908=C-1|"),
        "{reports:?}"
    );
    assert_eq!(desk.hear(changed("ACC-3", "deposit")).len(), 1);
}

#[test]
fn copies_are_read_and_nothing_can_be_done_with_them() {
    let mut desk = desk(of_accounts(&["ACC-1"]));
    let (_, reports) = desk.say_from(COPIES, ORDER);
    assert!(
        reports[0].contains("|150=8|39=8|103=15|")
            && reports[0].contains("ACC-1 is not one that this session may trade"),
        "{reports:?}"
    );
    desk.say(&ORDER.replace("o-1", "o-2"));
    let (_, reports) = desk.say_from(COPIES, "F|41=o-2|11=c-1|55=TOP5|54=1|60=20260131-12:00:00|");
    assert!(reports[0].contains("|102=1|"), "{reports:?}");
}

#[test]
fn a_copy_is_in_the_version_of_the_session_that_gets_it() {
    let mut desk = Desk::with(vec![
        session(SESSION, &["ACC-1"]),
        DefinedSession {
            copies: of_sessions(&[SESSION]),
            ..session("FIX.4.2:SHEAF->COPIES", &[])
        },
    ]);
    desk.say(ORDER);
    let reports = desk.hear(fill());
    assert!(
        reports[1]
            .starts_with("to COPIES: 8|115=CLIENT1|37=O-7|11=o-1|17=F-O-7-1|20=0|150=1|39=1|"),
        "{reports:?}"
    );
}
