//! The gRPC service for operators: who is logged on, who may trade what.

use fix_engine::{Ended, Handle};
use proto::v1::fix_acceptor_server::FixAcceptor;
use proto::v1::{
    DefineSessionReply, DefineSessionRequest, ListSessionsReply, ListSessionsRequest, Session,
};
use tonic::{Request, Response, Status};

use crate::application::{Input, OrderEntry};
use crate::config::{check_accounts, session_name};
use crate::event::SessionAccounts;

/// See the module.
pub(crate) struct Admin {
    pub(crate) handle: Handle<OrderEntry>,
    /// Our CompID.
    pub(crate) comp_id: String,
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
        let session = session_name(
            &request.begin_string,
            &self.comp_id,
            &request.target_comp_id,
        );
        check_accounts("accounts", &request.accounts)
            .map_err(|error| Status::invalid_argument(error.to_string()))?;
        if self.handle.status(&session).is_none() {
            let text = format!("{session} is not in the configuration: add it there and restart");
            return Err(Status::failed_precondition(text));
        }
        let defined = SessionAccounts {
            session,
            accounts: request.accounts,
        };
        let sequence = self
            .handle
            .input(Input::DefineSession(defined))
            .await
            .map_err(ended)?;
        Ok(Response::new(DefineSessionReply { sequence }))
    }
}

fn ended(error: Ended) -> Status {
    Status::unavailable(error.to_string())
}
