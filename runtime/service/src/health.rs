//! The probe behind `--health`: one question to a running service's gRPC health, for images that have no other client.

use std::{net::IpAddr, time::Duration};

use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

use crate::{
    config::{Grpc, Peer},
    grpc::{self, GrpcError},
};

/// The longest that the answer may take.
const PROBE_DEADLINE: Duration = Duration::from_secs(3);

/// Why a service is not healthy.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HealthError {
    /// It can't be asked.
    #[error("{url} can't be asked")]
    Connect {
        /// Where.
        url: String,
        /// Why.
        source: GrpcError,
    },
    /// It does not answer.
    #[error("{url} does not answer: {problem}")]
    Answer {
        /// Where.
        url: String,
        /// What came instead. Not the whole status: it says the same thing many times over.
        problem: String,
    },
    /// It answers that it does not serve.
    #[error("{url} answers {status:?}")]
    NotServing {
        /// Where.
        url: String,
        /// What it answers.
        status: ServingStatus,
    },
}

/// Asks the service that listens as `config` says, at `address` where that is given.
pub(crate) async fn probe(config: &Grpc, address: Option<String>) -> Result<(), HealthError> {
    let scheme = if config.tls.is_some() {
        "https"
    } else {
        "http"
    };
    let address = address.unwrap_or_else(|| own_address(config));
    let url = format!("{scheme}://{address}");
    let peer = Peer {
        url: url.clone(),
        deadline: PROBE_DEADLINE,
        tls: config.tls.clone(),
    };
    let channel = match grpc::connect(&peer) {
        Ok(channel) => channel,
        Err(source) => return Err(HealthError::Connect { url, source }),
    };
    // No name: the whole server.
    let question = HealthCheckRequest::default();
    match HealthClient::new(channel).check(question).await {
        Ok(answer) => match answer.into_inner().status() {
            ServingStatus::Serving => Ok(()),
            status => Err(HealthError::NotServing { url, status }),
        },
        Err(status) => Err(HealthError::Answer {
            url,
            problem: status.message().to_owned(),
        }),
    }
}

/// Where the service is reached from its own machine.
fn own_address(config: &Grpc) -> String {
    let mut address = config.listen;
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip([127, 0, 0, 1].into()),
        IpAddr::V6(ip) if ip.is_unspecified() => {
            address.set_ip(std::net::Ipv6Addr::LOCALHOST.into());
        }
        IpAddr::V4(_) | IpAddr::V6(_) => {}
    }
    address.to_string()
}

#[cfg(test)]
mod tests {
    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::grpc::Server;

    fn listening(text: &str) -> Grpc {
        Grpc {
            listen: text.parse().expect("an address"),
            tls: None,
        }
    }

    #[tokio::test]
    async fn a_serving_process_is_healthy_until_it_has_shut_down() {
        let free_port = Grpc::loopback();
        let descriptors = tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET;
        let server = Server::bind(&free_port, descriptors).await;
        let server = server.expect("a free port");
        let config = listening(&server.address().to_string());
        let shutdown = CancellationToken::new();
        let serving = tokio::spawn(server.serve(shutdown.clone()));
        probe(&config, None).await.expect("it serves");
        shutdown.cancel();
        serving.await.expect("no panic").expect("an orderly end");
        let error = probe(&config, None).await.expect_err("nobody is there");
        assert!(matches!(error, HealthError::Answer { .. }), "{error}");
    }

    #[test]
    fn a_service_that_listens_everywhere_is_asked_on_the_loopback_address() {
        for (listen, asked) in [
            ("0.0.0.0:7002", "127.0.0.1:7002"),
            ("[::]:7002", "[::1]:7002"),
            ("10.1.2.3:7002", "10.1.2.3:7002"),
        ] {
            assert_eq!(own_address(&listening(listen)), asked);
        }
    }
}
