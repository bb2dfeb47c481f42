//! A story to be drawn.

use std::collections::BTreeMap;

use mangakai_events::v1::Priority;
use mangakai_script::{Style, StyleError, is_blank};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::text::checked_text;
use crate::{
    extract::escaped,
    limits,
    problem::{FieldError, Problem},
};

/// Looks asked for, by the name of the list.
pub type StyleWish = BTreeMap<String, Option<String>>;

/// Body of `POST /v1/tasks`.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"story": "On a rainy night a girl with a red umbrella waits at the station.", "panels": 4, "style": {"mood": "dramatic"}}))]
pub struct CreateBody {
    /// The story, in any language: up to 64 KiB of UTF-8.
    #[schema(min_length = 1, max_length = 65536)]
    pub story: String,
    /// How many panels; 5 when not given.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100, default = 5)]
    pub panels: Option<u32>,
    /// BCP 47 tag of the story's language; told from the text when not given.
    #[serde(default)]
    #[schema(example = "en", max_length = 35)]
    pub language: Option<String>,
    /// Looks asked for: a value of a list of `GET /v1/style-options` by the list's name, and `additional_notes`.
    #[serde(default)]
    #[schema(value_type = Option<BTreeMap<String, Option<String>>>)]
    pub style: Option<StyleWish>,
    /// `rtl`, `ltr` or `webtoon`; by language when not given.
    #[serde(default)]
    #[schema(pattern = "^(rtl|ltr|webtoon)$")]
    pub reading_direction: Option<String>,
    /// `high`, `normal` (default) or `low`.
    #[serde(default)]
    #[schema(pattern = "^(high|normal|low)$")]
    pub priority: Option<String>,
    /// Page template; not built yet, must be absent or null.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub template: Option<Value>,
    /// Uploaded pictures to go by; not built yet, must be absent, null or empty.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub references: Option<Vec<Value>>,
}

/// A request for a task that keeps all rules.
#[derive(Clone, Debug, PartialEq)]
pub struct CreateRequest {
    /// Not blank, at most [`limits::MAX_STORY_BYTES`], without NUL.
    pub story: String,
    /// 1 to [`limits::MAX_PANELS`].
    pub panels: u32,
    /// Lower-case BCP 47, or empty.
    pub language: String,
    /// `rtl`, `ltr`, `webtoon`, or empty.
    pub reading_direction: String,
    /// Values in snake case.
    pub style: Style,
    /// Which queue.
    pub priority: Priority,
}

impl CreateRequest {
    /// Judges a body; everything wrong with it is said at once.
    ///
    /// # Errors
    /// 422 naming the fields; 501 for what is not built yet.
    pub fn parse(body: CreateBody) -> Result<CreateRequest, Problem> {
        let mut errors = Errors::default();
        errors.keep("/story", checked_story(&body.story));
        let panels = body.panels.unwrap_or(limits::DEFAULT_PANELS);
        errors.keep("/panels", checked_panels(panels));
        let language = errors.keep(
            "/language",
            checked_language(body.language.as_deref().unwrap_or_default()),
        );
        let direction = body.reading_direction.as_deref().unwrap_or_default();
        let reading_direction = errors.keep(
            "/reading_direction",
            one_of(direction, &["rtl", "ltr", "webtoon"], "").map(str::to_owned),
        );
        let priority = body.priority.as_deref().unwrap_or_default();
        let priority = errors.keep(
            "/priority",
            one_of(priority, &["high", "normal", "low"], "normal"),
        );
        let style = style(&body.style.unwrap_or_default(), &mut errors);
        errors.into_result()?;
        if body
            .template
            .is_some_and(|template| !template.is_null() && template != "")
        {
            return Err(Problem::not_built("template").at("/template"));
        }
        if body.references.is_some_and(|references| !references.is_empty()) {
            return Err(Problem::not_built("references").at("/references"));
        }
        let priority = match priority.unwrap_or_default() {
            "high" => Priority::High,
            "low" => Priority::Low,
            _ => Priority::Normal,
        };
        Ok(CreateRequest {
            story: body.story,
            panels,
            language: language.unwrap_or_default(),
            reading_direction: reading_direction.unwrap_or_default(),
            style,
            priority,
        })
    }

