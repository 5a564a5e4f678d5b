//! What one journal has booked of another's stream, beside what that stream told. What is the same on both sides is forgotten, so
//! that only what is on its way, or wrong, is kept.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::Rule;
use crate::breach::{At, Breaches, Source};
use crate::replay::Replay;

/// Something that a stream tells and a follower books.
pub(crate) trait Item: PartialEq + Display {
    /// The rule that it is booked once.
    fn rule(&self) -> Rule;
    /// Whether passing it over loses something.
    fn must_be_booked(&self) -> bool;
}

/// What a stream has told, by its sequence numbers.
pub(crate) type Told<T> = BTreeMap<u64, (At, T)>;

/// What a follower has booked, by the stream's sequence numbers.
#[derive(Debug)]
pub(crate) struct Followed<T> {
    pub(crate) position: u64,
    /// The last place that something was booked of, and by which record.
    newest: Option<(u64, At)>,
    booked: BTreeMap<u64, (At, T)>,
    skipped: BTreeMap<u64, String>,
}

impl<T> Default for Followed<T> {
    fn default() -> Self {
        Self {
            position: 0,
            newest: None,
            booked: BTreeMap::new(),
            skipped: BTreeMap::new(),
        }
    }
}

impl<T: Item> Followed<T> {
    pub(crate) fn book(
        &mut self,
        source: Source,
        at: At,
        position: u64,
        item: T,
        breaches: &mut Breaches,
    ) {
        if let Some((place, before)) = self.newest
            && position <= place
        {
            let text = format!(
                "{item} is at place {position} of the stream; record {} has booked place {place}",
                before.sequence
            );
            breaches.add(item.rule(), Some(source.at(at)), text);
            return;
        }
        self.newest = Some((position, at));
        self.position = self.position.max(position);
        self.booked.insert(position, (at, item));
    }

    pub(crate) fn skip(&mut self, position: u64, text: &str) {
        self.position = self.position.max(position);
        self.skipped.insert(position, text.to_owned());
    }

    /// Forgets what was booked last, if it is what was told.
    pub(crate) fn settle_newest(&mut self, told: &mut Told<T>) {
        if let Some((position, _)) = self.newest {
            self.settle(position, told);
        }
    }

    /// Forgets what stands at a place, if both sides say the same of it.
    pub(crate) fn settle(&mut self, position: u64, told: &mut Told<T>) {
        if let (Some((_, booked)), Some((_, told_item))) =
            (self.booked.get(&position), told.get(&position))
            && booked == told_item
        {
            self.booked.remove(&position);
            told.remove(&position);
        }
    }

    /// Of what is left, each is the other's, exactly once.
    pub(crate) fn compare(
        &self,
        follower: &Replay,
        told: &Told<T>,
        teller: &Replay,
        breaches: &mut Breaches,
    ) {
        for (position, (at, item)) in &self.booked {
            let unknown = teller.stopped && *position > teller.last;
            if at.sequence > follower.cut || unknown {
                continue;
            }
            let place = Some(follower.source.at(*at));
            match told.get(position) {
                None => {
                    let text = format!(
                        "it books {item}, which is not record {position} of the {}",
                        teller.source
                    );
                    breaches.add(item.rule(), place, text);
                }
                Some((_, other)) if other != item => {
                    let text = format!(
                        "it books {item}; record {position} of the {} is {other}",
                        teller.source
                    );
                    breaches.add(item.rule(), place, text);
                }
                Some(_) => {}
            }
        }
        for (position, (at, item)) in told.range(..=self.position) {
            if self.booked.contains_key(position) || !item.must_be_booked() {
                continue;
            }
            let text = match self.skipped.get(position) {
                Some(why) => format!("the {} has skipped {item}: {why}", follower.source),
                None => format!("the {} has passed over {item}", follower.source),
            };
            breaches.add(item.rule(), Some(teller.source.at(*at)), text);
        }
    }

    /// How much of what was booked is kept.
    pub(crate) fn kept(&self) -> usize {
        self.booked.len() + self.skipped.len()
    }

    /// What was told and has not come yet.
    pub(crate) fn on_their_way<'a>(&self, told: &'a Told<T>) -> impl Iterator<Item = &'a T> {
        told.range(self.position + 1..).map(|(_, (_, item))| item)
    }
}
