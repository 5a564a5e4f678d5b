//! Settings, accounts and indexes. Giving the same again does nothing, so a configuration can be given at each start.

use crate::draft::Draft;
use crate::event::Event;
use crate::{ClientAccount, Index, Issuance, Limits, Rejection, Settings, Trading};
use ledger::Name;

pub(super) fn configure(state: &Issuance, settings: Settings) -> Result<Vec<Event>, Rejection> {
    settings.check()?;
    if let Some(known) = state.settings() {
        if *known == settings {
            return Ok(Vec::new());
        }
        let fixed = if known.cash != settings.cash {
            Some("cash")
        } else if known.cash_scale != settings.cash_scale {
            Some("the cash scale")
        } else if known.instance != settings.instance {
            Some("the instance")
        } else {
            None
        };
        if let Some(fixed) = fixed {
            return Err(Rejection::FixedSetting(fixed));
        }
    }
    Ok(vec![Event::Configured { settings }])
}

pub(super) fn define_account(
    draft: &mut Draft<'_>,
    command_id: String,
    account: ClientAccount,
) -> Result<(), Rejection> {
    account.check()?;
    if draft.state.account(&account.name) == Some(&account) {
        return Ok(());
    }
    if draft
        .state
        .by_address
        .get(&account.address)
        .is_some_and(|name| *name != account.name)
    {
        return Err(Rejection::BadAccount {
            name: account.name,
            problem: "another account has this address",
        });
    }
    let (name, address) = (account.name.clone(), account.address.clone());
    draft.record(Event::AccountDefined {
        account,
        command_id,
    })?;
    if let Some(amount) = draft.state.unclaimed.get(&address).copied() {
        super::collateral::claim(draft, &name, address.clone(), amount)?;
    }
    super::burns::claim(draft, &name, &address)
}

pub(super) fn define_index(
    draft: &mut Draft<'_>,
    command_id: String,
    index: Index,
) -> Result<(), Rejection> {
    index.check(&draft.settings.cash, draft.settings.cash_scale)?;
    let known = draft.desk.indexes.get(&index.symbol);
    if known.is_some_and(|known| **known == index) {
        return Ok(());
    }
    if known.is_some_and(|known| known.units_scale != index.units_scale) {
        return Err(Rejection::BadIndex {
            symbol: index.symbol,
            problem: "the decimals of its units can't be changed".into(),
        });
    }
    let as_asset = draft
        .state
        .indexes()
        .flat_map(|other| &other.basket)
        .any(|entry| *entry.asset == *index.symbol);
    let as_index = index.basket.iter().find(|entry| {
        draft
            .state
            .indexes()
            .any(|other| *other.symbol == *entry.asset)
    });
    if as_asset || as_index.is_some() {
        let problem = match as_index {
            Some(entry) => format!("{} is an index itself", entry.asset),
            None => "the symbol is an asset's of another index".into(),
        };
        return Err(Rejection::BadIndex {
            symbol: index.symbol,
            problem,
        });
    }
    let at_unix_ns = draft.now_unix_ns;
    draft.record(Event::IndexDefined {
        index,
        command_id,
        at_unix_ns,
    })
}

pub(super) fn set_trading(
    draft: &mut Draft<'_>,
    command_id: String,
    index: Option<Name>,
    trading: Trading,
) -> Result<(), Rejection> {
    if let Some(index) = &index
        && draft.desk.indexes.get(index).is_none()
    {
        return Err(Rejection::UnknownIndex(index.clone()));
    }
    if draft.state.switches.own(index.as_ref()) == trading {
        return Ok(());
    }
    draft.record(Event::TradingSet {
        command_id,
        index,
        trading,
    })
}

pub(super) fn set_limits(
    draft: &mut Draft<'_>,
    command_id: String,
    account: Name,
    limits: Limits,
) -> Result<(), Rejection> {
    if draft.state.account(&account).is_none() {
        return Err(Rejection::UnknownAccount(account));
    }
    if let Some(problem) = limits.problem() {
        return Err(Rejection::BadLimits { account, problem });
    }
    if draft.state.limits(&account) == limits {
        return Ok(());
    }
    draft.record(Event::LimitsSet {
        command_id,
        account,
        limits,
    })
}
