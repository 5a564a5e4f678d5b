//! An action from requested to its end: what each stage allows.

mod support;

use minting::{Command, Contract, Event, IN_FLIGHT_MAX, Outcome, Rejection, Stage};
use support::{Bench, CLIENT, CONTRACTS, attempt, block, done, hash, inspect, mint, mint_id, sign};

/// The mint "M" at each stage.
fn at(stage: &str) -> Bench {
    let mut bench = Bench::ready();
    bench.take(mint("M")).unwrap();
    let steps = match stage {
        "requested" => vec![],
        "signed" => vec![sign("M", 0, 1)],
        "mined" => vec![
            sign("M", 0, 1),
            inspect("M", Some(done(0, 1, block(20, 0))), 20),
        ],
        "confirmed" => vec![
            sign("M", 0, 1),
            inspect("M", Some(done(0, 1, block(20, 0))), 22),
        ],
        "failed" => vec![Command::Refuse {
            id: mint_id("M"),
            text: "no".into(),
        }],
        other => panic!("{other}"),
    };
    for step in steps {
        bench.take(step).unwrap();
    }
    bench
}

/// What a command does, in a word for each event.
fn outcome(stage: &str, command: Command) -> String {
    match at(stage).take(command) {
        Err(Rejection::WrongStage { .. }) => "wrong stage".into(),
        Err(rejection) => format!("{rejection:?}")
            .split(['(', ' '])
            .next()
            .unwrap()
            .into(),
        Ok(events) => {
            let words = events.iter().map(|event| match event {
                Event::Signed { .. } => "signed",
                Event::Mined { .. } => "mined",
                Event::Unmined { .. } => "unmined",
                Event::NonceLost { .. } => "nonce lost",
                Event::Confirmed { .. } => "confirmed",
                Event::Failed { .. } => "failed",
                other => panic!("{other:?}"),
            });
            words.collect::<Vec<_>>().join(", ")
        }
    }
}

#[test]
fn each_stage_and_command_has_one_outcome() {
    const STAGES: [&str; 5] = ["requested", "signed", "mined", "confirmed", "failed"];
    let reverted = || {
        let mut inclusion = done(0, 1, block(20, 0));
        inclusion.outcome = Outcome::Reverted {
            text: "out of gas".into(),
        };
        inclusion
    };
    let found = |head| Command::Found {
        id: mint_id("M"),
        hash: hash(77),
        block: block(20, 0),
        created: None,
        head,
    };
    let wrong = "wrong stage";
    let table: [(Command, [&str; 5]); 12] = [
        (sign("M", 0, 2), ["signed", "signed", wrong, wrong, wrong]),
        (
            sign("M", 0, 1),
            ["signed", "FeeNotRaised", wrong, wrong, wrong],
        ),
        (
            sign("M", 1, 2),
            ["signed", "OtherNonce", wrong, wrong, wrong],
        ),
        (inspect("M", None, 20), [wrong, "", "unmined", "", ""]),
        (
            inspect("M", Some(done(0, 1, block(20, 0))), 21),
            [wrong, "mined", "", "", ""],
        ),
        (
            inspect("M", Some(done(0, 1, block(20, 0))), 22),
            [wrong, "mined, confirmed", "confirmed", "", ""],
        ),
        (
            inspect("M", Some(done(0, 1, block(21, 1))), 21),
            [wrong, "mined", "mined", "", ""],
        ),
        (
            inspect("M", Some(reverted()), 22),
            [wrong, "mined, failed", "mined, failed", "", ""],
        ),
        (found(21), ["", "", "", "", ""]),
        (found(22), ["confirmed", "confirmed", "confirmed", "", ""]),
        (
            Command::NonceLost {
                id: mint_id("M"),
                nonce: 0,
            },
            ["", "nonce lost", "nonce lost", "", ""],
        ),
        (
            Command::Refuse {
                id: mint_id("M"),
                text: "no".into(),
            },
            ["failed", wrong, wrong, wrong, ""],
        ),
    ];
    for (command, expected) in table {
        let outcomes = STAGES.map(|stage| outcome(stage, command.clone()));
        assert_eq!(outcomes, expected, "{command:?}");
    }
}

