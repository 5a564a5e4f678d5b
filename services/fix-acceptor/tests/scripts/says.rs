//! What the scripted solver says happened, as a script writes it.

use proto::v1::{self, solver_event::Event as Solver};

use crate::Stage;
use crate::support::acceptor::soon;
use crate::support::solver::FakeSolver;

impl Stage<'_> {
    /// The order as the client asked for it, once the solver has it.
    fn order(&self, cl_ord_id: &str) -> v1::IndexOrder {
        let has_it = |solver: &FakeSolver| {
            let submitted = solver.submitted();
            submitted.iter().any(|order| order.cl_ord_id == cl_ord_id)
        };
        self.runtime
            .block_on(soon("the order", self.solver.until(has_it)));
        let submitted = self.solver.submitted();
        let request = submitted
            .iter()
            .find(|order| order.cl_ord_id == cl_ord_id)
            .unwrap();
        let zero = || "0".to_owned();
        v1::IndexOrder {
            order_id: format!("O-{cl_ord_id}"),
            session: request.session.clone(),
            cl_ord_id: cl_ord_id.to_owned(),
            account: request.account.clone(),
            index: request.index.clone(),
            side: request.side,
            status: v1::OrderStatus::Working.into(),
            cash: request.cash.clone(),
            remaining_cash: request.cash.clone(),
            limit_price: request.limit_price.clone(),
            time_in_force: request.time_in_force,
            spent: zero(),
            gross: zero(),
            venue_fees: zero(),
            issuer_fees: zero(),
            units: zero(),
            average_price: zero(),
            returned: zero(),
            units_asked: request.units.clone(),
            ..v1::IndexOrder::default()
        }
    }

    /// The order with half a unit filled, for 500.
    fn filled(&self, id: &str) -> v1::IndexOrder {
        let order = self.order(id);
        let (spent, returned) = match order.side() {
            v1::Side::Redeem => ("0", "499"),
            v1::Side::Buy | v1::Side::Unspecified => ("501", "0"),
        };
        v1::IndexOrder {
            returned: returned.to_owned(),
            remaining_cash: "499".to_owned(),
            spent: spent.to_owned(),
            gross: "500".to_owned(),
            venue_fees: "0.5".to_owned(),
            issuer_fees: "0.5".to_owned(),
            units: "0.5".to_owned(),
            average_price: "1000".to_owned(),
            ..order
        }
    }

    /// A redemption that was to end, as small as the half unit that it had begun.
    fn begun(&self, id: &str) -> v1::IndexOrder {
        v1::IndexOrder {
            units_asked: "0.5".to_owned(),
            ..self.filled(id)
        }
    }

    /// `waiting ID`, `accepted ID`, `filled ID` (half a unit for 500), `complete ID`, `expired ID`, `suspended ID`,
    /// `minted ID`, `rejected ID REASON TEXT`, `cancelled ID REQUEST`, `cancel-pending ID REQUEST`, `filled-begun ID` and
    /// `cancelled-begun ID REQUEST` (a redemption that has become as small as that half unit),
    /// `replace-pending ID REQUEST`, `replaced ID REQUEST`, `cancel-rejected ID REQUEST REASON`,
    /// `replace-rejected ID REQUEST REASON`, `all-cancelled SESSION REQUEST COUNT`, `deposit ACCOUNT`,
    /// `payout-asked ACCOUNT REQUEST`, `payout ACCOUNT REQUEST`, `payout-failed ACCOUNT REQUEST` (of 300), `defined INDEX`, `halted INDEX WHY`. `-` is no request.
    pub(crate) fn say(&self, rest: &str) -> Result<(), String> {
        let words: Vec<&str> = rest.split_whitespace().collect();
        let [verb, id, more @ ..] = words.as_slice() else {
            return Err("what happened, and to what?".to_owned());
        };
        let event = match *verb {
            "waiting" => Solver::OrderAccepted(v1::OrderAccepted {
                order: Some(v1::IndexOrder {
                    status: v1::OrderStatus::Waiting.into(),
                    ..self.order(id)
                }),
            }),
            "accepted" => Solver::OrderAccepted(v1::OrderAccepted {
                order: Some(self.order(id)),
            }),
            "filled" => fill(self.filled(id)),
            "filled-begun" => fill(self.begun(id)),
            "complete" => Solver::OrderComplete(v1::OrderComplete {
                order: Some(self.filled(id)),
            }),
            "expired" => Solver::OrderExpired(v1::OrderExpired {
                order: Some(self.order(id)),
            }),
            "suspended" => Solver::OrderSuspended(v1::OrderSuspended {
                order: Some(self.order(id)),
            }),
            "minted" => Solver::OrderMinted(v1::OrderMinted {
                order: Some(self.filled(id)),
                mint_id: format!("M-{id}"),
                transaction_hash: "0xabc".to_owned(),
                block_number: 7,
                further_lots: 0,
                lots: Vec::new(),
            }),
            "rejected" => Solver::OrderRejected(v1::OrderRejected {
                order: Some(v1::IndexOrder {
                    reject_reason: reason(more)?.into(),
                    text: more[1..].join(" "),
                    ..self.order(id)
                }),
            }),
            "defined" => Solver::IndexDefined(v1::IndexDefined {
                index: Some(v1::Index {
                    symbol: (*id).to_owned(),
                    name: "Top five".to_owned(),
                    basket: vec![v1::BasketEntry {
                        asset: "BTC".to_owned(),
                        quantity: "0.01".to_owned(),
                    }],
                    units_scale: 8,
                    ..v1::Index::default()
                }),
            }),
            "halted" => Solver::TradingChanged(v1::TradingChanged {
                index: (*id).to_owned(),
                state: v1::TradingState::Halted.into(),
                text: more.join(" "),
            }),
            "deposit" => Solver::CollateralChanged(v1::CollateralChanged {
                collateral: Some(collateral(id, "1000", "0")),
                cause: "deposit".to_owned(),
                transaction_hash: "0xdef".to_owned(),
                amount: "1000".to_owned(),
                ..v1::CollateralChanged::default()
            }),
            "payout-asked" | "payout" | "payout-failed" => {
                payout(verb, id, more.first().copied().unwrap_or_default())
            }
            _ => return self.say_of_request(verb, id, more),
        };
        self.solver.say(event);
        Ok(())
    }

    pub(crate) fn price(&self, rest: &str) -> Result<(), String> {
        let words: Vec<&str> = rest.split_whitespace().collect();
        let [index, bid, ask] = words.as_slice() else {
            return Err("of which index, and which prices?".to_owned());
        };
        self.solver.price(v1::IndexPrice {
            index: (*index).to_owned(),
            version: 1,
            bid: (*bid).to_owned(),
            ask: (*ask).to_owned(),
            mid: String::new(),
            time_unix_ns: 1_769_860_800_000_000_000,
        });
        Ok(())
    }

    /// What became of a request about orders.
    fn say_of_request(&self, verb: &str, id: &str, more: &[&str]) -> Result<(), String> {
        let request = more.first().filter(|word| **word != "-");
        let request = request.copied().unwrap_or_default().to_owned();
        let event = match verb {
            "cancelled" => Solver::OrderCancelled(v1::OrderCancelled {
                order: Some(self.order(id)),
                cancel_cl_ord_id: request,
            }),
            "cancelled-begun" => Solver::OrderCancelled(v1::OrderCancelled {
                order: Some(self.begun(id)),
                cancel_cl_ord_id: request,
            }),
            "cancel-pending" => Solver::CancelPending(v1::CancelPending {
                order: Some(self.order(id)),
                cancel_cl_ord_id: request,
            }),
            "replace-pending" => Solver::ReplacePending(v1::ReplacePending {
                order: Some(self.order(id)),
                replace_cl_ord_id: request,
            }),
            "replaced" => Solver::OrderReplaced(v1::OrderReplaced {
                order: Some(v1::IndexOrder {
                    cl_ord_id: request,
                    ..self.order(id)
                }),
                orig_cl_ord_id: id.to_owned(),
            }),
            "cancel-rejected" | "replace-rejected" => {
                let response_to = if verb == "cancel-rejected" {
                    v1::CancelResponseTo::Cancel
                } else {
                    v1::CancelResponseTo::Replace
                };
                let order = self.order(id);
                Solver::CancelRejected(v1::CancelRejected {
                    session: order.session.clone(),
                    cl_ord_id: request,
                    orig_cl_ord_id: id.to_owned(),
                    reason: reason(&more[1..])?.into(),
                    text: more[1].to_lowercase(),
                    order: Some(order),
                    response_to: response_to.into(),
                })
            }
            "all-cancelled" => Solver::OrdersCancelled(v1::OrdersCancelled {
                session: id.to_owned(),
                cl_ord_id: request,
                cancelled: more[1].parse().map_err(|_| "no count")?,
                ..v1::OrdersCancelled::default()
            }),
            other => return Err(format!("the solver can't say {other}")),
        };
        self.solver.say(event);
        Ok(())
    }
}

