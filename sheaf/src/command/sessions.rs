//! `sheaf sessions`: the FIX sessions, who is there, and how to send one away or set its numbers.

use proto::v1::{
    DisableSessionRequest, EnableSessionRequest, LogOutSessionRequest, SessionState,
    SetSessionNumbersRequest,
};

use crate::operator::At;
use crate::pages;
use crate::table::Table;

/// FIX sessions.
#[derive(clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    at: At,
}

#[derive(clap::Subcommand)]
enum What {
    /// All of them.
    List,
    /// Send a Logout(5); the peer may come again.
    Logout(Farewell),
    /// Send a Logout(5), and keep the session out until it is enabled, through restarts.
    Disable(Farewell),
    /// Let a session log on again.
    Enable {
        /// E.g. `FIX.4.4:SHEAF->CLIENT1`.
        session: String,
    },
    /// Set both sequence numbers of a session that is not connected to 1: what was sent before is forgotten.
    Reset {
        /// E.g. `FIX.4.4:SHEAF->CLIENT1`.
        session: String,
    },
    /// Set sequence numbers of a session that is not connected to what its side says.
    Numbers {
        /// E.g. `FIX.4.4:SHEAF->CLIENT1`.
        session: String,
        /// The next MsgSeqNum(34) expected from the client.
        #[arg(long)]
        incoming: Option<u64>,
        /// The next that we send.
        #[arg(long)]
        outgoing: Option<u64>,
    },
}

#[derive(clap::Args)]
struct Farewell {
    /// E.g. `FIX.4.4:SHEAF->CLIENT1`.
    session: String,
    /// Text(58) of the Logout(5).
    #[arg(long, default_value = "")]
    text: String,
}

/// Does it, and lists the sessions as they are then.
pub(crate) async fn run(Options { what, at }: Options) -> anyhow::Result<()> {
    let mut acceptor = at.fix_acceptor()?;
    match what {
        What::List => {}
        What::Logout(Farewell { session, text }) => {
            let request = LogOutSessionRequest { session, text };
            acceptor.log_out_session(request).await?;
        }
        What::Disable(Farewell { session, text }) => {
            let request = DisableSessionRequest { session, text };
            acceptor.disable_session(request).await?;
        }
        What::Enable { session } => {
            let request = EnableSessionRequest { session };
            acceptor.enable_session(request).await?;
        }
        What::Reset { session } => {
            let request = SetSessionNumbersRequest {
                session,
                next_incoming: Some(1),
                next_outgoing: Some(1),
            };
            acceptor.set_session_numbers(request).await?;
        }
        What::Numbers {
            session,
            incoming,
            outgoing,
        } => {
            let request = SetSessionNumbersRequest {
                session,
                next_incoming: incoming,
                next_outgoing: outgoing,
            };
            acceptor.set_session_numbers(request).await?;
        }
    }
    let sessions = pages::sessions(&mut acceptor).await?;
    let mut table = Table::new(&[
        "session",
        "accounts",
        "state",
        "enabled",
        "open",
        "peer",
        "incoming",
        "outgoing",
        "queued",
        "received",
        "throttled",
    ]);
    for session in sessions {
        let state = match session.state() {
            SessionState::Unspecified => "?",
            SessionState::Disconnected => "disconnected",
            SessionState::LoggingOn => "logging on",
            SessionState::LoggedOn => "logged on",
            SessionState::LoggingOut => "logging out",
        };
        let yes = |is_so: bool| if is_so { "yes" } else { "no" }.to_owned();
        table.row([
            session.session.clone(),
            session.accounts.join(","),
            state.to_owned(),
            yes(session.enabled),
            yes(session.open),
            session.peer,
            session.next_incoming.to_string(),
            session.next_outgoing.to_string(),
            session.queued_messages.to_string(),
            session.received_messages.to_string(),
            session.throttled_messages.to_string(),
        ]);
    }
    at.print(&table);
    Ok(())
}
