//! Deserialisation that refuses what serde would let pass: a key given twice, negative cash.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use money::Cash;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// Cash of zero or more.
pub(crate) fn cash<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cash, D::Error> {
    let cash = Cash::deserialize(deserializer)?;
    if cash.is_negative() {
        Err(D::Error::custom(format_args!("negative cash: {cash}")))
    } else {
        Ok(cash)
    }
}

/// A map in which each key stands once.
pub(crate) fn map<'de, D, V>(deserializer: D) -> Result<BTreeMap<String, V>, D::Error>
where
    D: Deserializer<'de>,
    V: Deserialize<'de>,
{
    deserializer
        .deserialize_map(Once(PhantomData))
        .map(|UniqueKeys(map)| map)
}

/// A map of maps in which each key stands once.
pub(crate) fn map_of_maps<'de, D, V>(
    deserializer: D,
) -> Result<BTreeMap<String, BTreeMap<String, V>>, D::Error>
where
    D: Deserializer<'de>,
    V: Deserialize<'de>,
{
    let UniqueKeys(map) = deserializer.deserialize_map(Once::<UniqueKeys<V>>(PhantomData))?;
    Ok(map
        .into_iter()
        .map(|(key, UniqueKeys(inner))| (key, inner))
        .collect())
}

struct UniqueKeys<V>(BTreeMap<String, V>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for UniqueKeys<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Once(PhantomData))
    }
}

struct Once<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for Once<V> {
    type Value = UniqueKeys<V>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<UniqueKeys<V>, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = access.next_key::<String>()? {
            if map.contains_key(&key) {
                return Err(A::Error::custom(format_args!("key `{key}` stands twice")));
            }
            let value = access.next_value()?;
            map.insert(key, value);
        }
        Ok(UniqueKeys(map))
    }
}
