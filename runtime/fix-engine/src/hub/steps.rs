//! Steps: a session or the application is called, and what came of it goes into the batch.

use fix_codec::{Draft, Message};
use fix_session::{Action, Delivery, DisconnectReason, Refusal, SentKind, Session};

use super::Hub;
use super::batch::{Batch, Release};
use super::replays::Suspended;
use crate::application::{Application, Ending, Received, SessionChange, Step, Verdict};
use crate::kept::Change;
use crate::record::Operation;
use crate::throttle::Turn;

impl<A: Application> Hub<A> {
    /// Calls a session and performs its actions.
    pub(super) fn session_step(
        &mut self,
        index: usize,
        call: impl FnOnce(&mut Session, i64, &mut Vec<Action>),
    ) {
        self.batch.start_step("");
        let mut actions = std::mem::take(&mut self.actions);
        call(&mut self.places[index].session, self.now_ns, &mut actions);
        self.perform(index, &mut actions);
        self.actions = actions;
        self.settle(index);
    }

    /// A message for a session, and those that waited for it.
    pub(super) fn message(&mut self, index: usize, message: Message<'_>) {
        self.one_message(index, message);
        while self.places[index].suspended.is_none()
            && let Some(waiting) = self.places[index].session.take_waiting()
        {
            self.one_message(index, waiting.view());
        }
        self.settle(index);
    }

    fn one_message(&mut self, index: usize, message: Message<'_>) {
        if self.is_without_room(index, message) {
            return;
        }
        self.places[index].traffic.received += 1;
        self.counts.received(message.msg_type());
        let mut actions = std::mem::take(&mut self.actions);
        let delivery = self.places[index]
            .session
            .received(message, self.now_ns, &mut actions);
        let turn = match delivery {
            Delivery::None => None,
            Delivery::Application => Some(self.turn_of(index, message)),
        };
        if turn == Some(Turn::Now) {
            self.hand_on_after(index, message, &mut actions);
        } else {
            self.batch.start_step("");
            self.perform(index, &mut actions);
        }
        if turn == Some(Turn::Never) {
            self.refuse_excess(index, message);
        }
        self.actions = actions;
    }

    /// Hands a message on to the application.
    pub(super) fn hand_on(&mut self, index: usize, message: Message<'_>) {
        self.hand_on_after(index, message, &mut Vec::new());
    }

    /// Hands a message on to the application, in one step with what its session does before.
    fn hand_on_after(&mut self, index: usize, message: Message<'_>, actions: &mut Vec<Action>) {
        let mut step = Step::new(self.now_ns);
        let received = Received {
            session: &self.places[index].name,
            message,
            msg_seq_num: message.msg_seq_num().unwrap_or(0),
        };
        let verdict = self.application.received(&received, &mut step);
        self.batch.start_step(&step.trace);
        self.perform(index, actions);
        self.absorb(step);
        if let Some(refusal) = refusal(verdict) {
            let session = &mut self.places[index].session;
            session.refuse(message, &refusal, self.now_ns, actions);
            self.perform(index, actions);
        }
    }

    /// Calls the application for something that is no message.
    pub(super) fn application_step(&mut self, call: impl FnOnce(&A, &mut Step<A::Event>)) {
        let mut step = Step::new(self.now_ns);
        call(&self.application, &mut step);
        self.batch.start_step(&step.trace);
        self.absorb(step);
    }

    /// Applies and stores the events of a step, and sends its messages.
    fn absorb(&mut self, step: Step<A::Event>) {
        for event in step.events {
            self.application.apply(&event);
            match serde_json::to_vec(&event) {
                Ok(json) => self.batch.store_event(&json),
                // An event that can't be stored would be lost at the next start: a broken invariant of the application.
                Err(error) => {
                    panic!("an event of the application can't be written as JSON: {error}")
                }
            }
        }
        for (session, draft) in step.drafts {
            if let Some(&index) = self.names.get(&session) {
                self.send(index, draft);
            } else {
                self.keep_for_absent(&session, draft);
            }
        }
    }

