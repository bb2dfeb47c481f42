//! The title: the story's first line where it reads like one.

use mangakai_script::{Span, is_blank, paragraphs, trimmed};

use super::slice::{has_letters, pieces};
use super::words::width;

/// A title is at most this wide.
const TITLE_WIDTH: f32 = 30.0;

/// A first line that is marked as a heading may be wider; wider still, it is told as text.
const HEADING_WIDTH: f32 = 60.0;

/// A title made from the first sentence is at most this wide.
const MADE_TITLE_WIDTH: f32 = 20.0;

/// The first line, if it is a heading: short, not a sentence, and something follows.
pub(super) fn find(story: &str) -> Option<Span> {
    let paragraphs = paragraphs(story);
    let (first, next) = (paragraphs.first()?, paragraphs.get(1)?);
    let text = &story[first.start..first.end];
    let ends_like_sentence = text.ends_with([
        '。', '！', '？', '.', '!', '?', '…', '，', ',', '、', '；', ';', '」', '”', '"',
    ]);
    let speaks = text.contains(['“', '「', '"', '：', ':']);
    let gap = story[first.end..next.start].matches('\n').count() > 1;
    let stands_out = gap || width(&story[next.start..next.end]) > 2.0 * width(text);
    let heading = text.starts_with('#');
    let fits =
        has_letters(text) && width(text) <= TITLE_WIDTH && stands_out && !ends_like_sentence && !speaks;
    (fits || heading && has_letters(text) && width(text) <= HEADING_WIDTH).then_some(*first)
}

/// The title's words: the heading without its marks, else the first clause of the story.
pub(super) fn words(story: &str, title: Option<Span>) -> String {
    if let Some(span) = title {
        let text =
            story[span.start..span.end].trim_matches(|c: char| is_blank(c) || "#*=《》『』".contains(c));
        return text.to_owned();
    }
    let body = trimmed(
        story,
        Span {
            start: 0,
            end: story.len(),
        },
    );
    let line_end = story[body.start..body.end]
        .find('\n')
        .map_or(body.end, |at| body.start + at);
    let first = pieces(
        story,
        Span {
            start: body.start,
            end: line_end,
        },
        MADE_TITLE_WIDTH,
    )
    .into_iter()
    .next();
    let text = first.map_or("", |span| &story[span.start..span.end]);
    let marks = |c: char| is_blank(c) || "，。、；：！？,.;:!?“”\"「」『』—".contains(c);
    text.trim_matches(marks).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_first_line_is_the_title() {
        let story = "屋上の天文部\n\n　文化祭の前の日、部室には二人しかいなかった。";
        assert_eq!(words(story, find(story)), "屋上の天文部");
        assert_eq!(words("# The Well\nOnce.", find("# The Well\nOnce.")), "The Well");
    }

    #[test]
    fn a_heading_as_long_as_a_text_is_told() {
        let story = format!("# {}\nOnce.", "It rained all night. ".repeat(20));
        assert_eq!(find(&story), None);
    }

    #[test]
    fn a_story_without_title_gets_its_first_clause() {
        let story = "Tom ran, and the dog ran after him all the way home.\nThey slept.";
        assert_eq!(find(story), None);
        assert_eq!(words(story, None), "Tom ran");
    }
}
