//! From what HTTP shows to what gRPC shows: one presentation, two encodings.

use super::v1;
use crate::present::{ErrorBody, EventBody, PanelBody, StyleBody, TaskBody, VersionBody};

impl From<TaskBody> for v1::Task {
    fn from(task: TaskBody) -> v1::Task {
        v1::Task {
            task_id: task.task_id.to_string(),
            session_id: task.session_id,
            status: task.status,
            message: task.message,
            progress: task.progress,
            language: task.language,
            reading_direction: task.reading_direction,
            style: Some(task.style.into()),
            story_preview: task.story_preview.unwrap_or_default(),
            total_panels: task.total_panels,
            drawn_panels: task.drawn_panels,
            panels: task.panels.into_iter().map(Into::into).collect(),
            error: task.error.map(Into::into),
            cost_micros: task.cost_micros,
            position: task.position,
            version: task.version,
            created_at: task.created_at,
            updated_at: task.updated_at,
            completed_at: task.completed_at.unwrap_or_default(),
        }
    }
}

impl From<StyleBody> for v1::StyleOptions {
    fn from(style: StyleBody) -> v1::StyleOptions {
        v1::StyleOptions {
            art_style: style.art_style.unwrap_or_default(),
            mood: style.mood.unwrap_or_default(),
            color_palette: style.color_palette.unwrap_or_default(),
            character_style: style.character_style.unwrap_or_default(),
            line_style: style.line_style.unwrap_or_default(),
            composition: style.composition.unwrap_or_default(),
            additional_notes: style.additional_notes.unwrap_or_default(),
        }
    }
}

impl From<PanelBody> for v1::Panel {
    fn from(panel: PanelBody) -> v1::Panel {
        v1::Panel {
            panel: panel.panel,
            status: panel.status,
            version: panel.version,
            image_url: panel.image_url.unwrap_or_default(),
            scene: panel.scene.map(|scene| scene.to_string()).unwrap_or_default(),
            versions: panel.versions.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<VersionBody> for v1::PanelVersion {
    fn from(version: VersionBody) -> v1::PanelVersion {
        v1::PanelVersion {
            version: version.version,
            status: version.status,
            image_url: version.image_url.unwrap_or_default(),
            width: version.width.unwrap_or_default(),
            height: version.height.unwrap_or_default(),
            sha256: version.sha256.unwrap_or_default(),
            provider: version.provider.unwrap_or_default(),
            model: version.model.unwrap_or_default(),
            seed: version.seed.unwrap_or_default(),
            cost_micros: version.cost_micros,
            elapsed_ms: version.elapsed_ms,
            instruction: version.instruction.unwrap_or_default(),
            error: version.error.map(Into::into),
        }
    }
}

impl From<ErrorBody> for v1::Error {
    fn from(error: ErrorBody) -> v1::Error {
        v1::Error {
            code: error.code,
            message: error.message,
            retryable: error.retryable,
        }
    }
}

impl From<EventBody> for v1::EventRecord {
    fn from(event: EventBody) -> v1::EventRecord {
        v1::EventRecord {
            id: event.id,
            position: event.position,
            index: event.index,
            version: event.version,
            r#type: event.event_type,
            time: event.time,
            task_id: event.task_id.to_string(),
            data_json: event.data.to_string(),
            status: event.task.status,
            progress: event.task.progress,
            drawn_panels: event.task.drawn_panels,
            message: event.task.message,
        }
    }
}
