//! The example is good, the page names every key, and a mistake is refused by its key.

use super::*;

const EXAMPLE: &str = include_str!("../../example.toml");

fn config(change: (&str, &str)) -> Result<Checked, String> {
    assert!(
        change.0.is_empty() || EXAMPLE.contains(change.0),
        "{} is in the example",
        change.0
    );
    let text = EXAMPLE.replacen(change.0, change.1, usize::from(!change.0.is_empty()));
    let config: Config = toml::from_str(&text).map_err(|error| error.to_string())?;
    config.check().map_err(|error| error.to_string())
}

#[test]
fn the_example_is_good() {
    let checked = config(("", "")).unwrap();
    let names: Vec<&str> = checked
        .engine
        .sessions
        .iter()
        .map(|session| session.name.as_str())
        .collect();
    assert_eq!(names, ["FIX.4.4:SHEAF->CLIENT1", "FIX.4.4:SHEAF->CLIENT2"]);
    assert_eq!(checked.cash.label, "USDC");
}

#[test]
fn a_session_speaks_its_version_and_may_get_copies() {
    let checked = config((
        "comp-id = \"CLIENT1\"",
        "comp-id = \"CLIENT1\"\nbegin-string = \"FIXT.1.1\"\ncopies-of-accounts = [\"ACC-7\"]\n\
         copies-of-sessions = [\"FIX.4.2:SHEAF->CLIENT9\"]",
    ))
    .unwrap();
    let session = &checked.engine.sessions[0];
    assert_eq!(session.name, "FIXT.1.1:SHEAF->CLIENT1");
    assert_eq!(session.session.default_appl_ver_id.as_deref(), Some("9"));
    let copies = &checked.defined[0].copies;
    assert_eq!(copies.sessions, ["FIX.4.2:SHEAF->CLIENT9"]);
    assert_eq!(copies.accounts, ["ACC-7"]);
}

#[test]
fn a_session_has_its_hours_throttle_precision_and_resets() {
    let checked = config((
        "comp-id = \"CLIENT1\"",
        "comp-id = \"CLIENT1\"\ntime-precision = \"nanoseconds\"\nreset-on-disconnect = true\n\
         hours = { time-zone = \"UTC\", start-day = \"sunday\", start = \"22:00\", end-day = \"friday\", end = \"21:00\" }\n\
         throttle = { messages = 50, interval = \"1s\", excess = \"disconnect\" }",
    ))
    .unwrap();
    let named = &checked.engine.sessions[0];
    assert!(
        named
            .hours
            .as_ref()
            .is_some_and(|hours| hours.reset_at_start)
    );
    let throttle = named.throttle.unwrap();
    assert_eq!((throttle.messages, throttle.interval.as_secs()), (50, 1));
    assert_eq!(throttle.excess, fix_engine::Excess::Disconnect);
    let precision = Some(fix_codec::TimePrecision::Nanoseconds);
    assert_eq!(named.session.time_precision, precision);
    assert!(named.session.resets.on_disconnect && !named.session.resets.on_logon);
}

#[test]
fn the_example_says_the_defaults() {
    let config: Config = toml::from_str(EXAMPLE).unwrap();
    assert_eq!(config.fix.limits, Limits::default());
    assert_eq!(config.fix.passwords, Passwords::default());
}

/// The keys of a table, which serde names when it meets one that is not there.
fn keys_of(table: &str) -> BTreeSet<String> {
    let header = if table == "sessions" {
        "[[sessions]]".to_owned()
    } else {
        format!("[{table}]")
    };
    let (before, after) = EXAMPLE.split_once(&header).expect(table);
    // A table that the example shows as a comment becomes one.
    let before = before.trim_end_matches("# ");
    let text = format!("{before}\n{header}\nno-such-key = 0\n{after}");
    let error = toml::from_str::<Config>(&text).unwrap_err().to_string();
    let (_, named) = error.split_once("expected ").expect(&error);
    let named = named.split('`').skip(1).step_by(2);
    named.map(str::to_owned).collect()
}

#[test]
fn the_page_on_sessions_names_every_key_and_no_other() {
    let page = include_str!("../../../../docs/fix-sessions.md");
    for table in [
        "fix",
        "fix.tls",
        "fix.limits",
        "fix.passwords",
        "fix.message-log",
        "sessions",
        "sessions.hours",
        "sessions.throttle",
        "sessions.template",
    ] {
        let heading = format!("\n## `{table}`");
        let (_, section) = page.split_once(&heading).expect(table);
        let section = section.split("\n## ").next().unwrap_or_default();
        let keys = section
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let keys: BTreeSet<String> = keys.map(str::to_owned).collect();
        assert_eq!(keys, keys_of(table), "{table}");
    }
}

