//! The gRPC service: parses, asks the machine, answers. A command is answered when it is durable.

use issuance::Command;
use ledger::Name;
use money::Price;
use proto::v1;
use proto::v1::exchange_adapter_client::ExchangeAdapterClient;
use service::grpc::{Channel, EventStream};
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

mod lists;
mod quotes;

use crate::machine::Handle;
use crate::prices::{self, Prices};
use crate::{statement, status, wire};

pub(crate) struct Service {
    pub(crate) handle: Handle,
    pub(crate) adapter: ExchangeAdapterClient<Channel>,
    /// Levels of a book that a quote walks; 0: as many as the adapter gives.
    pub(crate) book_depth: u32,
    pub(crate) prices: watch::Receiver<Prices>,
    pub(crate) cash: String,
    /// One for each statement that may be made at once.
    pub(crate) statements: Semaphore,
    pub(crate) shutdown: CancellationToken,
}

impl Service {
    /// The price of an index, where it is known.
    fn mark(&self, index: &str) -> Option<Price> {
        self.prices.borrow().get(index)?.mid()
    }

    async fn command(&self, command: Command) -> Result<Response<v1::CommandReply>, Status> {
        let sequence = self
            .handle
            .command(command, telemetry::traceparent())
            .await
            .map_err(status::of_command)?;
        Ok(Response::new(v1::CommandReply { sequence }))
    }
}

#[tonic::async_trait]
impl v1::solver_server::Solver for Service {
    type SubscribeStream = EventStream<v1::SolverEvent>;

    async fn submit_order(
        &self,
        request: Request<v1::SubmitOrderRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        // The order's trace goes on from this call's span, which is the sender's child.
        let parsed = wire::order_request(request.into_inner(), telemetry::traceparent());
        let (command_id, request) = parsed.map_err(status::of_field)?;
        let mark = self.mark(&request.index);
        self.command(Command::SubmitOrder {
            command_id,
            request,
            mark,
        })
        .await
    }

    async fn cancel_order(
        &self,
        request: Request<v1::CancelOrderRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let v1::CancelOrderRequest {
            command_id,
            session,
            cl_ord_id,
            orig_cl_ord_id,
        } = request.into_inner();
        self.command(Command::CancelOrder {
            command_id,
            session,
            cl_ord_id,
            orig_cl_ord_id,
        })
        .await
    }

    async fn replace_order(
        &self,
        request: Request<v1::ReplaceOrderRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let request = request.into_inner();
        let (session, name) = (request.session.clone(), request.orig_cl_ord_id.clone());
        let index = self.handle.query(move |solver, _| {
            let order = solver.0.order_of(&session, &name)?;
            Some(order.request().index.clone())
        });
        let index = index.await.map_err(status::of_stopped)?;
        let mark = index.and_then(|index| self.mark(&index));
        let command = wire::replace_request(request, mark).map_err(status::of_field)?;
        self.command(command).await
    }

    async fn cancel_orders(
        &self,
        request: Request<v1::CancelOrdersRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let command =
            wire::cancel_orders_request(request.into_inner()).map_err(status::of_field)?;
        self.command(command).await
    }

    async fn request_quote(
        &self,
        request: Request<v1::RequestQuoteRequest>,
    ) -> Result<Response<v1::Quote>, Status> {
        let quote = self.quote(request.into_inner()).await?;
        Ok(Response::new(quote))
    }

    type WatchPricesStream = EventStream<v1::IndexPrice>;

    async fn watch_prices(
        &self,
        request: Request<v1::WatchPricesRequest>,
    ) -> Result<Response<Self::WatchPricesStream>, Status> {
        let wanted = request.into_inner().indexes.into_iter().collect();
        let stream = prices::stream(self.prices.clone(), wanted, self.shutdown.clone());
        Ok(Response::new(stream))
    }

    async fn get_order(
        &self,
        request: Request<v1::GetOrderRequest>,
    ) -> Result<Response<v1::IndexOrder>, Status> {
        let v1::GetOrderRequest { session, cl_ord_id } = request.into_inner();
        let found = self.handle.query(move |solver, _| {
            solver
                .0
                .order_of(&session, &cl_ord_id)
                .map(|order| solver.0.view(order))
        });
        let view = found.await.map_err(status::of_stopped)?;
        let view = view.ok_or_else(|| Status::not_found("no such order of this session"))?;
        Ok(Response::new(wire::order(&view)))
    }

    async fn list_orders(
        &self,
        request: Request<v1::ListOrdersRequest>,
    ) -> Result<Response<v1::ListOrdersReply>, Status> {
        let listed = self.orders(request.into_inner()).await?;
        Ok(Response::new(listed))
    }

    async fn get_collateral(
        &self,
        request: Request<v1::GetCollateralRequest>,
    ) -> Result<Response<v1::Collateral>, Status> {
        let account = request.into_inner().account;
        let name = Name::from(account.as_str());
        let collateral = self
            .handle
            .query(move |solver, _| {
                let collateral = solver.0.collateral(&name)?;
                Some((collateral, solver.0.burned_units(&name)))
            })
            .await;
        let collateral = collateral.map_err(status::of_stopped)?;
        let (collateral, burned) =
            collateral.ok_or_else(|| Status::not_found(format!("no account {account}")))?;
        Ok(Response::new(v1::Collateral {
            burned: burned.iter().map(wire::burned_units).collect(),
            ..wire::collateral(&collateral, &self.cash)
        }))
    }

