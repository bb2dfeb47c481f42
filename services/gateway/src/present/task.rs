//! A task as JSON.

use mangakai_events::v1::{Failure, Style};
use mangakai_projections::{PanelModel, TaskModel, VersionModel};
use mangakai_vault::purpose;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    links::{Links, image_url},
    texts::Texts,
};
use crate::{limits::STORY_PREVIEW_CHARS, words::Words};

/// A task.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskBody {
    /// Its id.
    pub task_id: Uuid,
    /// The session it belongs to.
    pub session_id: String,
    /// `PENDING`, `SCENE_GENERATION`, `IMAGE_GENERATION`, `COMPLETED`, `PARTIAL`, `FAILED`, `CANCELLED` or `HELD`.
    #[schema(example = "IMAGE_GENERATION")]
    pub status: String,
    /// What is going on, for people.
    #[schema(example = "Drawing panel 3 of 5")]
    pub message: String,
    /// 0 to 100.
    #[schema(minimum = 0, maximum = 100)]
    pub progress: u32,
    /// BCP 47; empty until it is told from the text.
    pub language: String,
    /// `rtl`, `ltr` or `webtoon`; empty until it is decided.
    pub reading_direction: String,
    /// The look asked for.
    pub style: StyleBody,
    /// The story's beginning; null when erased.
    pub story_preview: Option<String>,
    /// Panels asked for, later those of the script.
    pub total_panels: u32,
    /// Panels that have a picture.
    pub drawn_panels: u32,
    /// In reading order; empty until the script is written.
    pub panels: Vec<PanelBody>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorBody>,
    /// Spent so far, in millionths of a US dollar.
    pub cost_micros: u64,
    /// Position in the log that this shows.
    pub position: u64,
    /// Commits so far: 1, 2, 3, ...
    pub version: u64,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub updated_at: String,
    /// RFC 3339, once nothing more happens.
    pub completed_at: Option<String>,
    /// Where to go from here.
    pub links: Links,
}

/// A look, by the names of the lists of `GET /v1/style-options`: null where nothing was asked.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StyleBody {
    pub art_style: Option<String>,
    pub mood: Option<String>,
    pub color_palette: Option<String>,
    pub character_style: Option<String>,
    pub line_style: Option<String>,
    pub composition: Option<String>,
    pub additional_notes: Option<String>,
}

/// A panel.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PanelBody {
    /// From 1.
    pub panel: u32,
    /// Of its newest work: `PENDING`, `DRAWING`, `DRAWN` or `FAILED`; after a redraw that failed it is `DRAWN` again,
    /// by the picture that is there.
    pub status: String,
    /// The script's panel: what it shows and says. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub scene: Option<Value>,
    /// The version shown; 0: none yet.
    pub version: u32,
    /// The script was edited after the picture was drawn.
    pub outdated: bool,
    /// The picture shown.
    pub image_url: Option<String>,
    /// All versions, oldest first.
    pub versions: Vec<VersionBody>,
}

/// One version of a panel.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VersionBody {
    /// From 1.
    pub version: u32,
    /// `PENDING`, `DRAWING`, `DRAWN` or `FAILED`.
    pub status: String,
    /// Its picture; the address never shows another one.
    pub image_url: Option<String>,
    /// In pixels.
    pub width: Option<u32>,
    /// In pixels.
    pub height: Option<u32>,
    /// Of the file, in hex.
    pub sha256: Option<String>,
    /// Who drew it.
    pub provider: Option<String>,
    /// With what.
    pub model: Option<String>,
    /// Drawn by somebody else because those asked before could not; says who and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "gemini: quota_done")]
    pub fallback_reason: Option<String>,
    /// The same seed draws the same picture where the model allows.
    pub seed: Option<u64>,
    /// In millionths of a US dollar, all attempts together.
    pub cost_micros: u64,
    /// Time the drawing took.
    pub elapsed_ms: u64,
    /// Attempts so far.
    pub attempts: u32,
    /// What this version should do differently.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instruction: Option<String>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorBody>,
}

/// Why something failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ErrorBody {
    /// Stable, snake case.
    #[schema(example = "provider_timeout")]
    pub code: String,
    /// For people.
    pub message: String,
    /// Trying again may help.
    pub retryable: bool,
    /// What can be done about it, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<Words>,
}

/// How much of a task is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Everything.
    Whole,
    /// Without scenes, as in lists.
    Brief,
}

/// A task, with the texts that open.
pub fn task_body(model: &TaskModel, texts: &Texts, detail: Detail) -> TaskBody {
    let script = (detail == Detail::Whole)
        .then(|| texts.script(model.script.as_ref()))
        .flatten();
    let story = texts.open(purpose::STORY, model.story.as_ref());
    let panel = |panel: &PanelModel| panel_body(model.task_id, panel, script.as_ref(), texts);
    TaskBody {
        task_id: model.task_id,
        session_id: model.session_id.clone(),
        status: model.status.clone(),
        message: model.message.clone(),
        progress: model.progress,
        language: model.language.clone(),
        reading_direction: model.reading_direction.clone(),
        style: style_body(&model.style, texts),
        story_preview: story.map(|story| preview(&story)),
        total_panels: model.total_panels,
        drawn_panels: model.drawn_panels,
        panels: model.panels.iter().map(panel).collect(),
        error: model.error.as_ref().map(error_body),
        cost_micros: model.cost_micros,
        position: model.position,
        version: model.version,
        created_at: model.created_at.to_string(),
        updated_at: model.updated_at.to_string(),
        completed_at: model.completed_at.map(|time| time.to_string()),
        links: Links::of(model.task_id),
    }
}

