//! The venue's REST API: one request at a time within the rate budget, signed, with a deadline, in a span of its own, and
//! with an answer that says what is known of the request's fate.
//!
//! Nothing is ever sent twice by this module: no retries, no redirects, no HTTP/2 replays. Keys and signatures appear in no
//! error, log or span.

mod fate;
mod requests;

use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Method, StatusCode};
use serde::de::DeserializeOwned;
use tracing::Instrument as _;
use venue::budget::{Cost, RateBudget};
use venue::messages::{ApiError, RateLimit};
use venue::signature::{Secret, query_string, signed_query};

use crate::clock::VenueClock;
use crate::config::{Keys, Venue};
pub(crate) use fate::RestError;
use fate::{chain, fate};
pub(crate) use requests::{NewOrder, TRADES_MAX};

/// The longest that connecting may take.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A connection that was idle for so long is not used again: the venue may be about to close it, which would cost an answer.
pub(crate) const IDLE_MAX: Duration = Duration::from_secs(15);
/// The longest answer that is read.
pub(crate) const ANSWER_BYTES_MAX: usize = 64 << 20;
/// How long nothing is sent after the venue said "too much" without saying for how long.
pub(crate) const LIMITED_WAIT: Duration = Duration::from_secs(5);
/// The longest that nothing is sent, whatever the venue says: its longest ban.
pub(crate) const LIMITED_WAIT_MAX: Duration = Duration::from_hours(72);

/// The HTTP client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client can't be set up")]
pub struct ClientError(#[from] reqwest::Error);

/// The venue's REST API.
pub(crate) struct Rest {
    client: reqwest::Client,
    url: String,
    api_key: String,
    secret: Secret,
    recv_window_ms: i64,
    clock: VenueClock,
    // Held for a few instructions, never across an await: a task of its own would add a round trip to every request.
    budget: Mutex<RateBudget>,
}

struct Request<'a> {
    method: Method,
    path: &'static str,
    params: Vec<(&'static str, &'a str)>,
    /// Signed, with this timestamp; else only public data is asked for.
    signed_at_ms: Option<i64>,
}

