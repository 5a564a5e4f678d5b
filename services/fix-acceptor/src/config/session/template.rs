//! The `template` of a session whose `comp-id` is a pattern: then it is none itself, but what sessions are made of.

use fix_engine::{CompIds, NamedSession, TEMPLATE_COMP_ID_BYTES_MAX, Template as EngineTemplate};
use serde::Deserialize;
use service::config::ConfigError;

use crate::config::{SESSIONS_MAX, check_accounts};
use crate::event::DefinedSession;
use crate::template::SessionTemplate;

/// A `[sessions.template]` table.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Template {
    /// How many sessions there may be of it.
    pub sessions: usize,
    /// The peer has to show a client certificate that has its CompID among its names.
    #[serde(default)]
    pub certificate_of_comp_id: bool,
    /// Whoever comes has a session: nobody is asked for a password or a certificate.
    #[serde(default)]
    pub open: bool,
}

impl Template {
    /// The engine's template and the application's, from what a session with that CompID would be.
    pub(in crate::config) fn check(
        self,
        comp_id: &str,
        mut named: NamedSession,
        defined: DefinedSession,
        key: impl Fn(&str) -> String,
    ) -> Result<(EngineTemplate, SessionTemplate), ConfigError> {
        let Some(comp_ids) = CompIds::parse(comp_id) else {
            let problem = format!("{comp_id:?} has not one * that stands for what differs");
            return Err(ConfigError::value(key("comp-id"), problem));
        };
        if !(1..=SESSIONS_MAX).contains(&self.sessions) {
            let problem = format!("not 1 to {SESSIONS_MAX}");
            return Err(ConfigError::value(key("template.sessions"), problem));
        }
        let certificates = &named.access.certificates;
        if self.certificate_of_comp_id && certificates.is_required() {
            let problem = "the certificate has the CompID's name, or those of the list";
            return Err(ConfigError::value(key("certificate-names"), problem));
        }
        let asks = named.password.is_some() || certificates.is_required();
        if self.open == (asks || self.certificate_of_comp_id) {
            let problem = if self.open {
                "it is not open: a password or a certificate is asked for"
            } else {
                "anybody could log on: ask for a password or a certificate, or say open = true"
            };
            return Err(ConfigError::value(key("template.open"), problem));
        }
        let application = SessionTemplate::new(comp_ids.clone(), defined);
        let longest = "X".repeat(TEMPLATE_COMP_ID_BYTES_MAX);
        check_accounts(&key("accounts"), &application.accounts(&longest, &longest))?;
        named.name.truncate(named.name.len() - comp_id.len());
        let engine = EngineTemplate {
            session: named,
            comp_ids,
            sessions_max: self.sessions,
            is_certificate_named: self.certificate_of_comp_id,
        };
        Ok((engine, application))
    }
}
