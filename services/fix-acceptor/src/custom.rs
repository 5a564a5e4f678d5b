//! Sheaf's own fields, where FIX has none: tags in the range for users, and the dictionary a session needs to know them.

use std::sync::Arc;

use fix_dictionary::{Dictionary, Release, TableError};

/// Sheaf's fields, and the messages of FIX 4.4 that have them.
const TABLE: &str = include_str!("../dictionary/sheaf.txt");

/// FIX 4.4 with Sheaf's fields.
pub fn dictionary() -> Result<Arc<Dictionary>, TableError> {
    Release::Fix44.dictionary().extend(TABLE).map(Arc::new)
}

/// The tags; a test compares them with the dictionary.
pub mod tag {
    #![allow(missing_docs, reason = "docs/fix.md describes them")]
    pub const MINT_TRANSACTION_HASH: u32 = 5001;
    pub const MINT_BLOCK: u32 = 5002;
    pub const MINT_ID: u32 = 5003;
    pub const COLLATERAL_TRANSACTION_HASH: u32 = 5004;
    pub const COLLATERAL_CHANGE: u32 = 5005;
    pub const COLLATERAL_CAUSE: u32 = 5006;
    pub const NO_MINT_LOTS: u32 = 5010;
    pub const MINT_LOT_ID: u32 = 5011;
    pub const MINT_LOT_ASSET: u32 = 5012;
    pub const MINT_LOT_QTY: u32 = 5013;
    pub const MINT_LOT_PX: u32 = 5014;
    pub const MINT_LOT_FEE: u32 = 5015;
    pub const FREE_CASH: u32 = 5020;
    pub const RESERVED_CASH: u32 = 5021;
    pub const SPENT_CASH: u32 = 5022;
    pub const DEPOSITED_CASH: u32 = 5023;
    pub const PAID_OUT_CASH: u32 = 5024;
    pub const REMAINING_CASH: u32 = 5030;
    pub const RETURNED_CASH: u32 = 5031;
}
