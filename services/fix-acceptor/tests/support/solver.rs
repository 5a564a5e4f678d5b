//! A solver that a test scripts: it keeps the contract of `Solver` (commands by their ids, a stream that resumes) and
//! says what the test wants it to say.

mod grpc;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use proto::v1::solver_server::SolverServer;
use proto::v1::{self, solver_event};
use tokio::sync::watch;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Response, Status};

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
