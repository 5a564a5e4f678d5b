//! Takes the solver's prices into the application. They are not stored: after a break the stream begins with the last ones.

use fix_engine::{Ended, Handle};
use proto::v1;
use proto::v1::solver_client::SolverClient;
use service::follow::Follower;
use service::grpc::Channel;
use tonic::{Status, Streaming};

use crate::application::{Input, OrderEntry};
use crate::price::IndexPrice;

/// Watches the prices of all indexes.
pub(crate) struct PriceWatcher {
    pub(crate) handle: Handle<OrderEntry>,
    pub(crate) solver: SolverClient<Channel>,
}

impl Follower for PriceWatcher {
    type Event = v1::IndexPrice;
    type Error = Ended;

    async fn subscribe(&mut self) -> Result<Streaming<v1::IndexPrice>, Status> {
        let request = v1::WatchPricesRequest::default();
        Ok(self.solver.watch_prices(request).await?.into_inner())
    }

    async fn take(&mut self, price: v1::IndexPrice) -> Result<(), Ended> {
        let price = IndexPrice {
            index: price.index,
            bid: price.bid,
            offer: price.ask,
            value: price.mid,
            time_unix_ns: price.time_unix_ns,
        };
        self.handle.input(Input::Price(price)).await.map(|_| ())
    }
}
