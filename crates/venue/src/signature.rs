//! HMAC-SHA256 signatures of the venue's signed requests, over REST and over the WebSocket API.
//!
//! The secret is never shown: [`Secret`] prints as asterisks. A signature is checked in constant time.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The secret half of an API key.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Takes the secret as the venue gave it.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The signature of `payload`, in lower-case hex.
    pub fn sign(&self, payload: &str) -> String {
        hex::encode(self.mac(payload).finalize().into_bytes())
    }

    /// Whether `signature` (hex of either case) is that of `payload`.
    pub fn verify(&self, payload: &str, signature: &str) -> bool {
        hex::decode(signature).is_ok_and(|bytes| self.mac(payload).verify_slice(&bytes).is_ok())
    }

    fn mac(&self, payload: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes())
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        mac.update(payload.as_bytes());
        mac
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(***)")
    }
}

/// The parameters of a request as they are sent, percent-encoded: `symbol=LTCBTC&side=BUY`.
pub fn query_string<'a>(params: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = String::new();
    for (name, value) in params {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(name);
        query.push('=');
        percent_encode(value, &mut query);
    }
    query
}

/// A REST query with its `signature` at the end. `query` must hold `timestamp` already.
pub fn signed_query(query: &str, secret: &Secret) -> String {
    format!("{query}&signature={}", secret.sign(query))
}

/// What a WebSocket API request signs: its parameters but `signature`, in alphabetical order, as `name=value` joined by `&`.
pub fn ws_payload(params: &serde_json::Map<String, serde_json::Value>) -> String {
    let mut pairs: Vec<(&str, String)> = params
        .iter()
        .filter(|(name, _)| name.as_str() != "signature")
        .map(|(name, value)| {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            (name.as_str(), text)
        })
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

/// Everything but the unreserved characters of RFC 3986 §2.3, byte by byte.
fn percent_encode(value: &str, into: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.push_str(&hex::encode_upper([byte]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The key pair and the results are the examples of the venue's documentation, "SIGNED Endpoint Examples".
    fn secret() -> Secret {
        Secret::new("NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j")
    }

    #[test]
    fn a_rest_query_is_signed_as_the_documentation_shows() {
        let query = query_string([
            ("symbol", "LTCBTC"),
            ("side", "BUY"),
            ("type", "LIMIT"),
            ("timeInForce", "GTC"),
            ("quantity", "1"),
            ("price", "0.1"),
            ("recvWindow", "5000"),
            ("timestamp", "1499827319559"),
        ]);
        assert_eq!(
            signed_query(&query, &secret()),
            "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000\
             &timestamp=1499827319559\
             &signature=c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"
        );
    }

    #[test]
    fn characters_beyond_ascii_are_percent_encoded_before_they_are_signed() {
        let query = query_string([
            ("symbol", "１２３４５６"),
            ("side", "BUY"),
            ("type", "LIMIT"),
            ("timeInForce", "GTC"),
            ("quantity", "1"),
            ("price", "0.1"),
            ("recvWindow", "5000"),
            ("timestamp", "1499827319559"),
        ]);
        assert_eq!(
            secret().sign(&query),
            "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3"
        );
    }

    #[test]
    fn a_websocket_request_signs_its_parameters_in_alphabetical_order() {
        let params = serde_json::json!({
            "timestamp": 1_645_423_376_532_i64, "symbol": "BTCUSDT", "apiKey": "key", "signature": "old"
        });
        assert_eq!(
            ws_payload(params.as_object().expect("an object")),
            "apiKey=key&symbol=BTCUSDT&timestamp=1645423376532"
        );
    }

    #[test]
    fn a_websocket_request_has_the_signature_that_the_documentation_shows() {
        let params = serde_json::json!({
            "symbol": "BTCUSDT", "side": "SELL", "type": "LIMIT", "timeInForce": "GTC",
            "quantity": "0.01000000", "price": "52000.00", "recvWindow": 100,
            "timestamp": 1_645_423_376_532_i64,
            "apiKey": "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
        });
        assert_eq!(
            secret().sign(&ws_payload(params.as_object().expect("an object"))),
            "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24"
        );
    }

    #[test]
    fn a_signature_is_accepted_in_either_case_and_refused_when_a_byte_differs() {
        let signature = secret().sign("a=1");
        assert!(secret().verify("a=1", &signature));
        assert!(secret().verify("a=1", &signature.to_uppercase()));
        assert!(!secret().verify("a=2", &signature));
        assert!(!secret().verify("a=1", &signature[2..]));
        assert!(!secret().verify("a=1", "not hex"));
    }

    #[test]
    fn a_secret_does_not_show_itself() {
        assert_eq!(format!("{:?}", secret()), "Secret(***)");
    }
}
