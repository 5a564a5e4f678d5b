//! A solver that a test scripts: it keeps the contract of `Solver` (commands by their ids, a stream that resumes) and
//! says what the test wants it to say.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};

use proto::v1::solver_server::{Solver, SolverServer};
use proto::v1::{self, solver_event};
use tokio::sync::watch;
use tokio_stream::wrappers::TcpListenerStream;
use tokio_stream::{Stream, StreamExt as _};
use tonic::{Request, Response, Status};

#[derive(Debug, Default)]
struct Script {
    events: Vec<v1::SolverEvent>,
    /// First answers by command id.
    answered: HashMap<String, u64>,
    submitted: Vec<v1::SubmitOrderRequest>,
    cancelled: Vec<v1::CancelOrderRequest>,
    replaced: Vec<v1::ReplaceOrderRequest>,
    /// First answers to requests for quotes, by command id; what the next one is refused with.
    quotes: HashMap<String, v1::Quote>,
    quote_refusal: Option<v1::RejectReason>,
    cancelled_all: Vec<v1::CancelOrdersRequest>,
    /// Every command that was stored, in words.
    commands: Vec<String>,
    calls: usize,
    /// Calls that fail before anything is stored, then calls whose answer is lost after it was.
    failures: (usize, usize),
    refusal: Option<Status>,
    accepts: bool,
}

impl Script {
    fn say(&mut self, event: solver_event::Event) {
        let sequence = self.events.len() as u64 + 1;
        self.events.push(v1::SolverEvent {
            sequence,
            time_unix_ns: 1_769_860_800_000_000_000,
            traceparent: String::new(),
            collateral: None,
            event: Some(event),
        });
    }
}

/// The solver; clones share it.
#[derive(Clone)]
pub(crate) struct FakeSolver {
    script: Arc<Mutex<Script>>,
    said: watch::Sender<usize>,
    called: watch::Sender<usize>,
    prices: watch::Sender<Vec<v1::IndexPrice>>,
}

impl FakeSolver {
    /// Serves on a free port.
    pub(crate) async fn start() -> (FakeSolver, SocketAddr) {
        let solver = FakeSolver {
            script: Arc::default(),
            said: watch::Sender::new(0),
            called: watch::Sender::new(0),
            prices: watch::Sender::new(Vec::new()),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server =
            tonic::transport::Server::builder().add_service(SolverServer::new(solver.clone()));
        tokio::spawn(server.serve_with_incoming(TcpListenerStream::new(listener)));
        (solver, address)
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap()
    }

    /// An event happens.
    pub(crate) fn say(&self, event: solver_event::Event) {
        let mut script = self.script();
        script.say(event);
        self.said.send_replace(script.events.len());
    }

    /// The next calls fail: so many before they are stored, then so many after.
    pub(crate) fn fail(&self, before: usize, after: usize) {
        self.script().failures = (before, after);
    }

    /// Every order is accepted from now on, in the step that stores it.
    pub(crate) fn accept_all(&self) {
        self.script().accepts = true;
    }

    /// Every call is refused from now on.
    pub(crate) fn refuse(&self, status: Status) {
        self.script().refusal = Some(status);
    }

    /// Orders that were stored, each once.
    pub(crate) fn submitted(&self) -> Vec<v1::SubmitOrderRequest> {
        self.script().submitted.clone()
    }

    /// Cancel requests that were stored, each once.
    pub(crate) fn cancelled(&self) -> Vec<v1::CancelOrderRequest> {
        self.script().cancelled.clone()
    }

    /// Replace requests that were stored, each once.
    pub(crate) fn replaced(&self) -> Vec<v1::ReplaceOrderRequest> {
        self.script().replaced.clone()
    }

    /// Requests to cancel many orders that were stored, each once.
    pub(crate) fn cancelled_all(&self) -> Vec<v1::CancelOrdersRequest> {
        self.script().cancelled_all.clone()
    }

    /// Every command that was stored, in words.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.script().commands.clone()
    }

    /// The next request for a quote is refused.
    pub(crate) fn refuse_quote(&self, reason: v1::RejectReason) {
        self.script().quote_refusal = Some(reason);
    }

    /// An index has another price.
    pub(crate) fn price(&self, price: v1::IndexPrice) {
        self.prices.send_modify(|prices| prices.push(price));
    }

    /// Waits until that is so; asked again after each command.
    pub(crate) async fn until(&self, holds: impl Fn(&FakeSolver) -> bool) {
        let mut called = self.called.subscribe();
        while !holds(self) {
            called.changed().await.unwrap();
        }
    }

    /// All calls, repeats and failures included.
    pub(crate) fn calls(&self) -> usize {
        self.script().calls
    }

    /// Waits until it has so many orders.
    pub(crate) async fn has_orders(&self, count: usize) {
        self.until(|solver| solver.submitted().len() >= count).await;
    }

    fn command(
        &self,
        id: &str,
        store: impl FnOnce(&mut Script),
    ) -> Result<Response<v1::CommandReply>, Status> {
        let mut script = self.script();
        script.calls += 1;
        if let Some(status) = &script.refusal {
            return Err(status.clone());
        }
        if script.failures.0 > 0 {
            script.failures.0 -= 1;
            return Err(Status::unavailable("not now"));
        }
        let sequence = script.events.len() as u64;
        if !script.answered.contains_key(id) {
            script.answered.insert(id.to_owned(), sequence);
            store(&mut script);
        }
        self.said.send_replace(script.events.len());
        self.called.send_replace(script.calls);
        if script.failures.1 > 0 {
            script.failures.1 -= 1;
            return Err(Status::unavailable("the answer was lost"));
        }
        Ok(Response::new(v1::CommandReply {
            sequence: script.answered[id],
        }))
    }
}

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
