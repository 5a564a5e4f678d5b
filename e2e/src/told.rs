//! What a session must have been told: a message for each of the solver's events that concerns it, in the events' order,
//! with the events' amounts, and nothing else. `docs/fix.md` is the contract.

use std::fmt::Write as _;

use anyhow::{Context as _, bail, ensure};
use fix_acceptor::custom::tag as custom;
use fix_codec::OwnedMessage;
use fix_dictionary::{msg_type, tag};
use money::{Cash, Units};
use proto::v1::{
    Collateral, CollateralChanged, IndexFill, IndexOrder, OrderMinted, OrderStatus, Side,
    SolverEvent, solver_event::Event,
};
use sheaf::client::wire_text;

/// Fields that a message must have; those without a value, must not have.
struct Told(Vec<(u32, Option<String>)>);

impl Told {
    fn new(msg_type: &str, fields: &[(u32, &str)]) -> Self {
        let fields = fields.iter().map(|(tag, value)| (*tag, *value));
        let all = [(tag::MSG_TYPE, msg_type)].into_iter().chain(fields);
        Self::having(all.map(|(tag, value)| (tag, value.to_owned())))
    }

    fn having(fields: impl IntoIterator<Item = (u32, String)>) -> Self {
        let fields = fields.into_iter();
        Self(fields.map(|(tag, value)| (tag, Some(value))).collect())
    }

    fn without(tags: &[u32]) -> Self {
        Self(tags.iter().map(|tag| (*tag, None)).collect())
    }

    fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    fn text(&self) -> String {
        self.0.iter().fold(String::new(), |mut text, (tag, value)| {
            let value = value.as_deref().unwrap_or("(none)");
            write!(text, "{tag}={value}|").expect("a String takes all text");
            text
        })
    }

    /// The message is so.
    fn check(&self, message: &OwnedMessage) -> anyhow::Result<()> {
        for (tag, value) in &self.0 {
            let found = message.fields().text(*tag);
            ensure!(
                found == value.as_deref(),
                "{tag} is {found:?}, not {value:?}, in {}",
                wire_text(message)
            );
        }
        Ok(())
    }
}

/// The messages are those that the events call for, to the session of `account`.
pub fn assert_all(
    messages: &[OwnedMessage],
    events: &[SolverEvent],
    account: &str,
) -> anyhow::Result<()> {
    let mut expected = Vec::new();
    for event in events {
        expected.extend(told(event, account)?);
    }
    for (number, message) in messages.iter().enumerate() {
        let Some(told) = expected.get(number) else {
            bail!("{account} was told too much: {}", wire_text(message));
        };
        let checked = told.check(message);
        checked.with_context(|| format!("message {number} to {account}"))?;
    }
    let missing = expected.get(messages.len()).map(Told::text);
    ensure!(
        missing.is_none(),
        "{account} was never told {}",
        missing.unwrap_or_default()
    );
    Ok(())
}

/// What an event tells an account's session; nothing where it does not concern it.
fn told(event: &SolverEvent, account: &str) -> anyhow::Result<Vec<Told>> {
    let kind = event.event.as_ref().context("an event of no kind")?;
    let id = event.sequence;
    let order = |order: &Option<IndexOrder>| order.clone().context("an event without its order");
    let one = |told| vec![told];
    let (concerned, told) = match kind {
        Event::OrderAccepted(accepted) => {
            let order = order(&accepted.order)?;
            let exec_type = match order.status() {
                OrderStatus::Waiting => "A",
                _ => "0",
            };
            let told = report(&order, exec_type, exec_type, &format!("E-{id}"))?;
            (order.account, one(told))
        }
        Event::OrderReserved(reserved) => {
            let order = order(&reserved.order)?;
            let told = report(&order, "0", "0", &format!("E-{id}"))?;
            (order.account, one(told))
        }
        Event::IndexFill(fill) => {
            let order = order(&fill.order)?;
            let told = report(&order, "F", "1", &format!("F-{}", fill.fill_id))?;
            (order.account, one(told.and(filled(fill))))
        }
        Event::OrderComplete(complete) => {
            let order = order(&complete.order)?;
            let told = report(&order, "B", "2", &format!("E-{id}"))?;
            let returned = Told::having([(custom::RETURNED_CASH, order.returned.clone())]);
            let mut both = vec![told.and(returned)];
            if order.returned.parse() != Ok(Cash::ZERO) {
                let collateral = event.collateral.as_ref().context("no collateral")?;
                let changed = CollateralChanged {
                    cause: "release".to_owned(),
                    amount: order.returned.clone(),
                    ..CollateralChanged::default()
                };
                both.push(collateral_report(collateral, &changed, &format!("C-{id}")));
            }
            (order.account, both)
        }
        Event::OrderMinted(minted) => {
            let order = order(&minted.order)?;
            let told = confirmation(&order, minted);
            (order.account, one(told))
        }
        Event::CollateralChanged(changed) => {
            let collateral = changed.collateral.as_ref().context("no collateral")?;
            let told = collateral_report(collateral, changed, &format!("C-{id}"));
            (collateral.account.clone(), one(told))
        }
        Event::BatchSent(_)
        | Event::BatchSettled(_)
        | Event::IndexDefined(_)
        | Event::AccountDefined(_)
        | Event::TradingChanged(_)
        | Event::AccountLimitsSet(_)
        | Event::RebalanceChanged(_)
        | Event::UnitsBurned(_) => return Ok(Vec::new()),
        Event::OrderRejected(_)
        | Event::OrderCancelled(_)
        | Event::OrderExpired(_)
        | Event::OrderSuspended(_)
        | Event::CancelRejected(_)
        | Event::CancelPending(_)
        | Event::OrderReplaced(_)
        | Event::ReplacePending(_)
        | Event::OrdersCancelled(_) => bail!("nothing here leads to {event:?}"),
    };
    Ok(if concerned == account {
        told
    } else {
        Vec::new()
    })
}

