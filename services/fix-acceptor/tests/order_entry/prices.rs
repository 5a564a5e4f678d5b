//! The list of indexes and their prices.

use fix_acceptor::{Dialect, IndexPrice, Input};
use fix_engine::{Ending, SessionChange};
use proto::v1::{self, solver_event::Event as Solver};

use crate::desk::{Desk, NOON, OTHER, SESSION};

fn define(symbol: &str) -> Solver {
    let asset = |asset: &str, quantity: &str| v1::BasketEntry {
        asset: asset.to_owned(),
        quantity: quantity.to_owned(),
    };
    Solver::IndexDefined(v1::IndexDefined {
        index: Some(v1::Index {
            symbol: symbol.to_owned(),
            name: format!("Sheaf {symbol}"),
            basket: vec![asset("BTC", "0.01"), asset("ETH", "0.2")],
            units_scale: 8,
            ..v1::Index::default()
        }),
    })
}

fn halt(index: &str, state: v1::TradingState) -> Solver {
    Solver::TradingChanged(v1::TradingChanged {
        index: index.to_owned(),
        state: state.into(),
        text: "the venue is down".to_owned(),
    })
}

fn desk() -> Desk {
    let mut desk = Desk::new();
    for symbol in ["TOP5", "TOP9"] {
        assert_eq!(desk.hear(define(symbol)), Vec::<String>::new());
    }
    desk
}

fn price(desk: &mut Desk, index: &str, offer: &str) -> Vec<String> {
    desk.input(Input::Price(IndexPrice {
        index: index.to_owned(),
        bid: "999".to_owned(),
        offer: offer.to_owned(),
        value: "1000".to_owned(),
        time_unix_ns: NOON,
    }))
}

const TOP5: &str =
    "55=TOP5|107=Sheaf TOP5|711=2|311=BTC|879=0.01|311=ETH|879=0.2|15=USDC|561=0.00000001|";

#[test]
fn the_indexes_are_listed_with_their_baskets() {
    let mut desk = desk();
    assert_eq!(
        desk.say("x|320=x-1|559=4|"),
        [format!(
            "y|320=x-1|322=A-1|560=0|393=2|893=Y|146=2|{TOP5}{}",
            TOP5.replace("TOP5", "TOP9")
        )]
    );
    assert_eq!(
        desk.say("x|320=x-2|559=0|55=TOP5|"),
        [format!("y|320=x-2|322=A-2|560=0|393=1|893=Y|146=1|{TOP5}")]
    );
    assert_eq!(
        desk.say("x|320=x-3|559=0|55=NONE|"),
        ["y|320=x-3|322=A-3|560=2|393=0|893=Y|"]
    );
    for unsupported in ["x|320=x-4|559=2|", "x|320=x-4|559=0|"] {
        let lists = desk.say(unsupported);
        assert!(lists[0].contains("|560=1|393=0|"), "{lists:?}");
    }
}

#[test]
fn an_index_that_takes_no_orders_says_so() {
    let mut desk = desk();
    desk.hear(halt("TOP5", v1::TradingState::Closed));
    let lists = desk.say("x|320=x-1|559=0|55=TOP5|");
    assert!(
        lists[0].contains("|58=closed: the venue is down|"),
        "{lists:?}"
    );
    desk.hear(halt("", v1::TradingState::Halted));
    let lists = desk.say("x|320=x-2|559=4|");
    assert_eq!(
        lists[0].matches("|58=halted: the venue is down|").count(),
        2,
        "{lists:?}"
    );
    desk.hear(halt("", v1::TradingState::Open));
    desk.restart();
    let lists = desk.say("x|320=x-3|559=4|");
    assert_eq!(
        lists[0].matches("|58=").count(),
        1,
        "its own state is left: {lists:?}"
    );
}

#[test]
fn fix_42_has_a_definition_for_each_and_fix_50_sp2_a_list() {
    let mut desk = Desk::speaking(Dialect::Fix42);
    desk.hear(define("TOP5"));
    desk.hear(define("TOP9"));
    let session = "FIX.4.2:SHEAF->CLIENT1";
    let (_, messages) = desk.say_from(session, "c|320=c-1|321=3|");
    assert_eq!(messages.len(), 2);
    assert_eq!(
        messages[0],
        "d|320=c-1|322=A-1|323=4|393=2|55=TOP5|107=Sheaf TOP5|15=USDC|146=2|311=BTC|319=0.01|311=ETH|319=0.2|"
    );
    let (_, messages) = desk.say_from(session, "c|320=c-2|321=0|55=NONE|");
    assert_eq!(messages, ["d|320=c-2|322=A-2|323=6|393=0|"]);
    let mut desk = Desk::speaking(Dialect::Fix50Sp2);
    desk.hear(define("TOP5"));
    let (_, messages) = desk.say_from("FIXT.1.1:SHEAF->CLIENT1", "x|320=x-1|559=4|");
    assert!(messages[0].starts_with("y|"), "{messages:?}");
}

const BOTH: &str = "267=2|269=0|269=1|146=1|55=TOP5|";

