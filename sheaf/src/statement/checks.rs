//! Whether it all adds up, one named check a rule.

use std::{collections::BTreeMap, fmt::Display, str::FromStr};

use ledger::{Account, OrderPurse};
use money::{Cash, Signed, Units};
use proto::v1::{BalancePlace, DifferenceCause, IndexOrder, OrderStatus, Side};

use super::Statement;

/// A rule and whether it holds.
pub struct Check {
    /// What must hold.
    pub rule: &'static str,
    /// What breaks it; empty when nothing does.
    pub breaches: Vec<String>,
}

impl Check {
    /// Whether it does.
    pub fn holds(&self) -> bool {
        self.breaches.is_empty()
    }
}

impl Statement {
    /// Every rule that the statement's numbers have to keep.
    pub fn checks(&self) -> Vec<Check> {
        vec![
            self.books_sum_to_zero(),
            self.orders_are_accounted_for(),
            self.collateral_is_accounted_for(),
            self.vault_holds_the_deposits(),
            self.units_are_on_chain(),
            self.differences_are_explained(),
        ]
    }

    /// Whether every rule holds.
    pub fn books_balance(&self) -> bool {
        self.checks().iter().all(Check::holds)
    }

    fn books_sum_to_zero(&self) -> Check {
        let open = self.books.books.iter().filter(|book| !is_zero(&book.sum));
        let mut breaches: Vec<_> = open
            .map(|book| format!("{} sums to {}", book.unit, book.sum))
            .collect();
        if !self.books.balanced && breaches.is_empty() {
            breaches.push("the solver says that they do not".into());
        }
        Check {
            rule: "every currency's and asset's book sums to zero",
            breaches,
        }
    }

    fn orders_are_accounted_for(&self) -> Check {
        let live = self
            .orders
            .iter()
            .filter(|order| order.status() != OrderStatus::Rejected && has_collateral(order));
        let breaches = live.filter_map(|order| {
            let name = format!("{} {}", order.account, order.cl_ord_id);
            if order.side() == Side::Redeem {
                let parts = [&order.returned, &order.venue_fees, &order.issuer_fees];
                return equal(
                    &name,
                    "proceeds",
                    sum::<Cash>(&[&order.gross]),
                    "returned + fees",
                    sum(&parts),
                );
            }
            let holdings = self.paid_for_holdings(order);
            let parts = [
                &order.spent,
                &order.returned,
                &order.remaining_cash,
                &holdings,
            ];
            equal(
                &name,
                "cash",
                sum::<Cash>(&[&order.cash]),
                "spent + returned + remaining + paid for holdings",
                sum(&parts),
            )
            .or_else(|| {
                let parts = [&order.gross, &order.venue_fees, &order.issuer_fees];
                equal(
                    &name,
                    "spent",
                    sum::<Cash>(&[&order.spent]),
                    "cost + fees",
                    sum(&parts),
                )
            })
        });
        Check {
            rule: "each order: cash = cost + fees + returned + what it has; redeeming, proceeds = fees + returned",
            breaches: breaches.collect(),
        }
    }

    fn collateral_is_accounted_for(&self) -> Check {
        let breaches = self.collateral.iter().filter_map(|c| {
            let parts = [&c.free, &c.reserved, &c.spent, &c.paying_out, &c.paid_out];
            equal(
                &c.account,
                "deposited + redeemed",
                sum::<Cash>(&[&c.deposited, &c.redeemed]),
                "free + reserved + spent + paying out + paid out",
                sum(&parts),
            )
        });
        Check {
            rule: "each account: deposited + redeemed = free + reserved + spent + paying out + paid out",
            breaches: breaches.collect(),
        }
    }

    fn vault_holds_the_deposits(&self) -> Check {
        let deposited: Vec<_> = self.collateral.iter().map(|c| &c.deposited).collect();
        let paid: Vec<_> = self.collateral.iter().map(|c| &c.paid_out).collect();
        let expected = sum::<Cash>(&deposited).and_then(|deposited| {
            let moved = parsed(&self.books.moved_to_vault)?;
            let left = deposited.checked_sub(sum::<Cash>(&paid)?);
            let expected = left.and_then(|left| moved.checked_add(left.into()));
            let expected = expected.map_err(|error| error.to_string())?;
            // What is in transit may have arrived.
            let more = Signed::from(self.vault).checked_sub(expected);
            let more = more.map_err(|error| error.to_string())?;
            let arrived = more.clamp(Signed::ZERO, self.in_transit()?);
            expected
                .checked_add(arrived)
                .map_err(|error| error.to_string())
        });
        let breach = equal(
            "vault",
            "balance on chain",
            Ok(Signed::from(self.vault)),
            "deposited − paid out + moved there",
            expected,
        );
        Check {
            rule: "the vault on chain holds what was deposited or moved there and not paid out",
            breaches: breach.into_iter().collect(),
        }
    }