/// ExecutionReport(8): the order after the event.
fn report(
    order: &IndexOrder,
    exec_type: &str,
    ord_status: &str,
    exec_id: &str,
) -> anyhow::Result<Told> {
    let told = Told::new(
        msg_type::EXECUTION_REPORT,
        &[
            (tag::EXEC_ID, exec_id),
            (tag::EXEC_TYPE, exec_type),
            (tag::ORD_STATUS, ord_status),
            (tag::ORDER_ID, &order.order_id),
            (tag::CL_ORD_ID, &order.cl_ord_id),
            (tag::ACCOUNT, &order.account),
            (tag::SYMBOL, &order.index),
            (tag::CUM_QTY, &order.units),
            (tag::AVG_PX, &order.average_price),
        ],
    );
    Ok(told.and(asked(order)?))
}

/// What was asked for, and what is open of it: cash to spend, or units to redeem.
fn asked(order: &IndexOrder) -> anyhow::Result<Told> {
    if order.side() != Side::Redeem {
        let fields = [
            (tag::SIDE, "1"),
            (tag::CASH_ORDER_QTY, &order.cash),
            (custom::REMAINING_CASH, &order.remaining_cash),
            (tag::LEAVES_QTY, "0"),
        ];
        let fields = fields.map(|(tag, value)| (tag, value.to_owned()));
        return Ok(Told::having(fields).and(Told::without(&[tag::ORDER_QTY])));
    }
    let asked: Units = order.units_asked.parse()?;
    let leaves = asked.checked_sub(order.units.parse()?)?;
    let fields = [
        (tag::SIDE, "2".to_owned()),
        (tag::ORDER_QTY, order.units_asked.clone()),
        (tag::LEAVES_QTY, leaves.to_string()),
    ];
    let without = [tag::CASH_ORDER_QTY, custom::REMAINING_CASH];
    Ok(Told::having(fields).and(Told::without(&without)))
}

fn filled(fill: &IndexFill) -> Told {
    let fields = [
        (tag::LAST_QTY, &fill.units),
        (tag::LAST_PX, &fill.price),
        (tag::GROSS_TRADE_AMT, &fill.gross),
        (tag::NET_MONEY, &fill.net),
        (tag::COMMISSION, &fill.issuer_fee),
        (tag::MISC_FEE_AMT, &fill.venue_fees),
    ];
    Told::having(fields.map(|(tag, value)| (tag, value.clone())))
}

fn confirmation(order: &IndexOrder, minted: &OrderMinted) -> Told {
    Told::new(
        msg_type::CONFIRMATION,
        &[
            (tag::CONFIRM_ID, &minted.mint_id),
            (custom::MINT_ID, &minted.mint_id),
            (custom::MINT_TRANSACTION_HASH, &minted.transaction_hash),
            (custom::MINT_BLOCK, &minted.block_number.to_string()),
            (custom::NO_MINT_LOTS, &minted.lots.len().to_string()),
            (tag::CL_ORD_ID, &order.cl_ord_id),
            (tag::ORDER_ID, &order.order_id),
            (tag::ALLOC_ACCOUNT, &order.account),
            (tag::SYMBOL, &order.index),
            (tag::ALLOC_QTY, &order.units),
            (tag::AVG_PX, &order.average_price),
            (tag::GROSS_TRADE_AMT, &order.gross),
            (tag::NET_MONEY, &order.spent),
            (tag::COMMISSION, &order.issuer_fees),
            (tag::MISC_FEE_AMT, &order.venue_fees),
            (custom::RETURNED_CASH, &order.returned),
        ],
    )
}

fn collateral_report(collateral: &Collateral, changed: &CollateralChanged, id: &str) -> Told {
    let change = Told::new(
        msg_type::COLLATERAL_REPORT,
        &[
            (tag::COLL_RPT_ID, id),
            (custom::COLLATERAL_CAUSE, &changed.cause),
            (custom::COLLATERAL_CHANGE, &changed.amount),
        ],
    );
    let transaction = Some(&changed.transaction_hash).filter(|hash| !hash.is_empty());
    let transaction = transaction.map(|hash| (custom::COLLATERAL_TRANSACTION_HASH, hash.clone()));
    change
        .and(Told::having(transaction))
        .and(amounts(collateral))
}

/// The amounts of a CollateralReport(BA).
fn amounts(collateral: &Collateral) -> Told {
    let fields = [
        (tag::ACCOUNT, &collateral.account),
        (tag::CURRENCY, &collateral.currency),
        (tag::MARGIN_EXCESS, &collateral.free),
        (custom::FREE_CASH, &collateral.free),
        (custom::RESERVED_CASH, &collateral.reserved),
        (custom::SPENT_CASH, &collateral.spent),
        (custom::DEPOSITED_CASH, &collateral.deposited),
        (custom::PAID_OUT_CASH, &collateral.paid_out),
        (custom::PAYING_OUT_CASH, &collateral.paying_out),
        (custom::REDEEMED_CASH, &collateral.redeemed),
    ];
    Told::having(fields.map(|(tag, value)| (tag, value.clone())))
}

/// The answer to a CollateralInquiry(BB) says what the solver has.
pub fn assert_collateral(answer: &OwnedMessage, collateral: &Collateral) -> anyhow::Result<()> {
    amounts(collateral).check(answer)
}
