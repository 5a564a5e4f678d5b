//! The rounds of the hub's task: inputs, time and durable batches, one after the other.

use std::time::{Duration, Instant};

use fix_codec::Decoder;
use journal::JournalError;

use super::batch::Batch;
use super::{Append, Hub, Input, WRITE_BEHIND, writing};
use crate::application::Application;
use crate::engine::EngineError;

/// Inputs of one round.
const INPUTS_PER_ROUND_MAX: usize = 256;
/// Bytes of the open batch beyond which nothing more is taken until the journal has it.
const BATCH_BYTES_MAX: usize = 1 << 20;
/// How long shutdown waits for peers to log out and to take their last bytes.
const SHUTDOWN_WAIT: Duration = Duration::from_secs(10);
/// How often timers are looked at.
const TICK: Duration = Duration::from_millis(100);

impl<A: Application> Hub<A> {
    /// Runs until shutdown, or until the journal fails.
    pub(crate) async fn run(mut self) -> Result<(), EngineError> {
        let mut decoder = Decoder::new(self.limits.message);
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        let shutdown = self.shutdown.clone();
        let mut ending: Option<Instant> = None;
        self.application_step(A::started);
        self.keep_hours();
        self.append().await?;
        loop {
            let has_room = self.batch.bytes() < BATCH_BYTES_MAX;
            let next_turn = self.next_turn(self.clock.now_unix_ns());
            tokio::select! {
                biased;
                durable = durable(&mut self.under_way) => self.release(durable?),
                () = tokio::time::sleep(WRITE_BEHIND), if self.batch.has_gone_out() => self.is_overdue = true,
                () = tokio::time::sleep(next_turn.unwrap_or(TICK)), if next_turn.is_some() && has_room => {
                    self.now_ns = self.clock.now_unix_ns();
                    self.hand_on_due();
                }
                () = self.clock.moved() => {
                    self.now_ns = self.clock.now_unix_ns();
                    self.time(&mut decoder);
                    self.hand_on_due();
                }
                _ = tick.tick() => {
                    self.now_ns = self.clock.now_unix_ns();
                    self.time(&mut decoder);
                    self.is_overdue = true;
                    if ending.is_some_and(|since| self.is_quiet() || since.elapsed() > SHUTDOWN_WAIT) {
                        return self.finish().await;
                    }
                }
                input = self.inputs.recv(), if has_room => {
                    self.now_ns = self.clock.now_unix_ns();
                    self.round(input, &mut decoder);
                }
                () = shutdown.cancelled(), if ending.is_none() => {
                    ending = Some(Instant::now());
                    self.now_ns = self.clock.now_unix_ns();
                    self.log_out_all();
                }
            }
            self.end_round().await?;
        }
    }

    /// Takes an input and those that wait behind it.
    fn round(&mut self, first: Option<Input<A>>, decoder: &mut Decoder) {
        let mut next = first;
        let mut taken = 0;
        while let Some(input) = next.take() {
            self.take(input, decoder);
            taken += 1;
            if taken < INPUTS_PER_ROUND_MAX && self.batch.bytes() < BATCH_BYTES_MAX {
                next = self.inputs.try_recv().ok();
            }
        }
    }

    /// Stores the numbers of the sessions that something happened to, sends what is free to go, and hands the batch to
    /// the journal where its turn has come.
    async fn end_round(&mut self) -> Result<(), EngineError> {
        let mut touched = std::mem::take(&mut self.touched);
        let write = writing(touched.len());
        for &index in &touched {
            self.store_numbers(index);
            let place = &mut self.places[index];
            place.is_touched = false;
            place.flush(write);
            place.publish();
            if let Some(due_ns) = place.session.next_time_ns() {
                self.timers.set(index, due_ns, &mut place.timer_ns);
            }
        }
        touched.clear();
        self.touched = touched;
        let is_due = self.is_overdue || self.batch.is_urgent(self.now_ns);
        if is_due && self.under_way.is_none() {
            self.append().await?;
        }
        Ok(())
    }

    /// Hands the batch to the journal. With nothing to store it is released at once.
    async fn append(&mut self) -> Result<(), EngineError> {
        self.is_overdue = false;
        if self.batch.is_empty() {
            return Ok(());
        }
        let next = Batch::new(self.batch.number + 1);
        let mut batch = std::mem::replace(&mut self.batch, next);
        let entries = batch.take_entries(self.now_ns);
        if entries.is_empty() {
            self.release((self.journal.last_sequence(), batch));
            return Ok(());
        }
        let durable = self.journal.append_later(entries).await?;
        self.under_way = Some((Box::pin(durable), batch));
        Ok(())
    }

    /// The last of an orderly end.
    async fn finish(mut self) -> Result<(), EngineError> {
        self.end_round().await?;
        self.give_back_reserved();
        loop {
            if self.under_way.is_some() {
                let batch = durable(&mut self.under_way).await?;
                self.release(batch);
            }
            if self.batch.is_empty() {
                return Ok(());
            }
            self.append().await?;
        }
    }
}

/// The batch that is under way, when it is durable, and the sequence number of its last record.
async fn durable(under_way: &mut Option<(Append, Batch)>) -> Result<(u64, Batch), JournalError> {
    let Some((append, _)) = under_way else {
        return std::future::pending().await;
    };
    let last = append.await?;
    match under_way.take() {
        Some((_, batch)) => Ok((last, batch)),
        None => std::future::pending().await,
    }
}
