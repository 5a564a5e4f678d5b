//! The gRPC service: protobuf at this edge only.

mod messages;
mod status;

use minting::{Action, ActionId, Command, Contracts, Stage, Token};
use money::{Cash, Units};
use proto::v1::chain_minter_server::{ChainMinter, ChainMinterServer};
use proto::v1::{
    Contracts as ContractsReply, EnsureIndexReply, EnsureIndexRequest, GetContractsRequest,
    GetTokenBalanceRequest, GetVaultBalanceRequest, IndexToken, MintReply, MintRequest,
    MinterEvent, PayoutReply, PayoutRequest, SubscribeMinterRequest, TokenBalance, VaultBalance,
};
use service::grpc::EventStream;
use tokio::sync::watch;
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::chain::Chain;
use crate::machine::{Handle, Machine};

/// What answers the calls.
pub(crate) struct Service {
    handle: Handle,
    /// None until the node has said which chain it is.
    chain: watch::Receiver<Option<Chain>>,
    shutdown: CancellationToken,
}

impl Service {
    pub(crate) fn new(
        handle: Handle,
        chain: watch::Receiver<Option<Chain>>,
        shutdown: CancellationToken,
    ) -> ChainMinterServer<Self> {
        ChainMinterServer::new(Self {
            handle,
            chain,
            shutdown,
        })
    }

    fn chain(&self) -> Result<Chain, Status> {
        self.chain
            .borrow()
            .clone()
            .ok_or_else(|| Status::unavailable("the chain's node has not answered yet"))
    }

    async fn contracts(&self) -> Result<Contracts, Status> {
        let contracts = self
            .handle
            .query(|machine, _| machine.0.contracts())
            .await
            .map_err(status::stopped)?;
        contracts.ok_or_else(|| Status::unavailable("the contracts are not deployed yet"))
    }

    /// A command that was refused because the contracts are not there yet may be repeated.
    async fn command(&self, command: Command, trace: String) -> Result<u64, Status> {
        self.handle
            .command(command, trace)
            .await
            .map_err(status::refused)
    }

    async fn token(&self, index: String) -> Result<Token, Status> {
        let symbol = index.clone();
        let token = self
            .handle
            .query(move |machine, _| machine.0.tokens().get(&symbol).cloned())
            .await;
        token
            .map_err(status::stopped)?
            .ok_or_else(|| Status::not_found(format!("index {index} has no token")))
    }

    /// Waits until an action has ended.
    async fn ended(&self, id: ActionId) -> Result<Action, Status> {
        let mut events = self.handle.subscribe(self.handle.last_sequence());
        loop {
            let asked = id.clone();
            let action = self
                .handle
                .query(move |machine, _| machine.0.action(&asked).cloned())
                .await;
            match action.map_err(status::stopped)? {
                Some(action) if !action.is_open() => return Ok(action),
                Some(_) => {}
                None => {
                    return Err(Status::internal(format!(
                        "{id} was accepted and is not there"
                    )));
                }
            }
            let event = tokio::select! {
                event = events.next() => event,
                () = self.shutdown.cancelled() => None,
            };
            if !matches!(event, Some(Ok(_))) {
                return Err(Status::unavailable("the service is stopping"));
            }
        }
    }
}

#[tonic::async_trait]
impl ChainMinter for Service {
    type SubscribeStream = EventStream<MinterEvent>;

    async fn ensure_index(
        &self,
        request: Request<EnsureIndexRequest>,
    ) -> Result<Response<EnsureIndexReply>, Status> {
        let EnsureIndexRequest {
            symbol,
            name,
            units_scale,
        } = request.into_inner();
        let scale = u8::try_from(units_scale)
            .map_err(|_| Status::invalid_argument("units_scale is too large"))?;
        let id = ActionId::Index(symbol.clone());
        self.command(
            Command::EnsureIndex {
                symbol,
                name,
                scale,
            },
            telemetry::traceparent(),
        )
        .await?;
        match self.ended(id.clone()).await?.stage {
            Stage::Confirmed {
                created: Some(token),
                ..
            } => Ok(Response::new(EnsureIndexReply {
                token: token.to_string(),
            })),
            Stage::Failed { text } => Err(Status::failed_precondition(text)),
            stage => Err(Status::internal(format!("{id} ended as {stage:?}"))),
        }
    }

