//! `GET /v1/tasks/{id}/panels/{n}/image`

use axum::{extract::State, http::HeaderMap, response::Response};
use mangakai_events::v1::Image;
use mangakai_projections::TaskModel;
use serde::Deserialize;
use utoipa::IntoParams;

use super::answer::{IMMUTABLE, PRIVATE, file, not_modified};
use crate::{
    app::App,
    auth::Caller,
    extract::{Etag, PanelPath, Params, if_none_match, number},
    problem::{Problem, ProblemKind},
    read,
};

/// Which picture.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImageQuery {
    /// The version; the one shown when not given.
    #[serde(default, deserialize_with = "number")]
    version: Option<u32>,
    /// SHA-256 of the picture: an address with it never shows another one.
    sha: Option<String>,
}

/// Read a picture.
#[utoipa::path(get, path = "/v1/tasks/{id}/panels/{n}/image", tag = "panels",
    params(("id" = Uuid, Path, description = "Task id"), ("n" = u32, Path, description = "Number of the panel, from 1"),
        ImageQuery),
    responses((status = 200, description = "The picture", content((Vec<u8> = "image/webp"), (Vec<u8> = "image/png")),
        headers(("ETag" = String))), (status = 304, description = "The caller has it already")))]
pub async fn get_image(
    State(app): State<App>,
    caller: Caller,
    path: PanelPath,
    Params(query): Params<ImageQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut model = read::task(&app, caller, path.task, None).await?;
    // Who was told of a version by the stream may ask for it before the read model knows.
    if query.version.is_some()
        && find(&model, path.panel, &query).is_err()
        && let Some(newer) = read::folded(&app, path.task).await?
    {
        model = newer;
    }
    let image = find(&model, path.panel, &query)?;
    let (etag, cache) = (
        Etag::new(&image.sha256),
        if query.sha.is_some() { IMMUTABLE } else { PRIVATE },
    );
    if if_none_match(&headers, &etag) {
        return Ok(not_modified(&etag, cache));
    }
    Ok(file(
        app.blobs.get(&image.key).await?,
        &image.media_type,
        &etag,
        cache,
    ))
}

fn find<'a>(model: &'a TaskModel, panel: u32, query: &ImageQuery) -> Result<&'a Image, Problem> {
    let missing = |words: String| Problem::new(ProblemKind::NotFound, words);
    if model.erased {
        return Err(Problem::new(ProblemKind::Erased, "the task is erased"));
    }
    let known = model.panels.iter().find(|known| known.panel == panel);
    let known = known.ok_or_else(|| missing(format!("there is no panel {panel}")))?;
    let number = query.version.unwrap_or(known.version);
    let version = known.versions.iter().find(|version| version.version == number);
    let image = version.and_then(|version| version.image.as_ref());
    let image = image.ok_or_else(|| missing(format!("panel {panel} has no such picture yet")))?;
    match &query.sha {
        Some(sha) if *sha != image.sha256 => {
            Err(missing(format!("panel {panel} has no picture with this hash")))
        }
        _ => Ok(image),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mangakai_projections::{PanelModel, VersionModel};

    #[test]
    fn a_picture_is_found_by_what_names_it() {
        let version = |version, sha: Option<&str>| VersionModel {
            version,
            image: sha.map(|sha| Image {
                sha256: sha.into(),
                ..Image::default()
            }),
            ..VersionModel::default()
        };
        let versions = vec![version(1, Some("aa")), version(2, Some("bb")), version(3, None)];
        let panel = PanelModel {
            panel: 1,
            version: 2,
            versions,
            ..PanelModel::default()
        };
        let model = TaskModel {
            panels: vec![panel],
            ..TaskModel::default()
        };
        let sha = |panel, version, sha: Option<&str>| {
            let query = ImageQuery {
                version,
                sha: sha.map(str::to_owned),
            };
            find(&model, panel, &query).map(|image| image.sha256.as_str())
        };
        assert_eq!(sha(1, None, None).unwrap(), "bb");
        assert_eq!(sha(1, Some(1), Some("aa")).unwrap(), "aa");
        for (panel, version, hash) in [
            (1, Some(1), Some("bb")),
            (1, Some(3), None),
            (1, Some(9), None),
            (2, None, None),
        ] {
            assert_eq!(sha(panel, version, hash).unwrap_err().status().as_u16(), 404);
        }
        let erased = TaskModel {
            erased: true,
            ..model.clone()
        };
        assert_eq!(
            find(&erased, 1, &ImageQuery::default())
                .unwrap_err()
                .status()
                .as_u16(),
            410
        );
    }
}