impl Rest {
    pub(crate) fn new(
        venue: &Venue,
        keys: &Keys,
        tls: rustls::ClientConfig,
    ) -> Result<Self, ClientError> {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .http1_only()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_MAX)
            .timeout(venue.request_timeout)
            .build()?;
        Ok(Self {
            client,
            url: venue.rest_url.trim_end_matches('/').to_owned(),
            api_key: keys.api_key.reveal().to_owned(),
            secret: Secret::new(keys.secret_key.reveal()),
            recv_window_ms: i64::try_from(venue.recv_window.as_millis()).unwrap_or(i64::MAX),
            clock: VenueClock::default(),
            budget: Mutex::default(),
        })
    }

    pub(crate) fn clock(&self) -> &VenueClock {
        &self.clock
    }

    pub(crate) fn recv_window_ms(&self) -> i64 {
        self.recv_window_ms
    }

    /// The parameters of a signed WebSocket API request.
    pub(crate) fn ws_params(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut params = serde_json::Map::new();
        params.insert("apiKey".into(), self.api_key.as_str().into());
        params.insert("timestamp".into(), self.clock.now_ms().into());
        let signature = self.secret.sign(&venue::signature::ws_payload(&params));
        params.insert("signature".into(), signature.into());
        params
    }

    pub(crate) fn set_limits(&self, limits: &[RateLimit]) {
        self.budget().set_limits(limits);
    }

    /// New orders that the limits still allow now.
    pub(crate) fn orders_left(&self) -> u64 {
        self.budget().orders_left(self.clock.now_ms())
    }

    /// Takes `cost` if the budget allows it now.
    pub(crate) fn try_take(&self, cost: Cost) -> bool {
        let now_ms = self.clock.now_ms();
        self.budget().take(cost, now_ms).is_ok()
    }

    /// Waits until the budget allows `cost`, and takes it.
    pub(crate) async fn take(&self, cost: Cost) {
        loop {
            let now_ms = self.clock.now_ms();
            let taken = self.budget().take(cost, now_ms);
            let Err(wait) = taken else { return };
            let wait_ms = u64::try_from(wait.until_ms - now_ms).unwrap_or(0).max(1);
            tracing::debug!(wait_ms, "waiting for the venue's rate limits");
            tokio::time::sleep(Duration::from_millis(wait_ms)).await;
        }
    }

    fn signed<'a>(
        &self,
        method: Method,
        path: &'static str,
        params: Vec<(&'static str, &'a str)>,
    ) -> Request<'a> {
        let signed_at_ms = Some(self.clock.now_ms());
        Request {
            method,
            path,
            params,
            signed_at_ms,
        }
    }

    async fn send<T: DeserializeOwned>(&self, request: Request<'_>) -> Result<T, RestError> {
        let span = span(&request);
        let recorded = span.clone();
        async {
            let sent_ms = self.clock.now_ms();
            let answer = self.exchange(request).await;
            let (status, headers, body) = answer.map_err(|error| {
                let error = error.without_url();
                RestError::Unknown(chain(&error))
            })?;
            recorded.record("http.response.status_code", status.as_u16());
            self.observe(&headers, sent_ms);
            self.judge(status, &headers, &body)
        }
        .instrument(span)
        .await
    }

    async fn exchange(
        &self,
        request: Request<'_>,
    ) -> Result<(StatusCode, HeaderMap, Vec<u8>), reqwest::Error> {
        let mut query = query_string(request.params);
        let mut builder = match request.signed_at_ms {
            None => self
                .client
                .request(request.method, self.at(request.path, &query)),
            Some(timestamp_ms) => {
                let stamp = format!(
                    "recvWindow={}&timestamp={timestamp_ms}",
                    self.recv_window_ms
                );
                query = if query.is_empty() {
                    stamp
                } else {
                    format!("{query}&{stamp}")
                };
                let query = signed_query(&query, &self.secret);
                self.client
                    .request(request.method, self.at(request.path, &query))
            }
        };
        if request.signed_at_ms.is_some() {
            builder = builder.header("X-MBX-APIKEY", &self.api_key);
        }
        let mut response = builder.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > ANSWER_BYTES_MAX {
                // What is cut off cannot be read as JSON: the answer counts as unknown.
                break;
            }
            body.extend_from_slice(&chunk);
        }
        Ok((status, headers, body))
    }

    fn at(&self, path: &str, query: &str) -> String {
        if query.is_empty() {
            format!("{}{path}", self.url)
        } else {
            format!("{}{path}?{query}", self.url)
        }
    }

    fn observe(&self, headers: &HeaderMap, sent_ms: i64) {
        let now_ms = self.clock.now_ms();
        let mut budget = self.budget();
        for (name, value) in headers {
            if let Ok(value) = value.to_str() {
                budget.observe(name.as_str(), value, sent_ms, now_ms);
            }
        }
    }

    fn judge<T: DeserializeOwned>(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<T, RestError> {
        if status.is_success() {
            // The error names places in the text and not the text itself.
            return serde_json::from_slice(body).map_err(|error| {
                RestError::Unknown(format!("HTTP {status}, unreadable: {error}"))
            });
        }
        let error: Option<ApiError> = serde_json::from_slice(body).ok();
        let fate = fate(status, error);
        if let RestError::Limited(_) = fate {
            let seconds = headers
                .get(RETRY_AFTER)
                .and_then(|value| value.to_str().ok());
            let seconds = seconds.and_then(|text| text.trim().parse::<u64>().ok());
            let wait = seconds
                .map_or(LIMITED_WAIT, Duration::from_secs)
                .min(LIMITED_WAIT_MAX);
            let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
            let until_ms = self.clock.now_ms().saturating_add(wait_ms);
            self.budget().block_until(until_ms);
            tracing::warn!(wait_ms, error = %fate, "the venue's rate limits were exceeded");
        }
        Err(fate)
    }

    fn budget(&self) -> MutexGuard<'_, RateBudget> {
        self.budget
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The request's span, within the order's or call's that needs it. What the service asks of its own accord belongs to no trace.
fn span(request: &Request<'_>) -> tracing::Span {
    if tracing::Span::current().is_none() {
        return tracing::Span::none();
    }
    telemetry::span_from!(
        telemetry::names::VENUE_REQUEST,
        "",
        otel.kind = "client",
        http.request.method = request.method.as_str(),
        url.path = request.path,
        http.response.status_code = tracing::field::Empty,
    )
}

fn public<'a>(path: &'static str, params: Vec<(&'static str, &'a str)>) -> Request<'a> {
    Request {
        method: Method::GET,
        path,
        params,
        signed_at_ms: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn keys_and_signatures_are_in_no_error() {
        // Bound and closed again: nobody listens there.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        drop(listener);
        let text = include_str!("../example.toml").replace("127.0.0.1:7010", &address.to_string());
        let config: crate::Config = toml::from_str(&text).expect("the example");
        let keys = Keys {
            api_key: service::config::Secret::new("the-key"),
            secret_key: service::config::Secret::new("the-secret"),
        };
        assert_eq!(format!("{keys:?}").matches("the-").count(), 0);
        let tls = crate::socket::tls().expect("TLS");
        let rest = Rest::new(&config.venue, &keys, tls).expect("a client");
        let error = rest.account().await.expect_err("nobody listens");
        let text = format!("{error} {error:?}");
        assert!(text.contains("refused"), "{text}");
        for secret in ["the-key", "the-secret", "signature", "timestamp"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
