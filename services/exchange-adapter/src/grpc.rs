//! The gRPC service, and the one place where errors become gRPC codes.

use std::sync::Arc;

use proto::v1;
use proto::v1::exchange_adapter_server::ExchangeAdapter;
use service::grpc::{EventStream, subscription};
use service::machine::{CommandError, Handle, Stopped};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};
use venue::asset_orders::{AssetOrder, Command, NewOrder, ORDERS_IN_COMMAND_MAX, Rejection, Terms};

use crate::config::DEPTH_MAX;
use crate::machine::Orders;
use crate::markets::{MarketError, MarketView, Markets};
use crate::rest::{Rest, RestError};
use crate::wire;

/// The longest command or batch id.
const ID_LENGTH_MAX: usize = 200;
/// Orders in one answer, the latest.
const ORDERS_LISTED_MAX: usize = 5_000;
/// Markets that one question may name.
const MARKETS_ASKED_MAX: usize = 1_000;

/// Answers the calls.
pub(crate) struct Adapter {
    pub(crate) handle: Handle<Orders>,
    pub(crate) markets: Markets,
    pub(crate) rest: Arc<Rest>,
    pub(crate) depth: u32,
    pub(crate) shutdown: CancellationToken,
}

#[tonic::async_trait]
impl ExchangeAdapter for Adapter {
    async fn place_orders(
        &self,
        request: Request<v1::PlaceOrdersRequest>,
    ) -> Result<Response<v1::PlaceOrdersReply>, Status> {
        let v1::PlaceOrdersRequest {
            command_id,
            batch_id,
            orders,
        } = request.into_inner();
        check_id("command_id", &command_id)?;
        check_id("batch_id", &batch_id)?;
        let known_id = command_id.clone();
        let known = move |orders: &Orders, sequence| {
            orders.state().knows_command(&known_id).then_some(sequence)
        };
        if let Some(sequence) = self
            .handle
            .query(known)
            .await
            .map_err(|error| stopped(&error))?
        {
            return Ok(Response::new(v1::PlaceOrdersReply { sequence }));
        }
        let orders = self.new_orders(&batch_id, orders).await?;
        let count = orders.len();
        let traceparent = telemetry::traceparent();
        let command = Command::Place {
            command_id,
            traceparent: traceparent.clone(),
            orders,
        };
        let sequence = self
            .handle
            .command(command, traceparent)
            .await
            .map_err(refused)?;
        tracing::info!(batch = batch_id, orders = count, "asset orders accepted");
        Ok(Response::new(v1::PlaceOrdersReply { sequence }))
    }

    async fn get_markets(
        &self,
        request: Request<v1::GetMarketsRequest>,
    ) -> Result<Response<v1::GetMarketsReply>, Status> {
        let v1::GetMarketsRequest { markets, depth } = request.into_inner();
        if markets.len() > MARKETS_ASKED_MAX {
            let text = format!("markets: more than {MARKETS_ASKED_MAX}");
            return Err(Status::invalid_argument(text));
        }
        let depth = if depth == 0 {
            self.depth
        } else {
            depth.min(DEPTH_MAX)
        };
        let views = self
            .markets
            .view(markets, depth as usize)
            .await
            .map_err(|error| no_market(&error))?;
        let unsent = |orders: &Orders, _| orders.state().unsent_count();
        let unsent = self
            .handle
            .query(unsent)
            .await
            .map_err(|error| stopped(&error))?;
        let left = self.rest.orders_left().saturating_sub(unsent as u64);
        Ok(Response::new(v1::GetMarketsReply {
            markets: wire::bounded(views.into_iter().map(wire::market).collect()),
            orders_left: u32::try_from(left).unwrap_or(u32::MAX),
        }))
    }

    async fn list_asset_orders(
        &self,
        request: Request<v1::ListAssetOrdersRequest>,
    ) -> Result<Response<v1::ListAssetOrdersReply>, Status> {
        let batch_id = request.into_inner().batch_id;
        let list = move |orders: &Orders, _| {
            let batch_id = (!batch_id.is_empty()).then_some(batch_id.as_str());
            let listed = orders.state().list(batch_id);
            let older = listed.len().saturating_sub(ORDERS_LISTED_MAX);
            listed
                .into_iter()
                .skip(older)
                .map(|tracked| tracked.order.clone())
                .collect::<Vec<AssetOrder>>()
        };
        let orders = self
            .handle
            .query(list)
            .await
            .map_err(|error| stopped(&error))?;
        let orders = orders.iter().map(wire::asset_order).collect();
        Ok(Response::new(v1::ListAssetOrdersReply { orders }))
    }

