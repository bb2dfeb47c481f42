//! What every handler stands on.

use std::sync::Arc;

use mangakai_blobs::Blobs;
use mangakai_domain::Budget;
use mangakai_log::{Kept, Log};
use mangakai_projections::Queries;
use mangakai_runtime::Metrics;
use mangakai_vault::Vault;
use tokio_util::sync::CancellationToken;

use crate::{front::Front, hub::Hub, openapi::Document, ready::Ready};

/// The rooms that a gateway uses.
#[derive(Clone, Debug)]
pub struct Deps {
    /// The truth.
    pub log: Log,
    /// What projections made of it.
    pub queries: Queries,
    /// Pictures and books.
    pub blobs: Blobs,
    /// Keys of the texts.
    pub vault: Vault,
    /// What `/metrics` shows; none: nothing is measured.
    pub metrics: Option<Metrics>,
}

/// State of every handler. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<AppState>);

/// See [`App`].
pub struct AppState {
    /// Who asks, how often, how many at once, and the settings.
    pub front: Front,
    /// The truth.
    pub log: Log,
    /// What projections made of it.
    pub queries: Queries,
    /// Pictures and books.
    pub blobs: Blobs,
    /// Keys of the texts.
    pub vault: Vault,
    /// What `/metrics` shows.
    pub metrics: Option<Metrics>,
    /// Budgets that were looked at.
    pub budgets: Kept<Budget>,
    /// Live tail of the log.
    pub hub: Hub,
    /// Can we serve?
    pub ready: Ready,
    /// The API in words.
    pub document: Document,
    /// Cancelled when streams should end and nobody should wait any longer.
    pub stopping: CancellationToken,
}

impl App {
    /// The state of one gateway.
    pub fn new(front: Front, deps: Deps, hub: Hub, document: Document, stopping: CancellationToken) -> App {
        App(Arc::new(AppState {
            ready: Ready::new(&front.config, &deps, hub.clone()),
            front,
            log: deps.log,
            queries: deps.queries,
            blobs: deps.blobs,
            vault: deps.vault,
            metrics: deps.metrics,
            budgets: Kept::default(),
            hub,
            document,
            stopping,
        }))
    }
}

impl std::ops::Deref for App {
    type Target = AppState;

    fn deref(&self) -> &AppState {
        &self.0
    }
}
