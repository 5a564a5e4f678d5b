//! A batch in parts: what one record of the journal does not hold of it follows in further ones.
//!
//! A part has index orders and everything of theirs in the batch but what they sell beside the venue. That follows when all orders are in it,
//! in the order of a batch in one piece: what crosses, what the house takes, what the house and the holders of indexes exchange. So each part
//! stands by itself: the books balance after each. All parts of a batch are events of one decision, which is stored whole or not at all.

use std::collections::BTreeSet;
use std::io;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Batch, BatchOrder, Contribution, HouseTake, HouseUse};
use crate::crossing::Crossing;
use crate::rebalance::HouseExchange;
use crate::{BatchId, OrderId};

/// Bytes in its event of a part's index orders and of what the house exchanges with holders. A record of the journal and a message to a
/// follower take twice as much, of which an asset order's own terms are a little.
pub const PART_BYTES_MAX: usize = 2 << 20;
/// Bytes of a contribution in an event: `[18446744073709551615,"79228162514264337593.543950335"],`.
const CONTRIBUTION_BYTES_MAX: usize = 56;

/// More index orders of a batch that was just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchPart {
    /// Which batch.
    pub batch: BatchId,
    /// They.
    pub orders: Vec<BatchOrder>,
    /// What they contribute to asset orders.
    pub contributions: Vec<Contributed>,
    /// What the house gives them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub house_use: Vec<HouseUse>,
    /// What the house takes of orders that are in the batch by now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub house_take: Vec<HouseTake>,
    /// What orders that are in the batch by now take of each other: in the part with the last of them, and in further ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crossings: Vec<Crossing>,
    /// What the house and the holders of indexes take of each other, in the last parts: after everything else of the house's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<HouseExchange>,
}

impl BatchPart {
    const fn empty(batch: BatchId) -> Self {
        Self {
            batch,
            orders: Vec::new(),
            contributions: Vec::new(),
            house_use: Vec::new(),
            house_take: Vec::new(),
            crossings: Vec::new(),
            exchanges: Vec::new(),
        }
    }
}

/// Further contributions to an asset order. `[3,[[17,"0.5"]]]` in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    from = "(usize, Vec<Contribution>)",
    into = "(usize, Vec<Contribution>)"
)]
pub struct Contributed {
    /// The asset order's place in the batch.
    pub place: usize,
    /// By whom, and how much.
    pub contributions: Vec<Contribution>,
}

impl From<(usize, Vec<Contribution>)> for Contributed {
    fn from((place, contributions): (usize, Vec<Contribution>)) -> Self {
        Self {
            place,
            contributions,
        }
    }
}

impl From<Contributed> for (usize, Vec<Contribution>) {
    fn from(contributed: Contributed) -> Self {
        (contributed.place, contributed.contributions)
    }
}

/// Index orders that join a batch with an event, the first or a further one, and what goes between them and the house.
#[derive(Debug, Clone, Copy)]
pub struct Joining<'a> {
    /// Which batch.
    pub batch: BatchId,
    /// They.
    pub orders: &'a [BatchOrder],
    /// What the house gives them.
    pub house_use: &'a [HouseUse],
    /// What the house takes of them.
    pub house_take: &'a [HouseTake],
    /// What they take of each other.
    pub crossings: &'a [Crossing],
    /// What the house and the holders of indexes take of each other.
    pub exchanges: &'a [HouseExchange],
}

impl Joining<'_> {
    /// Those that get something by it, before the venue has answered.
    pub(crate) fn served_at_once(&self) -> BTreeSet<OrderId> {
        let used = self.house_use.iter().map(|part| part.order);
        let taken = self.house_take.iter().map(|part| part.order);
        let parts = self.crossings.iter().flat_map(|crossing| &crossing.parts);
        let crossed = parts.flat_map(|part| [part.from.order(), part.to.order()]);
        used.chain(taken).chain(crossed.flatten()).collect()
    }
}

