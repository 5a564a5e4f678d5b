//! A peer that lost everything gets it again: in order, in chunks, at its own pace, and in little memory however much it is.
//!
//! `SHEAF_MESSAGES=1000000 cargo test --release -p fix-engine --test resend` sends as many again. Every allocation of the
//! process is counted, so this test has its process to itself.

#[path = "engine/support.rs"]
#[allow(dead_code, reason = "the other tests of the engine use the rest")]
mod support;

use fix_engine::EngineLimits;
use peak_alloc::PeakAlloc;
use tokio::net::TcpSocket;

use support::{Raw, Server, block_on, report};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Messages that are stored, unless `SHEAF_MESSAGES` says otherwise.
const MESSAGES: u64 = 50_000;
/// Messages that wait for their journal together while they are stored.
const STORED_AT_ONCE: u64 = 2_000;
/// What may wait to be written to the peer.
const OUTBOUND_BYTES: usize = 1 << 20;
/// Room of the peer's socket: small, so that messages wait on our side.
const RECEIVE_BYTES: u32 = 64 * 1024;
/// What a resend may hold beyond what was held before: what may wait for the peer, as it is and on its way there, and
/// the messages that are read ahead.
const RESEND_BYTES_MAX: usize = 2 * OUTBOUND_BYTES;
/// HeartBtInt(108): short, so that a resend lasts for several.
const HEART_BT_INT_S: u64 = 1;

/// Stores messages for a peer that is not there.
async fn store(server: &Server, messages: u64) {
    let mut next = 1;
    while next <= messages {
        let last = messages.min(next + STORED_AT_ONCE - 1);
        let waiting: Vec<_> = (next..=last)
            .map(|number| {
                let handle = server.handle.clone();
                let draft = report(&format!("order-{number}"), 1);
                tokio::spawn(async move { handle.input(draft).await.unwrap() })
            })
            .collect();
        for stored in waiting {
            stored.await.unwrap();
        }
        next = last + 1;
    }
}

#[test]
fn everything_is_sent_again_in_order_and_in_little_memory() {
    let messages = match std::env::var("SHEAF_MESSAGES") {
        Ok(messages) => messages.parse().expect("messages are counted"),
        Err(_) => MESSAGES,
    };
    let folder = tempfile::tempdir().unwrap();
    let limits = EngineLimits {
        outbound_bytes: OUTBOUND_BYTES,
        // What is beyond is numbered and stored.
        queued_messages: 0,
        ..EngineLimits::default()
    };
    let journal = folder.path().join("journal");
    let server = Server::start(Some(&journal), "127.0.0.1:0", limits);
    block_on(async {
        store(&server, messages).await;
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(RECEIVE_BYTES).unwrap();
        let mut peer = Raw::on(socket.connect(server.address).await.unwrap());
        peer.send("A", &format!("98=0|108={HEART_BT_INT_S}|")).await;
        let logon = peer.expect("A").await.view().msg_seq_num();
        assert_eq!(logon, Some(messages + 1));

        let before = ALLOCATOR.current_usage();
        ALLOCATOR.reset_peak_usage();
        peer.send("2", "7=1|16=0|").await;
        peer.send("1", "112=behind|").await;
        // The peer takes nothing until as much waits for it as may.
        while server.handle.report().await.unwrap()[0].outbound_bytes < OUTBOUND_BYTES / 2 {
            tokio::task::yield_now().await;
        }
        let mut expected = 1;
        let mut longest = std::time::Duration::ZERO;
        let started = std::time::Instant::now();
        while expected <= messages {
            let since = std::time::Instant::now();
            let message = peer.receive().await.expect("the session goes on");
            longest = longest.max(since.elapsed());
            let fields = message.fields();
            if !fields.is_yes(43) {
                // A heartbeat between two chunks: of the present, not of what was asked for.
                assert!(fields.unsigned(34) > Some(messages), "{message}");
                continue;
            }
            assert_eq!(message.view().msg_type(), b"8", "{message}");
            assert_eq!(fields.unsigned(34), Some(expected));
            assert_eq!(fields.text(37), Some(format!("order-{expected}").as_str()));
            expected += 1;
        }
        let held = ALLOCATOR.peak_usage().saturating_sub(before);
        println!(
            "{messages} messages again in {:?}, {held} bytes held at most, {longest:?} without a message",
            started.elapsed()
        );
        assert!(held < RESEND_BYTES_MAX, "{held} bytes were held");

        // The rest of the range, and then what came meanwhile is answered.
        let filled = peer.expect("4").await;
        assert_eq!(filled.fields().unsigned(34), Some(messages + 1));
        loop {
            let message = peer.receive().await.expect("the session goes on");
            if message.fields().text(112) == Some("behind") {
                break;
            }
        }
    });
}
