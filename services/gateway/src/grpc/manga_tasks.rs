//! `MangaTasks`: the calls of HTTP, one for one.

use std::{pin::Pin, sync::Arc};

use futures::{Stream, StreamExt};
use mangakai_projections::TaskModel;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::{Api, updates, v1};
use crate::{
    access,
    commands::{self, RedrawRequest},
    extract::parse_task_id,
    hub::Update,
    present::{Detail, Opener, event_body, task_body},
    problem::Problem,
    read,
    routes::list_tasks::{ListRequest, page, shown},
    wish::{CreateBody, CreateRequest, StyleWish},
};

type Updates = Pin<Box<dyn Stream<Item = Result<v1::TaskUpdate, Status>> + Send>>;

#[tonic::async_trait]
impl v1::manga_tasks_server::MangaTasks for Api {
    type WatchTaskStream = Updates;

    async fn create_task(
        &self,
        request: Request<v1::CreateTaskRequest>,
    ) -> Result<Response<v1::Task>, Status> {
        let asked = self.asked(&request, &request.get_ref().idempotency_key)?;
        let wish = CreateRequest::parse(body(request.into_inner()))?;
        let created = commands::create_task(&self.app, &asked, &wish).await?;
        Ok(Response::new(whole(&Opener::new(&self.app), &created.task).await))
    }

    async fn get_task(&self, request: Request<v1::GetTaskRequest>) -> Result<Response<v1::Task>, Status> {
        let caller = self.caller(&request)?;
        let v1::GetTaskRequest { task_id, at_least } = request.into_inner();
        let at_least = (at_least > 0).then_some(at_least);
        let model = read::task(&self.app, caller, parse_task_id(&task_id)?, at_least).await?;
        Ok(Response::new(whole(&Opener::new(&self.app), &model).await))
    }

    async fn list_tasks(
        &self,
        request: Request<v1::ListTasksRequest>,
    ) -> Result<Response<v1::ListTasksResponse>, Status> {
        let caller = self.caller(&request)?;
        let v1::ListTasksRequest {
            status,
            limit,
            cursor,
        } = request.into_inner();
        let wanted = ListRequest::parse(
            &self.app,
            given(&status),
            (limit > 0).then_some(limit),
            given(&cursor),
        )?;
        let page = page(&self.app, caller, &wanted).await?;
        let tasks = shown(&self.app, page.tasks).await;
        Ok(Response::new(v1::ListTasksResponse {
            tasks: tasks.into_iter().map(Into::into).collect(),
            next_cursor: page.next_cursor.unwrap_or_default(),
        }))
    }

    async fn cancel_task(
        &self,
        request: Request<v1::CancelTaskRequest>,
    ) -> Result<Response<v1::Accepted>, Status> {
        let asked = self.asked(&request, "")?;
        let task = parse_task_id(&request.get_ref().task_id)?;
        Ok(accepted(commands::cancel_task(&self.app, &asked, task).await?))
    }

    async fn retry_task(
        &self,
        request: Request<v1::RetryTaskRequest>,
    ) -> Result<Response<v1::Accepted>, Status> {
        let asked = self.asked(&request, "")?;
        let task = parse_task_id(&request.get_ref().task_id)?;
        Ok(accepted(commands::retry_task(&self.app, &asked, task).await?))
    }

    async fn redraw_panel(
        &self,
        request: Request<v1::RedrawPanelRequest>,
    ) -> Result<Response<v1::RedrawPanelResponse>, Status> {
        let asked = self.asked(&request, "")?;
        let v1::RedrawPanelRequest {
            task_id,
            panel,
            instruction,
        } = request.into_inner();
        let task = parse_task_id(&task_id)?;
        let redrawn =
            commands::redraw_panel(&self.app, &asked, task, RedrawRequest { panel, instruction }).await?;
        Ok(Response::new(v1::RedrawPanelResponse {
            version: redrawn.version,
            position: redrawn.accepted.position,
        }))
    }

    async fn select_panel_version(
        &self,
        request: Request<v1::SelectPanelVersionRequest>,
    ) -> Result<Response<v1::Accepted>, Status> {
        let asked = self.asked(&request, "")?;
        let v1::SelectPanelVersionRequest {
            task_id,
            panel,
            version,
        } = request.into_inner();
        let task = parse_task_id(&task_id)?;
        Ok(accepted(
            commands::select_panel_version(&self.app, &asked, task, panel, version).await?,
        ))
    }

    async fn watch_task(&self, request: Request<v1::WatchTaskRequest>) -> Result<Response<Updates>, Status> {
        let caller = self.caller(&request)?;
        let v1::WatchTaskRequest { task_id, after } = request.into_inner();
        let task = parse_task_id(&task_id)?;
        access::may_read(&self.app, caller, task).await?;
        let watch = self
            .app
            .hub
            .watch(task, given(&after))
            .await
            .map_err(Problem::from)?;
        let opener = Arc::new(Opener::new(&self.app));
        let told = updates(watch).then(move |update| {
            let opener = opener.clone();
            async move { Ok(told(&opener, task, update?).await) }
        });
        Ok(Response::new(Box::pin(told)))
    }
}

async fn whole(opener: &Opener, model: &TaskModel) -> v1::Task {
    let texts = opener.texts(model.task_id).await;
    task_body(model, &texts, Detail::Whole).into()
}

async fn told(opener: &Opener, task: Uuid, update: Update) -> v1::TaskUpdate {
    use v1::task_update::Update as Told;
    let (id, update) = match update {
        Update::Snapshot(id, model) => (id.to_string(), Told::Snapshot(whole(opener, &model).await)),
        Update::Reset(id, model) => (id.to_string(), Told::Reset(whole(opener, &model).await)),
        Update::End(id, model) => (id.to_string(), Told::End(whole(opener, &model).await)),
        Update::Tick(tick) => (
            String::new(),
            Told::Progress(v1::Progress {
                message: tick.message,
                progress: tick.progress,
            }),
        ),
        Update::Event(fact) => {
            let texts = opener.texts(task).await;
            (
                fact.id.to_string(),
                Told::Event(event_body(task, &fact, &texts).into()),
            )
        }
    };
    v1::TaskUpdate {
        id,
        update: Some(update),
    }
}

fn accepted(accepted: commands::Accepted) -> Response<v1::Accepted> {
    Response::new(v1::Accepted {
        task_id: accepted.task.to_string(),
        position: accepted.position,
    })
}

/// Protobuf has no absent text: empty means not given.
fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn body(request: v1::CreateTaskRequest) -> CreateBody {
    let owned = |text: &str| given(text).map(str::to_owned);
    CreateBody {
        panels: (request.panels > 0).then_some(request.panels),
        language: owned(&request.language),
        style: request.style.map(wish),
        reading_direction: owned(&request.reading_direction),
        priority: owned(&request.priority),
        story: request.story,
        ..CreateBody::default()
    }
}

fn wish(style: v1::StyleOptions) -> StyleWish {
    [
        ("art_style", style.art_style),
        ("mood", style.mood),
        ("color_palette", style.color_palette),
        ("character_style", style.character_style),
        ("line_style", style.line_style),
        ("composition", style.composition),
        ("additional_notes", style.additional_notes),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(list, value)| (list.to_owned(), Some(value)))
    .collect()
}
