//! How a call to the solver is written down: its method's name and its request, encoded as on the wire to the solver.

use prost::Message;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Call;

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Method {
    Submit,
    Cancel,
    Replace,
    CancelAll,
    Quote,
    Payout,
}

pub(super) fn serialize<S: Serializer>(call: &Call, serializer: S) -> Result<S::Ok, S::Error> {
    let written = match call {
        Call::Submit(request) => (Method::Submit, request.encode_to_vec()),
        Call::Cancel(request) => (Method::Cancel, request.encode_to_vec()),
        Call::Replace(request) => (Method::Replace, request.encode_to_vec()),
        Call::CancelAll(request) => (Method::CancelAll, request.encode_to_vec()),
        Call::Quote(request) => (Method::Quote, request.encode_to_vec()),
        Call::Payout(request) => (Method::Payout, request.encode_to_vec()),
    };
    written.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Call, D::Error> {
    let (method, request) = <(Method, Vec<u8>)>::deserialize(deserializer)?;
    Ok(match method {
        Method::Submit => Call::Submit(decoded::<D, _>(&request)?),
        Method::Cancel => Call::Cancel(decoded::<D, _>(&request)?),
        Method::Replace => Call::Replace(decoded::<D, _>(&request)?),
        Method::CancelAll => Call::CancelAll(decoded::<D, _>(&request)?),
        Method::Quote => Call::Quote(decoded::<D, _>(&request)?),
        Method::Payout => Call::Payout(decoded::<D, _>(&request)?),
    })
}

fn decoded<'de, D: Deserializer<'de>, M: Message + Default>(bytes: &[u8]) -> Result<M, D::Error> {
    M::decode(bytes).map_err(D::Error::custom)
}
