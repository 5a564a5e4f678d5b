//! How the state is written down, and read again: a start need not apply every event then.
//!
//! It is JSON as the events are, and the nouns say themselves what is written of them. What is in two places of the state, an index of its
//! own or a sum, is written once and found again (`state::rebuild`); what is read is checked (`state::check`), and a state that does not add
//! up is none. What stays for ever is small: of an order that has ended, what it does not have is left out, and a basket stands once
//! for all the orders that were accepted with it.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Issuance;

impl Issuance {
    /// Names how a state is written. Another one has to be made, and the test's file with it, whenever that changes, or what is made of an
    /// event.
    pub const FORM: &'static str = "issuance 1";
}

impl Serialize for Issuance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Derived, of all that is written.
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Issuance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut state = Self::deserialize(deserializer)?;
        let sound = state.check().and_then(|()| state.rebuild());
        sound.map_err(serde::de::Error::custom)?;
        Ok(state)
    }
}

/// Whether something is left out, as reading gives it anyway.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What copies share, by itself.
pub(crate) mod shared {
    use super::{Arc, Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<T: Serialize, S: Serializer>(
        shared: &Arc<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        shared.as_ref().serialize(serializer)
    }

    pub(crate) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arc<T>, D::Error> {
        T::deserialize(deserializer).map(Arc::new)
    }
}

/// Many such.
pub(crate) mod each_shared {
    use super::{Arc, Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<T: Serialize, S: Serializer>(
        each: &[Arc<T>],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(each.iter().map(Arc::as_ref))
    }

    pub(crate) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Arc<T>>, D::Error> {
        let each = Vec::deserialize(deserializer)?;
        Ok(each.into_iter().map(Arc::new).collect())
    }
}

/// The newest version of each index, in a list: the symbol is in it.
pub(crate) mod indexes {
    use ledger::Name;

    use super::{Arc, Deserialize, Deserializer, Serializer};
    use crate::Index;
    use crate::layer::Layer;

    type Indexes<'a> = Layer<'a, Name, Arc<Index>>;

    pub(crate) fn serialize<S: Serializer>(
        indexes: &Indexes<'_>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(indexes.iter().map(|(_, index)| &**index))
    }

    pub(crate) fn deserialize<'de, 'a, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Indexes<'a>, D::Error> {
        let indexes = Vec::<Index>::deserialize(deserializer)?.into_iter();
        let by_symbol = indexes.map(|index| (index.symbol.clone(), Arc::new(index)));
        Ok(by_symbol
            .collect::<std::collections::BTreeMap<_, _>>()
            .into())
    }
}

/// The orders, by the basket that they were accepted with.
pub(crate) mod orders {
    use std::collections::BTreeMap;

    use rustc_hash::FxHashMap;

    use super::{Arc, Deserialize, Deserializer, Serialize, Serializer};
    use crate::layer::Layer;
    use crate::{Index, Order, OrderId};

    type Orders<'a> = Layer<'a, OrderId, Order>;

    #[derive(Serialize)]
    struct Written<'a> {
        basket: Option<&'a Index>,
        orders: Vec<&'a Order>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Read {
        basket: Option<Index>,
        orders: Vec<Order>,
    }

    pub(crate) fn serialize<S: Serializer>(
        orders: &Orders<'_>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut groups: Vec<Written<'_>> = Vec::new();
        // Mostly it is the very same basket.
        let mut places: FxHashMap<Option<*const Index>, usize> = FxHashMap::default();
        for (_, order) in orders.iter() {
            let basket = order.index();
            let pointer = order.index.as_ref().map(Arc::as_ptr);
            let place = *places.entry(pointer).or_insert_with(|| {
                let known = groups.iter().position(|group| group.basket == basket);
                known.unwrap_or_else(|| {
                    let orders = Vec::new();
                    groups.push(Written { basket, orders });
                    groups.len() - 1
                })
            });
            groups[place].orders.push(order);
        }
        groups.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, 'a, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Orders<'a>, D::Error> {
        let groups = Vec::<Read>::deserialize(deserializer)?;
        let count: usize = groups.iter().map(|group| group.orders.len()).sum();
        let mut all = Vec::with_capacity(count);
        for Read { basket, orders } in groups {
            let basket = basket.map(Arc::new);
            all.extend(orders.into_iter().map(|mut order| {
                order.name = order.id.to_string().into();
                order.index.clone_from(&basket);
                (order.id, order)
            }));
        }
        let orders: BTreeMap<_, _> = all.into_iter().collect();
        if orders.len() < count {
            return Err(serde::de::Error::custom("an order is there twice"));
        }
        Ok(orders.into())
    }
}

/// The names that clients have given their orders, by session. A replaced order has several.
pub(crate) mod names {
    use std::collections::{BTreeMap, HashMap};

    use rustc_hash::FxHashMap;

    use super::{Deserialize, Deserializer, Serialize, Serializer};
    use crate::OrderId;

    type Names = HashMap<(String, String), OrderId>;

    pub(crate) fn serialize<S: Serializer>(
        names: &Names,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut sessions: FxHashMap<&str, Vec<(&str, OrderId)>> = FxHashMap::default();
        for ((session, name), order) in names {
            sessions.entry(session).or_default().push((name, *order));
        }
        sessions.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Names, D::Error> {
        let sessions = BTreeMap::<String, Vec<(String, OrderId)>>::deserialize(deserializer)?;
        let names = sessions.into_iter().flat_map(|(session, names)| {
            let named = move |(name, order)| ((session.clone(), name), order);
            names.into_iter().map(named)
        });
        Ok(names.collect())
    }
}
