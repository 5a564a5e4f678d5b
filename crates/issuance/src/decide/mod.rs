//! What a command would do: a file a decision. Each works on a [`Draft`], so later steps see what earlier ones have done, and the
//! state itself does not change.

mod assemble;
mod burns;
mod cash_move;
mod collateral;
mod crossing;
mod end;
mod fill;
mod fit;
mod mint;
mod payout;
mod problem;
mod purchases;
mod quote;
mod rebalance;
pub(crate) mod redeem;
mod redemptions;
mod replace;
mod sales;
mod selling;
mod settle;
mod setup;
mod slippage;
mod submit;
mod trade;
mod unfit;

use crate::draft::Draft;
use crate::event::{Event, Stream};
use crate::{Command, Issuance, Rejection};

/// Characters of a command id.
const COMMAND_ID_LENGTH_MAX: usize = 200;
/// Index orders of a batch whose fills, or whose ends with the batch, are decided at once: a few hundredths of a second.
pub(crate) const ORDERS_AT_ONCE_MAX: usize = 250;
/// Orders that one command expires: more wait for the next, which comes with the next batch.
const EXPIRED_AT_ONCE_MAX: usize = 500;

impl Issuance {
    /// What `command` would do at `now_unix_ns`. No events: it was done before.
    #[allow(clippy::too_many_lines, reason = "one arm a command, and nothing else")]
    pub fn decide(&self, command: Command, now_unix_ns: i64) -> Result<Vec<Event>, Rejection> {
        if let Command::Configure(settings) = command {
            return setup::configure(self, settings);
        }
        if self.is_repeat(&command)? {
            return Ok(Vec::new());
        }
        let mut draft = Draft::new(self, now_unix_ns)?;
        let draft_of = &mut draft;
        match command {
            // Answered above.
            Command::Configure(_) => {}
            Command::DefineAccount {
                command_id,
                account,
            } => setup::define_account(draft_of, command_id, account)?,
            Command::DefineIndex { command_id, index } => {
                setup::define_index(draft_of, command_id, index)?;
            }
            Command::SetTrading {
                command_id,
                index,
                trading,
            } => setup::set_trading(draft_of, command_id, index, trading)?,
            Command::SetLimits {
                command_id,
                account,
                limits,
            } => setup::set_limits(draft_of, command_id, account, limits)?,
            Command::FundRebalance {
                command_id,
                index,
                amount,
            } => rebalance::fund(draft_of, command_id, index, amount)?,
            Command::MoveCash(cash_move) => cash_move::leave(draft_of, cash_move)?,
            Command::ArriveCash { id, arrival } => cash_move::arrive(draft_of, id, arrival)?,
            Command::SubmitOrder {
                command_id,
                request,
                mark,
            } => submit::submit(draft_of, command_id, request, mark)?,
            Command::RequestQuote {
                command_id,
                request,
                snapshot,
            } => quote::request(draft_of, command_id, request, &snapshot)?,
            Command::CancelOrder {
                command_id,
                session,
                cl_ord_id,
                orig_cl_ord_id,
            } => {
                let request = end::CancelRequest {
                    command_id,
                    session,
                    cl_ord_id,
                    orig_cl_ord_id,
                };
                end::cancel(draft_of, request)?;
            }
            Command::ReplaceOrder {
                command_id,
                session,
                orig_cl_ord_id,
                replacement,
                mark,
            } => {
                let request = replace::ReplaceRequest {
                    command_id,
                    session,
                    orig_cl_ord_id,
                    replacement,
                    mark,
                };
                replace::replace(draft_of, request)?;
            }
            Command::CancelOrders {
                command_id,
                scope,
                cl_ord_id,
                text,
            } => end::cancel_all(draft_of, command_id, scope, cl_ord_id, &text)?,
            Command::ResumeOrder { order } => end::resume(draft_of, order)?,
            Command::Expire => end::expire(draft_of, EXPIRED_AT_ONCE_MAX)?,
            Command::MakeBatch(snapshot) => fit::make_batch(draft_of, &snapshot)?,
            Command::ConfirmPlaced(batch) => settle::confirm_placed(draft_of, batch)?,
            Command::RefuseBatch { batch, text } => settle::refuse_batch(draft_of, batch, &text)?,
            Command::GoOn => settle::go_on(draft_of)?,
            Command::RecordTrade { position, trade } => {
                if let Err(refused) = trade::record(draft_of, position, &trade) {
                    // It has happened at the venue. Refused, it would come again and again, and nobody's trades after it would be heard of.
                    draft = Draft::new(self, now_unix_ns)?;
                    let text = trade::described(&refused);
                    trade::park(&mut draft, position, trade, text)?;
                }
            }
            Command::EndAssetOrder {
                position,
                asset_order_id,
                text,
            } => {
                settle::end_asset_order(draft_of, position, asset_order_id, text)?;
            }
            Command::RecordDeposit { position, deposit } => {
                collateral::deposit(draft_of, position, deposit)?;
            }
            Command::RecordBurn { position, burn } => burns::burn(draft_of, position, burn)?,
            Command::ConfirmMintAccepted(order) => mint::accepted(draft_of, order)?,
            Command::ConfirmMint {
                position,
                mint_id,
                transaction_hash,
                block_number,
            } => {
                let done = mint::Done {
                    mint_id,
                    transaction_hash,
                    block_number,
                };
                mint::confirm(draft_of, position, done)?;
            }
            Command::RequestPayout {
                command_id,
                request,
            } => payout::request(draft_of, command_id, request)?,
            Command::ConfirmPayoutAccepted(payout) => payout::accepted(draft_of, payout)?,
            Command::RefusePayout { payout, text } => payout::refuse(draft_of, payout, text)?,
            Command::ConfirmPayout {
                position,
                payout_id,
                transaction_hash,
                block_number,
            } => {
                let done = payout::Done {
                    payout_id,
                    transaction_hash,
                    block_number,
                };
                payout::confirm(draft_of, position, done)?;
            }
            Command::FailTransaction { position, id, text } => match self.payout_of(&id) {
                Some(failed) => payout::fail(draft_of, Some(position), failed.clone(), text)?,
                None => mint::fail(draft_of, position, &id, &text)?,
            },
            Command::Skip {
                stream,
                position,
                text,
            } => draft.record(Event::Skipped {
                stream,
                position,
                text,
            })?,
            Command::ConfirmInventory(sequence) => {
                draft.record(Event::InventoryConfirmed { sequence })?;
            }
        }
        Ok(draft.into_events())
    }

