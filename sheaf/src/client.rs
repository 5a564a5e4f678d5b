//! A client's two hands: one on the chain (cash, deposits), one on a FIX session (orders, reports).

use std::{fmt::Write as _, net::SocketAddr};

use alloy::primitives::{Address, B256, keccak256};
use anyhow::Context as _;
use contracts::client::ChainClient;
use fix_codec::{Draft, OwnedMessage, TimePrecision, Timestamp};
use fix_dictionary::{msg_type, tag};
use fix_engine::{Client as Session, ClientConfig};
use fix_session::{Role, SessionConfig, Version};
use journal::Journal;
use proto::v1::Contracts;

/// The acceptor's CompID in the embedded stack and the examples.
pub const ACCEPTOR_COMP_ID: &str = "SHEAF";
/// Coins for gas that a client gets who has none, in ether.
const GAS: &str = "1";

/// SenderCompID(49) of client `number`.
pub fn comp_id(number: usize) -> String {
    format!("CLIENT{number}")
}

/// Account(1) of client `number`.
pub fn account(number: usize) -> String {
    format!("ACC-{number}")
}

/// The well-known account that gives others coins for gas: not the first, whose nonces are the minter's alone.
const GAS_GIVER: usize = evm_node::DEVELOPMENT_KEYS.len() - 1;

/// The private key of client `number` (from 1) on a development chain: the chain's own well-known accounts first, then
/// keys made from the number.
pub fn development_key(number: usize) -> String {
    match evm_node::DEVELOPMENT_KEYS.get(number) {
        Some(key) if number < GAS_GIVER => (*key).to_owned(),
        Some(_) | None => keccak256(format!("sheaf development client {number}")).to_string(),
    }
}

/// The address of client `number` on a development chain.
pub fn development_address(number: usize) -> anyhow::Result<Address> {
    let signer: alloy::signers::local::PrivateKeySigner = development_key(number).parse()?;
    Ok(signer.address())
}

/// Client `number` on the development chain at `rpc_url`, with coins for gas.
pub async fn on_chain(
    number: usize,
    rpc_url: &str,
    contracts: &Contracts,
) -> anyhow::Result<ChainClient> {
    let cash = contracts.cash.parse().context("the cash token's address")?;
    let vault = contracts.vault.parse().context("the vault's address")?;
    if number >= GAS_GIVER {
        let rich = ChainClient::new(rpc_url, evm_node::DEVELOPMENT_KEYS[GAS_GIVER], cash, vault)?;
        rich.send_gas(development_address(number)?, GAS).await?;
    }
    Ok(ChainClient::new(
        rpc_url,
        &development_key(number),
        cash,
        vault,
    )?)
}

/// Takes test cash and deposits it; returns the deposit's transaction.
pub async fn deposit(client: &ChainClient, amount: &str) -> anyhow::Result<B256> {
    client.take_test_cash(amount).await.context("test cash")?;
    client.deposit(amount).await.context("the deposit")
}

/// What a new session does with its sequence numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequences {
    /// Both sides begin at 1 at each logon: what was sent before is gone.
    Reset,
    /// They go on for as long as the client lives: nothing is lost when the connection or the acceptor breaks.
    Continue,
}

/// Starts a FIX 4.4 session and waits until it is logged on.
pub async fn log_on(
    acceptor: SocketAddr,
    comp_id: &str,
    sequences: Sequences,
) -> anyhow::Result<Session> {
    let dictionaries = fix_acceptor::Dialect::Fix44.dictionaries();
    let mut session = SessionConfig::new(
        Role::Initiator,
        Version::Fix44,
        comp_id,
        ACCEPTOR_COMP_ID,
        dictionaries,
    );
    session.resets.on_logon = sequences == Sequences::Reset;
    let config = ClientConfig {
        connect: acceptor.to_string(),
        tls: None,
        session,
        resume_after: 0,
    };
    let session = Session::start(config, Journal::in_memory()).await?;
    session.logged_on().await?;
    Ok(session)
}

/// A NewOrderSingle(D) that buys `index` for `cash`.
pub fn new_order_single(cl_ord_id: &str, account: &str, index: &str, cash: &str) -> Draft {
    market_order(cl_ord_id, account, index, '1').field(tag::CASH_ORDER_QTY, cash)
}

/// A NewOrderSingle(D) that redeems burned `units` of `index`.
pub fn redemption(cl_ord_id: &str, account: &str, index: &str, units: &str) -> Draft {
    market_order(cl_ord_id, account, index, '2').field(tag::ORDER_QTY, units)
}