impl<'a> From<&'a Batch> for Joining<'a> {
    fn from(batch: &'a Batch) -> Self {
        Self {
            batch: batch.id,
            orders: &batch.orders,
            house_use: &batch.house_use,
            house_take: &batch.house_take,
            crossings: &batch.crossings,
            exchanges: &batch.exchanges,
        }
    }
}

impl<'a> From<&'a BatchPart> for Joining<'a> {
    fn from(part: &'a BatchPart) -> Self {
        Self {
            batch: part.batch,
            orders: &part.orders,
            house_use: &part.house_use,
            house_take: &part.house_take,
            crossings: &part.crossings,
            exchanges: &part.exchanges,
        }
    }
}

/// Where an index order stands among all that take part, from 0 for those whose left-overs are sold: they come before those the batch is
/// for, as the shares of their trades do.
type Place = (usize, OrderId);

impl Batch {
    /// What one event holds of it, with so many bytes of what parts are counted by, and the rest in parts that do as well.
    pub fn into_parts(mut self, bytes_max: usize) -> (Self, Vec<BatchPart>) {
        let (lasts, left) = self.cut(bytes_max);
        let mut parts: Vec<BatchPart> = lasts.iter().map(|_| BatchPart::empty(self.id)).collect();
        let crossings = std::mem::take(&mut self.crossings);
        let takes = std::mem::take(&mut self.house_take);
        let exchanges = std::mem::take(&mut self.exchanges);
        if !lasts.is_empty() {
            self.deal_orders(&lasts, &mut parts);
        }
        let mut tail = Tail {
            first: self,
            parts,
            bytes_max,
            left,
        };
        for Crossing {
            asset,
            price,
            parts,
        } in crossings
        {
            for crossed in parts {
                let (first, last) = tail.room_for(json_bytes(&crossed));
                let crossings = last.map_or(&mut first.crossings, |last| &mut last.crossings);
                // Those of one asset come one after the other.
                match crossings.last_mut().filter(|last| last.asset == asset) {
                    Some(last) => last.parts.push(crossed),
                    None => crossings.push(Crossing {
                        asset: asset.clone(),
                        price,
                        parts: vec![crossed],
                    }),
                }
            }
        }
        for take in takes {
            let (first, last) = tail.room_for(json_bytes(&take));
            let takes = last.map_or(&mut first.house_take, |last| &mut last.house_take);
            takes.push(take);
        }
        for exchange in exchanges {
            let (first, last) = tail.room_for(json_bytes(&exchange));
            let exchanges = last.map_or(&mut first.exchanges, |last| &mut last.exchanges);
            exchanges.push(exchange);
        }
        (tail.first, tail.parts)
    }

    /// Moves the index orders after the first part's to the further parts, with what they buy and contribute.
    fn deal_orders(&mut self, lasts: &[Place], parts: &mut [BatchPart]) {
        let places = self.places();
        // The first part is the batch itself.
        let part_of = |order: OrderId| {
            let place = place_of(&places, order);
            lasts.partition_point(|last| *last < place)
        };
        for (part, order) in deal(&mut self.orders, |order| part_of(order.order)) {
            parts[part].orders.push(order);
        }
        for (part, used) in deal(&mut self.house_use, |used| part_of(used.order)) {
            parts[part].house_use.push(used);
        }
        for (place, asset_order) in self.asset_orders.iter_mut().enumerate() {
            let of = |contribution: &Contribution| part_of(contribution.order);
            for (part, contribution) in deal(&mut asset_order.contributions, of) {
                let contributed = &mut parts[part].contributions;
                match contributed.last_mut().filter(|last| last.place == place) {
                    Some(last) => last.contributions.push(contribution),
                    None => contributed.push((place, vec![contribution]).into()),
                }
            }
        }
    }

