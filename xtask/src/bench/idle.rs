//! Rows of ten thousand sessions that are logged on and send nothing but heartbeats.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, ensure};

use super::server::{Kind, Programs, Server};
use super::{Better, Comparison, Row, Target};

/// Sessions; fewer where the system allows fewer sockets a process.
const SESSIONS: usize = 10_000;
/// HeartBtInt(108), which is what most desks have.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// What a session may cost, and all of them together.
const KIB_MAX: f64 = 32.0;
const CORE_PERCENT_MAX: f64 = 5.0;

/// Measures all of it, through one interval of heartbeats.
pub(crate) fn rows(programs: &Programs) -> anyhow::Result<Vec<Row>> {
    let server = Server::start(programs, Kind::Ours("sync"), SESSIONS)?;
    let empty = server.used()?;
    let mut peers = (0..SESSIONS)
        .map(|number| Peer::log_on(server.address, number))
        .collect::<anyhow::Result<Vec<_>>>()?;
    // The first interval is part of the start: buffers that the logons needed go.
    heartbeats(&mut peers)?;
    let before = server.used()?;
    let since = Instant::now();
    heartbeats(&mut peers)?;
    let after = server.used()?;
    #[allow(clippy::cast_precision_loss, reason = "ten thousand")]
    let kib = (after.memory_kib - empty.memory_kib) / SESSIONS as f64;
    let core = (after.cpu_s - before.cpu_s) / since.elapsed().as_secs_f64() * 100.0;
    Ok(vec![
        row(
            "memory a session, 10,000 logged on, synced store",
            "KiB",
            kib,
            KIB_MAX,
        ),
        row(
            "of a core, 10,000 sessions with heartbeats, synced store",
            "%",
            core,
            CORE_PERCENT_MAX,
        ),
    ])
}

fn row(name: &str, unit: &'static str, value: f64, limit: f64) -> Row {
    Row {
        name: name.to_owned(),
        unit,
        better: Better::Lower,
        value,
        median: None,
        against: vec![Comparison {
            with: "limit",
            value: limit,
            median: None,
            target: Some(Target::AtMost),
        }],
    }
}

/// Each peer sends a heartbeat, evenly over the interval, and takes what came.
fn heartbeats(peers: &mut [Peer]) -> anyhow::Result<()> {
    let since = Instant::now();
    let count = u32::try_from(peers.len()).context("too many peers")?;
    for (at, peer) in (0u32..).zip(peers) {
        let due = HEARTBEAT * at / count;
        std::thread::sleep(due.saturating_sub(since.elapsed()));
        peer.take()?;
        peer.send("0", "")?;
    }
    std::thread::sleep(HEARTBEAT.saturating_sub(since.elapsed()));
    Ok(())
}

struct Peer {
    stream: TcpStream,
    number: usize,
    next: u64,
}

impl Peer {
    fn log_on(address: SocketAddr, number: usize) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).with_context(|| {
            format!("session {number} can't connect: `ulimit -n` has to be higher")
        })?;
        let mut peer = Peer {
            stream,
            number,
            next: 1,
        };
        peer.send("A", &format!("98=0|108={}|141=Y|", HEARTBEAT.as_secs()))?;
        let mut answer = [0; 512];
        let length = peer.stream.read(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer[..length]);
        ensure!(
            answer.contains("\u{1}35=A\u{1}"),
            "session {number} got {answer:?}"
        );
        peer.stream.set_nonblocking(true)?;
        Ok(peer)
    }

    fn send(&mut self, msg_type: &str, fields: &str) -> anyhow::Result<()> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let body = format!(
            "35={msg_type}|34={}|49=PEER{}|52={}|56=ISLD|{fields}",
            self.next,
            self.number,
            timestamp(now)
        );
        self.next += 1;
        let message = format!("8=FIX.4.4|9={}|{body}", body.len()).replace('|', "\u{1}");
        let sum = message.bytes().fold(0u8, u8::wrapping_add);
        self.stream
            .write_all(format!("{message}10={sum:03}\u{1}").as_bytes())
            .with_context(|| format!("session {} was closed", self.number))
    }

    fn take(&mut self) -> anyhow::Result<()> {
        loop {
            match self.stream.read(&mut [0; 512]) {
                Ok(0) => anyhow::bail!("session {} was closed", self.number),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error).context("a session broke"),
            }
        }
    }
}

/// UTCTimestamp of seconds since 1970 (days to dates after Howard Hinnant).
fn timestamp(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day) = (days / 146_097, days % 146_097);
    let year_of_era = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}{month:02}{day:02}-{hour:02}:{minute:02}:{second:02}")
}
