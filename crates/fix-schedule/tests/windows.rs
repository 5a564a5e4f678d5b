//! Windows on the days of the year that matter, and laws that hold on all of them.

use fix_schedule::{Schedule, ScheduleError, Window};
use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZoneDatabase};
use proptest::prelude::*;

const EVERY_DAY: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const ZONES: [&str; 6] = [
    "UTC",
    "Europe/London",
    "America/New_York",
    // Half an hour of summer time; a clock change at midnight; no summer time.
    "Australia/Lord_Howe",
    "America/Havana",
    "Asia/Tokyo",
];
const HOUR_NS: i64 = 3_600_000_000_000;
const DAY_NS: i64 = 24 * HOUR_NS;

fn ns(text: &str) -> i64 {
    let instant: Timestamp = text.parse().unwrap();
    i64::try_from(instant.as_nanosecond()).unwrap()
}

fn window(start: &str, end: &str) -> Window {
    Window {
        start_ns: ns(start),
        end_ns: ns(end),
    }
}

#[test]
fn a_daily_window_is_from_its_start_to_just_before_its_end() {
    let days = ["monday", "friday"];
    let schedule = Schedule::daily("Europe/London", "08:00", "16:30:30", &days).unwrap();
    // A Monday in summer: London is an hour ahead.
    let monday = window("2026-06-01T07:00:00Z", "2026-06-01T15:30:30Z");
    assert_eq!(
        schedule.window_at(ns("2026-06-01T06:59:59.999999999Z")),
        None
    );
    assert_eq!(schedule.window_at(ns("2026-06-01T07:00:00Z")), Some(monday));
    assert_eq!(
        schedule.window_at(ns("2026-06-01T15:30:29.9Z")),
        Some(monday)
    );
    assert_eq!(schedule.window_at(ns("2026-06-01T15:30:30Z")), None);
    let friday = ns("2026-06-05T07:00:00Z");
    assert_eq!(
        schedule.next_start_ns(ns("2026-06-01T15:30:30Z")),
        Some(friday)
    );
    assert_eq!(
        schedule.next_change_ns(ns("2026-06-01T07:00:00Z")),
        Some(monday.end_ns)
    );
}

#[test]
fn a_window_over_midnight_belongs_to_the_day_it_starts_on() {
    let schedule = Schedule::daily("America/New_York", "17:00", "16:00", &["sunday"]).unwrap();
    let sunday = window("2026-01-04T22:00:00Z", "2026-01-05T21:00:00Z");
    assert_eq!(schedule.window_at(ns("2026-01-05T12:00:00Z")), Some(sunday));
    assert_eq!(schedule.window_at(ns("2026-01-05T22:00:00Z")), None);
}

#[test]
fn a_week_may_end_before_or_after_its_start_on_the_wall() {
    let schedule = Schedule::weekly("UTC", ("sunday", "22:00"), ("friday", "21:00")).unwrap();
    let week = window("2026-01-04T22:00:00Z", "2026-01-09T21:00:00Z");
    assert_eq!(schedule.window_at(ns("2026-01-07T00:00:00Z")), Some(week));
    assert_eq!(schedule.window_at(ns("2026-01-10T00:00:00Z")), None);
    let whole = Schedule::weekly("UTC", ("monday", "00:00"), ("monday", "00:00")).unwrap();
    let week = window("2026-01-05T00:00:00Z", "2026-01-12T00:00:00Z");
    assert_eq!(whole.window_at(ns("2026-01-11T23:59:59Z")), Some(week));
}

#[test]
fn a_window_is_an_hour_shorter_or_longer_when_the_clock_changes_in_it() {
    let schedule = Schedule::daily("Europe/London", "00:00", "00:00", &EVERY_DAY).unwrap();
    let spring = window("2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z");
    assert_eq!(schedule.window_at(ns("2026-03-29T12:00:00Z")), Some(spring));
    let autumn = window("2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z");
    assert_eq!(schedule.window_at(ns("2026-10-25T12:00:00Z")), Some(autumn));
}

#[test]
fn a_time_that_the_clock_skips_is_as_much_later_and_one_it_has_twice_is_the_first() {
    // 01:00 to 02:00 on 29 March 2026 is skipped; on 25 October it comes twice.
    let schedule = Schedule::daily("Europe/London", "01:30", "12:00", &["sunday"]).unwrap();
    let spring = window("2026-03-29T01:30:00Z", "2026-03-29T11:00:00Z");
    assert_eq!(schedule.window_at(ns("2026-03-29T02:00:00Z")), Some(spring));
    let autumn = window("2026-10-25T00:30:00Z", "2026-10-25T12:00:00Z");
    assert_eq!(schedule.window_at(ns("2026-10-25T00:45:00Z")), Some(autumn));
}

