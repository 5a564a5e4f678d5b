//! Answering ResendRequest(2): application messages again, runs of session messages as one SequenceReset-GapFill(4).

use fix_codec::{Draft, OwnedMessage};
use fix_dictionary::tag;

use crate::action::{Action, Sent, SentKind};
use crate::outbound::HeaderFields;
use crate::session::Session;

/// A range of stored messages that the peer asked for, and how far it has been answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replay {
    /// The first MsgSeqNum(34) that is not answered yet.
    pub next: u64,
    /// The last one of the range.
    pub last: u64,
}

impl Session {
    /// Asks the shell for a range of stored messages, which the peer lacks.
    pub(crate) fn start_replay(&mut self, next: u64, last: u64, actions: &mut Vec<Action>) {
        self.is_replaying = true;
        self.lags(last);
        actions.push(Action::Replay(Replay { next, last }));
    }

    /// Sends a stored application message again; what lies between it and the one before is filled. Stored messages
    /// must come in ascending order, all within the range.
    pub fn replay(
        &mut self,
        replay: &mut Replay,
        msg_seq_num: u64,
        stored: &[u8],
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) {
        let Some(message) = OwnedMessage::decode(stored) else {
            return;
        };
        if msg_seq_num < replay.next || msg_seq_num > replay.last {
            return;
        }
        self.fill_gap(replay.next, msg_seq_num, now_ns, actions);
        let bytes = self.duplicate(msg_seq_num, &message, now_ns);
        self.emit_again(msg_seq_num, bytes, now_ns, actions);
        replay.next = msg_seq_num + 1;
    }

    /// Ends a replay: what remains of the range is filled. A ResendRequest(2) that came too early has been answered now,
    /// and what is missing before it is asked for: FIX 4.4 volume 2, test case 20, so that two sides that both lost
    /// messages don't wait for each other.
    pub fn replay_end(&mut self, replay: Replay, now_ns: i64, actions: &mut Vec<Action>) {
        self.fill_gap(replay.next, replay.last + 1, now_ns, actions);
        self.is_replaying = false;
        self.ask_further(now_ns, actions);
        self.further_logout(now_ns, actions);
    }

    /// SequenceReset-GapFill(4) from `first` to before `next`.
    fn fill_gap(&mut self, first: u64, next: u64, now_ns: i64, actions: &mut Vec<Action>) {
        if first >= next {
            return;
        }
        let now = fix_codec::Timestamp::from_unix_ns(now_ns).format(self.config.precision());
        let header: HeaderFields<'_> = vec![
            (tag::POSS_DUP_FLAG, b"Y"),
            (tag::ORIG_SENDING_TIME, now.as_bytes()),
        ];
        let body = Draft::new("4")
            .field(tag::NEW_SEQ_NO, next)
            .flag(tag::GAP_FILL_FLAG, true);
        let bytes = self.write(b"4", first, header, body.body(), now_ns);
        self.emit_again(first, bytes, now_ns, actions);
    }

    fn emit_again(
        &mut self,
        msg_seq_num: u64,
        bytes: Vec<u8>,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) {
        actions.push(Action::Send(Sent {
            msg_seq_num,
            kind: SentKind::Duplicate,
            bytes,
        }));
        self.clock.sent(now_ns);
        // What the peer sends waits for the end of the replay, which is paced by what the peer takes: it is no silence.
        self.clock.received(now_ns);
    }

    /// The stored message with PossDupFlag(43), OrigSendingTime(122) and a new SendingTime(52).
    fn duplicate(&mut self, msg_seq_num: u64, message: &OwnedMessage, now_ns: i64) -> Vec<u8> {
        let fields = message.fields();
        let dictionary = std::sync::Arc::clone(&self.config.dictionaries.session);
        let body_at = fields
            .iter()
            .position(|field| !dictionary.header().contains_deep(field.tag))
            .unwrap_or(fields.len());
        let mut header: HeaderFields<'_> = vec![(tag::POSS_DUP_FLAG, b"Y")];
        for field in fields.range(0..body_at).iter() {
            match field.tag {
                tag::SENDING_TIME => header.push((tag::ORIG_SENDING_TIME, field.value)),
                tag::BEGIN_STRING
                | tag::BODY_LENGTH
                | tag::MSG_TYPE
                | tag::MSG_SEQ_NUM
                | tag::SENDER_COMP_ID
                | tag::TARGET_COMP_ID
                | tag::POSS_DUP_FLAG
                | tag::LAST_MSG_SEQ_NUM_PROCESSED
                | tag::ORIG_SENDING_TIME => {}
                _ => header.push((field.tag, field.value)),
            }
        }
        let body = message.view().body_from(body_at);
        self.write(message.view().msg_type(), msg_seq_num, header, body, now_ns)
    }
}
