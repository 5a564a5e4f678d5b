//! A request for a quote: the books are asked of the adapter, the answer is durable before it is given, and a repeat gets the first one.

use issuance::Command;
use proto::v1;
use tonic::Status;

use super::Service;
use crate::{status, wire};

impl Service {
    pub(super) async fn quote(
        &self,
        request: v1::RequestQuoteRequest,
    ) -> Result<v1::Quote, Status> {
        let (command_id, request) = wire::quote_request(request).map_err(status::of_field)?;
        if let Some(first) = self.quote_of(&command_id).await? {
            return Ok(first);
        }
        let markets = v1::GetMarketsRequest {
            markets: vec![],
            depth: self.book_depth,
        };
        let markets = self.adapter.clone().get_markets(markets).await?;
        let snapshot = wire::snapshot(markets.into_inner())
            .map_err(|problem| Status::unavailable(format!("the markets: {problem}")))?;
        let id = command_id.clone();
        self.command(Command::RequestQuote {
            command_id,
            request,
            snapshot,
        })
        .await?;
        let quote = self.quote_of(&id).await?;
        quote.ok_or_else(|| Status::not_found("this quote is kept no longer"))
    }

    /// What a request for a quote was answered with.
    async fn quote_of(&self, command_id: &str) -> Result<Option<v1::Quote>, Status> {
        let id = command_id.to_owned();
        self.handle
            .query(move |solver, _| solver.0.quote_of(&id).map(wire::quote))
            .await
            .map_err(status::of_stopped)
    }
}
