//! The venue's messages as texts: what is read of them, what is ignored, and that no text makes a reader panic.

use proptest::prelude::*;
use serde_json::json;
use venue::messages::{
    ApiError, DepthSnapshot, ExchangeInfo, ExecutionType, MarketMessage, MyTrade, OrderAck,
    OrderFull, OrderReport, OrderStatus, RateLimitType, SymbolFilter, SymbolStatus, UserEvent,
    UserFrame, WsAnswer,
};

fn event(event: &serde_json::Value) -> UserEvent {
    let frame = json!({"subscriptionId": 3, "event": event});
    let frame: UserFrame = serde_json::from_value(frame).expect("a frame");
    assert_eq!(frame.subscription_id, 3);
    frame.event
}

#[test]
fn an_execution_report_is_read_by_its_one_letter_names() {
    let report = json!({
        "e": "executionReport", "E": 1_700_000_000_001_i64, "s": "BTCUSDC", "c": "b1-BTC", "S": "BUY",
        "o": "LIMIT", "f": "IOC", "q": "0.50000000", "p": "61900.00000000", "P": "0.00000000",
        "F": "0.00000000", "g": -1, "C": "", "x": "TRADE", "X": "PARTIALLY_FILLED", "r": "NONE",
        "i": 77, "l": "0.20000000", "z": "0.30000000", "L": "61837.64000000", "n": "0.00020000",
        "N": "BTC", "T": 1_700_000_000_000_i64, "t": 4242, "I": 9001, "w": false, "m": false,
        "M": false, "O": 1_700_000_000_000_i64, "Z": "18551.29000000", "Y": "12367.52800000",
        "Q": "0.00000000", "V": "NONE", "aNewField": {"of": ["any", "kind"]}
    });
    let UserEvent::ExecutionReport(report) = event(&report) else {
        panic!("a report")
    };
    assert_eq!(report.execution_type, ExecutionType::Trade);
    assert_eq!(report.status, OrderStatus::PartiallyFilled);
    assert_eq!((report.order_id, report.trade_id), (77, 4242));
    assert_eq!(report.last_quantity, "0.2".parse().expect("a quantity"));
    assert_eq!(report.last_price, "61837.64".parse().expect("a price"));
    assert_eq!(report.commission_asset.as_deref(), Some("BTC"));
}

#[test]
fn a_report_without_a_trade_has_no_trade_id_and_no_fee_asset() {
    let report = json!({
        "e": "executionReport", "E": 1, "s": "BTCUSDC", "c": "a", "S": "SELL", "o": "LIMIT", "f": "IOC",
        "q": "1", "p": "1", "C": "", "x": "EXPIRED", "X": "EXPIRED", "r": "NONE", "i": 1, "l": "0", "z": "0",
        "L": "0", "n": "0", "N": null, "T": 1, "t": -1, "I": 1, "w": false, "m": false, "O": 1, "Z": "0", "Y": "0"
    });
    let UserEvent::ExecutionReport(report) = event(&report) else {
        panic!("a report")
    };
    assert_eq!((report.trade_id, report.commission_asset), (-1, None));
}

#[test]
fn user_events_that_are_not_used_are_told_apart() {
    let position = json!({"e": "outboundAccountPosition", "E": 1, "u": 2,
        "B": [{"a": "BTC", "f": "1.5", "l": "0"}]});
    assert!(matches!(event(&position), UserEvent::AccountPosition(_)));
    let terminated = json!({"e": "eventStreamTerminated", "E": 1});
    assert_eq!(event(&terminated), UserEvent::Terminated);
    let other = json!({"e": "balanceUpdate", "E": 1, "a": "BTC", "d": "-1.5", "T": 1});
    assert_eq!(event(&other), UserEvent::Other);
}

#[test]
fn a_websocket_answer_has_a_result_or_an_error() {
    let answer = json!({"id": "1", "status": 200, "result": {"subscriptionId": 0}, "rateLimits": [
        {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 6000, "count": 2}]});
    let answer: WsAnswer = serde_json::from_value(answer).expect("an answer");
    assert_eq!(answer.rate_limits.expect("limits")[0].count, Some(2));
    let answer = json!({"id": null, "status": 400, "error": {"code": -1022, "msg": "no"}});
    let answer: WsAnswer = serde_json::from_value(answer).expect("an answer");
    let error = ApiError {
        code: -1022,
        msg: "no".into(),
    };
    assert_eq!((answer.result, answer.error), (None, Some(error)));
}

