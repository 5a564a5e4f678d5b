//! The configuration: the example is valid, mistakes are named.

use std::path::Path;

use sim_exchange::Config;

#[test]
fn the_example_is_a_configuration() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("example.toml");
    let config: Config = service::config::load(&path).unwrap();
    assert_eq!(config.markets.len(), 3);
    assert_eq!(
        config.accounts[0].balances["USDC"].to_string(),
        "1000000.00000000"
    );
}

#[test]
fn an_unknown_key_is_refused_by_name() {
    let error =
        toml::from_str::<Config>("[venue]\nlisten = \"127.0.0.1:0\"\nsede = 1\n").unwrap_err();
    assert!(
        error.to_string().contains("unknown field `sede`"),
        "{error}"
    );
}
