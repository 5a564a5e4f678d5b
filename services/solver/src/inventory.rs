//! Feeds the inventory from our own journal: trades with their shares, fills, transfers. Each record's id is derived from the
//! event's sequence number, so sending it again changes nothing; how far the inventory has everything is an event of ours.

mod records;

use issuance::{Command, Event};
use proto::v1;
use proto::v1::inventory_client::InventoryClient;
use service::grpc::Channel;
use service::machine::Committed;
use service::retry::{Backoff, until_answered};
use telemetry::names;
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument as _, Span};

use crate::RunError;
use crate::machine::Handle;
use records::{Record, records};

/// Records in one call.
const RECORDS_MAX: usize = 256;
/// Bytes of records in one call, their traceparents included; a larger one goes alone. The largest has a share of each index order
/// of a batch, and is below what a message may have as well.
const RECORDS_BYTES_MAX: usize = 1 << 20;

/// A record, and the traceparents of the orders it is for.
type Traced = (Record, Vec<String>);

/// Records that wait to be sent.
#[derive(Default)]
struct Waiting {
    records: Vec<Traced>,
    bytes: usize,
    /// The last event that was looked at.
    sequence: u64,
}

impl Waiting {
    fn take(&mut self, committed: &Committed<Event>, instance: &str) {
        self.sequence = committed.sequence;
        for traced in records(committed, instance) {
            self.bytes += bytes(&traced);
            self.records.push(traced);
        }
    }

    /// Whether nothing more should be put to it.
    fn is_full(&self) -> bool {
        self.records.len() >= RECORDS_MAX || self.bytes >= RECORDS_BYTES_MAX
    }
}

fn bytes((record, traceparents): &Traced) -> usize {
    record.bytes(traceparents.len())
}

/// The records of each call, in their order.
fn calls(records: &[Traced]) -> Vec<&[Traced]> {
    let (mut calls, mut rest) = (Vec::new(), records);
    while !rest.is_empty() {
        let mut sum = 0;
        let fits = |traced: &&Traced| {
            sum += bytes(traced);
            sum <= RECORDS_BYTES_MAX
        };
        let count = rest.iter().take(RECORDS_MAX).take_while(fits).count();
        let (call, later) = rest.split_at(count.max(1));
        calls.push(call);
        rest = later;
    }
    calls
}

/// Feeds the inventory until shutdown: all that waits in one call, within limits. What comes meanwhile waits for the next.
pub(crate) async fn feed(
    handle: Handle,
    inventory: InventoryClient<Channel>,
    instance: String,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let confirmed = handle
        .query(|solver, _| solver.0.inventory_confirmed())
        .await
        .map_err(|_| RunError::Stopped)?;
    let mut events = handle.subscribe(confirmed);
    loop {
        let next = tokio::select! {
            next = events.next() => next,
            () = shutdown.cancelled() => return Ok(()),
        };
        let mut waiting = Waiting::default();
        waiting.take(&next.ok_or(RunError::Stopped)??, &instance);
        while !waiting.is_full() {
            let next = tokio::select! {
                biased;
                next = events.next() => next,
                () = std::future::ready(()) => break,
            };
            waiting.take(&next.ok_or(RunError::Stopped)??, &instance);
        }
        let Waiting {
            records, sequence, ..
        } = waiting;
        if records.is_empty() {
            continue;
        }
        for part in calls(&records) {
            if !send(&inventory, part, &shutdown).await {
                return Ok(());
            }
        }
        handle
            .command(Command::ConfirmInventory(sequence), String::new())
            .await?;
    }
}

/// Sends records until the inventory has them. What it refuses for good blocks all that comes after, loudly: the books of record
/// must not go on from a wrong state.
async fn send(
    inventory: &InventoryClient<Channel>,
    records: &[Traced],
    shutdown: &CancellationToken,
) -> bool {
    let mut backoff = Backoff::default();
    loop {
        let (mut spans, mut request) = (Vec::new(), v1::RecordRequest::default());
        for (record, traceparents) in records {
            let own: Vec<Span> = traceparents
                .iter()
                .filter(|traceparent| !traceparent.is_empty())
                .map(|traceparent| telemetry::span_from!(names::RECORD, traceparent))
                .collect();
            let record = record.clone().traced(traceparents, &own);
            request.records.push(record.into());
            spans.extend(own);
        }
        let sending = until_answered("Inventory.Record", shutdown, || {
            let (mut inventory, request) = (inventory.clone(), request.clone());
            async move { inventory.record(request).await }
        });
        // The call itself stands in the trace of the first order it is for.
        match sending
            .instrument(spans.first().cloned().unwrap_or_else(Span::none))
            .await
        {
            None => return false,
            Some(Ok(_)) => return true,
            Some(Err(status)) => {
                tracing::error!(code = ?status.code(), error = status.message(), "the inventory refuses a record");
                if !backoff.wait(shutdown).await {
                    return false;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use prost::Message as _;
    use service::grpc::MESSAGE_BYTES_MAX;

    use super::*;

    /// A trade that is shared among so many index orders, with the longest quantities or the shortest.
    fn trade(number: usize, shares: usize, quantity: &str) -> Traced {
        let share = |order: usize| v1::Share {
            owner: format!("order/{order:0>20}"),
            quantity: quantity.into(),
            traceparent: String::new(),
        };
        let record = v1::RecordTrade {
            command_id: number.to_string(),
            trade: Some(v1::InventoryTrade::default()),
            shares: (0..shares).map(share).collect(),
        };
        let traceparent = format!("00-{0:0>32}-{0:0>16}-01", number + 1);
        (Record::Trade(record), vec![traceparent; shares])
    }

    /// The call as it goes out.
    fn request(call: &[Traced]) -> v1::RecordRequest {
        let record = |(record, traceparents): &Traced| {
            let Record::Trade(mut trade) = record.clone() else {
                panic!("a trade");
            };
            for (share, traceparent) in trade.shares.iter_mut().zip(traceparents) {
                share.traceparent.clone_from(traceparent);
            }
            Record::Trade(trade).into()
        };
        v1::RecordRequest {
            records: call.iter().map(record).collect(),
        }
    }

    #[test]
    fn a_call_counts_the_traceparents_of_its_records() {
        let records: Vec<Traced> = (0..1_000).map(|number| trade(number, 100, "1")).collect();
        let calls = calls(&records);
        assert!(calls.len() > 1);
        let (mut ids, mut largest) = (Vec::new(), 0);
        for call in calls {
            let request = request(call);
            largest = largest.max(request.encoded_len());
            for record in request.records {
                let Some(v1::record::Record::Trade(trade)) = record.record else {
                    panic!("a trade");
                };
                ids.push(trade.command_id.parse::<usize>().expect("a number"));
            }
        }
        assert_eq!(ids, (0..1_000).collect::<Vec<_>>());
        assert!(largest <= RECORDS_BYTES_MAX, "{largest}");
        assert!(largest > RECORDS_BYTES_MAX * 9 / 10, "{largest}");
    }

    #[test]
    fn the_largest_record_goes_alone_and_is_below_what_a_message_may_have() {
        let longest = "79228162514264337593.543950335";
        let records = [
            trade(0, 1, "1"),
            trade(1, 20_000, longest),
            trade(2, 1, "1"),
        ];
        let calls = calls(&records);
        assert_eq!(calls.iter().map(|call| call.len()).max(), Some(1));
        assert_eq!(calls.len(), 3);
        let bytes = request(calls[1]).encoded_len();
        assert!(bytes < MESSAGE_BYTES_MAX, "{bytes}");
        assert!(bytes <= super::bytes(&records[1]), "{bytes}");
    }
}
