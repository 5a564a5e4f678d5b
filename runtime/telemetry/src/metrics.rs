//! Metrics: their names, and a scrape of them in the text that Prometheus reads.
//!
//! Nothing is registered and nothing is global: what a service counts is its own state, and a scrape reads it. So several
//! services in one process don't mix, and a metric costs nothing between scrapes.

mod names;

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

pub use names::*;
use prometheus_client::encoding::{EncodeMetric, MetricEncoder, NoLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::{MetricType, TypedMetric};
use prometheus_client::registry::Registry;

/// The `Content-Type` of a scrape.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// A metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric {
    /// Without the `_total` that counters end with in a scrape.
    pub name: &'static str,
    /// What it is, for people.
    pub help: &'static str,
    /// What it does.
    pub kind: Kind,
    /// The names of its labels.
    pub labels: &'static [&'static str],
}

/// What a metric does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It grows, from 0 at the start of the process.
    Counter,
    /// It is what it is now.
    Gauge,
    /// It counts durations by their length.
    Histogram,
}

impl Metric {
    /// The name as a scrape has it.
    pub fn shown_name(&self) -> String {
        match self.kind {
            Kind::Counter => format!("{}_total", self.name),
            Kind::Gauge | Kind::Histogram => self.name.to_owned(),
        }
    }
}

type Labels = Vec<(&'static str, String)>;

enum Values {
    Counter(Family<Labels, Counter>),
    Gauge(Family<Labels, Gauge>),
}

/// One look at a service's metrics.
#[derive(Default)]
pub struct Scrape {
    registry: Registry,
    values: HashMap<&'static str, Values>,
}

impl Scrape {
    /// Adds to a counter or gauge with those values of its labels.
    pub fn add(&mut self, metric: &Metric, labels: &[&str], value: u64) {
        let named = metric.labels.iter().zip(labels);
        let labels: Labels = named
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        match self.values_of(metric) {
            Values::Counter(family) => {
                family.get_or_create(&labels).inc_by(value);
            }
            Values::Gauge(family) => {
                let value = i64::try_from(value).unwrap_or(i64::MAX);
                family.get_or_create(&labels).inc_by(value);
            }
        }
    }

    /// Adds a histogram: the upper bounds of its buckets in seconds, how many there are in each and above the last, and
    /// the sum of them all.
    pub fn add_durations(
        &mut self,
        metric: &Metric,
        bounds: &[f64],
        counts: &[u64],
        sum: Duration,
    ) {
        let upper = bounds.iter().copied().chain([f64::MAX]);
        let durations = Durations {
            sum_s: sum.as_secs_f64(),
            buckets: upper.zip(counts.iter().copied()).collect(),
        };
        self.registry.register(metric.name, metric.help, durations);
    }

    fn values_of(&mut self, metric: &Metric) -> &Values {
        let registry = &mut self.registry;
        self.values.entry(metric.name).or_insert_with(|| {
            if metric.kind == Kind::Counter {
                let family = Family::default();
                registry.register(metric.name, metric.help, Family::clone(&family));
                Values::Counter(family)
            } else {
                let family = Family::default();
                registry.register(metric.name, metric.help, Family::clone(&family));
                Values::Gauge(family)
            }
        })
    }

    /// The text.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// A histogram that was counted elsewhere.
#[derive(Debug)]
struct Durations {
    sum_s: f64,
    buckets: Vec<(f64, u64)>,
}

impl TypedMetric for Durations {
    const TYPE: MetricType = MetricType::Histogram;
}

impl EncodeMetric for Durations {
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> fmt::Result {
        let count = self.buckets.iter().map(|(_, count)| count).sum();
        encoder.encode_histogram::<NoLabelSet>(self.sum_s, count, &self.buckets, None)
    }

    fn metric_type(&self) -> MetricType {
        Self::TYPE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scrape_has_every_kind_in_the_text_that_prometheus_reads() {
        let mut scrape = Scrape::default();
        scrape.add(&FIX_RECEIVED, &["D"], 2);
        scrape.add(&FIX_RECEIVED, &["D"], 1);
        scrape.add(&FIX_SESSIONS, &["logged-on"], 7);
        let bounds = [0.001, 0.01];
        scrape.add_durations(
            &JOURNAL_WRITES,
            &bounds,
            &[1, 2, 3],
            Duration::from_millis(500),
        );
        let text = scrape.text().unwrap();
        for line in [
            "# TYPE sheaf_fix_received_messages counter",
            "sheaf_fix_received_messages_total{type=\"D\"} 3",
            "sheaf_fix_sessions{state=\"logged-on\"} 7",
            "sheaf_journal_write_seconds_sum 0.5",
            "sheaf_journal_write_seconds_count 6",
            "sheaf_journal_write_seconds_bucket{le=\"0.01\"} 3",
            "sheaf_journal_write_seconds_bucket{le=\"+Inf\"} 6",
            "# EOF",
        ] {
            assert!(text.lines().any(|it| it == line), "{line}\n{text}");
        }
    }

    /// The first word after each of these in a text, as far as it is made of letters, digits and underscores.
    fn words_after<'a>(text: &'a str, before: &str) -> std::collections::BTreeSet<&'a str> {
        let word = |rest: &'a str| {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            &rest[..end.unwrap_or(rest.len())]
        };
        text.split(before).skip(1).map(word).collect()
    }

    #[test]
    fn the_alerts_are_about_metrics_that_there_are_and_on_the_page_on_operations() {
        let rules = include_str!("../../../deploy/alerts.yml");
        let page = include_str!("../../../docs/operations.md");
        for expression in words_after(rules, "expr: ") {
            let known = ALL.iter().any(|metric| metric.shown_name() == expression);
            assert!(known, "{expression}");
        }
        assert_eq!(
            words_after(rules, "alert: Sheaf"),
            words_after(page, "\n| `Sheaf")
        );
    }

    #[test]
    fn the_page_on_operations_names_every_metric_and_no_other() {
        let page = include_str!("../../../docs/operations.md");
        let (_, section) = page.split_once("\n## Metrics\n").expect("a section");
        let section = section.split("\n## ").next().unwrap_or_default();
        let listed = section
            .lines()
            .filter_map(|line| line.strip_prefix("| `sheaf_")?.split_once("` |"))
            .map(|(name, rest)| {
                let labels = rest.split('|').next().unwrap_or_default().trim();
                (format!("sheaf_{name}"), labels.replace('`', ""))
            });
        let named = ALL
            .iter()
            .map(|metric| (metric.shown_name(), metric.labels.join(", ")));
        assert_eq!(listed.collect::<Vec<_>>(), named.collect::<Vec<_>>());
    }
}
