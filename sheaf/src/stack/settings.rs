//! The embedded configuration of each service, as the TOML text that its own process would read.

use std::{
    fmt::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use alloy::signers::local::PrivateKeySigner;
use anyhow::Context as _;
use sim_exchange::market::recording::Recording;

use super::Options;
use crate::{client, peers::Addresses};

/// Seeded markets: asset, price, tick, step.
const MARKETS: [(&str, &str, &str, &str); 5] = [
    ("BTC", "61837.63", "0.01", "0.00001"),
    ("ETH", "2683.80", "0.01", "0.0001"),
    ("SOL", "154.21", "0.01", "0.001"),
    ("BNB", "512.40", "0.1", "0.001"),
    ("LINK", "10.357", "0.001", "0.01"),
];
/// Cash of the seeded markets.
const CASH: &str = "USDC";
/// Cash that recorded markets may be priced in.
const RECORDED_CASH: [&str; 3] = ["USDT", "USDC", "FDUSD"];
/// What rests at the best level of a seeded market, in cash: thin enough that orders take several batches.
const LEVEL_NOTIONAL: &str = "1500";
/// What one unit of an index is worth when it is defined, in cash.
const INDEX_PRICE: &str = "100";
/// What the house has at the venue.
const HOUSE_CASH: &str = "10000000";

/// What the texts are made from.
pub(super) struct Settings {
    options: Options,
    cash: String,
    /// Names of the markets, e.g. `BTCUSDC`.
    markets: Vec<String>,
    keys: PathBuf,
}

impl Settings {
    /// Makes the folder and the secrets in it, if they are not there.
    pub(super) fn new(mut options: Options) -> anyhow::Result<Self> {
        let data = &options.data;
        let keys = data.join("keys");
        std::fs::create_dir_all(&keys).with_context(|| format!("can't make {}", keys.display()))?;
        for name in ["api-key", "api-secret"] {
            secret(&keys.join(name), || {
                PrivateKeySigner::random().to_bytes().to_string()
            })?;
        }
        secret(&keys.join("minter"), || {
            evm_node::DEVELOPMENT_KEYS[0].to_owned()
        })?;
        let (cash, markets) = if options.markets.is_empty() {
            let markets = MARKETS.map(|(asset, ..)| format!("{asset}{CASH}"));
            (CASH.to_owned(), markets.to_vec())
        } else {
            for file in &mut options.markets {
                *file = file
                    .canonicalize()
                    .with_context(|| format!("can't open {}", file.display()))?;
            }
            recorded(&options.markets)?
        };
        Ok(Self {
            options,
            cash,
            markets,
            keys,
        })
    }

    pub(super) fn evm_node(&self) -> String {
        format!(
            "listen = \"127.0.0.1:0\"\njournal = {}\n",
            self.journal("evm-node")
        )
    }

    pub(super) fn sim_exchange(&self) -> anyhow::Result<String> {
        let mut text = format!(
            "journal = {}\n\
             [venue]\nlisten = \"127.0.0.1:0\"\nquote = \"{}\"\nseed = {}\n\
             [grpc]\nlisten = \"127.0.0.1:0\"\n\
             [[account]]\nname = \"sheaf\"\napi-key = {}\napi-secret = {}\nbalances = {{ {} = \"{HOUSE_CASH}\" }}\n",
            self.journal("sim-exchange"),
            self.cash,
            self.options.seed,
            self.key("api-key"),
            self.key("api-secret"),
            self.cash,
        );
        for file in &self.options.markets {
            writeln!(text, "[[recording]]\nfile = {}\n", quoted(file))?;
        }
        if self.options.markets.is_empty() {
            for (asset, price, tick, step) in MARKETS {
                writeln!(
                    text,
                    "[[market]]\nasset = \"{asset}\"\nprice = \"{price}\"\ntick = \"{tick}\"\nstep = \"{step}\"\n\
                     level-notional = \"{LEVEL_NOTIONAL}\"\nreplenish = \"2s\"\n"
                )?;
            }
        }
        Ok(text)
    }

    pub(super) fn exchange_adapter(&self, venue: SocketAddr) -> String {
        format!(
            "journal = {}\nmarkets = {:?}\ncash = \"{}\"\n\
             [grpc]\nlisten = \"127.0.0.1:0\"\n\
             [venue]\nrest-url = \"http://{venue}\"\nstream-url = \"ws://{venue}\"\n\
             websocket-api-url = \"ws://{venue}/ws-api/v3\"\napi-key = {}\nsecret-key = {}\n",
            self.journal("exchange-adapter"),
            self.markets,
            self.cash,
            self.key("api-key"),
            self.key("api-secret"),
        )
    }

    pub(super) fn inventory(&self) -> String {
        format!(
            "journal = {}\ncash = \"{}\"\ncash-decimals = 6\n[grpc]\nlisten = \"127.0.0.1:0\"\n",
            self.journal("inventory"),
            self.cash
        )
    }

    pub(super) fn chain_minter(&self, rpc_url: &str) -> String {
        format!(
            "journal = {}\n[grpc]\nlisten = \"127.0.0.1:0\"\n\
             [chain]\nrpc-url = \"{rpc_url}\"\nkey = {}\nconfirmations = 3\npoll-interval = \"100ms\"\ndeploy = true\n",
            self.journal("chain-minter"),
            self.key("minter"),
        )
    }

    pub(super) fn solver(&self, peers: &Addresses) -> anyhow::Result<String> {
        let mut text = format!(
            "journal = {}\ncash = \"{}\"\ncash-decimals = 6\n\
             [grpc]\nlisten = \"127.0.0.1:0\"\n\
             [peers]\nexchange-adapter.url = \"{}\"\ninventory.url = \"{}\"\nchain-minter.url = \"{}\"\n\
             [batch]\ninterval = \"250ms\"\nslippage = \"0.001\"\norder-cap = \"100000\"\nbatch-cap = \"500000\"\n\
             in-flight-cap = \"1000000\"\nin-flight-max = 1\nasset-orders-max = 50\n\
             [house]\ncash = \"{HOUSE_CASH}\"\nlimit = \"10000\"\n\
             [orders]\nlargest = \"10000000\"\n",
            self.journal("solver"),
            self.cash,
            peers.exchange_adapter,
            peers.inventory,
            peers.chain_minter,
        );
        for number in 1..=self.options.clients {
            let (name, address) = (
                client::account(number),
                client::development_address(number)?,
            );
            writeln!(
                text,
                "[[accounts]]\nname = \"{name}\"\naddress = \"{address}\""
            )?;
        }
        for (symbol, name, assets) in self.indexes() {
            let weights: Vec<_> = assets
                .iter()
                .map(|asset| format!("{asset} = \"1\""))
                .collect();
            writeln!(
                text,
                "[[indexes]]\nsymbol = \"{symbol}\"\nname = \"{name}\"\nweights = {{ {} }}\n\
                 target-price = \"{INDEX_PRICE}\"\nfee-basis-points = 10\nsmallest-tradable = \"1\"",
                weights.join(", ")
            )?;
        }
        Ok(text)
    }

    /// All assets in one index, and where there are more than two, the first two in another.
    fn indexes(&self) -> Vec<(String, &'static str, Vec<&str>)> {
        let assets: Vec<_> = self
            .markets
            .iter()
            .filter_map(|market| market.strip_suffix(self.cash.as_str()))
            .collect();
        let pair = assets.iter().copied().take(2).collect();
        if assets.len() > 2 {
            let all = (format!("TOP{}", assets.len()), "Sheaf all markets", assets);
            vec![all, ("PAIR".into(), "Sheaf pair", pair)]
        } else {
            vec![("PAIR".into(), "Sheaf pair", pair)]
        }
    }

    /// How many indexes the solver defines.
    pub(super) fn index_count(&self) -> usize {
        self.indexes().len()
    }

    /// Each client has a session in each version.
    pub(super) fn fix_acceptor(&self, solver: &str) -> anyhow::Result<String> {
        let mut text = format!(
            "journal = {}\ncash = \"{}\"\n[grpc]\nlisten = \"127.0.0.1:0\"\n[solver]\nurl = \"{solver}\"\n\
             [fix]\nlisten = \"{}\"\ncomp-id = \"{}\"\n",
            self.journal("fix-acceptor"),
            self.cash,
            self.options.fix,
            client::ACCEPTOR_COMP_ID,
        );
        for number in 1..=self.options.clients {
            for dialect in fix_acceptor::Dialect::ALL {
                writeln!(
                    text,
                    "[[sessions]]\nbegin-string = \"{}\"\ncomp-id = \"{}\"\naccounts = [\"{}\"]\n",
                    dialect.version().begin_string(),
                    client::comp_id(number),
                    client::account(number)
                )?;
            }
        }
        Ok(text)
    }

    fn journal(&self, name: &str) -> String {
        quoted(&self.options.data.join(format!("{name}.journal")))
    }

    fn key(&self, name: &str) -> String {
        format!("{{ file = {} }}", quoted(&self.keys.join(name)))
    }
}

/// The cash and the names of recorded markets.
fn recorded(files: &[PathBuf]) -> anyhow::Result<(String, Vec<String>)> {
    let mut markets = Vec::new();
    for file in files {
        let recording = Recording::read(file).with_context(|| file.display().to_string())?;
        markets.push(recording.symbol);
    }
    let common = RECORDED_CASH
        .into_iter()
        .find(|cash| markets.iter().all(|market| market.ends_with(cash)));
    let cash = common
        .with_context(|| format!("{markets:?} are not all priced in one of {RECORDED_CASH:?}"))?;
    Ok((cash.to_owned(), markets))
}

/// Writes a secret once, for this user only.
fn secret(path: &Path, make: impl FnOnce() -> String) -> anyhow::Result<()> {
    use std::{fs::OpenOptions, io::Write as _, os::unix::fs::OpenOptionsExt as _};
    if path.exists() {
        return Ok(());
    }
    let file = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path);
    file.and_then(|mut file| file.write_all(make().as_bytes()))
        .with_context(|| format!("can't write {}", path.display()))
}

/// A TOML string.
fn quoted(path: &Path) -> String {
    toml::Value::from(path.display().to_string()).to_string()
}
