//! A long story in parts that a model can plan in one answer each. Pure.

use mangakai_script::{Panel, Span, sentences};

use crate::limits::STORY_BYTES_A_CALL;

/// A slice of the story and how many panels tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// At least 1.
    pub panels: u32,
}

/// The parts of a story: whole sentences, together the whole story, about equally long, with panels by length.
pub fn parts(story: &str, panels: u32, panels_a_call: u32) -> Vec<Part> {
    let panels = panels.max(1);
    let by_panels = panels.div_ceil(panels_a_call);
    let by_length = u32::try_from(story.len().div_ceil(STORY_BYTES_A_CALL)).unwrap_or(u32::MAX);
    let wanted = by_panels.max(by_length).clamp(1, panels);
    let starts: Vec<usize> = sentences(story).iter().map(|sentence| sentence.start).collect();
    let mut cuts = vec![0];
    for number in 1..wanted {
        let ideal = share(story.len(), number, wanted);
        let nearest = starts.iter().min_by_key(|start| start.abs_diff(ideal)).copied();
        // Fewer sentences than parts: fewer parts.
        cuts.extend(nearest.filter(|start| Some(start) > cuts.last() && *start < story.len()));
    }
    let ends = cuts.iter().skip(1).copied().chain([story.len()]);
    let mut told = 0;
    let count = u32::try_from(cuts.len()).unwrap_or(u32::MAX);
    let spans = cuts.iter().copied().zip(ends).zip(1..);
    spans
        .map(|((start, end), number)| {
            // Up to the end of this part so many panels tell so much of the story, and one is kept for each part to come.
            let ideal = round(panels, end, story.len());
            let until = ideal.clamp(told + 1, panels - (count - number));
            let part = Part {
                start,
                end,
                panels: until - told,
            };
            told = until;
            part
        })
        .collect()
}

fn share(length: usize, number: u32, of: u32) -> usize {
    length / usize::try_from(of).unwrap_or(1) * usize::try_from(number).unwrap_or(1)
}

fn round(panels: u32, end: usize, length: usize) -> u32 {
    let (panels, end, length) = (u64::from(panels), end as u64, (length as u64).max(1));
    u32::try_from((panels * end + length / 2) / length).unwrap_or(u32::MAX)
}

impl Part {
    /// Panels planned for this part, with their places in the whole story.
    pub fn in_the_story(self, panels: Vec<Panel>) -> impl Iterator<Item = Panel> {
        let moved = move |span: Span| Span {
            start: span.start + self.start,
            end: span.end + self.start,
        };
        panels.into_iter().map(move |mut panel| {
            panel.source = moved(panel.source);
            for line in &mut panel.dialogue {
                line.source = line.source.map(moved);
            }
            panel
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_story_is_one_part() {
        assert_eq!(
            parts("Once. Twice.", 6, 20),
            [Part {
                start: 0,
                end: 12,
                panels: 6
            }]
        );
    }

    #[test]
    fn a_hundred_panels_are_asked_for_in_several_calls() {
        let story = "The river was angry. ".repeat(200);
        let parts = parts(&story, 100, 20);
        assert_eq!(parts.len(), 5);
        assert!(
            parts.iter().all(|part| (15..=25).contains(&part.panels)),
            "{parts:?}"
        );
    }

    proptest! {
        #[test]
        fn parts_are_the_whole_story_and_all_the_panels(
            story in "([a-zA-Z ]{1,30}[.!?。] ?){1,80}", repeat in 1_usize..40, panels in 1_u32..=100, a_call in 1_u32..=20,
        ) {
            let story = story.repeat(repeat);
            let parts = parts(&story, panels, a_call);
            prop_assert_eq!(parts.iter().map(|part| part.panels).sum::<u32>(), panels);
            prop_assert!(parts.iter().all(|part| part.panels >= 1 && story.is_char_boundary(part.start)));
            let mut at = 0;
            for part in &parts {
                prop_assert_eq!(part.start, at);
                prop_assert!(part.end > part.start);
                at = part.end;
            }
            prop_assert_eq!(at, story.len());
        }
    }
}
