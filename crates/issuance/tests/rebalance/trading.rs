//! The difference is traded: sales, purchases from what they brought, cash that is too little, reports, batches that come to nothing.

use issuance::{Command, RebalanceState, Rejection, TradingState};
use ledger::{Account, HousePurse};

use crate::holders::{
    IDX, all, behind, books, bought, changed, define, holders, holders_cash, parts, play, sold,
    state,
};
use scenario::{Scenario, cash, index, quantity, rate, settings, snapshot};

#[test]
fn what_is_beyond_need_is_sold_and_what_is_missing_is_bought_from_it() {
    let mut run = holders(settings());
    assert!(!run.state.wants_batch());
    // A leaves, B becomes less, C comes.
    define(&mut run, "v2", index(IDX, &[("B", "1.5"), ("C", "1.4")]));
    assert!(run.state.wants_batch());
    let market = snapshot(books());
    let batch = run.batch(&market).unwrap();
    assert_eq!(parts(&batch), [sold("A", "10"), sold("B", "5")]);
    assert_eq!(batch.asset_orders[0].limit_price, scenario::price("98.01"));
    run.trade("A", "10", "99", "0.99");
    run.trade("B", "5", "98.5", "0.4925");
    run.end("A");
    run.end("B");
    // 990 - 0.99 + 492.5 - 0.4925
    assert_eq!(holders_cash(&run), ["1481.0175", "0"]);
    let batch = run.batch(&market).unwrap();
    assert_eq!(parts(&batch), [bought("C", "14")]);
    assert_eq!(holders_cash(&run), ["67.0175", "1414"]);
    run.trade("C", "14", "100", "1.4");
    assert_eq!(holders_cash(&run), ["67.0175", "12.6"]);
    run.end("C");
    assert_eq!(holders_cash(&run), ["79.6175", "0"]);
    assert_eq!(behind(&run), all(&[("B", "15"), ("C", "14")]));
    assert_eq!(run.batch(&market), None);
    assert_eq!(state(&run), RebalanceState::Done);
    assert!(!run.state.wants_batch());

    let report = run.state.rebalances(&IDX.into()).last().unwrap();
    assert_eq!((report.from_version, report.to_version), (1, 2));
    let of = |asset: &str| report.traded[&asset.into()].clone();
    assert_eq!(
        (of("A").sold, of("A").proceeds, of("A").fees),
        (Some(quantity("10")), Some(cash("990")), Some(cash("0.99")))
    );
    assert_eq!(
        (of("C").bought, of("C").cost, of("C").fees),
        (Some(quantity("14")), Some(cash("1400")), Some(cash("1.4")))
    );
    // No client's money has moved.
    assert_eq!(run.collateral("ACC-1").spent, cash("3030"));
    let replayed = run.replayed();
    assert_eq!(
        replayed.rebalances(&IDX.into()),
        run.state.rebalances(&IDX.into())
    );
}

#[test]
fn the_same_basket_again_is_no_rebalance() {
    let mut run = holders(settings());
    let mut other = index(IDX, &[("B", "2"), ("A", "1")]);
    other.fee = rate("0.01");
    define(&mut run, "v2", other);
    assert_eq!(run.state.version(&IDX.into()), 2);
    assert_eq!(run.state.rebalances(&IDX.into()), []);
    assert!(!run.state.wants_batch());
}

#[test]
fn a_halted_index_is_not_rebalanced() {
    let mut run = changed();
    run.set_trading(Some(IDX), TradingState::Halted);
    assert!(!run.state.wants_batch());
    assert_eq!(run.batch(&snapshot(books())), None);
    run.set_trading(Some(IDX), TradingState::Closed);
    assert!(run.batch(&snapshot(books())).is_some());
}

#[test]
fn cash_that_is_too_little_buys_a_part_of_each_asset_and_the_rest_is_told() {
    let mut run = holders(settings());
    // Twice as dear as what is sold.
    define(&mut run, "v2", index(IDX, &[("B", "3"), ("C", "2")]));
    let market = snapshot(books());
    let batch = run.batch(&market).unwrap();
    assert_eq!(parts(&batch), [sold("A", "10")]);
    run.execute(&batch);
    assert_eq!(holders_cash(&run), ["980.1", "0"]);
    let batch = run.batch(&market).unwrap();
    // Both: 10 B and 20 C would take 3030.
    assert_eq!(
        parts(&batch),
        [bought("B", "3.23465346"), bought("C", "6.46930693")]
    );
    run.execute(&batch);
    let mut dear = books();
    dear[1].min_notional = cash("5");
    dear[2].min_notional = cash("5");
    play(&mut run, &snapshot(dear));
    assert_eq!(state(&run), RebalanceState::Short);
    let report = run.state.rebalances(&IDX.into()).last().unwrap();
    let short: Vec<_> = report
        .short
        .iter()
        .map(|short| (short.asset.to_string(), short.cash))
        .collect();
    assert_eq!(short.len(), 2, "{short:?}");
    assert!(
        short[0].1 > cash("680") && short[1].1 > cash("1360"),
        "{short:?}"
    );
}

