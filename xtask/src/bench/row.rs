//! Rows of a benchmark, as a table and as JSON.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// Which of two figures is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Better {
    /// Times, memory.
    Lower,
    /// Orders a second.
    Higher,
}

/// What ours should be, seen from the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Target {
    /// At least so many times better.
    TimesBetter(f64),
    /// At most so many times as much: of a floor, which nothing can be below.
    TimesAsMuch(f64),
    /// Whatever it is: of a floor too, so the ratio is how many times as much.
    AnyTimesAsMuch,
    /// At most the other: a peer's figure, or a limit.
    AtMost,
}

/// Somebody else's figure.
#[derive(Debug, Clone)]
pub(crate) struct Comparison {
    /// Who, e.g. `QuickFIX`.
    pub(crate) with: &'static str,
    /// Its best round, in the row's unit.
    pub(crate) value: f64,
    /// Its median round.
    pub(crate) median: Option<f64>,
    /// What ours should be; none where it is only shown.
    pub(crate) target: Option<Target>,
}

/// One figure of ours.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// What was measured, e.g. `decode NewOrderSingle (18 fields)`.
    pub(crate) name: String,
    /// E.g. `ns`.
    pub(crate) unit: &'static str,
    pub(crate) better: Better,
    /// The best round.
    pub(crate) value: f64,
    /// The median round, where there were several.
    pub(crate) median: Option<f64>,
    pub(crate) against: Vec<Comparison>,
}

impl Row {
    /// Ours against another: how many times better, or of a floor how many times as much.
    fn ratio(&self, other: &Comparison) -> f64 {
        match (other.target, self.better) {
            (Some(Target::TimesAsMuch(_) | Target::AnyTimesAsMuch), _) | (_, Better::Higher) => {
                self.value / other.value
            }
            (_, Better::Lower) => other.value / self.value,
        }
    }

    fn is_met(&self, other: &Comparison) -> Option<bool> {
        Some(match other.target? {
            Target::TimesBetter(times) => self.ratio(other) >= times,
            Target::TimesAsMuch(times) => self.ratio(other) <= times,
            Target::AnyTimesAsMuch => return None,
            Target::AtMost => self.value <= other.value,
        })
    }

    /// One line.
    pub(crate) fn json(&self) -> Value {
        let against = self.against.iter().map(|other| {
            let figures = json!({
                "value": other.value,
                "median": other.median,
                "ratio": self.ratio(other),
                "target": other.target.map(Target::text),
                "met": self.is_met(other),
            });
            (other.with.to_owned(), figures)
        });
        json!({
            "name": self.name,
            "value": self.value,
            "median": self.median,
            "unit": self.unit,
            "against": against.collect::<Map<_, _>>(),
        })
    }
}

impl Target {
    fn text(self) -> String {
        match self {
            Target::TimesBetter(times) => format!("at least {times}x better"),
            Target::TimesAsMuch(times) => format!("at most {times}x as much"),
            Target::AnyTimesAsMuch => "any".to_owned(),
            Target::AtMost => "at most that".to_owned(),
        }
    }
}

/// A Markdown table, a line for each comparison, with its columns aligned.
pub(crate) fn table(rows: &[Row]) -> String {
    let head = [
        "what", "unit", "ours", "median", "beside", "its", "median", "ratio", "target", "met",
    ];
    let mut lines = vec![head.map(str::to_owned)];
    for row in rows {
        let ours = [
            row.name.clone(),
            row.unit.to_owned(),
            figure(row.value),
            row.median.map(figure).unwrap_or_default(),
        ];
        let others = row.against.iter().map(|other| {
            let met = row.is_met(other).map(|met| if met { "yes" } else { "NO" });
            [
                other.with.to_owned(),
                figure(other.value),
                other.median.map(figure).unwrap_or_default(),
                format!("{:.2}", row.ratio(other)),
                other.target.map(Target::text).unwrap_or_default(),
                met.unwrap_or_default().to_owned(),
            ]
        });
        let mut others: Vec<[String; 6]> = others.collect();
        if others.is_empty() {
            others.push(Default::default());
        }
        for other in others {
            let [name, unit, value, median] = ours.clone();
            let [with, its, its_median, ratio, target, met] = other;
            lines.push([
                name, unit, value, median, with, its, its_median, ratio, target, met,
            ]);
        }
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: Vec<usize> = (0..head.len()).map(|at| width(at).unwrap_or(0)).collect();
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        text.push('|');
        for (cell, &width) in line.iter().zip(&widths) {
            // Writing to memory can't fail.
            let _ = write!(text, " {cell:width$} |");
        }
        text.push('\n');
        if at == 0 {
            let rules = widths.iter().map(|width| "-".repeat(width + 2));
            let _ = writeln!(text, "|{}|", rules.collect::<Vec<_>>().join("|"));
        }
    }
    text
}

/// Three digits and more.
fn figure(value: f64) -> String {
    match value.abs() {
        ..10.0 => format!("{value:.2}"),
        10.0..1_000.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(better: Better, value: f64, against: &[(f64, Target)]) -> Row {
        let against = against.iter().map(|&(value, target)| Comparison {
            with: "other",
            value,
            median: None,
            target: Some(target),
        });
        Row {
            name: "row".to_owned(),
            unit: "ns",
            better,
            value,
            median: None,
            against: against.collect(),
        }
    }

    fn met(row: &Row) -> Vec<Option<bool>> {
        row.against.iter().map(|other| row.is_met(other)).collect()
    }

    #[test]
    fn a_target_is_met_from_its_very_figure_on() {
        let cost = [
            (450.0, Target::TimesBetter(4.5)),
            (449.0, Target::TimesBetter(4.5)),
            (50.0, Target::TimesAsMuch(2.0)),
            (49.0, Target::TimesAsMuch(2.0)),
            (100.0, Target::AtMost),
            (99.0, Target::AtMost),
        ];
        let row_of_cost = row(Better::Lower, 100.0, &cost);
        assert_eq!(
            met(&row_of_cost),
            [true, false, true, false, true, false].map(Some)
        );
        let speed = [
            (25.0, Target::TimesBetter(4.0)),
            (26.0, Target::TimesBetter(4.0)),
        ];
        assert_eq!(
            met(&row(Better::Higher, 100.0, &speed)),
            [true, false].map(Some)
        );
    }

    #[test]
    fn a_line_of_json_has_each_ratio() {
        let row = row(Better::Lower, 100.0, &[(450.0, Target::TimesBetter(4.5))]);
        assert_eq!(
            row.json(),
            json!({
                "name": "row", "value": 100.0, "median": null, "unit": "ns",
                "against": {"other": {
                    "value": 450.0, "median": null, "ratio": 4.5, "target": "at least 4.5x better", "met": true
                }}
            })
        );
    }
}