    /// A message for a session that is not there: it may be added yet, and then finds its message.
    fn keep_for_absent(&mut self, session: &str, draft: Draft) {
        let stored = self.stored.entry(session.to_owned()).or_default();
        if stored.queued.len() < self.limits.queued_messages {
            tracing::warn!(session, "a message waits for a session that is not there");
            self.batch
                .store_for_absent(session, &Operation::Queued(draft.clone()));
            stored.queued.push_back(draft);
        } else {
            tracing::error!(
                session,
                msg_type = draft.msg_type(),
                "a message is lost: too many wait for a session that is not there"
            );
        }
    }

    /// Sends a message, or keeps it until its peer is there.
    fn send(&mut self, index: usize, draft: Draft) {
        let place = &self.places[index];
        // What is numbered before a reset is answered is forgotten if the reset has to be said again.
        let has_room =
            place.stored.queued.len() < self.limits.queued_messages || place.session.owes_reset();
        if place.session.can_send() && place.suspended.is_none() && place.stored.queued.is_empty() {
            self.send_now(index, &draft);
        } else if has_room || place.suspended.is_some() {
            self.store(index, &Operation::Queued(draft.clone()));
            self.places[index].stored.queued.push_back(draft);
        } else {
            // Numbered as if it had been sent and lost: the peer asks for it again.
            while !self.places[index].stored.queued.is_empty() {
                self.number_first_queued(index);
            }
            self.number(index, &draft);
        }
        self.touch(index);
    }

    fn send_now(&mut self, index: usize, draft: &Draft) {
        let mut actions = Vec::new();
        let session = &mut self.places[index].session;
        if self.application.is_resent(draft) {
            session.send(draft, self.now_ns, &mut actions);
        } else {
            session.send_for_now(draft, self.now_ns, &mut actions);
        }
        self.perform(index, &mut actions);
    }

    /// Sends what waited, as fast as the peer takes it.
    pub(super) fn send_queued(&mut self, index: usize) {
        while !self.places[index].stored.queued.is_empty() && self.has_room(index) {
            self.send_first_queued(index);
        }
    }

    /// Whether the peer has taken enough of what it was sent; if not, the hub is told when it has.
    pub(super) fn has_room(&self, index: usize) -> bool {
        let Some(outbox) = self.places[index].outbox() else {
            return false;
        };
        if outbox.queued_bytes() < self.limits.outbound_bytes / 2 {
            return true;
        }
        outbox.tell_when_drained();
        outbox.queued_bytes() == 0
    }

    fn send_first_queued(&mut self, index: usize) {
        if let Some(draft) = self.places[index].stored.queued.pop_front() {
            self.store(index, &Operation::Dequeued);
            self.send_now(index, &draft);
        }
    }

    fn number_first_queued(&mut self, index: usize) {
        if let Some(draft) = self.places[index].stored.queued.pop_front() {
            self.store(index, &Operation::Dequeued);
            self.number(index, &draft);
        }
    }

    /// Gives a message its number and stores it, and does not write it: its peer will ask for it, if it is worth that.
    fn number(&mut self, index: usize, draft: &Draft) {
        if !self.application.is_resent(draft) {
            return;
        }
        let sent = self.places[index].session.number(draft, self.now_ns);
        self.keep_sent(index, &sent);
    }

    /// Does what a session asks for.
    pub(super) fn perform(&mut self, index: usize, actions: &mut Vec<Action>) {
        for action in actions.drain(..) {
            match action {
                Action::Send(sent) => {
                    if sent.kind == SentKind::Application {
                        self.keep_sent(index, &sent);
                    }
                    self.write(index, &sent);
                }
                Action::Reset => {
                    self.store(index, &Operation::Reset);
                    let place = &mut self.places[index];
                    place.stored.reset();
                    place.reserved = 0;
                    place.must_hand_on = true;
                    self.batch.forget_sent(index);
                    if let Some((_, batch)) = &mut self.under_way {
                        batch.forget_sent(index);
                    }
                    self.tell_change(index, SessionChange::Reset);
                }
                Action::Replay(replay) => {
                    self.replays += 1;
                    let generation = self.replays;
                    self.places[index].suspended = Some(Suspended::new(replay, generation));
                    self.batch.release(Release::Replay {
                        session: index,
                        generation,
                        replay,
                    });
                }
                // The verdict was there before the session: see `logon`.
                Action::Authenticate(_) => {}
                Action::Disconnect(reason) => {
                    tracing::info!(session = self.places[index].name, %reason, "disconnected");
                    let place = &mut self.places[index];
                    if reason == DisconnectReason::LoggedOut && place.ending == Ending::Lost {
                        place.ending = Ending::ByPeer;
                    }
                    self.close_behind(index);
                }
            }
        }
    }

