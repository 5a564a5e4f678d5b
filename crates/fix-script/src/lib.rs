//! Scripts of FIX sessions: what a peer sends, and what must come back. One small script a case, named by it.
//!
//! The lines are those of QuickFIX's acceptance suite (`I` and `E` for messages, `i` and `e` for everything else), with
//! a line of settings, steps of time, and short forms. A script is played on a [`Stage`]: the session core on a
//! virtual clock, or the engine over TCP and a clock that the script moves. `docs/fix-conformance.md` has the test cases of
//! the specification with their scripts. This crate parses, writes the peer's messages and compares; it has no socket
//! and no clock.
//!
//! ```text
//! # A comment.
//! session FIX.4.4 acceptor in=7 reset-on-logon      who we are: see `Settings`; one line for each connection
//! dictionary field 5001 Desk STRING                 what the session's dictionary has besides, a line each
//! iCONNECT                                          the peer connects
//! I35=A|34=7|98=0|108=30                            the peer sends a message
//! E35=A|34=1|98=0|108=30                            this must be the next thing that comes
//! +6s                                               time passes; +300ms
//! E35=0|34=2
//! iDISCONNECT                                       the peer closes
//! ```
//!
//! # Messages
//!
//! `|` is SOH. What starts with `35=` is a short form: 8, 9, 49, 52, 56 and 10 are those of the session, and everything
//! else stands in the order of the wire. What starts with `8=` is whole, but for 9 and 10, which are filled in where
//! they are missing. Anything else is sent as it is. `<TIME>`, `<TIME+10>` and `<TIME-121>` are the time, and so many
//! seconds more or less; `<TIME.9>` has nine decimals, where otherwise it has those of the version.
//!
//! In an `E` line a value is compared literally, with these exceptions: `*` is any value; `$name` is any value the first
//! time, and afterwards the same one again, in `I` lines as well; `<TIME>` is the time of the stage, within its
//! tolerance. `...` at the end: more fields may follow. CheckSum(10), BodyLength(9) and the CompIDs of what comes are
//! checked always, and need not be written.
//!
//! # Everything else
//!
//! | line | what it is |
//! | --- | --- |
//! | `iCONNECT`, `iDISCONNECT` | the peer opens a connection, or closes it |
//! | `eDISCONNECT` | we close it, and send nothing before |
//! | `iSEND 35=8\|37=a` | our application sends a message |
//! | `iLOGOUT [1409=N] [text]` | our shell ends the session |
//! | `iACCEPT [1409=N] [text]`, `iREFUSE …` | our shell's verdict on a Logon(A) |
//! | `iRESET`, `iNUMBERS in=5 out=9` | an operator changes the numbers; `eERROR …` where that is not possible |
//! | `iRESTART` | our process is killed, and starts again from what it stored |
//! | `+6s`, `+300ms` | time |
//! | `iWORD …`, `eWORD …` | anything else that a stage knows to do or to tell, e.g. `eDELIVER 35=D 34=2` |
//!
//! A number after the first letter is that of the connection, for scripts with several: `i2,CONNECT`, `I2,35=A|…`,
//! `E2,35=A|…`. After each line that makes something happen, everything that came of it must be asserted before the next.
//!
//! # What a stage tells
//!
//! The core tells `eDELIVER 35=T 34=N` (the application got it), `eRESET` (both numbers are 1 again),
//! `eAUTHENTICATE user password new-password`, and `eREFUSED` (nobody is logged on for `iSEND`). Over TCP a script with
//! such lines can be played where the stage's application tells the same.

mod compare;
mod expand;
mod play;
mod script;
mod settings;

pub use expand::draft;
pub use play::{Failure, Stage, Told, play};
pub use script::{ConnectionId, Deed, Expectation, Line, Script, ScriptError, Step};
pub use settings::{Settings, notice, numbers};
