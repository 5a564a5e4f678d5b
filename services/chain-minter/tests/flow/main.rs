//! Deposits, mints, payouts and burns, on the in-process node and on anvil.

mod actions;
mod arrivals;
mod support;
mod transactions;

use proto::v1::minter_event::Event;
use support::minter::{Minter, config};
use support::node::Node;
use support::proxy::Proxy;
use tempfile::TempDir;

const DEPLOY: &str = "confirmations = 3\ndeploy = true";

/// Each case runs on both chains.
macro_rules! cases {
    ($($file:ident::$name:ident),* $(,)?) => {
        mod on_the_in_process_node {
            $(#[tokio::test]
            async fn $name() {
                super::$file::$name(super::Node::in_process().await).await;
            })*
        }
        mod on_anvil {
            $(#[tokio::test]
            async fn $name() {
                if let Some(node) = super::Node::anvil().await {
                    super::$file::$name(node).await;
                }
            })*
        }
    };
}

cases!(
    arrivals::a_deposit_counts_after_its_confirmations,
    arrivals::a_deposit_that_is_reorganised_away_never_counts,
    arrivals::a_confirmed_deposit_counts_once_even_after_a_deep_reorganisation,
    actions::units_are_minted_once_and_read_back,
    arrivals::a_burn_counts_once_after_its_confirmations_and_not_when_it_is_reorganised_away,
    arrivals::what_has_too_few_confirmations_is_told_beside_the_balances,
    actions::a_mint_has_gas_for_a_holder_who_burns_everything_first,
    actions::the_contract_refuses_a_second_mint_with_an_id,
    actions::cash_is_paid_out_once,
    actions::a_payout_waits_for_cash_in_the_vault_and_holds_up_nothing,
    actions::more_payouts_without_cash_than_a_round_looks_at_hold_up_no_mint,
    transactions::a_mint_survives_a_kill_at_every_stage,
    transactions::a_deployment_survives_a_kill_at_every_transaction,
    transactions::a_mint_that_is_on_the_chain_already_is_found_and_not_sent_again,
    transactions::a_mint_whose_nonce_was_taken_is_signed_anew,
    transactions::a_transaction_that_waits_too_long_pays_more_with_the_same_nonce,
    transactions::a_transaction_whose_block_goes_away_is_mined_again,
);

struct Bench {
    node: Node,
    folder: TempDir,
    minter: Minter,
    cash: String,
    vault: String,
}

impl Bench {
    /// A minter with its contracts deployed and confirmed.
    async fn new(node: Node) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let minter = Minter::start(&config(folder.path(), &node.url, DEPLOY)).await;
        let contracts = deployed(&node, &minter).await;
        Self {
            cash: contracts.cash,
            vault: contracts.vault,
            node,
            folder,
            minter,
        }
    }

    async fn with_index(node: Node) -> (Self, String) {
        let bench = Self::new(node).await;
        let token = ensured(&bench.node, &bench.minter, "TOP2").await;
        (bench, token)
    }

    /// The address of the client with this key.
    fn client(&self, number: usize) -> contracts::client::ChainClient {
        self.node.client(number, &self.cash, &self.vault)
    }

    /// Through the proxy from now on.
    async fn restart_behind(self, proxy: &Proxy, chain: &str) -> Self {
        self.minter.kill().await;
        let minter = Minter::start(&config(self.folder.path(), &proxy.url, chain)).await;
        Self { minter, ..self }
    }
}

/// Mines while waiting, as chains do.
async fn while_mining<T>(node: &Node, waiting: impl Future<Output = T>) -> T {
    let mut pace = tokio::time::interval(std::time::Duration::from_millis(20));
    let mining = async {
        loop {
            pace.tick().await;
            node.mine(1).await;
        }
    };
    tokio::select! {
        done = waiting => done,
        () = mining => unreachable!("a chain does not end"),
    }
}

async fn deployed(node: &Node, minter: &Minter) -> proto::v1::Contracts {
    while_mining(node, minter.contracts()).await
}

async fn ensured(node: &Node, minter: &Minter, symbol: &str) -> String {
    while_mining(node, minter.ensure_index(symbol))
        .await
        .unwrap()
}

fn lower(address: impl std::fmt::Display) -> String {
    address.to_string().to_lowercase()
}

fn deposits(events: &[proto::v1::MinterEvent]) -> Vec<(String, String)> {
    let deposit = |event: &proto::v1::MinterEvent| match event.event.as_ref()? {
        Event::DepositConfirmed(deposit) => {
            Some((deposit.transaction_hash.clone(), deposit.amount.clone()))
        }
        _ => None,
    };
    events.iter().filter_map(deposit).collect()
}
