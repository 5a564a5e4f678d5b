//! The checks that do not need a dictionary's tables: time, CompIDs, and the message's place in the sequence.

use fix_codec::{Draft, Message, Timestamp};
use fix_dictionary::tag;

use crate::action::{Action, DisconnectReason};
use crate::authentication::Notice;
use crate::reject::{Problem, RejectReason};
use crate::session::{Session, State};

/// Whether a message goes on to be acted upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Verified {
    /// It is in its turn, or its turn does not matter.
    Go,
    /// It has been dealt with.
    Stop,
}

/// Which part of the sequence check a message gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sequence {
    /// Both ends.
    Checked,
    /// A message that may come at any number.
    Free,
}

/// Where a number is in the sequence.
enum Place {
    Expected,
    TooHigh,
    TooLow,
}

const NS: i64 = 1_000_000_000;

impl Session {
    /// Time, `CompIDs`, then sequence; what fails is answered here.
    pub(crate) fn verify(
        &mut self,
        message: Message<'_>,
        sequence: Sequence,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) -> Verified {
        // First, because a Reject(3) has to name it.
        let Some(msg_seq_num) = message.msg_seq_num() else {
            self.disconnect_for_missing_number(now_ns, actions);
            return Verified::Stop;
        };
        if let Err(problem) = self.check_time_and_ids(message, now_ns) {
            self.reject(message, &problem, now_ns, actions);
            // A missing field is an error of that message; a wrong one means that something is wrong with the peer.
            if matches!(
                problem.reason,
                RejectReason::SendingTimeAccuracy | RejectReason::CompIdProblem
            ) {
                self.start_logout(&Notice::default(), now_ns, actions);
            }
            return Verified::Stop;
        }
        if sequence == Sequence::Free {
            return Verified::Go;
        }
        match self.place(msg_seq_num) {
            Place::Expected => self.verify_repeat(message, now_ns, actions),
            Place::TooHigh => {
                self.wait_for_gap(message, msg_seq_num, now_ns, actions);
                Verified::Stop
            }
            Place::TooLow => {
                self.too_low(message, msg_seq_num, now_ns, actions);
                Verified::Stop
            }
        }
    }

    /// SendingTime(52) about now, SenderCompID(49) and TargetCompID(56) those of the session.
    pub(crate) fn check_time_and_ids(
        &self,
        message: Message<'_>,
        now_ns: i64,
    ) -> Result<(), Problem> {
        if self.config.checks.sending_time && !self.has_waited {
            let time = message.get(tag::SENDING_TIME).ok_or(Problem::at(
                RejectReason::RequiredTagMissing,
                tag::SENDING_TIME,
            ))?;
            let time = Timestamp::parse(time).ok_or(Problem::at(
                RejectReason::IncorrectDataFormat,
                tag::SENDING_TIME,
            ))?;
            let off_max_ns = i64::from(self.config.limits.sending_time_off_s) * NS;
            if time.unix_ns().abs_diff(now_ns) > off_max_ns.unsigned_abs() {
                return Err(Problem::of(RejectReason::SendingTimeAccuracy));
            }
        }
        if self.config.checks.comp_ids {
            let sender =
                message.get(tag::SENDER_COMP_ID) == Some(self.config.target_comp_id.as_bytes());
            let target =
                message.get(tag::TARGET_COMP_ID) == Some(self.config.sender_comp_id.as_bytes());
            if !sender || !target {
                return Err(Problem::of(RejectReason::CompIdProblem));
            }
        }
        Ok(())
    }

    fn place(&self, msg_seq_num: u64) -> Place {
        match msg_seq_num.cmp(&self.numbers.next_incoming) {
            std::cmp::Ordering::Equal => Place::Expected,
            std::cmp::Ordering::Greater => Place::TooHigh,
            std::cmp::Ordering::Less => Place::TooLow,
        }
    }

    /// Keeps a message that came too early, and asks for those before it, once.
    pub(crate) fn wait_for_gap(
        &mut self,
        message: Message<'_>,
        msg_seq_num: u64,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) {
        let messages_max = self.config.limits.out_of_order_messages;
        self.gap.keep(msg_seq_num, message, messages_max);
        self.ask_further(now_ns, actions);
    }

