//! Accounts and storage as they were after every block.
//!
//! Each value keeps the blocks at which it changed, so a question about any past block is a search in a short list,
//! and taking blocks back is dropping the newest entries. Only [`States::write`] and [`States::truncate`] change it.

use std::collections::HashMap;
use std::convert::Infallible;

use alloy::primitives::{Address, B256, KECCAK256_EMPTY, U256};
use revm::bytecode::Bytecode;
use revm::database::DatabaseRef;
use revm::state::{AccountInfo, EvmState};

/// One value and the blocks at which it changed, in rising order.
#[derive(Clone, Debug)]
struct Versions<T>(Vec<(u64, T)>);

impl<T> Default for Versions<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Versions<T> {
    fn at(&self, number: u64) -> Option<&T> {
        let after = self.0.partition_point(|(changed, _)| *changed <= number);
        after.checked_sub(1).map(|index| &self.0[index].1)
    }

    fn write(&mut self, number: u64, value: T) {
        match self.0.last_mut() {
            Some((changed, last)) if *changed == number => *last = value,
            _ => self.0.push((number, value)),
        }
    }

    fn truncate(&mut self, number: u64) {
        let kept = self.0.partition_point(|(changed, _)| *changed <= number);
        self.0.truncate(kept);
    }
}

/// The state after every block, and while a block is being built, after its last transaction.
#[derive(Clone, Debug, Default)]
pub(crate) struct States {
    accounts: HashMap<Address, Versions<Option<AccountInfo>>>,
    slots: HashMap<(Address, U256), Versions<U256>>,
    code: HashMap<B256, Bytecode>,
}

impl States {
    /// Gives an account a balance in the genesis block.
    pub(crate) fn fund(&mut self, address: Address, balance: U256) {
        let info = AccountInfo {
            balance,
            ..AccountInfo::default()
        };
        self.accounts
            .entry(address)
            .or_default()
            .write(0, Some(info));
    }

    /// Stores what a transaction of block `number` changed.
    pub(crate) fn write(&mut self, number: u64, changes: EvmState) {
        for (address, account) in changes {
            if !account.is_touched() {
                continue;
            }
            // Since Cancun only a contract made in this very transaction can be destroyed: it leaves nothing.
            if account.is_selfdestructed() || account.is_empty() {
                self.accounts
                    .entry(address)
                    .or_default()
                    .write(number, None);
                continue;
            }
            let mut info = account.info;
            if let Some(code) = info.code.take()
                && info.code_hash != KECCAK256_EMPTY
            {
                self.code.entry(info.code_hash).or_insert(code);
            }
            self.accounts
                .entry(address)
                .or_default()
                .write(number, Some(info));
            for (key, slot) in account.storage {
                if slot.is_changed() {
                    self.slots
                        .entry((address, key))
                        .or_default()
                        .write(number, slot.present_value);
                }
            }
        }
    }

    /// Forgets every change after block `number`.
    pub(crate) fn truncate(&mut self, number: u64) {
        for versions in self.accounts.values_mut() {
            versions.truncate(number);
        }
        for versions in self.slots.values_mut() {
            versions.truncate(number);
        }
    }

    /// An account after block `number`.
    pub(crate) fn account(&self, address: Address, number: u64) -> AccountInfo {
        self.accounts
            .get(&address)
            .and_then(|versions| versions.at(number))
            .cloned()
            .flatten()
            .unwrap_or_default()
    }

    /// A storage slot after block `number`.
    pub(crate) fn slot(&self, address: Address, key: U256, number: u64) -> U256 {
        self.slots
            .get(&(address, key))
            .and_then(|versions| versions.at(number))
            .copied()
            .unwrap_or_default()
    }

    /// Code by its hash.
    pub(crate) fn code(&self, hash: B256) -> Bytecode {
        self.code.get(&hash).cloned().unwrap_or_default()
    }
}

/// What the EVM reads when it runs on top of block `number`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StateAt<'a> {
    pub(crate) states: &'a States,
    pub(crate) number: u64,
    /// The hashes of the canonical blocks, by number.
    pub(crate) hashes: &'a [B256],
}

impl DatabaseRef for StateAt<'_> {
    type Error = Infallible;

    fn basic_ref(&self, address: Address) -> Result<Option<AccountInfo>, Infallible> {
        let versions = self.states.accounts.get(&address);
        Ok(versions
            .and_then(|versions| versions.at(self.number))
            .cloned()
            .flatten())
    }

    fn code_by_hash_ref(&self, hash: B256) -> Result<Bytecode, Infallible> {
        Ok(self.states.code(hash))
    }

    fn storage_ref(&self, address: Address, key: U256) -> Result<U256, Infallible> {
        Ok(self.states.slot(address, key, self.number))
    }

    fn block_hash_ref(&self, number: u64) -> Result<B256, Infallible> {
        let index = usize::try_from(number).unwrap_or(usize::MAX);
        Ok(self.hashes.get(index).copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_what_it_was_after_the_asked_block() {
        let mut versions = Versions::default();
        versions.write(3, 'a');
        versions.write(5, 'b');
        versions.write(5, 'c');
        assert_eq!(
            [2, 3, 4, 5, 9].map(|number| versions.at(number).copied()),
            [None, Some('a'), Some('a'), Some('c'), Some('c')]
        );
        versions.truncate(4);
        assert_eq!(versions.at(9), Some(&'a'));
    }
}
