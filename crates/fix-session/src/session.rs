//! The session: its state, its numbers, and the one table of transitions.

use fix_codec::{Draft, Encoder, Garbled, Message, OwnedMessage};

use crate::action::{Action, Delivery, DisconnectReason, Numbers, Sent, SentKind};
use crate::authentication::{LogonVerdict, Notice};
use crate::config::{Role, SessionConfig};
use crate::gap::{Gap, Waiting};
use crate::our_logout::OurLogout;
use crate::states::{active, disconnected, logon_expected, logon_pending, logon_sent, logout_sent};
use crate::timers::Clock;

/// Where a session is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No connection.
    Disconnected,
    /// An acceptor has a connection and waits for Logon(A).
    LogonExpected,
    /// An acceptor has a good Logon(A) and waits for the shell's verdict on its sender.
    LogonPending,
    /// An initiator has sent Logon(A) and waits for that of its peer.
    LogonSent,
    /// Logged on.
    Active,
    /// We sent Logout(5) and wait for that of the peer.
    LogoutSent,
}

/// Where a reset that we began is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OurReset {
    None,
    /// Our Logon(A) had ResetSeqNumFlag(141), and the peer's that answers it has not come.
    Sent {
        since_ns: i64,
    },
    /// It never came: the next Logon(A) has to say it again.
    Due,
}

impl OurReset {
    pub(crate) fn is_sent(self) -> bool {
        matches!(self, OurReset::Sent { .. })
    }
}

/// One end of a session.
#[derive(Debug)]
pub struct Session {
    pub(crate) config: SessionConfig,
    pub(crate) state: State,
    pub(crate) numbers: Numbers,
    pub(crate) clock: Clock,
    pub(crate) gap: Gap,
    pub(crate) encoder: Encoder,
    pub(crate) our_reset: OurReset,
    /// What the shell has asked for, and what waits until the peer has caught up.
    pub(crate) our_logout: Option<OurLogout>,
    /// The peer has, or gets in order, everything that it was sent.
    pub(crate) is_caught_up: bool,
    /// Between [`Action::Replay`] and [`Session::replay_end`].
    pub(crate) is_replaying: bool,
    /// The next message has waited: its time was checked when it came.
    pub(crate) has_waited: bool,
    /// What [`State::LogonPending`] waits with.
    pub(crate) pending: Option<logon_pending::Pending>,
}

