//! Cash that an operator moves between the vault and the venue, over the wire and across a restart.

use proto::v1;
use proto::v1::solver_event::Event;
use tonic::Code;

use crate::payouts::with_deposit;
use crate::running::{Running, config, markets, until};

fn leaves(id: &str, from: v1::CashPlace, amount: &str) -> v1::MoveCashRequest {
    v1::MoveCashRequest {
        move_id: id.into(),
        from: from.into(),
        amount: amount.into(),
    }
}

fn arrives(id: &str, at: v1::CashPlace, amount: &str, cost: &str) -> v1::ArriveCashRequest {
    v1::ArriveCashRequest {
        move_id: id.into(),
        at: at.into(),
        amount: amount.into(),
        cost: cost.into(),
    }
}

async fn moves(solver: &mut Running) -> Vec<v1::CashMove> {
    let listed = solver.client.list_cash_moves(v1::ListCashMovesRequest {});
    let mut moves = listed.await.unwrap().into_inner().moves;
    for known in &mut moves {
        // The machine's time is the clock's.
        assert!(known.left_time_unix_ns > 0);
        assert_eq!(known.arrived_time_unix_ns > 0, !known.arrived.is_empty());
        (known.left_time_unix_ns, known.arrived_time_unix_ns) = (0, 0);
    }
    moves
}

/// Of the cash in the books, in this order: vault, venue, in transit.
async fn there(solver: &mut Running) -> [String; 3] {
    let books = solver
        .client
        .get_books(v1::GetBooksRequest::default())
        .await;
    let books = books.unwrap().into_inner();
    assert!(books.balanced);
    let book = books.books.iter().find(|book| book.unit == "USDC");
    let balances = &book.unwrap().balances;
    ["vault", "venue", "in-transit"].map(|account| {
        let found = balances.iter().find(|balance| balance.account == account);
        found.map_or("0", |balance| &balance.amount).to_owned()
    })
}

#[tokio::test]
async fn a_move_is_told_once_and_listed_and_in_the_books_across_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("solver.journal");
    let peers = markets().await;
    let (mut solver, _) = with_deposit(&peers, Some(&journal)).await;
    let [vault, venue, _] = there(&mut solver).await;
    assert_eq!(vault, "-1000");
    let out = leaves("m-1", v1::CashPlace::Venue, "300.5");
    let first = solver.client.move_cash(out.clone()).await.unwrap();
    let first = first.into_inner().sequence;
    solver.stop().await;

    let mut solver = Running::start(config(&peers, Some(&journal))).await;
    let again = solver.client.move_cash(out).await.unwrap();
    assert!(again.into_inner().sequence >= first);
    let known = v1::CashMove {
        move_id: "m-1".into(),
        from: v1::CashPlace::Venue.into(),
        amount: "300.5".into(),
        ..v1::CashMove::default()
    };
    assert_eq!(moves(&mut solver).await, std::slice::from_ref(&known));
    let less = |from: &str, amount: &str| {
        let signed = |text: &str| text.parse::<money::Signed>().unwrap();
        signed(from)
            .checked_add(signed(amount))
            .unwrap()
            .to_string()
    };
    let left = less(&venue, "300.5");
    assert_eq!(there(&mut solver).await, ["-1000", left.as_str(), "-300.5"]);

    let arrival = arrives("m-1", v1::CashPlace::Vault, "299", "1.5");
    for _ in 0..2 {
        solver.client.arrive_cash(arrival.clone()).await.unwrap();
    }
    assert_eq!(there(&mut solver).await, ["-1299", left.as_str(), "0"]);
    let arrived = v1::CashMove {
        arrived_at: v1::CashPlace::Vault.into(),
        arrived: "299".into(),
        cost: "1.5".into(),
        ..known
    };
    // From the vault it is a payout of the contract's, with an id of its own.
    let back = leaves("m-2", v1::CashPlace::Vault, "100");
    solver.client.move_cash(back).await.unwrap();
    let listed = moves(&mut solver).await;
    assert_eq!(listed[0], arrived);
    assert_eq!(listed[1].payout_id, "cash/m-2");
    let books = solver
        .client
        .get_books(v1::GetBooksRequest::default())
        .await;
    let books = books.unwrap().into_inner();
    assert_eq!(
        [books.moved_to_venue, books.moved_to_vault],
        ["-300.5", "199"]
    );
    solver.stop().await;
}

