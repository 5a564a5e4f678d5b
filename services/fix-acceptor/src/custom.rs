//! Sheaf's own fields, where FIX has none: tags in the range for users, and the dictionary a session needs to know them.

use std::sync::{Arc, LazyLock};

use fix_dictionary::Dictionary;

use crate::dialect::Dialect;

/// Sheaf's fields.
const FIELDS: &str = include_str!("../dictionary/fields.txt");

/// The messages that have them.
fn messages(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Fix42 => include_str!("../dictionary/fix42.txt"),
        Dialect::Fix44 => include_str!("../dictionary/fix44.txt"),
        Dialect::Fix50Sp2 => include_str!("../dictionary/fix50sp2.txt"),
    }
}

static DICTIONARIES: LazyLock<[Arc<Dictionary>; Dialect::ALL.len()]> =
    LazyLock::new(|| Dialect::ALL.map(read));

fn read(dialect: Dialect) -> Arc<Dictionary> {
    let table = format!("{FIELDS}{}", messages(dialect));
    let read = dialect.release().dictionary().extend(&table);
    // A test reads all of them, so a table that ships can be read.
    Arc::new(read.expect("the committed tables are well formed"))
}

/// A version of FIX with Sheaf's fields; read at the first use.
pub fn dictionary(dialect: Dialect) -> Arc<Dictionary> {
    Arc::clone(&DICTIONARIES[dialect as usize])
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
    pub const COLLATERAL_REPORT_ID: u32 = 5007;
    pub const COLLATERAL_ACCOUNT: u32 = 5008;
    pub const COLLATERAL_CURRENCY: u32 = 5009;
    pub const NO_MINT_LOTS: u32 = 5010;
    pub const MINT_LOT_ID: u32 = 5011;
    pub const MINT_LOT_ASSET: u32 = 5012;
    pub const MINT_LOT_QTY: u32 = 5013;
    pub const MINT_LOT_PX: u32 = 5014;
    pub const MINT_LOT_FEE: u32 = 5015;
    pub const TOT_MINT_LOTS: u32 = 5016;
    pub const FREE_CASH: u32 = 5020;
    pub const RESERVED_CASH: u32 = 5021;
    pub const SPENT_CASH: u32 = 5022;
    pub const DEPOSITED_CASH: u32 = 5023;
    pub const PAID_OUT_CASH: u32 = 5024;
    pub const PAYING_OUT_CASH: u32 = 5025;
    pub const PAYOUT_ID: u32 = 5026;
    pub const PAYOUT_REQUEST_ID: u32 = 5027;
    pub const REDEEMED_CASH: u32 = 5028;
    pub const REMAINING_CASH: u32 = 5030;
    pub const RETURNED_CASH: u32 = 5031;
    pub const FILL_VENUE_FEES: u32 = 5032;
    pub const FILL_NET_MONEY: u32 = 5033;
}
