//! Cancel on disconnect: a session that is lost, and not back within its grace, has its open orders cancelled.
//!
//! When a session is lost, the time at which that happens is stored, so it happens also when the acceptor was restarted in
//! between. A session that was here when the acceptor ended is lost from the start on: before, it could not come back.

use std::time::Duration;

use fix_engine::{Ending, SessionChange, Step};

use super::OrderEntry;
use crate::event::{CancelOnDisconnect, Event, OrdersCancel};

impl OrderEntry {
    pub(super) fn engine_started(&self, step: &mut Step<Event>) {
        for session in self.state.all_online() {
            self.lost(session, step);
        }
    }

    pub(super) fn session_changed(
        &self,
        session: &str,
        change: SessionChange,
        step: &mut Step<Event>,
    ) {
        let Some(terms) = self.cancel_on_disconnect(session) else {
            return;
        };
        match change {
            SessionChange::LoggedOn if self.state.is_online(session) => {}
            SessionChange::LoggedOn => step.store(Event::SessionOnline {
                session: session.to_owned(),
            }),
            SessionChange::LoggedOut(Ending::Lost) => self.lost(session, step),
            SessionChange::LoggedOut(Ending::ByPeer | Ending::ByUs) if terms.after_logout => {
                self.lost(session, step);
            }
            SessionChange::LoggedOut(Ending::ByPeer | Ending::ByUs) => {
                step.store(Event::SessionOffline {
                    session: session.to_owned(),
                    cancel_at_unix_ns: None,
                });
            }
            // It is lost when we are back.
            SessionChange::LoggedOut(Ending::Shutdown) | SessionChange::Reset => {}
        }
    }

    /// Sessions that were lost, and whose grace is over.
    pub(super) fn grace_over(&self, step: &mut Step<Event>) {
        let overdue = self.state.overdue(step.now_unix_ns());
        for (session, command) in overdue.zip(self.state.next_command()..) {
            let grace = self
                .cancel_on_disconnect(session)
                .map(|terms| Duration::from_nanos(terms.grace_ns));
            let text = format!(
                "cancelled: the session was lost and not back within {:?}",
                grace.unwrap_or_default()
            );
            tracing::info!(session, "a lost session's open orders are cancelled");
            step.store(Event::OrdersCancelTaken {
                command,
                session: session.to_owned(),
                cancel: OrdersCancel {
                    text,
                    ..OrdersCancel::default()
                },
            });
        }
    }

    fn cancel_on_disconnect(&self, session: &str) -> Option<&CancelOnDisconnect> {
        self.state.session(session)?.cancel_on_disconnect.as_ref()
    }

    fn lost(&self, session: &str, step: &mut Step<Event>) {
        // A session that no longer has such terms is merely away.
        let grace_ns = self
            .cancel_on_disconnect(session)
            .map(|terms| terms.grace_ns);
        let cancel_at_unix_ns =
            grace_ns.map(|grace_ns| step.now_unix_ns().saturating_add_unsigned(grace_ns));
        step.store(Event::SessionOffline {
            session: session.to_owned(),
            cancel_at_unix_ns,
        });
    }
}