#[test]
fn a_snapshot_is_the_prices_now() {
    let mut desk = desk();
    assert_eq!(
        desk.say(&format!("V|262=v-1|263=0|264=1|{BOTH}")),
        ["Y|262=v-1|58=no price is known yet|"]
    );
    price(&mut desk, "TOP5", "1001");
    assert_eq!(
        desk.say(&format!("V|262=v-1|263=0|264=1|{BOTH}")),
        [
            "W|262=v-1|55=TOP5|268=2|269=0|270=999|15=USDC|272=20260131|273=12:00:00.000|\
             269=1|270=1001|15=USDC|272=20260131|273=12:00:00.000|"
        ]
    );
    assert_eq!(price(&mut desk, "TOP5", "1002"), Vec::<String>::new());
}

#[test]
fn a_subscription_lasts_until_it_is_ended() {
    let mut desk = desk();
    price(&mut desk, "TOP5", "1001");
    let snapshots = desk.say(&format!("V|262=v-1|263=1|264=1|265=1|{BOTH}"));
    assert!(
        snapshots[0].starts_with("W|262=v-1|55=TOP5|268=2|"),
        "{snapshots:?}"
    );
    assert_eq!(
        price(&mut desk, "TOP5", ""),
        ["X|262=v-1|268=1|279=1|269=0|55=TOP5|270=999|15=USDC|272=20260131|273=12:00:00.000|"]
    );
    assert_eq!(price(&mut desk, "TOP9", "7"), Vec::<String>::new());
    desk.say("V|262=v-2|263=1|264=0|267=1|269=3|146=1|55=TOP5|");
    let prices = price(&mut desk, "TOP5", "1003");
    assert_eq!(prices.len(), 2, "{prices:?}");
    assert!(
        prices[1].starts_with("W|262=v-2|55=TOP5|268=1|269=3|270=1000|"),
        "{prices:?}"
    );
    assert_eq!(
        desk.say(&format!("V|262=v-1|263=2|264=1|{BOTH}")),
        Vec::<String>::new()
    );
    assert_eq!(price(&mut desk, "TOP5", "1004").len(), 1);
}

#[test]
fn a_subscription_ends_with_its_session_and_with_the_process() {
    for restarts in [false, true] {
        let mut desk = desk();
        price(&mut desk, "TOP5", "1001");
        desk.say(&format!("V|262=v-1|263=1|264=1|{BOTH}"));
        if restarts {
            desk.restart();
        } else {
            desk.session(OTHER, SessionChange::LoggedOut(Ending::Lost));
            assert_eq!(price(&mut desk, "TOP5", "1002").len(), 1);
            desk.session(SESSION, SessionChange::LoggedOut(Ending::Lost));
        }
        assert_eq!(price(&mut desk, "TOP5", "1003"), Vec::<String>::new());
    }
}

#[test]
fn a_first_price_is_new_and_those_after_it_are_changes() {
    let mut desk = desk();
    desk.say(&format!("V|262=v-1|263=1|264=1|265=1|{BOTH}"));
    assert!(price(&mut desk, "TOP5", "1001")[0].starts_with("X|262=v-1|268=2|279=0|"));
    assert!(price(&mut desk, "TOP5", "1002")[0].starts_with("X|262=v-1|268=2|279=1|"));
}

#[test]
fn a_request_for_prices_that_can_t_be_is_rejected() {
    let many: String = (0..501).fold("146=501|".to_owned(), |list, _| list + "55=TOP5|");
    let cases = [
        (
            "V|262=v-2|263=1|264=1|267=1|269=0|146=1|55=NONE|".to_owned(),
            "281=0|58=Symbol(55): there is no index NONE|",
        ),
        (
            format!("V|262=v-1|263=1|264=1|{BOTH}"),
            "281=1|58=MDReqID(262) is that of another subscription|",
        ),
        (
            format!("V|262=v-2|263=1|264=5|{BOTH}"),
            "281=5|58=MarketDepth(264): an index has one price, 0 and 1 are supported|",
        ),
        (
            "V|262=v-2|263=1|264=1|267=1|269=2|146=1|55=TOP5|".to_owned(),
            "281=8|58=MDEntryType(269): 0 bid, 1 offer and 3 index value are supported|",
        ),
        (
            format!("V|262=v-2|263=2|264=1|{BOTH}"),
            "58=MDReqID(262): there is no such subscription|",
        ),
        (
            format!("V|262=v-2|263=1|264=1|267=1|269=0|{many}"),
            "281=2|58=a session has at most 100 subscriptions of at most 500 indexes|",
        ),
    ];
    for (request, reject) in cases {
        let mut desk = desk();
        desk.say(&format!("V|262=v-1|263=1|264=1|{BOTH}"));
        let md_req_id = request.split('|').nth(1).unwrap();
        assert_eq!(
            desk.say(&request),
            [format!("Y|{md_req_id}|{reject}")],
            "{request}"
        );
    }
    let mut desk = desk();
    for number in 0..100 {
        desk.say(&format!("V|262=s-{number}|263=1|264=1|{BOTH}"));
    }
    let rejects = desk.say(&format!("V|262=s-100|263=1|264=1|{BOTH}"));
    assert!(rejects[0].starts_with("Y|262=s-100|281=2|"), "{rejects:?}");
}
