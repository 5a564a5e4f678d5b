//! Scripts as random bytes: which step comes next, and what it needs.

use crate::random::Random;

/// What may happen next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Happens {
    Connect,
    Break,
    Kill,
    Time,
    /// Time until the session has something to do.
    Wait,
    OurLogout,
    OurMessage,
    /// A message of the peer, of any kind.
    Message,
    /// Application messages of the peer that come before their turn.
    Early,
    /// The peer answers a ResendRequest(2) with one gap fill.
    GapFill,
    /// Bytes of the peer that may be no message.
    Bytes,
    Garbled,
    Verdict,
    /// An operator starts both sides at 1.
    ResetNumbers,
    /// An operator moves the numbers.
    SetNumbers,
}

pub(super) const HAPPENS: [Happens; 15] = [
    Happens::Connect,
    Happens::Break,
    Happens::Kill,
    Happens::Time,
    Happens::Wait,
    Happens::OurLogout,
    Happens::OurMessage,
    Happens::Message,
    Happens::Early,
    Happens::GapFill,
    Happens::Bytes,
    Happens::Garbled,
    Happens::Verdict,
    Happens::ResetNumbers,
    Happens::SetNumbers,
];

/// The beginning of most scripts: a configuration, a connection, a logon.
pub fn opening(random: &mut Random) -> Vec<u8> {
    let mut options = || if random.once_in(2) { 0 } else { random.byte() };
    let (options, more) = (options(), options());
    let role = u8::from(random.once_in(2));
    let mut script = vec![random.byte(), options & !1 | role, more];
    if random.below(20) > 0 {
        script.push(at(Happens::Connect));
        script.extend([at(Happens::Message), 0, 0, 0, 0]);
        script.push(at(Happens::Verdict));
        script.push(0);
    }
    script
}

/// One more step, mostly a sensible one.
pub fn step_input(random: &mut Random, script: &mut Vec<u8>) {
    let happens = match random.below(40) {
        0 => Happens::Connect,
        1 => Happens::Break,
        2 => Happens::Kill,
        3 | 4 => Happens::Time,
        5 | 6 => Happens::Wait,
        7 => Happens::OurLogout,
        8..=13 => Happens::OurMessage,
        14..=27 => Happens::Message,
        28..=31 => Happens::Early,
        32..=34 => Happens::GapFill,
        35 => Happens::Bytes,
        36 => Happens::Garbled,
        37 => Happens::ResetNumbers,
        38 => Happens::SetNumbers,
        _ => Happens::Verdict,
    };
    script.push(at(happens));
    match happens {
        Happens::Message => {
            let number = if random.below(4) > 0 {
                0
            } else {
                random.byte()
            };
            let flags = match random.below(4) {
                0 => random.byte(),
                1 => 1 << random.below(8),
                _ => 0,
            };
            script.extend([random.byte() % 16, number, flags, random.byte()]);
        }
        Happens::Bytes => {
            let length = random.below(40);
            script.push(u8::try_from(length).unwrap_or(0));
            script.extend(random.bytes(length));
        }
        Happens::Time
        | Happens::OurLogout
        | Happens::OurMessage
        | Happens::GapFill
        | Happens::Garbled
        | Happens::Verdict => script.push(random.byte()),
        Happens::Early | Happens::SetNumbers => script.extend([random.byte(), random.byte()]),
        Happens::ResetNumbers
        | Happens::Connect
        | Happens::Break
        | Happens::Kill
        | Happens::Wait => {}
    }
}

fn at(happens: Happens) -> u8 {
    let at = HAPPENS.iter().position(|listed| *listed == happens);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(0)
}