    async fn mint(&self, request: Request<MintRequest>) -> Result<Response<MintReply>, Status> {
        let current = telemetry::traceparent();
        let (command, trace) = messages::mint(request.into_inner(), current)?;
        let sequence = self.command(command, trace).await?;
        Ok(Response::new(MintReply { sequence }))
    }

    async fn payout(
        &self,
        request: Request<PayoutRequest>,
    ) -> Result<Response<PayoutReply>, Status> {
        let scale = self
            .chain()?
            .cash_scale(self.contracts().await?)
            .await
            .map_err(|error| status::chain(&error))?;
        let current = telemetry::traceparent();
        let (command, trace) = messages::payout(request.into_inner(), scale, current)?;
        let sequence = self.command(command, trace).await?;
        Ok(Response::new(PayoutReply { sequence }))
    }

    async fn get_contracts(
        &self,
        _: Request<GetContractsRequest>,
    ) -> Result<Response<ContractsReply>, Status> {
        let chain = self.chain()?;
        let contracts = self.contracts().await?;
        let (tokens, confirmations) = self
            .handle
            .query(|machine, _| (machine.0.tokens().clone(), machine.0.confirmations()))
            .await
            .map_err(status::stopped)?;
        let scale = chain
            .cash_scale(contracts)
            .await
            .map_err(|error| status::chain(&error))?;
        let tokens = tokens.into_iter().map(|(symbol, token)| IndexToken {
            symbol,
            token: token.address.to_string(),
        });
        Ok(Response::new(ContractsReply {
            chain_id: chain.chain_id(),
            cash: contracts.cash.to_string(),
            vault: contracts.vault.to_string(),
            factory: contracts.factory.to_string(),
            tokens: tokens.collect(),
            cash_decimals: scale.decimals(),
            confirmations,
        }))
    }

    async fn get_token_balance(
        &self,
        request: Request<GetTokenBalanceRequest>,
    ) -> Result<Response<TokenBalance>, Status> {
        let GetTokenBalanceRequest { index, address } = request.into_inner();
        let address = messages::address("address", &address)?;
        let token = self.token(index.clone()).await?;
        let balance = self.chain()?.token_balance(&token, address).await;
        let (units, supply) = balance.map_err(|error| status::chain(&error))?;
        let burns = move |machine: &Machine, _| {
            let burns = machine.0.seen_burns().filter(|burn| burn.id.index == index);
            Units::sum(burns.map(|burn| burn.units))
        };
        let burns = self.handle.query(burns).await.map_err(status::stopped)?;
        let burns = burns.map_err(|error| status::too_much(&error))?;
        Ok(Response::new(TokenBalance {
            units: units.to_string(),
            total_supply: supply.to_string(),
            unconfirmed_burns: burns.to_string(),
        }))
    }

    async fn get_vault_balance(
        &self,
        _: Request<GetVaultBalanceRequest>,
    ) -> Result<Response<VaultBalance>, Status> {
        let balance = self.chain()?.vault_balance(self.contracts().await?).await;
        let amount = balance.map_err(|error| status::chain(&error))?;
        let deposits = |machine: &Machine, _| {
            let deposits = machine.0.seen_deposits();
            Cash::sum(deposits.map(|deposit| deposit.amount))
        };
        let deposits = self.handle.query(deposits).await.map_err(status::stopped)?;
        let deposits = deposits.map_err(|error| status::too_much(&error))?;
        Ok(Response::new(VaultBalance {
            amount: amount.to_string(),
            unconfirmed_deposits: deposits.to_string(),
        }))
    }

    async fn subscribe(
        &self,
        request: Request<SubscribeMinterRequest>,
    ) -> Result<Response<Self::SubscribeStream>, Status> {
        let after = request.into_inner().from_sequence;
        service::grpc::subscription(&self.handle, after, &self.shutdown, messages::event)
    }
}