    /// Cash that an operator has told to be between the venue and the vault.
    fn in_transit(&self) -> Result<Signed, String> {
        match self.balance(&Account::InTransit.to_string()) {
            Some(amount) => Ok(-parsed(amount)?),
            None => Ok(Signed::ZERO),
        }
    }

    /// What an order's assets have cost that are in none of its fills.
    fn paid_for_holdings(&self, order: &IndexOrder) -> String {
        let holdings = Account::Order(order.order_id.as_str().into(), OrderPurse::Holdings);
        let amount = self.balance(&holdings.to_string());
        amount.unwrap_or("0").to_owned()
    }

    /// An account's balance in the cash book.
    fn balance(&self, account: &str) -> Option<&str> {
        let book = self.books.books.iter().find(|book| book.unit == self.cash);
        let mut balances = book.into_iter().flat_map(|book| &book.balances);
        let balance = balances.find(|balance| balance.account == account)?;
        Some(&balance.amount)
    }

    fn units_are_on_chain(&self) -> Check {
        let mut gone = Parts::default();
        let (mut minted, mut minting) = (Parts::default(), Parts::default());
        for order in &self.orders {
            let units = match (order.side(), order.status()) {
                (Side::Redeem, _) => &mut gone,
                (_, OrderStatus::Minted) => &mut minted,
                (_, OrderStatus::Minting) => &mut minting,
                _ => continue,
            };
            units.add(&order.account, &order.index, &order.units);
        }
        for account in &self.collateral {
            for burned in &account.burned {
                gone.add(&account.account, &burned.index, &burned.redeemable);
                gone.add(&account.account, &burned.index, &burned.reserved);
            }
        }
        let breaches = self
            .on_chain
            .iter()
            .filter_map(|((account, index), units)| {
                let name = format!("{account} {index}");
                let sums = || {
                    let least = minted.sum(account, index)?;
                    let most = least.plus(minting.sum(account, index)?)?;
                    Ok((units.plus(gone.sum(account, index)?)?, least, most))
                };
                let burns = self.explained_by_burns(index);
                match (sums(), burns) {
                    (Ok((units, least, most)), Ok(burns)) => {
                        // What is under way may be on chain already.
                        let (seen, least, most) = (units.into(), Signed::from(least), most.into());
                        let is_within = seen <= most && least.checked_sub(burns).is_ok_and(|least| least <= seen);
                        (!is_within).then(|| {
                            format!("{name}: on chain + burned + redeemed {units}, minted {least}, being minted up to {most}, being burned {burns}")
                        })
                    }
                    (Err(error), _) | (_, Err(error)) => Some(format!("{name}: {error}")),
                }
            });
        Check {
            rule: "units on chain + burned + redeemed = units filled, account by account, but for what is on its way",
            breaches: breaches.collect(),
        }
    }

    /// Units of an index that a burn without its confirmations has taken off the chain.
    fn explained_by_burns(&self, index: &str) -> Result<Signed, String> {
        let of_token = self
            .reconciled
            .balances
            .iter()
            .filter(|balance| balance.place() == BalancePlace::Token && balance.unit == index);
        let burns = of_token
            .flat_map(|balance| &balance.causes)
            .filter(|cause| cause.cause() == DifferenceCause::Burns);
        burns.into_iter().try_fold(Signed::ZERO, |sum, cause| {
            let taken = -parsed(&cause.amount)?;
            sum.checked_add(taken).map_err(|error| error.to_string())
        })
    }

    fn differences_are_explained(&self) -> Check {
        let balances = self.reconciled.balances.iter();
        let open = balances.filter(|balance| balance.unexplained != "0");
        let breach = |balance: &proto::v1::Reconciled| {
            format!(
                "{}: ours {}, outside {}, of which nothing explains {}",
                balance.unit, balance.books, balance.outside, balance.unexplained
            )
        };
        Check {
            rule: "books = the venue's balances, tokens' supply and vault, or explained",
            breaches: open.map(breach).collect(),
        }
    }
}

/// Units by account and index.
#[derive(Default)]
struct Parts<'a>(BTreeMap<(&'a str, &'a str), Vec<&'a String>>);

impl<'a> Parts<'a> {
    fn add(&mut self, account: &'a str, index: &'a str, units: &'a String) {
        self.0.entry((account, index)).or_default().push(units);
    }

    fn sum(&self, account: &str, index: &str) -> Result<Units, String> {
        sum(self.0.get(&(account, index)).map_or(&[][..], Vec::as_slice))
    }
}

/// Whether an order ever had its collateral: one that waits for it, or ended waiting, has taken nothing.
fn has_collateral(order: &IndexOrder) -> bool {
    match order.status() {
        OrderStatus::Waiting => false,
        OrderStatus::Cancelled | OrderStatus::Expired => {
            [&order.spent, &order.returned, &order.remaining_cash]
                .iter()
                .any(|amount| !is_zero(amount))
        }
        _ => true,
    }
}

/// Whether the order's units were minted.
pub(super) fn is_minted(order: &IndexOrder) -> bool {
    order.status() == OrderStatus::Minted
}

