//! `sheaf rebalance` against the real services in this process: what a change of a basket is traded for, and what is given to its holders.

use clap::Parser as _;
use proto::v1::solver_event::Event;
use proto::v1::{
    DefineIndexRequest, Index, ListIndexesRequest, RebalanceState, SolverEvent, SubscribeRequest,
};
use serde_json::Value;

use super::{Options, Stack};
use crate::client::{self, Sequences};
use crate::command::rebalance;
use crate::peers;
use crate::table::Output;

/// The longest that anything may take.
const DEADLINE: std::time::Duration = std::time::Duration::from_mins(2);
const INDEX: &str = "PAIR";

/// What a command prints, as programs get it.
async fn rows(stack: &Stack, words: &[&str]) -> anyhow::Result<Vec<Value>> {
    let mut arguments = vec!["rebalance"];
    arguments.extend(words);
    let found = stack.listening().iter().find(|(name, _)| *name == "solver");
    let (_, url) = found.expect("the solver listens");
    arguments.extend(["--solver", url]);
    let command = Parsed::parse_from(arguments);
    let table = rebalance::answer(command.options).await?;
    let Value::Array(rows) = serde_json::from_str(&table.text(Output::Json))? else {
        panic!("a table is an array");
    };
    Ok(rows)
}

#[derive(clap::Parser)]
struct Parsed {
    #[command(flatten)]
    options: rebalance::Options,
}

/// Why a command is refused.
async fn refusal(stack: &Stack, words: &[&str]) -> String {
    let refused = rows(stack, words).await.expect_err("it is refused");
    format!("{refused:#}")
}

fn cells<'a>(row: &'a Value, columns: &[&str]) -> Vec<&'a str> {
    let cell = |column: &&str| row[*column].as_str().unwrap_or_default();
    columns.iter().map(cell).collect()
}

/// Waits for an event of the solver, from the first on.
async fn until(
    stack: &Stack,
    what: &str,
    is_it: impl Fn(&SolverEvent) -> bool,
) -> anyhow::Result<()> {
    let request = SubscribeRequest { from_sequence: 0 };
    let mut events = stack.peers()?.solver.subscribe(request).await?.into_inner();
    let found = async {
        while let Some(event) = events.message().await? {
            if is_it(&event) {
                return Ok(());
            }
        }
        anyhow::bail!("the solver has stopped")
    };
    let found = tokio::time::timeout(DEADLINE, found).await;
    found.unwrap_or_else(|_| anyhow::bail!("not in time: {what}"))
}

/// Client 1 has bought for 1000 of the index, which is minted.
async fn bought(stack: &Stack) -> anyhow::Result<()> {
    let contracts = peers::contracts(&stack.peers()?.chain_minter).await?;
    let chain = client::on_chain(1, stack.rpc_url(), &contracts).await?;
    client::deposit(&chain, "2000").await?;
    let comp_id = client::comp_id(1);
    let session = client::log_on(stack.fix_address(), &comp_id, Sequences::Continue).await?;
    let order = client::new_order_single("o-1", &client::account(1), INDEX, "1000");
    session.send(order).await?;
    let is_minted = |event: &SolverEvent| matches!(event.event, Some(Event::OrderMinted(_)));
    until(stack, "the order is minted", is_minted).await?;
    session.logout().await?;
    Ok(())
}

/// The index with half as much of its first asset and a fifth more of its second, which the one pays for.
async fn changed(stack: &Stack) -> anyhow::Result<()> {
    let mut solver = stack.peers()?.solver;
    let indexes = solver
        .list_indexes(ListIndexesRequest::default())
        .await?
        .into_inner();
    let found = indexes
        .indexes
        .into_iter()
        .find(|index| index.symbol == INDEX);
    let mut index: Index = found.expect("it is an index");
    let times = ["0.5", "1.2"];
    for (entry, times) in index.basket.iter_mut().zip(times) {
        let quantity: money::Quantity = entry.quantity.parse()?;
        let times = money::Rate::parse(times)?;
        let scale = money::Scale::QUANTITY;
        let quantity = quantity.times_rate(times, scale, money::Rounding::Down)?;
        entry.quantity = quantity.to_string();
    }
    let request = DefineIndexRequest {
        command_id: "v2".into(),
        index: Some(index),
    };
    solver.define_index(request).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_see_what_is_rebalanced_and_give_house_cash() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let stack = Stack::start(Options {
        data: data.path().to_owned(),
        seed: 1,
        markets: Vec::new(),
        clients: 1,
        fix: ([127, 0, 0, 1], 0).into(),
    })
    .await?;
    assert_eq!(rows(&stack, &["list"]).await?, Vec::<Value>::new());
    let none = refusal(&stack, &["show", INDEX]).await;
    assert!(
        none.contains("no such change of the basket of PAIR"),
        "{none}"
    );
    let never = refusal(&stack, &["fund", INDEX, "--amount", "25"]).await;
    assert!(never.contains("its basket has never changed"), "{never}");

    bought(&stack).await?;
    changed(&stack).await?;
    let is_done = |event: &SolverEvent| {
        let Some(Event::RebalanceChanged(changed)) = &event.event else {
            return false;
        };
        changed.index == INDEX && changed.state() == RebalanceState::Done
    };
    until(&stack, "the difference is traded", is_done).await?;
    let [row] = &rows(&stack, &["list"]).await?[..] else {
        panic!("one index has another basket");
    };
    let shown = cells(
        row,
        &[
            "index",
            "from",
            "to",
            "state",
            "in_batches",
            "given",
            "short_of",
        ],
    );
    assert_eq!(shown, [INDEX, "1", "2", "done", "0", "0", ""]);
    let [begun, since, cash] = cells(row, &["begun", "since", "cash"])[..] else {
        panic!("{row}");
    };
    assert!(begun.starts_with("20") && since >= begun, "{row}");
    assert!(money::Cash::parse(cash)? > money::Cash::ZERO, "{row}");

    // The same id again gives nothing a second time.
    for _ in 0..2 {
        let fund = ["fund", INDEX, "--amount", "25.5", "--id", "given"];
        let [row] = &rows(&stack, &fund).await?[..] else {
            panic!("it is shown how it stands");
        };
        assert_eq!(cells(row, &["index", "given"]), [INDEX, "25.5"]);
    }
    let more = refusal(&stack, &["fund", INDEX, "--amount", "79000000000000"]).await;
    assert!(more.contains("79000000000000"), "{more}");
    let unknown = refusal(&stack, &["fund", "NONE", "--amount", "1"]).await;
    assert!(unknown.contains("NONE"), "{unknown}");

    let report = rows(&stack, &["show", INDEX]).await?;
    assert_eq!(
        report,
        rows(&stack, &["show", INDEX, "--version", "2"]).await?
    );
    let [first, last] = &report[..] else {
        panic!("{report:?}");
    };
    let amount = |row: &Value, column: &str| money::Quantity::parse(cells(row, &[column])[0]);
    assert!(amount(first, "sold")? > money::Quantity::ZERO, "{first}");
    assert!(
        amount(first, "proceeds")? > money::Quantity::ZERO,
        "{first}"
    );
    assert!(amount(last, "bought")? > money::Quantity::ZERO, "{last}");
    assert!(amount(last, "cost")? > money::Quantity::ZERO, "{last}");
    assert_eq!(cells(first, &["bought"]), ["0"]);
    let none = refusal(&stack, &["show", INDEX, "--version", "3"]).await;
    assert!(none.contains("no such change"), "{none}");
    stack.stop().await
}
