//! Rate limits in clock-aligned windows: request weight by address and minute, new orders by account in ten seconds and a day, and the
//! ban of an address that goes on after it was told to stop.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::Deserialize;

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const ORDER_WINDOW_MS: i64 = 10 * SECOND_MS;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// Addresses and accounts that are counted at once.
const COUNTED_MAX: usize = 10_000;

/// The limits, with Binance's values by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Limits {
    /// Request weight of an address in a minute.
    pub request_weight_1m: u64,
    /// New orders of an account in ten seconds.
    pub orders_10s: u64,
    /// New orders of an account in a day.
    pub orders_1d: u64,
    /// Requests that an address may send in a minute after it was told to stop, before it is banned.
    pub requests_before_ban: u64,
    /// How long a ban lasts.
    pub ban_seconds: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request_weight_1m: 6_000,
            orders_10s: 100,
            orders_1d: 200_000,
            requests_before_ban: 100,
            ban_seconds: 120,
        }
    }
}

/// A limit is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exceeded {
    /// Request weight: when the window ends.
    Weight {
        /// Milliseconds until then.
        retry_ms: i64,
    },
    /// The address is banned.
    Banned {
        /// Milliseconds since the epoch.
        until_ms: i64,
        /// Milliseconds until then.
        retry_ms: i64,
    },
    /// New orders.
    Orders {
        /// The limit.
        limit: u64,
        /// The window, in words.
        window: &'static str,
        /// Milliseconds until it ends.
        retry_ms: i64,
    },
}

/// New orders of an account in the current windows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderCount {
    /// In ten seconds.
    pub in_10s: u64,
    /// In a day.
    pub in_1d: u64,
}

/// A counter that begins again with each window.
#[derive(Clone, Copy, Debug, Default)]
struct Window {
    index: i64,
    count: u64,
}

impl Window {
    fn at(&mut self, now_ms: i64, length_ms: i64) -> &mut u64 {
        let index = now_ms.div_euclid(length_ms);
        if self.index != index {
            *self = Self { index, count: 0 };
        }
        &mut self.count
    }
}

fn left_ms(now_ms: i64, length_ms: i64) -> i64 {
    length_ms - now_ms.rem_euclid(length_ms)
}

#[derive(Default)]
struct Address {
    weight: Window,
    refused: Window,
    banned_until_ms: i64,
}

#[derive(Default)]
struct Account {
    in_10s: Window,
    in_1d: Window,
}

#[derive(Default)]
struct Counts {
    addresses: HashMap<IpAddr, Address>,
    accounts: HashMap<String, Account>,
}

/// What has been used.
pub struct RateLimiter {
    limits: Limits,
    // Counters, no domain state: each is read and written in one short step.
    counts: Mutex<Counts>,
}

