//! The gRPC service for operators: who is logged on, who may trade what.

use fix_engine::{AddError, ConfigError, Ended, Handle};
use proto::v1::fix_acceptor_server::FixAcceptor;
use proto::v1::{
    DefineSessionReply, DefineSessionRequest, ListSessionsReply, ListSessionsRequest, Session,
};
use tonic::{Request, Response, Status};

use crate::application::{Input, OrderEntry};
use crate::config::check_accounts;
use crate::terms::Terms;

/// See the module.
pub(crate) struct Admin {
    pub(crate) handle: Handle<OrderEntry>,
    pub(crate) terms: Terms,
}

#[tonic::async_trait]
impl FixAcceptor for Admin {
    async fn list_sessions(
        &self,
        _request: Request<ListSessionsRequest>,
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
                .collect::<Vec<_>>()
        };
        let defined = self.handle.query(defined).await.map_err(ended)?;
        let sessions = defined.into_iter().filter_map(|(name, accounts)| {
            let status = *self.handle.status(&name)?.borrow();
            Some(Session {
                session: name,
                accounts,
                logged_on: status.is_logged_on,
                next_incoming: status.numbers.next_incoming,
                next_outgoing: status.numbers.next_outgoing,
            })
        });
        Ok(Response::new(ListSessionsReply {
            sessions: sessions.collect(),
        }))
    }

    async fn define_session(
        &self,
        request: Request<DefineSessionRequest>,
    ) -> Result<Response<DefineSessionReply>, Status> {
        let request = request.into_inner();
        check_accounts("accounts", &request.accounts).map_err(invalid)?;
        let key = |name: &str| name.replace("comp-id", "target_comp_id").replace('-', "_");
        let named = self
            .terms
            .session(&request.begin_string, &request.target_comp_id, None, key)
            .map_err(invalid)?;
        let session = named.name.clone();
        if self.handle.status(&session).is_none() {
            match self.handle.add(named).await {
                // Somebody else was faster.
                Ok(()) | Err(AddError::Config(ConfigError::DuplicateName(_))) => {}
                Err(AddError::Config(error)) => {
                    return Err(Status::failed_precondition(error.to_string()));
                }
                Err(AddError::Ended(error)) => return Err(ended(error)),
            }
        }
        let defined = Input::DefineSession {
            session,
            accounts: request.accounts,
        };
        let sequence = self.handle.input(defined).await.map_err(ended)?;
        Ok(Response::new(DefineSessionReply { sequence }))
    }
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
