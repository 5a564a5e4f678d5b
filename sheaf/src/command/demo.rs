//! `sheaf demo`: starts the whole stack, plays the clients over real FIX connections and a real chain, shows each step as
//! it happens, and ends with a statement and an audit of the journals. It succeeds only if every order was minted, the books add up
//! and every rule of the audit holds.

mod plan;
mod show;

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context as _, bail, ensure};
use money::Cash;
use proto::v1::{SubscribeRequest, solver_event::Event};
use tokio::task::JoinSet;

use crate::{
    audit::{self, Sources},
    client::{self, ExecutionFields, Report, Sequences},
    pages,
    peers::{self, Peers},
    stack::{self, Stack},
    statement::{Run, Statement},
};
use plan::CLIENTS;
use show::Show;

/// The longest that a demo may take, the build not counted.
const DEMO_TIMEOUT: Duration = Duration::from_mins(2);
/// Fills shown one by one for each order; further ones only move its bar.
const FILLS_SHOWN_MAX: usize = 3;

/// What `sheaf demo` is asked for.
#[derive(clap::Args)]
pub struct Options {
    /// Another market, other orders.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many clients buy.
    #[arg(long, default_value_t = 3)]
    clients: usize,
    /// A recorded market (repeatable): its book is the liquidity.
    #[arg(long = "market", value_name = "FILE")]
    markets: Vec<PathBuf>,
    /// End with one line of JSON.
    #[arg(long)]
    json: bool,
    /// Send traces there, e.g. `http://127.0.0.1:4317`.
    #[arg(long, value_name = "URL")]
    otlp: Option<String>,
}

/// Runs the demo.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    ensure!(
        CLIENTS.contains(&options.clients),
        "--clients is {}; it goes from {} to {}",
        options.clients,
        CLIENTS.start(),
        CLIENTS.end()
    );
    let _telemetry = telemetry::init(crate::NAME, &super::quiet(options.otlp.as_deref()))?;
    let folder = tempfile::tempdir().context("a folder for the journals")?;
    let show = Arc::new(Show::new());
    show.title("Starting everything in one process");
    let stack = Stack::start(stack::Options {
        data: folder.path().to_owned(),
        seed: options.seed,
        markets: options.markets,
        clients: options.clients,
        fix: SocketAddr::from(([127, 0, 0, 1], 0)),
    })
    .await?;
    for (name, address) in stack.listening() {
        show.step(name, "listens", address);
    }
    let played = tokio::time::timeout(
        DEMO_TIMEOUT,
        play(&stack, options.seed, options.clients, &show),
    );
    let run = match played.await {
        Ok(run) => run?,
        Err(_) => bail!("the demo did not end within {DEMO_TIMEOUT:?}"),
    };
    let statement = Statement::settled(stack.peers()?, stack.rpc_url(), &run.mints).await?;
    show.title("Statement");
    statement
        .lines()
        .into_iter()
        .for_each(|line| show.line(line));
    let summary = statement.summary(&run);
    stack.stop().await?;
    show.title("Audit of the journals");
    let audited = audit::audit(&Sources::find(folder.path(), &[])?).await?;
    for verdict in audit::verdicts(&audited) {
        show.line(format!("  {verdict}"));
    }
    if options.json {
        println!("{}", serde_json::to_string(&summary)?);
    }
    ensure!(
        summary.is_ok(),
        "not every order was minted, or the books do not add up"
    );
    ensure!(audited.holds(), "the journals break a rule: {audited:?}");
    Ok(())
}

