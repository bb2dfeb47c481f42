//! The built-in director and artist: no key, no network, no cost.

use bytes::Bytes;
use futures::future::BoxFuture;
use mangakai_events::v1::Lineage;
use mangakai_studio::{Brief, Size, draw_panel, encode_smallest, write_script};

use crate::{
    Director, Drawing, Illustrator, PanelBrief, ScriptBrief, WorkError, WrittenScript, models::free,
};

/// Name of the provider that the studio is.
pub const BUILTIN: &str = "builtin";
const MODEL: &str = concat!("studio-", env!("CARGO_PKG_VERSION"));
/// Panels are square until a page gives them another shape.
pub(crate) const PANEL: Size = Size {
    width: 1024,
    height: 1024,
};
const SCALE: f64 = 1.0;

/// Plans by rules.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltinDirector;

impl Director for BuiltinDirector {
    fn write(&self, brief: ScriptBrief) -> BoxFuture<'_, Result<WrittenScript, WorkError>> {
        Box::pin(blocking(move || {
            let rules = Brief {
                story: &brief.story,
                panels: brief.panels,
                language: brief.language.as_deref(),
                reading_direction: brief.reading_direction,
                style: &brief.style,
            };
            let script = write_script(&rules)
                .map_err(|error| WorkError::users("no_script_possible", error.to_string()))?;
            Ok(WrittenScript {
                script,
                lineage: lineage(0),
                cost: free(),
                prompt: String::new(),
            })
        }))
    }
}

/// Draws by geometry.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltinIllustrator;

impl Illustrator for BuiltinIllustrator {
    fn draw(&self, brief: PanelBrief) -> BoxFuture<'_, Result<Drawing, WorkError>> {
        Box::pin(blocking(move || {
            let failed =
                |error: &dyn std::fmt::Display| WorkError::ours("cannot_draw", error.to_string(), false);
            let picture = draw_panel(&brief.script, brief.target.panel, PANEL, SCALE, brief.seed)
                .map_err(|error| failed(&error))?;
            let encoded = encode_smallest(&picture).map_err(|error| failed(&error))?;
            Ok(Drawing {
                bytes: Bytes::from(encoded.bytes),
                media_type: encoded.media_type.to_owned(),
                extension: encoded.extension.to_owned(),
                width: encoded.width,
                height: encoded.height,
                lineage: lineage(brief.seed),
                cost: free(),
                prompt: String::new(),
            })
        }))
    }
}

fn lineage(seed: u64) -> Lineage {
    Lineage {
        provider: BUILTIN.to_owned(),
        model: MODEL.to_owned(),
        seed,
        ..Lineage::default()
    }
}

/// Computes off the threads that serve everybody.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, WorkError> + Send + 'static,
) -> Result<T, WorkError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(WorkError::ours("studio_died", error.to_string(), true)))
}