#[test]
fn an_operator_puts_house_cash_to_the_holders_once_and_no_more_than_there_is() {
    let mut limits = settings();
    limits.house_cash = cash("5000");
    let mut run = holders(limits);
    define(
        &mut run,
        "v2",
        index(IDX, &[("A", "1"), ("B", "2"), ("C", "1")]),
    );
    let market = snapshot(books());
    assert_eq!(run.batch(&market), None);
    assert_eq!(state(&run), RebalanceState::Short);
    let fund = |id: &str, index: &str, amount: &str| Command::FundRebalance {
        command_id: id.into(),
        index: index.into(),
        amount: cash(amount),
    };
    let refused = |run: &mut Scenario, command: Command| run.run(command).unwrap_err();
    assert_eq!(
        refused(&mut run, fund("f0", "NONE", "1")),
        Rejection::UnknownIndex("NONE".into())
    );
    for amount in ["0", "-1", "0.0000001"] {
        let problem = refused(&mut run, fund("f0", IDX, amount));
        assert!(matches!(problem, Rejection::BadFunding { .. }), "{problem}");
    }
    assert!(matches!(
        refused(&mut run, fund("f0", IDX, "5000.000001")),
        Rejection::HouseShort { .. }
    ));
    let house = |run: &Scenario| {
        let account = Account::House(HousePurse::Cash);
        run.state
            .books()
            .balance(&"USDC".into(), &account)
            .to_cash()
    };
    let before = house(&run);
    run.run(fund("f1", IDX, "1010")).unwrap();
    assert_eq!(run.run(fund("f1", IDX, "1010")), Ok(vec![]));
    assert_eq!(before.checked_sub(house(&run)), Ok(cash("1010")));
    assert_eq!(holders_cash(&run), ["1010", "0"]);
    assert_eq!(play(&mut run, &market), 1);
    assert_eq!(behind(&run), all(&[("A", "10"), ("B", "20"), ("C", "10")]));
    assert_eq!(state(&run), RebalanceState::Done);
    let report = run.state.rebalances(&IDX.into()).last().unwrap();
    assert_eq!(report.funded, cash("1010"));
    assert_eq!(holders_cash(&run), ["0", "0"]);
}

#[test]
fn cash_for_the_holders_that_the_report_could_not_add_up_is_refused() {
    let mut run = holders(settings());
    let basket = [("A", "1"), ("B", "2"), ("C", "1")];
    define(&mut run, "v2", index(IDX, &basket));
    // With six decimals no decimal holds it.
    let most = settings();
    run.run(Command::Configure(issuance::Settings {
        house_cash: cash("700000000000000000000000"),
        ..most
    }))
    .unwrap();
    let account = Account::House(HousePurse::Cash);
    let house = run.state.books().balance(&"USDC".into(), &account);
    let fund = |id: &str, amount: money::Cash| Command::FundRebalance {
        command_id: id.into(),
        index: IDX.into(),
        amount,
    };
    let funded = |run: &Scenario| run.state.rebalances(&IDX.into()).last().unwrap().funded;
    let given = house.to_cash().checked_sub(cash("10")).unwrap();
    run.run(fund("f1", given)).unwrap();
    assert_eq!(funded(&run), given);
    let problem = run.run(fund("f2", cash("0.000001"))).unwrap_err();
    assert!(
        matches!(problem, Rejection::Arithmetic { .. }),
        "by the report's sum, before the books: {problem:?}"
    );
    assert_eq!(funded(&run), given, "nothing has changed");
    run.run(fund("f2", cash("9"))).unwrap();
    assert_eq!(funded(&run), given.checked_add(cash("9")).unwrap());
}

#[test]
fn a_refused_batch_and_one_that_found_nothing_settle_as_any() {
    let mut run = changed();
    let market = snapshot(books());
    let batch = run.make_batch(&market).unwrap();
    let needs = run.state.needs(&IDX.into()).unwrap().unwrap();
    assert_eq!(needs[0].selling, quantity("10"));
    assert_eq!(needs[0].to_sell().unwrap(), quantity("0"));
    run.refuse(batch.id);
    assert_eq!(run.state.live_batches().count(), 0);
    let batch = run.batch(&market).unwrap();
    assert_eq!(parts(&batch), [sold("A", "10"), sold("B", "20")]);
    run.trade("A", "1.5", "99", "0");
    run.end("A");
    run.end("B");
    run.state = run.replayed();
    let batch = run.batch(&market).unwrap();
    assert_eq!(
        parts(&batch),
        [sold("A", "8.5"), sold("B", "20"), bought("C", "1.47029702")]
    );
    for asset in ["A", "B", "C"] {
        run.end(asset);
    }
    assert_eq!(holders_cash(&run), ["148.5", "0"]);
}

#[test]
fn a_later_change_carries_on_what_is_left_in_a_report_of_its_own() {
    let mut run = changed();
    let market = snapshot(books());
    let batch = run.batch(&market).unwrap();
    define(&mut run, "v3", index(IDX, &[("A", "1"), ("C", "1")]));
    // What is on its way goes on: it is the newest's now.
    run.execute(&batch);
    let reports = run.state.rebalances(&IDX.into());
    assert_eq!(reports.len(), 2);
    assert_eq!(reports[1].traded[&"A".into()].sold, Some(quantity("10")));
    play(&mut run, &market);
    assert_eq!(behind(&run), all(&[("A", "10"), ("C", "10")]));
    assert_eq!(state(&run), RebalanceState::Done);
}

#[test]
fn an_older_journal_still_replays_and_what_it_left_is_traded() {
    let run = changed();
    let mut state = issuance::Issuance::default();
    for event in &run.events {
        // Before rebalances there was no time in a definition, and nothing of them in a batch.
        let mut json = serde_json::to_value(event).unwrap();
        if let Some(defined) = json.get_mut("index_defined") {
            defined.as_object_mut().unwrap().remove("at_unix_ns");
        }
        let text = json.to_string();
        for field in ["backing\":[", "rebalances", "exchanges", "rebalanced"] {
            assert!(!text.contains(field), "{text}");
        }
        state.apply(&serde_json::from_str(&text).unwrap());
    }
    assert_eq!(state.needs(&IDX.into()), run.state.needs(&IDX.into()));
    assert!(state.wants_batch());
    assert_eq!(state.rebalances(&IDX.into())[0].begun_at, 0);
}