    /// The last index order of each part but the last, so that no part is above the limit that has more than one order; and the bytes
    /// that the last part has left.
    fn cut(&self, bytes_max: usize) -> (Vec<Place>, usize) {
        let places = self.places();
        let mut bytes: FxHashMap<OrderId, usize> = FxHashMap::default();
        bytes.reserve(places.len());
        let mut add = |order: OrderId, more: usize| {
            *bytes.entry(order).or_default() += more;
        };
        for part in &self.orders {
            add(part.order, json_bytes(part));
        }
        for part in &self.house_use {
            add(part.order, json_bytes(part));
        }
        for asset_order in &self.asset_orders {
            for contribution in &asset_order.contributions {
                add(contribution.order, CONTRIBUTION_BYTES_MAX);
            }
        }
        let bytes = bytes.into_iter();
        let mut bytes: Vec<(Place, usize)> = bytes
            .map(|(order, bytes)| (place_of(&places, order), bytes))
            .collect();
        bytes.sort_unstable();
        let mut lasts = Vec::new();
        let (mut sum, mut before) = (0, None);
        for (place, bytes) in bytes {
            if let Some(before) = before.filter(|_| sum + bytes > bytes_max) {
                lasts.push(before);
                sum = 0;
            }
            sum += bytes;
            before = Some(place);
        }
        (lasts, bytes_max.saturating_sub(sum))
    }

    /// The index orders that the batch is for, by their place in it.
    fn places(&self) -> FxHashMap<OrderId, usize> {
        let orders = self.orders.iter().zip(1..);
        orders.map(|(part, place)| (part.order, place)).collect()
    }

    /// Adds what a further part contributes.
    pub(crate) fn extend(&mut self, part: &BatchPart) -> Option<()> {
        for Contributed {
            place,
            contributions,
        } in &part.contributions
        {
            let asset_order = self.asset_orders.get_mut(*place)?;
            asset_order.contributions.extend_from_slice(contributions);
        }
        self.orders.extend_from_slice(&part.orders);
        self.house_use.extend_from_slice(&part.house_use);
        self.house_take.extend_from_slice(&part.house_take);
        self.exchanges.extend_from_slice(&part.exchanges);
        for crossing in &part.crossings {
            join_crossing(&mut self.crossings, crossing.clone());
        }
        Some(())
    }
}

/// A batch in parts of which the last, or the batch itself, has so many bytes left.
struct Tail {
    first: Batch,
    parts: Vec<BatchPart>,
    bytes_max: usize,
    left: usize,
}

impl Tail {
    /// Where so many bytes go: the last part, which may be a new one; the batch itself where there is none.
    fn room_for(&mut self, bytes: usize) -> (&mut Batch, Option<&mut BatchPart>) {
        if bytes > self.left {
            self.parts.push(BatchPart::empty(self.first.id));
            self.left = self.bytes_max;
        }
        self.left = self.left.saturating_sub(bytes);
        (&mut self.first, self.parts.last_mut())
    }
}

fn join_crossing(crossings: &mut Vec<Crossing>, more: Crossing) {
    match crossings.iter_mut().find(|known| known.asset == more.asset) {
        Some(known) => known.parts.extend(more.parts),
        None => crossings.push(more),
    }
}

fn place_of(places: &FxHashMap<OrderId, usize>, order: OrderId) -> Place {
    (places.get(&order).copied().unwrap_or(0), order)
}

/// Takes out what belongs to further parts, each with its part, counted from 0. What belongs to the first stays.
fn deal<T>(items: &mut Vec<T>, part_of: impl Fn(&T) -> usize) -> Vec<(usize, T)> {
    let mut dealt = Vec::new();
    for item in std::mem::take(items) {
        match part_of(&item).checked_sub(1) {
            None => items.push(item),
            Some(part) => dealt.push((part, item)),
        }
    }
    dealt
}

/// Bytes of something in an event, and the comma after it.
fn json_bytes(value: &impl Serialize) -> usize {
    struct Counter(usize);
    impl io::Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut counter = Counter(1);
    serde_json::to_writer(&mut counter, value).expect("an event can be written as JSON");
    counter.0
}
