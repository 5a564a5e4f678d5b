//! The least that a server does: it sends back what it reads. What is beyond its latency is a FIX engine's; the rest is
//! the system's, and the load generator's.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener},
};

/// Bytes of a read.
const READ_BYTES: usize = 64 * 1024;

/// Where it listens.
#[derive(clap::Args)]
pub(crate) struct Options {
    #[arg(long)]
    listen: SocketAddr,
}

/// Serves one connection after the other until it is killed. A peer that is gone is no failure.
pub(crate) fn serve(options: &Options) -> anyhow::Result<()> {
    let listener = TcpListener::bind(options.listen)?;
    let mut room = vec![0; READ_BYTES];
    for stream in listener.incoming() {
        let mut stream = stream?;
        stream.set_nodelay(true)?;
        while let Ok(length @ 1..) = stream.read(&mut room) {
            if stream.write_all(&room[..length]).is_err() {
                break;
            }
        }
    }
    Ok(())
}
