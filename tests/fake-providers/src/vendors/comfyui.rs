//! `ComfyUI`: a graph is queued, its history is asked for, its pictures are fetched.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::{draw, multipart, no_such_path, picture_format, pictures_used, reject, serve};
use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::picture::Format;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind, Provider, Step};

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    let segments = call.segments();
    // The same server answers with and without `/api` before its paths.
    let segments = segments.strip_prefix(&["api"]).unwrap_or(&segments);
    match (&call.method, segments) {
        (&Method::POST, ["prompt"]) => queue(fake, call),
        (&Method::GET, ["history", id]) => history(fake, call, id),
        (&Method::GET, ["view"]) => view(fake, call),
        (&Method::POST, ["upload", "image"]) => upload(fake, call),
        (&Method::GET, ["queue"]) => serve(fake, call, Kind::Poll, || {
            Reply::ok(&json!({"queue_running": [], "queue_pending": []}))
        }),
        (&Method::POST, ["queue" | "interrupt"]) => serve(fake, call, Kind::Other, || {
            Reply::bytes(StatusCode::OK, "text/plain", "")
        }),
        (&Method::GET, ["system_stats"]) => serve(fake, call, Kind::Other, || {
            Reply::ok(&json!({"system": {"comfyui_version": "0.3.64"}, "devices": []}))
        }),
        _ => no_such_path(fake, call),
    }
}

pub(crate) fn fault(fault: &Fault) -> Reply {
    match fault {
        Fault::BadRequest(field, sentence) => Reply::json(
            StatusCode::BAD_REQUEST,
            &json!({
                "error": {"type": "prompt_outputs_failed_validation", "message": sentence, "details": field, "extra_info": {}},
                "node_errors": {},
            }),
        ),
        Fault::NoSuchPath => Reply::bytes(StatusCode::NOT_FOUND, "text/plain", "404: Not Found"),
        Fault::Overloaded => Reply::bytes(StatusCode::SERVICE_UNAVAILABLE, "text/plain", "busy"),
        _ => Reply::bytes(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/plain",
            "500 Internal Server Error",
        ),
    }
}

/// What the fake needs to know of a graph.
struct Graph {
    prompt: String,
    references: usize,
    sides: (u32, u32),
    many: u64,
    /// The nodes that save pictures.
    outputs: Vec<String>,
}

fn read(fake: &Fake, call: &Call) -> Result<Graph, Wrong> {
    let body = call.json()?;
    let nodes = body["prompt"].as_object().filter(|nodes| !nodes.is_empty());
    let nodes = nodes.ok_or_else(|| Wrong::new("prompt", "No prompt provided"))?;
    let mut graph = Graph {
        prompt: String::new(),
        references: 0,
        sides: (512, 512),
        many: 1,
        outputs: Vec::new(),
    };
    for (id, node) in nodes {
        let inputs = node["inputs"].as_object();
        let (Some(class), Some(inputs)) = (node["class_type"].as_str(), inputs) else {
            return Err(Wrong::new(id, "a node has class_type and inputs"));
        };
        links(nodes, id, inputs)?;
        graph.learn(fake, id, class, inputs)?;
    }
    if graph.outputs.is_empty() {
        return Err(Wrong::new("prompt", "Prompt has no outputs"));
    }
    Ok(graph)
}

/// A link is `[node, output]`, and the node must be there.
fn links(nodes: &Map<String, Value>, id: &str, inputs: &Map<String, Value>) -> Result<(), Wrong> {
    for (name, input) in inputs {
        if let Some([Value::String(from), Value::Number(_)]) = input.as_array().map(Vec::as_slice)
            && !nodes.contains_key(from)
        {
            return Err(Wrong::new(
                format!("{id}.{name}"),
                format!("there is no node {from}"),
            ));
        }
    }
    Ok(())
}

impl Graph {
    fn learn(
        &mut self,
        fake: &Fake,
        id: &str,
        class: &str,
        inputs: &Map<String, Value>,
    ) -> Result<(), Wrong> {
        if class.contains("TextEncode")
            && let Some(text) = inputs
                .get("text")
                .or(inputs.get("prompt"))
                .and_then(Value::as_str)
        {
            self.prompt.push_str(text);
            self.prompt.push('\n');
        }
        if class.starts_with("Empty") && class.contains("Latent") {
            let side = |name: &str| {
                inputs
                    .get(name)
                    .and_then(Value::as_u64)
                    .and_then(|side| u32::try_from(side).ok())
            };
            let (Some(width), Some(height)) = (side("width"), side("height")) else {
                return Err(Wrong::new(id, "width and height are required"));
            };
            self.sides = (width, height);
            self.many = inputs.get("batch_size").and_then(Value::as_u64).unwrap_or(1);
        }
        if class == "LoadImage" {
            let name = inputs.get("image").and_then(Value::as_str).unwrap_or_default();
            if !fake.state().uploads.contains_key(name) {
                return Err(Wrong::new(id, format!("Invalid image file: {name}")));
            }
            self.references += 1;
        }
        if matches!(class, "SaveImage" | "PreviewImage") {
            self.outputs.push(id.to_owned());
        }
        Ok(())
    }
}

