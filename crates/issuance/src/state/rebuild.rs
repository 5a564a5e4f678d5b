//! What is not written down of a state: it is found again from the rest.

use std::collections::HashMap;

use super::{Issuance, Unsound};
use crate::OrderId;
use crate::limits::Recent;
use crate::order::Status;

impl Issuance {
    /// Decides as many orders at once as another. It is no part of the state, and not written down.
    #[must_use]
    pub fn deciding_as(self, other: &Self) -> Self {
        Self {
            at_once: other.at_once,
            ..self
        }
    }

    /// Finds everything again that is not written down. The rest has been checked.
    pub(crate) fn rebuild(&mut self) -> Result<(), Unsound> {
        let clients = self.desk.clients.iter();
        self.by_address = clients
            .map(|(name, client)| (client.account.address.clone(), name.clone()))
            .collect();
        let newest = self.desk.indexes.iter().map(|(_, index)| &**index);
        self.rebalances.rebuild(newest);
        for (id, live) in self.desk.batches.iter() {
            self.live_batches.insert(*id);
            if !live.placed {
                self.unplaced.insert(*id);
            }
            for asset_order in &live.batch.asset_orders {
                self.asset_orders.insert(asset_order.id.clone(), *id);
            }
        }
        self.rebuild_orders()
    }

    fn rebuild_orders(&mut self) -> Result<(), Unsound> {
        let ids: Vec<OrderId> = self.desk.orders.iter().map(|(id, _)| *id).collect();
        self.orders_made = ids.last().map_or(0, |last| last.0);
        for id in ids {
            self.try_place(id)?;
        }
        // Ids are in the order of acceptance.
        let accepted = self
            .orders()
            .filter(|order| order.status != Status::Rejected);
        let (mut recent, mut recent_of) = (Recent::default(), HashMap::default());
        for order in accepted {
            recent.note(order.accepted_at);
            let account = order.request.account.clone();
            let own: &mut Recent = recent_of.entry(account).or_default();
            own.note(order.accepted_at);
        }
        (self.recent, self.recent_of) = (recent, recent_of);
        Ok(())
    }

    /// The first part in which two states differ, what is found again included; none: they are the same.
    pub fn difference(&self, other: &Self) -> Option<&'static str> {
        // Each part by its name, so that none is forgotten.
        let Self {
            settings,
            at_once: _,
            desk,
            commands_seen,
            deposits_seen,
            burns_seen,
            by_client_id,
            by_address,
            unclaimed,
            unclaimed_units,
            orders_made,
            batches_made,
            waiting,
            open,
            census,
            recent,
            recent_of,
            switches,
            limits,
            quotes,
            held,
            parked,
            payouts,
            versions,
            ready,
            expiring,
            sellers,
            redeeming,
            rebalances,
            cash_moves,
            live_batches,
            asset_orders,
            unplaced,
            unminted,
            positions,
            inventory_confirmed,
            events_until_check: _,
        } = self;
        let parts = [
            ("settings", *settings == other.settings),
            ("orders", desk.orders == other.desk.orders),
            ("desk", *desk == other.desk),
            ("commands seen", *commands_seen == other.commands_seen),
            ("deposits seen", *deposits_seen == other.deposits_seen),
            ("burns seen", *burns_seen == other.burns_seen),
            ("names", *by_client_id == other.by_client_id),
            ("addresses", *by_address == other.by_address),
            ("unclaimed", *unclaimed == other.unclaimed),
            ("unclaimed units", *unclaimed_units == other.unclaimed_units),
            ("orders made", *orders_made == other.orders_made),
            ("batches made", *batches_made == other.batches_made),
            ("waiting", *waiting == other.waiting),
            ("open", *open == other.open),
            ("census", *census == other.census),
            ("recent", *recent == other.recent),
            ("recent by account", *recent_of == other.recent_of),
            ("switches", *switches == other.switches),
            ("limits", *limits == other.limits),
            ("quotes", *quotes == other.quotes),
            ("held", *held == other.held),
            ("parked", *parked == other.parked),
            ("payouts", *payouts == other.payouts),
            ("versions", *versions == other.versions),
            ("ready", *ready == other.ready),
            ("expiring", *expiring == other.expiring),
            ("sellers", *sellers == other.sellers),
            ("redeeming", *redeeming == other.redeeming),
            ("rebalances", *rebalances == other.rebalances),
            ("cash moves", *cash_moves == other.cash_moves),
            ("live batches", *live_batches == other.live_batches),
            ("asset orders", *asset_orders == other.asset_orders),
            ("unplaced", *unplaced == other.unplaced),
            ("unminted", *unminted == other.unminted),
            ("positions", *positions == other.positions),
            (
                "inventory",
                *inventory_confirmed == other.inventory_confirmed,
            ),
        ];
        parts.iter().find(|(_, same)| !same).map(|(part, _)| *part)
    }
}
