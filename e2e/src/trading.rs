//! The switch that an operator halts and opens trading with.

use proto::v1::{SetTradingRequest, TradingState};
use service::machine::unix_ns;

use crate::{deployment::Deployment, trader::peers};

/// Halts everything, or opens it again.
pub async fn set_trading(deployment: &Deployment, state: TradingState) -> anyhow::Result<()> {
    let request = SetTradingRequest {
        command_id: format!("trading-{}", unix_ns()),
        state: state.into(),
        ..SetTradingRequest::default()
    };
    peers(deployment)?.solver.set_trading(request).await?;
    Ok(())
}
