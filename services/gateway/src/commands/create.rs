//! A story handed in.

use mangakai_domain::{Command, CreateTask, MangaTask, Rejection, SessionId, Suspicion};
use mangakai_events::{Event, Metadata, Recorded, v1::Style};
use mangakai_log::{CommandContext, ExecuteError, Executed};
use mangakai_projections::TaskModel;
use mangakai_runtime::{new_id, now};
use mangakai_vault::{DataKey, purpose};
use uuid::Uuid;

use super::{WRITE_LIMIT, budget, mismatch, review};
use crate::{
    app::App, asked::Asked, idempotency::create_ids, limits::WRITE_WAIT, patience::patiently,
    problem::Problem, read, wish::CreateRequest,
};

/// A task that exists.
#[derive(Clone, Debug)]
pub struct Created {
    /// As it is now.
    pub task: TaskModel,
    /// It was there before, made under the same key.
    pub replayed: bool,
}

/// Begins a task: the key of its texts first, then one commit. Without the commit the key opens nothing.
///
/// # Errors
/// 402 when a budget allows nothing, 403 for operators, 410, 422 for a text that is not accepted or a key that belongs to
/// another request, 503.
pub async fn create_task(app: &App, asked: &Asked, request: &CreateRequest) -> Result<Created, Problem> {
    let session = asked.caller.acting()?;
    let (task, command_id) = create_ids(session.0, asked.key.as_ref(), new_id);
    let suspicion = match welcome(app, session, request).await {
        Ok(suspicion) => suspicion,
        // What was begun before stays begun: the same wish is the same task.
        Err(_) if asked.key.is_some() && app.hub.owner(task).await?.is_some() => None,
        Err(problem) => return Err(problem),
    };
    let key = patiently(WRITE_WAIT, || app.vault.create_key(task)).await?;
    let request_hmac = key.hmac(purpose::REQUEST, &request.fingerprint());
    let command = Command::CreateTask(Box::new(CreateTask {
        suspicion,
        ..sealed(session, request, &key, request_hmac.clone())
    }));
    let context = asked.context_of(command_id, now());
    let executing = app.log.execute::<MangaTask>(task, command, context.clone());
    let executed = tokio::time::timeout(WRITE_LIMIT, executing)
        .await
        .map_err(|_| Problem::outcome_unknown())?;
    match executed {
        Ok(executed) if !executed.repeated => Ok(Created {
            task: first_model(app, task, &context, executed),
            replayed: false,
        }),
        Ok(_) | Err(ExecuteError::Rejected(Rejection::TaskExists)) => {
            replayed(app, task, &request_hmac).await
        }
        Err(error) => Err(error.into()),
    }
}

fn sealed(session: SessionId, request: &CreateRequest, key: &DataKey, request_hmac: String) -> CreateTask {
    let look = |value: &Option<String>| value.clone().unwrap_or_default();
    let wish = &request.style;
    let notes = wish.additional_notes.as_ref();
    CreateTask {
        session,
        story: key.seal(purpose::STORY, request.story.as_bytes()),
        story_chars: u32::try_from(request.story.chars().count()).unwrap_or(u32::MAX),
        panels: request.panels,
        language: request.language.clone(),
        reading_direction: request.reading_direction.clone(),
        style: Style {
            art_style: look(&wish.art_style),
            mood: look(&wish.mood),
            color_palette: look(&wish.color_palette),
            character_style: look(&wish.character_style),
            line_style: look(&wish.line_style),
            composition: look(&wish.composition),
            additional_notes: notes.map(|notes| key.seal(purpose::NOTES, notes.as_bytes())),
        },
        priority: request.priority,
        template: None,
        references: Vec::new(),
        request_hmac,
        suspicion: None,
    }
}

/// Whether the story is taken, and whether a person must look first.
async fn welcome(
    app: &App,
    session: SessionId,
    request: &CreateRequest,
) -> Result<Option<Suspicion>, Problem> {
    let suspicion = review::intake(app, request)?;
    budget::allows(app, session, None).await?;
    Ok(suspicion)
}

/// The task as its first commit makes it: what a reader would fold, without reading.
fn first_model(app: &App, task: Uuid, context: &CommandContext, executed: Executed<MangaTask>) -> TaskModel {
    let commit = Recorded::<Event> {
        aggregate_id: task,
        commit_id: executed.commit_id,
        stream: app.log.stream_of(task),
        position: executed.position,
        version: executed.version,
        time: context.time,
        metadata: Metadata {
            command_id: context.command_id,
            correlation_id: context.origin.correlation_id,
            causation_id: context.origin.causation_id,
            actor: context.actor.clone(),
            traceparent: context.origin.traceparent.clone(),
        },
        hash: String::new(),
        events: executed.events,
    };
    let mut model = TaskModel::default();
    model.fold(&commit);
    model
}

async fn replayed(app: &App, task: Uuid, request_hmac: &str) -> Result<Created, Problem> {
    let model = read::folded(app, task).await?.ok_or_else(Problem::no_such_task)?;
    if model.request_hmac != request_hmac {
        return Err(mismatch());
    }
    Ok(Created {
        task: model,
        replayed: true,
    })
}