#[test]
fn a_bad_configuration_is_refused_by_the_name_of_its_key() {
    let cases = [
        ("[fix]", "[fix]\ncolour = 1", "unknown field `colour`"),
        (
            "cash = \"USDC\"",
            "cash = \"US DC\"",
            "configuration key cash: ",
        ),
        (
            "\"CLIENT2\"",
            "\"CLIENT1\"",
            "sessions[1].comp-id: FIX.4.4:SHEAF->CLIENT1 is there twice",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\nbegin-string = \"FIX.4.3\"",
            "sessions[0].begin-string: ",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\nusername = \"u\"",
            "sessions[0].username: ",
        ),
        ("\"ACC-1\"", "\"\"", "sessions[0].accounts: "),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\nappl-ver-id = \"9\"",
            "sessions[0].appl-ver-id: FIX.4.4 has none",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\nbegin-string = \"FIXT.1.1\"\nappl-ver-id = \"7\"",
            "sessions[0].appl-ver-id: \"7\" is not served: 9 is",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\ncopies-of-sessions = [\"FIX.4.4:OTHER->CLIENT2\"]",
            "sessions[0].copies-of-sessions: \"FIX.4.4:OTHER->CLIENT2\" is no session of this acceptor",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\nnetworks = [\"10.0.0.0/33\"]",
            "sessions[0].networks: \"10.0.0.0/33\" is neither",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\ncertificate-sha256 = [\"ab\"]",
            "sessions[0].certificate-sha256: \"ab\" is not a SHA-256",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\nhours = { time-zone = \"Europe/Atlantis\", start = \"08:00\", end = \"17:00\" }",
            "sessions[0].hours: \"Europe/Atlantis\" is no time zone",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\nhours = { time-zone = \"UTC\", start = \"08:00\", end = \"17:00\", end-day = \"friday\" }",
            "sessions[0].hours: a weekly window has a start-day and an end-day",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\nthrottle = { messages = 0, interval = \"1s\", excess = \"reject\" }",
            "a throttle takes, and lets wait, 1 to 10000 messages",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\nthrottle = { messages = 1, interval = \"1s\", excess = \"queue\" }",
            "sessions[0].throttle.queue-messages: ",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\ncertificate-names = [\"desk-1\"]",
            "there is no TLS with client authorities",
        ),
        (
            "networks = []",
            "networks = [\"localhost\"]",
            "fix.networks: ",
        ),
        ("tries = 5", "tries = 0", "fix.passwords.tries: "),
        (
            "connections = 10_000",
            "connections = 0",
            "fix.limits.connections: ",
        ),
        (
            "connections = 10_000",
            "connexions = 1",
            "unknown field `connexions`",
        ),
    ];
    are_refused(&cases);
}

/// Each change of the example is refused with that problem.
fn are_refused(cases: &[(&str, &str, &str)]) {
    for (from, to, problem) in cases {
        let error = config((from, to)).map(|_| ()).unwrap_err();
        assert!(error.contains(problem), "{error}");
    }
}

#[test]
fn a_bad_template_is_refused_by_the_name_of_its_key() {
    are_refused(&[
        (
            "\"CLIENT1\"",
            "\"DESK*\"",
            "sessions[0].comp-id: a pattern needs a sessions.template",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\ntemplate = { sessions = 1, open = true }",
            "sessions[0].comp-id: \"CLIENT1\" has not one *",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"DESK*\"\ntemplate = { sessions = 0, open = true }",
            "sessions[0].template.sessions: not 1 to ",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"DESK*\"\ntemplate = { sessions = 1 }",
            "sessions[0].template.open: anybody could log on",
        ),
        (
            "comp-id = \"CLIENT1\"",
            "comp-id = \"DESK*\"\ntemplate = { sessions = 1, open = true, certificate-of-comp-id = true }",
            "sessions[0].template.open: it is not open",
        ),
        (
            "comp-id = \"CLIENT1\"\naccounts = [\"ACC-1\"]",
            "comp-id = \"DESK*\"\naccounts = [\"a-long-name-of-an-account-of-{comp-id}\"]\n\
             template = { sessions = 1, open = true }",
            "sessions[0].accounts: \"a-long-name",
        ),
    ]);
}
