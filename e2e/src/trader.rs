//! A client that deposits and orders, keeps every message it gets, and can say whether they tell one consistent story.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, bail, ensure};
use contracts::client::ChainClient;
use fix_dictionary::{msg_type, tag};
use money::{Cash, Price, Rounding, Scale, Units};
use proto::v1::{IndexOrder, Side};
use sheaf::{
    client::{self, ExecutionFields, Report, Sequences},
    peers::{Addresses, Peers},
};

use crate::deployment::Deployment;

/// gRPC clients of a deployment.
pub fn peers(deployment: &Deployment) -> anyhow::Result<Peers> {
    Ok(Peers::connect(&Addresses {
        solver: deployment.grpc_url("solver"),
        inventory: deployment.grpc_url("inventory"),
        exchange_adapter: deployment.grpc_url("exchange-adapter"),
        chain_minter: deployment.grpc_url("chain-minter"),
    })?)
}

/// One client with its session.
pub struct Trader {
    number: usize,
    chain: ChainClient,
    session: fix_engine::Client,
    /// Every application message it got, in order.
    pub messages: Vec<fix_codec::OwnedMessage>,
}

/// What a client was told about one order, added up.
#[derive(Debug, Default)]
pub struct Story {
    /// ExecType(150) of each report, in order.
    pub exec_types: String,
    /// Σ LastQty(32).
    pub units: Option<Units>,
    /// Σ NetMoney(118): what left the collateral; what came to it, of a redemption.
    pub net_money: Option<Cash>,
    /// The Confirmation(AK)'s transaction hash.
    pub mint_transaction: Option<String>,
    /// Confirmations of it.
    pub confirmations: usize,
}

impl Trader {
    /// Logs client `number` of the example configuration on.
    pub async fn log_on(deployment: &Deployment, number: usize) -> anyhow::Result<Self> {
        let contracts = sheaf::peers::contracts(&peers(deployment)?.chain_minter).await?;
        Ok(Self {
            number,
            chain: client::on_chain(number, &deployment.rpc_url(), &contracts).await?,
            session: client::log_on(
                deployment.fix(),
                &client::comp_id(number),
                Sequences::Continue,
            )
            .await?,
            messages: Vec::new(),
        })
    }

    /// Account(1).
    pub fn account(&self) -> String {
        client::account(self.number)
    }

    /// Takes test cash and deposits it.
    pub async fn deposit(&self, amount: &str) -> anyhow::Result<()> {
        client::deposit(&self.chain, amount).await.map(drop)
    }

    /// Sends a NewOrderSingle(D).
    pub async fn buy(&self, cl_ord_id: &str, index: &str, cash: &str) -> anyhow::Result<()> {
        let draft = client::new_order_single(cl_ord_id, &self.account(), index, cash);
        Ok(self.session.send(draft).await?)
    }

    /// Sends a NewOrderSingle(D) that redeems.
    pub async fn redeem(&self, cl_ord_id: &str, index: &str, units: &str) -> anyhow::Result<()> {
        let draft = client::redemption(cl_ord_id, &self.account(), index, units);
        Ok(self.session.send(draft).await?)
    }

    /// Burns units on chain, with the client's own key.
    pub async fn burn(
        &self,
        deployment: &Deployment,
        index: &str,
        units: &str,
    ) -> anyhow::Result<()> {
        self.burn_of(&token_of(deployment, index).await?, units)
            .await
    }

    /// The same of the token at this address: it asks none of the services.
    pub async fn burn_of(&self, token: &str, units: &str) -> anyhow::Result<()> {
        self.chain.redeem(token.parse()?, units).await?;
        Ok(())
    }

    /// The client's units of an index, as the token's contract has them.
    pub async fn units_on_chain(
        &self,
        deployment: &Deployment,
        index: &str,
    ) -> anyhow::Result<Units> {
        let token = token_of(deployment, index).await?;
        Ok(self.chain.balance(token.parse()?).await?.parse()?)
    }

    /// Takes messages until one is what is waited for.
    pub async fn wait_for(&mut self, mut is_it: impl FnMut(&Report) -> bool) -> anyhow::Result<()> {
        loop {
            let message = self.session.receive().await?.message;
            let report = client::read(&message);
            self.messages.push(message);
            if is_it(&report) {
                return Ok(());
            }
            if let Report::Other(text) = report {
                bail!("{} got {text}", self.account());
            }
        }
    }

