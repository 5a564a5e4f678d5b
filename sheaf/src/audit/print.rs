//! What an audit found, for people.

use ::audit::{Breach, Finding, Part, Report, Row};

use super::Journals;

/// Characters of an event that are shown.
const EVENT_LENGTH_MAX: usize = 2_000;

/// A rule a paragraph: whether it holds, both sides of each sum, and what breaks it; at the end the first event that breaks any.
pub fn lines(report: &Report, journals: &Journals) -> Vec<String> {
    let mut lines: Vec<String> = report.findings.iter().flat_map(finding).collect();
    lines.push(String::new());
    match report.first_breach() {
        None if report.holds() => lines.push("Every rule holds.".to_owned()),
        None => lines.push("Sums differ, and no single event is to blame.".to_owned()),
        Some((rule, first)) => {
            lines.push(format!(
                "The first event that breaks a rule ({}): {}",
                rule.statement(),
                breach(first)
            ));
            let event = first.place.and_then(|place| journals.event(&place).ok()?);
            lines.extend(event.map(|event| {
                let event: String = event.chars().take(EVENT_LENGTH_MAX).collect();
                format!("  {event}")
            }));
        }
    }
    lines
}

/// Whether each rule holds, a line a rule.
pub fn verdicts(report: &Report) -> Vec<String> {
    report.findings.iter().map(verdict).collect()
}

fn verdict(finding: &Finding) -> String {
    let mark = if finding.holds() { "yes" } else { "NO " };
    format!("{mark} {}", finding.statement)
}

fn finding(finding: &Finding) -> Vec<String> {
    let mut lines = vec![verdict(finding)];
    lines.extend(finding.notes.iter().map(|note| format!("      {note}")));
    lines.extend(finding.rows.iter().map(row));
    for found in &finding.breaches {
        lines.push(format!("    ! {}", breach(found)));
    }
    let more = finding.breach_count.saturating_sub(finding.breaches.len());
    if more > 0 && !finding.breaches.is_empty() {
        lines.push(format!("    ! and {more} more"));
    }
    lines
}

fn row(row: &Row) -> String {
    let sum = |parts: &[Part]| {
        let part = |part: &Part| format!("{} {}", part.label, part.amount);
        parts.iter().map(part).collect::<Vec<_>>().join(" + ")
    };
    let sides = format!("{} = {}", sum(&row.left), sum(&row.right));
    if row.difference.is_zero() {
        format!("      {:<8} {sides}", row.unit)
    } else {
        format!(
            "    ! {:<8} {sides}: difference {}",
            row.unit, row.difference
        )
    }
}

fn breach(breach: &Breach) -> String {
    match breach.place {
        Some(place) => format!(
            "{} record {}: {}",
            place.journal, place.sequence, breach.text
        ),
        None => breach.text.clone(),
    }
}
