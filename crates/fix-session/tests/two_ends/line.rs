//! Two ends and the line between them.

use fix_codec::Garbled;
use fix_session::{Notice, Role, Session, State};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::end::{End, Options};

const START_NS: i64 = 1_790_000_000_000_000_000;
const SECOND_NS: i64 = 1_000_000_000;
/// More than anything waits for: an answer to a ResendRequest(2), a heartbeat, a Logon(A).
const LULL_NS: i64 = 31 * SECOND_NS;
/// Lulls after which both sides must agree.
const LULLS_MAX: usize = 20;
/// Messages each way until nothing is under way.
const EXCHANGES_MAX: usize = 2_000;

#[derive(Debug, Clone)]
pub(crate) enum Event {
    Send {
        client: bool,
    },
    /// The next message on the way from that side arrives.
    Deliver {
        client: bool,
    },
    /// It comes garbled, which is the only way in which one message can be lost on a line that stays up.
    Garble {
        client: bool,
    },
    /// That side sends so many messages again, of those that it was asked for.
    Replay {
        client: bool,
        messages: usize,
    },
    Break,
    Kill {
        client: bool,
    },
    Logout {
        client: bool,
    },
    Reset {
        client: bool,
    },
    Time(u8),
}

pub(crate) struct Line {
    pub(crate) client: End,
    pub(crate) server: End,
    /// Application messages that a peer which counts every Logout(5) would never have asked for.
    pub(crate) messages_lost_to_logouts: u64,
    now_ns: i64,
}

impl Line {
    pub(crate) fn new(options: &Options) -> Line {
        let mut line = Line {
            client: End::new(Role::Initiator, options),
            server: End::new(Role::Acceptor, options),
            messages_lost_to_logouts: 0,
            now_ns: START_NS,
        };
        line.connect();
        line
    }

    fn end(&mut self, client: bool) -> &mut End {
        if client {
            &mut self.client
        } else {
            &mut self.server
        }
    }

    pub(crate) fn play(&mut self, event: &Event) {
        let now_ns = self.now_ns;
        match *event {
            Event::Send { client } => self.end(client).send(now_ns),
            Event::Deliver { client } => self.deliver(client),
            Event::Garble { client } => self.garble(client),
            Event::Replay { client, messages } => self.end(client).replay_some(messages, now_ns),
            Event::Break => self.disconnect(),
            Event::Kill { client } => {
                self.end(client).restart();
                self.disconnect();
            }
            Event::Logout { client } => {
                let notice = Notice::default();
                self.end(client).step(now_ns, |session, now, actions| {
                    session.logout(&notice, now, actions);
                });
            }
            Event::Reset { client } => self.end(client).step(now_ns, |session, now, actions| {
                // Where it is not possible now, nothing happens.
                let _ = session.reset_numbers(now, actions);
            }),
            Event::Time(seconds) => self.pass(i64::from(seconds) * SECOND_NS),
        }
        self.mend();
    }

    fn deliver(&mut self, client: bool) {
        // Who is asked for old messages reads no new ones until it has sent them.
        if self.end(!client).replay.is_some() {
            return;
        }
        if let Some(bytes) = self.end(client).wire.pop_front() {
            let now_ns = self.now_ns;
            let expected = self.end(!client).session.numbers().next_incoming;
            let is_logout = bytes.windows(6).any(|field| field == b"\x0135=5\x01");
            let begins = is_logout && self.end(!client).session.state() == State::Active;
            if begins && self.end(client).stored.contains_key(&expected) {
                self.messages_lost_to_logouts += 1;
            }
            self.end(!client).receive(&bytes, now_ns);
        }
    }

    fn garble(&mut self, client: bool) {
        let now_ns = self.now_ns;
        if self.end(!client).replay.is_none() && self.end(client).wire.pop_front().is_some() {
            self.end(!client).step(now_ns, |session, now, actions| {
                session.garbled(Garbled::CheckSum, now, actions);
            });
        }
    }

    fn pass(&mut self, ns: i64) {
        let until = self.now_ns + ns;
        let due = |end: &End| end.session.next_time_ns().filter(|due| *due <= until);
        while let Some(due) = [due(&self.client), due(&self.server)]
            .into_iter()
            .flatten()
            .min()
        {
            self.now_ns = due.max(self.now_ns);
            self.client.step(self.now_ns, Session::time);
            self.server.step(self.now_ns, Session::time);
            self.mend();
        }
        self.now_ns = until;
    }

    /// A side that closes still gets its last bytes through; then the line is gone for both, and comes back.
    fn mend(&mut self) {
        if self.client.is_connected != self.server.is_connected {
            let client_closed = !self.client.is_connected;
            while self.end(!client_closed).is_connected && !self.end(client_closed).wire.is_empty()
            {
                self.end(!client_closed).replay = None;
                self.deliver(client_closed);
            }
            self.disconnect();
        }
        if !self.client.is_connected {
            self.disconnect();
            self.connect();
        }
    }

    fn disconnect(&mut self) {
        for end in [&mut self.client, &mut self.server] {
            end.wire.clear();
            end.is_connected = false;
            end.replay = None;
            end.step(self.now_ns, Session::connection_lost);
            end.wire.clear();
        }
    }

    fn connect(&mut self) {
        for end in [&mut self.server, &mut self.client] {
            end.is_connected = true;
            end.step(self.now_ns, Session::connected);
        }
    }

    /// Delivers everything that is under way and lets time pass, until there is nothing left to do.
    pub(crate) fn settle(&mut self) {
        for _ in 0..LULLS_MAX {
            for exchange in 0.. {
                assert!(exchange < EXCHANGES_MAX, "the two ends talk for ever");
                let is_quiet = [&self.client, &self.server]
                    .iter()
                    .all(|end| end.wire.is_empty() && end.replay.is_none());
                if is_quiet {
                    break;
                }
                for client in [true, false] {
                    self.play(&Event::Replay {
                        client,
                        messages: 3,
                    });
                    self.play(&Event::Deliver { client });
                }
            }
            if self.agrees().is_ok() {
                return;
            }
            self.pass(LULL_NS);
        }
    }

    /// Both sides have logged on, have nothing to do, and expect what the other will send.
    pub(crate) fn agrees(&self) -> Result<(), TestCaseError> {
        let (client, server) = (&self.client, &self.server);
        prop_assert!(client.is_complete() && server.is_complete(), "not complete");
        let (ours, theirs) = (client.session.numbers(), server.session.numbers());
        prop_assert_eq!(ours.next_outgoing, theirs.next_incoming);
        prop_assert_eq!(ours.next_incoming, theirs.next_outgoing);
        Ok(())
    }
}
