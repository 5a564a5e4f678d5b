//! A venue, and a folder for the journals of the adapters that trade there one after the other.

use std::net::SocketAddr;

use super::adapter::{Adapter, config};
use super::scripted_venue::{OnOrder, Venue};
use super::simulated::Simulated;

pub struct Bench<V> {
    pub venue: V,
    address: SocketAddr,
    folder: tempfile::TempDir,
}

impl<V> Bench<V> {
    fn at(venue: V, address: SocketAddr) -> Self {
        Self {
            venue,
            address,
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    pub fn config(&self) -> exchange_adapter::Config {
        config(&self.folder.path().join("journal.sqlite"), self.address)
    }

    /// The adapter, once the markets are tradable: with the journal of the one before, if there was one.
    pub async fn adapter(&self) -> Adapter {
        Adapter::start_ready(self.config()).await
    }
}

impl Bench<Venue> {
    pub async fn scripted() -> Self {
        let venue = Venue::start().await;
        let address = venue.address;
        Self::at(venue, address)
    }

    /// What the venue does with the next order that comes in.
    pub fn next(&self, on_order: OnOrder) {
        self.venue.script().on_order.push_back(on_order);
    }
}

impl Bench<Simulated> {
    pub async fn simulated(config: sim_exchange::Config) -> Self {
        let venue = Simulated::start(config).await;
        let address = venue.address;
        Self::at(venue, address)
    }
}
