//! A director and an artist that take money, and count how often they were called.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures::future::BoxFuture;
use mangakai_domain::BudgetCaps;
use mangakai_e2e::world::Cast;
use mangakai_events::v1::{Charged, Cost, Lineage};
use mangakai_generator::{
    BuiltinDirector, BuiltinIllustrator, Director, Drawing, GeneratorConfig, Illustrator, PanelBrief,
    ScriptBrief, WorkError, WrittenScript,
};

/// What a script costs, in micro-dollars.
pub const SCRIPT: u64 = 10_000;
/// What a picture costs.
pub const PICTURE: u64 = 40_000;

/// Does as the built-in ones do, for money.
#[derive(Debug, Default)]
pub struct Priced {
    /// Scripts written.
    pub scripts: AtomicU64,
    /// Pictures drawn.
    pub pictures: AtomicU64,
}

impl Priced {
    /// Pictures drawn so far.
    pub fn pictures(&self) -> u64 {
        self.pictures.load(Ordering::SeqCst)
    }
}

fn paid(cost_micros: u64) -> Cost {
    Cost {
        charged: Charged::Yes.into(),
        cost_micros,
    }
}

fn lineage(lineage: Lineage) -> Lineage {
    Lineage {
        provider: "painter".to_owned(),
        ..lineage
    }
}

impl Director for Priced {
    fn estimate_micros(&self, _: u32, _: u32) -> u64 {
        SCRIPT
    }

    fn write(&self, brief: ScriptBrief) -> BoxFuture<'_, Result<WrittenScript, WorkError>> {
        self.scripts.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            let written = BuiltinDirector.write(brief).await?;
            Ok(WrittenScript {
                cost: paid(SCRIPT),
                lineage: lineage(written.lineage),
                ..written
            })
        })
    }
}

impl Illustrator for Priced {
    fn estimate_micros(&self) -> u64 {
        PICTURE
    }

    fn draw(&self, brief: PanelBrief) -> BoxFuture<'_, Result<Drawing, WorkError>> {
        self.pictures.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            let drawing = BuiltinIllustrator.draw(brief).await?;
            Ok(Drawing {
                cost: paid(PICTURE),
                lineage: lineage(drawing.lineage),
                ..drawing
            })
        })
    }
}

/// A cast that takes money, and the one who takes it.
pub fn cast(caps: BudgetCaps) -> (Cast, Arc<Priced>) {
    let priced = Arc::new(Priced::default());
    let config = GeneratorConfig {
        retry_base: Duration::from_millis(20),
        caps,
        ..Cast::default().config
    };
    let cast = Cast {
        director: priced.clone(),
        illustrator: priced.clone(),
        config,
        ..Cast::default()
    };
    (cast, priced)
}
