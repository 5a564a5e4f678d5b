//! Indexes and accounts of the configuration: given at each start, defined once.
//!
//! A definition's command id is derived from the configuration's own text: the same text never defines anything twice, so what was
//! changed over gRPC since stays changed, and a changed text is a new definition.

use std::time::Duration;

use issuance::{BasketEntry, ClientAccount, Command, Index, Limits};
use money::{Price, Rate, Scale};
use proto::v1;
use proto::v1::exchange_adapter_client::ExchangeAdapterClient;
use service::grpc::Channel;
use service::machine::CommandError;
use tokio_util::sync::CancellationToken;

use crate::RunError;
use crate::config::Definition;
use crate::machine::Handle;
use crate::wire;

/// Time between two looks at markets that have no price yet.
const PRICES_INTERVAL: Duration = Duration::from_millis(500);
/// Decimals of a basket quantity that is worked out from a weight.
const BASKET_SCALE: Scale = match Scale::new(10) {
    Ok(scale) => scale,
    Err(_) => Scale::QUANTITY,
};

pub(crate) async fn define_account(
    handle: &Handle,
    account: ClientAccount,
) -> Result<(), RunError> {
    let command_id = format!("config-account-{:016x}", digest(&format!("{account:?}")));
    given(
        handle
            .command(
                Command::DefineAccount {
                    command_id,
                    account,
                },
                String::new(),
            )
            .await,
    )
}

pub(crate) async fn set_limits(
    handle: &Handle,
    account: &str,
    limits: Limits,
) -> Result<(), RunError> {
    let text = format!("{account} {limits:?}");
    let command = Command::SetLimits {
        command_id: format!("config-limits-{:016x}", digest(&text)),
        account: account.into(),
        limits,
    };
    given(handle.command(command, String::new()).await)
}

pub(crate) async fn define_index(handle: &Handle, index: Index) -> Result<(), RunError> {
    let command_id = format!("config-index-{:016x}", digest(&format!("{index:?}")));
    given(
        handle
            .command(Command::DefineIndex { command_id, index }, String::new())
            .await,
    )
}

fn given(answer: Result<u64, CommandError<issuance::Rejection>>) -> Result<(), RunError> {
    answer?;
    Ok(())
}

/// Defines the indexes that are given by weights, as soon as the adapter has a price for each asset.
pub(crate) async fn define_weighted(
    handle: Handle,
    mut adapter: ExchangeAdapterClient<Channel>,
    definitions: Vec<Definition>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let mut ticks = tokio::time::interval(PRICES_INTERVAL);
    let mut missing = definitions;
    while !missing.is_empty() {
        tokio::select! {
            _ = ticks.tick() => {}
            () = shutdown.cancelled() => return Ok(()),
        }
        let Ok(reply) = adapter
            .get_markets(v1::GetMarketsRequest {
                markets: vec![],
                depth: 1,
            })
            .await
        else {
            continue;
        };
        let Ok(snapshot) = wire::snapshot(reply.into_inner()) else {
            continue;
        };
        let price = |asset: &str| {
            let market = snapshot.market_of(&asset.into())?;
            market
                .asks
                .first()
                .filter(|_| market.tradable)
                .map(|best| best.price)
        };
        let mut without_price = Vec::new();
        for definition in missing {
            let Definition::Weights {
                index,
                weights,
                target,
            } = &definition
            else {
                continue;
            };
            let command_id = format!("config-index-{:016x}", digest(&format!("{definition:?}")));
            match weighted(index, weights, *target, price)? {
                Some(index) => {
                    tracing::info!(index = %index.symbol, "defined by weights");
                    given(
                        handle
                            .command(Command::DefineIndex { command_id, index }, String::new())
                            .await,
                    )?;
                }
                None => without_price.push(definition),
            }
        }
        missing = without_price;
    }
    Ok(())
}

fn weighted(
    index: &Index,
    weights: &[(String, Rate)],
    target: Price,
    price: impl Fn(&str) -> Option<Price>,
) -> Result<Option<Index>, RunError> {
    let mut priced = Vec::with_capacity(weights.len());
    for (asset, weight) in weights {
        let Some(price) = price(asset) else {
            return Ok(None);
        };
        priced.push((*weight, price));
    }
    let quantities =
        fitting::basket(&priced, target, BASKET_SCALE).map_err(|source| RunError::Basket {
            index: index.symbol.to_string(),
            source,
        })?;
    let basket = weights
        .iter()
        .zip(quantities)
        .map(|((asset, _), quantity)| BasketEntry {
            asset: asset.into(),
            quantity,
        })
        .collect();
    Ok(Some(Index {
        basket,
        ..index.clone()
    }))
}

/// FNV-1a of a text: short, and the same for ever.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
