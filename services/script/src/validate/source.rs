//! Spans lie in the story and in its order, the story is told, and the lettering is its own words.

use super::{Finding, Rule, place, push};
use crate::prose::{quotes, sentences};
use crate::{Dialogue, MAX_UNTOLD_SHARE, Script, Span};

/// So much of an untold sentence is shown in the finding, in characters.
const SHOWN_CHARS: usize = 60;

pub(super) fn check(script: &Script, story: &str, findings: &mut Vec<Finding>) {
    let mut before = Span::default();
    for (index, panel) in script.panels.iter().enumerate() {
        let span = panel.source;
        if is_slice(story, span) {
            if span.start < before.start || span.end < before.end {
                let sentence = format!(
                    "Panel {} tells an earlier part of the story than the panel before.",
                    place(index)
                );
                push(findings, index, Rule::Order, sentence);
            }
            before = span;
        } else {
            let sentence = format!(
                "Panel {} tells bytes {}..{} of the story, which is not a slice of whole characters in its {} bytes.",
                place(index),
                span.start,
                span.end,
                story.len()
            );
            push(findings, index, Rule::Spans, sentence);
        }
        for line in &panel.dialogue {
            words(line, index, story, findings);
        }
    }
    coverage(script, story, findings);
}

/// Whether `span` is a slice of `story` that is not empty.
fn is_slice(story: &str, span: Span) -> bool {
    span.start < span.end && story.get(span.start..span.end).is_some()
}

fn words(line: &Dialogue, index: usize, story: &str, findings: &mut Vec<Finding>) {
    let place = place(index);
    let text = &line.text;
    if text.trim().is_empty() {
        return push(
            findings,
            index,
            Rule::Words,
            format!("Panel {place} has a bubble without words."),
        );
    }
    let sentence = match line.source {
        _ if line.invented => return,
        None => format!("Panel {place} says '{text}', which is neither in the story nor marked as invented."),
        Some(span) if !is_slice(story, span) => {
            format!(
                "The words '{text}' of panel {place} point to bytes {}..{}, outside the story.",
                span.start, span.end
            )
        }
        Some(span) if story[span.start..span.end] != *text => format!(
            "Panel {place} says '{text}', but the story says '{}' there; keep its words exactly or mark them as invented.",
            &story[span.start..span.end]
        ),
        Some(_) => return,
    };
    push(findings, index, Rule::Words, sentence);
}

/// Every sentence with spoken words and the last one must be told; of the rest, most.
fn coverage(script: &Script, story: &str, findings: &mut Vec<Finding>) {
    let told = merged(
        script
            .panels
            .iter()
            .map(|panel| panel.source)
            .filter(|span| is_slice(story, *span)),
    );
    let sentences = sentences(story);
    let spoken = quotes(story);
    let (mut letters, mut untold_letters) = (0_usize, 0_usize);
    for (index, sentence) in sentences.iter().enumerate() {
        let weight = letters_in(&story[sentence.start..sentence.end]);
        letters += weight;
        if overlaps_any(&told, *sentence) {
            continue;
        }
        untold_letters += weight;
        let first = spoken.partition_point(|quote| quote.outer.start < sentence.start);
        let speaks = spoken
            .get(first)
            .is_some_and(|quote| quote.outer.start < sentence.end);
        if weight > 0 && (speaks || index + 1 == sentences.len()) {
            let shown: String = story[sentence.start..sentence.end]
                .chars()
                .take(SHOWN_CHARS)
                .collect();
            let sentence = format!("No panel tells '{shown}'; spoken words and the ending must be told.");
            findings.push(Finding {
                panel: None,
                rule: Rule::Coverage,
                sentence,
            });
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a share of a few thousand letters")]
    let share = if letters == 0 {
        0.0
    } else {
        untold_letters as f64 / letters as f64
    };
    if share > MAX_UNTOLD_SHARE {
        let sentence = format!(
            "No panel tells {:.0} % of the story; let the sources cover it.",
            share * 100.0
        );
        findings.push(Finding {
            panel: None,
            rule: Rule::Coverage,
            sentence,
        });
    }
}

fn letters_in(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn merged(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.collect();
    spans.sort_by_key(|span| span.start);
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

fn overlaps_any(told: &[Span], sentence: Span) -> bool {
    let first = told.partition_point(|span| span.end <= sentence.start);
    told.get(first).is_some_and(|span| span.start < sentence.end)
}
