//! What a peer's stream shows.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use tokio::sync::watch;
use tokio_stream::Stream;
use tonic::Status;

pub type Events<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// A producer's journal: what a follower asks for from a position on, and what comes.
#[derive(Clone)]
pub struct Log<T> {
    events: Arc<Mutex<Vec<T>>>,
    length: watch::Sender<usize>,
}

impl<T: Clone + Send + 'static> Log<T> {
    pub fn new() -> Self {
        Self {
            events: Arc::default(),
            length: watch::Sender::new(0),
        }
    }

    pub fn push(&self, make: impl FnOnce(u64) -> T) {
        let mut events = self.events.lock().unwrap();
        let sequence = events.len() as u64 + 1;
        events.push(make(sequence));
        self.length.send_replace(events.len());
    }

    pub fn follow(&self, after: u64) -> Events<T> {
        let (sender, receiver) = tokio::sync::mpsc::channel(16);
        let (log, mut length) = (self.clone(), self.length.subscribe());
        let mut next = usize::try_from(after).unwrap();
        tokio::spawn(async move {
            loop {
                length.mark_unchanged();
                loop {
                    let event = log.events.lock().unwrap().get(next).cloned();
                    let Some(event) = event else { break };
                    if sender.send(Ok(event)).await.is_err() {
                        return;
                    }
                    next += 1;
                }
                tokio::select! {
                    changed = length.changed() => if changed.is_err() { return },
                    () = sender.closed() => return,
                }
            }
        });
        Box::pin(tokio_stream::wrappers::ReceiverStream::new(receiver))
    }
}
