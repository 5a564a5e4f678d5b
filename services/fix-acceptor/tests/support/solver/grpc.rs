//! The scripted solver's calls.

use std::pin::Pin;

use proto::v1::solver_server::Solver;
use proto::v1::{self, solver_event};
use tokio_stream::{Stream, StreamExt as _};
use tonic::{Request, Response, Status};

use super::FakeSolver;

type Prices = Pin<Box<dyn Stream<Item = Result<v1::IndexPrice, Status>> + Send>>;
type Events = Pin<Box<dyn Stream<Item = Result<v1::SolverEvent, Status>> + Send>>;

#[tonic::async_trait]
impl Solver for FakeSolver {
    type SubscribeStream = Events;
    type WatchPricesStream = Prices;

    async fn submit_order(
        &self,
        request: Request<v1::SubmitOrderRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let request = request.into_inner();
        self.command(&request.command_id.clone(), |script| {
            if script.accepts {
                let order = Some(accepted(&request));
                script.say(solver_event::Event::OrderAccepted(v1::OrderAccepted {
                    order,
                }));
            }
            script.commands.push(format!(
                "SUBMIT {} {}{}",
                request.cl_ord_id, request.cash, request.units
            ));
            script.submitted.push(request);
        })
    }

    async fn replace_order(
        &self,
        request: Request<v1::ReplaceOrderRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let request = request.into_inner();
        self.command(&request.command_id.clone(), |script| {
            script.commands.push(format!(
                "REPLACE {} {} {}{} {}",
                request.orig_cl_ord_id,
                request.cl_ord_id,
                request.cash,
                request.units,
                request.limit_price
            ));
            script.replaced.push(request);
        })
    }

    async fn cancel_orders(
        &self,
        request: Request<v1::CancelOrdersRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let request = request.into_inner();
        self.command(&request.command_id.clone(), |script| {
            script.commands.push(format!(
                "CANCEL-ALL {} {}",
                text_or_dash(&request.cl_ord_id),
                text_or_dash(&request.index)
            ));
            script.cancelled_all.push(request);
        })
    }

    async fn request_quote(
        &self,
        request: Request<v1::RequestQuoteRequest>,
    ) -> Result<Response<v1::Quote>, Status> {
        let request = request.into_inner();
        let id = request.command_id.clone();
        self.command(&id, |script| {
            script.commands.push(format!(
                "QUOTE {} {}{}",
                request.quote_req_id, request.cash, request.units
            ));
            let refusal = script.quote_refusal.take();
            let number = script.quotes.len() + 1;
            script
                .quotes
                .insert(request.command_id.clone(), quote(request, number, refusal));
        })?;
        Ok(Response::new(self.script().quotes[&id].clone()))
    }

    async fn get_statement(
        &self,
        _: Request<v1::GetStatementRequest>,
    ) -> Result<Response<v1::Statement>, Status> {
        Err(unscripted())
    }

    async fn request_payout(
        &self,
        request: Request<v1::RequestPayoutRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let request = request.into_inner();
        self.command(&request.command_id.clone(), |script| {
            script.commands.push(format!(
                "PAYOUT {} {} {}",
                request.account, request.amount, request.request_id
            ));
        })
    }

    async fn watch_prices(
        &self,
        _: Request<v1::WatchPricesRequest>,
    ) -> Result<Response<Prices>, Status> {
        let mut prices = self.prices.subscribe();
        let (sender, receiver) = tokio::sync::mpsc::channel(16);
        tokio::spawn(async move {
            let mut at = 0;
            loop {
                let news: Vec<_> = prices.borrow_and_update()[at..].to_vec();
                at += news.len();
                for price in news {
                    if sender.send(Ok(price)).await.is_err() {
                        return;
                    }
                }
                tokio::select! {
                    changed = prices.changed() => if changed.is_err() { return },
                    () = sender.closed() => return,
                }
            }
        });
        let stream = tokio_stream::wrappers::ReceiverStream::new(receiver).map(|price| price);
        Ok(Response::new(Box::pin(stream)))
    }

    async fn set_trading(
        &self,
        _request: Request<v1::SetTradingRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        Err(unscripted())
    }

    async fn set_account_limits(
        &self,
        _request: Request<v1::SetAccountLimitsRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        Err(unscripted())
    }

    async fn cancel_order(
        &self,
        request: Request<v1::CancelOrderRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        let request = request.into_inner();
        self.command(&request.command_id.clone(), |script| {
            script.commands.push(format!(
                "CANCEL {} {}",
                request.orig_cl_ord_id, request.cl_ord_id
            ));
            script.cancelled.push(request);
        })
    }

