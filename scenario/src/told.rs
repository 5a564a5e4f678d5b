//! What events say.

use issuance::{Event, IndexFill, OrderChange, OrderId};

/// The index fills among events.
pub fn fills(events: &[Event]) -> Vec<(OrderId, IndexFill)> {
    events
        .iter()
        .filter_map(|event| match event {
            Event::Order(event) => match &event.change {
                OrderChange::Filled(fill) => Some((event.order.id, (**fill).clone())),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

/// What happened, in short.
pub fn names(events: &[Event]) -> Vec<String> {
    events
        .iter()
        .map(|event| {
            let text = serde_json::to_value(event).unwrap();
            let (name, body) = text.as_object().unwrap().iter().next().unwrap();
            if name == "order" {
                let change = &body["change"];
                let change = match change.as_str() {
                    Some(name) => name,
                    None => change.as_object().unwrap().keys().next().unwrap(),
                };
                format!("{} {change}", body["order"]["id"])
            } else {
                name.clone()
            }
        })
        .collect()
}
