//! Order entry against the real services, in one process: what a client asks for beside buying.

use fix_codec::{Draft, OwnedMessage};
use fix_dictionary::tag;
use fix_engine::Client;

use super::{Options, Stack};
use crate::client::{self, Sequences};

async fn stack(data: &std::path::Path) -> Stack {
    let options = Options {
        data: data.to_owned(),
        seed: 1,
        markets: Vec::new(),
        clients: 1,
        fix: "127.0.0.1:0".parse().unwrap(),
    };
    Stack::start(options).await.unwrap()
}

/// Sends a message; the next one that comes.
async fn ask(client: &mut Client, draft: Draft) -> OwnedMessage {
    client.send(draft).await.unwrap();
    next(client).await
}

async fn next(client: &mut Client) -> OwnedMessage {
    let waited = tokio::time::timeout(std::time::Duration::from_secs(30), client.receive());
    waited.await.expect("an answer in time").unwrap().message
}

/// `8 150=5 39=A`: a message by its type and the fields named.
fn shown(message: &OwnedMessage, tags: &[u32]) -> String {
    let msg_type = String::from_utf8_lossy(message.view().msg_type()).into_owned();
    tags.iter().fold(msg_type, |shown, tag| {
        let value = message.fields().text(*tag).unwrap_or("-");
        format!("{shown} {tag}={value}")
    })
}

fn list_of_all() -> Draft {
    Draft::new("x").field(320, "x-1").field(559, 4)
}

fn about(msg_type: &str, orig_cl_ord_id: &str, cl_ord_id: &str) -> Draft {
    Draft::new(msg_type)
        .field(tag::ORIG_CL_ORD_ID, orig_cl_ord_id)
        .field(tag::CL_ORD_ID, cl_ord_id)
        .field(tag::SYMBOL, "TOP5")
        .field(tag::SIDE, 1)
        .field(tag::TRANSACT_TIME, "20260131-12:00:00.000")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_looks_quotes_replaces_and_cancels() {
    let folder = tempfile::tempdir().unwrap();
    let stack = stack(folder.path()).await;
    let comp_id = client::comp_id(1);
    let session = client::log_on(stack.fix_address(), &comp_id, Sequences::Continue);
    let mut client = session.await.unwrap();

    // The acceptor hears of the indexes a moment after the solver.
    let mut list = ask(&mut client, list_of_all()).await;
    while shown(&list, &[560]) == "y 560=2" {
        list = ask(&mut client, list_of_all()).await;
    }
    assert_eq!(shown(&list, &[560, 893]), "y 560=0 893=Y");
    let request = Draft::new("R")
        .field(131, "q-1")
        .group(146, ["TOP5"], |entry, symbol| {
            entry.push(55, symbol);
            entry.push(54, 1);
            entry.push(152, 1000);
            entry.push(1, client::account(1));
        });
    let quote = ask(&mut client, request).await;
    assert_eq!(shown(&quote, &[131, 152, 55]), "S 131=q-1 152=1000 55=TOP5");
    assert!(quote.fields().text(tag::OFFER_PX).is_some(), "{quote}");

    let order = client::new_order_single("o-1", &client::account(1), "TOP5", "1000");
    let report = ask(&mut client, order).await;
    assert_eq!(shown(&report, &[11, 150, 39]), "8 11=o-1 150=A 39=A");
    let replace = about("G", "o-1", "r-1")
        .field(tag::ORD_TYPE, 1)
        .field(tag::CASH_ORDER_QTY, 2000);
    let report = ask(&mut client, replace).await;
    assert_eq!(
        shown(&report, &[11, 41, 150, 39, 152]),
        "8 11=r-1 41=o-1 150=5 39=A 152=2000"
    );
    let report = ask(&mut client, about("F", "o-1", "c-1")).await;
    assert_eq!(
        shown(&report, &[11, 41, 150, 39]),
        "8 11=c-1 41=r-1 150=4 39=4"
    );
    let report = ask(&mut client, about("F", "r-1", "c-2")).await;
    assert_eq!(
        shown(&report, &[11, 41, 39, 434, 102]),
        "9 11=c-2 41=r-1 39=4 434=1 102=0"
    );

    let order = client::new_order_single("o-2", &client::account(1), "TOP5", "1000");
    let report = ask(&mut client, order).await;
    assert_eq!(shown(&report, &[11, 150]), "8 11=o-2 150=A");
    let cancel_all = Draft::new("q")
        .field(11, "q-9")
        .field(530, 7)
        .field(60, "20260131-12:00:00.000");
    let report = ask(&mut client, cancel_all).await;
    assert_eq!(shown(&report, &[11, 41, 150]), "8 11=q-9 41=o-2 150=4");
    assert_eq!(
        shown(&next(&mut client).await, &[11, 531, 533]),
        "r 11=q-9 531=7 533=1"
    );
    let stale = client::new_order_single("o-3", &client::account(1), "TOP5", "1000")
        .field(tag::QUOTE_ID, "none");
    let report = ask(&mut client, stale).await;
    assert_eq!(shown(&report, &[11, 150, 103]), "8 11=o-3 150=8 103=8");
    client.logout().await.unwrap();
}