    /// The request as bytes, the same for equal wishes: what tells a repeat from another wish under one key.
    pub fn fingerprint(&self) -> Vec<u8> {
        let looks: BTreeMap<_, _> = self.style.fields().collect();
        let fields = serde_json::json!([
            self.story,
            self.panels,
            self.language,
            self.reading_direction,
            looks,
            self.priority.as_str_name(),
        ]);
        fields.to_string().into_bytes()
    }
}

#[derive(Default)]
struct Errors(Vec<FieldError>);

impl Errors {
    fn keep<T>(&mut self, pointer: &str, judged: Result<T, String>) -> Option<T> {
        judged
            .map_err(|detail| {
                self.0.push(FieldError {
                    pointer: pointer.to_owned(),
                    detail,
                })
            })
            .ok()
    }

    fn into_result(self) -> Result<(), Problem> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Problem::all_invalid(self.0))
        }
    }
}

fn checked_story(story: &str) -> Result<(), String> {
    checked_text(story)?;
    if story.chars().all(is_blank) {
        return Err("must tell something: it is blank".to_owned());
    }
    if story.len() > limits::MAX_STORY_BYTES {
        return Err(format!(
            "must have at most {} bytes of UTF-8, not {}",
            limits::MAX_STORY_BYTES,
            story.len()
        ));
    }
    Ok(())
}

fn checked_panels(panels: u32) -> Result<(), String> {
    match (limits::MIN_PANELS..=limits::MAX_PANELS).contains(&panels) {
        true => Ok(()),
        false => Err(format!(
            "must be {} to {}",
            limits::MIN_PANELS,
            limits::MAX_PANELS
        )),
    }
}