    /// After a step of a session: changes are told, what waited is sent.
    pub(super) fn settle(&mut self, index: usize) {
        self.touch(index);
        if std::mem::take(&mut self.places[index].must_hand_on) {
            self.hand_on_all(index);
        }
        let place = &mut self.places[index];
        let is_logged_on = place.session.is_logged_on();
        if is_logged_on != place.was_logged_on {
            place.was_logged_on = is_logged_on;
            place.since_ns = self.now_ns;
            let ending = std::mem::replace(&mut place.ending, Ending::Lost);
            if is_logged_on {
                self.leave_waiting(index);
            }
            let place = &self.places[index];
            tracing::info!(session = place.name, is_logged_on, "session changed");
            self.tell_change(
                index,
                if is_logged_on {
                    SessionChange::LoggedOn
                } else {
                    SessionChange::LoggedOut(ending)
                },
            );
        }
        let place = &self.places[index];
        if place.session.can_send() && place.suspended.is_none() {
            self.send_queued(index);
        }
    }

    fn tell_change(&mut self, index: usize, change: SessionChange) {
        let mut step = Step::new(self.now_ns);
        self.application
            .session(&self.places[index].name, change, &mut step);
        self.absorb(step);
    }

    /// Stores the session's numbers, and whether a reset of them has no answer yet, where that has changed.
    pub(super) fn store_numbers(&mut self, index: usize) {
        let place = &mut self.places[index];
        let mut numbers = place.session.numbers();
        // What waits for its turn is asked for again after a kill.
        if let Some(first) = place.line.first_waiting() {
            numbers.next_incoming = first;
        }
        if numbers != place.stored.numbers {
            place.stored.numbers = numbers;
            self.store(index, &Operation::Numbers(numbers));
        }
        let place = &self.places[index];
        let owes_reset = place.session.owes_reset();
        if owes_reset != place.stored.kept.owes_reset {
            self.keep(index, &Change::OwesReset(owes_reset));
        }
    }

    /// A batch is durable: its messages have their places, and what waited for it happens.
    pub(super) fn release(&mut self, (last, batch): (u64, Batch)) {
        for sent in &batch.sent {
            let sequence = batch.sequence_of(sent.entry, last);
            self.places[sent.session]
                .stored
                .sent_in(sent.msg_seq_num, sequence);
        }
        for &(index, reserved) in &batch.reserved {
            self.places[index].reserved = reserved;
        }
        self.released = Some(batch.number);
        for release in batch.into_releases() {
            match release {
                Release::Close(outbox) => {
                    outbox.close();
                    self.closing.push(outbox);
                }
                Release::Done(done) => {
                    let _ = done.send(last);
                }
                Release::Answer(answer) => answer(),
                Release::Replay {
                    session,
                    generation,
                    replay,
                } => self.read_stored(session, generation, replay),
            }
        }
    }
}

fn refusal(verdict: Verdict) -> Option<Refusal> {
    match verdict {
        Verdict::Accepted => None,
        Verdict::UnsupportedMessageType => Some(Refusal::UnsupportedMessageType),
        Verdict::ConditionallyRequiredFieldMissing(tag) => {
            Some(Refusal::ConditionallyRequiredFieldMissing(tag))
        }
        Verdict::BusinessReject {
            reason,
            ref_id,
            text,
        } => Some(Refusal::Business {
            reason,
            ref_id,
            text,
        }),
    }
}
