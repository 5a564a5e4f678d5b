//! Whether it all adds up, one named check a rule.

use std::{collections::BTreeMap, fmt::Display, str::FromStr};

use ledger::Account;
use money::{Cash, Signed, Units};
use proto::v1::{IndexOrder, OrderStatus, Side};

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
            .filter(|order| order.status() != OrderStatus::Rejected);
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
            let parts = [&order.spent, &order.returned, &order.remaining_cash];
            equal(
                &name,
                "cash",
                sum::<Cash>(&[&order.cash]),
                "spent + returned + remaining",
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
            rule: "each order: cash = cost + fees + returned; redeeming, proceeds = fees + returned",
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
        let book = self.books.books.iter().find(|book| book.unit == self.cash);
        let mut balances = book.into_iter().flat_map(|book| &book.balances);
        let account = Account::InTransit.to_string();
        match balances.find(|balance| balance.account == account) {
            Some(balance) => Ok(-parsed(&balance.amount)?),
            None => Ok(Signed::ZERO),
        }
    }

    fn units_are_on_chain(&self) -> Check {
        let mut gone: BTreeMap<(&str, &str), Vec<&String>> = BTreeMap::new();
        let mut filled: BTreeMap<(&str, &str), Vec<&String>> = BTreeMap::new();
        for order in &self.orders {
            let units = match order.side() {
                Side::Redeem => &mut gone,
                Side::Buy | Side::Unspecified if is_minted(order) => &mut filled,
                Side::Buy | Side::Unspecified => continue,
            };
            let key = (order.account.as_str(), order.index.as_str());
            units.entry(key).or_default().push(&order.units);
        }
        for (c, burned) in self
            .collateral
            .iter()
            .flat_map(|c| c.burned.iter().map(move |burned| (c, burned)))
        {
            let units = gone.entry((&c.account, &burned.index)).or_default();
            units.extend([&burned.redeemable, &burned.reserved]);
        }
        let breaches = self
            .on_chain
            .iter()
            .filter_map(|((account, index), units)| {
                let key = (account.as_str(), index.as_str());
                let parts = |of: &BTreeMap<_, Vec<&String>>| {
                    sum::<Units>(of.get(&key).map_or(&[][..], Vec::as_slice))
                };
                equal(
                    &format!("{account} {index}"),
                    "on chain + burned + redeemed",
                    parts(&gone).and_then(|gone| units.plus(gone)),
                    "filled",
                    parts(&filled),
                )
            });
        Check {
            rule: "units on chain + burned + redeemed = units filled, account by account",
            breaches: breaches.collect(),
        }
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
