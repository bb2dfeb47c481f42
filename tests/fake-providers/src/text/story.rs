//! Finds the story among the words of a question, however it is set apart, and how many panels are wanted.

use serde_json::Value;

/// Names of tags and of JSON fields that a story, or a part of it, may stand in.
const NAMES: [&str; 8] = [
    "story",
    "story_part",
    "part",
    "chunk",
    "passage",
    "excerpt",
    "text",
    "source",
];

/// Marks that a story may stand between.
const FENCES: [&str; 5] = ["\"\"\"", "```", "'''", "-----", "====="];

/// Last words of a line that announces the story.
const HEADINGS: [&str; 8] = [
    "story",
    "story text",
    "故事",
    "故事如下",
    "小说",
    "物語",
    "小説",
    "本文",
];

/// The story in the first message that sets one apart, else the whole first message.
pub(super) fn find(messages: &[String]) -> String {
    let ways: [fn(&str) -> Option<String>; 4] = [tagged, field, fenced, headed];
    let marked = messages
        .iter()
        .find_map(|message| ways.iter().find_map(|way| way(message)));
    let story = marked.or_else(|| messages.first().cloned()).unwrap_or_default();
    story.trim().to_owned()
}

/// `<story lang="en">...</story>`: the outermost of the name that comes first in [`NAMES`].
fn tagged(message: &str) -> Option<String> {
    NAMES.iter().find_map(|name| {
        let open = message
            .match_indices(&format!("<{name}"))
            .find_map(|(at, found)| {
                let rest = &message[at + found.len()..];
                let close = rest.find('>')?;
                let is_tag = close == 0 || rest.starts_with(char::is_whitespace);
                is_tag.then_some(at + found.len() + close + 1)
            })?;
        let end = message.rfind(&format!("</{name}>")).filter(|end| *end >= open)?;
        filled(&message[open..end])
    })
}

/// A message that is JSON with the story in a field.
fn field(message: &str) -> Option<String> {
    let parsed: Value = serde_json::from_str(message.trim()).ok()?;
    NAMES
        .iter()
        .find_map(|name| parsed.get(name)?.as_str())
        .and_then(filled)
}

fn fenced(message: &str) -> Option<String> {
    FENCES.iter().find_map(|fence| {
        let open = message.find(fence)? + fence.len();
        let end = message.rfind(fence).filter(|end| *end > open)?;
        let inside = message[open..end].trim_start_matches(['-', '=']);
        filled(inside.strip_prefix("text\n").unwrap_or(inside))
    })
}

/// Everything below a line like `## Story` or `Story:`.
fn headed(message: &str) -> Option<String> {
    let mut at = 0;
    for line in message.split_inclusive('\n') {
        let bare = line.trim().trim_start_matches(['#', '*', ' ']);
        let (head, rest) = bare.split_once([':', '：']).unwrap_or((bare, ""));
        let head = head.trim_end_matches(['*', ' ']).to_lowercase();
        let announces = HEADINGS
            .iter()
            .any(|heading| head == *heading || head.ends_with(&format!(" {heading}")));
        let is_mark = line.contains([':', '：', '#', '*']);
        if announces && is_mark {
            let start = at + line.len()
                - if rest.trim().is_empty() {
                    0
                } else {
                    rest.trim_start().len() + trailing(line)
                };
            return filled(&message[start..]);
        }
        at += line.len();
    }
    None
}

/// Bytes of white space at the end of a line.
fn trailing(line: &str) -> usize {
    line.len() - line.trim_end().len()
}

fn filled(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// `exactly 6 panels`, `6 格`, `6コマ`, or the bounds of a schema that stands in the words.
pub(super) fn panels(words: &str) -> Option<u32> {
    let in_schema = words.find("\"panels\"").and_then(|at| {
        let rest = words[at..].split_once("\"minItems\"")?.1;
        number(rest.trim_start_matches([':', ' ', '"']))
    });
    in_schema.or_else(|| {
        ["panel", "格", "コマ", "分镜", "個分鏡"].iter().find_map(|unit| {
            words.match_indices(unit).find_map(|(at, _)| {
                let before = words[..at].trim_end().trim_end_matches('个').trim_end();
                let digits = before.len() - before.bytes().rev().take_while(u8::is_ascii_digit).count();
                number(&before[digits..])
            })
        })
    })
}

fn number(text: &str) -> Option<u32> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|count| *count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_found_however_it_is_set_apart() {
        let story = "Night fell. Ann waited.\n\nNobody came.";
        let messages = [
            format!("Write 4 panels.\n<story>\n{story}\n</story>\nOnly JSON."),
            format!("Write it.\n<story part=\"1\">{story}</story>"),
            format!("Write it.\n\"\"\"\n{story}\n\"\"\""),
            format!("Write it.\n```\n{story}\n```\n"),
            format!("Write it.\n\n## Story\n\n{story}"),
            format!("Write it.\nStory: {story}"),
            format!("Write it.\nThis part of the story:\n{story}"),
            format!("故事：\n{story}"),
            serde_json::json!({"panels": 4, "story": story}).to_string(),
            story.to_owned(),
        ];
        for message in messages {
            assert_eq!(find(std::slice::from_ref(&message)), story, "{message}");
        }
    }

    #[test]
    fn the_number_of_panels_is_read_from_words() {
        assert_eq!(panels("Write exactly 12 panels."), Some(12));
        assert_eq!(panels("请写 6 格"), Some(6));
        assert_eq!(panels("6コマで"), Some(6));
        assert_eq!(panels(r#"{"panels":{"type":"array","minItems":7}}"#), Some(7));
        assert_eq!(panels("Write the panels."), None);
    }
}
