//! An inventory that remembers what it was told.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use proto::v1;
use proto::v1::inventory_server::Inventory;
use tonic::{Request, Response, Status};

use super::log::Events;

/// Each record once, by its command id, in the order they first came.
#[derive(Clone, Default)]
pub struct FakeInventory {
    ids: Arc<Mutex<BTreeSet<String>>>,
    /// Records of each call.
    pub calls: Arc<Mutex<Vec<usize>>>,
    /// No call is answered while it is held.
    pub busy: Arc<tokio::sync::Mutex<()>>,
    pub trades: Arc<Mutex<Vec<v1::RecordTrade>>>,
    pub consumed: Arc<Mutex<Vec<v1::ConsumeLots>>>,
    pub transfers: Arc<Mutex<Vec<v1::TransferLots>>>,
}

impl FakeInventory {
    fn keep<T>(&self, id: &str, list: &Mutex<Vec<T>>, record: T) {
        if self.ids.lock().unwrap().insert(id.to_owned()) {
            list.lock().unwrap().push(record);
        }
    }
}

#[tonic::async_trait]
impl Inventory for FakeInventory {
    type SubscribeStream = Events<v1::InventoryEvent>;

    async fn record(
        &self,
        request: Request<v1::RecordRequest>,
    ) -> Result<Response<v1::RecordReply>, Status> {
        use v1::record::Record;
        let records = request.into_inner().records;
        drop(self.busy.lock().await);
        self.calls.lock().unwrap().push(records.len());
        for record in records {
            match record.record.expect("a record says what it is") {
                Record::Trade(trade) => self.keep(&trade.command_id.clone(), &self.trades, trade),
                Record::Transfer(transfer) => {
                    self.keep(&transfer.command_id.clone(), &self.transfers, transfer);
                }
                Record::Consume(consume) => {
                    self.keep(&consume.command_id.clone(), &self.consumed, consume);
                }
            }
        }
        Ok(Response::new(v1::RecordReply { sequence: 1 }))
    }

    async fn list_lots(
        &self,
        _request: Request<v1::ListLotsRequest>,
    ) -> Result<Response<v1::ListLotsReply>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn get_positions(
        &self,
        _request: Request<v1::GetPositionsRequest>,
    ) -> Result<Response<v1::GetPositionsReply>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn reconcile(
        &self,
        _request: Request<v1::ReconcileRequest>,
    ) -> Result<Response<v1::ReconcileReply>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn subscribe(
        &self,
        _request: Request<v1::SubscribeInventoryRequest>,
    ) -> Result<Response<Self::SubscribeStream>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }
}
