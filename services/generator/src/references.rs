//! Pictures to go by: the version to be redrawn, what the user gave, how the characters look, an earlier panel of the
//! same story.

use mangakai_blobs::BlobError;
use mangakai_domain::PanelVersion;
use mangakai_events::v1::{Image, Reference as Given};
use mangakai_providers::{Reference, Role};
use mangakai_script::Script;

use crate::{BUILTIN, WorkError, at_hand::AtHand, lease::Granted, patience, sheets};

/// Most sheets of characters for one panel: with more, models mix them up.
const MAX_SHEETS: usize = 4;

/// A stored picture that could be gone by.
struct Stored {
    role: Role,
    key: String,
    media_type: String,
    sha256: String,
}

/// The most important pictures, as many as the illustrator makes use of. One that is not there any more is left out.
pub async fn gather(
    job: &AtHand,
    granted: &Granted,
    target: PanelVersion,
    script: &Script,
) -> Result<Vec<Reference>, WorkError> {
    let most = job.generator.illustrator().references();
    if most == 0 {
        return Ok(Vec::new());
    }
    let mut references = sheets::of_panel(script, target.panel, most.min(MAX_SHEETS)).await;
    let mut wanted = stored(granted, target);
    wanted.truncate(most);
    for Stored {
        role,
        key,
        media_type,
        sha256,
    } in wanted
    {
        let is_away = |error: &BlobError| matches!(error, BlobError::Unavailable { .. });
        let blobs = job.generator.blobs();
        match patience::until(granted.until, is_away, || blobs.get(&key)).await {
            Ok(bytes) => references.push(Reference {
                role,
                bytes,
                media_type,
                sha256,
            }),
            Err(BlobError::NotFound(_)) => {
                tracing::warn!(task.id = %job.task, "A picture to go by is gone: {key}");
            }
            Err(error) => {
                tracing::warn!("{error}");
                let message = "The object store does not answer.";
                return Err(WorkError::ours("store_unavailable", message, true));
            }
        }
    }
    references.sort_by_key(|reference| reference.role.rank());
    references.truncate(most);
    Ok(references)
}

/// The most important first.
fn stored(granted: &Granted, target: PanelVersion) -> Vec<Stored> {
    let task = &granted.task;
    let version = task.version(target);
    let base = version.map_or(0, |version| version.base_version());
    let base = task.version(PanelVersion {
        version: base,
        ..target
    });
    let base = base.and_then(|base| base.drawn()?.image.as_ref());
    let wish = version.and_then(|version| version.reference());
    let looks = task
        .request()
        .into_iter()
        .flat_map(|request| request.references.iter().chain(&request.template));
    // What the built-in artist drew is another hand: a model would only be led astray.
    let earlier = (1..target.panel).rev().find_map(|panel| {
        let drawn = task.panel(panel)?.picture()?;
        let by_model = drawn
            .lineage
            .as_ref()
            .is_some_and(|lineage| lineage.provider != BUILTIN);
        drawn.image.as_ref().filter(|_| by_model)
    });
    let drawn = |role, image: &Image| Stored {
        role,
        key: image.key.clone(),
        media_type: image.media_type.clone(),
        sha256: image.sha256.clone(),
    };
    let given = |role, given: &Given| Stored {
        role,
        key: given.key.clone(),
        media_type: given.media_type.clone(),
        sha256: given.sha256.clone(),
    };
    base.map(|image| drawn(Role::Base, image))
        .into_iter()
        .chain(wish.map(|picture| given(Role::Wish, picture)))
        .chain(looks.map(|picture| given(Role::Look, picture)))
        .chain(earlier.map(|image| drawn(Role::Earlier, image)))
        .collect()
}
