//! What the venue's rate limits still allow. The windows are aligned to the venue's clock: "100 orders in 10 seconds" means
//! between 12:34:00 and 12:34:10, then anew.
//!
//! Nothing is taken close to a window's edge: what is sent there may arrive on either side of it.
//!
//! Invariant: `take` never lets a window exceed its limit, counting what was sent and not yet answered. What the venue states in
//! its answers' headers can only raise a window's count: others may send from the same address.

use crate::messages::{RateLimit, RateLimitInterval, RateLimitType};

/// Time before and after a window's edge in which nothing is taken: the way to the venue and what its clock and ours may differ.
/// At most a twentieth of a window.
pub const EDGE_MS: i64 = 50;

/// What a request uses up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Request weight.
    pub weight: u64,
    /// New orders.
    pub orders: u64,
}

impl Cost {
    /// A request that places nothing.
    pub const fn weight(weight: u64) -> Self {
        Self { weight, orders: 0 }
    }

    /// A new order.
    pub const ORDER: Self = Self {
        weight: 1,
        orders: 1,
    };
}

/// When to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// The venue's time in milliseconds, always later than now.
    pub until_ms: i64,
}

/// The windows of all limits.
#[derive(Debug, Default)]
pub struct RateBudget {
    windows: Vec<Window>,
    blocked_until_ms: i64,
}

#[derive(Debug)]
struct Window {
    limit: RateLimit,
    start_ms: i64,
    used: u64,
}

impl RateBudget {
    /// A budget without limits: before the venue has told them.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the limits of `exchangeInfo`. What a window has used stays.
    pub fn set_limits(&mut self, limits: &[RateLimit]) {
        let known = std::mem::take(&mut self.windows);
        for limit in limits {
            let same = |window: &&Window| same_window(&window.limit, limit);
            let (start_ms, used) = known
                .iter()
                .find(same)
                .map_or((0, 0), |w| (w.start_ms, w.used));
            self.windows.push(Window {
                limit: *limit,
                start_ms,
                used,
            });
        }
    }

    /// Takes `cost` out of every window it counts in, or says until when there is none left.
    pub fn take(&mut self, cost: Cost, now_ms: i64) -> Result<(), Wait> {
        self.roll(now_ms);
        let full = self
            .windows
            .iter()
            .filter(|window| window.left() < window.share_of(cost));
        let ends = full.map(|window| window.end_ms() + window.edge_ms()).max();
        let counting = self
            .windows
            .iter()
            .filter(|window| window.share_of(cost) > 0);
        let edges = counting
            .filter_map(|window| window.edge_over_ms(now_ms))
            .max();
        let blocked = (self.blocked_until_ms > now_ms).then_some(self.blocked_until_ms);
        if let Some(until_ms) = ends.max(edges).max(blocked) {
            return Err(Wait { until_ms });
        }
        for window in &mut self.windows {
            window.used = window.used.saturating_add(window.share_of(cost));
        }
        Ok(())
    }

    /// New orders that could be sent now.
    pub fn orders_left(&mut self, now_ms: i64) -> u64 {
        self.roll(now_ms);
        if self.blocked_until_ms > now_ms {
            return 0;
        }
        let counting = self
            .windows
            .iter()
            .filter(|window| window.share_of(Cost::ORDER) > 0);
        counting.map(Window::left).min().unwrap_or(u64::MAX)
    }

    /// Takes what an answer's header states of the use of a window, `X-MBX-USED-WEIGHT-1M` or `X-MBX-ORDER-COUNT-10S`.
    /// Other headers are ignored, and so is one whose request was sent in an earlier window.
    pub fn observe(&mut self, header: &str, value: &str, sent_ms: i64, now_ms: i64) {
        self.roll(now_ms);
        let Some((limit_type, interval_num, interval)) = parse_header(header) else {
            return;
        };
        let Ok(used) = value.trim().parse::<u64>() else {
            return;
        };
        for window in &mut self.windows {
            let limit = &window.limit;
            let of_header = limit.rate_limit_type == limit_type
                && limit.interval == interval
                && limit.interval_num == interval_num;
            if of_header && sent_ms >= window.start_ms {
                window.used = window.used.max(used);
            }
        }
    }

    /// The venue has said that nothing may be sent before (`Retry-After`).
    pub fn block_until(&mut self, until_ms: i64) {
        self.blocked_until_ms = self.blocked_until_ms.max(until_ms);
    }

