//! FIX servers under load, each in a process of its own: ours with each store, QuickFIX C++ with two of its own, and one
//! that knows no FIX.
//!
//! The server is pinned to the first core and whoever talks to it to the second, both in the real-time class where the
//! system allows it, so that the scheduler's taste and the machine's other work are the same for all, or nothing. What a
//! server costs is read from `/proc`.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::run::{command, read};

/// The kernel's unit of processor time in `/proc`, which is the same on every Linux.
const TICKS_A_SECOND: f64 = 100.0;
/// How long a server may take to listen.
const START_WAIT: Duration = Duration::from_secs(20);

/// What is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The reflector; its `--store`, if it has a journal.
    Ours(&'static str),
    /// QuickFIX's acceptor; its store.
    QuickFix(&'static str),
    /// What sends back what it reads.
    Echo,
}

/// The programs.
pub(crate) struct Programs {
    pub(crate) reflector: PathBuf,
    pub(crate) quickfix: PathBuf,
    pub(crate) dictionary: PathBuf,
}

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    folder: PathBuf,
}

/// What a process has used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Used {
    pub(crate) cpu_s: f64,
    pub(crate) memory_kib: f64,
}

impl Server {
    /// Starts one that listens; `peers` further sessions are for ours alone.
    pub(crate) fn start(programs: &Programs, kind: Kind, peers: usize) -> anyhow::Result<Self> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = free.local_addr()?;
        drop(free);
        let folder = std::env::temp_dir().join(format!("sheaf-bench-{}", address.port()));
        fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
        let mut server = match kind {
            Kind::Ours(store) => {
                let mut server = pinned(0, &programs.reflector);
                server.args(["--listen", &address.to_string(), "--store", store]);
                server.args(["--peers", &peers.to_string()]);
                if store != "memory" {
                    server.arg("--journal").arg(folder.join("journal"));
                }
                server
            }
            Kind::QuickFix(store) => {
                let mut server = pinned(0, &programs.quickfix);
                server.args([&address.port().to_string(), store]);
                server.arg(&folder).arg(&programs.dictionary);
                server
            }
            Kind::Echo => {
                let mut server = pinned(0, &std::env::current_exe()?);
                server.args(["bench", "echo", "--listen", &address.to_string()]);
                server
            }
        };
        let child = server
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("can't start {kind:?}"))?;
        let server = Server {
            child,
            address,
            folder,
        };
        let since = Instant::now();
        while TcpStream::connect(address).is_err() {
            ensure!(since.elapsed() < START_WAIT, "{kind:?} does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// What it has used so far.
    pub(crate) fn used(&self) -> anyhow::Result<Used> {
        let folder = PathBuf::from(format!("/proc/{}", self.child.id()));
        let read = |name: &str| fs::read_to_string(folder.join(name)).context("the server is gone");
        let stat = read("stat")?;
        // Behind the name, which may hold spaces: utime and stime are fields 14 and 15.
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let ticks = |at: usize| -> anyhow::Result<f64> {
            Ok(fields.get(at).context("/proc has another form")?.parse()?)
        };
        let status = read("status")?;
        let memory_kib = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next())
            .context("/proc has another form")?;
        Ok(Used {
            cpu_s: (ticks(11)? + ticks(12)?) / TICKS_A_SECOND,
            memory_kib: memory_kib.parse()?,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // There is nothing to do about what can't be stopped or removed.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A command that runs on one core, before others where that is allowed.
pub(crate) fn pinned(core: usize, program: &Path) -> Command {
    let real_time = ["-f", "5"];
    let is_allowed = read(command("chrt").args(real_time).arg("true")).is_ok();
    let mut pinned = command(if is_allowed { "chrt" } else { "taskset" });
    if is_allowed {
        pinned.args(real_time).arg("taskset");
    }
    pinned.args(["-c", &core.to_string()]).arg(program);
    pinned
}

/// What the load generator printed.
pub(crate) fn figure(printed: &Value, path: &str) -> anyhow::Result<f64> {
    let figure = printed.pointer(path).and_then(Value::as_f64);
    figure.with_context(|| format!("the load generator printed no {path}"))
}
