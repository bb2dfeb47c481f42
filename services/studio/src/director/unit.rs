//! The story cut into the smallest things a panel can tell: sentences of narration and spoken lines.

mod marks;

use mangakai_script::{
    DialogueKind, Emotion, Pose, Prop, Quote, Span, TimeOfDay, Weather, is_blank, paragraphs, quotes,
    sentences, trimmed,
};

use super::lexicon::Lexicon;
use super::slice::{has_letters, join_while, pieces, split_after};
use super::words::{fold, width};
use marks::{after_colon, bracketed, is_cry, is_sound, is_spoken, label};

/// A spoken line wider than this is cut into several bubbles at its sentence ends.
pub(super) const LINE_WIDTH: f32 = 46.0;

/// Narration wider than this is cut at its commas.
const SENTENCE_WIDTH: f32 = 110.0;

/// What a unit is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitKind {
    Narration,
    Line,
}

/// A sentence of narration, or a line.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub kind: UnitKind,
    /// Its slice of the story.
    pub span: Span,
    /// The slice that would be lettered.
    pub words: Span,
    pub paragraph: usize,
    pub sentence: usize,
    /// The words before a labelled line that name its speaker.
    pub label: Option<Span>,
    /// Says only who speaks and how.
    pub tag: bool,
    pub voice: DialogueKind,
    /// Said into a telephone.
    pub phone: bool,
    pub speaker: Option<usize>,
    /// 0 to 1: how sure the speaker is.
    pub sure: f32,
    /// Who is seen, the acting one first; indices of people.
    pub seen: Vec<usize>,
    pub moods: Vec<(usize, Emotion)>,
    pub poses: Vec<(usize, Pose)>,
    /// Who holds which thing.
    pub holding: Vec<(usize, Prop)>,
    pub props: Vec<Prop>,
    pub sounds: Vec<(String, u8)>,
    /// Index of the place.
    pub place: Option<usize>,
    /// The place is a guess.
    pub place_guessed: bool,
    pub time: TimeOfDay,
    pub weather: Weather,
    /// A new scene starts here.
    pub opens: bool,
    /// Told as something past or imagined.
    pub memory: bool,
    /// How much the story would miss it, about 0 to 10.
    pub weight: f32,
}

impl Unit {
    pub(super) fn new(kind: UnitKind, span: Span, words: Span, paragraph: usize, sentence: usize) -> Unit {
        Unit {
            kind,
            span,
            words,
            paragraph,
            sentence,
            label: None,
            tag: false,
            voice: if kind == UnitKind::Line {
                DialogueKind::Speech
            } else {
                DialogueKind::Narration
            },
            phone: false,
            speaker: None,
            sure: 0.0,
            seen: Vec::new(),
            moods: Vec::new(),
            poses: Vec::new(),
            holding: Vec::new(),
            props: Vec::new(),
            sounds: Vec::new(),
            place: None,
            place_guessed: true,
            time: TimeOfDay::Day,
            weather: Weather::Clear,
            opens: false,
            memory: false,
            weight: 1.0,
        }
    }

    pub(super) fn is_line(&self) -> bool {
        self.kind == UnitKind::Line
    }

    pub(super) fn text<'a>(&self, story: &'a str) -> &'a str {
        &story[self.words.start..self.words.end]
    }
}

/// Cuts `story`, without its title, into units.
pub(super) fn cut(story: &str, title: Option<Span>, lexicon: &Lexicon) -> Vec<Unit> {
    let quotes: Vec<Quote> = quotes(story)
        .into_iter()
        .filter(|quote| is_spoken(story, quote) || is_cry(story, quote, lexicon))
        .filter(|quote| !is_sound(story, quote, lexicon))
        .collect();
    let paragraphs: Vec<Span> = paragraphs(story);
    let mut labels: Vec<Option<Span>> = paragraphs
        .iter()
        .map(|paragraph| label(story, *paragraph, lexicon))
        .collect();
    if labels.iter().flatten().count() < 2 {
        labels.fill(None);
    }
    let mut cutter = Cutter {
        story,
        lexicon,
        quotes: &quotes,
        units: Vec::new(),
    };
    let body_start = title.map_or(0, |title| title.end);
    for (sentence, span) in sentences(story).into_iter().enumerate() {
        if span.start >= body_start {
            let paragraph = paragraphs.partition_point(|paragraph| paragraph.end <= span.start);
            let label = labels.get(paragraph).copied().flatten();
            cutter.sentence(span, paragraph, sentence, label);
        }
    }
    cutter.units
}

struct Cutter<'a> {
    story: &'a str,
    lexicon: &'a Lexicon,
    quotes: &'a [Quote],
    units: Vec<Unit>,
}

