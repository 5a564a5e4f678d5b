//! The gRPC service: parses, asks the machine, answers. A record is answered when it is durable.

use ledger::Unit;
use lots::Position;
use lots::inventory::Command;
use money::{MoneyError, Scale};
use proto::v1;
use service::grpc::EventStream;
use service::machine::Handle;
use service::page::{PAGE_ITEMS_MAX, Page};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};
use tracing::Span;

use crate::machine::{InOrder, Recorder};
use crate::metrics::Reconciliations;
use crate::{status, wire};

/// Records of one call.
pub(crate) const RECORDS_MAX: usize = 1_000;

pub(crate) struct Inventory {
    pub(crate) handle: Handle<Recorder>,
    pub(crate) cash: Unit,
    pub(crate) cash_scale: Scale,
    pub(crate) reconciliations: Reconciliations,
    pub(crate) shutdown: CancellationToken,
}

#[tonic::async_trait]
impl v1::inventory_server::Inventory for Inventory {
    type SubscribeStream = EventStream<v1::InventoryEvent>;

    /// Records, and answers with the sequence number that the last one had when it first came.
    async fn record(
        &self,
        request: Request<v1::RecordRequest>,
    ) -> Result<Response<v1::RecordReply>, Status> {
        let records = request.into_inner().records;
        if !(1..=RECORDS_MAX).contains(&records.len()) {
            let text = format!(
                "a call has 1 to {RECORDS_MAX} records, not {}",
                records.len()
            );
            return Err(Status::invalid_argument(text));
        }
        let _shares: Vec<Span> = records.iter().flat_map(share_spans).collect();
        let mut commands = Vec::with_capacity(records.len());
        for record in records {
            let parsed = wire::command(record, &self.cash);
            commands.push(parsed.map_err(|error| status::of_field(&error))?);
        }
        let (mut answers, mut before) = (Vec::with_capacity(commands.len()), None);
        for (command, trace) in commands {
            let Command::Record { id, .. } = &command else {
                return Err(Status::internal("settings do not come over gRPC"));
            };
            let after = before.replace(id.clone());
            let later = InOrder { command, after };
            let placed = self.handle.command_later(later, trace_or_current(&trace));
            answers.push(placed.await.map_err(status::of_command)?);
        }
        let mut sequence = 0;
        for answer in answers {
            sequence = answer.await.map_err(status::of_command)?;
        }
        let last = before.unwrap_or_else(|| "".into());
        let first = self
            .handle
            .query(move |recorder, _| recorder.0.sequence_of(&last))
            .await;
        let sequence = first.map_err(status::of_stopped)?.unwrap_or(sequence);
        Ok(Response::new(v1::RecordReply { sequence }))
    }

    async fn list_lots(
        &self,
        request: Request<v1::ListLotsRequest>,
    ) -> Result<Response<v1::ListLotsReply>, Status> {
        let wire::Wanted {
            owner,
            asset,
            after,
        } = wire::wanted(&request.into_inner()).map_err(|error| status::of_field(&error))?;
        let list = move |recorder: &Recorder, _| {
            // One more than a page has, so that it is known whether another follows.
            let most = PAGE_ITEMS_MAX + 1;
            let (owner, asset) = (owner.as_ref(), asset.as_ref());
            let lots = recorder.0.lots();
            lots.open_lots_after(owner, asset, after.as_ref(), most)
        };
        let lots = self.handle.query(list).await.map_err(status::of_stopped)?;
        let page = Page::of(lots.iter().map(wire::placed_lot));
        Ok(Response::new(v1::ListLotsReply {
            lots: page.items,
            next_page_token: page.next_page_token,
        }))
    }

    async fn get_positions(
        &self,
        request: Request<v1::GetPositionsRequest>,
    ) -> Result<Response<v1::GetPositionsReply>, Status> {
        let marks = wire::marks(request.into_inner()).map_err(|error| status::of_field(&error))?;
        let scale = self.cash_scale;
        let value = move |recorder: &Recorder, _| {
            let value = |position: Position| {
                let mark = marks.get(&position.asset);
                let valued = mark.map(|mark| Ok((*mark, position.valued(*mark, scale)?)));
                Ok(wire::position(&position, valued.transpose()?))
            };
            let positions = recorder.0.positions()?.into_iter();
            positions.map(value).collect::<Result<Vec<_>, MoneyError>>()
        };
        let positions = self.handle.query(value).await;
        let positions = positions
            .map_err(status::of_stopped)?
            .map_err(status::of_money)?;
        Ok(Response::new(v1::GetPositionsReply { positions }))
    }

    async fn reconcile(
        &self,
        request: Request<v1::ReconcileRequest>,
    ) -> Result<Response<v1::ReconcileReply>, Status> {
        let outside =
            wire::outside(request.into_inner()).map_err(|error| status::of_field(&error))?;
        let compare = move |recorder: &Recorder, _| recorder.0.reconcile(&outside);
        let lines = self.handle.query(compare).await;
        let lines = lines
            .map_err(status::of_stopped)?
            .map_err(status::of_money)?;
        let open = lines.iter().filter(|line| !line.unexplained.is_zero());
        let unexplained = open.count();
        self.reconciliations.note(unexplained);
        Ok(Response::new(v1::ReconcileReply {
            agrees: unexplained == 0,
            balances: lines.iter().map(wire::reconciled).collect(),
        }))
    }

    async fn subscribe(
        &self,
        request: Request<v1::SubscribeInventoryRequest>,
    ) -> Result<Response<Self::SubscribeStream>, Status> {
        let after = request.into_inner().from_sequence;
        let cash = self.cash.clone();
        service::grpc::subscription(&self.handle, after, &self.shutdown, move |event| {
            wire::event(event, &cash)
        })
    }
}

/// A span in the trace of each index order that shares in a trade, linked to the batch's. They last as long as the recording.
fn share_spans(record: &v1::Record) -> Vec<Span> {
    let Some(v1::record::Record::Trade(request)) = &record.record else {
        return Vec::new();
    };
    let batch = telemetry::traceparent();
    let lot = request
        .trade
        .as_ref()
        .map_or("", |trade| trade.lot_id.as_str());
    let traced = request
        .shares
        .iter()
        .filter(|share| !share.traceparent.is_empty());
    let span = |share: &v1::Share| {
        let span = telemetry::span_from!(
            telemetry::names::SHARE,
            &share.traceparent,
            owner = share.owner,
            lot,
            quantity = share.quantity
        );
        telemetry::link(&span, &batch);
        span
    };
    traced.map(span).collect()
}

/// The trace that a message names, or the one it came in.
fn trace_or_current(traceparent: &str) -> String {
    if traceparent.is_empty() {
        telemetry::traceparent()
    } else {
        traceparent.to_owned()
    }
}
