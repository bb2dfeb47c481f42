//! Free ports of the loopback interface.

use std::{net::TcpListener, ops::Range};

use crate::LocalError;

/// Below the range from which the kernel takes the ports of outgoing connections: a client that keeps trying a stopped
/// server could otherwise be given the server's own port and keep it.
const CANDIDATES: Range<u16> = 15_000..32_000;
/// How many candidates are tried before we say that there is none.
const TRIES: usize = 200;

/// How often a start is tried on other ports, because another process may take one between our look and the start.
pub const PORT_TRIES: usize = 5;

/// A port that was free a moment ago.
pub fn free_port() -> Result<u16, LocalError> {
    let tries = (0..TRIES).map(|_| rand::random_range(CANDIDATES));
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    tries.into_iter().find(is_free).ok_or(LocalError::NoFreePort)
}