    async fn get_venue_balances(
        &self,
        _request: Request<v1::GetVenueBalancesRequest>,
    ) -> Result<Response<v1::GetVenueBalancesReply>, Status> {
        let account = self
            .rest
            .account()
            .await
            .map_err(|error| no_answer(&error))?;
        let balances = wire::balances(account);
        Ok(Response::new(v1::GetVenueBalancesReply { balances }))
    }

    type SubscribeStream = EventStream<v1::AdapterEvent>;

    async fn subscribe(
        &self,
        request: Request<v1::SubscribeAdapterRequest>,
    ) -> Result<Response<Self::SubscribeStream>, Status> {
        let from_sequence = request.into_inner().from_sequence;
        subscription(&self.handle, from_sequence, &self.shutdown, wire::event)
    }
}

impl Adapter {
    async fn new_orders(
        &self,
        batch_id: &str,
        orders: Vec<v1::NewAssetOrder>,
    ) -> Result<Vec<NewOrder>, Status> {
        if orders.len() > ORDERS_IN_COMMAND_MAX {
            return Err(refused(CommandError::Rejected(Rejection::OrderCount(
                orders.len(),
            ))));
        }
        let mut read = Vec::with_capacity(orders.len());
        for order in orders {
            read.push(wire::read_order(order).map_err(Status::invalid_argument)?);
        }
        let markets = read.iter().map(|order| order.market.clone()).collect();
        let views = if read.is_empty() {
            Vec::new()
        } else {
            self.markets
                .view(markets, 0)
                .await
                .map_err(|error| no_market(&error))?
        };
        let order = |(order, view)| new_order(batch_id, order, view);
        Ok(read.into_iter().zip(views).map(order).collect())
    }
}

fn new_order(batch_id: &str, order: wire::ReadOrder, view: MarketView) -> NewOrder {
    let failure = view.filters.check(order.limit_price, order.quantity).err();
    NewOrder {
        terms: Terms {
            id: order.id,
            batch_id: batch_id.to_owned(),
            market: order.market,
            asset: view.asset,
            cash: view.cash,
            side: order.side,
            quantity: order.quantity,
            limit_price: order.limit_price,
        },
        contributors: order.contributors,
        filter_failure: failure.map(|failure| failure.to_string()),
    }
}

fn check_id(field: &str, id: &str) -> Result<(), Status> {
    if id.is_empty() || id.len() > ID_LENGTH_MAX {
        let text = format!("{field} must have 1 to {ID_LENGTH_MAX} bytes");
        return Err(Status::invalid_argument(text));
    }
    Ok(())
}

fn stopped(error: &Stopped) -> Status {
    Status::unavailable(error.to_string())
}

fn refused(error: CommandError<Rejection>) -> Status {
    let text = error.to_string();
    match error {
        CommandError::Stopped => Status::unavailable(text),
        CommandError::Rejected(rejection) => match rejection {
            Rejection::OrderCount(_) | Rejection::TooManyContributors(_) => {
                Status::invalid_argument(text)
            }
            Rejection::TooManyOpen => Status::resource_exhausted(text),
            Rejection::DuplicateId(_) => Status::already_exists(text),
            Rejection::NoSuchOrder(_) => Status::not_found(text),
            Rejection::Illegal { .. }
            | Rejection::TooEarly { .. }
            | Rejection::OtherOrder { .. }
            | Rejection::Overfilled { .. } => Status::failed_precondition(text),
            Rejection::OutOfRange { .. } => Status::out_of_range(text),
        },
    }
}

fn no_market(error: &MarketError) -> Status {
    let text = error.to_string();
    match error {
        MarketError::NotReady | MarketError::Stopped => Status::unavailable(text),
        MarketError::NotFollowed(_) => Status::invalid_argument(text),
    }
}

fn no_answer(error: &RestError) -> Status {
    let text = error.to_string();
    match error {
        RestError::Refused(_) => Status::failed_precondition(text),
        RestError::Limited(_) => Status::resource_exhausted(text),
        RestError::Unknown(_) => Status::unavailable(text),
    }
}
