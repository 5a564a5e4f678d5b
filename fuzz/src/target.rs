//! What is fuzzed, each with what it may hold in memory.

use crate::random::Random;
use crate::{codec, memory, mutate, session};

/// Something that takes any bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Target {
    /// Bytes of the wire: decoder, dictionary checks, groups, typed messages.
    Codec,
    /// A conversation with one end of a session, in any version and role, with breaks, kills and time.
    Session,
}

impl Target {
    /// All of them.
    pub const ALL: [Target; 2] = [Target::Codec, Target::Session];

    /// Its name, and the folder of its corpus.
    pub fn name(self) -> &'static str {
        match self {
            Target::Codec => "codec",
            Target::Session => "session",
        }
    }

    /// Its share of ten inputs: a conversation is some dozens of messages.
    pub fn share_of_ten(self) -> u64 {
        match self {
            Target::Codec => 9,
            Target::Session => 1,
        }
    }

    /// What it may hold while it takes an input of [`mutate::INPUT_BYTES_MAX`], the harness's own books included.
    pub fn held_bytes_max(self) -> usize {
        match self {
            Target::Codec => codec::HELD_BYTES_MAX,
            Target::Session => session::HELD_BYTES_MAX,
        }
    }

    /// Makes what is made once (dictionaries, samples), so that it is not taken for an input's.
    pub fn warm(self) {
        for index in 0..64 {
            self.run(&self.input(&mut Random::of(0, index)));
        }
    }

    /// Takes an input; panics if something that has to hold does not.
    pub fn run(self, input: &[u8]) {
        match self {
            Target::Codec => codec::run(input),
            Target::Session => session::run(input),
        }
    }

    /// Takes an input and counts what is held meanwhile; panics if that is too much.
    pub fn run_measured(self, input: &[u8]) -> usize {
        let held = memory::peak_bytes(|| self.run(input));
        assert!(
            held <= self.held_bytes_max(),
            "{} bytes held, {} allowed",
            held,
            self.held_bytes_max()
        );
        held
    }

    /// A new input from a seed: often a mutated valid one.
    pub fn input(self, random: &mut Random) -> Vec<u8> {
        match self {
            Target::Codec => mutate::codec_input(random),
            Target::Session => mutate::session_input(random),
        }
    }
}