    fn roll(&mut self, now_ms: i64) {
        for window in &mut self.windows {
            let start_ms = now_ms - now_ms.rem_euclid(window.length_ms());
            // The clock may be corrected backwards: a window's use is not forgotten for that.
            if start_ms > window.start_ms {
                (window.start_ms, window.used) = (start_ms, 0);
            }
        }
    }
}

impl Window {
    fn length_ms(&self) -> i64 {
        let interval_ms = match self.limit.interval {
            RateLimitInterval::Second => 1_000,
            RateLimitInterval::Minute => 60_000,
            RateLimitInterval::Hour => 3_600_000,
            RateLimitInterval::Day => 86_400_000,
        };
        interval_ms * i64::from(self.limit.interval_num.max(1))
    }

    fn end_ms(&self) -> i64 {
        self.start_ms + self.length_ms()
    }

    fn edge_ms(&self) -> i64 {
        EDGE_MS.min(self.length_ms() / 20)
    }

    /// When the edge is over that `now_ms` is close to, if it is.
    fn edge_over_ms(&self, now_ms: i64) -> Option<i64> {
        let edge_ms = self.edge_ms();
        if now_ms < self.start_ms + edge_ms {
            Some(self.start_ms + edge_ms)
        } else if now_ms > self.end_ms() - edge_ms {
            Some(self.end_ms() + edge_ms)
        } else {
            None
        }
    }

    fn left(&self) -> u64 {
        self.limit.limit.saturating_sub(self.used)
    }

    fn share_of(&self, cost: Cost) -> u64 {
        match self.limit.rate_limit_type {
            RateLimitType::RequestWeight => cost.weight,
            RateLimitType::Orders => cost.orders,
            RateLimitType::RawRequests => 1,
            RateLimitType::Connections | RateLimitType::Other => 0,
        }
    }
}

fn same_window(a: &RateLimit, b: &RateLimit) -> bool {
    (a.rate_limit_type, a.interval, a.interval_num)
        == (b.rate_limit_type, b.interval, b.interval_num)
}

fn parse_header(header: &str) -> Option<(RateLimitType, u32, RateLimitInterval)> {
    let header = header.to_ascii_lowercase();
    let (limit_type, window) = if let Some(window) = header.strip_prefix("x-mbx-used-weight-") {
        (RateLimitType::RequestWeight, window)
    } else {
        (
            RateLimitType::Orders,
            header.strip_prefix("x-mbx-order-count-")?,
        )
    };
    let letter_at = window.find(|character: char| !character.is_ascii_digit())?;
    let (number, letter) = window.split_at(letter_at);
    let interval = match letter {
        "s" => RateLimitInterval::Second,
        "m" => RateLimitInterval::Minute,
        "h" => RateLimitInterval::Hour,
        "d" => RateLimitInterval::Day,
        _ => return None,
    };
    Some((limit_type, number.parse().ok()?, interval))
}

#[cfg(test)]
mod tests {
    use super::*;

    // Noon, and a second: away from every window's edge.
    const NOON_MS: i64 = 1_723_118_400_000;
    const NOW_MS: i64 = NOON_MS + 1_000;

    fn limit(
        rate_limit_type: RateLimitType,
        interval: RateLimitInterval,
        interval_num: u32,
        limit: u64,
    ) -> RateLimit {
        RateLimit {
            rate_limit_type,
            interval,
            interval_num,
            limit,
            count: None,
        }
    }

    fn budget() -> RateBudget {
        let mut budget = RateBudget::new();
        budget.set_limits(&[
            limit(
                RateLimitType::RequestWeight,
                RateLimitInterval::Minute,
                1,
                20,
            ),
            limit(RateLimitType::Orders, RateLimitInterval::Second, 10, 3),
            limit(RateLimitType::Orders, RateLimitInterval::Day, 1, 5),
        ]);
        budget
    }

    #[test]
    fn orders_stop_at_the_limit_and_go_on_at_the_next_aligned_window() {
        let mut budget = budget();
        let now = NOON_MS + 7_000;
        for _ in 0..3 {
            assert_eq!(budget.take(Cost::ORDER, now), Ok(()));
        }
        assert_eq!(budget.orders_left(now), 0);
        assert_eq!(
            budget.take(Cost::ORDER, now),
            Err(Wait {
                until_ms: NOON_MS + 10_000 + EDGE_MS
            })
        );
        assert_eq!(budget.take(Cost::weight(1), now), Ok(()));
        assert_eq!(budget.orders_left(NOON_MS + 10_000), 2);
    }

