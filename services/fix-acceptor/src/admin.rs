//! The gRPC service for operators: who is logged on, who may trade what, and what is done to sessions.

use std::collections::HashMap;

use fix_engine::{
    AddError, Command, CommandError, ConfigError, Ended, Handle, NamedSession, PeerCertificate,
    RedefineError, SessionReport,
};
use fix_session::{NumbersError, State};
use proto::v1::fix_acceptor_server::FixAcceptor;
use proto::v1::{
    DefineSessionReply, DefineSessionRequest, DisableSessionRequest, EnableSessionRequest,
    ListSessionsReply, ListSessionsRequest, LogOutSessionRequest, RemoveSessionRequest, Session,
    SessionCommandReply, SessionSettings, SessionState, SetSessionNumbersRequest,
};
use service::page::Page;
use tonic::{Request, Response, Status};

use crate::application::{Input, OrderEntry};
use crate::config::{Passwords, check_accounts};
use crate::event::DefinedSession;
use crate::settings::SessionSettings as Settings;
use crate::terms::Terms;

/// Text(58) of a Logout(5) that an operator asks for.
const TEXT_BYTES_MAX: usize = 200;

/// See the module.
pub(crate) struct Admin {
    pub(crate) handle: Handle<OrderEntry>,
    pub(crate) terms: Terms,
    pub(crate) passwords: Passwords,
}

impl Admin {
    async fn command(
        &self,
        session: &str,
        command: Command,
        by: &str,
    ) -> Result<Response<SessionCommandReply>, Status> {
        let done = self.handle.command(session, command, by).await;
        let sequence = done.map_err(command_status)?;
        Ok(Response::new(SessionCommandReply { sequence }))
    }
}

impl Admin {
    /// A session with all its settings. A password is hashed, which takes a while.
    async fn settled(
        &self,
        session: &str,
        request: DefineSessionRequest,
        said: SessionSettings,
    ) -> Result<(NamedSession, DefinedSession), Status> {
        let name = session.to_owned();
        let before = move |application: &OrderEntry| {
            let defined = application.state().session(&name)?;
            defined.settings.clone()
        };
        let before = self.handle.query(before).await.map_err(ended)?;
        let passwords = self.passwords;
        let settings = tokio::task::spawn_blocking(move || {
            Settings::new(&request, &said, before.as_deref(), &passwords)
        });
        let settings = settings
            .await
            .map_err(|_| Status::internal("the password could not be hashed"))?
            .map_err(invalid)?;
        settings.check(&self.terms, &passwords).map_err(invalid)
    }

    async fn add_unless_there(&self, named: NamedSession) -> Result<(), Status> {
        if self.handle.status(&named.name).is_some() {
            return Ok(());
        }
        match self.handle.add(named).await {
            // Somebody else was faster.
            Ok(()) | Err(AddError::Config(ConfigError::DuplicateName(_))) => Ok(()),
            Err(AddError::Config(error)) => Err(Status::failed_precondition(error.to_string())),
            Err(AddError::Ended(error)) => Err(ended(error)),
        }
    }

    async fn add_or_redefine(&self, named: NamedSession) -> Result<(), Status> {
        match self.handle.add(named.clone()).await {
            Ok(()) => return Ok(()),
            Err(AddError::Config(ConfigError::DuplicateName(_))) => {}
            Err(AddError::Config(error)) => {
                return Err(Status::invalid_argument(error.to_string()));
            }
            Err(AddError::Ended(error)) => return Err(ended(error)),
        }
        let redefined = self.handle.redefine(named).await;
        redefined.map_err(|error| match error {
            RedefineError::Config(error) => Status::invalid_argument(error.to_string()),
            RedefineError::Command(error) => command_status(error),
        })
    }
}

#[tonic::async_trait]
impl FixAcceptor for Admin {
    async fn list_sessions(
        &self,
        request: Request<ListSessionsRequest>,
    ) -> Result<Response<ListSessionsReply>, Status> {
        let defined = |application: &OrderEntry| {
            let sessions = application.state().sessions();
            sessions
                .map(|(name, accounts)| {
                    (
                        name.to_owned(),
                        accounts.iter().cloned().collect::<Vec<_>>(),
                    )
                })
                .collect::<HashMap<_, _>>()
        };
        let after = request.into_inner().page_token;
        let mut accounts = self.handle.query(defined).await.map_err(ended)?;
        let mut reports = self.handle.report().await.map_err(ended)?;
        reports.retain(|report| report.name > after);
        reports.sort_by(|one, other| one.name.cmp(&other.name));
        let page = Page::of(reports.into_iter().map(|report| {
            let accounts = accounts.remove(&report.name).unwrap_or_default();
            (report.name.clone(), session(report, accounts))
        }));
        Ok(Response::new(ListSessionsReply {
            sessions: page.items,
            next_page_token: page.next_page_token,
        }))
    }

    async fn log_out_session(
        &self,
        request: Request<LogOutSessionRequest>,
    ) -> Result<Response<SessionCommandReply>, Status> {
        let by = caller(&request);
        let LogOutSessionRequest { session, text } = request.into_inner();
        let text = logout_text(text)?;
        self.command(&session, Command::LogOut { text }, &by).await
    }

