//! Lists of what there is: what does not fit in one answer comes in pages, or is left out.

use issuance::{ClientAccount, Index, Order, OrderView};
use proto::v1;
use service::page::Page;
use tonic::Status;

use super::Service;
use crate::{status, wire};

/// Orders in one answer of `ListOrders`, the newest.
const ORDERS_LISTED_MAX: usize = 5_000;

impl Service {
    /// The newest orders of a scope.
    pub(super) async fn orders(
        &self,
        request: v1::ListOrdersRequest,
    ) -> Result<v1::ListOrdersReply, Status> {
        let status = wire::order_status(request.status).map_err(status::of_field)?;
        let scope = wire::scope(request.session, request.account, request.index);
        let is_wanted = move |order: &Order| {
            scope.includes(order.request())
                && status.is_none_or(|status| wire::is_in(order, status))
        };
        let open_only = request.open_only;
        let listed = self.handle.query(move |solver, sequence| {
            let newest_of = |orders: &mut dyn DoubleEndedIterator<Item = &Order>| {
                let mut views: Vec<OrderView> = orders
                    .rev()
                    .filter(|order| is_wanted(order))
                    .take(ORDERS_LISTED_MAX)
                    .map(|order| solver.0.view(order))
                    .collect();
                views.reverse();
                views
            };
            let views = if open_only {
                newest_of(&mut solver.0.open_orders())
            } else {
                newest_of(&mut solver.0.orders())
            };
            (views, sequence)
        });
        let (views, sequence) = listed.await.map_err(status::of_stopped)?;
        Ok(v1::ListOrdersReply {
            orders: views.iter().map(wire::order).collect(),
            sequence,
        })
    }

    /// A page of the indexes, by symbol.
    pub(super) async fn indexes(
        &self,
        request: v1::ListIndexesRequest,
    ) -> Result<v1::ListIndexesReply, Status> {
        let after = request.page_token;
        let listed = self.handle.query(move |solver, _| {
            let state = &solver.0;
            let listed = |index: &Index| {
                let version = state.version(&index.symbol);
                let trading = state.trading(&index.symbol);
                let listed = wire::listed_index(index, version, trading);
                (index.symbol.to_string(), listed)
            };
            let rest = state.indexes().filter(|index| *index.symbol > *after);
            Page::of(rest.map(listed))
        });
        let page = listed.await.map_err(status::of_stopped)?;
        Ok(v1::ListIndexesReply {
            indexes: page.items,
            next_page_token: page.next_page_token,
        })
    }

    /// A page of the accounts, by name.
    pub(super) async fn accounts(
        &self,
        request: v1::ListAccountsRequest,
    ) -> Result<v1::ListAccountsReply, Status> {
        let after = request.page_token;
        let listed = self.handle.query(move |solver, _| {
            let listed = |account: &ClientAccount| {
                let limits = solver.0.limits(&account.name);
                let listed = wire::listed_account(account, &limits);
                (account.name.to_string(), listed)
            };
            let accounts = solver.0.accounts();
            Page::of(
                accounts
                    .filter(|account| *account.name > *after)
                    .map(listed),
            )
        });
        let page = listed.await.map_err(status::of_stopped)?;
        Ok(v1::ListAccountsReply {
            accounts: page.items,
            next_page_token: page.next_page_token,
        })
    }
}
