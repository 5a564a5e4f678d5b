//! The client's part on the chain: cash from the tap of a test chain, deposits, balances, redemption.
//!
//! For the demo, the end-to-end tests and the examples. Amounts are decimal strings in whole tokens.

use alloy::contract::Error as ContractError;
use alloy::primitives::utils::{UnitsError, format_units, parse_units};
use alloy::primitives::{Address, B256, U256};
use alloy::providers::{DynProvider, PendingTransactionError, Provider};
use alloy::rpc::types::TransactionReceipt;
use alloy::signers::local::PrivateKeySigner;
use alloy::transports::{RpcError, TransportErrorKind};

use crate::rpc::{ConnectError, connect_as};
use crate::{IndexToken, TestCash, Vault, chain_id_of};

/// Why a client's transaction or question failed.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The private key is not one; it is not repeated.
    #[error("the private key is not 32 bytes of hex")]
    BadKey,
    /// No connection.
    #[error("no connection to the chain")]
    Connect(#[from] ConnectError),
    /// Not a decimal amount with the token's decimals.
    #[error("not an amount of the token")]
    Amount(#[from] UnitsError),
    /// Negative amounts cannot be sent.
    #[error("the amount is negative")]
    Negative,
    /// The contract or the node refused it.
    #[error("the contract call failed")]
    Contract(#[from] ContractError),
    /// It was sent and no receipt came.
    #[error("the transaction was not seen in a block")]
    Pending(#[from] PendingTransactionError),
    /// The node did not answer the question.
    #[error("the node did not answer")]
    Rpc(#[from] RpcError<TransportErrorKind>),
    /// It is in a block and was reverted there.
    #[error("transaction {0} was reverted")]
    Reverted(B256),
}

/// One client with a key of its own.
#[derive(Clone, Debug)]
pub struct ChainClient {
    provider: DynProvider,
    address: Address,
    cash: Address,
    vault: Address,
}

impl ChainClient {
    /// A client of the chain at `url` that signs with `key` (hex) and deposits `cash` into `vault`.
    pub fn new(url: &str, key: &str, cash: Address, vault: Address) -> Result<Self, ClientError> {
        let signer: PrivateKeySigner = key.parse().map_err(|_| ClientError::BadKey)?;
        let address = signer.address();
        Ok(Self {
            provider: connect_as(url, signer)?,
            address,
            cash,
            vault,
        })
    }

    /// Where the client's tokens and payouts go.
    pub fn address(&self) -> Address {
        self.address
    }

    /// Takes cash from the tap of a test chain; returns the transaction.
    pub async fn take_test_cash(&self, amount: &str) -> Result<B256, ClientError> {
        let amount = self.amount(self.cash, amount).await?;
        let call = TestCash::new(self.cash, &self.provider)
            .mint(self.address, amount)
            .send()
            .await?;
        succeeded(&call.get_receipt().await?)
    }

    /// Approves and deposits cash into the vault; returns the deposit's transaction.
    pub async fn deposit(&self, amount: &str) -> Result<B256, ClientError> {
        let amount = self.amount(self.cash, amount).await?;
        let approval = TestCash::new(self.cash, &self.provider)
            .approve(self.vault, amount)
            .send()
            .await?;
        succeeded(&approval.get_receipt().await?)?;
        let call = Vault::new(self.vault, &self.provider)
            .deposit(amount)
            .send()
            .await?;
        succeeded(&call.get_receipt().await?)
    }

    /// Sends cash to an address, as a plain transfer; returns the transaction.
    pub async fn send_cash(&self, to: Address, amount: &str) -> Result<B256, ClientError> {
        let amount = self.amount(self.cash, amount).await?;
        let call = TestCash::new(self.cash, &self.provider)
            .transfer(to, amount)
            .send()
            .await?;
        succeeded(&call.get_receipt().await?)
    }

    /// Lets an address pay out of the vault; for the vault's admin.
    pub async fn allow_payer(&self, payer: Address) -> Result<B256, ClientError> {
        let vault = Vault::new(self.vault, &self.provider);
        let role = vault.PAYER_ROLE().call().await?;
        let call = vault.grantRole(role, payer).send().await?;
        succeeded(&call.get_receipt().await?)
    }

    /// Pays cash out of the vault under a payout id, which it takes once; for one who may.
    pub async fn pay_out(
        &self,
        payout_id: &str,
        to: Address,
        amount: &str,
    ) -> Result<B256, ClientError> {
        let amount = self.amount(self.cash, amount).await?;
        let call = Vault::new(self.vault, &self.provider)
            .payout(chain_id_of(payout_id), to, amount)
            .send()
            .await?;
        succeeded(&call.get_receipt().await?)
    }

    /// Burns units of an index for the cash behind them; returns the transaction.
    pub async fn redeem(&self, token: Address, units: &str) -> Result<B256, ClientError> {
        let units = self.amount(token, units).await?;
        let call = IndexToken::new(token, &self.provider)
            .redeem(units)
            .send()
            .await?;
        succeeded(&call.get_receipt().await?)
    }

    /// Sends the chain's own coin, so that `to` can pay for gas; `ether` is decimal.
    pub async fn send_gas(&self, to: Address, ether: &str) -> Result<B256, ClientError> {
        let request = alloy::rpc::types::TransactionRequest::default()
            .to(to)
            .value(positive(ether, 18)?);
        succeeded(
            &self
                .provider
                .send_transaction(request)
                .await?
                .get_receipt()
                .await?,
        )
    }

    /// The client's cash outside the vault.
    pub async fn cash_balance(&self) -> Result<String, ClientError> {
        self.balance(self.cash).await
    }

    /// The client's balance of any token, read from the token.
    pub async fn balance(&self, token: Address) -> Result<String, ClientError> {
        let contract = TestCash::new(token, &self.provider);
        let decimals = contract.decimals().call().await?;
        Ok(format_units(
            contract.balanceOf(self.address).call().await?,
            decimals,
        )?)
    }

    async fn amount(&self, token: Address, text: &str) -> Result<U256, ClientError> {
        positive(
            text,
            TestCash::new(token, &self.provider)
                .decimals()
                .call()
                .await?,
        )
    }
}

fn positive(text: &str, decimals: u8) -> Result<U256, ClientError> {
    let parsed = parse_units(text, decimals)?;
    if parsed.is_negative() {
        return Err(ClientError::Negative);
    }
    Ok(parsed.get_absolute())
}

fn succeeded(receipt: &TransactionReceipt) -> Result<B256, ClientError> {
    if receipt.status() {
        Ok(receipt.transaction_hash)
    } else {
        Err(ClientError::Reverted(receipt.transaction_hash))
    }
}
