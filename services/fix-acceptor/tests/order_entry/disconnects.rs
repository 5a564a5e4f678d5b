//! Cancel on disconnect: what happens to the orders of a session that is lost.

use std::time::Duration;

use fix_acceptor::{CancelOnDisconnect, Copies, DefinedSession, Input};
use fix_engine::{Ending, SessionChange};
use proto::v1::{self, solver_event::Event as Solver};

use crate::desk::{Desk, ORDER, SESSION, filled, order, session};

const GRACE: Duration = Duration::from_secs(30);
const MOMENT: Duration = Duration::from_nanos(1);
const ALMOST: Duration = Duration::from_nanos(29_999_999_999);

fn defined(after_logout: bool) -> DefinedSession {
    DefinedSession {
        cancel_on_disconnect: Some(CancelOnDisconnect {
            grace_ns: 30_000_000_000,
            after_logout,
        }),
        ..session(SESSION, &["ACC-1"])
    }
}

/// A session with an order, logged on.
fn desk(after_logout: bool) -> Desk {
    let mut desk = Desk::with(vec![defined(after_logout)]);
    desk.session(SESSION, SessionChange::LoggedOn);
    desk.say(ORDER);
    desk
}

/// What the solver has to hear of besides the order.
fn cancels(desk: &Desk) -> Vec<String> {
    let mut pending = desk.pending();
    pending.retain(|call| !call.starts_with("Submit"));
    pending
}

#[test]
fn a_session_that_is_lost_and_not_back_in_time_has_its_orders_cancelled() {
    let mut desk = desk(false);
    desk.session(SESSION, SessionChange::LoggedOut(Ending::Lost));
    desk.pass(ALMOST);
    assert_eq!(cancels(&desk), Vec::<String>::new());
    desk.pass(MOMENT);
    assert_eq!(
        cancels(&desk),
        [
            "CancelAll(CancelOrdersRequest { command_id: \"fix/2/FIX.4.4:SHEAF->CLIENT1/\", session: \"FIX.4.4:SHEAF->CLIENT1\", \
             cl_ord_id: \"\", account: \"\", index: \"\", text: \"cancelled: the session was lost and not back within 30s\" })"
        ]
    );
    desk.pass(GRACE);
    assert_eq!(cancels(&desk).len(), 1, "once");
    let cancelled = v1::OrderCancelled {
        order: Some(v1::IndexOrder {
            text: "cancelled: the session was lost and not back within 30s".to_owned(),
            ..filled()
        }),
        cancel_cl_ord_id: String::new(),
    };
    let reports = desk.hear(Solver::OrderCancelled(cancelled));
    assert!(
        reports[0].starts_with("8|37=O-7|11=o-1|17=E-1|150=4|39=4|")
            && reports[0].contains("|58=cancelled: the session was lost and not back within 30s|"),
        "{reports:?}"
    );
    let all = v1::OrdersCancelled {
        session: SESSION.to_owned(),
        cancelled: 1,
        ..v1::OrdersCancelled::default()
    };
    assert_eq!(
        desk.hear(Solver::OrdersCancelled(all)),
        Vec::<String>::new()
    );
}

#[test]
fn a_session_that_is_back_in_time_keeps_its_orders() {
    let mut desk = desk(false);
    desk.session(SESSION, SessionChange::LoggedOut(Ending::Lost));
    desk.pass(ALMOST);
    desk.session(SESSION, SessionChange::LoggedOn);
    desk.pass(GRACE);
    assert_eq!(cancels(&desk), Vec::<String>::new());
    desk.session(SESSION, SessionChange::LoggedOut(Ending::Lost));
    desk.pass(GRACE);
    assert_eq!(
        cancels(&desk).len(),
        1,
        "and the next loss counts from its own time"
    );
}

#[test]
fn a_session_that_logs_out_keeps_its_orders_unless_it_is_configured_otherwise() {
    for ending in [Ending::ByPeer, Ending::ByUs] {
        for after_logout in [false, true] {
            let mut desk = desk(after_logout);
            desk.session(SESSION, SessionChange::LoggedOut(ending));
            desk.pass(GRACE);
            assert_eq!(
                cancels(&desk).len(),
                usize::from(after_logout),
                "{ending:?}"
            );
        }
    }
}

#[test]
fn the_time_runs_on_while_the_acceptor_is_away() {
    let mut desk = desk(false);
    desk.session(SESSION, SessionChange::LoggedOut(Ending::Lost));
    desk.now_unix_ns += 30_000_000_000;
    desk.restart();
    assert_eq!(cancels(&desk), Vec::<String>::new());
    desk.pass(Duration::ZERO);
    assert_eq!(cancels(&desk).len(), 1);
    desk.restart();
    desk.pass(GRACE);
    assert_eq!(
        cancels(&desk).len(),
        1,
        "once, also after a further restart"
    );
}

#[test]
fn a_session_that_was_here_when_the_acceptor_ended_has_its_whole_grace_afterwards() {
    for ending in [None, Some(Ending::Shutdown)] {
        let mut desk = desk(false);
        if let Some(ending) = ending {
            desk.session(SESSION, SessionChange::LoggedOut(ending));
        }
        desk.now_unix_ns += 3_600_000_000_000;
        desk.restart();
        desk.pass(ALMOST);
        assert_eq!(cancels(&desk), Vec::<String>::new());
        desk.pass(MOMENT);
        assert_eq!(cancels(&desk).len(), 1);
    }
}

#[test]
fn a_session_that_is_not_configured_so_keeps_its_orders() {
    let mut desk = Desk::new();
    desk.session(SESSION, SessionChange::LoggedOn);
    desk.say(ORDER);
    desk.session(SESSION, SessionChange::LoggedOut(Ending::Lost));
    desk.pass(Duration::from_hours(1000));
    assert_eq!(cancels(&desk), Vec::<String>::new());
}

#[test]
fn a_session_that_is_no_longer_configured_so_is_not_waited_for() {
    let mut desk = desk(false);
    desk.session(SESSION, SessionChange::LoggedOut(Ending::Lost));
    desk.restart();
    let plain = DefinedSession {
        copies: Copies::default(),
        ..session(SESSION, &["ACC-1"])
    };
    desk.input(Input::Configured(vec![plain]));
    desk.pass(GRACE);
    assert_eq!(cancels(&desk), Vec::<String>::new());
    assert!(desk.application.state().order(SESSION, "o-1").is_some());
    assert_eq!(order().session, SESSION);
}
