//! Mints: one per order, under an id that is derived from the order's.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::draft::Draft;
use crate::event::{Event, OrderChange, Stream};
use crate::holding::{AssetLots, LOTS_AT_ONCE_MAX};
use crate::order::Status;
use crate::{OrderId, Rejection};

pub(super) struct Done {
    pub(super) mint_id: String,
    pub(super) transaction_hash: String,
    pub(super) block_number: u64,
}

pub(super) fn accepted(draft: &mut Draft<'_>, id: OrderId) -> Result<(), Rejection> {
    let order = draft.order(id)?;
    // The confirmation may have come before the answer.
    if order.mint_accepted || order.status != Status::Minting {
        return Ok(());
    }
    draft.record(Event::MintAccepted { order: id })
}

pub(super) fn confirm(draft: &mut Draft<'_>, position: u64, done: Done) -> Result<(), Rejection> {
    let Done {
        mint_id,
        transaction_hash,
        block_number,
    } = done;
    let Some(id) = minting(draft, &mint_id) else {
        return super::skip(
            draft,
            Stream::Minter,
            position,
            format!("mint {mint_id} is not under way"),
        );
    };
    let behind = Arc::clone(&draft.order(id)?.lots);
    let mut by_asset: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (asset, lot) in behind.iter().take(LOTS_AT_ONCE_MAX) {
        by_asset.entry(asset.clone()).or_default().push(lot.clone());
    }
    let lots = by_asset
        .into_iter()
        .map(|(asset, lots)| AssetLots { asset, lots })
        .collect();
    let further_lots = behind.len().saturating_sub(LOTS_AT_ONCE_MAX);
    draft.change(
        id,
        OrderChange::Minted {
            position,
            mint_id,
            transaction_hash,
            block_number,
            lots,
            further_lots,
        },
    )
}

pub(super) fn fail(
    draft: &mut Draft<'_>,
    position: u64,
    mint_id: &str,
    text: &str,
) -> Result<(), Rejection> {
    let Some(id) = minting(draft, mint_id) else {
        return super::skip(
            draft,
            Stream::Minter,
            position,
            format!("{mint_id} failed: {text}"),
        );
    };
    let text = format!("the mint failed: {text}");
    draft.change(id, OrderChange::MintFailed { position, text })
}

fn minting(draft: &Draft<'_>, mint_id: &str) -> Option<OrderId> {
    let id = draft.state.order_of_mint(mint_id)?;
    draft
        .order(id)
        .is_ok_and(|order| order.status == Status::Minting)
        .then_some(id)
}
