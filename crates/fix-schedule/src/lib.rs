//! When a FIX session may be logged on: daily and weekly windows in a time zone. Arithmetic only: `now` is an argument,
//! and the time zones' rules are compiled in.
//!
//! A window starts and ends at wall clock times. Where a clock that is set forward skips such a time, the window starts or
//! ends as much later; where a clock that is set back has it twice, the first counts. So two windows that touch on the
//! wall touch in time, and on two days of the year a window is an hour shorter or longer.
//!
//! Invariants: windows don't overlap; each is at least as long as a clock change leaves of it, and ends by the start of
//! the next one.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Span, Timestamp, ToSpan as _};

/// Days that a window or the pause after it can be long, and one for the time zone.
const DAYS_AROUND: i64 = 9;

/// When a session may be logged on.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    zone: TimeZone,
    windows: Windows,
}

#[derive(Debug, Clone, PartialEq)]
enum Windows {
    Daily {
        start: Time,
        end: Time,
        /// The days on which a window starts.
        days: Vec<Weekday>,
    },
    Weekly {
        start: (Weekday, Time),
        end: (Weekday, Time),
    },
}

/// One window: from its start to just before its end, nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its first instant.
    pub start_ns: i64,
    /// The first instant after it.
    pub end_ns: i64,
}

/// Why a schedule can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// Not in the IANA time zone database.
    #[error("{0:?} is no time zone like Europe/London")]
    Zone(String),
    /// Not a time of day.
    #[error("{0:?} is no time of day like 08:30 or 08:30:00")]
    Time(String),
    /// Not a day of the week.
    #[error("{0:?} is no day of the week like monday")]
    Day(String),
    /// A daily schedule without a day.
    #[error("there is no day on which a window starts")]
    NoDay,
}

impl Schedule {
    /// A window on each of the days, in that time zone. One whose end is not after its start ends on the next day; with both the
    /// same, it is a day long.
    pub fn daily<S: AsRef<str>>(
        zone: &str,
        start: &str,
        end: &str,
        days: &[S],
    ) -> Result<Schedule, ScheduleError> {
        let days: Vec<Weekday> = days
            .iter()
            .map(|text| day(text.as_ref()))
            .collect::<Result<_, _>>()?;
        if days.is_empty() {
            return Err(ScheduleError::NoDay);
        }
        let windows = Windows::Daily {
            start: time(start)?,
            end: time(end)?,
            days,
        };
        Ok(Schedule {
            zone: time_zone(zone)?,
            windows,
        })
    }

    /// One window a week, from a day and time to a day and time, in that time zone. With both the same, it is a week long.
    pub fn weekly(
        zone: &str,
        start: (&str, &str),
        end: (&str, &str),
    ) -> Result<Schedule, ScheduleError> {
        let windows = Windows::Weekly {
            start: (day(start.0)?, time(start.1)?),
            end: (day(end.0)?, time(end.1)?),
        };
        Ok(Schedule {
            zone: time_zone(zone)?,
            windows,
        })
    }

    /// The window that an instant is in.
    pub fn window_at(&self, now_ns: i64) -> Option<Window> {
        let window = self.windows_around(now_ns);
        window
            .into_iter()
            .find(|window| (window.start_ns..window.end_ns).contains(&now_ns))
    }

    /// The first start of a window after an instant.
    pub fn next_start_ns(&self, now_ns: i64) -> Option<i64> {
        let windows = self.windows_around(now_ns);
        let mut starts = windows.iter().map(|window| window.start_ns);
        starts.find(|&start_ns| start_ns > now_ns)
    }

    /// When the answer of [`Schedule::window_at`] changes next.
    pub fn next_change_ns(&self, now_ns: i64) -> Option<i64> {
        match self.window_at(now_ns) {
            Some(window) => Some(window.end_ns),
            None => self.next_start_ns(now_ns),
        }
    }

    /// The windows of the days around an instant, in their order; none overlaps the next.
    fn windows_around(&self, now_ns: i64) -> Vec<Window> {
        let now = Timestamp::from_nanosecond(i128::from(now_ns)).unwrap_or(Timestamp::UNIX_EPOCH);
        let today = self.zone.to_datetime(now).date();
        let mut windows: Vec<Window> = (-DAYS_AROUND..=DAYS_AROUND)
            .filter_map(|days| today.checked_add(Span::new().days(days)).ok())
            .filter_map(|date| self.window_from(date))
            .collect();
        for index in 1..windows.len() {
            let next_start_ns = windows[index].start_ns;
            let before = &mut windows[index - 1];
            before.end_ns = before.end_ns.min(next_start_ns);
        }
        windows
    }

    /// The window that starts on a day.
    fn window_from(&self, date: Date) -> Option<Window> {
        let (start, end, days) = match &self.windows {
            Windows::Daily { start, end, days } => {
                let starts = days.contains(&date.weekday());
                starts.then_some((*start, *end, i64::from(end <= start)))?
            }
            Windows::Weekly {
                start: (start_day, start),
                end: (end_day, end),
            } => {
                let days = i64::from(end_day.since(Weekday::Monday))
                    - i64::from(start_day.since(Weekday::Monday));
                let is_next_week = (days, *end) <= (0, *start);
                let days = if is_next_week { days + 7 } else { days };
                (date.weekday() == *start_day).then_some((*start, *end, days))?
            }
        };
        Some(Window {
            start_ns: self.instant_ns(date, start)?,
            end_ns: self.instant_ns(date.checked_add(days.days()).ok()?, end)?,
        })
    }

    fn instant_ns(&self, date: Date, time: Time) -> Option<i64> {
        let instant = self.zone.to_timestamp(date.to_datetime(time)).ok()?;
        i64::try_from(instant.as_nanosecond()).ok()
    }
}

fn time_zone(name: &str) -> Result<TimeZone, ScheduleError> {
    // The compiled-in rules whatever else the build brings along: the same times on every machine.
    let zone = TimeZoneDatabase::bundled().get(name);
    zone.map_err(|_| ScheduleError::Zone(name.to_owned()))
}

fn time(text: &str) -> Result<Time, ScheduleError> {
    let refused = || ScheduleError::Time(text.to_owned());
    let parts: Vec<i8> = text
        .split(':')
        .map(|part| part.parse().ok().filter(|_| part.len() == 2))
        .collect::<Option<_>>()
        .ok_or_else(refused)?;
    let (hour, minute, second) = match parts[..] {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return Err(refused()),
    };
    Time::new(hour, minute, second, 0).map_err(|_| refused())
}

fn day(text: &str) -> Result<Weekday, ScheduleError> {
    Ok(match text {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return Err(ScheduleError::Day(text.to_owned())),
    })
}