/// An order that still has no amount, good till cancelled.
fn market_order(cl_ord_id: &str, account: &str, index: &str, side: char) -> Draft {
    let now =
        Timestamp::from_unix_ns(service::machine::unix_ns()).format(TimePrecision::Milliseconds);
    Draft::new(msg_type::NEW_ORDER_SINGLE)
        .field(tag::CL_ORD_ID, cl_ord_id)
        .field(tag::ACCOUNT, account)
        .field(tag::SYMBOL, index)
        .field(tag::SIDE, side)
        .field(tag::TRANSACT_TIME, String::from_utf8_lossy(now.as_bytes()))
        .field(tag::ORD_TYPE, '1')
        .field(tag::TIME_IN_FORCE, '1')
}

/// A CollateralRequest(AX) for all the free cash of `account`.
pub fn collateral_request(coll_req_id: &str, account: &str) -> Draft {
    let now =
        Timestamp::from_unix_ns(service::machine::unix_ns()).format(TimePrecision::Milliseconds);
    Draft::new(msg_type::COLLATERAL_REQUEST)
        .field(tag::COLL_REQ_ID, coll_req_id)
        .field(tag::COLL_ASGN_REASON, '4')
        .field(tag::TRANSACT_TIME, String::from_utf8_lossy(now.as_bytes()))
        .field(tag::ACCOUNT, account)
}

/// What a message says to a client.
#[derive(Clone, Debug)]
pub enum Report {
    /// CollateralReport(BA).
    Collateral {
        /// Account(1).
        account: String,
        /// FreeCash(5020).
        free: String,
        /// ReservedCash(5021).
        reserved: String,
        /// CollateralCause(5006).
        cause: String,
        /// CollateralChange(5005).
        change: String,
    },
    /// ExecutionReport(8).
    Execution {
        /// ExecType(150).
        exec_type: char,
        /// The rest.
        fields: ExecutionFields,
    },
    /// Confirmation(AK).
    Confirmation {
        /// OrderID(37).
        order_id: String,
        /// ClOrdID(11).
        cl_ord_id: String,
        /// MintTransactionHash(5001).
        transaction: String,
        /// MintBlock(5002).
        block: String,
    },
    /// Anything else, as text.
    Other(String),
}

/// The fields of an ExecutionReport(8) that are shown; empty when absent.
#[derive(Clone, Debug)]
pub struct ExecutionFields {
    /// OrderID(37).
    pub order_id: String,
    /// ClOrdID(11).
    pub cl_ord_id: String,
    /// LastQty(32).
    pub last_qty: String,
    /// LastPx(31).
    pub last_px: String,
    /// CumQty(14).
    pub cum_qty: String,
    /// AvgPx(6).
    pub avg_px: String,
    /// GrossTradeAmt(381).
    pub gross: String,
    /// NetMoney(118).
    pub net_money: String,
    /// Commission(12).
    pub commission: String,
    /// Text(58).
    pub text: String,
}

/// Reads a message.
pub fn read(message: &OwnedMessage) -> Report {
    use fix_acceptor::custom::tag as custom;
    let fields = message.fields();
    let text = |tag| fields.text(tag).unwrap_or_default().to_owned();
    match text(tag::MSG_TYPE).as_str() {
        "BA" => Report::Collateral {
            account: text(tag::ACCOUNT),
            free: text(custom::FREE_CASH),
            reserved: text(custom::RESERVED_CASH),
            cause: text(custom::COLLATERAL_CAUSE),
            change: text(custom::COLLATERAL_CHANGE),
        },
        "8" => Report::Execution {
            exec_type: text(tag::EXEC_TYPE).chars().next().unwrap_or('?'),
            fields: ExecutionFields {
                order_id: text(tag::ORDER_ID),
                cl_ord_id: text(tag::CL_ORD_ID),
                last_qty: text(tag::LAST_QTY),
                last_px: text(tag::LAST_PX),
                cum_qty: text(tag::CUM_QTY),
                avg_px: text(tag::AVG_PX),
                gross: text(tag::GROSS_TRADE_AMT),
                net_money: text(tag::NET_MONEY),
                commission: text(tag::COMMISSION),
                text: text(tag::TEXT),
            },
        },
        "AK" => Report::Confirmation {
            order_id: text(tag::ORDER_ID),
            cl_ord_id: text(tag::CL_ORD_ID),
            transaction: text(custom::MINT_TRANSACTION_HASH),
            block: text(custom::MINT_BLOCK),
        },
        _ => Report::Other(wire_text(message)),
    }
}

/// A message as people write it: `35=8|11=C1-1|…`.
pub fn wire_text(message: &OwnedMessage) -> String {
    message
        .fields()
        .iter()
        .fold(String::new(), |mut line, field| {
            let separator = if line.is_empty() { "" } else { "|" };
            let value = String::from_utf8_lossy(field.value);
            write!(line, "{separator}{}={value}", field.tag).expect("a String takes all text");
            line
        })
}
