//! What every session of this acceptor has in common: our CompID, the version, the dictionary with our fields.

use fix_engine::NamedSession;
use fix_session::{Credentials, Dictionaries, Role, SessionConfig, Version};
use service::config::ConfigError;

use crate::config::check_name;
use crate::custom;

/// See the module.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    comp_id: String,
    dictionaries: Dictionaries,
}

impl Terms {
    pub(crate) fn new(comp_id: &str) -> Result<Terms, ConfigError> {
        check_name("fix.comp-id", comp_id)?;
        let dictionary =
            custom::dictionary().map_err(|error| ConfigError::value("sessions", error))?;
        let dictionaries = Dictionaries {
            session: dictionary.clone(),
            application: dictionary,
        };
        Ok(Terms {
            comp_id: comp_id.to_owned(),
            dictionaries,
        })
    }

    /// A session that the client `comp_id` logs on to; `key` makes the name of what is wrong.
    pub(crate) fn session(
        &self,
        begin_string: &str,
        comp_id: &str,
        credentials: Option<Credentials>,
        key: impl Fn(&str) -> String,
    ) -> Result<NamedSession, ConfigError> {
        if begin_string != Version::Fix44.begin_string() {
            let problem = format!("{begin_string:?} is not served: FIX.4.4 is");
            return Err(ConfigError::value(key("begin-string"), problem));
        }
        check_name(&key("comp-id"), comp_id)?;
        let (role, version) = (Role::Acceptor, Version::Fix44);
        let mut session = SessionConfig::new(
            role,
            version,
            &self.comp_id,
            comp_id,
            self.dictionaries.clone(),
        );
        session.credentials = credentials;
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
        let begin_string = Version::Fix44.begin_string();
        let comp_id = name.strip_prefix(&self.name(begin_string, ""))?;
        self.session(begin_string, comp_id, None, str::to_owned)
            .ok()
    }
}
