//! Configurations that are refused.

use crate::support::session;
use std::time::Duration;

use fix_engine::{ConfigError, EngineConfig, Excess, NamedSession, Throttle};
use fix_session::{Role, Version};

#[test]
fn wrong_configurations_are_refused_by_name() {
    let acceptor = |name: &str| NamedSession::acceptor(name, session(Role::Acceptor));
    let listen = Some("127.0.0.1:0".parse().unwrap());
    let check = |listen, sessions| {
        EngineConfig {
            listen,
            sessions,
            ..EngineConfig::default()
        }
        .check()
    };
    assert_eq!(check(listen, vec![acceptor("a")]), Ok(()));
    assert_eq!(
        check(None, vec![acceptor("a")]),
        Err(ConfigError::Listen("a".into()))
    );
    assert_eq!(
        check(listen, vec![acceptor("a"), acceptor("a")]),
        Err(ConfigError::DuplicateName("a".into()))
    );
    assert_eq!(
        check(listen, vec![acceptor("a"), acceptor("b")]),
        Err(ConfigError::DuplicateIdentity("b".into()))
    );
    assert_eq!(
        check(
            listen,
            vec![NamedSession::acceptor("a", session(Role::Initiator))]
        ),
        Err(ConfigError::Connect("a".into()))
    );
    let mut fixt = session(Role::Acceptor);
    fixt.version = Version::Fixt11;
    assert_eq!(
        check(listen, vec![NamedSession::acceptor("a", fixt)]),
        Err(ConfigError::ApplVerId("a".into()))
    );
    let mut throttled = acceptor("a");
    throttled.throttle = Some(Throttle {
        messages: 0,
        interval: Duration::from_secs(1),
        excess: Excess::Reject,
    });
    assert_eq!(
        check(listen, vec![throttled]),
        Err(ConfigError::Throttle("a".into()))
    );
    let mut certified = acceptor("a");
    certified.access.certificates.names = vec!["client".into()];
    assert_eq!(
        check(listen, vec![certified]),
        Err(ConfigError::Certificate("a".into()))
    );
}