    /// Waits for the Confirmation(AK) of an order, unless it has come.
    pub async fn wait_for_mint(&mut self, cl_ord_id: &str) -> anyhow::Result<()> {
        let come = stories(&self.messages)?
            .get(cl_ord_id)
            .is_some_and(|story| story.confirmations > 0);
        if come {
            return Ok(());
        }
        self.wait_for(|report| matches!(report, Report::Confirmation { cl_ord_id: id, .. } if id == cl_ord_id)).await
    }

    /// Takes messages until the order's report with this ExecType(150) has come.
    pub async fn wait_for_report(&mut self, cl_ord_id: &str, awaited: char) -> anyhow::Result<()> {
        let is_it = |report: &Report| matches!(report, Report::Execution { exec_type, fields } if *exec_type == awaited && fields.cl_ord_id == cl_ord_id);
        self.wait_for(is_it).await
    }

    /// Takes messages until the redemption has ended, and its proceeds are told as free collateral.
    pub async fn wait_for_cash(&mut self, cl_ord_id: &str) -> anyhow::Result<()> {
        self.wait_for_report(cl_ord_id, 'B').await?;
        let is_it = |report: &Report| matches!(report, Report::Collateral { cause, .. } if cause == "release");
        self.wait_for(is_it).await
    }

    /// Has all free cash paid out; waits until it is, and returns how much it was.
    pub async fn pay_out(&mut self) -> anyhow::Result<Cash> {
        self.ask_for_cash("X-1").await?;
        self.paid_out().await
    }

    /// Asks for all free cash, by this name of the request.
    pub async fn ask_for_cash(&self, request_id: &str) -> anyhow::Result<()> {
        let request = client::collateral_request(request_id, &self.account());
        Ok(self.session.send(request).await?)
    }

    /// Waits until cash that was asked for is paid out, and returns how much it was.
    pub async fn paid_out(&mut self) -> anyhow::Result<Cash> {
        let mut paid = String::new();
        self.wait_for(|report| match report {
            Report::Collateral { cause, change, .. } if cause == "payout" => {
                paid.clone_from(change);
                true
            }
            _ => false,
        })
        .await?;
        Ok(paid.parse()?)
    }

    /// The client's cash on chain, outside the vault.
    pub async fn cash_on_chain(&self) -> anyhow::Result<Cash> {
        // The token's text has all its decimals.
        let text = self.chain.cash_balance().await?;
        Ok(text.trim_end_matches('0').trim_end_matches('.').parse()?)
    }

    /// Asks for the collateral. What came before the answer is kept, so that with it everything said so far has come.
    pub async fn collateral(&mut self) -> anyhow::Result<fix_codec::OwnedMessage> {
        const INQUIRY_ID: &str = "Q-1";
        let inquiry = fix_codec::Draft::new(msg_type::COLLATERAL_INQUIRY)
            .field(tag::COLL_INQUIRY_ID, INQUIRY_ID)
            .field(tag::ACCOUNT, self.account());
        self.session.send(inquiry).await?;
        loop {
            let message = self.session.receive().await?.message;
            if message.fields().text(tag::COLL_INQUIRY_ID) == Some(INQUIRY_ID) {
                return Ok(message);
            }
            self.messages.push(message);
        }
    }

    /// Logs out.
    pub async fn log_out(self) -> anyhow::Result<Vec<fix_codec::OwnedMessage>> {
        self.session.logout().await?;
        Ok(self.messages)
    }
}

/// The address of an index's token.
pub async fn token_of(deployment: &Deployment, index: &str) -> anyhow::Result<String> {
    let contracts = sheaf::peers::contracts(&peers(deployment)?.chain_minter).await?;
    let mut tokens = contracts.tokens.into_iter();
    let token = tokens.find(|token| token.symbol == index);
    Ok(token.with_context(|| format!("no token of {index}"))?.token)
}

