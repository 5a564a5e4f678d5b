//! `docker compose up` for real: builds the images, starts the stack, buys indexes through it across a restart, looks at
//! the books and the trace, takes it down. It runs under a project name of its own: volumes of a stack that somebody
//! works with are not touched.

mod engine;
mod jaeger;

use std::{
    net::{SocketAddr, TcpListener, TcpStream},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::Context as _;

use crate::run::{command, run as run_command};

/// Containers and volumes of the check are named by it.
const PROJECT: &str = "sheaf-check";
/// What a person or a client reaches on the machine. Jaeger's come on top where it is there.
const PORTS: [u16; 9] = [7001, 7002, 7003, 7004, 7005, 7010, 7011, 8545, 9876];
/// Everything that keeps its state in a volume.
const STATEFUL: [&str; 7] = [
    "anvil",
    "chain-minter",
    "exchange-adapter",
    "fix-acceptor",
    "inventory",
    "sim-exchange",
    "solver",
];
/// The longest that the containers may take to be healthy, in seconds.
const HEALTHY_WITHIN: &str = "180";
/// An index whose basket needs prices is there a moment after its containers are healthy.
const FIRST_ORDER_WITHIN: Duration = Duration::from_mins(1);
/// Time between two tries.
const PAUSE: Duration = Duration::from_secs(2);

/// How the stack is run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Use the machine's own network, for engines without bridge networking.
    #[arg(long)]
    host_network: bool,
    /// Cargo's profile for the image; `dev` builds in a fraction of the time.
    #[arg(long, default_value = "release")]
    profile: String,
    /// Start the images that are there, and build none.
    #[arg(long)]
    no_build: bool,
    /// Leave the stack running at the end.
    #[arg(long)]
    keep: bool,
}

/// Says what is missing where there is no engine; otherwise fails when anything about the stack does.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    engine::check()?;
    let mut stack = Stack::new(options);
    // What an earlier check may have left.
    stack.take_down()?;
    for port in PORTS {
        let free = TcpListener::bind(("127.0.0.1", port));
        free.with_context(|| {
            format!("port {port} is taken; stop what has it (another stack? `docker compose down`)")
        })?;
    }
    if !options.no_build {
        run_command(&mut stack.compose(&["build"]))?;
    }
    stack.find_jaeger();
    let checked = stack.check();
    if checked.is_err() {
        // What the containers said says why.
        let logs = ["logs", "--no-color", "--tail", "50"];
        run_command(&mut stack.compose(&logs)).unwrap_or_else(|error| println!("{error:#}"));
    }
    if options.keep {
        println!("\nthe stack runs on: docker compose --project-name {PROJECT} down --volumes");
    } else {
        stack.take_down()?;
    }
    checked?;
    println!("\nthe stack works");
    Ok(())
}

struct Stack<'a> {
    options: &'a Options,
    jaeger: bool,
}

impl<'a> Stack<'a> {
    fn new(options: &'a Options) -> Self {
        Self {
            options,
            jaeger: true,
        }
    }

    fn compose(&self, arguments: &[&str]) -> Command {
        let mut compose = command("docker");
        compose.env("SHEAF_PROFILE", &self.options.profile);
        compose.args(["compose", "--project-name", PROJECT]);
        compose.args(["--file", "docker-compose.yml"]);
        if self.options.host_network {
            compose.args(["--file", "deploy/compose/host-network.yml"]);
        }
        compose.args(arguments);
        compose
    }

    /// Jaeger's image comes from a registry; a machine without one checks everything else.
    fn find_jaeger(&mut self) {
        let pulled = run_command(&mut self.compose(&["pull", "--policy", "missing", "jaeger"]));
        self.jaeger = pulled.is_ok();
        if !self.jaeger {
            println!(
                "\nJaeger's image can't be had here: the check goes on without it and its traces"
            );
        }
    }

    /// Starts what does not run, and waits until everything is healthy.
    fn start(&self) -> anyhow::Result<()> {
        let mut up = self.compose(&["up", "--detach", "--no-build", "--wait"]);
        up.args(["--wait-timeout", HEALTHY_WITHIN]);
        // By name: Compose would pull the image of whatever is in the file, even of what is scaled to nothing.
        up.args(STATEFUL).args(self.jaeger.then_some("jaeger"));
        run_command(&mut up)
    }

    fn check(&self) -> anyhow::Result<()> {
        self.start()?;
        for port in PORTS {
            reach(port)?;
        }
        let first = self.buy_first()?;
        // What was bought is in the journals, and nowhere else.
        run_command(self.compose(&["restart"]).args(STATEFUL))?;
        self.start()?;
        let second = "second";
        self.buy("2", "TOP5", second)?;
        self.look()?;
        if self.jaeger {
            jaeger::check(&[&first, second])?;
        }
        Ok(())
    }

    /// Tries again for a while, with another ClOrdID(11) each time. Returns the one that did it.
    fn buy_first(&self) -> anyhow::Result<String> {
        let deadline = Instant::now() + FIRST_ORDER_WITHIN;
        let mut attempt = 1;
        loop {
            let cl_ord_id = format!("first-{attempt}");
            match self.buy("1", "PAIR", &cl_ord_id) {
                Ok(()) => return Ok(cl_ord_id),
                Err(error) if Instant::now() < deadline => println!("{error:#}; trying again"),
                Err(error) => return Err(error),
            }
            attempt += 1;
            std::thread::sleep(PAUSE);
        }
    }

    /// The client's part, played inside the acceptor's container: its image has the command.
    fn buy(&self, client: &str, index: &str, cl_ord_id: &str) -> anyhow::Result<()> {
        let mut buy = self.sheaf("buy");
        buy.args(["--client", client, "--index", index, "--cash", "1000"]);
        buy.args(["--cl-ord-id", cl_ord_id]);
        run_command(&mut buy)
    }

    /// Fails when the books don't add up.
    fn look(&self) -> anyhow::Result<()> {
        let mut look = self.sheaf("look");
        look.args(["--solver", "http://solver:7002"]);
        look.args(["--exchange-adapter", "http://exchange-adapter:7003"]);
        look.args(["--inventory", "http://inventory:7004"]);
        run_command(&mut look)
    }

    fn sheaf(&self, what: &str) -> Command {
        let mut sheaf = self.compose(&["exec", "--no-TTY", "fix-acceptor", "sheaf", what]);
        sheaf.args(["--rpc", "http://anvil:8545"]);
        sheaf.args(["--chain-minter", "http://chain-minter:7005"]);
        sheaf
    }

    fn take_down(&self) -> anyhow::Result<()> {
        run_command(&mut self.compose(&["down", "--volumes", "--remove-orphans"]))
    }
}

/// The port is open on this machine.
fn reach(port: u16) -> anyhow::Result<()> {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let reached = TcpStream::connect_timeout(&address, Duration::from_secs(5));
    reached.with_context(|| format!("the stack is up, but nothing listens on {address}"))?;
    Ok(())
}
