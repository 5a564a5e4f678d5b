//! The operators' commands against the real services in this process: each does what it says.

use clap::Parser as _;
use proto::v1::{ListAccountsRequest, ListIndexesRequest, TradingState};

use super::{Options, Stack};
use crate::Command;

/// The words of a command, with where this stack's services are.
fn command(stack: &Stack, words: &[&str]) -> Command {
    let mut arguments = vec!["sheaf".to_owned()];
    arguments.extend(words.iter().map(|word| (*word).to_owned()));
    for service in [
        "fix-acceptor",
        "solver",
        "exchange-adapter",
        "inventory",
        "chain-minter",
    ] {
        let found = stack.listening().iter().find(|(name, _)| *name == service);
        let (_, url) = found.unwrap_or_else(|| panic!("{service} listens"));
        arguments.extend([format!("--{service}"), url.clone()]);
    }
    Command::parse_from(arguments)
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_stop_limit_and_look() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let stack = Stack::start(Options {
        data: data.path().to_owned(),
        seed: 1,
        markets: Vec::new(),
        clients: 2,
        fix: ([127, 0, 0, 1], 0).into(),
    })
    .await?;
    let mut solver = stack.peers()?.solver;
    for looking in [
        &["orders", "list", "--all"][..],
        &["collateral"],
        &["trading", "show"],
        &["limits", "show"],
        &["sessions", "list"],
        &["positions", "list"],
        &["positions", "lots", "--owner", "house"],
        &["positions", "reconcile", "--json"],
    ] {
        command(&stack, looking).run().await?;
    }

    // There was less before the first trade than we are told: something is missing.
    let missing = ["positions", "reconcile", "--opening", "USDC=5"];
    let refused = command(&stack, &missing).run().await;
    let refused = refused.expect_err("5 are missing").to_string();
    assert_eq!(refused, "1 differences are not explained");

    let halt = ["trading", "halt", "PAIR", "--text", "by hand"];
    command(&stack, &halt).run().await?;
    let indexes = solver.list_indexes(ListIndexesRequest::default()).await?;
    let indexes = indexes.into_inner().indexes;
    let pair = indexes.iter().find(|index| index.symbol == "PAIR");
    let pair = pair.expect("it is an index");
    assert_eq!(pair.state(), TradingState::Halted);
    assert_eq!(pair.state_text, "by hand");
    command(&stack, &["trading", "open", "PAIR"]).run().await?;

    let set = ["limits", "set", "ACC-1", "--order-max", "500"];
    command(&stack, &set).run().await?;
    let more = ["limits", "set", "ACC-1", "--orders-per-second-max", "3"];
    command(&stack, &more).run().await?;
    let accounts = solver.list_accounts(ListAccountsRequest::default()).await?;
    let limits = accounts.into_inner().accounts.remove(0).limits;
    let limits = limits.expect("a list has them");
    assert_eq!(
        (limits.order_max.as_str(), limits.orders_per_second_max),
        ("500", 3)
    );
    let unknown = ["limits", "set", "ACC-9", "--order-max", "none"];
    let refused = command(&stack, &unknown).run().await;
    assert_eq!(
        refused.expect_err("there is none").to_string(),
        "there is no account ACC-9"
    );

    let everything = ["orders", "cancel", "--everything", "--text", "sorry"];
    command(&stack, &everything).run().await?;
    let whose = command(&stack, &["orders", "cancel", "--text", "sorry"]);
    assert!(whose.run().await.is_err(), "nobody is named");

    let session = "FIX.4.4:SHEAF->CLIENT1";
    for words in [
        &["sessions", "disable", session, "--text", "bye"][..],
        &["sessions", "reset", session],
        &["sessions", "numbers", session, "--outgoing", "42"],
        &["sessions", "enable", session],
    ] {
        command(&stack, words).run().await?;
    }
    stack.stop().await
}