#[test]
fn exchange_info_with_what_this_version_does_not_know_is_read() {
    let info = json!({"timezone": "UTC", "serverTime": 5, "exchangeFilters": [],
        "rateLimits": [{"rateLimitType": "NEW_KIND", "interval": "HOUR", "intervalNum": 2, "limit": 3}],
        "symbols": [{"symbol": "BTCUSDC", "status": "AUCTION", "baseAsset": "BTC", "baseAssetPrecision": 8,
            "quoteAsset": "USDC", "quotePrecision": 8, "quoteAssetPrecision": 8, "orderTypes": ["LIMIT", "NEW"],
            "isSpotTradingAllowed": true, "permissions": [], "filters": [
                {"filterType": "PERCENT_PRICE_BY_SIDE", "bidMultiplierUp": "5", "avgPriceMins": 5},
                {"filterType": "LOT_SIZE", "minQty": "0.1", "maxQty": "9", "stepSize": "0.1"}]}]});
    let info: ExchangeInfo = serde_json::from_value(info).expect("exchangeInfo");
    assert_eq!(info.rate_limits[0].rate_limit_type, RateLimitType::Other);
    assert_eq!(info.symbols[0].status, SymbolStatus::Other);
    assert_eq!(info.symbols[0].filters[0], SymbolFilter::Other);
}

#[test]
fn the_answers_about_an_order_are_read() {
    let ack = json!({"symbol": "BTCUSDC", "orderId": 28, "orderListId": -1, "clientOrderId": "a", "transactTime": 7});
    let ack: OrderAck = serde_json::from_value(ack).expect("an acknowledgement");
    assert_eq!((ack.order_id, ack.transact_time), (28, 7));

    let common = json!({"symbol": "BTCUSDC", "orderId": 28, "orderListId": -1, "clientOrderId": "a",
        "transactTime": 7, "price": "10.00", "origQty": "3.0", "executedQty": "1.5",
        "origQuoteOrderQty": "0", "cummulativeQuoteQty": "15.0", "status": "EXPIRED_IN_MATCH",
        "timeInForce": "IOC", "type": "LIMIT", "side": "SELL", "workingTime": 7,
        "selfTradePreventionMode": "NONE", "time": 6, "updateTime": 7, "isWorking": true,
        "fills": [{"price": "10.00", "qty": "1.5", "commission": "0.015", "commissionAsset": "USDC", "tradeId": 5}]});
    let full: OrderFull = serde_json::from_value(common.clone()).expect("a full answer");
    assert_eq!(
        (full.status, full.fills[0].trade_id),
        (OrderStatus::ExpiredInMatch, 5)
    );
    let report: OrderReport = serde_json::from_value(common).expect("a report");
    assert_eq!(report.executed_qty, "1.5".parse().expect("a quantity"));
    assert_eq!(
        serde_json::from_value::<OrderStatus>(json!("NEWEST")).ok(),
        Some(OrderStatus::Other)
    );
}

#[test]
fn numbers_that_are_none_are_refused() {
    let snapshot = |price: &str| json!({"lastUpdateId": 1, "bids": [[price, "1"]], "asks": []});
    for price in ["", "-1", "1e5", "NaN", "0x10", &"9".repeat(40)] {
        let read = serde_json::from_value::<DepthSnapshot>(snapshot(price));
        assert!(read.is_err(), "{price:?}");
    }
    assert!(serde_json::from_value::<DepthSnapshot>(snapshot("61837.64000000")).is_ok());
}

#[test]
fn frames_of_the_market_streams_are_told_apart_by_their_streams() {
    let ticker = r#"{"stream":"btcusdc@bookTicker","data":{"u":9,"s":"BTCUSDC","b":"1","B":"2","a":"3","A":"4"}}"#;
    assert!(matches!(
        MarketMessage::parse(ticker),
        Ok(MarketMessage::BookTicker(_))
    ));
    let shutdown = r#"{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}"#;
    let other = MarketMessage::parse(shutdown).expect("a frame");
    assert_eq!(other, MarketMessage::Other("!serverShutdown".into()));
    assert!(MarketMessage::parse(r#"{"stream":"btcusdc@depth@100ms","data":{}}"#).is_err());
    assert!(MarketMessage::parse(r#"{"result":null,"id":1}"#).is_err());
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC*") {
        let _ = MarketMessage::parse(&text);
        let _ = serde_json::from_str::<UserFrame>(&text);
        let _ = serde_json::from_str::<ExchangeInfo>(&text);
    }

    #[test]
    fn no_damage_to_a_message_makes_a_reader_panic(at in 0_usize..130, with in any::<char>()) {
        let good = r#"{"stream":"b@depth@100ms","data":{"e":"depthUpdate","E":1,"s":"B","U":1,"u":2,"b":[["1.0","2"]],"a":[["3","4"]]}}"#;
        let damaged: String =
            good.chars().enumerate().map(|(index, old)| if index == at { with } else { old }).collect();
        let _ = MarketMessage::parse(&damaged);
    }

    #[test]
    fn a_trade_is_written_as_it_is_read(id in any::<u64>(), price in 0_u64.., quantity in 0_u64.., maker in any::<bool>()) {
        let trade = json!({"symbol": "BTCUSDC", "id": id, "orderId": id, "price": price.to_string(),
            "qty": quantity.to_string(), "quoteQty": "1", "commission": "0.1", "commissionAsset": "BNB", "time": 1,
            "isBuyer": !maker, "isMaker": maker, "isBestMatch": true});
        let read: MyTrade = serde_json::from_value(trade.clone()).expect("a trade");
        prop_assert_eq!(serde_json::to_value(&read).expect("JSON"), trade);
    }
}
