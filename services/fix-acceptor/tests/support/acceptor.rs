//! The running service, and its FIX clients over TCP.

use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use fix_acceptor::{Config, Dialect, Fix, Listening, RunError, Session};
use fix_codec::{Draft, OwnedMessage};
use fix_dictionary::tag;
use fix_engine::{Client, ClientConfig, Clock};
use fix_session::{Credentials, Role, SessionConfig, Version};
use journal::Journal;
use proto::v1;
use proto::v1::fix_acceptor_client::FixAcceptorClient;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// The longest that a test waits for anything.
pub(crate) const DEADLINE: Duration = Duration::from_mins(1);

pub(crate) async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    let waited = tokio::time::timeout(DEADLINE, future).await;
    waited.unwrap_or_else(|_| panic!("{what} did not happen in {DEADLINE:?}"))
}

/// A connection of operators'.
pub(crate) type Admin = FixAcceptorClient<tonic::transport::Channel>;

pub(crate) struct Acceptor {
    pub(crate) listening: Listening,
    shutdown: CancellationToken,
    task: JoinHandle<Result<(), RunError>>,
}

impl Acceptor {
    /// With the sessions CLIENT1 and CLIENT2.
    pub(crate) async fn start(
        journal: &Path,
        solver: SocketAddr,
        listen: Option<SocketAddr>,
    ) -> Acceptor {
        Acceptor::run(Acceptor::config(journal, solver, listen)).await
    }

    pub(crate) fn config(journal: &Path, solver: SocketAddr, listen: Option<SocketAddr>) -> Config {
        Config {
            journal: Some(journal.to_owned()),
            cash: "USDC".to_owned(),
            cash_decimals: 6,
            grpc: service::config::Grpc::loopback(),
            solver: service::config::Peer::at(solver),
            fix: Fix::new(
                listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 0))),
                "SHEAF",
            ),
            sessions: vec![
                Session::new("CLIENT1", &["ACC-1"]),
                Session::new("CLIENT2", &["ACC-2"]),
            ],
            telemetry: telemetry::Config::default(),
            clock: Clock::default(),
        }
    }

    pub(crate) async fn run(config: Config) -> Acceptor {
        let shutdown = CancellationToken::new();
        let (ready, listening) = oneshot::channel();
        let task = tokio::spawn(fix_acceptor::run(config, ready, shutdown.clone()));
        let Ok(listening) = soon("the start", listening).await else {
            panic!("the service does not start: {:?}", task.await);
        };
        Acceptor {
            listening,
            shutdown,
            task,
        }
    }

    /// What operators call.
    pub(crate) async fn admin(&self) -> Admin {
        let address = format!("http://{}", self.listening.grpc);
        FixAcceptorClient::connect(address).await.unwrap()
    }

    /// Lets it end by itself.
    pub(crate) fn end(self) {
        self.shutdown.cancel();
    }

    pub(crate) async fn stop(self) {
        self.shutdown.cancel();
        soon("the end", self.task).await.unwrap().unwrap();
    }
}

pub(crate) async fn client(acceptor: SocketAddr) -> Client {
    client_of("CLIENT1", acceptor).await
}

pub(crate) async fn client_of(comp_id: &str, acceptor: SocketAddr) -> Client {
    let client = client_with(comp_id, acceptor, None).await;
    soon("the logon", client.logged_on()).await.unwrap();
    client
}

/// A client that tries to log on, with a user's name and password.
pub(crate) async fn client_with(
    comp_id: &str,
    acceptor: SocketAddr,
    credentials: Option<(&str, &str)>,
) -> Client {
    let dictionaries = Dialect::Fix44.dictionaries();
    let mut session = SessionConfig::new(
        Role::Initiator,
        Version::Fix44,
        comp_id,
        "SHEAF",
        dictionaries,
    );
    session.credentials = credentials.map(|(username, password)| Credentials {
        username: username.to_owned(),
        password: password.to_owned(),
    });
    let config = ClientConfig {
        connect: acceptor.to_string(),
        tls: None,
        session,
        resume_after: 0,
    };
    Client::start(config, Journal::in_memory()).await.unwrap()
}

pub(crate) async fn next(client: &mut Client) -> OwnedMessage {
    soon("a message", client.receive()).await.unwrap().message
}

/// `8 150=F 39=1`: a message by its type and the fields named.
pub(crate) fn shown(message: &OwnedMessage, tags: &[u32]) -> String {
    let msg_type = String::from_utf8_lossy(message.view().msg_type()).into_owned();
    let field = |tag: &u32| format!(" {tag}={}", message.fields().text(*tag).unwrap_or("-"));
    msg_type + &tags.iter().map(field).collect::<String>()
}

pub(crate) fn new_order(cl_ord_id: &str) -> Draft {
    Draft::new("D")
        .field(tag::CL_ORD_ID, cl_ord_id)
        .field(tag::ACCOUNT, "ACC-1")
        .field(tag::SYMBOL, "TOP5")
        .field(tag::SIDE, 1)
        .field(tag::TRANSACT_TIME, "20260131-12:00:00.000")
        .field(tag::ORD_TYPE, 1)
        .field(tag::CASH_ORDER_QTY, "1000")
}

pub(crate) fn order(cl_ord_id: &str) -> v1::IndexOrder {
    let amount = |text: &str| text.to_owned();
    v1::IndexOrder {
        order_id: format!("O-{cl_ord_id}"),
        session: "FIX.4.4:SHEAF->CLIENT1".to_owned(),
        cl_ord_id: cl_ord_id.to_owned(),
        account: "ACC-1".to_owned(),
        index: "TOP5".to_owned(),
        side: v1::Side::Buy.into(),
        status: v1::OrderStatus::Working.into(),
        cash: amount("1000"),
        remaining_cash: amount("0"),
        spent: amount("1000"),
        gross: amount("999"),
        venue_fees: amount("0.5"),
        issuer_fees: amount("0.5"),
        units: amount("1"),
        average_price: amount("999"),
        returned: amount("0"),
        ..v1::IndexOrder::default()
    }
}
