//! A map, or a map with changes on top of it: what a decision has changed so far, while the state stays as it is.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use ledger::{Account, Books, LedgerError, Posting, Transfer, Unit};
use money::Signed;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A map over another, if any: what is written is copied first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layer<'a, K, V> {
    base: Option<&'a BTreeMap<K, V>>,
    own: BTreeMap<K, V>,
}

impl<K, V> Default for Layer<'_, K, V> {
    fn default() -> Self {
        Self {
            base: None,
            own: BTreeMap::new(),
        }
    }
}

impl<K, V> From<BTreeMap<K, V>> for Layer<'_, K, V> {
    fn from(own: BTreeMap<K, V>) -> Self {
        Self { base: None, own }
    }
}

impl<K: Ord + Clone, V: Clone> Layer<'_, K, V> {
    /// An empty layer over this map, which must be the lowest.
    pub(crate) const fn over(&self) -> Layer<'_, K, V> {
        assert!(self.base.is_none(), "there are two layers at most");
        Layer {
            base: Some(&self.own),
            own: BTreeMap::new(),
        }
    }

    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.own
            .get(key)
            .or_else(|| self.base.and_then(|base| base.get(key)))
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let Some(base) = self.base else {
            return self.own.get_mut(key);
        };
        match self.own.entry(key.clone()) {
            Entry::Occupied(own) => Some(own.into_mut()),
            Entry::Vacant(place) => Some(place.insert(base.get(key)?.clone())),
        }
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.own.insert(key, value);
    }

    /// The entries of the lowest map.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.base.unwrap_or(&self.own).iter()
    }

    /// The keys that a decision has written; none of the lowest map.
    pub(crate) fn changed(&self) -> impl Iterator<Item = &K> {
        let own = self.base.map(|_| self.own.keys());
        own.into_iter().flatten()
    }

    /// Forgets an entry of the lowest map.
    pub(crate) fn forget(&mut self, key: &K) {
        assert!(self.base.is_none(), "a decision forgets nothing");
        self.own.remove(key);
    }
}

/// The lowest map, as it is written down.
impl<K: Serialize, V: Serialize> Serialize for Layer<'_, K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.own.serialize(serializer)
    }
}

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Deserialize<'de> for Layer<'_, K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::deserialize(deserializer).map(Self::from)
    }
}

/// The books, or what a decision has posted on top of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LayeredBooks<'a> {
    /// The books themselves.
    Lowest(Books),
    /// The balances that a decision has changed.
    Over {
        base: &'a Books,
        changed: FxHashMap<Unit, FxHashMap<Account, Signed>>,
    },
}

impl LayeredBooks<'_> {
    pub(crate) fn over(&self) -> LayeredBooks<'_> {
        LayeredBooks::Over {
            base: self.lowest(),
            changed: FxHashMap::default(),
        }
    }

    pub(crate) const fn lowest(&self) -> &Books {
        match self {
            Self::Lowest(books) => books,
            Self::Over { base, .. } => base,
        }
    }

    pub(crate) fn balance(&self, unit: &Unit, account: &Account) -> Signed {
        match self {
            Self::Lowest(books) => books.balance(unit, account),
            Self::Over { base, changed } => changed
                .get(unit)
                .and_then(|book| book.get(account))
                .copied()
                .unwrap_or_else(|| base.balance(unit, account)),
        }
    }

    /// As [`Books::post`], but a refused posting leaves a layer spoiled: its decision is given up.
    pub(crate) fn post(&mut self, posting: &Posting) -> Result<(), LedgerError> {
        let (base, changed) = match self {
            Self::Lowest(books) => return books.post(posting),
            Self::Over { base, changed } => (base, changed),
        };
        for transfer in posting.transfers() {
            let Transfer {
                unit,
                from,
                to,
                amount,
            } = transfer;
            let book = match changed.get_mut(unit) {
                Some(book) => book,
                None => changed.entry(unit.clone()).or_default(),
            };
            for (account, amount) in [(from, -*amount), (to, *amount)] {
                let known = book.get_mut(account);
                let before = known
                    .as_deref()
                    .copied()
                    .unwrap_or_else(|| base.balance(unit, account));
                let after =
                    before
                        .checked_add(amount)
                        .map_err(|source| LedgerError::OutOfRange {
                            unit: unit.clone(),
                            account: account.clone(),
                            source,
                        })?;
                match known {
                    Some(balance) => *balance = after,
                    None => {
                        book.insert(account.clone(), after);
                    }
                }
            }
        }
        for Transfer { unit, from, .. } in posting.transfers() {
            if from.may_be_negative() {
                continue;
            }
            let after = changed.get(unit).and_then(|book| book.get(from)).copied();
            let after = after.unwrap_or(Signed::ZERO);
            if after.is_negative() {
                let has = base.balance(unit, from);
                let needs = has.checked_sub(after).unwrap_or(after);
                return Err(LedgerError::InsufficientFunds {
                    unit: unit.clone(),
                    account: from.clone(),
                    has,
                    needs,
                });
            }
        }
        Ok(())
    }
}

impl Serialize for LayeredBooks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.lowest().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for LayeredBooks<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Books::deserialize(deserializer).map(Self::Lowest)
    }
}

impl Default for LayeredBooks<'_> {
    fn default() -> Self {
        Self::Lowest(Books::default())
    }
}