#[test]
fn asking_again_changes_nothing_and_other_contents_are_refused() {
    let mut bench = at("confirmed");
    assert_eq!(bench.take(mint("M")), Ok(vec![]));
    let other = Command::Mint {
        mint_id: "M".into(),
        index: "TOP2".into(),
        to: CLIENT,
        units: "1.6".parse().unwrap(),
        traceparent: String::new(),
    };
    assert_eq!(
        bench.take(other),
        Err(Rejection::OtherContents(mint_id("M")))
    );
}

#[test]
fn a_nonce_belongs_to_one_action_and_comes_back_only_when_it_was_lost() {
    let mut bench = at("signed");
    bench.take(mint("N")).unwrap();
    assert_eq!(
        bench.take(sign("N", 0, 9)),
        Err(Rejection::NonceTaken { nonce: 0, next: 1 })
    );
    bench.take(sign("N", 1, 1)).unwrap();
    bench
        .take(Command::NonceLost {
            id: mint_id("M"),
            nonce: 0,
        })
        .unwrap();
    assert_eq!(
        bench.machine.action(&mint_id("M")).unwrap().stage,
        Stage::Requested
    );
    assert_eq!(
        bench.take(sign("M", 1, 1)),
        Err(Rejection::NonceTaken { nonce: 1, next: 2 })
    );
    bench.take(sign("M", 2, 1)).unwrap();
    let open: Vec<_> = bench
        .machine
        .open_actions()
        .map(|action| action.attempts()[0].nonce)
        .collect();
    assert_eq!(open, [2, 1], "in the order in which they were asked for");
}

#[test]
fn every_attempt_is_kept_until_one_is_mined_deep_enough() {
    let mut bench = at("signed");
    bench.take(sign("M", 0, 2)).unwrap();
    bench
        .take(inspect("M", Some(done(0, 1, block(20, 0))), 20))
        .unwrap();
    let action = bench.machine.action(&mint_id("M")).unwrap();
    assert_eq!(action.attempts(), [attempt(0, 1), attempt(0, 2)]);
    bench
        .take(inspect("M", Some(done(0, 2, block(20, 1))), 23))
        .unwrap();
    let stage = &bench.machine.action(&mint_id("M")).unwrap().stage;
    assert_eq!(
        *stage,
        Stage::Confirmed {
            hash: attempt(0, 2).hash,
            block: block(20, 1),
            created: None
        }
    );
}

#[test]
fn no_more_are_signed_than_may_be_in_flight() {
    let mut bench = Bench::ready();
    let command = |number: u64| {
        let id = format!("M{number}");
        let mut signed = attempt(0, 1);
        signed.nonce = number;
        (
            mint(&id),
            Command::Sign {
                id: mint_id(&id),
                attempt: signed,
            },
        )
    };
    for number in 0..IN_FLIGHT_MAX as u64 {
        let (mint, sign) = command(number);
        bench.take(mint).unwrap();
        bench.take(sign).unwrap();
    }
    let (mint, sign) = command(IN_FLIGHT_MAX as u64);
    bench.take(mint).unwrap();
    assert_eq!(bench.take(sign), Err(Rejection::TooManyInFlight));
}

