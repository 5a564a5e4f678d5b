//! What the sessions of this acceptor have in common: our CompID, and each version's terms.

use fix_engine::NamedSession;
use fix_session::{Role, SessionConfig};
use service::config::ConfigError;

use crate::config::check_name;
use crate::dialect::Dialect;

/// See the module.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    comp_id: String,
}

impl Terms {
    pub(crate) fn new(comp_id: &str) -> Result<Terms, ConfigError> {
        check_name("fix.comp-id", comp_id)?;
        Ok(Terms {
            comp_id: comp_id.to_owned(),
        })
    }

    /// A session that the client `comp_id` logs on to; `key` makes the name of what is wrong.
    pub(crate) fn session(
        &self,
        begin_string: &str,
        comp_id: &str,
        key: impl Fn(&str) -> String,
    ) -> Result<NamedSession, ConfigError> {
        let Some(dialect) = Dialect::of_begin_string(begin_string) else {
            let served = Dialect::ALL.map(|dialect| dialect.version().begin_string());
            let problem = format!("{begin_string:?} is not served: {} are", served.join(", "));
            return Err(ConfigError::value(key("begin-string"), problem));
        };
        check_name(&key("comp-id"), comp_id)?;
        let mut session = SessionConfig::new(
            Role::Acceptor,
            dialect.version(),
            &self.comp_id,
            comp_id,
            dialect.dictionaries(),
        );
        session.default_appl_ver_id = dialect.default_appl_ver_id().map(str::to_owned);
        Ok(NamedSession::acceptor(
            &self.name(begin_string, comp_id),
            session,
        ))
    }

    /// `FIX.4.4:SHEAF->CLIENT1`: how a session is called in the journal, by the solver and by operators.
    fn name(&self, begin_string: &str, comp_id: &str) -> String {
        format!("{begin_string}:{}->{comp_id}", self.comp_id)
    }

    /// The session of that name, which an operator defined. `None`: it was another acceptor's, with another CompID.
    pub(crate) fn session_named(&self, name: &str) -> Option<NamedSession> {
        let (begin_string, _) = name.split_once(':')?;
        let comp_id = name.strip_prefix(&self.name(begin_string, ""))?;
        self.session(begin_string, comp_id, str::to_owned).ok()
    }

    /// Our CompID.
    pub(crate) fn comp_id(&self) -> &str {
        &self.comp_id
    }

    /// Whether a session of that name could be one of this acceptor's.
    pub(crate) fn is_name(&self, name: &str) -> bool {
        self.session_named(name).is_some()
    }
}