fn preview(story: &str) -> String {
    let story = story.trim();
    match story.char_indices().nth(STORY_PREVIEW_CHARS) {
        Some((end, _)) => format!("{}…", &story[..end]),
        None => story.to_owned(),
    }
}

fn style_body(style: &Style, texts: &Texts) -> StyleBody {
    let asked = |value: &String| (!value.is_empty()).then(|| value.clone());
    StyleBody {
        art_style: asked(&style.art_style),
        mood: asked(&style.mood),
        color_palette: asked(&style.color_palette),
        character_style: asked(&style.character_style),
        line_style: asked(&style.line_style),
        composition: asked(&style.composition),
        additional_notes: texts.open(purpose::NOTES, style.additional_notes.as_ref()),
    }
}

fn panel_body(task: Uuid, panel: &PanelModel, script: Option<&Value>, texts: &Texts) -> PanelBody {
    let shown = panel
        .versions
        .iter()
        .find(|version| version.version == panel.version);
    let index = (panel.panel as usize).saturating_sub(1);
    PanelBody {
        panel: panel.panel,
        status: panel.status.clone(),
        scene: script.and_then(|script| script["panels"].get(index)).cloned(),
        version: panel.version,
        outdated: panel.outdated,
        image_url: shown.and_then(|version| url(task, panel.panel, version)),
        versions: panel
            .versions
            .iter()
            .map(|version| version_body(task, panel.panel, version, texts))
            .collect(),
    }
}

fn url(task: Uuid, panel: u32, version: &VersionModel) -> Option<String> {
    version
        .image
        .as_ref()
        .map(|image| image_url(task, panel, version.version, &image.sha256))
}

fn version_body(task: Uuid, panel: u32, version: &VersionModel, texts: &Texts) -> VersionBody {
    let (image, lineage) = (version.image.as_ref(), version.lineage.as_ref());
    VersionBody {
        version: version.version,
        status: version.status.clone(),
        image_url: url(task, panel, version),
        width: image.map(|image| image.width),
        height: image.map(|image| image.height),
        sha256: image.map(|image| image.sha256.clone()),
        provider: lineage.map(|lineage| lineage.provider.clone()),
        model: lineage.map(|lineage| lineage.model.clone()),
        fallback_reason: lineage
            .map(|lineage| lineage.fallback_reason.clone())
            .filter(|reason| !reason.is_empty()),
        seed: lineage.map(|lineage| lineage.seed),
        cost_micros: version.cost_micros,
        elapsed_ms: version.elapsed_ms,
        attempts: version.attempts,
        instruction: texts.open(purpose::INSTRUCTION, version.instruction.as_ref()),
        error: version.error.as_ref().map(error_body),
    }
}

fn error_body(failure: &Failure) -> ErrorBody {
    ErrorBody {
        code: failure.code.clone(),
        message: failure.message.clone(),
        retryable: failure.retryable,
        advice: Words::of(&failure.code).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mangakai_events::v1::{Image, Sealed};

    #[test]
    fn a_task_can_be_read_without_its_texts() {
        let image = Image {
            sha256: "ab".into(),
            width: 3,
            height: 4,
            ..Image::default()
        };
        let version = VersionModel {
            version: 2,
            image: Some(image),
            ..VersionModel::default()
        };
        let panel = PanelModel {
            panel: 1,
            version: 2,
            versions: vec![version],
            ..PanelModel::default()
        };
        let sealed = Sealed {
            nonce: vec![1],
            ciphertext: b"a secret story".to_vec(),
        };
        let model = TaskModel {
            panels: vec![panel],
            story: Some(sealed),
            ..TaskModel::default()
        };
        let json = serde_json::to_value(task_body(&model, &Texts::Away, Detail::Whole)).unwrap();
        assert_eq!(json["story_preview"], Value::Null);
        let url = format!("/v1/tasks/{}/panels/1/image?version=2&sha=ab", Uuid::nil());
        assert_eq!(json["panels"][0]["image_url"], url);
        assert_eq!(json["panels"][0]["versions"][0]["width"], 3);
        assert_eq!(
            json["links"]["cancel"],
            format!("/v1/tasks/{}/cancel", Uuid::nil())
        );
        assert!(!json.to_string().contains("ciphertext") && !json.to_string().contains("secret"));
    }

    #[test]
    fn a_preview_is_cut_between_characters() {
        let story = "雨".repeat(STORY_PREVIEW_CHARS + 1);
        assert_eq!(preview(&story).chars().count(), STORY_PREVIEW_CHARS + 1);
        assert_eq!(preview(" short \n"), "short");
    }
}
