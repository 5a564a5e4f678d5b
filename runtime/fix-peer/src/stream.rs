//! A connection's bytes, in the clear or through TLS.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;

#[derive(Debug)]
pub(crate) enum Stream {
    Plain(TcpStream),
    Tls {
        socket: TcpStream,
        tls: Box<rustls::Connection>,
    },
}

impl Stream {
    /// Shakes hands. `false`: the server did not agree, and the connection has ended; an error: we did not.
    pub(crate) fn agree(
        mut socket: TcpStream,
        mut tls: rustls::Connection,
    ) -> Result<(Stream, bool), String> {
        let mut outcome = Ok(());
        while outcome.is_ok() && tls.is_handshaking() {
            outcome = tls.complete_io(&mut socket).map(drop);
        }
        if let Err(error) = &outcome
            && let Some(cause) = error.get_ref()
            && let Some(rustls::Error::InvalidCertificate(_)) = cause.downcast_ref()
        {
            return Err(error.to_string());
        }
        let tls = Box::new(tls);
        Ok((Stream::Tls { socket, tls }, outcome.is_ok()))
    }

    pub(crate) fn socket(&self) -> &TcpStream {
        match self {
            Stream::Plain(socket) | Stream::Tls { socket, .. } => socket,
        }
    }

    pub(crate) fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(socket) => socket.read(room),
            Stream::Tls { socket, tls } => {
                while tls.wants_read() && tls.complete_io(socket)?.0 > 0 {}
                tls.reader().read(room)
            }
        }
    }

    pub(crate) fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Stream::Plain(socket) => socket.write_all(bytes),
            Stream::Tls { socket, tls } => {
                tls.writer().write_all(bytes)?;
                while tls.wants_write() {
                    tls.write_tls(socket)?;
                }
                Ok(())
            }
        }
    }
}