    /// Asks for what is missing and was not asked for yet: all of a gap, the next part of a long one, or what came while
    /// too many messages waited. A peer that asks, too, is answered first.
    pub(crate) fn ask_further(&mut self, now_ns: i64, actions: &mut Vec<Action>) {
        if self.is_replaying {
            return;
        }
        if let Some(last) = self.gap.missing(self.numbers.next_incoming) {
            self.request_gap(last, now_ns, actions);
        }
    }

    /// Asks for everything from the expected message on, or for the first part of it; `last` is the last one that is
    /// known to be missing.
    pub(crate) fn request_gap(&mut self, last: u64, now_ns: i64, actions: &mut Vec<Action>) {
        let first = self.numbers.next_incoming;
        let (last, end) = match self.config.limits.resend_request_messages {
            Some(messages) => {
                let part = last.min(first.saturating_add(messages.max(1) - 1));
                (part, part)
            }
            None => (last, self.config.version.infinity()),
        };
        let draft = Draft::new("2")
            .field(tag::BEGIN_SEQ_NO, first)
            .field(tag::END_SEQ_NO, end);
        self.emit_session(&draft, now_ns, actions);
        self.gap.request(last, now_ns);
    }

    /// FIX 4.4 volume 2, "Possible duplicates": a repeat is ignored; anything else is a serious error.
    pub(crate) fn too_low(
        &mut self,
        message: Message<'_>,
        msg_seq_num: u64,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) {
        if !message.fields().is_yes(tag::POSS_DUP_FLAG) {
            let expected = self.numbers.next_incoming;
            let text =
                format!("MsgSeqNum too low, expecting {expected} but received {msg_seq_num}");
            self.emit_logout(&Notice::text(Some(&text)), now_ns, actions);
            self.disconnect(DisconnectReason::SequenceTooLow, now_ns, actions);
            return;
        }
        let _ = self.verify_repeat(message, now_ns, actions);
    }

    /// FIX 4.4 volume 2, test cases 2f and 2g: what is sent again says when it was sent first.
    fn verify_repeat(
        &mut self,
        message: Message<'_>,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) -> Verified {
        let Err(problem) = self.check_repeat(message) else {
            return Verified::Go;
        };
        self.reject(message, &problem, now_ns, actions);
        if problem.reason == RejectReason::SendingTimeAccuracy {
            self.start_logout(&Notice::default(), now_ns, actions);
        }
        Verified::Stop
    }

    fn check_repeat(&self, message: Message<'_>) -> Result<(), Problem> {
        let is_repeat = message.fields().is_yes(tag::POSS_DUP_FLAG);
        // A SequenceReset(4) was never sent before, whatever its flag says.
        if !is_repeat || message.msg_type() == b"4" || !self.config.checks.orig_sending_time {
            return Ok(());
        }
        let first = message.get(tag::ORIG_SENDING_TIME).ok_or(Problem::at(
            RejectReason::RequiredTagMissing,
            tag::ORIG_SENDING_TIME,
        ))?;
        let sent = message.get(tag::SENDING_TIME).and_then(Timestamp::parse);
        if Timestamp::parse(first) > sent {
            return Err(Problem::of(RejectReason::SendingTimeAccuracy));
        }
        Ok(())
    }

    /// FIX 4.4 volume 2, test case 2: without MsgSeqNum(34) there is nothing to go on from.
    pub(crate) fn disconnect_for_missing_number(&mut self, now_ns: i64, actions: &mut Vec<Action>) {
        let text = "MsgSeqNum (34) is missing or is not a number".to_owned();
        self.emit_logout(&Notice::text(Some(&text)), now_ns, actions);
        self.disconnect(DisconnectReason::Malformed(text), now_ns, actions);
    }

    /// Sends Logout(5) and waits for the answer, unless one was sent already.
    pub(crate) fn start_logout(&mut self, notice: &Notice, now_ns: i64, actions: &mut Vec<Action>) {
        if self.state == State::Active {
            self.emit_logout(notice, now_ns, actions);
            self.enter(State::LogoutSent, now_ns);
        }
    }
}