    async fn get_statement(
        &self,
        request: Request<v1::GetStatementRequest>,
    ) -> Result<Response<v1::Statement>, Status> {
        let asked = wire::statement_request(request.into_inner()).map_err(status::of_field)?;
        let name = asked.account.clone();
        let known = self
            .handle
            .query(move |solver, _| solver.0.account(&name).is_some());
        if !known.await.map_err(status::of_stopped)? {
            return Err(Status::not_found(format!("no account {}", asked.account)));
        }
        let turn = self.statements.acquire().await;
        let _turn = turn.map_err(|_| Status::unavailable("the service is stopping"))?;
        let statement = statement::read(&self.handle, asked).await?;
        tracing::debug!(records = statement.records, "a statement");
        Ok(Response::new(wire::statement(&statement, &self.cash)))
    }

    async fn request_payout(
        &self,
        request: Request<v1::RequestPayoutRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let command = wire::payout_request(request.into_inner(), telemetry::traceparent())
            .map_err(status::of_field)?;
        self.command(command).await
    }

    async fn list_indexes(
        &self,
        request: Request<v1::ListIndexesRequest>,
    ) -> Result<Response<v1::ListIndexesReply>, Status> {
        let listed = self.indexes(request.into_inner()).await?;
        Ok(Response::new(listed))
    }

    async fn get_backing(
        &self,
        request: Request<v1::GetBackingRequest>,
    ) -> Result<Response<v1::IndexBacking>, Status> {
        let index = request.into_inner().index;
        let name = Name::from(index.as_str());
        let backing = self
            .handle
            .query(move |solver, sequence| wire::index_backing(&solver.0, &name, sequence));
        let backing = backing.await.map_err(status::of_stopped)?;
        let backing = backing.map_err(|problem| Status::out_of_range(problem.to_string()))?;
        let backing = backing.ok_or_else(|| Status::not_found(format!("no index {index}")))?;
        Ok(Response::new(backing))
    }

    async fn get_rebalance(
        &self,
        request: Request<v1::GetRebalanceRequest>,
    ) -> Result<Response<v1::Rebalance>, Status> {
        let v1::GetRebalanceRequest { index, to_version } = request.into_inner();
        let name = Name::from(index.as_str());
        let report = self
            .handle
            .query(move |solver, sequence| wire::rebalance(&solver.0, &name, to_version, sequence));
        let report = report.await.map_err(status::of_stopped)?;
        let report = report.map_err(|problem| Status::out_of_range(problem.to_string()))?;
        let none = || Status::not_found(format!("no such change of the basket of {index}"));
        Ok(Response::new(report.ok_or_else(none)?))
    }

    async fn fund_rebalance(
        &self,
        request: Request<v1::FundRebalanceRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let command = wire::fund_request(request.into_inner()).map_err(status::of_field)?;
        self.command(command).await
    }

    async fn move_cash(
        &self,
        request: Request<v1::MoveCashRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let command = wire::move_cash_request(request.into_inner()).map_err(status::of_field)?;
        self.command(command).await
    }

    async fn arrive_cash(
        &self,
        request: Request<v1::ArriveCashRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let command = wire::arrive_cash_request(request.into_inner()).map_err(status::of_field)?;
        self.command(command).await
    }

    async fn list_cash_moves(
        &self,
        _request: Request<v1::ListCashMovesRequest>,
    ) -> Result<Response<v1::ListCashMovesReply>, Status> {
        let listed = self
            .handle
            .query(|solver, sequence| wire::cash_moves(&solver.0, sequence));
        let listed = listed.await.map_err(status::of_stopped)?;
        Ok(Response::new(listed))
    }

    async fn define_index(
        &self,
        request: Request<v1::DefineIndexRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let v1::DefineIndexRequest { command_id, index } = request.into_inner();
        let index = wire::index(index).map_err(status::of_field)?;
        self.command(Command::DefineIndex { command_id, index })
            .await
    }

    async fn set_trading(
        &self,
        request: Request<v1::SetTradingRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let command = wire::set_trading(request.into_inner()).map_err(status::of_field)?;
        self.command(command).await
    }

    async fn set_account_limits(
        &self,
        request: Request<v1::SetAccountLimitsRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let command = wire::set_limits(request.into_inner()).map_err(status::of_field)?;
        self.command(command).await
    }

    async fn list_accounts(
        &self,
        request: Request<v1::ListAccountsRequest>,
    ) -> Result<Response<v1::ListAccountsReply>, Status> {
        let listed = self.accounts(request.into_inner()).await?;
        Ok(Response::new(listed))
    }

    async fn define_account(
        &self,
        request: Request<v1::DefineAccountRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let v1::DefineAccountRequest {
            command_id,
            account,
        } = request.into_inner();
        let account = wire::account(account).map_err(status::of_field)?;
        self.command(Command::DefineAccount {
            command_id,
            account,
        })
        .await
    }

    async fn get_books(
        &self,
        request: Request<v1::GetBooksRequest>,
    ) -> Result<Response<v1::Books>, Status> {
        let after = wire::books_after(&request.into_inner().page_token);
        let after = after.map_err(status::of_field)?;
        let books = self
            .handle
            .query(move |solver, sequence| wire::books(&solver.0, after.as_ref(), sequence))
            .await;
        Ok(Response::new(books.map_err(status::of_stopped)?))
    }

    async fn subscribe(
        &self,
        request: Request<v1::SubscribeRequest>,
    ) -> Result<Response<Self::SubscribeStream>, Status> {
        let after = request.into_inner().from_sequence;
        let cash = self.cash.clone();
        service::grpc::subscription(&self.handle, after, &self.shutdown, move |committed| {
            wire::event(committed, &cash)
        })
    }
}
