//! An expected message against the one that came.

use std::collections::BTreeMap;

use fix_codec::{Message, OwnedMessage};

use crate::expand::{Time, split};
use crate::settings::Settings;

/// What the `$name`s of a script stand for so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variables(BTreeMap<String, String>);

impl Variables {
    /// The text with the values of its variables. A `$` that starts no field's value is a `$`.
    pub(crate) fn fill_in(&self, text: &str) -> Result<String, String> {
        let mut fields = Vec::new();
        for field in text.split('|') {
            match field.split_once("=$") {
                Some((tag, name)) => {
                    let value = self
                        .0
                        .get(name)
                        .ok_or_else(|| format!("${name} has no value yet"))?;
                    fields.push(format!("{tag}={value}"));
                }
                None => fields.push(field.to_owned()),
            }
        }
        Ok(fields.join("|"))
    }
}

/// The time of the stage, and how far from it what came may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now {
    pub(crate) ns: i64,
    pub(crate) tolerance_ns: i64,
}

/// Compares; the variables that were new get their values. What is wrong, where something is.
pub(crate) fn compare(
    expected: &str,
    came: &[u8],
    settings: &Settings,
    variables: &mut Variables,
    now: Now,
) -> Result<(), String> {
    let message =
        OwnedMessage::decode(came).ok_or("its BodyLength (9) or CheckSum (10) is wrong")?;
    let message = message.view();
    header(message, settings, now)?;
    let is_short = expected.starts_with("35=");
    let mut expected = split(expected);
    let may_have_more = expected.last() == Some(&"...");
    if may_have_more {
        expected.pop();
    }
    let written = |tag: &str| {
        expected.iter().any(|field| {
            field
                .strip_prefix(tag)
                .is_some_and(|rest| rest.starts_with('='))
        })
    };
    let is_compared = |tag: u32| match tag {
        9 | 10 => false,
        8 | 49 | 52 | 56 if is_short => written(&tag.to_string()),
        _ => true,
    };
    let mut fields = message
        .fields()
        .iter()
        .filter(|field| is_compared(field.tag));
    let mut new = variables.clone();
    for field in expected
        .iter()
        .filter(|field| !field.starts_with("9=") && !field.starts_with("10="))
    {
        let (tag, value) = field
            .split_once('=')
            .ok_or_else(|| format!("{field} is not a field"))?;
        let next = fields.next().ok_or_else(|| format!("{field} is missing"))?;
        let came = String::from_utf8_lossy(next.value);
        if next.tag.to_string() != tag {
            return Err(format!("{field} was expected, {}={came} came", next.tag));
        }
        matches(value, &came, &mut new, now).map_err(|problem| format!("{field}: {problem}"))?;
    }
    if let Some(more) = fields.next().filter(|_| !may_have_more) {
        let came = String::from_utf8_lossy(more.value);
        return Err(format!("{}={came} was not expected", more.tag));
    }
    *variables = new;
    Ok(())
}

/// What need not be written: the version, the CompIDs and the time.
fn header(message: Message<'_>, settings: &Settings, now: Now) -> Result<(), String> {
    let is = |tag, wanted: &str| message.get(tag) == Some(wanted.as_bytes());
    if message.begin_string() != settings.version.begin_string().as_bytes() {
        return Err("its BeginString (8) is another".to_owned());
    }
    if !is(49, &settings.us) || !is(56, &settings.peer) {
        return Err("its CompIDs (49, 56) are others".to_owned());
    }
    let time = message.get(52).unwrap_or_default();
    matches(
        "<TIME>",
        &String::from_utf8_lossy(time),
        &mut Variables::default(),
        now,
    )
    .map_err(|problem| format!("SendingTime (52): {problem}"))
}

fn matches(expected: &str, came: &str, variables: &mut Variables, now: Now) -> Result<(), String> {
    let as_expected = match expected
        .strip_prefix("<TIME")
        .and_then(|rest| rest.strip_suffix('>'))
    {
        Some(inner) => Time::parse(inner)?
            .is(came, now.ns, now.tolerance_ns)
            .ok_or_else(|| format!("{came} is not a time"))?,
        None if expected == "*" => true,
        None => match expected.strip_prefix('$') {
            Some(name) => {
                variables
                    .0
                    .entry(name.to_owned())
                    .or_insert_with(|| came.to_owned())
                    == came
            }
            None => expected == came,
        },
    };
    if as_expected {
        Ok(())
    } else {
        Err(format!("{came} came"))
    }
}
