//! Ids in paths. What is no id names nothing: 404, as for an id that names nothing.

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use uuid::Uuid;

use crate::problem::{Problem, ProblemKind};

/// `/{id}`: a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskPath(pub Uuid);

/// `/{id}`: a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPath(pub Uuid);

/// `/{id}/panels/{n}`: a panel of a task, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PanelPath {
    /// The task.
    pub task: Uuid,
    /// Number of the panel.
    pub panel: u32,
}

/// A task id in its usual form, with hyphens.
///
/// # Errors
/// 404: nothing has such an id.
pub fn parse_task_id(text: &str) -> Result<Uuid, Problem> {
    // The parser alone would also take braces, a urn, or no hyphens: other names for the same thing.
    let id = (text.len() == 36).then(|| text.parse::<Uuid>().ok()).flatten();
    id.ok_or_else(Problem::no_such_task)
}

impl<S: Send + Sync> FromRequestParts<S> for TaskPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<TaskPath, Problem> {
        let params = raw(parts, state).await?;
        parse_task_id(named(&params, "id")).map(TaskPath)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SessionPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<SessionPath, Problem> {
        let params = raw(parts, state).await?;
        parse_task_id(named(&params, "id"))
            .map(SessionPath)
            .map_err(|_| Problem::new(ProblemKind::NotFound, "there is no such session"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PanelPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<PanelPath, Problem> {
        let params = raw(parts, state).await?;
        let task = parse_task_id(named(&params, "id"))?;
        Ok(PanelPath {
            task,
            panel: parse_panel(named(&params, "n"))?,
        })
    }
}

fn parse_panel(text: &str) -> Result<u32, Problem> {
    let plain = !text.starts_with(['0', '+']) && text.len() <= 9;
    let panel = plain.then(|| text.parse::<u32>().ok()).flatten();
    panel.ok_or_else(|| Problem::new(ProblemKind::NotFound, "there is no such panel"))
}

async fn raw<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<RawPathParams, Problem> {
    RawPathParams::from_request_parts(parts, state)
        .await
        .map_err(|_| Problem::no_such_task())
}

fn named<'a>(params: &'a RawPathParams, name: &str) -> &'a str {
    params
        .iter()
        .find(|(known, _)| *known == name)
        .map_or("", |(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_usual_form_of_an_id_names_a_task() {
        let id = Uuid::from_u128(0x018f_7a52_6a0e_7c3e_9d7e_0d6a_5a4f_2b11);
        assert_eq!(parse_task_id(&id.to_string()).unwrap(), id);
        let (simple, urn, braced) = (
            id.simple().to_string(),
            id.urn().to_string(),
            id.braced().to_string(),
        );
        for odd in [
            "",
            "7",
            "../secret",
            "' OR 1=1 --",
            &simple,
            &urn,
            &braced,
            &format!("{id} "),
        ] {
            assert_eq!(parse_task_id(odd).unwrap_err(), Problem::no_such_task(), "{odd}");
        }
    }

    #[test]
    fn panels_are_numbered_from_one() {
        assert_eq!(parse_panel("7").unwrap(), 7);
        for odd in [
            "",
            "0",
            "07",
            "-1",
            "+1",
            "x",
            "1.0",
            "4294967296",
            "99999999999999999999",
        ] {
            assert_eq!(parse_panel(odd).unwrap_err().status().as_u16(), 404, "{odd}");
        }
    }
}
