//! What the sessions that a template makes may trade: accounts that are named after their clients.

use fix_engine::CompIds;

use crate::event::{Copies, DefinedSession};

/// In an account, what the client's CompID stands for.
const COMP_ID: &str = "{comp-id}";
/// In an account, what the pattern's `*` stands for.
const WILDCARD: &str = "{*}";

/// See the module.
#[derive(Debug, Clone)]
pub struct SessionTemplate {
    comp_ids: CompIds,
    /// A session's definition, with the pattern for the CompID and accounts to fill in.
    defined: DefinedSession,
}

impl SessionTemplate {
    /// From the definition of a session whose name ends with the pattern.
    pub fn new(comp_ids: CompIds, defined: DefinedSession) -> Self {
        SessionTemplate { comp_ids, defined }
    }

    /// The definition of a session. `None`: it is none of the template's.
    pub(crate) fn define(&self, session: &str) -> Option<DefinedSession> {
        let pattern = self.comp_ids.to_string();
        let start = self.defined.session.strip_suffix(&pattern)?;
        let comp_id = session.strip_prefix(start)?;
        let wildcard = self.comp_ids.wildcard(comp_id)?;
        let copied = filled(&self.defined.copies.accounts, comp_id, wildcard);
        Some(DefinedSession {
            session: session.to_owned(),
            accounts: self.accounts(comp_id, wildcard),
            copies: Copies {
                accounts: copied,
                ..self.defined.copies.clone()
            },
            ..self.defined.clone()
        })
    }

    /// The accounts of a client.
    pub(crate) fn accounts(&self, comp_id: &str, wildcard: &str) -> Vec<String> {
        filled(&self.defined.accounts, comp_id, wildcard)
    }
}

fn filled(accounts: &[String], comp_id: &str, wildcard: &str) -> Vec<String> {
    let fill = |account: &String| {
        account
            .replace(COMP_ID, comp_id)
            .replace(WILDCARD, wildcard)
    };
    accounts.iter().map(fill).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clients_accounts_are_named_after_it() {
        let defined = DefinedSession {
            session: "FIX.4.4:SHEAF->DESK*".to_owned(),
            accounts: ["ACC-{*}", "{comp-id}", "POOL"].map(str::to_owned).into(),
            ..DefinedSession::default()
        };
        let template = SessionTemplate::new(CompIds::parse("DESK*").unwrap(), defined);
        let made = template.define("FIX.4.4:SHEAF->DESK7").unwrap();
        assert_eq!(made.session, "FIX.4.4:SHEAF->DESK7");
        assert_eq!(made.accounts, ["ACC-7", "DESK7", "POOL"]);
        assert_eq!(template.define("FIX.4.4:SHEAF->CHAIR7"), None);
        assert_eq!(template.define("FIX.4.2:SHEAF->DESK7"), None);
    }
}
