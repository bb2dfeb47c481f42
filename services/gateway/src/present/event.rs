//! An event as JSON: the same object in the stream, in the history and in `data_json` of gRPC.

use mangakai_events::{Event, v1::Sealed};
use mangakai_vault::purpose;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{links::image_url, texts::Texts};
use crate::{auth::Caller, hub::Fact};

/// An event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventBody {
    /// Opaque; `Last-Event-ID` or `?after=` goes on behind it.
    pub id: String,
    /// Position in the log.
    pub position: u64,
    /// Index within the commit at that position.
    pub index: u32,
    /// Version of the task: 1, 2, 3, ...
    pub version: u64,
    /// Name of the event.
    #[serde(rename = "type")]
    #[schema(example = "PanelDrawn")]
    pub event_type: String,
    /// RFC 3339.
    pub time: String,
    /// The task it belongs to.
    pub task_id: Uuid,
    /// What happened, with texts opened; a text is null when the task is erased.
    #[schema(value_type = Object)]
    pub data: Value,
    /// The task after it.
    pub task: EventTask,
}

/// What a progress bar needs.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventTask {
    /// As in the task.
    pub status: String,
    /// 0 to 100.
    pub progress: u32,
    /// Panels that have a picture.
    pub drawn_panels: u32,
    /// For people.
    pub message: String,
}

/// An event, with the texts that open. Who reviewed a task is nobody's business but the operators'.
pub fn event_body(task: Uuid, fact: &Fact, texts: &Texts) -> EventBody {
    let mut body = full_event_body(task, fact, texts);
    let hidden: &[&str] = match &fact.event {
        Event::TaskApproved(_) => &["by", "reason"],
        Event::TaskRejected(_) => &["by"],
        _ => &[],
    };
    if let Value::Object(fields) = &mut body.data {
        fields.retain(|name, _| !hidden.contains(&name.as_str()));
    }
    body
}

/// As [`event_body`], with everything that operators may see.
pub fn event_body_for(caller: Caller, task: Uuid, fact: &Fact, texts: &Texts) -> EventBody {
    match caller {
        Caller::Operator => full_event_body(task, fact, texts),
        Caller::Session(_) => event_body(task, fact, texts),
    }
}

fn full_event_body(task: Uuid, fact: &Fact, texts: &Texts) -> EventBody {
    EventBody {
        id: fact.id.to_string(),
        position: fact.id.position,
        index: fact.id.index,
        version: fact.version,
        event_type: <&'static str>::from(&fact.event).to_owned(),
        time: fact.time.to_string(),
        task_id: task,
        data: data(task, &fact.event, texts),
        task: EventTask {
            status: fact.task.status.clone(),
            progress: fact.task.progress,
            drawn_panels: fact.task.drawn_panels,
            message: fact.task.message.clone(),
        },
    }
}

fn data(task: Uuid, event: &Event, texts: &Texts) -> Value {
    let named = serde_json::to_value(event).unwrap_or_default();
    let mut data = match named {
        Value::Object(named) => named.into_iter().next().map(|(_, data)| data).unwrap_or_default(),
        other => other,
    };
    open_sealed(&mut data, texts);
    if let (Event::PanelDrawn(drawn), Value::Object(fields)) = (event, &mut data)
        && let Some(image) = &drawn.image
    {
        let url = image_url(task, drawn.panel, drawn.version, &image.sha256);
        fields.insert("image_url".to_owned(), url.into());
    }
    data
}

/// Every sealed value, by the name of its field, becomes the text it holds.
fn open_sealed(value: &mut Value, texts: &Texts) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match sealed(value) {
                    Some(sealed) => *value = opened(name, &sealed, texts),
                    None => open_sealed(value, texts),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| open_sealed(value, texts)),
        _ => {}
    }
}

fn sealed(value: &Value) -> Option<Sealed> {
    let fields = value.as_object()?;
    let is_sealed = fields.len() == 2 && fields.contains_key("nonce") && fields.contains_key("ciphertext");
    is_sealed
        .then(|| serde_json::from_value(value.clone()).ok())
        .flatten()
}

fn opened(field: &str, sealed: &Sealed, texts: &Texts) -> Value {
    let text = |purpose| {
        texts
            .open(purpose, Some(sealed))
            .map_or(Value::Null, Value::String)
    };
    match field {
        "story" => text(purpose::STORY),
        "additional_notes" => text(purpose::NOTES),
        "instruction" => text(purpose::INSTRUCTION),
        "script" => texts.script(Some(sealed)).unwrap_or_default(),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::EventId;
    use jiff::Timestamp;
    use mangakai_events::v1;
    use mangakai_projections::TaskModel;

    #[test]
    fn sealed_bytes_never_leave() {
        let sealed = || {
            Some(Sealed {
                nonce: vec![1],
                ciphertext: vec![2],
            })
        };
        let style = v1::Style {
            additional_notes: sealed(),
            ..v1::Style::default()
        };
        let created = v1::TaskCreated {
            story: sealed(),
            style: Some(style),
            panels: 3,
            ..v1::TaskCreated::default()
        };
        let data = data(Uuid::nil(), &Event::TaskCreated(created), &Texts::Erased);
        assert_eq!(data["story"], Value::Null);
        assert_eq!(data["style"]["additional_notes"], Value::Null);
        assert_eq!(data["panels"], 3);
        assert!(!data.to_string().contains("ciphertext"));
    }

    #[test]
    fn an_event_says_what_happened_without_its_name_around_it() {
        let image = v1::Image {
            sha256: "ab".into(),
            ..v1::Image::default()
        };
        let drawn = v1::PanelDrawn {
            panel: 2,
            version: 1,
            image: Some(image),
            ..v1::PanelDrawn::default()
        };
        let fact = Fact {
            id: EventId {
                epoch: "e".to_owned(),
                position: 7,
                index: 0,
            },
            version: 3,
            event: Event::PanelDrawn(drawn),
            time: Timestamp::UNIX_EPOCH,
            task: TaskModel {
                progress: 40,
                ..TaskModel::default()
            },
        };
        let json = serde_json::to_value(event_body(Uuid::nil(), &fact, &Texts::Erased)).unwrap();
        assert_eq!(
            (&json["type"], &json["data"]["panel"]),
            (&"PanelDrawn".into(), &2.into())
        );
        assert_eq!(json["task"]["progress"], 40);
        assert!(
            json["data"]["image_url"]
                .as_str()
                .unwrap()
                .ends_with("/panels/2/image?version=1&sha=ab")
        );
    }
}
