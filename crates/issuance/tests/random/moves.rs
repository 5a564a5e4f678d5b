//! What can happen.

use proptest::prelude::*;

/// One thing that happens.
#[derive(Debug, Clone)]
pub(crate) enum Move {
    Deposit {
        account: u32,
        amount: u32,
    },
    Order {
        account: u32,
        index: usize,
        amount: u32,
        time_in_force: usize,
        limited: bool,
    },
    /// A quote is asked for on this market, and an order names it.
    Quoted(Quoted),
    /// A part of an index's units on chain, in thousandths, is burned by an account's address, or by one that is no account's.
    Burn {
        account: u32,
        index: usize,
        part: u32,
    },
    Redeem {
        account: u32,
        index: usize,
        amount: u32,
        time_in_force: usize,
        limited: bool,
    },
    Cancel {
        order: usize,
    },
    Replace {
        order: usize,
        amount: u32,
        limited: bool,
    },
    /// All of an account's orders, or all in an index.
    CancelAll {
        account: Option<u32>,
    },
    /// An index, or everything, is opened, closed or halted.
    Switch {
        index: Option<usize>,
        state: usize,
    },
    /// A batch is made on this market, and the adapter takes or refuses it.
    Batch {
        prices: [u32; 3],
        offered: [u32; 3],
        bids: bool,
        refused: bool,
    },
    /// The venue executes a part of an asset order, in thousandths of what is left, at a price below the limit.
    Trade {
        place: usize,
        part: u32,
        better: u32,
        fee: usize,
    },
    /// An asset order ends as far as it is executed.
    End {
        place: usize,
    },
    /// Everything at the venue is executed wholly and ends.
    Settle,
    /// The day ends.
    Sleep,
    /// The next step of what goes on.
    GoOn,
    /// The process starts again from its journal.
    Restart,
    /// The state is written down.
    Write,
    /// All mints are confirmed.
    Mint,
    /// An index has another basket from now on.
    Rebalance {
        index: usize,
        basket: [u32; 3],
    },
    /// House cash is put to that of an index's holders.
    Fund {
        index: usize,
        amount: u32,
    },
    /// An operator moves cash from the vault, or from the venue.
    CashLeaves {
        from_vault: bool,
        amount: u32,
    },
    /// The oldest cash move arrives, or comes back, less what the way cost in thousandths.
    CashArrives {
        back: bool,
        cost: u32,
    },
    /// A payout is asked for: an amount, or all that is free.
    Payout {
        account: u32,
        amount: Option<u32>,
    },
    /// The minter takes all payouts; the chain pays a part of them and refuses the others.
    PayOut {
        refused: bool,
    },
}

/// What a quote is asked for, and how its order comes.
#[derive(Debug, Clone)]
pub(crate) struct Quoted {
    pub(crate) account: u32,
    pub(crate) index: usize,
    pub(crate) redeems: bool,
    pub(crate) amount: u32,
    pub(crate) prices: [u32; 3],
    pub(crate) offered: [u32; 3],
    pub(crate) all_or_nothing: bool,
    pub(crate) order: QuoteOrder,
}

/// What the order that names a quote asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum QuoteOrder {
    /// What the quote was asked for.
    Same,
    /// Twice as much.
    More,
    /// The same, and has a limit price of its own.
    Limited,
    /// The same, when the quote is valid no longer.
    Late,
    /// The same, and another does after it.
    Twice,
}

fn quoted() -> impl Strategy<Value = Quoted> {
    let order = prop_oneof![
        6 => Just(QuoteOrder::Same),
        1 => Just(QuoteOrder::More),
        1 => Just(QuoteOrder::Limited),
        1 => Just(QuoteOrder::Late),
        1 => Just(QuoteOrder::Twice),
    ];
    let what = (1..=3_u32, 0..2_usize, any::<bool>(), 10..2_000_u32);
    let market = ([50..200_u32, 50..200, 50..200], [0..40_u32, 0..40, 0..40]);
    (what, market, any::<bool>(), order).prop_map(
        |((account, index, redeems, amount), (prices, offered), all_or_nothing, order)| Quoted {
            account,
            index,
            redeems,
            amount,
            prices,
            offered,
            all_or_nothing,
            order,
        },
    )
}

pub(crate) fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        2 => (1..=3_u32, 1..5_000_u32).prop_map(|(account, amount)| Move::Deposit { account, amount }),
        4 => (1..=3_u32, 0..2_usize, 10..3_000_u32, 0..5_usize, any::<bool>())
            .prop_map(|(account, index, amount, time_in_force, limited)| Move::Order { account, index, amount, time_in_force, limited }),
        3 => quoted().prop_map(Move::Quoted),
        3 => (1..=4_u32, 0..2_usize, 1..=1_000_u32)
            .prop_map(|(account, index, part)| Move::Burn { account, index, part }),
        3 => (1..=3_u32, 0..2_usize, 1..400_u32, 0..5_usize, any::<bool>())
            .prop_map(|(account, index, amount, time_in_force, limited)| Move::Redeem { account, index, amount, time_in_force, limited }),
        1 => (0..8_usize).prop_map(|order| Move::Cancel { order }),
        2 => (0..8_usize, 1..4_000_u32, any::<bool>())
            .prop_map(|(order, amount, limited)| Move::Replace { order, amount, limited }),
        1 => prop::option::of(1..=3_u32).prop_map(|account| Move::CancelAll { account }),
        1 => (prop::option::of(0..2_usize), 0..5_usize).prop_map(|(index, state)| Move::Switch { index, state }),
        5 => ([50..200_u32, 50..200, 50..200], [0..40_u32, 0..40, 0..40], any::<bool>(), prop::bool::weighted(0.1))
            .prop_map(|(prices, offered, bids, refused)| Move::Batch { prices, offered, bids, refused }),
        8 => (0..4_usize, 1..=1_000_u32, 0..50_u32, 0..4_usize)
            .prop_map(|(place, part, better, fee)| Move::Trade { place, part, better, fee }),
        5 => (0..4_usize).prop_map(|place| Move::End { place }),
        3 => Just(Move::Settle),
        1 => Just(Move::Sleep),
        6 => Just(Move::GoOn),
        3 => Just(Move::Restart),
        2 => Just(Move::Write),
        3 => Just(Move::Mint),
        2 => (0..2_usize, [0..200_u32, 0..200, 0..200])
            .prop_map(|(index, basket)| Move::Rebalance { index, basket }),
        1 => (0..2_usize, 1..2_000_u32).prop_map(|(index, amount)| Move::Fund { index, amount }),
        1 => (any::<bool>(), 1..3_000_u32)
            .prop_map(|(from_vault, amount)| Move::CashLeaves { from_vault, amount }),
        1 => (any::<bool>(), 0..20_u32).prop_map(|(back, cost)| Move::CashArrives { back, cost }),
        2 => (1..=3_u32, prop::option::of(1..1_000_u32))
            .prop_map(|(account, amount)| Move::Payout { account, amount }),
        2 => any::<bool>().prop_map(|refused| Move::PayOut { refused }),
    ];
    prop::collection::vec(one, 1..120)
}
