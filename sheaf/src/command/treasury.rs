//! `sheaf treasury`: cash that an operator moves between the vault and the venue, told to the books.

use fix_codec::Timestamp;
use proto::v1::{ArriveCashRequest, CashMove, CashPlace, ListCashMovesRequest, MoveCashRequest};

use crate::operator::At;
use crate::table::Table;

/// Cash moves.
#[derive(clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    at: At,
}

#[derive(clap::Subcommand)]
enum What {
    /// The newest moves, and all that are in transit.
    List,
    /// Tell that cash is about to leave the vault or the venue for the other; then move it.
    Move {
        /// The move's id, of your choice: the same again does nothing.
        #[arg(long)]
        id: String,
        /// What it leaves.
        #[arg(long)]
        from: Place,
        /// How much leaves.
        #[arg(long)]
        amount: String,
    },
    /// Tell that a move has arrived.
    Arrived {
        /// The move's id.
        id: String,
        #[command(flatten)]
        sums: Sums,
    },
    /// Tell that a move was refused on its way: its cash is again where it was.
    Returned {
        /// The move's id.
        id: String,
        #[command(flatten)]
        sums: Sums,
    },
}

#[derive(clap::Args)]
struct Sums {
    /// How much is there now.
    #[arg(long)]
    amount: String,
    /// What the way cost, such as the venue's fee: the house pays it. With the amount it is what left.
    #[arg(long, default_value = "0")]
    cost: String,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Place {
    Vault,
    Venue,
}

impl From<Place> for CashPlace {
    fn from(place: Place) -> Self {
        match place {
            Place::Vault => Self::Vault,
            Place::Venue => Self::Venue,
        }
    }
}

/// Whether a move went all the way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    Back,
}

/// Does it, and shows the moves.
pub(crate) async fn run(Options { what, at }: Options) -> anyhow::Result<()> {
    match what {
        What::List => print(&at, &moves(&at).await?),
        What::Move { id, from, amount } => {
            let request = MoveCashRequest {
                move_id: id.clone(),
                from: CashPlace::from(from).into(),
                amount,
            };
            at.solver()?.move_cash(request).await?;
            print(&at, &known(&at, &id).await?);
        }
        What::Arrived { id, sums } => arrive(&at, id, sums, Way::There).await?,
        What::Returned { id, sums } => arrive(&at, id, sums, Way::Back).await?,
    }
    Ok(())
}

async fn moves(at: &At) -> anyhow::Result<Vec<CashMove>> {
    let listed = at
        .solver()?
        .list_cash_moves(ListCashMovesRequest {})
        .await?;
    Ok(listed.into_inner().moves)
}

/// The move of an id, where there is one among those that are listed.
async fn known(at: &At, id: &str) -> anyhow::Result<Vec<CashMove>> {
    let mut moves = moves(at).await?;
    moves.retain(|known| known.move_id == id);
    Ok(moves)
}

async fn arrive(at: &At, id: String, sums: Sums, way: Way) -> anyhow::Result<()> {
    let told = known(at, &id).await?;
    let from = told.first().map(CashMove::from);
    let place = match (from, way) {
        (Some(CashPlace::Vault), Way::Back) | (Some(CashPlace::Venue), Way::There) => {
            CashPlace::Vault
        }
        (Some(CashPlace::Venue), Way::Back) | (Some(CashPlace::Vault), Way::There) => {
            CashPlace::Venue
        }
        (None | Some(CashPlace::Unspecified), _) => anyhow::bail!("no cash move {id}"),
    };
    let request = ArriveCashRequest {
        move_id: id.clone(),
        at: place.into(),
        amount: sums.amount,
        cost: sums.cost,
    };
    at.solver()?.arrive_cash(request).await?;
    print(at, &known(at, &id).await?);
    Ok(())
}

fn print(at: &At, moves: &[CashMove]) {
    let mut table = Table::new(&[
        "id",
        "from",
        "amount",
        "left",
        "now at",
        "arrived",
        "cost",
        "since",
        "payout id",
    ]);
    for known in moves {
        table.row([
            known.move_id.as_str(),
            place(known.from()),
            &known.amount,
            &time(known.left_time_unix_ns),
            match known.arrived_at() {
                CashPlace::Unspecified => "in transit",
                arrived => place(arrived),
            },
            &known.arrived,
            &known.cost,
            &time(known.arrived_time_unix_ns),
            &known.payout_id,
        ]);
    }
    at.print(&table);
}

const fn place(place: CashPlace) -> &'static str {
    match place {
        CashPlace::Vault => "vault",
        CashPlace::Venue => "venue",
        CashPlace::Unspecified => "?",
    }
}

/// Empty where it has not been.
fn time(unix_ns: i64) -> String {
    match unix_ns {
        0 => String::new(),
        known => Timestamp::from_unix_ns(known).to_string(),
    }
}
