//! Follows the exchange adapter: trades and ends of asset orders become commands. The position is part of the events they cause.

use issuance::{Command, Stream};
use ledger::Name;
use proto::v1;
use proto::v1::adapter_event::Event;
use proto::v1::exchange_adapter_client::ExchangeAdapterClient;
use service::follow::Follower;
use service::grpc::Channel;
use tonic::{Status, Streaming};

use crate::machine::Handle;
use crate::{RunError, status, wire};

pub(crate) struct AdapterFollower {
    pub(crate) handle: Handle,
    pub(crate) adapter: ExchangeAdapterClient<Channel>,
}

impl Follower for AdapterFollower {
    type Event = v1::AdapterEvent;
    type Error = RunError;

    async fn subscribe(&mut self) -> Result<Streaming<v1::AdapterEvent>, Status> {
        let position = self
            .handle
            .query(|solver, _| solver.0.position(Stream::Adapter))
            .await;
        let from_sequence = position.map_err(status::of_stopped)?;
        Ok(self
            .adapter
            .subscribe(v1::SubscribeAdapterRequest { from_sequence })
            .await?
            .into_inner())
    }

    async fn take(&mut self, event: v1::AdapterEvent) -> Result<(), RunError> {
        let position = event.sequence;
        let lot = match &event.event {
            Some(Event::Trade(trade)) => Some(trade.lot_id.clone()),
            _ => None,
        };
        let command = match event.event {
            Some(Event::Trade(trade)) => match wire::trade(trade) {
                Ok(trade) => Command::RecordTrade { position, trade },
                Err(problem) => Command::Skip {
                    stream: Stream::Adapter,
                    position,
                    text: format!("a trade: {problem}"),
                },
            },
            Some(Event::Ended(v1::AssetOrderEnded { order: Some(order) })) => {
                Command::EndAssetOrder {
                    position,
                    asset_order_id: order.asset_order_id,
                    text: order.text,
                }
            }
            Some(Event::Ended(v1::AssetOrderEnded { order: None })) => Command::Skip {
                stream: Stream::Adapter,
                position,
                text: "the end of no order".into(),
            },
            // The adapter's own; coming again after a restart, they are passed over again.
            Some(Event::Accepted(_) | Event::Placed(_)) | None => return Ok(()),
        };
        self.handle
            .command(command, event.traceparent)
            .await
            .map_err(RunError::from)?;
        if let Some(lot) = lot {
            tell_if_parked(&self.handle, lot).await?;
        }
        Ok(())
    }
}

/// Says so if a trade could not be shared out: it wants an operator.
async fn tell_if_parked(handle: &Handle, lot: String) -> Result<(), RunError> {
    let of_lot = Name::from(lot.as_str());
    let parked = handle.query(move |solver, _| solver.0.parked_trades().get(&of_lot).cloned());
    if let Some(reason) = parked.await.map_err(|_| RunError::Stopped)? {
        tracing::error!(lot, reason, "a trade is parked");
    }
    Ok(())
}
