//! What operators do to the sequence numbers of a session.

use fix_codec::Draft;
use fix_dictionary::tag;

use crate::action::{Action, Numbers};
use crate::authentication::Notice;
use crate::outbound::OurLogon;
use crate::session::{OurReset, Session, State};

/// Why the numbers stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumbersError {
    /// Only without a connection, or when both sides have logged on and no reset is under way.
    #[error("the session is logging on or out, or resetting")]
    NotNow,
    /// A peer that is there has seen higher numbers.
    #[error("the next outgoing number can't go back while the peer is logged on")]
    Back,
    /// Numbers start at 1.
    #[error("sequence numbers start at 1")]
    Zero,
    /// FIX 4.0 has no ResetSeqNumFlag(141).
    #[error("this version can't reset numbers while the peer is logged on")]
    Version,
}

impl Session {
    /// Starts both sides at 1 again. While the peer is logged on, Logon(A) with ResetSeqNumFlag(141) says so, and what
    /// the peer sends with its old numbers until it answers is still taken. Should the connection end before it
    /// answers, the next Logon(A) says it again, and after the end of the process as well: [`Session::owes_reset`].
    pub fn reset_numbers(
        &mut self,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) -> Result<(), NumbersError> {
        match self.state {
            State::Disconnected => self.reset(actions),
            State::Active if !self.config.version.has_reset_seq_num_flag() => {
                return Err(NumbersError::Version);
            }
            // A second one would get a second answer, which the peer would find unasked and answer for ever.
            State::Active if !self.our_reset.is_sent() => {
                actions.push(Action::Reset);
                self.numbers.next_outgoing = 1;
                self.our_reset = OurReset::Sent { since_ns: now_ns };
                let ours = OurLogon {
                    resets: true,
                    says_expected: false,
                    notice: &Notice::default(),
                };
                self.emit_logon(&ours, now_ns, actions);
            }
            _ => return Err(NumbersError::NotNow),
        }
        Ok(())
    }

    /// Goes on from other numbers. While the peer is logged on, a higher outgoing number is told with
    /// SequenceReset-Reset(4), and a lower incoming one makes the next message show a gap. Without a connection, an
    /// outgoing number that goes back forgets what was sent, and a reset of ours that has no answer is given up.
    pub fn set_numbers(
        &mut self,
        numbers: Numbers,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) -> Result<(), NumbersError> {
        if numbers.next_incoming == 0 || numbers.next_outgoing == 0 {
            return Err(NumbersError::Zero);
        }
        match self.state {
            State::Active if self.our_reset.is_sent() => return Err(NumbersError::NotNow),
            State::Active if numbers.next_outgoing < self.numbers.next_outgoing => {
                return Err(NumbersError::Back);
            }
            State::Active if numbers.next_outgoing > self.numbers.next_outgoing => {
                let draft = Draft::new("4").field(tag::NEW_SEQ_NO, numbers.next_outgoing);
                self.emit_session(&draft, now_ns, actions);
            }
            State::Active => {}
            State::Disconnected => {
                if numbers.next_outgoing < self.numbers.next_outgoing {
                    self.reset(actions);
                }
                self.our_reset = OurReset::None;
            }
            _ => return Err(NumbersError::NotNow),
        }
        self.numbers = numbers;
        self.gap.clear();
        Ok(())
    }
}
