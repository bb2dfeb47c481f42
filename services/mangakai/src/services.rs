//! The rooms, connected: what every role of a process shares.

use std::sync::Arc;

use anyhow::Context;
use mangakai_blobs::{Blobs, BlobsConfig};
use mangakai_generator::{
    BuiltinDirector, BuiltinIllustrator, Director, Faults, Generator, GeneratorConfig, GeneratorDeps,
    HiredDirector, HiredIllustrator, Illustrator, NoFaults,
};
use mangakai_log::{JobsConfig, Log, LogConfig};
use mangakai_projections::{Pool, Queries, open_pool};
use mangakai_providers::Providers;
use mangakai_vault::{MasterKey, Vault};

use crate::{
    exit::{Exit, Fatal},
    hire::hire,
    settings::{BackendSettings, ServeSettings},
};

/// Connections of one process to the database.
pub const POOL_SIZE: usize = 16;

/// Panels drawn at the same time when models draw them: these wait, and cost no processor.
const HIRED_PANEL_SLOTS: usize = 8;

/// Everything a role may need. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    /// The log.
    pub log: Log,
    /// The database.
    pub pool: Pool,
    /// Data keys.
    pub vault: Vault,
    /// Pictures and books.
    pub blobs: Blobs,
    /// Read models.
    pub queries: Queries,
    /// Models that write and draw.
    pub providers: Providers,
}

impl Services {
    /// Connects to everything; makes streams, tables and the bucket where they are missing.
    pub async fn connect(backend: &BackendSettings, serve: &ServeSettings) -> anyhow::Result<Services> {
        backend.check_token_key()?;
        let providers = hire(&serve.providers)?;
        let master = MasterKey::parse(backend.master_key.reveal())
            .map_err(|error| Fatal::new(Exit::Usage, format!("MANGAKAI_MASTER_KEY: {error}")))?;
        let pool = open_pool(backend.database_url.reveal(), POOL_SIZE)
            .map_err(|error| Fatal::new(Exit::Usage, format!("MANGAKAI_DATABASE_URL: {error}")))?;
        let vault = Vault::new(pool.clone(), master);
        let blobs = Blobs::connect(&BlobsConfig {
            endpoint: backend.s3_endpoint.clone(),
            region: backend.s3_region.clone(),
            bucket: backend.s3_bucket.clone(),
            access_key: backend.s3_access_key.reveal().to_owned(),
            secret_key: backend.s3_secret_key.reveal().to_owned(),
            force_path_style: backend.s3_path_style,
        });
        let config = LogConfig {
            streams: serve.log_streams,
            replicas: backend.nats_replicas,
            jobs: JobsConfig {
                ack_wait: serve.ack_wait(),
                ..JobsConfig::default()
            },
            ..LogConfig::single(&backend.nats_url)
        };
        let (log, (), ()) = tokio::try_join!(
            async { Log::connect(config).await.context("the log") },
            async { migrate(&pool, &vault).await.context("the database") },
            async { blobs.ensure_bucket().await.context("the object store") },
        )?;
        let queries = Queries::new(pool.clone());
        Ok(Services {
            log,
            pool,
            vault,
            blobs,
            queries,
            providers,
        })
    }

    /// The workers, with models where there are some, else with the built-in director and artist.
    pub fn generator(&self, serve: &ServeSettings) -> Generator {
        let Providers {
            text,
            pictures,
            moderation,
        } = self.providers.clone();
        let mut config = generator_config(serve);
        let director: Arc<dyn Director> = if text.is_empty() {
            Arc::new(BuiltinDirector)
        } else {
            Arc::new(HiredDirector::new(text, moderation))
        };
        let illustrator: Arc<dyn Illustrator> = if pictures.is_empty() {
            Arc::new(BuiltinIllustrator)
        } else {
            config.panel_slots = serve.panel_slots.unwrap_or(HIRED_PANEL_SLOTS);
            Arc::new(HiredIllustrator::new(pictures))
        };
        self.generator_with(config, director, illustrator, Arc::new(NoFaults))
    }

    /// The workers, with whoever plans, draws and breaks.
    pub fn generator_with(
        &self,
        config: GeneratorConfig,
        director: Arc<dyn Director>,
        illustrator: Arc<dyn Illustrator>,
        faults: Arc<dyn Faults>,
    ) -> Generator {
        let (log, vault, blobs) = (self.log.clone(), self.vault.clone(), self.blobs.clone());
        Generator::new(
            GeneratorDeps {
                log,
                vault,
                blobs,
                director,
                illustrator,
                faults,
            },
            config,
        )
    }
}

fn generator_config(serve: &ServeSettings) -> GeneratorConfig {
    let defaults = GeneratorConfig::default();
    GeneratorConfig {
        panel_slots: serve.panel_slots.unwrap_or(defaults.panel_slots),
        panel_deadline: serve.panel_deadline(),
        caps: serve.caps(),
        ..defaults
    }
}

/// Brings the tables up to date. Each room lets one process at a time do it.
async fn migrate(pool: &Pool, vault: &Vault) -> anyhow::Result<()> {
    vault.migrate().await?;
    mangakai_projections::migrate(pool).await?;
    Ok(())
}
