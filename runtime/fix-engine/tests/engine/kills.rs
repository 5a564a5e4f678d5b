//! What was taken is answered once, through kills of either side.

use crate::support::{Server, block_on, client, open, order, within};
use fix_engine::EngineLimits;
use tokio::runtime::Runtime;

#[test]
fn nothing_is_lost_or_doubled_when_either_side_is_killed() {
    const ORDERS: usize = 120;
    let folder = tempfile::tempdir().unwrap();
    let (server_journal, client_journal) =
        (folder.path().join("server"), folder.path().join("client"));
    let mut server = Server::start(
        Some(&server_journal),
        "127.0.0.1:0",
        EngineLimits::default(),
    );
    let mut answers: Vec<String> = Vec::new();
    let mut position = 0;
    let mut sent = 0;
    while answers.len() < ORDERS {
        // The client runs in a runtime of its own, too, and is killed with answers under way.
        let runtime = Runtime::new().unwrap();
        let stop_at = (answers.len() + 20).min(ORDERS);
        runtime.block_on(async {
            let mut client = client(server.address, open(&client_journal).await, position).await;
            while sent < (stop_at + 10).min(ORDERS) {
                client.send(order(sent)).await.unwrap();
                sent += 1;
            }
            while answers.len() < stop_at {
                let incoming = within("an answer", client.receive()).await.unwrap();
                position = incoming.position;
                assert_eq!(
                    incoming.message.fields().unsigned(17),
                    Some(position),
                    "in order"
                );
                answers.push(incoming.message.fields().text(37).unwrap().to_owned());
                if answers.len().is_multiple_of(13) && answers.len() < stop_at {
                    let address = server.address;
                    let old =
                        std::mem::replace(&mut server, Server::start_on_thread(address, None));
                    std::thread::spawn(move || old.kill()).join().unwrap();
                    let held = std::mem::replace(
                        &mut server,
                        Server::start_on_thread(address, Some(server_journal.clone())),
                    );
                    std::thread::spawn(move || held.kill()).join().unwrap();
                }
            }
        });
        runtime.shutdown_background();
    }
    let expected: Vec<String> = (0..ORDERS).map(|id| id.to_string()).collect();
    assert_eq!(answers, expected);
    let seen = block_on(server.handle.query(|orders| orders.seen.clone())).unwrap();
    assert_eq!(seen, expected, "each order was taken once");
}
