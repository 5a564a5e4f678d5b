//! `sheaf positions`: what is held, what it is worth at the venue's prices, the lots behind it, and whether the venue and the chain
//! agree.

mod reconcile;

use std::collections::BTreeMap;

use ledger::Unit;
use money::{Price, Rate, Rounding, Scale, Signed};
use proto::v1::{GetMarketsRequest, GetPositionsRequest, Mark, Market};

use crate::operator::{At, pair};
use crate::pages;
use crate::table::Table;

/// Positions and lots.
#[derive(clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    at: At,
}

#[derive(clap::Subcommand)]
enum What {
    /// By asset, marked to the middle of the venue's best bid and ask.
    List,
    /// Lot by lot, oldest first.
    Lots {
        /// `house`, `order/<id>` or `backing/<index>`.
        #[arg(long)]
        owner: Option<String>,
        /// Of this asset.
        #[arg(long)]
        asset: Option<String>,
    },
    /// Positions, units and cash against the venue and the chain, with what explains each difference.
    Reconcile {
        /// What was at the venue of an asset before the first trade, beside the house's cash.
        #[arg(long = "opening", value_name = "ASSET=AMOUNT", value_parser = pair::<Signed>)]
        openings: Vec<(String, Signed)>,
    },
}

/// Does it.
pub(crate) async fn run(Options { what, at }: Options) -> anyhow::Result<()> {
    match what {
        What::List => list(&at).await,
        What::Lots { owner, asset } => lots(&at, owner, asset).await,
        What::Reconcile { openings } => {
            let opening = openings.into_iter();
            let opening = opening.map(|(asset, amount)| (Unit::from(asset.as_str()), amount));
            reconcile::run(&at, &opening.collect()).await
        }
    }
}

async fn list(at: &At) -> anyhow::Result<()> {
    let request = GetPositionsRequest {
        marks: marks(at).await?,
    };
    let positions = at.inventory()?.get_positions(request).await?;
    let mut table = Table::new(&[
        "asset",
        "quantity",
        "behind units",
        "held",
        "house",
        "cost",
        "fees",
        "mark",
        "value",
        "unrealised",
        "realised",
        "house cost",
        "house unrealised",
    ]);
    for position in positions.into_inner().positions {
        table.row([
            position.asset,
            position.quantity,
            position.backing,
            position.held,
            position.house,
            position.cost,
            position.fees,
            position.mark,
            position.value,
            position.unrealised_profit,
            position.realised_profit,
            position.house_cost,
            position.house_unrealised_profit,
        ]);
    }
    at.print(&table);
    Ok(())
}

/// The middle of each market's best bid and ask. Without the adapter there is none, and it is said.
async fn marks(at: &At) -> anyhow::Result<Vec<Mark>> {
    let request = GetMarketsRequest {
        markets: Vec::new(),
        depth: 1,
    };
    let markets = match at.exchange_adapter()?.get_markets(request).await {
        Ok(markets) => markets.into_inner().markets,
        Err(status) => {
            eprintln!("no marks: the exchange adapter says {}", status.message());
            Vec::new()
        }
    };
    let mut marks = BTreeMap::new();
    for market in &markets {
        if let Some(mark) = middle(market)? {
            marks.insert(market.asset.clone(), mark);
        }
    }
    let mark = |(asset, price): (String, Price)| Mark {
        asset,
        price: price.to_string(),
    };
    Ok(marks.into_iter().map(mark).collect())
}

fn middle(market: &Market) -> anyhow::Result<Option<Price>> {
    let (Some(bid), Some(ask)) = (market.bids.first(), market.asks.first()) else {
        return Ok(None);
    };
    let (bid, ask): (Price, Price) = (bid.price.parse()?, ask.price.parse()?);
    let half = Rate::parse("0.5")?;
    let middle = bid
        .checked_add(ask)?
        .times_rate(half, Scale::PRICE, Rounding::HalfEven)?;
    Ok(Some(middle))
}

async fn lots(at: &At, owner: Option<String>, asset: Option<String>) -> anyhow::Result<()> {
    let (owner, asset) = (owner.unwrap_or_default(), asset.unwrap_or_default());
    let lots = pages::lots(&mut at.inventory()?, &owner, &asset).await?;
    let mut table = Table::new(&["lot", "asset", "owner", "quantity", "left", "price", "fee"]);
    for lot in lots {
        table.row([
            lot.lot_id,
            lot.asset,
            lot.owner,
            lot.quantity,
            lot.left,
            lot.price,
            lot.fee_cash,
        ]);
    }
    at.print(&table);
    Ok(())
}