/// Plays every client until all its orders have ended.
async fn play(stack: &Stack, seed: u64, count: usize, show: &Arc<Show>) -> anyhow::Result<Run> {
    let mut peers = stack.peers()?;
    let indexes = pages::indexes(&mut peers.solver).await?;
    show.title("Indexes on offer");
    for index in &indexes {
        let basket: Vec<_> = index
            .basket
            .iter()
            .map(|b| format!("{} {}", b.quantity, b.asset))
            .collect();
        show.step(&index.symbol, "one unit is", basket.join(" + "));
    }
    let symbols: Vec<_> = indexes.into_iter().map(|index| index.symbol).collect();
    let batches = watch_batches(&mut peers, Arc::clone(show)).await?;
    let contracts = peers::contracts(&peers.chain_minter).await?;

    show.title("Orders");
    let mut playing = JoinSet::new();
    for plan in plan::clients(seed, count, &symbols) {
        let chain = client::on_chain(plan.number, stack.rpc_url(), &contracts).await?;
        let session =
            client::log_on(stack.fix_address(), &plan.comp_id(), Sequences::Continue).await?;
        show.step(
            &plan.account(),
            "logged on",
            format!("FIX 4.4, {} → {}", plan.comp_id(), client::ACCEPTOR_COMP_ID),
        );
        playing.spawn(Player::new(plan, chain, session, Arc::clone(show)).play());
    }
    let mut run = Run {
        batches: 0,
        fills: 0,
        elapsed: Duration::ZERO,
        mints: BTreeMap::new(),
    };
    while let Some(played) = playing.join_next().await {
        let played = played??;
        run.fills += played.fills;
        run.mints.extend(played.mints);
    }
    run.elapsed = show.elapsed();
    run.batches = *batches.borrow();
    Ok(run)
}

/// Shows each batch as it is sent; the watch counts them.
async fn watch_batches(
    peers: &mut Peers,
    show: Arc<Show>,
) -> anyhow::Result<tokio::sync::watch::Receiver<usize>> {
    let mut events = peers
        .solver
        .subscribe(SubscribeRequest { from_sequence: 0 })
        .await?
        .into_inner();
    let (sender, receiver) = tokio::sync::watch::channel(0);
    tokio::spawn(async move {
        // The stream ends with the stack.
        while let Ok(Some(event)) = events.message().await {
            if let Some(Event::BatchSent(batch)) = event.event
                && !batch.continued
            {
                let crossings = batch.crossings.iter();
                let crossings =
                    crossings.map(|c| format!("{} {} crosses at {}", c.quantity, c.asset, c.price));
                let assets = batch.assets.iter();
                let assets: Vec<_> = crossings
                    .chain(
                        assets.map(|a| format!("{} {} ≤ {}", a.quantity, a.asset, a.limit_price)),
                    )
                    .collect();
                let what = format!("batch for {}", orders(batch.orders.len()));
                show.step("solver", &what, assets.join(", "));
                sender.send_modify(|count| *count += 1);
            }
        }
    });
    Ok(receiver)
}

fn orders(count: usize) -> String {
    if count == 1 {
        "1 order".into()
    } else {
        format!("{count} orders")
    }
}

/// One client at play.
struct Player {
    plan: plan::Client,
    chain: contracts::client::ChainClient,
    session: fix_engine::Client,
    show: Arc<Show>,
    played: Played,
    /// Orders that have not ended, by ClOrdID(11), with what was spent and how often they filled.
    open: BTreeMap<String, Open>,
    ordered: bool,
}

#[derive(Default)]
struct Played {
    fills: usize,
    /// Mint transactions by OrderID(37).
    mints: BTreeMap<String, String>,
}

struct Open {
    cents: u64,
    spent: Cash,
    fills: usize,
}

impl Player {
    fn new(
        plan: plan::Client,
        chain: contracts::client::ChainClient,
        session: fix_engine::Client,
        show: Arc<Show>,
    ) -> Self {
        let open = plan.orders.iter().map(|order| {
            let open = Open {
                cents: order.cents,
                spent: Cash::ZERO,
                fills: 0,
            };
            (order.cl_ord_id.clone(), open)
        });
        Self {
            open: open.collect(),
            plan,
            chain,
            session,
            show,
            played: Played::default(),
            ordered: false,
        }
    }