pub(crate) fn reason(words: &[&str]) -> Result<v1::RejectReason, String> {
    let word = words.first().ok_or("no reason")?;
    v1::RejectReason::from_str_name(&format!("REJECT_REASON_{word}"))
        .ok_or_else(|| format!("no such reason: {word}"))
}

/// The first fill of an order that has it.
fn fill(order: v1::IndexOrder) -> Solver {
    let net = match order.side() {
        v1::Side::Redeem => &order.returned,
        v1::Side::Buy | v1::Side::Unspecified => &order.spent,
    };
    Solver::IndexFill(v1::IndexFill {
        fill_id: format!("{}-1", order.cl_ord_id),
        units: order.units.clone(),
        price: order.average_price.clone(),
        gross: order.gross.clone(),
        venue_fees: order.venue_fees.clone(),
        issuer_fee: order.issuer_fees.clone(),
        net: net.clone(),
        batch_id: "B-1".to_owned(),
        order: Some(order),
    })
}

/// Of 1000 deposited.
fn collateral(account: &str, free: &str, paying_out: &str) -> v1::Collateral {
    v1::Collateral {
        account: account.to_owned(),
        currency: "USDC".to_owned(),
        free: free.to_owned(),
        reserved: "0".to_owned(),
        spent: "0".to_owned(),
        deposited: "1000".to_owned(),
        paid_out: "0".to_owned(),
        paying_out: paying_out.to_owned(),
        redeemed: "0".to_owned(),
        ..v1::Collateral::default()
    }
}

/// How a payout of 300 goes on.
fn payout(cause: &str, account: &str, request: &str) -> Solver {
    let mut changed = v1::CollateralChanged {
        collateral: Some(collateral(account, "700", "0")),
        cause: cause.to_owned(),
        amount: "300".to_owned(),
        payout_id: "p1".to_owned(),
        request_id: request.to_owned(),
        ..v1::CollateralChanged::default()
    };
    match cause {
        "payout-asked" => changed.collateral = Some(collateral(account, "700", "300")),
        "payout" => {
            "0xabc".clone_into(&mut changed.transaction_hash);
            if let Some(after) = &mut changed.collateral {
                "300".clone_into(&mut after.paid_out);
            }
        }
        _ => {
            "the vault refuses it".clone_into(&mut changed.text);
            changed.collateral = Some(collateral(account, "1000", "0"));
        }
    }
    Solver::CollateralChanged(changed)
}