    async fn disable_session(
        &self,
        request: Request<DisableSessionRequest>,
    ) -> Result<Response<SessionCommandReply>, Status> {
        let by = caller(&request);
        let DisableSessionRequest { session, text } = request.into_inner();
        let text = logout_text(text)?;
        self.command(&session, Command::Disable { text }, &by).await
    }

    async fn enable_session(
        &self,
        request: Request<EnableSessionRequest>,
    ) -> Result<Response<SessionCommandReply>, Status> {
        let by = caller(&request);
        let session = request.into_inner().session;
        self.command(&session, Command::Enable, &by).await
    }

    async fn remove_session(
        &self,
        request: Request<RemoveSessionRequest>,
    ) -> Result<Response<SessionCommandReply>, Status> {
        let by = caller(&request);
        let session = request.into_inner().session;
        self.command(&session, Command::Remove, &by).await
    }

    async fn set_session_numbers(
        &self,
        request: Request<SetSessionNumbersRequest>,
    ) -> Result<Response<SessionCommandReply>, Status> {
        let by = caller(&request);
        let request = request.into_inner();
        let command = Command::SetNumbers {
            next_incoming: request.next_incoming,
            next_outgoing: request.next_outgoing,
        };
        self.command(&request.session, command, &by).await
    }

    async fn define_session(
        &self,
        request: Request<DefineSessionRequest>,
    ) -> Result<Response<DefineSessionReply>, Status> {
        let by = caller(&request);
        let request = request.into_inner();
        check_accounts("accounts", &request.accounts).map_err(invalid)?;
        let key = |name: &str| name.replace("comp-id", "target_comp_id").replace('-', "_");
        let named = self
            .terms
            .session(&request.begin_string, &request.target_comp_id, key)
            .map_err(invalid)?;
        let session = named.name.clone();
        let input = match request.settings.clone() {
            None => {
                self.add_unless_there(named).await?;
                Input::DefineSession {
                    session: session.clone(),
                    accounts: request.accounts,
                }
            }
            Some(said) => {
                let (named, defined) = self.settled(&session, request, said).await?;
                self.add_or_redefine(named).await?;
                Input::RedefineSession(Box::new(defined))
            }
        };
        tracing::info!(session, by, "an operator defines a session");
        let sequence = self.handle.input(input).await.map_err(ended)?;
        Ok(Response::new(DefineSessionReply { sequence }))
    }
}

fn session(report: SessionReport, accounts: Vec<String>) -> Session {
    Session {
        session: report.name,
        accounts,
        logged_on: report.state == State::Active,
        next_incoming: report.numbers.next_incoming,
        next_outgoing: report.numbers.next_outgoing,
        state: session_state(report.state).into(),
        enabled: report.is_enabled,
        open: report.is_open,
        peer: report.peer.map(|peer| peer.to_string()).unwrap_or_default(),
        certificate_names: report.certificate_names,
        since_unix_ns: report.since_unix_ns,
        queued_messages: report.queued as u64,
        outbound_bytes: report.outbound_bytes as u64,
        received_messages: report.traffic.received,
        throttled_messages: report.traffic.throttled,
        throttle_queue: report.throttle_queue as u64,
        template: report.template.unwrap_or_default(),
    }
}

fn command_status(error: CommandError) -> Status {
    match error {
        CommandError::UnknownSession => Status::not_found(error.to_string()),
        CommandError::Connected | CommandError::Configured => {
            Status::failed_precondition(error.to_string())
        }
        CommandError::Numbers(NumbersError::Zero) => Status::invalid_argument(error.to_string()),
        CommandError::Numbers(_) => Status::failed_precondition(error.to_string()),
        CommandError::Ended => Status::unavailable(error.to_string()),
    }
}

/// A session's state as others see it.
pub(crate) fn session_state(state: State) -> SessionState {
    match state {
        State::Disconnected => SessionState::Disconnected,
        State::LogonExpected | State::LogonPending | State::LogonSent => SessionState::LoggingOn,
        State::Active => SessionState::LoggedOn,
        State::LogoutSent => SessionState::LoggingOut,
    }
}

/// Who asks, for the log: the address, and the certificate where there is TLS.
fn caller<T>(request: &Request<T>) -> String {
    let address = request.remote_addr();
    let address = address.map_or_else(|| "an unknown address".to_owned(), |it| it.to_string());
    let certificates = request.peer_certs();
    let first = certificates.as_ref().and_then(|shown| shown.first());
    match first.map(|certificate| PeerCertificate::read(certificate)) {
        Some(shown) => format!("{address}, {} ({})", shown.names.join(", "), shown.sha256),
        None => address,
    }
}

/// Text(58) that a peer can be sent.
fn logout_text(text: String) -> Result<Option<String>, Status> {
    let is_printable = text
        .bytes()
        .all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if text.len() > TEXT_BYTES_MAX || !is_printable {
        let problem = format!("text is not up to {TEXT_BYTES_MAX} printable characters");
        return Err(Status::invalid_argument(problem));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn invalid(error: service::config::ConfigError) -> Status {
    Status::invalid_argument(match error {
        service::config::ConfigError::Value { key, problem } => format!("{key}: {problem}"),
        other => other.to_string(),
    })
}

fn ended(error: Ended) -> Status {
    Status::unavailable(error.to_string())
}