impl Cutter<'_> {
    fn sentence(&mut self, span: Span, paragraph: usize, sentence: usize, label: Option<Span>) {
        let spoken = label.map(|label| after_colon(self.story, label));
        let within = span.start..span.end;
        let start = spoken
            .filter(|start| within.contains(start))
            .unwrap_or(span.start);
        // A full stop within the label ("St. Anne:") may end a sentence before the colon.
        let opening = spoken.and_then(|start| self.quoted(start));
        if label.is_some() && opening.is_none() && spoken <= Some(start) {
            let words = trimmed(self.story, Span { start, end: span.end });
            return self.line(span, words, label, (paragraph, sentence), DialogueKind::Speech);
        }
        let mut at = if opening.is_some() { start } else { span.start };
        let first = self
            .quotes
            .partition_point(|quote| quote.outer.start < span.start);
        let quotes = self.quotes;
        for quote in quotes[first..]
            .iter()
            .take_while(|quote| quote.outer.start < span.end)
        {
            self.narration(
                Span {
                    start: at,
                    end: quote.outer.start,
                },
                paragraph,
                sentence,
            );
            // The label speaks the quotation right after it; who speaks the others is told as everywhere.
            let opens = opening == Some(quote.outer.start);
            let outer = Span {
                start: if opens { span.start } else { quote.outer.start },
                ..quote.outer
            };
            self.line(
                outer,
                quote.inner,
                label.filter(|_| opens),
                (paragraph, sentence),
                DialogueKind::Speech,
            );
            at = quote.outer.end.min(span.end).max(at);
        }
        self.narration(
            Span {
                start: at,
                end: span.end,
            },
            paragraph,
            sentence,
        );
    }

    /// Where a quotation begins that stands there, after blanks: the line has marks of its own.
    fn quoted(&self, start: usize) -> Option<usize> {
        let next = self.quotes.partition_point(|quote| quote.outer.start < start);
        let next = self.quotes.get(next)?.outer.start;
        self.story[start..next].chars().all(is_blank).then_some(next)
    }

    fn line(
        &mut self,
        span: Span,
        words: Span,
        label: Option<Span>,
        at: (usize, usize),
        voice: DialogueKind,
    ) {
        if !has_letters(&self.story[words.start..words.end]) && words.end - words.start > 12 {
            return;
        }
        let parts = bubbles(self.story, words);
        let last = parts.len().saturating_sub(1);
        for (index, part) in parts.into_iter().enumerate() {
            let outer = Span {
                start: if index == 0 { span.start } else { part.start },
                end: if index == last { span.end } else { part.end },
            };
            let mut unit = Unit::new(UnitKind::Line, outer, part, at.0, at.1);
            unit.label = label;
            unit.voice = voice;
            self.units.push(unit);
        }
    }

    fn narration(&mut self, span: Span, paragraph: usize, sentence: usize) {
        let span = trimmed(self.story, span);
        let text = &self.story[span.start..span.end];
        if !has_letters(text) {
            return;
        }
        if let Some(inner) = bracketed(self.story, span) {
            return self.line(span, inner, None, (paragraph, sentence), DialogueKind::Thought);
        }
        if let Some(colon) = self.thought_colon(text) {
            let mark = text[colon..].chars().next().map_or(1, char::len_utf8);
            let before = Span {
                start: span.start,
                end: span.start + colon + mark,
            };
            let after = trimmed(
                self.story,
                Span {
                    start: before.end,
                    end: span.end,
                },
            );
            self.units.push(Unit::new(
                UnitKind::Narration,
                before,
                before,
                paragraph,
                sentence,
            ));
            return self.line(after, after, None, (paragraph, sentence), DialogueKind::Thought);
        }
        for part in pieces(self.story, span, SENTENCE_WIDTH) {
            if has_letters(&self.story[part.start..part.end]) {
                self.units
                    .push(Unit::new(UnitKind::Narration, part, part, paragraph, sentence));
            }
        }
    }

    /// Where a colon stands after which the sentence gives a thought.
    fn thought_colon(&self, text: &str) -> Option<usize> {
        let at = text.find('：')?;
        let before = self.lexicon.voices.find(&fold(&text[..at]));
        let thinks = before.iter().any(|hit| hit.meaning == DialogueKind::Thought);
        (thinks && has_letters(&text[at + '：'.len_utf8()..])).then_some(at)
    }
}

#[cfg(test)]
mod tests;

/// The bubbles of one line: whole sentences, as many as fit each.
fn bubbles(story: &str, words: Span) -> Vec<Span> {
    if width(&story[words.start..words.end]) <= LINE_WIDTH {
        return vec![words];
    }
    let ends = |c: char| matches!(c, '。' | '！' | '？' | '.' | '!' | '?' | '…' | '\n');
    let sentences = split_after(story, words, ends);
    join_while(story, &sentences, LINE_WIDTH)
        .into_iter()
        .flat_map(|part| pieces(story, part, LINE_WIDTH))
        .collect()
}
