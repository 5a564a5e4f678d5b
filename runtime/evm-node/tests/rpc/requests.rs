//! Requests alone, in batches and malformed.

use serde_json::{Value, json};

use crate::ALICE;
use crate::support::Node;

#[tokio::test]
async fn requests_come_alone_in_batches_and_malformed() {
    let node = Node::start().await;
    let chain_id = json!({ "jsonrpc": "2.0", "id": 1, "method": "eth_chainId" });
    let cases = [
        (
            chain_id.to_string(),
            json!({ "jsonrpc": "2.0", "id": 1, "result": "0x7a69" }),
        ),
        (
            json!([chain_id, { "id": "b", "method": "net_version", "params": [] }]).to_string(),
            json!([
                { "jsonrpc": "2.0", "id": 1, "result": "0x7a69" },
                { "jsonrpc": "2.0", "id": "b", "result": "31337" }
            ]),
        ),
        ("{".into(), error(&Value::Null, -32700, "parse error")),
        (
            "[]".into(),
            error(&Value::Null, -32600, "invalid request: the batch is empty"),
        ),
        (
            "7".into(),
            error(&Value::Null, -32600, "invalid request: not an object"),
        ),
        (
            json!({ "id": 2 }).to_string(),
            error(&json!(2), -32600, "invalid request: no method"),
        ),
        (
            json!({ "id": 2, "method": "eth_mystery" }).to_string(),
            error(
                &json!(2),
                -32601,
                "the method eth_mystery does not exist/is not available",
            ),
        ),
        (
            json!({ "id": 2, "method": "eth_getBalance", "params": [] }).to_string(),
            error(&json!(2), -32602, "missing value for required argument 0"),
        ),
        (
            json!({ "id": 2, "method": "eth_getBalance", "params": [ALICE, "0x999"] }).to_string(),
            error(&json!(2), -32000, "header not found"),
        ),
        (
            json!({ "id": 2, "method": "eth_sendRawTransaction", "params": ["0x02c0"] })
                .to_string(),
            error(&json!(2), -32602, "failed to decode signed transaction"),
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(node.post(&request).await, expected, "{request}");
    }
    assert_eq!(
        node.post_for_status(&json!({ "method": "eth_chainId" }).to_string())
            .await,
        204,
        "a notification"
    );
}

fn error(id: &Value, code: i64, message: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
}