    #[test]
    fn a_used_up_day_waits_for_the_next_day() {
        let mut budget = budget();
        for step in 0..5 {
            assert_eq!(budget.take(Cost::ORDER, NOW_MS + step * 10_000), Ok(()));
        }
        let midnight = NOON_MS + 12 * 3_600_000;
        assert_eq!(
            budget.take(Cost::ORDER, NOW_MS + 60_000),
            Err(Wait {
                until_ms: midnight + EDGE_MS
            })
        );
        assert_eq!(budget.take(Cost::ORDER, midnight + EDGE_MS), Ok(()));
    }

    #[test]
    fn a_refused_cost_takes_nothing() {
        let mut budget = budget();
        assert_eq!(budget.take(Cost::weight(19), NOW_MS), Ok(()));
        assert_eq!(
            budget.take(Cost::weight(2), NOW_MS),
            Err(Wait {
                until_ms: NOON_MS + 60_000 + EDGE_MS
            })
        );
        assert_eq!(budget.take(Cost::weight(1), NOW_MS), Ok(()));
    }

    #[test]
    fn the_venues_count_can_raise_ours_and_not_lower_it() {
        let mut budget = budget();
        assert_eq!(budget.take(Cost::ORDER, NOW_MS), Ok(()));
        budget.observe("X-MBX-ORDER-COUNT-10S", "2", NOW_MS, NOW_MS + 5);
        assert_eq!(budget.orders_left(NOW_MS + 5), 1);
        budget.observe("x-mbx-order-count-10s", "0", NOW_MS, NOW_MS + 6);
        assert_eq!(budget.orders_left(NOW_MS + 6), 1);
        budget.observe("x-mbx-used-weight-1m", "20", NOW_MS, NOW_MS + 7);
        assert_eq!(
            budget.take(Cost::ORDER, NOW_MS + 7),
            Err(Wait {
                until_ms: NOON_MS + 60_000 + EDGE_MS
            })
        );
    }

    #[test]
    fn a_count_of_an_earlier_window_does_not_count_in_this_one() {
        let mut budget = budget();
        let sent = NOON_MS + 9_990;
        budget.observe("x-mbx-order-count-10s", "3", sent, NOON_MS + 10_010);
        assert_eq!(budget.orders_left(NOON_MS + 10_010), 3);
    }

    #[test]
    fn headers_that_make_no_sense_are_ignored() {
        let mut budget = budget();
        for (header, value) in [
            ("x-mbx-order-count-10s", "many"),
            ("x-mbx-order-count-10x", "3"),
            ("x-mbx-order-count-", "3"),
            ("x-mbx-order-count-99999999999s", "3"),
            ("retry-after", "3"),
        ] {
            budget.observe(header, value, NOW_MS, NOW_MS);
        }
        assert_eq!(budget.orders_left(NOW_MS), 3);
    }

    #[test]
    fn a_block_holds_everything_back() {
        let mut budget = budget();
        budget.block_until(NOON_MS + 30_000);
        assert_eq!(budget.orders_left(NOW_MS), 0);
        assert_eq!(
            budget.take(Cost::weight(1), NOW_MS),
            Err(Wait {
                until_ms: NOON_MS + 30_000
            })
        );
        assert_eq!(budget.take(Cost::weight(1), NOON_MS + 30_000), Ok(()));
    }

    #[test]
    fn new_limits_keep_what_was_used() {
        let mut budget = budget();
        assert_eq!(budget.take(Cost::ORDER, NOW_MS), Ok(()));
        budget.set_limits(&[limit(
            RateLimitType::Orders,
            RateLimitInterval::Second,
            10,
            2,
        )]);
        assert_eq!(budget.orders_left(NOW_MS), 1);
    }

    #[test]
    fn nothing_is_taken_close_to_the_edge_of_a_window_it_counts_in() {
        let mut budget = budget();
        let edge = NOON_MS + 10_000;
        let over = Err(Wait {
            until_ms: edge + EDGE_MS,
        });
        assert_eq!(budget.take(Cost::ORDER, edge - EDGE_MS), Ok(()));
        assert_eq!(budget.take(Cost::ORDER, edge - EDGE_MS + 1), over);
        assert_eq!(budget.take(Cost::ORDER, edge + EDGE_MS - 1), over);
        assert_eq!(budget.take(Cost::ORDER, edge + EDGE_MS), Ok(()));
        // Ten seconds are no window of request weight.
        assert_eq!(budget.take(Cost::weight(1), edge), Ok(()));
    }
}