fn checked_language(tag: &str) -> Result<String, String> {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let named = (2..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let fits =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if tag.is_empty() || (tag.len() <= limits::MAX_LANGUAGE_CHARS && named && parts.all(fits)) {
        return Ok(tag.to_ascii_lowercase());
    }
    Err("must be a BCP 47 language tag, such as zh, ja or en".to_owned())
}

fn one_of<'a>(given: &'a str, known: &[&str], default: &'a str) -> Result<&'a str, String> {
    if given.is_empty() {
        return Ok(default);
    }
    if known.contains(&given) {
        Ok(given)
    } else {
        Err(format!("must be one of {}", known.join(", ")))
    }
}

fn style(wish: &StyleWish, errors: &mut Errors) -> Style {
    let mut style = Style::default();
    for (field, words) in wish {
        let pointer = format!("/style/{}", escaped(field));
        let words = words.as_deref().unwrap_or_default();
        let set = checked_text(words).and_then(|()| style.set(field, words).map_err(|error| refusal(&error)));
        errors.keep(&pointer, set);
    }
    style
}

/// What a caller sent is not sent back at length.
fn refusal(error: &StyleError) -> String {
    const MOST: usize = 60;
    match error {
        StyleError::UnknownValue {
            field,
            value,
            allowed,
        } => {
            let value: String = value.chars().take(MOST).collect();
            format!(
                "style.{field} cannot be '{value}'; it is one of {} or none",
                allowed.join(", ")
            )
        }
        StyleError::UnknownField { field } => {
            let field = field.chars().take(MOST).collect();
            StyleError::UnknownField { field }.to_string()
        }
        StyleError::NotesTooLong { .. } => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::parse_json;

    fn parse(json: Value) -> Result<CreateRequest, Problem> {
        CreateRequest::parse(parse_json(json.to_string().as_bytes())?)
    }

    fn refused(json: Value) -> (u16, Vec<String>) {
        let problem = parse(json).unwrap_err();
        (
            problem.status().as_u16(),
            problem
                .errors()
                .iter()
                .map(|error| error.pointer.clone())
                .collect(),
        )
    }

    #[test]
    fn a_story_is_enough() {
        let request = parse(serde_json::json!({"story": "A cat learns to fly."})).unwrap();
        assert_eq!(request.panels, limits::DEFAULT_PANELS);
        assert_eq!(request.priority, Priority::Normal);
        assert_eq!(request.style, Style::default());
        let nulls = serde_json::json!({"story": "x", "panels": null, "language": null, "style": null, "priority": null,
            "reading_direction": null, "template": null, "references": null});
        assert!(parse(nulls).is_ok());
    }

    #[test]
    fn limits_are_kept_on_both_sides() {
        for panels in [1, 100] {
            assert!(parse(serde_json::json!({"story": "x", "panels": panels})).is_ok());
        }
        for panels in [
            serde_json::json!(0),
            serde_json::json!(101),
            serde_json::json!(-1),
            serde_json::json!("7"),
            serde_json::json!(1.5),
            serde_json::json!(2147483648_u64),
        ] {
            assert_eq!(
                refused(serde_json::json!({"story": "x", "panels": panels})),
                (422, vec!["/panels".to_owned()])
            );
        }
        assert!(parse(serde_json::json!({"story": "x".repeat(limits::MAX_STORY_BYTES)})).is_ok());
        for story in [
            "",
            " \n\t\u{3000}",
            "a\0b",
            &"x".repeat(limits::MAX_STORY_BYTES + 1),
        ] {
            assert_eq!(
                refused(serde_json::json!({"story": story})),
                (422, vec!["/story".to_owned()])
            );
        }
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let odd = serde_json::json!({"story": " ", "panels": 0, "language": "klingon!", "reading_direction": "up",
            "priority": "urgent", "style": {"mood": "grumpy", "colour": "red"}});
        let (status, pointers) = refused(odd);
        assert_eq!(status, 422);
        let expected = [
            "/story",
            "/panels",
            "/language",
            "/reading_direction",
            "/priority",
            "/style/colour",
            "/style/mood",
        ];
        assert_eq!(pointers, expected);
    }

    #[test]
    fn unknown_looks_name_what_is_allowed() {
        let problem = parse(serde_json::json!({"story": "x", "style": {"mood": "grumpy"}})).unwrap_err();
        assert!(problem.detail().contains("mood") && problem.detail().contains("peaceful"));
        assert_eq!(
            refused(serde_json::json!({"story": "x", "colour": "red"})),
            (422, vec!["/colour".to_owned()])
        );
    }

    #[test]
    fn what_is_not_built_is_said() {
        assert_eq!(refused(serde_json::json!({"story": "x", "template": "t"})).0, 501);
        assert_eq!(
            refused(serde_json::json!({"story": "x", "references": ["r"]})).0,
            501
        );
        assert!(parse(serde_json::json!({"story": "x", "references": []})).is_ok());
    }

    #[test]
    fn equal_wishes_have_one_fingerprint() {
        let wish = |json: Value| parse(json).unwrap().fingerprint();
        let one = wish(serde_json::json!({"story": "x", "style": {"mood": "Dark", "art_style": null}}));
        let same = wish(
            serde_json::json!({"panels": 5, "style": {"mood": "dark"}, "story": "x", "priority": "normal"}),
        );
        assert_eq!(one, same);
        for other in [
            serde_json::json!({"story": "y", "style": {"mood": "dark"}}),
            serde_json::json!({"story": "x", "style": {"mood": "sad"}}),
            serde_json::json!({"story": "x", "style": {"mood": "dark"}, "panels": 6}),
            serde_json::json!({"story": "x", "style": {"mood": "dark"}, "language": "en"}),
        ] {
            assert_ne!(wish(other), one);
        }
    }
}