    fn step(&self, what: &str, detail: impl std::fmt::Display) {
        self.show.step(&self.plan.account(), what, detail);
    }

    async fn play(mut self) -> anyhow::Result<Played> {
        if self.plan.pays_late {
            self.order().await?;
        }
        let transaction = client::deposit(&self.chain, &self.plan.deposit()).await?;
        self.step(
            "deposited",
            format!(
                "{} into the vault, transaction {transaction}",
                self.plan.deposit()
            ),
        );
        while !self.open.is_empty() {
            let message = self.session.receive().await?.message;
            match client::read(&message) {
                Report::Collateral { free, reserved, .. } => {
                    self.step(
                        "CollateralReport",
                        format!("free {free}, reserved {reserved}"),
                    );
                    if !self.ordered {
                        self.order().await?;
                    }
                }
                Report::Execution { exec_type, fields } => self.execution(exec_type, &fields)?,
                Report::Confirmation {
                    order_id,
                    cl_ord_id,
                    transaction,
                    block,
                } => {
                    self.step(
                        "Confirmation",
                        format!("{cl_ord_id} minted in block {block}, transaction {transaction}"),
                    );
                    self.show.finished(&cl_ord_id);
                    self.open.remove(&cl_ord_id);
                    self.played.mints.insert(order_id, transaction);
                }
                Report::Other(text) => {
                    bail!("{} got an unexpected message: {text}", self.plan.account())
                }
            }
        }
        self.session.logout().await?;
        Ok(self.played)
    }

    async fn order(&mut self) -> anyhow::Result<()> {
        self.ordered = true;
        for order in &self.plan.orders {
            let cash = plan::cents(order.cents);
            self.step(
                "NewOrderSingle",
                format!("{}: buy {} for {cash}", order.cl_ord_id, order.index),
            );
            let draft = client::new_order_single(
                &order.cl_ord_id,
                &self.plan.account(),
                &order.index,
                &cash,
            );
            self.session.send(draft).await?;
        }
        Ok(())
    }

    fn execution(&mut self, exec_type: char, fields: &ExecutionFields) -> anyhow::Result<()> {
        let id = &fields.cl_ord_id;
        match exec_type {
            'A' => self.step("pending new", format!("{id} waits for its collateral")),
            '0' => self.step("new", format!("{id} is {}", fields.order_id)),
            'F' => self.fill(fields)?,
            '3' | 'B' | 'C' if fields.text.is_empty() => {
                self.step("done", format!("{id} {} units", fields.cum_qty));
            }
            '8' | '4' => bail!("{id} was refused: {}", fields.text),
            other => self.step(
                "ExecutionReport",
                format!("{id} 150={other} {}", fields.text),
            ),
        }
        Ok(())
    }

    fn fill(&mut self, fields: &ExecutionFields) -> anyhow::Result<()> {
        let id = &fields.cl_ord_id;
        let open = self
            .open
            .get_mut(id)
            .with_context(|| format!("a fill of {id}, which has ended"))?;
        let net: Cash = fields.net_money.parse().context("NetMoney(118)")?;
        open.spent = open.spent.checked_add(net)?;
        open.fills += 1;
        let fills = open.fills;
        let share = share(open.spent, open.cents);
        self.played.fills += 1;
        self.show.progress(id, share);
        if fills <= FILLS_SHOWN_MAX {
            self.step(
                "fill",
                format!(
                    "{id} {} units at {}, cost {} + fees = {} (issuer's fee {})",
                    fields.last_qty,
                    fields.last_px,
                    fields.gross,
                    fields.net_money,
                    fields.commission
                ),
            );
        }
        Ok(())
    }
}

/// Only for the length of a bar.
fn share(spent: Cash, cents: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "the length of a bar")]
    let of = cents as f64 / 100.0;
    spent
        .to_string()
        .parse::<f64>()
        .map_or(0.0, |spent| spent / of)
}
