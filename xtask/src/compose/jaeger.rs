//! Asks Jaeger for the orders' traces: one for each order, from its FIX message to its Confirmation, through every service.

use std::{
    collections::BTreeSet,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

/// Jaeger's pages and its HTTP API.
const PORT: u16 = 16686;
/// Every trace that begins with a NewOrderSingle(D).
const ORDERS: &str = "/api/traces?service=fix-acceptor&operation=fix.new_order_single&limit=100";
/// The services that every order passes through.
const SERVICES: [&str; 5] = [
    "chain-minter",
    "exchange-adapter",
    "fix-acceptor",
    "inventory",
    "solver",
];
/// The span that an order's trace ends with.
const LAST_SPAN: &str = "fix.confirmation";
/// Spans are exported a moment after they end.
const WITHIN: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_secs(1);
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// Waits until each order has one whole trace.
pub(super) fn check(cl_ord_ids: &[&str]) -> anyhow::Result<()> {
    let deadline = Instant::now() + WITHIN;
    for cl_ord_id in cl_ord_ids {
        loop {
            match get(ORDERS).and_then(|answer| order_trace(&answer, cl_ord_id)) {
                Ok(trace) => {
                    println!("{cl_ord_id}: trace {trace}");
                    break;
                }
                Err(error) if Instant::now() > deadline => return Err(error),
                Err(_) => std::thread::sleep(PAUSE),
            }
        }
    }
    Ok(())
}

/// The id of the one trace with this order, when it is whole.
fn order_trace(answer: &Value, cl_ord_id: &str) -> anyhow::Result<String> {
    let traces = answer["data"]
        .as_array()
        .context("Jaeger's answer has no traces")?;
    let quoted = format!("\"{cl_ord_id}\"");
    let mut with_order = traces
        .iter()
        .filter(|trace| trace["spans"].to_string().contains(&quoted));
    let (Some(trace), None) = (with_order.next(), with_order.next()) else {
        bail!("there is not one trace with the order {cl_ord_id}");
    };
    let services: BTreeSet<_> = trace["processes"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(_, process)| process["serviceName"].as_str())
        .collect();
    let missing: Vec<_> = SERVICES
        .iter()
        .filter(|service| !services.contains(**service))
        .collect();
    ensure!(
        missing.is_empty(),
        "the trace of {cl_ord_id} does not reach {missing:?}"
    );
    let spans = trace["spans"].as_array().into_iter().flatten();
    let mut names = spans.filter_map(|span| span["operationName"].as_str());
    ensure!(
        names.any(|name| name == LAST_SPAN),
        "the trace of {cl_ord_id} has no {LAST_SPAN}"
    );
    Ok(trace["traceID"].as_str().unwrap_or_default().to_owned())
}

/// HTTP 1.0: the answer is everything until the connection ends.
fn get(path: &str) -> anyhow::Result<Value> {
    let address = SocketAddr::from(([127, 0, 0, 1], PORT));
    let mut stream = TcpStream::connect(address).context("Jaeger does not listen")?;
    stream.set_read_timeout(Some(READ_TIMEOUT))?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .context("Jaeger's answer is no HTTP")?;
    let status = head.lines().next().unwrap_or_default();
    ensure!(status.contains(" 200 "), "Jaeger answers {status}");
    serde_json::from_str(body).context("Jaeger's answer is no JSON")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn trace(cl_ord_id: &str, services: &[&str], last: &str) -> Value {
        let processes: serde_json::Map<_, _> = (1..)
            .zip(services)
            .map(|(number, name)| {
                (
                    format!("p{number}"),
                    json!({ "serviceName": name, "tags": [] }),
                )
            })
            .collect();
        let taken = json!({ "key": "cl_ord_id", "type": "string", "value": cl_ord_id });
        json!({
            "traceID": "0af7651916cd43dd8448eb211c80319c",
            "spans": [
                {
                    "operationName": "fix.new_order_single",
                    "processID": "p1",
                    "references": [],
                    "tags": [],
                    "logs": [{ "timestamp": 1, "fields": [taken] }],
                },
                { "operationName": last, "processID": "p1", "references": [], "tags": [], "logs": [] },
            ],
            "processes": processes,
        })
    }

    #[test]
    fn a_whole_trace_is_found_by_its_order() {
        let traces = [
            trace("compose-1", &SERVICES, LAST_SPAN),
            trace("compose-12", &SERVICES, LAST_SPAN),
        ];
        let answer = json!({ "data": traces, "errors": null });
        let found = order_trace(&answer, "compose-1").expect("it is there once");
        assert_eq!(found, "0af7651916cd43dd8448eb211c80319c");
    }

    #[test]
    fn what_is_missing_is_said() {
        let whole = || trace("a", &SERVICES, LAST_SPAN);
        for (traces, problem) in [
            (vec![], "there is not one trace with the order a"),
            (
                vec![whole(), whole()],
                "there is not one trace with the order a",
            ),
            (
                vec![trace("a", &SERVICES[1..], LAST_SPAN)],
                "the trace of a does not reach [\"chain-minter\"]",
            ),
            (
                vec![trace("a", &SERVICES, "fix.execution_report")],
                "the trace of a has no fix.confirmation",
            ),
        ] {
            let answer = json!({ "data": traces });
            let error = order_trace(&answer, "a").expect_err(problem);
            assert_eq!(error.to_string(), problem);
        }
    }
}
