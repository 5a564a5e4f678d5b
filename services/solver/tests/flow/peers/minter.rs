//! A chain that confirms everything, or holds payouts back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use proto::v1;
use proto::v1::chain_minter_server::ChainMinter;
use tonic::{Request, Response, Status};

use super::log::{Events, Log};

#[derive(Clone)]
pub struct FakeMinter {
    pub minted: Arc<Mutex<BTreeMap<String, v1::MintRequest>>>,
    pub paid: Arc<Mutex<BTreeMap<String, v1::PayoutRequest>>>,
    /// While it is true, payouts are taken and nothing comes of them.
    pub payouts_held: Arc<Mutex<bool>>,
    /// Answers to the next calls of Payout, before any is taken.
    pub payout_refusals: Arc<Mutex<Vec<Status>>>,
    pub ensured: Arc<Mutex<BTreeSet<String>>>,
    log: Log<v1::MinterEvent>,
}

impl FakeMinter {
    pub fn new() -> Self {
        Self {
            minted: Arc::default(),
            paid: Arc::default(),
            payouts_held: Arc::default(),
            payout_refusals: Arc::default(),
            ensured: Arc::default(),
            log: Log::new(),
        }
    }

    pub fn deposit(&self, from: &str, amount: &str) {
        self.push(|sequence| {
            v1::minter_event::Event::DepositConfirmed(v1::DepositConfirmed {
                deposit_id: format!("0xd{sequence}-0"),
                from: from.into(),
                amount: amount.into(),
                transaction_hash: format!("0xd{sequence}"),
                block_number: sequence,
            })
        });
    }

    /// A payout has its confirmations.
    pub fn pay(&self, payout_id: &str) {
        self.push(|_| {
            v1::minter_event::Event::PayoutConfirmed(v1::PayoutConfirmed {
                payout_id: payout_id.into(),
                transaction_hash: "0xp".into(),
                block_number: 9,
            })
        });
    }

    /// The chain refuses a mint or a payout for good.
    pub fn fail(&self, id: &str) {
        self.push(|_| {
            v1::minter_event::Event::TransactionFailed(v1::TransactionFailed {
                id: id.into(),
                text: "reverted".into(),
            })
        });
    }

    pub fn burn(&self, from: &str, units: &str) {
        self.push(|sequence| {
            v1::minter_event::Event::BurnConfirmed(v1::BurnConfirmed {
                burn_id: format!("TOP2-0xb{sequence}-0"),
                index: "TOP2".into(),
                from: from.into(),
                units: units.into(),
                transaction_hash: format!("0xb{sequence}"),
                block_number: sequence,
            })
        });
    }

    fn push(&self, make: impl FnOnce(u64) -> v1::minter_event::Event) {
        self.log.push(|sequence| v1::MinterEvent {
            sequence,
            time_unix_ns: 1,
            traceparent: String::new(),
            event: Some(make(sequence)),
        });
    }
}

#[tonic::async_trait]
impl ChainMinter for FakeMinter {
    type SubscribeStream = Events<v1::MinterEvent>;

    async fn ensure_index(
        &self,
        request: Request<v1::EnsureIndexRequest>,
    ) -> Result<Response<v1::EnsureIndexReply>, Status> {
        self.ensured
            .lock()
            .unwrap()
            .insert(request.into_inner().symbol);
        Ok(Response::new(v1::EnsureIndexReply {
            token: "0xt".into(),
        }))
    }

    async fn mint(
        &self,
        request: Request<v1::MintRequest>,
    ) -> Result<Response<v1::MintReply>, Status> {
        let request = request.into_inner();
        let first = self
            .minted
            .lock()
            .unwrap()
            .insert(request.mint_id.clone(), request.clone());
        if first.is_none() {
            self.push(|_| {
                v1::minter_event::Event::MintConfirmed(v1::MintConfirmed {
                    mint_id: request.mint_id,
                    transaction_hash: "0xm".into(),
                    block_number: 9,
                })
            });
        }
        Ok(Response::new(v1::MintReply { sequence: 1 }))
    }

    async fn payout(
        &self,
        request: Request<v1::PayoutRequest>,
    ) -> Result<Response<v1::PayoutReply>, Status> {
        if let Some(status) = self.payout_refusals.lock().unwrap().pop() {
            return Err(status);
        }
        let request = request.into_inner();
        let id = request.payout_id.clone();
        let first = self.paid.lock().unwrap().insert(id, request.clone());
        match first {
            None if !*self.payouts_held.lock().unwrap() => self.pay(&request.payout_id),
            None => {}
            Some(first) => assert_eq!(
                (first.to, first.amount),
                (request.to, request.amount),
                "a repeat is the same"
            ),
        }
        Ok(Response::new(v1::PayoutReply { sequence: 1 }))
    }

    async fn get_contracts(
        &self,
        _request: Request<v1::GetContractsRequest>,
    ) -> Result<Response<v1::Contracts>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn get_token_balance(
        &self,
        _request: Request<v1::GetTokenBalanceRequest>,
    ) -> Result<Response<v1::TokenBalance>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn get_vault_balance(
        &self,
        _request: Request<v1::GetVaultBalanceRequest>,
    ) -> Result<Response<v1::VaultBalance>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn subscribe(
        &self,
        request: Request<v1::SubscribeMinterRequest>,
    ) -> Result<Response<Self::SubscribeStream>, Status> {
        Ok(Response::new(
            self.log.follow(request.into_inner().from_sequence),
        ))
    }
}
