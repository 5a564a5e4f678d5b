//! The `hours` of a session: one window a week with `start-day` and `end-day`, else one on each of the `days`.

use fix_schedule::Schedule;
use serde::Deserialize;
use service::config::ConfigError;

/// The `hours` of a session: one window a week with `start-day` and `end-day`, else one on each of the `days`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Hours {
    /// An IANA time zone, e.g. `Europe/London`.
    pub time_zone: String,
    /// Time of day at which a window starts.
    pub start: String,
    /// Time of day at which it ends; one that is not after `start` is on the next day, or in the next week.
    pub end: String,
    /// Days on which a window starts; none: all.
    #[serde(default)]
    pub days: Vec<Day>,
    /// The day on which the week starts.
    pub start_day: Option<Day>,
    /// The day on which it ends.
    pub end_day: Option<Day>,
    /// Both sequence numbers start at 1 with each window.
    #[serde(default = "default_reset_at_start")]
    pub reset_at_start: bool,
}

fn default_reset_at_start() -> bool {
    true
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "they are their names")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Day {
    const ALL: [Day; 7] = [
        Day::Monday,
        Day::Tuesday,
        Day::Wednesday,
        Day::Thursday,
        Day::Friday,
        Day::Saturday,
        Day::Sunday,
    ];

    fn name(self) -> &'static str {
        match self {
            Day::Monday => "monday",
            Day::Tuesday => "tuesday",
            Day::Wednesday => "wednesday",
            Day::Thursday => "thursday",
            Day::Friday => "friday",
            Day::Saturday => "saturday",
            Day::Sunday => "sunday",
        }
    }
}

impl Hours {
    pub(super) fn check(
        &self,
        key: &impl Fn(&str) -> String,
    ) -> Result<fix_engine::Hours, ConfigError> {
        let refused = |problem: &str| Err(ConfigError::value(key("hours"), problem));
        let schedule = match (self.start_day, self.end_day) {
            (Some(_), Some(_)) if !self.days.is_empty() => {
                return refused(
                    "days are for daily windows, start-day and end-day for weekly ones",
                );
            }
            (Some(start_day), Some(end_day)) => Schedule::weekly(
                &self.time_zone,
                (start_day.name(), &self.start),
                (end_day.name(), &self.end),
            ),
            (None, None) => {
                let days = match &self.days[..] {
                    [] => &Day::ALL[..],
                    days => days,
                };
                let days: Vec<&str> = days.iter().map(|day| day.name()).collect();
                Schedule::daily(&self.time_zone, &self.start, &self.end, &days)
            }
            _ => return refused("a weekly window has a start-day and an end-day"),
        };
        Ok(fix_engine::Hours {
            schedule: schedule.map_err(|error| ConfigError::value(key("hours"), error))?,
            reset_at_start: self.reset_at_start,
        })
    }
}