fn queue(fake: &Arc<Fake>, call: &Call) -> Reply {
    let graph = match read(fake, call) {
        Ok(graph) => graph,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let asked = Asked {
        kind: Kind::Picture,
        model: String::new(),
        prompt: graph.prompt.clone(),
        references: graph.references,
    };
    let turn = Turn::begin(fake, call, asked);
    if turn.refusal().is_some() || turn.behaviour == Behaviour::TextInsteadOfPicture {
        return turn.cannot();
    }
    if let Some(wanted) = turn.fault() {
        return turn.refuse(super::fault(call, &wanted));
    }
    let id = turn.request_id();
    let drawn = draw(&turn, graph.sides, Format::Png, graph.many);
    let images: Vec<Value> = drawn
        .into_iter()
        .zip(1..)
        .map(|(bytes, count)| {
            let name = format!("{id}_{count:05}_.png");
            fake.change(|state| state.uploads.insert(name.clone(), bytes));
            json!({"filename": name, "subfolder": "", "type": "output"})
        })
        .collect();
    let outputs: Map<String, Value> = graph
        .outputs
        .iter()
        .map(|node| (node.clone(), json!({"images": images})))
        .collect();
    turn.keep_task(&id, Value::Object(outputs));
    let usage = pictures_used(&turn, graph.many);
    let answer = Reply::ok(&json!({"prompt_id": id, "number": turn.id, "node_errors": {}}));
    turn.answer(answer, usage)
}

/// Empty until the work has ended.
fn history(fake: &Arc<Fake>, call: &Call, id: &str) -> Reply {
    serve(fake, call, Kind::Poll, || {
        let Some((step, task)) = fake.poll(Provider::ComfyUi, id) else {
            return Reply::ok(&json!({}));
        };
        let entry = |outputs: &Value, status: &str, messages: Value| {
            let status =
                json!({"status_str": status, "completed": status == "success", "messages": messages});
            let mut all = Map::new();
            all.insert(
                id.to_owned(),
                json!({"outputs": outputs, "status": status, "meta": {}}),
            );
            Reply::ok(&Value::Object(all))
        };
        match step {
            Step::Succeeded => entry(&task.result, "success", json!([])),
            Step::Failed | Step::Refused => {
                let told = json!([["execution_error", {"prompt_id": id, "exception_message": "CUDA out of memory."}]]);
                entry(&json!({}), "error", told)
            }
            Step::Canceled => {
                let told = json!([["execution_interrupted", {"prompt_id": id}]]);
                entry(&json!({}), "error", told)
            }
            Step::Pending | Step::Running | Step::Unknown => Reply::ok(&json!({})),
        }
    })
}

fn view(fake: &Arc<Fake>, call: &Call) -> Reply {
    let name = call.query.get("filename").cloned().unwrap_or_default();
    serve(fake, call, Kind::Download, || {
        let found: Option<Bytes> = fake.state().uploads.get(&name).cloned();
        match found {
            Some(bytes) => Reply::bytes(StatusCode::OK, "image/png", bytes),
            None => self::fault(&Fault::NoSuchPath),
        }
    })
}

fn upload(fake: &Arc<Fake>, call: &Call) -> Reply {
    let read = multipart::read(call).and_then(|fields| {
        let file = fields.into_iter().find(|field| field.name == "image");
        let file = file.ok_or_else(|| Wrong::new("image", "a file is required"))?;
        let name = file.file_name.filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| Wrong::new("image", "a file name is required"))?;
        match picture_format(&file.bytes) {
            Some(_) => Ok((name, file.bytes)),
            None => Err(Wrong::new("image", "not a picture")),
        }
    });
    match read {
        Ok((name, bytes)) => serve(fake, call, Kind::Other, || {
            fake.change(|state| state.uploads.insert(name.clone(), bytes));
            Reply::ok(&json!({"name": name, "subfolder": "", "type": "input"}))
        }),
        Err(wrong) => reject(fake, call, wrong),
    }
}
