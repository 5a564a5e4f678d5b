//! When all orders have ended well: what the clients were told, what the solver has, what is on chain and what the books say
//! is one and the same.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use fix_codec::OwnedMessage;
use proto::v1::{OrderStatus, Side};
use sheaf::statement::Statement;
use tokio::time::error::Elapsed;

use crate::{
    deployment::Deployment,
    trader::{assert_told, peers, stories},
};

/// What a test came to in its time. A failure shows every process's log.
pub fn finished(
    outcome: Result<anyhow::Result<()>, Elapsed>,
    deployment: &Deployment,
) -> anyhow::Result<()> {
    let outcome = outcome.context("not done in time").flatten();
    outcome.with_context(|| deployment.logs())
}

/// There are `count` orders, all of them minted or redeemed, and told so in `messages`, which has each client's.
pub async fn check(
    deployment: &Deployment,
    messages: &[Vec<OwnedMessage>],
    count: usize,
) -> anyhow::Result<()> {
    let mut told = BTreeMap::new();
    for messages in messages {
        told.extend(stories(messages)?);
    }
    let mut mints = BTreeMap::new();
    let orders = {
        let statement = Statement::read(peers(deployment)?, &deployment.rpc_url(), &mints).await?;
        statement.orders
    };
    ensure!(orders.len() == count, "{} orders", orders.len());
    for order in &orders {
        let end = match order.side() {
            Side::Redeem => OrderStatus::Redeemed,
            Side::Buy | Side::Unspecified => OrderStatus::Minted,
        };
        ensure!(order.status() == end, "{order:?}");
        let story = told
            .get(&order.cl_ord_id)
            .with_context(|| format!("nothing was told of {}", order.cl_ord_id))?;
        assert_told(story, order)?;
        let transaction = story.mint_transaction.clone();
        mints.extend(transaction.map(|transaction| (order.order_id.clone(), transaction)));
    }
    let statement = Statement::settled(peers(deployment)?, &deployment.rpc_url(), &mints).await?;
    for check in statement.checks() {
        ensure!(check.holds(), "{}: {:?}", check.rule, check.breaches);
    }
    for order in statement.orders.iter().filter(|o| o.side() == Side::Buy) {
        let minted = statement
            .minted
            .get(&order.order_id)
            .context("its mint is on chain")?;
        ensure!(
            *minted == order.units.parse()?,
            "{minted} minted for {order:?}"
        );
    }
    Ok(())
}