#[test]
fn what_can_not_be_read_is_refused_by_its_text() {
    let daily = |zone: &str, start: &str, days: &[&str]| {
        Schedule::daily(zone, start, "12:00", days)
            .map(|_| ())
            .unwrap_err()
    };
    assert_eq!(
        daily("Europe/Atlantis", "08:00", &["monday"]),
        ScheduleError::Zone("Europe/Atlantis".into())
    );
    for wrong in [
        "8:00",
        "24:00",
        "08:60",
        "08",
        "08:00:00:00",
        "",
        "-8:00",
        "0é:00",
    ] {
        let refused = ScheduleError::Time(wrong.into());
        assert_eq!(daily("UTC", wrong, &["monday"]), refused);
    }
    assert_eq!(
        daily("UTC", "08:00", &["moonday"]),
        ScheduleError::Day("moonday".into())
    );
    assert_eq!(daily("UTC", "08:00", &[]), ScheduleError::NoDay);
}

fn time() -> impl Strategy<Value = String> {
    (0..24, 0..60).prop_map(|(hour, minute)| format!("{hour:02}:{minute:02}"))
}

fn day() -> impl Strategy<Value = &'static str> {
    prop::sample::select(EVERY_DAY.to_vec())
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let zone = prop::sample::select(ZONES.to_vec());
    let days = prop::sample::subsequence(EVERY_DAY.to_vec(), 1..=7);
    let daily = (zone.clone(), time(), time(), days)
        .prop_map(|(zone, start, end, days)| Schedule::daily(zone, &start, &end, &days).unwrap());
    let weekly = (zone, day(), time(), day(), time()).prop_map(|(zone, from, start, to, end)| {
        Schedule::weekly(zone, (from, &start), (to, &end)).unwrap()
    });
    prop_oneof![daily, weekly]
}

/// Any instant of the years 2000 to 2040; half of them within a day of a clock change of one of the zones.
fn instant() -> impl Strategy<Value = i64> {
    let any = ns("2000-01-01T00:00:00Z")..ns("2040-01-01T00:00:00Z");
    let zone = prop::sample::select(ZONES.to_vec());
    let near_change = (zone, any.clone(), -DAY_NS..DAY_NS).prop_map(|(zone, after, off)| {
        let zone = TimeZoneDatabase::bundled().get(zone).unwrap();
        let after = Timestamp::from_nanosecond(i128::from(after)).unwrap();
        let change = zone
            .following(after)
            .next()
            .map_or(after, |change| change.timestamp());
        i64::try_from(change.as_nanosecond()).unwrap() + off
    });
    prop_oneof![any, near_change]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn an_instant_is_in_its_window_and_all_of_the_window_says_the_same(
        schedule in schedule(), now_ns in instant(),
    ) {
        if let Some(window) = schedule.window_at(now_ns) {
            prop_assert!((window.start_ns..window.end_ns).contains(&now_ns));
            prop_assert_eq!(schedule.window_at(window.start_ns), Some(window));
            prop_assert_eq!(schedule.window_at(window.end_ns - 1), Some(window));
            prop_assert_ne!(schedule.window_at(window.end_ns), Some(window));
            prop_assert!(window.end_ns - window.start_ns <= 7 * DAY_NS + HOUR_NS);
        }
    }

    #[test]
    fn the_next_change_is_later_and_nothing_changes_before_it(
        schedule in schedule(), now_ns in instant(), share in 0.0..1.0_f64,
    ) {
        let change_ns = schedule.next_change_ns(now_ns).unwrap();
        prop_assert!(change_ns > now_ns && change_ns - now_ns <= 8 * DAY_NS);
        #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any instant between will do")]
        let between_ns = now_ns + ((change_ns - now_ns - 1) as f64 * share) as i64;
        prop_assert_eq!(schedule.window_at(between_ns), schedule.window_at(now_ns));
        prop_assert_ne!(schedule.window_at(change_ns), schedule.window_at(now_ns));
    }

    #[test]
    fn a_window_starts_at_its_wall_clock_time_unless_the_clock_skips_it(
        hour in 0..24_i8, minute in 0..60_i8, zone in prop::sample::select(ZONES.to_vec()), now_ns in instant(),
    ) {
        let start = format!("{hour:02}:{minute:02}");
        let schedule = Schedule::daily(zone, &start, &start, &EVERY_DAY).unwrap();
        let start_ns = schedule.next_start_ns(now_ns).unwrap();
        let zone = TimeZoneDatabase::bundled().get(zone).unwrap();
        let wall = zone.to_datetime(Timestamp::from_nanosecond(i128::from(start_ns)).unwrap());
        let wanted = wall.date().at(hour, minute, 0, 0);
        let skipped = matches!(
            zone.to_ambiguous_timestamp(wanted).offset(),
            AmbiguousOffset::Gap { .. }
        );
        prop_assert!(wall == wanted || skipped, "{wall} is not {wanted}");
    }
}