#[tokio::test]
async fn a_move_that_can_t_be_is_refused_by_what_is_wrong_with_it() {
    let peers = markets().await;
    let (mut solver, _) = with_deposit(&peers, None).await;
    solver
        .client
        .move_cash(leaves("m-1", v1::CashPlace::Vault, "300"))
        .await
        .unwrap();
    for (request, code, text) in [
        (
            leaves("m-2", v1::CashPlace::Unspecified, "1"),
            Code::InvalidArgument,
            "from is missing",
        ),
        (
            leaves("", v1::CashPlace::Vault, "1"),
            Code::InvalidArgument,
            "move_id is missing",
        ),
        (
            leaves("m/2", v1::CashPlace::Vault, "1"),
            Code::InvalidArgument,
            "cash move: an id is 1 to 64 letters, digits, '.', '-' and '_'",
        ),
        (
            leaves("m-2", v1::CashPlace::Vault, "0"),
            Code::InvalidArgument,
            "cash move m-2: an amount above zero is needed",
        ),
        (
            leaves("m-2", v1::CashPlace::Vault, "700.01"),
            Code::FailedPrecondition,
            "cash move m-2: 700.01 was to leave the vault, which has 700 that no batch or payout may take",
        ),
        (
            leaves("m-1", v1::CashPlace::Venue, "300"),
            Code::AlreadyExists,
            "cash move m-1 is of 300 from the vault",
        ),
    ] {
        let refused = solver.client.move_cash(request).await.unwrap_err();
        assert_eq!((refused.code(), refused.message()), (code, text));
    }
    for (request, code, text) in [
        (
            arrives("m-1", v1::CashPlace::Unspecified, "300", ""),
            Code::InvalidArgument,
            "at is missing",
        ),
        (
            arrives("m-9", v1::CashPlace::Venue, "300", ""),
            Code::NotFound,
            "no cash move m-9",
        ),
        (
            arrives("m-1", v1::CashPlace::Venue, "299", ""),
            Code::InvalidArgument,
            "cash move m-1: 299 that arrived and 0 that it cost are not the 300 that left",
        ),
    ] {
        let refused = solver.client.arrive_cash(request).await.unwrap_err();
        assert_eq!((refused.code(), refused.message()), (code, text));
    }
    let arrival = arrives("m-1", v1::CashPlace::Vault, "300", "");
    solver.client.arrive_cash(arrival).await.unwrap();
    let other = arrives("m-1", v1::CashPlace::Venue, "300", "");
    let refused = solver.client.arrive_cash(other).await.unwrap_err();
    assert_eq!(
        (refused.code(), refused.message()),
        (
            Code::AlreadyExists,
            "cash move m-1 has arrived: 300 at the vault, and cost 0"
        )
    );
    solver.stop().await;
}

#[tokio::test]
async fn an_order_waits_while_the_venue_s_cash_is_away() {
    let peers = markets().await;
    let (mut solver, _) = with_deposit(&peers, None).await;
    let [_, venue, _] = there(&mut solver).await;
    let all = venue.trim_start_matches('-');
    let out = leaves("m-1", v1::CashPlace::Venue, all);
    let sequence = solver.client.move_cash(out).await.unwrap();
    let sequence = sequence.into_inner().sequence;
    let mut events = solver.events(sequence).await;
    solver.buy("1", "1000").await;
    let back = arrives("m-1", v1::CashPlace::Venue, all, "");
    let back = solver.client.arrive_cash(back).await.unwrap();
    let seen = until(&mut events, |event| matches!(event, Event::BatchSent(_))).await;
    let sent = seen.last().unwrap().sequence;
    assert!(sent > back.into_inner().sequence);
    solver.stop().await;
}
