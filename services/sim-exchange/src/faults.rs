//! Faults on request, for tests of what talks to a venue. Off unless the configuration says otherwise.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// What to do wrong from now on. Counts add up with those not yet used; the others replace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Plan {
    /// Order requests (`POST /api/v3/order`) whose connection is cut before they are looked at.
    pub lose_order_requests: u32,
    /// Order requests that are executed and whose connection is cut instead of an answer.
    pub lose_order_answers: u32,
    /// Order requests that are executed and answered with -1007, execution status unknown.
    pub time_out_order_answers: u32,
    /// Order requests that are refused with -1003 and 429.
    pub refuse_order_requests: u32,
    /// User events that are not sent.
    pub skip_user_events: u32,
    /// Depth events that are not sent, by market in lower case: a gap in the update ids.
    pub skip_depth_events: BTreeMap<String, u32>,
    /// Every REST answer is held back so long.
    pub delay_ms: Option<u64>,
    /// The venue's clock runs ahead (or behind) so much.
    pub clock_skew_ms: Option<i64>,
    /// All WebSocket connections are cut now, without a close frame.
    pub drop_websockets: bool,
}

/// What is to go wrong; clones share it.
#[derive(Clone)]
pub struct Faults {
    plan: Arc<Mutex<Plan>>,
    drops: watch::Sender<u64>,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            plan: Arc::default(),
            drops: watch::Sender::new(0),
        }
    }
}

/// What happens to an order request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderFault {
    /// Nothing unusual.
    None,
    /// The connection is cut before it is executed.
    LoseRequest,
    /// It is executed and the connection is cut.
    LoseAnswer,
    /// It is executed and answered with -1007.
    TimeOut,
    /// It is refused with -1003.
    Refuse,
}

impl Faults {
    /// Adds to what is to go wrong, and returns what is planned now.
    pub fn plan(&self, more: Plan) -> Plan {
        if more.drop_websockets {
            self.drops.send_modify(|drops| *drops += 1);
        }
        let mut plan = self.lock();
        plan.lose_order_requests += more.lose_order_requests;
        plan.lose_order_answers += more.lose_order_answers;
        plan.time_out_order_answers += more.time_out_order_answers;
        plan.refuse_order_requests += more.refuse_order_requests;
        plan.skip_user_events += more.skip_user_events;
        for (market, count) in more.skip_depth_events {
            *plan.skip_depth_events.entry(market).or_default() += count;
        }
        plan.delay_ms = more.delay_ms.or(plan.delay_ms);
        plan.clock_skew_ms = more.clock_skew_ms.or(plan.clock_skew_ms);
        plan.clone()
    }

    /// Changes with each cut of the WebSocket connections.
    pub fn drops(&self) -> watch::Receiver<u64> {
        self.drops.subscribe()
    }

    /// How long REST answers are held back.
    pub fn delay(&self) -> Option<Duration> {
        self.lock()
            .delay_ms
            .filter(|delay| *delay > 0)
            .map(Duration::from_millis)
    }

    /// What happens to the order request that has just come.
    pub fn order_request(&self) -> OrderFault {
        let mut plan = self.lock();
        if use_one(&mut plan.lose_order_requests) {
            OrderFault::LoseRequest
        } else if use_one(&mut plan.refuse_order_requests) {
            OrderFault::Refuse
        } else if use_one(&mut plan.lose_order_answers) {
            OrderFault::LoseAnswer
        } else if use_one(&mut plan.time_out_order_answers) {
            OrderFault::TimeOut
        } else {
            OrderFault::None
        }
    }

    /// Whether a user event is not sent.
    pub fn skip_user_event(&self) -> bool {
        use_one(&mut self.lock().skip_user_events)
    }

    /// Whether a depth event of a market (in lower case) is not sent.
    pub fn skip_depth_event(&self, market: &str) -> bool {
        self.lock()
            .skip_depth_events
            .get_mut(market)
            .is_some_and(use_one)
    }

    fn lock(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn use_one(count: &mut u32) -> bool {
    let due = *count > 0;
    *count = count.saturating_sub(1);
    due
}
