//! `sheaf limits`: what an account may do before the trade.

use std::str::FromStr;

use anyhow::Context as _;
use money::{Cash, Rate};
use proto::v1::{Account, AccountLimits, SetAccountLimitsRequest};

use crate::operator::{At, command_id};
use crate::pages;
use crate::table::Table;

/// Accounts' own limits.
#[derive(clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    at: At,
}

#[derive(clap::Subcommand)]
enum What {
    /// Every account's; an empty one is not limited for the account alone.
    Show,
    /// Set some of an account's; what is not given stays. `none` takes a limit away.
    Set {
        /// Whose.
        account: String,
        /// The largest amount of one order.
        #[arg(long, value_name = "CASH")]
        order_max: Option<Limit<Cash>>,
        /// The most that its open orders may still spend together.
        #[arg(long, value_name = "CASH")]
        open_cash_max: Option<Limit<Cash>>,
        /// Orders in any second.
        #[arg(long, value_name = "COUNT")]
        orders_per_second_max: Option<Limit<u32>>,
        /// How far a limit price may be from the mark, as a proportion of that, e.g. 0.05.
        #[arg(long, value_name = "RATE")]
        price_band: Option<Limit<Rate>>,
    },
}

/// A limit, or that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Limit<T>(Option<T>);

impl<T: FromStr> FromStr for Limit<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, T::Err> {
        if text == "none" {
            return Ok(Self(None));
        }
        text.parse().map(|limit| Self(Some(limit)))
    }
}

/// Does it, and shows the limits then.
pub(crate) async fn run(Options { what, at }: Options) -> anyhow::Result<()> {
    if let What::Set {
        account,
        order_max,
        open_cash_max,
        orders_per_second_max,
        price_band,
    } = what
    {
        let mut known = accounts(&at).await?.into_iter();
        let known = known.find(|known| known.name == account);
        let known = known.with_context(|| format!("there is no account {account}"))?;
        let mut limits = known.limits.unwrap_or_default();
        let text = |limit: Limit<Cash>| limit.0.map(|cash| cash.to_string()).unwrap_or_default();
        if let Some(limit) = order_max {
            limits.order_max = text(limit);
        }
        if let Some(limit) = open_cash_max {
            limits.open_cash_max = text(limit);
        }
        if let Some(limit) = orders_per_second_max {
            limits.orders_per_second_max = limit.0.unwrap_or_default();
        }
        if let Some(limit) = price_band {
            limits.price_band = limit.0.map(|rate| rate.to_string()).unwrap_or_default();
        }
        let request = SetAccountLimitsRequest {
            command_id: command_id(),
            account,
            limits: Some(limits),
        };
        at.solver()?.set_account_limits(request).await?;
    }
    let mut table = Table::new(&[
        "account",
        "address",
        "order max",
        "open cash max",
        "orders per second max",
        "price band",
    ]);
    for Account {
        name,
        address,
        limits,
    } in accounts(&at).await?
    {
        let AccountLimits {
            order_max,
            open_cash_max,
            orders_per_second_max,
            price_band,
        } = limits.unwrap_or_default();
        let rate = match orders_per_second_max {
            0 => String::new(),
            rate => rate.to_string(),
        };
        table.row([name, address, order_max, open_cash_max, rate, price_band]);
    }
    at.print(&table);
    Ok(())
}

async fn accounts(at: &At) -> anyhow::Result<Vec<Account>> {
    Ok(pages::accounts(&mut at.solver()?).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_an_amount_or_none() {
        assert_eq!("none".parse(), Ok(Limit::<u32>(None)));
        assert_eq!("5".parse(), Ok(Limit(Some(5_u32))));
        assert!("many".parse::<Limit<Cash>>().is_err());
    }
}
