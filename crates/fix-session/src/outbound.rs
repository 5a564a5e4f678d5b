//! Writing messages: the header in the order of the wire, the sequence number, the time.
//!
//! Header fields come in ascending order after MsgType(35), as QuickFIX writes them and its acceptance suite expects.

use fix_codec::{Draft, Timestamp};
use fix_dictionary::tag;

use crate::action::{Action, Sent, SentKind};
use crate::authentication::Notice;
use crate::session::Session;

/// Fields of the header beyond those that every message has.
pub(crate) type HeaderFields<'a> = Vec<(u32, &'a [u8])>;

/// What is special about a Logon(A) of ours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OurLogon<'a> {
    /// ResetSeqNumFlag(141).
    pub(crate) resets: bool,
    /// NextExpectedMsgSeqNum(789), where the session is configured for it.
    pub(crate) says_expected: bool,
    /// Text(58) and SessionStatus(1409).
    pub(crate) notice: &'a Notice,
}

/// The fields of the header that the session writes itself, in ascending order.
const OWN_FIELDS: [u32; 5] = [
    tag::MSG_SEQ_NUM,
    tag::SENDER_COMP_ID,
    tag::SENDING_TIME,
    tag::TARGET_COMP_ID,
    tag::LAST_MSG_SEQ_NUM_PROCESSED,
];

impl Session {
    /// Numbers and sends a message.
    pub(crate) fn emit(
        &mut self,
        draft: &Draft,
        kind: SentKind,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) -> u64 {
        let sent = self.numbered(draft, kind, now_ns);
        let msg_seq_num = sent.msg_seq_num;
        actions.push(Action::Send(sent));
        self.clock.sent(now_ns);
        msg_seq_num
    }

    /// Gives a message its number.
    pub(crate) fn numbered(&mut self, draft: &Draft, kind: SentKind, now_ns: i64) -> Sent {
        let msg_seq_num = self.numbers.next_outgoing;
        self.numbers.next_outgoing += 1;
        let header: HeaderFields<'_> = draft.header().collect();
        let msg_type = draft.msg_type().as_bytes();
        let bytes = self.write(msg_type, msg_seq_num, header, draft.body(), now_ns);
        Sent {
            msg_seq_num,
            kind,
            bytes,
        }
    }

    /// The bytes of a message with that number.
    pub(crate) fn write(
        &mut self,
        msg_type: &[u8],
        msg_seq_num: u64,
        extra: HeaderFields<'_>,
        body: &[u8],
        now_ns: i64,
    ) -> Vec<u8> {
        let time = Timestamp::from_unix_ns(now_ns).format(self.config.precision());
        let mut extra = extra;
        extra.sort_unstable_by_key(|(tag, _)| *tag);
        let mut extra = extra.into_iter().peekable();
        let (config, encoder) = (&self.config, &mut self.encoder);
        encoder.begin(msg_type);
        // Two ascending lists, merged.
        for own in OWN_FIELDS {
            while let Some((tag, value)) = extra.next_if(|(tag, _)| *tag < own) {
                encoder.bytes(tag, value);
            }
            match own {
                tag::MSG_SEQ_NUM => encoder.unsigned(own, msg_seq_num),
                tag::SENDER_COMP_ID => encoder.bytes(own, config.sender_comp_id.as_bytes()),
                tag::SENDING_TIME => encoder.bytes(own, time.as_bytes()),
                tag::TARGET_COMP_ID => encoder.bytes(own, config.target_comp_id.as_bytes()),
                _ if config.says_last_processed() => {
                    encoder.unsigned(own, self.numbers.next_incoming.saturating_sub(1));
                }
                _ => {}
            }
        }
        for (tag, value) in extra {
            encoder.bytes(tag, value);
        }
        self.encoder.encoded(body);
        self.encoder
            .finish(self.config.version.begin_string().as_bytes())
            .to_vec()
    }

    pub(crate) fn emit_session(&mut self, draft: &Draft, now_ns: i64, actions: &mut Vec<Action>) {
        self.emit(draft, SentKind::Session, now_ns, actions);
    }

    pub(crate) fn emit_logon(
        &mut self,
        ours: &OurLogon<'_>,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) {
        let mut draft = Draft::new("A")
            .field(tag::ENCRYPT_METHOD, 0)
            .field(tag::HEART_BT_INT, self.clock.heart_bt_int_s());
        if ours.resets && self.config.version.has_reset_seq_num_flag() {
            draft = draft.flag(tag::RESET_SEQ_NUM_FLAG, true);
        }
        if ours.says_expected && self.config.uses_next_expected() {
            draft.push(tag::NEXT_EXPECTED_MSG_SEQ_NUM, self.numbers.next_incoming);
        }
        if let (crate::Role::Initiator, Some(credentials)) =
            (self.config.role, &self.config.credentials)
        {
            draft = draft
                .field(tag::USERNAME, &credentials.username)
                .field(tag::PASSWORD, &credentials.password);
            if let Some(new_password) = &self.config.new_password
                && self.config.version.has_session_status()
            {
                draft.push_bytes(tag::NEW_PASSWORD, new_password.expose());
            }
        }
        draft = draft.optional(
            tag::DEFAULT_APPL_VER_ID,
            self.config.default_appl_ver_id.as_deref(),
        );
        self.notify(&mut draft, ours.notice);
        // A TestRequest(1) of ours before it was of other numbers, or of another connection.
        self.lags(u64::MAX);
        // Nothing before it can be missing where there was nothing.
        self.is_caught_up = self.numbers.next_outgoing == 1;
        self.emit_session(&draft, now_ns, actions);
    }

    pub(crate) fn emit_logout(&mut self, notice: &Notice, now_ns: i64, actions: &mut Vec<Action>) {
        let mut draft = Draft::new("5");
        self.notify(&mut draft, notice);
        self.emit_session(&draft, now_ns, actions);
    }

    fn notify(&self, draft: &mut Draft, notice: &Notice) {
        if let Some(text) = &notice.text {
            draft.push(tag::TEXT, text);
        }
        if let Some(status) = notice
            .status
            .filter(|_| self.config.version.has_session_status())
        {
            draft.push(tag::SESSION_STATUS, status as u32);
        }
    }
}
