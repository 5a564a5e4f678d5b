//! The published versions of FIX that there are tables for.

use std::sync::{Arc, LazyLock};

use crate::dictionary::Dictionary;

/// A version of FIX.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Release {
    /// FIX.4.0
    Fix40,
    /// FIX.4.1
    Fix41,
    /// FIX.4.2
    Fix42,
    /// FIX.4.3
    Fix43,
    /// FIX.4.4
    Fix44,
    /// The application messages of FIX.5.0.
    Fix50,
    /// The application messages of FIX.5.0SP1.
    Fix50Sp1,
    /// The application messages of FIX.5.0SP2.
    Fix50Sp2,
    /// The session layer that goes with FIX.5.0 and later.
    Fixt11,
}

static TABLES: [(Release, &str); 9] = [
    (Release::Fix40, include_str!("../tables/fix40.txt")),
    (Release::Fix41, include_str!("../tables/fix41.txt")),
    (Release::Fix42, include_str!("../tables/fix42.txt")),
    (Release::Fix43, include_str!("../tables/fix43.txt")),
    (Release::Fix44, include_str!("../tables/fix44.txt")),
    (Release::Fix50, include_str!("../tables/fix50.txt")),
    (Release::Fix50Sp1, include_str!("../tables/fix50sp1.txt")),
    (Release::Fix50Sp2, include_str!("../tables/fix50sp2.txt")),
    (Release::Fixt11, include_str!("../tables/fixt11.txt")),
];

static DICTIONARIES: [LazyLock<Arc<Dictionary>>; 9] = [
    LazyLock::new(|| load(0)),
    LazyLock::new(|| load(1)),
    LazyLock::new(|| load(2)),
    LazyLock::new(|| load(3)),
    LazyLock::new(|| load(4)),
    LazyLock::new(|| load(5)),
    LazyLock::new(|| load(6)),
    LazyLock::new(|| load(7)),
    LazyLock::new(|| load(8)),
];

fn load(index: usize) -> Arc<Dictionary> {
    let (_, table) = TABLES[index];
    // A test reads all of them, so a table that ships can be read.
    Arc::new(Dictionary::parse(table).expect("the committed tables are well formed"))
}

impl Release {
    /// All of them, oldest first.
    pub fn all() -> impl Iterator<Item = Release> {
        TABLES.iter().map(|(release, _)| *release)
    }

    /// Its dictionary; read at the first use.
    pub fn dictionary(self) -> Arc<Dictionary> {
        Arc::clone(&DICTIONARIES[self as usize])
    }

    /// As in BeginString(8), with the service pack for those that have none there: `FIX.5.0SP2`.
    pub fn name(self) -> &'static str {
        match self {
            Release::Fix40 => "FIX.4.0",
            Release::Fix41 => "FIX.4.1",
            Release::Fix42 => "FIX.4.2",
            Release::Fix43 => "FIX.4.3",
            Release::Fix44 => "FIX.4.4",
            Release::Fix50 => "FIX.5.0",
            Release::Fix50Sp1 => "FIX.5.0SP1",
            Release::Fix50Sp2 => "FIX.5.0SP2",
            Release::Fixt11 => "FIXT.1.1",
        }
    }

    /// The version of that name.
    pub fn named(name: &str) -> Option<Release> {
        Release::all().find(|release| release.name() == name)
    }

    /// The version that ApplVerID(1128) or DefaultApplVerID(1137) means.
    pub fn of_appl_ver_id(value: &[u8]) -> Option<Release> {
        Release::all()
            .find(|release| !value.is_empty() && release.appl_ver_id().as_bytes() == value)
    }

    /// ApplVerID(1128); empty for FIXT.1.1, which is no application version.
    pub fn appl_ver_id(self) -> &'static str {
        match self {
            Release::Fix40 => "2",
            Release::Fix41 => "3",
            Release::Fix42 => "4",
            Release::Fix43 => "5",
            Release::Fix44 => "6",
            Release::Fix50 => "7",
            Release::Fix50Sp1 => "8",
            Release::Fix50Sp2 => "9",
            Release::Fixt11 => "",
        }
    }
}
