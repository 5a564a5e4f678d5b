//! Two ends of a session, logged on: what one sends the other checks with every check on.

use fix_acceptor::Dialect;
use fix_codec::{Decoder, Draft, Limits, OwnedMessage, Step as Decoded};
use fix_session::{Action, Delivery, Numbers, Role, Session, SessionConfig};

use crate::desk::NOON;

/// See the module.
pub(crate) struct Wire {
    ours: Session,
    theirs: Session,
}

impl Wire {
    pub(crate) fn new(dialect: Dialect) -> Wire {
        let session = |role, sender: &str, target: &str| {
            let dictionaries = dialect.dictionaries();
            let mut config =
                SessionConfig::new(role, dialect.version(), sender, target, dictionaries);
            config.default_appl_ver_id = dialect.default_appl_ver_id().map(str::to_owned);
            Session::new(config, Numbers::default())
        };
        let mut wire = Wire {
            ours: session(Role::Acceptor, "SHEAF", "CLIENT1"),
            theirs: session(Role::Initiator, "CLIENT1", "SHEAF"),
        };
        let (mut logon, mut answer) = (Vec::new(), Vec::new());
        wire.ours.connected(NOON, &mut answer);
        wire.theirs.connected(NOON, &mut logon);
        let _ = deliver(&mut wire.ours, logon, &mut answer);
        let _ = deliver(&mut wire.theirs, answer, &mut Vec::new());
        assert!(wire.ours.is_logged_on() && wire.theirs.is_logged_on());
        wire
    }

    /// The message as the client gets it, after its session has found it valid.
    pub(crate) fn carry(&mut self, draft: &Draft) -> OwnedMessage {
        let (mut sent, mut said) = (Vec::new(), Vec::new());
        self.ours.send(draft, NOON, &mut sent).expect("logged on");
        let (message, delivery) = deliver(&mut self.theirs, sent, &mut said).expect("a message");
        assert!(
            delivery == Delivery::Application && said.is_empty(),
            "the client's session refuses {message}: {}",
            said.iter().map(shown).collect::<String>()
        );
        message
    }
}

/// Gives what one end sends to the other; what that says goes to `said`.
fn deliver(
    to: &mut Session,
    actions: Vec<Action>,
    said: &mut Vec<Action>,
) -> Option<(OwnedMessage, Delivery)> {
    let mut last = None;
    for action in actions {
        let Action::Send(sent) = action else { continue };
        let mut decoder = Decoder::new(Limits::DEFAULT);
        let Decoded::Message { message, .. } = decoder.decode(&sent.bytes) else {
            panic!("no message: {:?}", String::from_utf8_lossy(&sent.bytes));
        };
        let delivery = to.received(message, NOON, said);
        last = Some((OwnedMessage::decode(&sent.bytes).unwrap(), delivery));
    }
    last
}

fn shown(action: &Action) -> String {
    match action {
        Action::Send(sent) => String::from_utf8_lossy(&sent.bytes).replace('\u{1}', "|"),
        other => format!("{other:?}"),
    }
}
