//! Takes the solver's events, one after the other, into the application. An event's messages and the place in the stream
//! are stored together; after a restart the stream goes on from there.

use fix_engine::{Ended, Handle};
use proto::v1::solver_client::SolverClient;
use proto::v1::{SolverEvent, SubscribeRequest};
use service::follow::Follower;
use service::grpc::Channel;
use tonic::{Status, Streaming};

use crate::application::{Input, OrderEntry};

/// Follows the solver.
pub(crate) struct SolverFollower {
    pub(crate) handle: Handle<OrderEntry>,
    pub(crate) solver: SolverClient<Channel>,
}

impl Follower for SolverFollower {
    type Event = SolverEvent;
    type Error = Ended;

    async fn subscribe(&mut self) -> Result<Streaming<SolverEvent>, Status> {
        let position = self
            .handle
            .query(|application| application.state().position())
            .await;
        // The engine's end is reported by the next `take`, or by its own task.
        let from_sequence = position.map_err(|ended| Status::unavailable(ended.to_string()))?;
        let request = SubscribeRequest { from_sequence };
        Ok(self.solver.subscribe(request).await?.into_inner())
    }

    async fn take(&mut self, event: SolverEvent) -> Result<(), Ended> {
        self.handle
            .input(Input::Solver(Box::new(event)))
            .await
            .map(|_| ())
    }
}
