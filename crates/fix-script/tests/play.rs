//! A player must find every difference, and say where it is.

use std::collections::VecDeque;

use fix_codec::{Encoder, TimePrecision, Timestamp};
use fix_script::{ConnectionId, Script, Stage, Told, play};

const NOW_NS: i64 = 1_790_000_000_000_000_000;

/// Answers each message with the next of its answers.
struct Answers(VecDeque<Told>, VecDeque<Told>);

impl Stage for Answers {
    fn now_ns(&mut self) -> i64 {
        NOW_NS
    }

    fn connect(&mut self, _: ConnectionId) -> Result<(), String> {
        Ok(())
    }

    fn disconnect(&mut self, _: ConnectionId) -> Result<(), String> {
        Ok(())
    }

    fn receive(&mut self, connection: ConnectionId, bytes: &[u8]) -> Result<(), String> {
        let text = String::from_utf8_lossy(bytes).replace('\u{1}', "|");
        assert!(text.starts_with("8=") || text == "garbage", "{text}");
        assert_eq!(connection, 1);
        self.1.extend(self.0.pop_front());
        Ok(())
    }

    fn advance(&mut self, ns: i64) -> Result<(), String> {
        assert_eq!(ns, 5_900_000_000);
        Ok(())
    }

    fn word(&mut self, _: ConnectionId, word: &str, rest: &str) -> Result<(), String> {
        Err(format!("no word {word} with {rest}"))
    }

    fn next(&mut self, _: ConnectionId) -> Option<Told> {
        self.1.pop_front()
    }

    fn next_word(&mut self) -> Option<Told> {
        self.1.pop_front()
    }

    fn left(&mut self) -> Option<Told> {
        self.1.front().cloned()
    }
}

fn message(msg_type: &str, body: &str) -> Told {
    let mut encoder = Encoder::new();
    encoder.begin(msg_type.as_bytes());
    encoder.bytes(34, b"1");
    encoder.bytes(49, b"US");
    let time = Timestamp::from_unix_ns(NOW_NS).format(TimePrecision::Milliseconds);
    encoder.bytes(52, time.as_bytes());
    encoder.bytes(56, b"PEER");
    encoder.encoded(body.replace('|', "\u{1}").as_bytes());
    Told::Message {
        connection: 1,
        bytes: encoder.finish(b"FIX.4.4").to_vec(),
        at_ns: NOW_NS,
    }
}

/// What playing those lines says when the peer is told those answers.
fn check(lines: &str, answers: &[Told], said: &str) {
    let script = Script::parse(&format!("session FIX.4.4 acceptor\n{lines}")).unwrap();
    let mut stage = Answers(answers.iter().cloned().collect(), VecDeque::new());
    let played = match play(&script, &mut stage) {
        Ok(()) => "holds".to_owned(),
        Err(failure) => failure.to_string(),
    };
    assert_eq!(played, said);
}

#[test]
fn what_comes_as_written_holds() {
    check(
        "iCONNECT\nI35=0|34=1\nE35=0|34=1\n+5.9s",
        &[message("0", "")],
        "holds",
    );
    check(
        "I35=0|34=1\nE35=8|34=1|37=*|60=<TIME+10>",
        &[message("8", "37=x|60=20260921-14:13:30|")],
        "holds",
    );
    check(
        "I35=0|34=1\nE35=8|34=1|37=x|...",
        &[message("8", "37=x|58=a|")],
        "holds",
    );
    check("Igarbage\neDISCONNECT", &[Told::Disconnected(1)], "holds");
    check(
        "Igarbage\neRESET all",
        &[Told::Word("RESET all".to_owned())],
        "holds",
    );
}

#[test]
fn a_variable_stays_what_it_was() {
    let answers = [message("8", "37=x|"), message("8", "37=y|")];
    check(
        "I35=0\nE35=8|34=1|37=$order\nI35=F|37=$order\nE35=8|34=1|37=$order",
        &answers,
        "line 5: E35=8|34=1|37=$order: 37=$order: y came: in \
         E1,8=FIX.4.4|9=54|35=8|34=1|49=US|52=20260921-14:13:20.000|56=PEER|37=y|10=195|",
    );
    check(
        "I35=F|37=$order",
        &[],
        "line 2: I35=F|37=$order: $order has no value yet",
    );
}

#[test]
fn every_difference_is_found() {
    let answer = "E1,8=FIX.4.4|9=54|35=8|34=1|49=US|52=20260921-14:13:20.000|56=PEER|37=x|10=194|";
    for (line, problem) in [
        ("E35=8|34=1|37=y", "37=y: x came"),
        ("E35=8|34=1", "37=x was not expected"),
        ("E35=8|34=1|37=x|58=a", "58=a is missing"),
        ("E35=8|34=1|38=x", "38=x was expected, 37=x came"),
        ("E35=8|34=1|37=<TIME>", "x is not a time"),
        ("E8=FIX.4.4|35=8|34=1|49=ME", "49=ME: US came"),
    ] {
        let prefix = format!("line 3: {line}: ");
        let problem = if problem.contains("not a time") {
            format!("37=<TIME>: {problem}")
        } else {
            problem.to_owned()
        };
        check(
            &format!("I35=0\n{line}"),
            &[message("8", "37=x|")],
            &format!("{prefix}{problem}: in {answer}"),
        );
    }
}

#[test]
fn what_was_not_expected_is_found() {
    let told = "e1,DISCONNECT";
    check(
        "I35=0\nI35=0",
        &[Told::Disconnected(1)],
        &format!("line 3: I35=0: before this came, and is not in the script: {told}"),
    );
    check(
        "I35=0",
        &[Told::Disconnected(1)],
        &format!("line 0: the end: before this came, and is not in the script: {told}"),
    );
    check("E35=0", &[], "line 2: E35=0: nothing came");
    check(
        "I35=0\neRESET",
        &[Told::Disconnected(1)],
        &format!("line 3: eRESET: came instead: {told}"),
    );
    check("iSPEAK up", &[], "line 2: iSPEAK up: no word SPEAK with up");
}

#[test]
fn a_line_that_is_none_is_named() {
    for (text, said) in [
        ("", "line 1: \"\": a script starts with a session"),
        (
            "session FIX.9 acceptor",
            "line 1: \"session FIX.9 acceptor\": no such version: FIX.9",
        ),
        (
            "session FIX.4.4",
            "line 1: \"session FIX.4.4\": a role is missing: acceptor or initiator",
        ),
        (
            "session FIX.4.4 acceptor so",
            "line 1: \"session FIX.4.4 acceptor so\": no such option: so",
        ),
        (
            "session FIX.4.4 acceptor\nX35=0",
            "line 2: \"X35=0\": a line starts with I, E, i, e, + or #",
        ),
        ("session FIX.4.4 acceptor\n+6", "line 2: \"+6\": not a time"),
        (
            "session FIX.4.4 acceptor\ni0,CONNECT",
            "line 2: \"i0,CONNECT\": connections are numbered from 1",
        ),
        (
            "session FIX.4.4 acceptor\niCONNECT\nsession FIX.4.4 acceptor",
            "line 3: \"session FIX.4.4 acceptor\": the sessions come before the first step",
        ),
    ] {
        assert_eq!(Script::parse(text).unwrap_err().to_string(), said);
    }
}
