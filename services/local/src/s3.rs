//! An S3 endpoint in this process.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use mangakai_runtime::Secret;
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    LocalError,
    durable_s3::DurableS3,
    files::{private_folder, secret},
    ports::{PORT_TRIES, free_port},
};

const STOP_PATIENCE: Duration = Duration::from_secs(10);
/// Pause after a connection could not be taken, for want of file descriptors say: the next try would fail as well.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// The secret is generated; the key id only names it.
const ACCESS_KEY: &str = "mangakai";

/// An object store over a folder.
#[derive(Debug)]
pub struct S3 {
    folder: PathBuf,
    address: SocketAddr,
    secret_key: Secret,
    stop: CancellationToken,
    serving: Option<JoinHandle<()>>,
}

impl S3 {
    /// Serves the objects in `folder` on a free port of the loopback interface.
    pub async fn start(folder: &Path) -> Result<S3, LocalError> {
        private_folder(folder)?;
        let secret_key = secret(&folder.join(".secret-key"))?;
        let address = loopback(free_port()?);
        let stop = CancellationToken::new();
        let mut s3 = S3 {
            folder: folder.to_owned(),
            address,
            secret_key,
            stop,
            serving: None,
        };
        for _ in 1..PORT_TRIES {
            if s3.start_again().await.is_ok() {
                return Ok(s3);
            }
            s3.address = loopback(free_port()?);
        }
        s3.start_again().await?;
        Ok(s3)
    }

    /// Serves again on the same port and data, after a stop.
    pub async fn start_again(&mut self) -> Result<(), LocalError> {
        let failed = |cause| LocalError::System {
            what: "starting the object store",
            cause,
        };
        let mut builder = S3ServiceBuilder::new(DurableS3::new(&self.folder).map_err(failed)?);
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, self.secret_key.reveal()));
        let service = builder.build();
        let listener = TcpListener::bind(self.address).await.map_err(failed)?;
        self.stop = CancellationToken::new();
        let stop = self.stop.clone();
        self.serving = Some(tokio::spawn(async move {
            let server = Builder::new(TokioExecutor::new());
            let graceful = GracefulShutdown::new();
            while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
                let socket = match accepted {
                    Ok((socket, _)) => socket,
                    Err(error) => {
                        tracing::warn!("The object store cannot take a connection: {error}");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                        continue;
                    }
                };
                // Answers are small: none of them waits for a second packet.
                let _ = socket.set_nodelay(true);
                let connection = server.serve_connection(TokioIo::new(socket), service.clone());
                let connection = graceful.watch(connection.into_owned());
                // A client that goes away in the middle is no event here.
                tokio::spawn(async move { connection.await.ok() });
            }
            drop(listener);
            let _ = tokio::time::timeout(STOP_PATIENCE, graceful.shutdown()).await;
        }));
        Ok(())
    }

    /// Finishes what runs and stops listening.
    pub async fn stop(&mut self) {
        self.stop.cancel();
        if let Some(serving) = self.serving.take() {
            let _ = serving.await;
        }
    }

    /// Address for clients.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Access key id for clients.
    pub fn access_key(&self) -> &str {
        ACCESS_KEY
    }

    /// Secret access key for clients.
    pub fn secret_key(&self) -> &str {
        self.secret_key.reveal()
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}
