//! The asset orders as the machine that this service journals.

use service::machine::Machine;
use service::machine::snapshots::Snapshotted;
use venue::asset_orders::{AssetOrders, Command, Event, Rejection};

/// The asset orders of the account.
#[derive(Default)]
pub(crate) struct Orders(AssetOrders);

impl Orders {
    pub(crate) fn state(&self) -> &AssetOrders {
        &self.0
    }
}

impl Machine for Orders {
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, _now_unix_ns: i64) -> Result<Vec<Event>, Rejection> {
        self.0.decide(command)
    }

    fn apply(&mut self, event: &Event) {
        self.0.apply(event);
    }
}

impl Snapshotted for Orders {
    fn form() -> String {
        "asset-orders 1".to_owned()
    }

    fn write_state(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&self.0)
    }

    fn with_state(&self, state: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(state).map(Orders)
    }
}