impl RateLimiter {
    /// Nothing used.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            counts: Mutex::default(),
        }
    }

    /// The limits.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Counts a request, and returns the weight used in this minute.
    pub fn request(&self, address: IpAddr, weight: u64, now_ms: i64) -> Result<u64, Exceeded> {
        let mut counts = self.counts();
        if counts.addresses.len() >= COUNTED_MAX {
            counts.addresses.clear();
        }
        let entry = counts.addresses.entry(address).or_default();
        if now_ms < entry.banned_until_ms {
            return Err(Exceeded::Banned {
                until_ms: entry.banned_until_ms,
                retry_ms: entry.banned_until_ms - now_ms,
            });
        }
        let used = entry.weight.at(now_ms, MINUTE_MS);
        if *used + weight <= self.limits.request_weight_1m {
            *used += weight;
            return Ok(*used);
        }
        let refused = entry.refused.at(now_ms, MINUTE_MS);
        *refused += 1;
        if *refused > self.limits.requests_before_ban {
            entry.banned_until_ms = now_ms + i64::from(self.limits.ban_seconds) * SECOND_MS;
        }
        Err(Exceeded::Weight {
            retry_ms: left_ms(now_ms, MINUTE_MS),
        })
    }

    /// The weight that an address has used in this minute.
    pub fn used_weight(&self, address: IpAddr, now_ms: i64) -> u64 {
        self.counts()
            .addresses
            .entry(address)
            .or_default()
            .weight
            .at(now_ms, MINUTE_MS)
            .to_owned()
    }

    /// Whether an account may send another order now.
    pub fn may_order(&self, account: &str, now_ms: i64) -> Result<(), Exceeded> {
        let used = self.order_count(account, now_ms);
        let (limits, day) = (&self.limits, left_ms(now_ms, DAY_MS));
        if used.in_10s >= limits.orders_10s {
            let retry_ms = left_ms(now_ms, ORDER_WINDOW_MS);
            return Err(Exceeded::Orders {
                limit: limits.orders_10s,
                window: "10 SECOND",
                retry_ms,
            });
        }
        if used.in_1d >= limits.orders_1d {
            return Err(Exceeded::Orders {
                limit: limits.orders_1d,
                window: "1 DAY",
                retry_ms: day,
            });
        }
        Ok(())
    }

    /// Counts an order.
    pub fn ordered(&self, account: &str, now_ms: i64) -> OrderCount {
        let mut counts = self.counts();
        let entry = counts.accounts.entry(account.to_owned()).or_default();
        *entry.in_10s.at(now_ms, ORDER_WINDOW_MS) += 1;
        *entry.in_1d.at(now_ms, DAY_MS) += 1;
        OrderCount {
            in_10s: entry.in_10s.count,
            in_1d: entry.in_1d.count,
        }
    }

    /// The orders of an account in the current windows.
    pub fn order_count(&self, account: &str, now_ms: i64) -> OrderCount {
        let mut counts = self.counts();
        let entry = counts.accounts.entry(account.to_owned()).or_default();
        OrderCount {
            in_10s: *entry.in_10s.at(now_ms, ORDER_WINDOW_MS),
            in_1d: *entry.in_1d.at(now_ms, DAY_MS),
        }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // A counter that was being written when its thread panicked is still a counter.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    /// The start of a minute.
    const NOON_MS: i64 = 1_723_161_240_000;

    fn limiter() -> RateLimiter {
        RateLimiter::new(Limits {
            request_weight_1m: 10,
            orders_10s: 2,
            orders_1d: 3,
            requests_before_ban: 2,
            ban_seconds: 5,
        })
    }

    #[test]
    fn weight_is_counted_by_address_in_windows_of_the_clock() {
        let limiter = limiter();
        assert_eq!(limiter.request(HOME, 6, NOON_MS + 59_000), Ok(6));
        assert_eq!(
            limiter.request(HOME, 5, NOON_MS + 59_000),
            Err(Exceeded::Weight { retry_ms: 1_000 })
        );
        assert_eq!(
            limiter.request([10, 0, 0, 1].into(), 5, NOON_MS + 59_000),
            Ok(5)
        );
        assert_eq!(limiter.request(HOME, 4, NOON_MS + 59_000), Ok(10));
        assert_eq!(limiter.request(HOME, 6, NOON_MS + 60_000), Ok(6));
    }

    #[test]
    fn who_goes_on_after_being_told_to_stop_is_banned_for_a_while() {
        let limiter = limiter();
        for _ in 0..3 {
            assert_eq!(
                limiter.request(HOME, 11, NOON_MS),
                Err(Exceeded::Weight { retry_ms: 60_000 })
            );
        }
        let until_ms = NOON_MS + 5_000;
        assert_eq!(
            limiter.request(HOME, 1, NOON_MS + 1),
            Err(Exceeded::Banned {
                until_ms,
                retry_ms: 4_999
            })
        );
        assert_eq!(limiter.request(HOME, 1, until_ms), Ok(1));
    }

    #[test]
    fn orders_are_counted_by_account_in_ten_seconds_and_a_day() {
        let limiter = limiter();
        limiter.ordered("a", NOON_MS);
        assert_eq!(
            limiter.ordered("a", NOON_MS + 9_999),
            OrderCount {
                in_10s: 2,
                in_1d: 2
            }
        );
        let exceeded = Exceeded::Orders {
            limit: 2,
            window: "10 SECOND",
            retry_ms: 1,
        };
        assert_eq!(limiter.may_order("a", NOON_MS + 9_999), Err(exceeded));
        assert_eq!(limiter.may_order("b", NOON_MS + 9_999), Ok(()));
        assert_eq!(
            limiter.ordered("a", NOON_MS + 10_000),
            OrderCount {
                in_10s: 1,
                in_1d: 3
            }
        );
        let Err(Exceeded::Orders {
            limit: 3,
            window: "1 DAY",
            ..
        }) = limiter.may_order("a", NOON_MS + 20_000)
        else {
            panic!("the day's orders are used up")
        };
    }
}
