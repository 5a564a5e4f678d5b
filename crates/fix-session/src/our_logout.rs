//! Our Logout(5) waits until the peer has everything that it was sent before.
//!
//! A peer acts on a Logout(5) whatever its number, and QuickFIX counts it as well: beyond a gap it takes the place of the
//! first missing message, which is then never asked for. So ours is held back until a TestRequest(1) behind all that was
//! sent has its answer, which a peer gives in turn only, or until a limit has passed.

use fix_codec::{Draft, Message};
use fix_dictionary::tag;

use crate::action::Action;
use crate::authentication::Notice;
use crate::session::{Session, State};

/// A Logout(5) that the shell asked for and that has not gone out.
#[derive(Debug)]
pub(crate) struct OurLogout {
    notice: Notice,
    since_ns: i64,
    /// MsgSeqNum(34) of the TestRequest(1) whose answer is awaited.
    test: Option<u64>,
}

impl Session {
    /// Begins to log out; what the first call says counts.
    pub(crate) fn want_logout(&mut self, notice: &Notice, now_ns: i64, actions: &mut Vec<Action>) {
        if self.our_logout.is_none() {
            self.our_logout = Some(OurLogout {
                notice: notice.clone(),
                since_ns: now_ns,
                test: None,
            });
            self.further_logout(now_ns, actions);
        }
    }

    /// Sends the Logout(5) where the peer has everything, or has been waited for long enough; otherwise asks the peer,
    /// behind what it is being sent again.
    pub(crate) fn further_logout(&mut self, now_ns: i64, actions: &mut Vec<Action>) {
        let is_due = self.logout_due_ns().is_some_and(|due| due <= now_ns);
        let is_replaying = self.is_replaying;
        let Some(ours) = self
            .our_logout
            .as_mut()
            .filter(|_| self.state == State::Active)
        else {
            return;
        };
        if is_due || (self.is_caught_up && !is_replaying) {
            let notice = std::mem::take(&mut ours.notice);
            self.our_logout = None;
            self.start_logout(&notice, now_ns, actions);
        } else if !is_replaying && ours.test.is_none() {
            let msg_seq_num = self.numbers.next_outgoing;
            ours.test = Some(msg_seq_num);
            let test = Draft::new("1").field(tag::TEST_REQ_ID, test_req_id(msg_seq_num));
            self.emit_session(&test, now_ns, actions);
        }
    }

    /// A Heartbeat(0): maybe the answer.
    pub(crate) fn heard(&mut self, heartbeat: Message<'_>) {
        let asked = self.our_logout.as_ref().and_then(|ours| ours.test);
        let answered = heartbeat.get(tag::TEST_REQ_ID);
        if asked.is_some_and(|asked| answered == Some(test_req_id(asked).as_bytes())) {
            self.is_caught_up = true;
        }
    }

    /// The peer lacks what was sent up to `last`: a TestRequest(1) among it is filled as a gap, and may get no answer.
    pub(crate) fn lags(&mut self, last: u64) {
        self.is_caught_up = false;
        if let Some(ours) = &mut self.our_logout {
            ours.test = ours.test.filter(|test| *test > last);
        }
    }

    /// What the shell wanted to say with a Logout(5) that the peer's has overtaken.
    pub(crate) fn take_notice(&mut self) -> Notice {
        let ours = self.our_logout.take();
        ours.map_or_else(Notice::default, |ours| ours.notice)
    }

    /// When the Logout(5) goes out, whatever the peer has.
    pub(crate) fn logout_due_ns(&self) -> Option<i64> {
        let hold_ns = i64::from(self.config.limits.logout_hold_s) * 1_000_000_000;
        let ours = self.our_logout.as_ref()?;
        Some(ours.since_ns + hold_ns)
    }
}

fn test_req_id(msg_seq_num: u64) -> String {
    format!("LOGOUT-{msg_seq_num}")
}