/// An amount of money that can be read and added up.
trait Sum: FromStr<Err: Display> + PartialEq + Display + Copy {
    const NONE: Self;
    fn plus(self, other: Self) -> Result<Self, String>;
}

impl Sum for Cash {
    const NONE: Self = Self::ZERO;
    fn plus(self, other: Self) -> Result<Self, String> {
        self.checked_add(other).map_err(|error| error.to_string())
    }
}

impl Sum for Units {
    const NONE: Self = Self::ZERO;
    fn plus(self, other: Self) -> Result<Self, String> {
        self.checked_add(other).map_err(|error| error.to_string())
    }
}

fn sum<T: Sum>(amounts: &[&String]) -> Result<T, String> {
    amounts.iter().try_fold(T::NONE, |sum, text| {
        // An amount that was never set is an empty string.
        let text = if text.is_empty() { "0" } else { text.as_str() };
        sum.plus(
            text.parse()
                .map_err(|error: T::Err| format!("{text:?}: {error}"))?,
        )
    })
}

/// An amount that may be below zero.
fn parsed(text: &str) -> Result<Signed, String> {
    text.parse().map_err(|error| format!("{text:?}: {error}"))
}

/// Says what differs.
fn equal<T: PartialEq + Display>(
    who: &str,
    left_name: &str,
    left: Result<T, String>,
    right_name: &str,
    right: Result<T, String>,
) -> Option<String> {
    match (left, right) {
        (Ok(left), Ok(right)) if left == right => None,
        (Ok(left), Ok(right)) => Some(format!("{who}: {left_name} {left}, {right_name} {right}")),
        (Err(error), _) | (_, Err(error)) => Some(format!("{who}: {error}")),
    }
}

fn is_zero(amount: &str) -> bool {
    amount.chars().all(|c| matches!(c, '0' | '.' | '-'))
}

#[cfg(test)]
mod tests {
    use proto::v1::{Balance, Book, Books, Explained, ReconcileReply, Reconciled};

    use super::*;

    fn order(id: &str, cash: &str, status: OrderStatus) -> IndexOrder {
        IndexOrder {
            order_id: id.into(),
            account: "ACC-1".into(),
            index: "TWO".into(),
            side: Side::Buy.into(),
            status: status.into(),
            cash: cash.into(),
            ..IndexOrder::default()
        }
    }

    fn statement(orders: Vec<IndexOrder>) -> Statement {
        Statement {
            cash: "USDC".into(),
            orders,
            collateral: Vec::new(),
            lots: Vec::new(),
            positions: Vec::new(),
            books: Books {
                balanced: true,
                ..Books::default()
            },
            reconciled: ReconcileReply::default(),
            asset_orders: 0,
            on_chain: BTreeMap::new(),
            minted: BTreeMap::new(),
            vault: Cash::ZERO,
        }
    }

    #[test]
    fn an_order_that_waits_or_ended_waiting_has_taken_nothing() {
        let states = [
            OrderStatus::Waiting,
            OrderStatus::Cancelled,
            OrderStatus::Expired,
        ];
        let orders = states.map(|status| order("o1", "100", status));
        assert!(statement(orders.into()).orders_are_accounted_for().holds());
    }

    #[test]
    fn what_an_order_has_paid_for_and_no_fill_has_consumed_is_still_its_own() {
        let working = IndexOrder {
            spent: "40".into(),
            gross: "40".into(),
            remaining_cash: "50".into(),
            ..order("o1", "100", OrderStatus::Working)
        };
        let mut live = statement(vec![working]);
        let breaches = live.orders_are_accounted_for().breaches;
        assert_eq!(breaches.len(), 1, "10 are nowhere");
        live.books.books.push(Book {
            unit: "USDC".into(),
            balances: vec![Balance {
                account: "order/o1/holdings".into(),
                amount: "10".into(),
            }],
            sum: "0".into(),
        });
        assert!(live.orders_are_accounted_for().holds());
    }

    #[test]
    fn units_on_their_way_to_the_chain_or_off_it_are_there_or_not() {
        let units = |id: &str, units: &str, status| IndexOrder {
            units: units.into(),
            ..order(id, "100", status)
        };
        let mut live = statement(vec![
            units("o1", "3", OrderStatus::Minted),
            units("o2", "2", OrderStatus::Minting),
        ]);
        live.reconciled.balances.push(Reconciled {
            place: BalancePlace::Token.into(),
            unit: "TWO".into(),
            causes: vec![Explained {
                cause: DifferenceCause::Burns.into(),
                amount: "-1".into(),
            }],
            ..Reconciled::default()
        });
        let key = ("ACC-1".to_owned(), "TWO".to_owned());
        for (on_chain, holds) in [("1.9", false), ("2", true), ("5", true), ("5.1", false)] {
            let on_chain = Units::parse(on_chain).unwrap();
            live.on_chain.insert(key.clone(), on_chain);
            assert_eq!(live.units_are_on_chain().holds(), holds, "{on_chain}");
        }
    }
}
