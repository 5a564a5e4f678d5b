//! Client accounts, their collateral, deposits and burns.

use ledger::Name;
use money::{Cash, Units};
use serde::{Deserialize, Serialize};

use crate::Rejection;

/// Characters of an account's name.
pub const ACCOUNT_LENGTH_MAX: usize = 64;

/// A client account: its name, and the EVM address where its deposits come from and its tokens and payouts go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientAccount {
    /// FIX `Account(1)`.
    pub name: Name,
    /// 0x and 40 hex digits, lower case.
    pub address: String,
}

impl ClientAccount {
    /// What makes no sense is refused.
    pub fn check(&self) -> Result<(), Rejection> {
        let problem = if self.name.is_empty() || self.name.len() > ACCOUNT_LENGTH_MAX {
            "a name has 1 to 64 characters"
        } else if !is_address(&self.address) {
            "an address is 0x and 40 hex digits in lower case"
        } else {
            return Ok(());
        };
        Err(Rejection::BadAccount {
            name: self.name.clone(),
            problem,
        })
    }
}

fn is_address(text: &str) -> bool {
    text.strip_prefix("0x").is_some_and(|digits| {
        digits.len() == 40
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    })
}

/// What has gone through a client's collateral. What is there now is in the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Client {
    pub(crate) account: ClientAccount,
    /// Σ deposits credited.
    pub(crate) deposited: Cash,
    /// Σ that left for fills, fees included, and for what a sale of left-over holdings lost.
    pub(crate) spent: Cash,
    /// Σ paid out on chain.
    pub(crate) paid_out: Cash,
    /// Σ net proceeds of redemptions.
    pub(crate) redeemed: Cash,
}

impl Client {
    pub(crate) const fn new(account: ClientAccount) -> Self {
        Self {
            account,
            deposited: Cash::ZERO,
            spent: Cash::ZERO,
            paid_out: Cash::ZERO,
            redeemed: Cash::ZERO,
        }
    }
}

/// A client's collateral as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collateral {
    /// Whose.
    pub account: Name,
    /// At his disposal.
    pub free: Cash,
    /// Set aside for his orders, in batches on their way, or paid for holdings that no fill has consumed yet.
    pub reserved: Cash,
    /// What left for fills, fees included.
    pub spent: Cash,
    /// Σ deposits credited: free + reserved + spent + paying out + paid out − redeemed.
    pub deposited: Cash,
    /// Asked back, and not yet paid out on chain.
    #[serde(default)]
    pub paying_out: Cash,
    /// Σ paid out on chain.
    pub paid_out: Cash,
    /// Σ net proceeds of redemptions.
    #[serde(default)]
    pub redeemed: Cash,
}

/// A deposit that has its confirmations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deposit {
    /// Unique for ever.
    pub deposit_id: String,
    /// The depositor's address, lower case.
    pub from: String,
    /// How much.
    pub amount: Cash,
    /// The transaction that brought it.
    pub transaction_hash: String,
    /// Its block.
    pub block_number: u64,
}

/// A burn of index units that has its confirmations: their holder asks for the cash behind them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burn {
    /// Unique for ever.
    pub burn_id: String,
    /// Of which index.
    pub index: Name,
    /// The holder's address, lower case.
    pub from: String,
    /// How many.
    pub units: Units,
    /// The transaction that burned them.
    pub transaction_hash: String,
    /// Its block.
    pub block_number: u64,
}

/// A client's burned units of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BurnedUnits {
    /// Of which.
    pub index: Name,
    /// What can be ordered to be redeemed.
    pub redeemable: Units,
    /// Set aside for redemptions.
    pub reserved: Units,
}
