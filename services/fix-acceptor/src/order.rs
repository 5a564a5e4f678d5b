//! What the acceptor remembers of an order and of an account's collateral: enough to answer a status request, which is
//! what the solver's events have said so far. Amounts are the solver's own texts.

use money::Units;
use proto::v1;
use serde::{Deserialize, Serialize};

use crate::message::OrdStatus;
use crate::request::{Amount, NewOrder, TimeInForce};

/// An index order as the last event left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderFacts {
    /// OrderID(37); empty before the solver has answered.
    pub order_id: String,
    /// ClOrdID(11)
    pub cl_ord_id: String,
    /// Account(1)
    pub account: String,
    /// Symbol(55)
    pub index: String,
    /// Side(54)
    pub side_code: char,
    /// CashOrderQty(152); empty when redeeming.
    pub cash: String,
    /// OrderQty(38); empty when buying.
    #[serde(default)]
    pub units_asked: String,
    /// Price(44); empty for none.
    pub limit_price: String,
    /// TimeInForce(59)
    #[serde(default = "day")]
    pub time_in_force: char,
    /// RemainingCash(5030)
    pub remaining_cash: String,
    /// What left the collateral.
    pub spent: String,
    /// Asset cost without fees.
    pub gross: String,
    /// Venue fees in cash.
    pub venue_fees: String,
    /// Issuer's fees.
    pub issuer_fees: String,
    /// CumQty(14)
    pub units: String,
    /// AvgPx(6)
    pub average_price: String,
    /// ReturnedCash(5031)
    pub returned: String,
    /// What the client was told last.
    pub ord_status: OrdStatus,
}

impl OrderFacts {
    /// From the solver's view of the order, and what the client is told about it.
    pub fn of(order: &v1::IndexOrder, ord_status: OrdStatus) -> Self {
        // A redemption has units, and no cash to spend.
        let (side_code, cash, remaining_cash, units_asked) = match order.side() {
            v1::Side::Redeem => ('2', "", "", order.units_asked.as_str()),
            v1::Side::Buy | v1::Side::Unspecified => {
                ('1', order.cash.as_str(), order.remaining_cash.as_str(), "")
            }
        };
        OrderFacts {
            order_id: order.order_id.clone(),
            cl_ord_id: order.cl_ord_id.clone(),
            account: order.account.clone(),
            index: order.index.clone(),
            side_code,
            cash: cash.to_owned(),
            units_asked: units_asked.to_owned(),
            limit_price: order.limit_price.clone(),
            time_in_force: time_in_force(order.time_in_force()),
            remaining_cash: remaining_cash.to_owned(),
            spent: order.spent.clone(),
            gross: order.gross.clone(),
            venue_fees: order.venue_fees.clone(),
            issuer_fees: order.issuer_fees.clone(),
            units: order.units.clone(),
            average_price: order.average_price.clone(),
            returned: order.returned.clone(),
            ord_status,
        }
    }

    /// An order that the solver has not heard of yet.
    pub fn of_request(order: &NewOrder) -> Self {
        let mut facts = OrderFacts::asked(
            &order.cl_ord_id,
            &order.account,
            &order.index,
            order.side.code(),
        );
        match order.amount {
            Amount::Cash(cash) => facts.cash = cash.to_string(),
            Amount::Units(units) => facts.units_asked = units.to_string(),
        }
        if let Some(price) = order.limit_price {
            facts.limit_price = price.to_string();
        }
        facts.time_in_force = order.time_in_force.code();
        facts
    }

    /// An order that the solver knows nothing of: what the client asked for, as far as it could be read.
    pub fn asked(cl_ord_id: &str, account: &str, index: &str, side_code: char) -> Self {
        OrderFacts {
            order_id: String::new(),
            cl_ord_id: cl_ord_id.to_owned(),
            account: account.to_owned(),
            index: index.to_owned(),
            side_code,
            cash: String::new(),
            units_asked: String::new(),
            limit_price: String::new(),
            time_in_force: day(),
            remaining_cash: String::new(),
            spent: String::new(),
            gross: String::new(),
            venue_fees: String::new(),
            issuer_fees: String::new(),
            units: String::new(),
            average_price: String::new(),
            returned: String::new(),
            ord_status: OrdStatus::PendingNew,
        }
    }

    /// LeavesQty(151): the units that are still to be redeemed; an order for cash has no number of units that is open.
    pub fn leaves_qty(&self) -> String {
        let open = |asked: &str| {
            let asked: Units = asked.parse().ok()?;
            asked
                .checked_sub(self.units.parse().unwrap_or_default())
                .ok()
        };
        let left = open(&self.units_asked).filter(|_| !self.is_over());
        left.unwrap_or_default().to_string()
    }

    /// What left the collateral for its fills; what came to it when redeeming.
    pub fn net_money(&self) -> &str {
        if self.side_code == '2' {
            &self.returned
        } else {
            &self.spent
        }
    }

    /// Whether no further fill can come.
    pub fn is_over(&self) -> bool {
        match self.ord_status {
            OrdStatus::Filled
            | OrdStatus::DoneForDay
            | OrdStatus::Canceled
            | OrdStatus::Rejected
            | OrdStatus::Expired => true,
            OrdStatus::New
            | OrdStatus::PartiallyFilled
            | OrdStatus::PendingCancel
            | OrdStatus::PendingReplace
            | OrdStatus::Suspended
            | OrdStatus::PendingNew => false,
        }
    }

    /// Whether anything was filled.
    pub fn has_fills(&self) -> bool {
        self.units.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
    }
}

fn day() -> char {
    TimeInForce::Day.code()
}

fn time_in_force(time_in_force: v1::TimeInForce) -> char {
    match time_in_force {
        v1::TimeInForce::Unspecified | v1::TimeInForce::Day => day(),
        v1::TimeInForce::Gtc => TimeInForce::GoodTillCancel.code(),
        v1::TimeInForce::Ioc => TimeInForce::ImmediateOrCancel.code(),
        v1::TimeInForce::Fok => TimeInForce::FillOrKill.code(),
        v1::TimeInForce::Gtd => TimeInForce::GoodTillDate(0).code(),
    }
}

/// An account's collateral as the last event left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollateralFacts {
    /// Account(1)
    pub account: String,
    /// Currency(15)
    pub currency: String,
    /// FreeCash(5020)
    pub free: String,
    /// ReservedCash(5021)
    pub reserved: String,
    /// SpentCash(5022)
    pub spent: String,
    /// DepositedCash(5023)
    pub deposited: String,
    /// PaidOutCash(5024)
    pub paid_out: String,
    /// PayingOutCash(5025)
    #[serde(default = "nothing")]
    pub paying_out: String,
    /// RedeemedCash(5028)
    #[serde(default = "nothing")]
    pub redeemed: String,
}

fn nothing() -> String {
    "0".to_owned()
}

impl CollateralFacts {
    /// From the solver's view of it.
    pub fn of(collateral: &v1::Collateral) -> Self {
        CollateralFacts {
            account: collateral.account.clone(),
            currency: collateral.currency.clone(),
            free: collateral.free.clone(),
            reserved: collateral.reserved.clone(),
            spent: collateral.spent.clone(),
            deposited: collateral.deposited.clone(),
            paid_out: collateral.paid_out.clone(),
            paying_out: collateral.paying_out.clone(),
            redeemed: collateral.redeemed.clone(),
        }
    }
}
