//! `DashScope`'s tasks: asked for, called off.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{fault, serve};
use crate::call::{Call, Reply};
use crate::fault::Fault;
use crate::state::Fake;
use crate::{Kind, Provider, Step};

pub(super) fn poll(fake: &Arc<Fake>, call: &Call, id: &str) -> Reply {
    serve(fake, call, Kind::Poll, || {
        let Some((step, task)) = fake.poll(Provider::DashScope, id) else {
            return state(id, "UNKNOWN");
        };
        match step {
            Step::Pending => state(id, "PENDING"),
            Step::Running => state(id, "RUNNING"),
            Step::Canceled => state(id, "CANCELED"),
            Step::Unknown => state(id, "UNKNOWN"),
            Step::Failed => failed(id, "InternalError.Timeout", "An internal timeout has occurred."),
            Step::Refused => failed(
                id,
                "DataInspectionFailed",
                "Output data may contain inappropriate content.",
            ),
            Step::Succeeded => succeeded(id, &task.result),
        }
    })
}

/// Only what waits can be called off.
pub(super) fn cancel(fake: &Arc<Fake>, call: &Call, id: &str) -> Reply {
    serve(fake, call, Kind::Other, || {
        let canceled = fake.change(|state| {
            let task = state.tasks.get_mut(id).filter(|task| task.polls == 0)?;
            task.steps = vec![Step::Canceled];
            Some(())
        });
        match canceled {
            Some(()) => Reply::ok(&json!({"request_id": id})),
            None => {
                let sentence = "Failed to cancel the task, please confirm if the task is in PENDING status.";
                fault(
                    call,
                    &Fault::BadRequest("task_id".to_owned(), sentence.to_owned()),
                )
            }
        }
    })
}

fn state(id: &str, name: &str) -> Reply {
    Reply::ok(&json!({"output": {"task_id": id, "task_status": name}, "request_id": format!("poll-{id}")}))
}

fn failed(id: &str, code: &str, message: &str) -> Reply {
    let output = json!({"task_id": id, "task_status": "FAILED", "code": code, "message": message});
    Reply::ok(&json!({"output": output, "request_id": format!("poll-{id}")}))
}

fn succeeded(id: &str, result: &Value) -> Reply {
    let mut answer = result.clone();
    answer["output"]["task_id"] = json!(id);
    answer["output"]["task_status"] = json!("SUCCEEDED");
    answer["request_id"] = json!(format!("poll-{id}"));
    Reply::ok(&answer)
}
