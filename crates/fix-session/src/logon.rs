//! What both roles do with the Logon(A) of a peer: checking it, and bringing the numbers of both sides together.
//!
//! A side that is behind asks with ResendRequest(2). Where both use NextExpectedMsgSeqNum(789), FIX 4.4 volume 2,
//! "Logon", each says what it expects in its Logon(A), and the other sends what is missing without being asked.

use fix_codec::Message;
use fix_dictionary::tag;

use crate::action::{Action, DisconnectReason};
use crate::authentication::Notice;
use crate::reject::Problem;
use crate::session::{Session, State};
use crate::validate::validate;

/// What a good Logon(A) says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    /// MsgSeqNum(34).
    pub(crate) msg_seq_num: u64,
    /// HeartBtInt(108).
    pub(crate) heart_bt_int_s: u32,
    /// ResetSeqNumFlag(141).
    pub(crate) resets: bool,
    /// NextExpectedMsgSeqNum(789), where this side uses it, too.
    pub(crate) next_expected: Option<u64>,
}

impl Session {
    /// Everything about a Logon(A) but its place in the sequence.
    pub(crate) fn check_logon(&self, message: Message<'_>, now_ns: i64) -> Result<Said, String> {
        let says = |problem: Problem| match problem.tag {
            Some(tag) => format!("{} ({tag})", problem.reason.text()),
            None => problem.reason.text().to_owned(),
        };
        if message.begin_string() != self.config.version.begin_string().as_bytes() {
            return Err("another BeginString".to_owned());
        }
        validate(&self.config, message).map_err(says)?;
        self.check_time_and_ids(message, now_ns).map_err(says)?;
        let fields = message.fields();
        if fields.text(tag::DEFAULT_APPL_VER_ID) != self.config.default_appl_ver_id.as_deref() {
            return Err("another DefaultApplVerID (1137)".to_owned());
        }
        if fields.unsigned(tag::ENCRYPT_METHOD).unwrap_or(0) != 0 {
            return Err("EncryptMethod (98) is not 0: encryption is left to TLS".to_owned());
        }
        let interval_max = self.config.limits.heart_bt_int_max_s;
        let interval = fields.unsigned(tag::HEART_BT_INT);
        let heart_bt_int_s = interval
            .and_then(|interval| u32::try_from(interval).ok())
            .filter(|interval| *interval <= interval_max)
            .ok_or_else(|| format!("HeartBtInt (108) is not a number up to {interval_max}"))?;
        let uses_next_expected = self.config.uses_next_expected();
        Ok(Said {
            msg_seq_num: message
                .msg_seq_num()
                .ok_or("MsgSeqNum (34) is missing or is not a number")?,
            heart_bt_int_s,
            resets: fields.is_yes(tag::RESET_SEQ_NUM_FLAG),
            next_expected: fields
                .unsigned(tag::NEXT_EXPECTED_MSG_SEQ_NUM)
                .filter(|_| uses_next_expected),
        })
    }

    /// From which message on the peer lacks what we sent, by its NextExpectedMsgSeqNum(789).
    pub(crate) fn lacks(&self, said: Said) -> Result<Option<u64>, String> {
        let next = self.numbers.next_outgoing;
        match said.next_expected {
            Some(expected) if expected == 0 || expected > next => Err(format!(
                "NextExpectedMsgSeqNum (789) is wrong, expecting 1 to {next} but received {expected}"
            )),
            expected => Ok(expected.filter(|expected| *expected < next)),
        }
    }

    /// Both sides have logged on: what the peer lacks is sent again, our own Logon(A) included.
    pub(crate) fn send_lacking(
        &mut self,
        said: Said,
        lacks: Option<u64>,
        actions: &mut Vec<Action>,
    ) {
        match lacks {
            Some(next) => {
                let last = self.numbers.next_outgoing - 1;
                self.start_replay(next, last, actions);
            }
            None if said.next_expected.is_some() => self.is_caught_up = true,
            None => {}
        }
    }

    /// A Logon(A) that came too early waits for those before it. The peer sends them by itself when it has heard what
    /// we expect; should it not, they are asked for as if they had been.
    pub(crate) fn wait_after_logon(&mut self, said: Said, now_ns: i64, actions: &mut Vec<Action>) {
        self.gap.keep_acted(said.msg_seq_num);
        match said.next_expected {
            Some(_) => self.gap.request(said.msg_seq_num - 1, now_ns),
            None => self.ask_further(now_ns, actions),
        }
    }

    /// A Logon(A) whose number has been there, or which expects what was never sent.
    pub(crate) fn refuse_numbers(&mut self, text: String, now_ns: i64, actions: &mut Vec<Action>) {
        self.emit_logout(&Notice::text(Some(&text)), now_ns, actions);
        self.disconnect(DisconnectReason::BadLogon(text), now_ns, actions);
    }

    /// Whether the number of a Logon(A) is too low: then the session has ended.
    pub(crate) fn logon_is_too_low(
        &mut self,
        message: Message<'_>,
        said: Said,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) -> bool {
        if said.msg_seq_num >= self.numbers.next_incoming {
            return false;
        }
        self.enter(State::Active, now_ns);
        self.too_low(message, said.msg_seq_num, now_ns, actions);
        // A Logon(A) that says it is a repeat is none all the same.
        if self.state != State::Disconnected {
            self.disconnect(DisconnectReason::SequenceTooLow, now_ns, actions);
        }
        true
    }
}