/// What can happen to a session.
enum Input<'a> {
    Connected,
    Message(Message<'a>),
    Garbled(Garbled),
    Time,
    Logout(&'a Notice),
    Verdict(&'a LogonVerdict),
    ConnectionLost,
}

impl Session {
    /// A session that goes on from those numbers.
    pub fn new(config: SessionConfig, numbers: Numbers) -> Self {
        let clock = Clock::new(config.heart_bt_int_s);
        Session {
            config,
            state: State::Disconnected,
            numbers,
            clock,
            gap: Gap::default(),
            encoder: Encoder::new(),
            our_reset: OurReset::None,
            our_logout: None,
            is_caught_up: false,
            is_replaying: false,
            has_waited: false,
            pending: None,
        }
    }

    /// What it was configured with.
    pub fn config(&self) -> &SessionConfig {
        &self.config
    }

    /// Where it is in its life.
    pub fn state(&self) -> State {
        self.state
    }

    /// Whether both sides have logged on.
    pub fn is_logged_on(&self) -> bool {
        self.state == State::Active
    }

    /// Whether an application message can be sent now. Not while a reset of ours is unanswered: should it have to be said
    /// again, what was sent after it would be forgotten. Nor while our Logout(5) waits: a peer that still has a gap may
    /// drop what comes behind it.
    pub fn can_send(&self) -> bool {
        self.is_logged_on() && !self.our_reset.is_sent() && self.our_logout.is_none()
    }

    /// The numbers to store.
    pub fn numbers(&self) -> Numbers {
        self.numbers
    }

    /// Whether a reset of ours has no answer yet, to store with the numbers: the next Logon(A) has to say it again, or a
    /// peer that never heard of it would find its number too low.
    pub fn owes_reset(&self) -> bool {
        self.our_reset != OurReset::None
    }

    /// Goes on with a reset that had no answer when the process ended.
    pub fn owe_reset(&mut self) {
        self.our_reset = OurReset::Due;
    }

    /// A connection is there.
    pub fn connected(&mut self, now_ns: i64, actions: &mut Vec<Action>) {
        let _ = self.step(Input::Connected, now_ns, actions);
    }

    /// A message came. Where it is for the application, the application has to have seen it before the next call; then
    /// [`Session::take_waiting`] says whether another one has its turn now.
    pub fn received(
        &mut self,
        message: Message<'_>,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) -> Delivery {
        let delivery = self.step(Input::Message(message), now_ns, actions);
        self.has_waited = false;
        delivery
    }

    /// Bytes came that are no message.
    pub fn garbled(&mut self, reason: Garbled, now_ns: i64, actions: &mut Vec<Action>) {
        let _ = self.step(Input::Garbled(reason), now_ns, actions);
    }

    /// Time passed.
    pub fn time(&mut self, now_ns: i64, actions: &mut Vec<Action>) {
        let _ = self.step(Input::Time, now_ns, actions);
    }

    /// The shell wants to end the session. Its Logout(5) goes out when the peer has everything that it was sent before;
    /// until then nothing new is sent, and what the peer sends is taken as before.
    pub fn logout(&mut self, notice: &Notice, now_ns: i64, actions: &mut Vec<Action>) {
        let _ = self.step(Input::Logout(notice), now_ns, actions);
    }

    /// The answer to [`Action::Authenticate`]; one that comes too late changes nothing.
    pub fn authenticated(
        &mut self,
        verdict: &LogonVerdict,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) {
        let _ = self.step(Input::Verdict(verdict), now_ns, actions);
    }

    /// The connection has ended.
    pub fn connection_lost(&mut self, now_ns: i64, actions: &mut Vec<Action>) {
        let _ = self.step(Input::ConnectionLost, now_ns, actions);
    }

    /// Sends an application message: its number, or `None` where [`Session::can_send`] says no.
    pub fn send(&mut self, draft: &Draft, now_ns: i64, actions: &mut Vec<Action>) -> Option<u64> {
        self.can_send()
            .then(|| self.emit(draft, SentKind::Application, now_ns, actions))
    }

    /// Like [`Session::send`], of a message that is stale when it would be sent again: who asks for it gets a gap fill.
    pub fn send_for_now(
        &mut self,
        draft: &Draft,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) -> Option<u64> {
        self.can_send()
            .then(|| self.emit(draft, SentKind::Session, now_ns, actions))
    }

    /// Numbers an application message that is not sent now: its peer will find it missing and ask for it.
    pub fn number(&mut self, draft: &Draft, now_ns: i64) -> Sent {
        self.lags(self.numbers.next_outgoing);
        self.numbered(draft, SentKind::Application, now_ns)
    }

    /// A message that came early and whose turn it is now; it goes through [`Session::received`] again.
    pub fn take_waiting(&mut self) -> Option<OwnedMessage> {
        loop {
            match self.gap.take(self.numbers.next_incoming)? {
                Waiting::Acted => self.advance(),
                Waiting::Message(message) => {
                    self.has_waited = true;
                    return Some(message);
                }
            }
        }
    }

    /// When [`Session::time`] has something to do, if nothing happens before.
    pub fn next_time_ns(&self) -> Option<i64> {
        match self.state {
            State::Disconnected | State::LogonExpected => None,
            State::LogonPending | State::LogonSent => {
                Some(self.clock.state_end_ns(self.config.limits.logon_wait_s))
            }
            State::Active => {
                let times = [
                    self.clock.next_ns(),
                    self.resend_due_ns(),
                    self.reset_due_ns(),
                    self.logout_due_ns(),
                ];
                times.into_iter().flatten().min()
            }
            State::LogoutSent => Some(self.clock.state_end_ns(self.config.limits.logout_wait_s)),
        }
    }

    /// When a ResendRequest(2) that nobody answers is sent again.
    pub(crate) fn resend_due_ns(&self) -> Option<i64> {
        let wait_ns = i64::from(self.config.limits.resend_wait_s) * 1_000_000_000;
        let (since_ns, _) = self.gap.unanswered().filter(|_| !self.is_replaying)?;
        Some(since_ns + wait_ns)
    }

    /// When a reset of ours has been without an answer for too long.
    pub(crate) fn reset_due_ns(&self) -> Option<i64> {
        let wait_ns = i64::from(self.config.limits.logon_wait_s) * 1_000_000_000;
        match self.our_reset {
            OurReset::Sent { since_ns } => Some(since_ns + wait_ns),
            OurReset::None | OurReset::Due => None,
        }
    }

    /// The table of transitions: what is not named here changes nothing.
    fn step(&mut self, input: Input<'_>, now: i64, out: &mut Vec<Action>) -> Delivery {
        use {Input as I, State as S};
        match (self.state, input) {
            (S::Disconnected, I::Connected) => disconnected::connected(self, now, out),
            (S::LogonExpected, I::Message(m)) => logon_expected::received(self, m, now, out),
            (S::LogonExpected, I::Garbled(why)) => logon_expected::garbled(self, why, now, out),
            (S::LogonPending, I::Verdict(verdict)) => {
                logon_pending::decided(self, verdict, now, out);
            }
            (S::LogonPending | S::LogonSent, I::Time) => logon_sent::time(self, now, out),
            (S::LogonSent, I::Message(m)) => logon_sent::received(self, m, now, out),
            (S::Active, I::Message(m)) => return active::received(self, m, now, out),
            (S::Active, I::Time) => active::time(self, now, out),
            (S::Active, I::Logout(notice)) => self.want_logout(notice, now, out),
            (S::LogoutSent, I::Message(m)) => return logout_sent::received(self, m, now, out),
            (S::LogoutSent, I::Time) => logout_sent::time(self, now, out),
            (S::LogonSent | S::Active | S::LogoutSent, I::Garbled(why)) => {
                active::garbled(self, why, now, out);
            }
            (S::LogonExpected | S::LogonPending | S::LogonSent, I::Logout(_)) => {
                self.disconnect(DisconnectReason::LoggedOut, now, out);
            }
            (
                S::LogonExpected | S::LogonPending | S::LogonSent | S::Active | S::LogoutSent,
                I::ConnectionLost,
            ) => self.end(now, out),
            // No connection, no input; one connection at a time; a timer, a logout or a verdict that came too late. What
            // is not held back while the shell decides is lost on the way, and will be asked for.
            (S::Disconnected, _)
            | (
                S::LogonExpected | S::LogonPending | S::LogonSent | S::Active | S::LogoutSent,
                I::Connected,
            )
            | (S::LogonExpected | S::LogonSent | S::Active | S::LogoutSent, I::Verdict(_))
            | (S::LogonPending, I::Message(_) | I::Garbled(_))
            | (S::LogonExpected, I::Time)
            | (S::LogoutSent, I::Logout(_)) => {}
        }
        Delivery::None
    }

    pub(crate) fn enter(&mut self, state: State, now_ns: i64) {
        self.state = state;
        self.clock.enter_state(now_ns);
    }

    /// The number that was expected has had its turn.
    pub(crate) fn advance(&mut self) {
        let msg_seq_num = self.numbers.next_incoming;
        self.gap.advanced(msg_seq_num, self.clock.received_ns());
        self.numbers.next_incoming = msg_seq_num + 1;
    }

    /// Both numbers go back to 1.
    pub(crate) fn reset(&mut self, actions: &mut Vec<Action>) {
        self.numbers = Numbers::default();
        self.gap.clear();
        actions.push(Action::Reset);
    }

    /// The peer has answered our reset: it counts from 1 again, and its Logon(A) was the first.
    pub(crate) fn reset_answered(&mut self) {
        self.our_reset = OurReset::None;
        self.numbers.next_incoming = 1;
        self.gap.clear();
        self.advance();
    }

    /// Closes the connection.
    pub(crate) fn disconnect(
        &mut self,
        reason: DisconnectReason,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) {
        actions.push(Action::Disconnect(reason));
        self.end(now_ns, actions);
    }

    /// The connection is gone, or will be.
    fn end(&mut self, now_ns: i64, actions: &mut Vec<Action>) {
        self.gap.clear();
        if self.our_reset.is_sent() {
            self.our_reset = OurReset::Due;
        }
        self.our_logout = None;
        self.pending = None;
        self.is_replaying = false;
        // A peer that never logged on must not be able to reset anything.
        if self.config.resets.on_disconnect
            && matches!(self.state, State::Active | State::LogoutSent)
        {
            self.reset(actions);
        }
        self.enter(State::Disconnected, now_ns);
    }

    pub(crate) fn is_initiator(&self) -> bool {
        self.config.role == Role::Initiator
    }
}
