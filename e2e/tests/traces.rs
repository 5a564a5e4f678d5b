//! One trace per index order: from its NewOrderSingle(D) to its Confirmation(AK), through all five services.

use std::{collections::BTreeSet, time::Duration};

use anyhow::{Context as _, ensure};
use e2e::{
    collector::{Collector, Span},
    deployment::{Change, Deployment, SERVICES},
    trader::{Trader, peers},
};
use sheaf::client::Report;
use telemetry::names;
use toml::Table;

/// The longest that the order and its spans may take.
const TRACE_TIMEOUT: Duration = Duration::from_mins(8);

#[tokio::test(flavor = "multi_thread")]
async fn an_order_s_trace_goes_from_its_bytes_to_its_confirmation_through_five_services()
-> anyhow::Result<()> {
    let collector = Collector::start().await?;
    let endpoint = collector.endpoint();
    let trace = |config: &mut Table| {
        let telemetry = config
            .entry("telemetry")
            .or_insert_with(|| Table::new().into());
        let telemetry = telemetry.as_table_mut().context("telemetry is a table")?;
        telemetry.insert("otlp-endpoint".into(), endpoint.clone().into());
        Ok(())
    };
    let changes: Vec<Change<'_>> = SERVICES.map(|name| (name, &trace as _)).to_vec();
    let deployment = Deployment::start(&changes).await?;
    let traced = tokio::time::timeout(TRACE_TIMEOUT, trace_one_order(&deployment, &collector));
    let outcome = traced.await.context("no whole trace").flatten();
    outcome.with_context(|| {
        format!(
            "{}\n{}",
            edges_as_text(&collector.spans()),
            deployment.logs()
        )
    })
}

async fn trace_one_order(deployment: &Deployment, collector: &Collector) -> anyhow::Result<()> {
    let indexes = sheaf::peers::indexes(&peers(deployment)?.solver, 2).await?;
    let mut trader = Trader::log_on(deployment, 1).await?;
    trader.deposit("5000").await?;
    trader
        .wait_for(|report| matches!(report, Report::Collateral { .. }))
        .await?;
    trader.buy("T-1", &indexes[0].symbol, "5000").await?;
    trader.wait_for_mint("T-1").await?;
    trader.log_out().await?;

    // The order's trace is the one that its message began.
    let root = collector
        .wait_for(|spans| find(spans, "fix-acceptor", names::FIX_ORDER))
        .await;
    ensure!(root.parent_id.is_empty(), "the message is the trace's root");
    let in_trace = |span: &&Span| span.trace_id == root.trace_id;
    let expected = EDGES.into_iter().collect::<BTreeSet<_>>();
    let spans = collector
        .wait_for(|spans| {
            let spans: Vec<_> = spans.iter().filter(in_trace).cloned().collect();
            expected.is_subset(&edges(&spans)).then_some(spans)
        })
        .await;
    let services: BTreeSet<_> = spans.iter().map(|span| span.service.as_str()).collect();
    let all = [
        "chain-minter",
        "exchange-adapter",
        "fix-acceptor",
        "inventory",
        "solver",
    ];
    ensure!(
        services == BTreeSet::from(all),
        "services in the trace: {services:?}"
    );

    // The batch has a trace of its own, linked both ways.
    let batch = collector
        .wait_for(|spans| find(spans, "solver", names::BATCH))
        .await;
    ensure!(
        batch.trace_id != root.trace_id,
        "a batch has a trace of its own"
    );
    ensure!(
        batch.linked_traces.contains(&root.trace_id),
        "the batch is linked to its order"
    );
    for name in [names::ORDER_IN_BATCH, names::CONTRIBUTION] {
        let part = spans.iter().find(|span| span.name == name).context(name)?;
        ensure!(
            part.linked_traces.contains(&batch.trace_id),
            "{name} is not linked to its batch"
        );
    }
    Ok(())
}

/// (service, span, parent's service, parent's span)
type Edge<'a> = (&'a str, &'a str, &'a str, &'a str);

/// What an order's trace must have.
const EDGES: [Edge<'static>; 15] = [
    ("fix-acceptor", SUBMIT, "fix-acceptor", names::FIX_ORDER),
    ("solver", SUBMIT, "fix-acceptor", SUBMIT),
    ("fix-acceptor", names::FIX_REPORT, "solver", SUBMIT),
    ("solver", names::ORDER_IN_BATCH, "solver", SUBMIT),
    (
        "exchange-adapter",
        names::CONTRIBUTION,
        "solver",
        names::ORDER_IN_BATCH,
    ),
    ("solver", names::RECORD, "solver", SUBMIT),
    ("solver", RECORD, "solver", names::RECORD),
    ("inventory", RECORD, "solver", RECORD),
    ("inventory", names::SHARE, "solver", names::RECORD),
    ("solver", names::MINT_ORDER, "solver", SUBMIT),
    ("solver", MINT, "solver", names::MINT_ORDER),
    ("chain-minter", MINT, "solver", MINT),
    ("chain-minter", names::MINT, "solver", names::MINT_ORDER),
    (
        "chain-minter",
        names::BROADCAST,
        "chain-minter",
        names::MINT,
    ),
    ("fix-acceptor", names::FIX_CONFIRMATION, "solver", SUBMIT),
];
const SUBMIT: &str = "sheaf.v1.Solver/SubmitOrder";
const RECORD: &str = "sheaf.v1.Inventory/Record";
const MINT: &str = "sheaf.v1.ChainMinter/Mint";

fn find(spans: &[Span], service: &str, name: &str) -> Option<Span> {
    spans
        .iter()
        .find(|span| span.service == service && span.name == name)
        .cloned()
}

fn edges(spans: &[Span]) -> BTreeSet<Edge<'_>> {
    let parent = |span: &Span| spans.iter().find(|parent| parent.span_id == span.parent_id);
    let edge = |span| {
        let parent = parent(span)?;
        Some((
            span.service.as_str(),
            span.name.as_str(),
            parent.service.as_str(),
            parent.name.as_str(),
        ))
    };
    spans.iter().filter_map(edge).collect()
}

fn edges_as_text(spans: &[Span]) -> String {
    let line = |(service, name, parent_service, parent): Edge<'_>| {
        format!("{parent_service} {parent} → {service} {name}\n")
    };
    edges(spans).into_iter().map(line).collect()
}