    async fn subscribe(
        &self,
        request: Request<v1::SubscribeRequest>,
    ) -> Result<Response<Events>, Status> {
        let mut at = usize::try_from(request.into_inner().from_sequence).unwrap();
        let solver = self.clone();
        let (sender, receiver) = tokio::sync::mpsc::channel(16);
        let mut said = self.said.subscribe();
        tokio::spawn(async move {
            loop {
                said.borrow_and_update();
                let news: Vec<_> = solver
                    .script()
                    .events
                    .get(at..)
                    .unwrap_or_default()
                    .to_vec();
                at += news.len();
                for event in news {
                    if sender.send(Ok(event)).await.is_err() {
                        return;
                    }
                }
                tokio::select! {
                    changed = said.changed() => if changed.is_err() { return },
                    () = sender.closed() => return,
                }
            }
        });
        let stream = tokio_stream::wrappers::ReceiverStream::new(receiver).map(|event| event);
        Ok(Response::new(Box::pin(stream)))
    }

    async fn get_order(
        &self,
        _: Request<v1::GetOrderRequest>,
    ) -> Result<Response<v1::IndexOrder>, Status> {
        Err(unscripted())
    }

    async fn list_orders(
        &self,
        _: Request<v1::ListOrdersRequest>,
    ) -> Result<Response<v1::ListOrdersReply>, Status> {
        Err(unscripted())
    }

    async fn get_collateral(
        &self,
        _: Request<v1::GetCollateralRequest>,
    ) -> Result<Response<v1::Collateral>, Status> {
        Err(unscripted())
    }

    async fn list_indexes(
        &self,
        _: Request<v1::ListIndexesRequest>,
    ) -> Result<Response<v1::ListIndexesReply>, Status> {
        Err(unscripted())
    }

    async fn get_backing(
        &self,
        _: Request<v1::GetBackingRequest>,
    ) -> Result<Response<v1::IndexBacking>, Status> {
        Err(unscripted())
    }

    async fn get_rebalance(
        &self,
        _: Request<v1::GetRebalanceRequest>,
    ) -> Result<Response<v1::Rebalance>, Status> {
        Err(unscripted())
    }

    async fn fund_rebalance(
        &self,
        _: Request<v1::FundRebalanceRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        Err(unscripted())
    }

    async fn move_cash(
        &self,
        _: Request<v1::MoveCashRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        Err(unscripted())
    }

    async fn arrive_cash(
        &self,
        _: Request<v1::ArriveCashRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        Err(unscripted())
    }

    async fn list_cash_moves(
        &self,
        _: Request<v1::ListCashMovesRequest>,
    ) -> Result<Response<v1::ListCashMovesReply>, Status> {
        Err(unscripted())
    }

    async fn define_index(
        &self,
        _: Request<v1::DefineIndexRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        Err(unscripted())
    }

    async fn list_accounts(
        &self,
        _: Request<v1::ListAccountsRequest>,
    ) -> Result<Response<v1::ListAccountsReply>, Status> {
        Err(unscripted())
    }

    async fn define_account(
        &self,
        _: Request<v1::DefineAccountRequest>,
    ) -> Result<Response<v1::CommandReply>, Status> {
        Err(unscripted())
    }

    async fn get_books(
        &self,
        _: Request<v1::GetBooksRequest>,
    ) -> Result<Response<v1::Books>, Status> {
        Err(unscripted())
    }
}

/// The order as it is when its collateral was there.
fn accepted(request: &v1::SubmitOrderRequest) -> v1::IndexOrder {
    v1::IndexOrder {
        order_id: format!("O-{}", request.cl_ord_id),
        session: request.session.clone(),
        cl_ord_id: request.cl_ord_id.clone(),
        account: request.account.clone(),
        index: request.index.clone(),
        side: request.side,
        status: v1::OrderStatus::Working.into(),
        cash: request.cash.clone(),
        remaining_cash: request.cash.clone(),
        units: "0".to_owned(),
        average_price: "0".to_owned(),
        ..v1::IndexOrder::default()
    }
}

/// Ten units at 100, good for ever; or the refusal.
fn quote(
    request: v1::RequestQuoteRequest,
    number: usize,
    refusal: Option<v1::RejectReason>,
) -> v1::Quote {
    let (quote_id, text) = match refusal {
        Some(_) => (String::new(), "no quote for you".to_owned()),
        None => (format!("Q-{number}"), String::new()),
    };
    v1::Quote {
        quote_id,
        quote_req_id: request.quote_req_id,
        session: request.session,
        account: request.account,
        index: request.index,
        side: request.side,
        cash: "1001".to_owned(),
        units: "10".to_owned(),
        price: "100".to_owned(),
        average_price: "99.5".to_owned(),
        venue_fees: "0.5".to_owned(),
        issuer_fee: "0.5".to_owned(),
        time_unix_ns: 1_769_860_800_000_000_000,
        valid_until_unix_ns: 4_102_444_800_000_000_000,
        reject_reason: refusal.unwrap_or_default().into(),
        text,
    }
}

fn text_or_dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

fn unscripted() -> Status {
    Status::unimplemented("no test asks for it")
}
