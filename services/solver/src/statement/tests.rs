//! What a statement reads of a journal that is long with others' events.

use issuance::{ClientAccount, Command, Deposit, Event, Issuance, Settings};
use journal::{Entry, Journal};
use money::{Cash, Rate, Scale};

use super::{
    Asked, MOVEMENT_BYTES_MAX, MOVEMENTS_LISTED_MAX, PAGE_BYTES_MAX, Statement, read, runs,
};
use crate::machine::{Handle, Solver};

/// One deposit of ACC-1 comes after so many of ACC-2.
const OTHERS: i64 = 2_000;
/// Of ACC-1.
const OWN: i64 = 5;

fn cash(text: &str) -> Cash {
    Cash::parse(text).expect("cash")
}

fn settings() -> Settings {
    Settings {
        instance: String::new(),
        cash: "USDC".into(),
        cash_scale: Scale::USDC,
        slippage: Rate::parse("0.01").expect("a rate"),
        order_cap: cash("1000"),
        batch_cap: cash("1000"),
        in_flight_cap: cash("1000"),
        batches_in_flight_max: 1,
        asset_orders_max: 50,
        order_max: cash("1000"),
        open_cash_max: None,
        orders_per_second_max: None,
        open_orders_max: 100,
        price_band: None,
        quote_lifetime_ns: 1,
        house_cash: cash("1000"),
        house_limit: cash("1000"),
        day_end_ns: 0,
    }
}

fn account(number: u8) -> Command {
    Command::DefineAccount {
        command_id: format!("account-{number}"),
        account: ClientAccount {
            name: format!("ACC-{number}").as_str().into(),
            address: address(number),
        },
    }
}

fn address(number: u8) -> String {
    format!("0x{number:040}")
}

/// The deposit `number`, of 1: its time as well.
fn deposit(number: i64, transaction_hash: &str) -> Command {
    let own = number % (OTHERS + 1) == 0;
    Command::RecordDeposit {
        position: number.unsigned_abs(),
        deposit: Deposit {
            deposit_id: format!("d-{number}"),
            from: address(if own { 1 } else { 2 }),
            amount: cash("1"),
            transaction_hash: transaction_hash.into(),
            block_number: 1,
        },
    }
}

/// A machine whose journal is long, with such hashes of transactions.
async fn machine(hash: &str) -> Handle {
    let mut state = Issuance::default();
    let mut entries = Vec::new();
    let mut decide = |command: Command, now: i64| {
        for event in state.decide(command, now).expect("it is taken") {
            state.apply(&event);
            entries.push(Entry {
                time_unix_ns: now,
                trace: String::new(),
                payload: serde_json::to_vec::<Event>(&event).expect("JSON"),
            });
        }
    };
    decide(Command::Configure(settings()), 0);
    decide(account(1), 0);
    decide(account(2), 0);
    for number in 1..=(OTHERS + 1) * OWN + OTHERS {
        decide(deposit(number, hash), number);
    }
    let journal = Journal::in_memory();
    for part in entries.chunks(1_000) {
        journal.append(part.to_vec()).await.expect("it is kept");
    }
    let started = service::machine::start(Solver::default(), journal).await;
    started.expect("it is replayed")
}

async fn statement(machine: &Handle, account: &str, from: i64, to: i64, after: u64) -> Statement {
    let asked = Asked {
        account: account.into(),
        from,
        to,
        after_sequence: after,
    };
    read(machine, asked).await.expect("a statement")
}

#[tokio::test]
async fn only_the_accounts_own_events_are_read() {
    let machine = machine("0xd1").await;
    let whole = statement(&machine, "ACC-1", 0, i64::MAX, 0).await;
    let times: Vec<i64> = whole.movements.iter().map(|own| own.time_unix_ns).collect();
    let expected: Vec<i64> = (1..=OWN).map(|own| own * (OTHERS + 1)).collect();
    assert_eq!(times, expected);
    assert_eq!(
        (whole.opening.free, whole.closing.free),
        (cash("0"), cash("5"))
    );
    assert_eq!((whole.records, whole.more), (5, false));

    // From a time on: where that is in the journal is found by halving it.
    let later = statement(&machine, "ACC-1", expected[2] - 1, expected[4], 0).await;
    let times: Vec<i64> = later.movements.iter().map(|own| own.time_unix_ns).collect();
    assert_eq!(times, expected[2..4]);
    assert_eq!(
        (later.opening.free, later.closing.free),
        (cash("2"), cash("4"))
    );
    assert!(later.records < 25, "{}", later.records);

    // From where the caller is.
    let after = whole.movements[3].sequence;
    let rest = statement(&machine, "ACC-1", 0, i64::MAX, after).await;
    assert_eq!(
        (rest.opening.free, rest.closing.free),
        (cash("4"), cash("5"))
    );
    assert_eq!((rest.movements.len(), rest.records), (1, 2));

    // Before anything, and of nobody.
    let before = statement(&machine, "ACC-1", 0, expected[0], 0).await;
    assert_eq!(
        (before.movements.len(), before.closing.free),
        (0, cash("0"))
    );
    let nobody = statement(&machine, "ACC-3", 0, i64::MAX, 0).await;
    assert_eq!((nobody.movements.len(), nobody.records), (0, 0));
}

#[tokio::test]
async fn a_page_reads_little_more_than_it_has() {
    let machine = machine("0xd1").await;
    let page = statement(&machine, "ACC-2", OTHERS, i64::MAX, 0).await;
    assert_eq!((page.movements.len(), page.more), (5_000, true));
    assert_eq!(page.opening.free, cash("1999"));
    assert!(page.records < 5_600, "{}", page.records);
}

#[tokio::test]
async fn a_page_of_long_names_ends_by_its_bytes() {
    let hash = format!("0x{:064}", 1);
    let machine = machine(&hash).await;
    let first = statement(&machine, "ACC-2", 0, i64::MAX, 0).await;
    let count = PAGE_BYTES_MAX.div_ceil(MOVEMENT_BYTES_MAX + hash.len());
    assert!(count < MOVEMENTS_LISTED_MAX);
    assert_eq!((first.movements.len(), first.more), (count, true));
    let last = first.movements.last().expect("one").sequence;
    let second = statement(&machine, "ACC-2", 0, i64::MAX, last).await;
    assert_eq!(second.opening, first.closing);
    assert_eq!(second.movements[0].sequence, last + 1);
}

#[test]
fn places_near_each_other_are_read_at_once() {
    let near = [3, 4, 12, 21, 22, 400, 401];
    assert_eq!(runs(&near), [&near[..3], &near[3..5], &near[5..]]);
    let long: Vec<u64> = (1..=1_000).collect();
    let lengths: Vec<usize> = runs(&long).iter().map(|run| run.len()).collect();
    assert_eq!(lengths, [512, 488]);
    assert_eq!(runs(&[]), Vec::<&[u64]>::new());
}
