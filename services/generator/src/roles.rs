//! The roles of this room: dispatcher, director, illustrator.

use std::sync::Arc;

use mangakai_blobs::Blobs;
use mangakai_domain::{Budget, PanelVersion, TaskId};
use mangakai_events::{Event, decode_job, jobs::job};
use mangakai_log::{Delivery, Kept, Log, LogError, Outcome};
use mangakai_vault::Vault;
use tokio_util::sync::CancellationToken;

use crate::{
    Director, Faults, GeneratorConfig, Illustrator,
    at_hand::AtHand,
    bind_book::bind_book,
    dispatcher::{self, dispatch},
    draw_panel::draw_panel,
    settler::{self, settle},
    shred_task::shred_task,
    sweeper::sweep,
    write_script::write_script,
};

const WRITE_SCRIPT: &str = "write_script";
const DRAW_PANEL: &str = "draw_panel";
const BIND_BOOK: &str = "bind_book";
const SHRED_TASK: &str = "shred_task";

/// What the generator works with.
#[derive(Clone, Debug)]
pub struct GeneratorDeps {
    /// The log.
    pub log: Log,
    /// The keys.
    pub vault: Vault,
    /// Pictures and books.
    pub blobs: Blobs,
    /// Who plans.
    pub director: Arc<dyn Director>,
    /// Who draws.
    pub illustrator: Arc<dyn Illustrator>,
    /// Where tests crash.
    pub faults: Arc<dyn Faults>,
}

/// All workers of a process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Generator(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    deps: GeneratorDeps,
    config: GeneratorConfig,
    budgets: Kept<Budget>,
}

impl Generator {
    /// Nothing runs yet.
    pub fn new(deps: GeneratorDeps, config: GeneratorConfig) -> Generator {
        Generator(Arc::new(Inner {
            deps,
            config,
            budgets: Kept::default(),
        }))
    }

    pub(crate) fn log(&self) -> &Log {
        &self.0.deps.log
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.deps.vault
    }

    pub(crate) fn blobs(&self) -> &Blobs {
        &self.0.deps.blobs
    }

    pub(crate) fn director(&self) -> &dyn Director {
        &*self.0.deps.director
    }

    pub(crate) fn illustrator(&self) -> &dyn Illustrator {
        &*self.0.deps.illustrator
    }

    pub(crate) fn faults(&self) -> &dyn Faults {
        &*self.0.deps.faults
    }

    pub(crate) fn config(&self) -> &GeneratorConfig {
        &self.0.config
    }

    pub(crate) fn budgets(&self) -> &Kept<Budget> {
        &self.0.budgets
    }

    /// Turns events into jobs, settles what attempts spent and watches over what is unfinished, until asked to stop.
    pub async fn run_dispatcher(&self, shutdown: CancellationToken) -> Result<(), LogError> {
        let streams = 0..self.log().streams();
        let (mut reactors, mut settlers) = (Vec::new(), Vec::new());
        for stream in streams.clone() {
            reactors.push(self.log().reactor::<Event>(dispatcher::REACTOR, stream).await?);
            settlers.push(self.log().reactor::<Event>(settler::REACTOR, stream).await?);
        }
        let reacting = reactors
            .into_iter()
            .map(|reactor| reactor.run(shutdown.clone(), |commit| dispatch(self, commit)));
        let settling = settlers
            .into_iter()
            .map(|reactor| reactor.run(shutdown.clone(), |commit| settle(self, commit)));
        let sweeping = streams.map(|stream| sweep(self.clone(), stream, shutdown.clone()));
        tokio::join!(
            futures::future::join_all(reacting),
            futures::future::join_all(settling),
            futures::future::join_all(sweeping)
        );
        Ok(())
    }

    /// Writes scripts until asked to stop.
    pub async fn run_director(&self, shutdown: CancellationToken) -> Result<(), LogError> {
        self.work(WRITE_SCRIPT, self.config().script_slots, shutdown)
            .await
    }

    /// Draws panels, binds books and shreds erased tasks until asked to stop.
    pub async fn run_illustrator(&self, shutdown: CancellationToken) -> Result<(), LogError> {
        let (panels, books) = (self.config().panel_slots, self.config().book_slots);
        let results = tokio::join!(
            self.work(DRAW_PANEL, panels, shutdown.clone()),
            self.work(BIND_BOOK, books, shutdown.clone()),
            self.work(SHRED_TASK, 1, shutdown),
        );
        results.0.and(results.1).and(results.2)
    }

    async fn work(
        &self,
        kind: &'static str,
        slots: usize,
        shutdown: CancellationToken,
    ) -> Result<(), LogError> {
        let worker = self.log().jobs().worker(kind, slots, shutdown).await?;
        let generator = self.clone();
        worker
            .run(move |delivery| handle(generator.clone(), kind, delivery))
            .await;
        Ok(())
    }
}

/// One job, by what it is.
async fn handle(generator: Generator, kind: &'static str, delivery: Delivery) -> Outcome {
    let (job, what) = match decode_job(&delivery.body) {
        Ok(decoded) => decoded,
        Err(error) => return Outcome::GiveUp(error.to_string()),
    };
    let Ok(task) = job.task_id.parse::<TaskId>() else {
        return Outcome::GiveUp(format!("{} is not a task id", job.task_id));
    };
    let at_hand = AtHand::new(&generator, kind, task, &delivery);
    match what {
        job::Kind::WriteScript(_) => write_script(at_hand).await,
        job::Kind::DrawPanel(draw) => {
            draw_panel(
                at_hand,
                PanelVersion {
                    panel: draw.panel,
                    version: draw.version,
                },
            )
            .await
        }
        job::Kind::BindBook(bind) => bind_book(at_hand, bind.book).await,
        job::Kind::ShredTask(_) => shred_task(at_hand).await,
    }
}
