//! One file a state: what each does with what comes.

pub(crate) mod active;
pub(crate) mod disconnected;
pub(crate) mod logon_expected;
pub(crate) mod logon_pending;
pub(crate) mod logon_sent;
pub(crate) mod logout_sent;
