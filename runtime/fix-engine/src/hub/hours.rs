//! A session's hours: outside of them it is logged out and stays out; with a window its numbers may start again.

use fix_schedule::Window;
use fix_session::{Notice, Numbers, SessionStatus, State};

use super::Hub;
use crate::application::{Application, Ending};
use crate::config::Hours;
use crate::kept::Change;

/// What the peer of a session reads whose window has ended.
const OVER: &str = "the session's hours are over";

/// Where a session is in its hours.
#[derive(Debug)]
pub(super) struct Clock {
    hours: Option<Hours>,
    /// The window of now.
    window: Option<Window>,
    /// When that may change.
    next_look_ns: i64,
}

impl Clock {
    pub(super) fn new(hours: Option<Hours>) -> Self {
        Clock {
            hours,
            window: None,
            next_look_ns: i64::MIN,
        }
    }

    /// Whether the session may be logged on.
    pub(super) fn is_open(&self) -> bool {
        self.hours.is_none() || self.window.is_some()
    }
}

impl<A: Application> Hub<A> {
    /// Looks at the hours of all sessions.
    pub(super) fn keep_hours(&mut self) {
        for index in 0..self.places.len() {
            if self.places[index].clock.next_look_ns <= self.now_ns {
                self.keep_hours_of(index);
            }
        }
    }

    pub(super) fn keep_hours_of(&mut self, index: usize) {
        let now_ns = self.now_ns;
        let place = &mut self.places[index];
        let Some(hours) = &place.clock.hours else {
            place.clock.next_look_ns = i64::MAX;
            return;
        };
        let (window, resets) = (hours.schedule.window_at(now_ns), hours.reset_at_start);
        let next_change_ns = hours.schedule.next_change_ns(now_ns).unwrap_or(i64::MAX);
        place.clock.window = window;
        let start_ns = window.map(|window| window.start_ns);
        let before_ns = place.stored.kept.window_start_ns;
        let is_connected = place.session.state() != State::Disconnected;
        if is_connected && (start_ns.is_none() || start_ns != before_ns) {
            // Looked at again until it is logged out: the numbers can start again only then.
            let notice = Notice {
                text: Some(OVER.to_owned()),
                status: Some(SessionStatus::LogonsAreNotAllowedAtThisTime),
            };
            self.log_out(index, Ending::ByUs, &notice);
            return;
        }
        place.clock.next_look_ns = next_change_ns;
        if let Some(start_ns) = start_ns
            && before_ns != Some(start_ns)
        {
            tracing::info!(session = place.name, "a window of the session starts");
            // The numbers of a session that had no hours so far belong to its first window.
            if resets && before_ns.is_some() {
                let reset = self.renumber(index, Numbers::default());
                debug_assert_eq!(reset, Ok(()), "there is no connection");
            }
            self.keep(index, &Change::Window(start_ns));
        }
        self.touch(index);
    }
}