#[test]
fn what_cannot_be_minted_or_paid_is_refused() {
    let mint = |id: &str, index: &str, units: &str| Command::Mint {
        mint_id: id.into(),
        index: index.into(),
        to: CLIENT,
        units: units.parse().unwrap(),
        traceparent: String::new(),
    };
    let payout = |id: &str, amount: &str| Command::Payout {
        payout_id: id.into(),
        to: CLIENT,
        amount: amount.parse().unwrap(),
        traceparent: String::new(),
    };
    let index = |symbol: &str, scale| Command::EnsureIndex {
        symbol: symbol.into(),
        name: "N".into(),
        scale,
    };
    let long = "x".repeat(129);
    let cases = [
        (
            mint("", "TOP2", "1"),
            Rejection::BadText {
                what: "the mint id",
            },
        ),
        (
            mint("M", "TOP3", "1"),
            Rejection::UnknownIndex("TOP3".into()),
        ),
        (mint("M", "TOP2", "0"), Rejection::ZeroAmount),
        (mint("M", "TOP2", "0.000000001"), Rejection::TooPrecise(8)),
        (
            payout(&long, "1"),
            Rejection::BadText {
                what: "the payout id",
            },
        ),
        (payout("P", "0"), Rejection::ZeroAmount),
        (index("", 8), Rejection::BadText { what: "the symbol" }),
        (index("I", 19), Rejection::BadScale),
    ];
    for (command, expected) in cases {
        assert_eq!(
            Bench::ready().take(command.clone()),
            Err(expected),
            "{command:?}"
        );
    }
    assert_eq!(
        Bench::new().take(payout("P", "1")),
        Err(Rejection::NoContracts)
    );
    assert_eq!(
        Bench::new().take(index("I", 8)),
        Err(Rejection::NoContracts)
    );
}

#[test]
fn a_journal_belongs_to_one_chain_and_one_set_of_contracts() {
    let mut bench = Bench::ready();
    let identify = |chain_id| Command::Identify {
        chain_id,
        genesis: hash(1),
    };
    assert_eq!(bench.take(identify(1)).unwrap().len(), 1);
    assert_eq!(bench.take(identify(1)), Ok(vec![]));
    let other = Rejection::OtherChain {
        known_chain_id: 1,
        known_genesis: hash(1),
    };
    assert_eq!(bench.take(identify(2)), Err(other));
    assert_eq!(
        bench.take(Command::UseContracts {
            contracts: CONTRACTS,
            start_block: 10
        }),
        Ok(vec![])
    );
    assert_eq!(
        bench.take(Command::Deploy),
        Err(Rejection::OtherContracts { known: CONTRACTS })
    );
}

#[test]
fn a_deployment_is_asked_for_once_and_gives_the_contracts_when_all_are_confirmed() {
    let mut bench = Bench::new();
    assert_eq!(bench.take(Command::Deploy).unwrap().len(), 3);
    assert_eq!(bench.take(Command::Deploy), Ok(vec![]));
    let contracts = [
        (Contract::Cash, 1),
        (Contract::Vault, 2),
        (Contract::Factory, 3),
    ];
    for (nonce, (contract, byte)) in contracts.into_iter().enumerate() {
        assert_eq!(bench.machine.contracts(), None);
        let nonce = nonce as u64;
        let id = minting::ActionId::Deploy(contract);
        bench
            .take(Command::Sign {
                id: id.clone(),
                attempt: attempt(nonce, 1),
            })
            .unwrap();
        let mut inclusion = done(nonce, 1, block(5 + nonce, 0));
        inclusion.outcome = Outcome::Done {
            created: Some(support::address(byte)),
        };
        let mined = Command::Inspect {
            id: id.clone(),
            inclusion: Some(inclusion.clone()),
            head: 5 + nonce,
        };
        bench.take(mined).unwrap();
        assert_eq!(
            bench.machine.deployed(contract),
            Some(support::address(byte)),
            "as soon as it is in a block"
        );
        bench
            .take(Command::Inspect {
                id,
                inclusion: Some(inclusion),
                head: 7 + nonce,
            })
            .unwrap();
    }
    assert_eq!(bench.machine.contracts(), Some(CONTRACTS));
    assert_eq!(
        bench.machine.next_block(),
        6,
        "deposits from the vault's block on"
    );
}
