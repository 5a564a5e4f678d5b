//! Between the chain's types and the domain's.

/// From the chain's types.
pub(crate) mod to_domain {
    use alloy::primitives::{Address, B256, U256};
    use minting::Hash;
    use money::{Cash, MoneyError, Scale, Units};

    pub(crate) fn address(address: Address) -> minting::Address {
        minting::Address(address.into_array())
    }

    pub(crate) fn hash(hash: B256) -> Hash {
        Hash(hash.0)
    }

    pub(crate) fn cash(atoms: U256, scale: Scale) -> Result<Cash, MoneyError> {
        Cash::from_atoms(
            u128::try_from(atoms).map_err(|_| MoneyError::Overflow)?,
            scale,
        )
    }

    pub(crate) fn units(atoms: U256, scale: Scale) -> Result<Units, MoneyError> {
        Units::from_atoms(
            u128::try_from(atoms).map_err(|_| MoneyError::Overflow)?,
            scale,
        )
    }
}

/// To the chain's types.
pub(crate) fn to_address(address: minting::Address) -> alloy::primitives::Address {
    alloy::primitives::Address::from(address.0)
}

/// To the chain's types.
pub(crate) fn to_hash(hash: minting::Hash) -> alloy::primitives::B256 {
    alloy::primitives::B256::from(hash.0)
}
