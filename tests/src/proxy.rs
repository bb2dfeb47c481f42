//! A TCP proxy that cuts connections after a given number of bytes: what a bad network does to a stream.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Forwards to one address; each connection dies after so many bytes of answer.
#[derive(Debug)]
pub struct CuttingProxy {
    address: SocketAddr,
    cut_after: Arc<AtomicU64>,
    accepting: JoinHandle<()>,
}

impl CuttingProxy {
    /// Starts on a free port of the loopback interface; cuts nothing at first.
    pub async fn start(target: SocketAddr) -> std::io::Result<CuttingProxy> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let cut_after = Arc::new(AtomicU64::new(u64::MAX));
        let limit = cut_after.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(forward(client, target, limit.load(Ordering::SeqCst)));
            }
        });
        Ok(CuttingProxy {
            address,
            cut_after,
            accepting,
        })
    }

    /// Address of the proxy as a base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Connections opened from now on die after so many bytes.
    pub fn cut_after(&self, bytes: u64) {
        self.cut_after.store(bytes, Ordering::SeqCst);
    }
}

impl Drop for CuttingProxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn forward(client: TcpStream, target: SocketAddr, mut left: u64) -> std::io::Result<()> {
    let server = TcpStream::connect(target).await?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let upward = tokio::spawn(async move { copy(&mut from_client, &mut to_server).await });
    let mut buffer = [0; 1024];
    while left > 0 {
        let read = from_server.read(&mut buffer).await?;
        if read == 0 {
            break;
        }
        let send = read.min(usize::try_from(left).unwrap_or(usize::MAX));
        to_client.write_all(&buffer[..send]).await?;
        left -= send as u64;
    }
    upward.abort();
    to_client.shutdown().await
}
