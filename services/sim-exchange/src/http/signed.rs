//! Signed requests: the API key, the time, and the HMAC of what was sent.

use std::collections::BTreeMap;

use venue::signature::{Secret, ws_payload};

use super::{Api, Params};
use crate::error::ApiError;

/// recvWindow where none is sent, milliseconds.
const RECV_WINDOW_DEFAULT_MS: i64 = 5_000;
/// The longest recvWindow, milliseconds.
const RECV_WINDOW_MAX_MS: i64 = 60_000;
/// How far ahead of the venue's time a request may be, milliseconds.
const AHEAD_MAX_MS: i64 = 1_000;
/// A timestamp from here on is in microseconds.
const MICROSECONDS_FROM: i64 = 1_000_000_000_000_000;
const KEY_LENGTH_MAX: usize = 128;

/// The parameters of the WebSocket API that a signed request has besides its own.
pub(crate) const WS_SIGNED: [&str; 4] = ["apiKey", "timestamp", "recvWindow", "signature"];

/// An API key's account and secret.
pub struct Key {
    /// Whose it is.
    pub account: String,
    /// What signs.
    pub secret: Secret,
}

/// The API keys.
pub struct Keys(BTreeMap<String, Key>);

impl Keys {
    /// The keys with their texts.
    pub fn new(keys: impl IntoIterator<Item = (String, Key)>) -> Self {
        Self(keys.into_iter().collect())
    }

    fn get(&self, key: &str) -> Result<&Key, ApiError> {
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if key.is_empty() || key.len() > KEY_LENGTH_MAX || !key.bytes().all(legal) {
            return Err(ApiError::key_format());
        }
        self.0.get(key).ok_or_else(ApiError::key)
    }
}

impl Api {
    /// The account of a signed REST request.
    pub(super) fn authorise(
        &self,
        key: &str,
        params: &Params,
        query: &str,
        body: &str,
    ) -> Result<String, ApiError> {
        let key = self.keys.get(key)?;
        self.check_time(params)?;
        let signature = params.required("signature")?;
        let payload = payload(query, body);
        if !key.secret.verify(&payload, signature) {
            return Err(ApiError::signature());
        }
        Ok(key.account.clone())
    }

    /// The account of a signed request of the WebSocket API.
    pub(crate) fn authorise_ws(
        &self,
        params: &Params,
        object: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<String, ApiError> {
        let key = self.keys.get(params.required("apiKey")?)?;
        self.check_time(params)?;
        if !key
            .secret
            .verify(&ws_payload(object), params.required("signature")?)
        {
            return Err(ApiError::signature());
        }
        Ok(key.account.clone())
    }

    fn check_time(&self, params: &Params) -> Result<(), ApiError> {
        let sent = params
            .whole::<i64>("timestamp")?
            .ok_or_else(|| ApiError::missing("timestamp"))?;
        let sent = if sent >= MICROSECONDS_FROM {
            sent / 1_000
        } else {
            sent
        };
        // The venue takes up to three decimals; less than a millisecond decides nothing here.
        let window = params
            .optional("recvWindow")?
            .map(|text| text.split('.').next().unwrap_or(text).parse());
        let window = match window {
            None => RECV_WINDOW_DEFAULT_MS,
            Some(Ok(window)) if (0..=RECV_WINDOW_MAX_MS).contains(&window) => window,
            Some(Ok(_)) => return Err(ApiError::recv_window()),
            Some(Err(_)) => {
                return Err(ApiError::illegal(
                    "recvWindow",
                    r"^([0-9]{1,5})(\.[0-9]{1,3})?$",
                ));
            }
        };
        let now = self.clock.now_ms();
        if sent >= now + AHEAD_MAX_MS {
            return Err(ApiError::ahead_of_time());
        }
        if now - sent > window {
            return Err(ApiError::outside_recv_window());
        }
        Ok(())
    }
}

/// What a REST request signs: its query string and its body, one right after the other.
fn payload(query: &str, body: &str) -> String {
    format!("{}{}", without_signature(query), without_signature(body))
}

/// A form as it was sent, less its signature.
fn without_signature(form: &str) -> String {
    let kept: Vec<&str> = form
        .split('&')
        .filter(|pair| !pair.starts_with("signature="))
        .collect();
    kept.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    // The key and the signatures are the three examples of the venue's documentation, "SIGNED Endpoint Examples".
    const SECRET: &str = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
    const FIRST: &str = "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC";
    const REST: &str = "quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559";
    const WHOLE: &str = "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71";
    const MIXED: &str = "0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77";

    #[test]
    fn the_documented_requests_are_signed_wherever_their_parameters_are() {
        let secret = Secret::new(SECRET);
        let whole = format!("{FIRST}&{REST}&signature={WHOLE}");
        assert!(secret.verify(&payload(&whole, ""), WHOLE));
        assert!(secret.verify(&payload("", &whole), WHOLE));
        assert!(secret.verify(&payload(FIRST, &format!("{REST}&signature={MIXED}")), MIXED));
        assert!(!secret.verify(&payload(FIRST, &format!("{REST}&signature={MIXED}")), WHOLE));
    }
}