    /// Whether the command was taken before, by its id or by its place in a stream.
    fn is_repeat(&self, command: &Command) -> Result<bool, Rejection> {
        let by_position = |stream, position: u64| Ok(position <= self.position(stream));
        match command {
            Command::DefineAccount { command_id, .. }
            | Command::DefineIndex { command_id, .. }
            | Command::SetTrading { command_id, .. }
            | Command::SetLimits { command_id, .. }
            | Command::FundRebalance { command_id, .. }
            | Command::SubmitOrder { command_id, .. }
            | Command::RequestQuote { command_id, .. }
            | Command::CancelOrder { command_id, .. }
            | Command::ReplaceOrder { command_id, .. }
            | Command::CancelOrders { command_id, .. }
            | Command::RequestPayout { command_id, .. } => {
                if command_id.is_empty() || command_id.len() > COMMAND_ID_LENGTH_MAX {
                    return Err(Rejection::BadCommandId);
                }
                Ok(self.commands_seen.contains(command_id))
            }
            Command::RecordTrade { position, .. } | Command::EndAssetOrder { position, .. } => {
                by_position(Stream::Adapter, *position)
            }
            Command::RecordDeposit { position, .. }
            | Command::RecordBurn { position, .. }
            | Command::ConfirmMint { position, .. }
            | Command::ConfirmPayout { position, .. }
            | Command::FailTransaction { position, .. } => by_position(Stream::Minter, *position),
            Command::Skip {
                stream, position, ..
            } => by_position(*stream, *position),
            Command::ConfirmInventory(sequence) => Ok(*sequence <= self.inventory_confirmed()),
            // What is known of a move says whether it is the same again.
            Command::MoveCash(_)
            | Command::ArriveCash { .. }
            | Command::Configure(_)
            | Command::ResumeOrder { .. }
            | Command::Expire
            | Command::MakeBatch(_)
            | Command::ConfirmPlaced(_)
            | Command::GoOn
            | Command::RefuseBatch { .. }
            | Command::ConfirmMintAccepted(_)
            | Command::ConfirmPayoutAccepted(_)
            | Command::RefusePayout { .. } => Ok(false),
        }
    }
}

/// Whether what so many index orders of a batch get is decided in steps.
fn is_large(draft: &Draft<'_>, orders: usize) -> bool {
    orders > draft.state.orders_at_once()
}

/// An event of a stream that is none of ours: the position moves, and the journal says why nothing else did.
fn skip(
    draft: &mut Draft<'_>,
    stream: Stream,
    position: u64,
    text: String,
) -> Result<(), Rejection> {
    draft.record(Event::Skipped {
        stream,
        position,
        text,
    })
}