/// What the messages tell of each order, by ClOrdID(11). Fails where they contradict themselves: an ExecID(17) twice, a
/// CumQty(14) that is not the sum of the LastQty(32), an AvgPx(6) that is not cost over units, a NetMoney(118) that is not
/// cost and fees, or proceeds less fees.
pub fn stories(messages: &[fix_codec::OwnedMessage]) -> anyhow::Result<BTreeMap<String, Story>> {
    let mut stories: BTreeMap<String, Story> = BTreeMap::new();
    let mut exec_ids = BTreeSet::new();
    let mut gross: BTreeMap<String, Cash> = BTreeMap::new();
    for message in messages {
        match client::read(message) {
            Report::Execution { exec_type, fields } => {
                let exec_id = message
                    .fields()
                    .text(tag::EXEC_ID)
                    .unwrap_or_default()
                    .to_owned();
                ensure!(
                    exec_ids.insert(exec_id.clone()),
                    "ExecID {exec_id} came twice"
                );
                let story = stories.entry(fields.cl_ord_id.clone()).or_default();
                story.exec_types.push(exec_type);
                if exec_type == 'F' {
                    let gross = gross.entry(fields.cl_ord_id.clone()).or_insert(Cash::ZERO);
                    add_fill(story, gross, (&fields, message))
                        .with_context(|| client::wire_text(message))?;
                }
            }
            Report::Confirmation {
                cl_ord_id,
                transaction,
                ..
            } => {
                let story = stories.entry(cl_ord_id).or_default();
                story.mint_transaction = Some(transaction);
                story.confirmations += 1;
            }
            Report::Collateral { .. } => {}
            Report::Other(text) => bail!("unexpected: {text}"),
        }
    }
    Ok(stories)
}

fn add_fill(
    story: &mut Story,
    gross: &mut Cash,
    (fields, message): (&ExecutionFields, &fix_codec::OwnedMessage),
) -> anyhow::Result<()> {
    let last: Units = fields.last_qty.parse()?;
    let cost: Cash = fields.gross.parse()?;
    let net: Cash = fields.net_money.parse()?;
    let units = story.units.unwrap_or(Units::ZERO).checked_add(last)?;
    *gross = gross.checked_add(cost)?;
    ensure!(
        units == fields.cum_qty.parse()?,
        "CumQty(14) is not the sum of LastQty(32): {units}"
    );
    let price = |cash: Cash, units| cash.per_units(units, Scale::PRICE, Rounding::HalfEven);
    let average: Price = price(*gross, units)?;
    ensure!(
        average == fields.avg_px.parse()?,
        "AvgPx(6) is not cost over units: {average}"
    );
    ensure!(
        price(cost, last)? == fields.last_px.parse()?,
        "LastPx(31) is not GrossTradeAmt(381) over LastQty(32)"
    );
    let venue_fees = message.fields().text(tag::MISC_FEE_AMT);
    let venue_fees: Cash = venue_fees.context("no MiscFeeAmt(137)")?.parse()?;
    let fees = venue_fees.checked_add(fields.commission.parse()?)?;
    let (whole, parts) = match message.fields().text(tag::SIDE) {
        Some("2") => (cost, net),
        _ => (net, cost),
    };
    ensure!(
        whole == parts.checked_add(fees)?,
        "NetMoney(118) is not GrossTradeAmt(381) and the fees"
    );
    story.units = Some(units);
    story.net_money = Some(story.net_money.unwrap_or(Cash::ZERO).checked_add(net)?);
    Ok(())
}

/// The story agrees with the order as the solver has it, which ended well: every fill told once, and one Confirmation(AK) of
/// what was minted.
pub fn assert_told(story: &Story, order: &IndexOrder) -> anyhow::Result<()> {
    ensure!(
        story.units == Some(order.units.parse()?),
        "{order:?} was told as {story:?}"
    );
    let (net_money, confirmations) = match order.side() {
        Side::Redeem => (&order.returned, 0),
        Side::Buy | Side::Unspecified => (&order.spent, 1),
    };
    ensure!(
        story.net_money == Some(net_money.parse()?),
        "{order:?} was told as {story:?}"
    );
    ensure!(
        story.confirmations == confirmations,
        "{} Confirmations of {}",
        story.confirmations,
        order.cl_ord_id
    );
    let news = story.exec_types.matches('0').count();
    ensure!(news == 1, "{news} times ExecType 0 in {}", story.exec_types);
    let first_fill = story.exec_types.find('F').context("it was filled")?;
    ensure!(
        story.exec_types.find('0') < Some(first_fill),
        "filled before it was new: {}",
        story.exec_types
    );
    Ok(())
}
