//! What work will cost, before it is done, rounded up: of a story only its length is known then.

use crate::{
    catalogue::{PictureModel, TextModel},
    chain::Chain,
    limits::{STORY_BYTES_A_CALL, TOKENS_A_PANEL},
};

/// Tokens of the rules and the schema that go along with every call.
const TOKENS_OF_RULES: u64 = 4_000;
/// A token is rarely less than two bytes, in any language, and no character is more than four.
const TOKENS_A_CHAR: u64 = 2;
const BYTES_A_CHAR: u64 = 4;
/// Every part may be asked for once more, with the answer before among what is read.
const CALLS_A_PART: u64 = 2;
const CHARS_PRICED: u64 = 1_000;

/// What a script takes: the sum of its parts, in millionths of a US dollar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScriptRates {
    /// Whatever its length.
    pub call_micros: u64,
    /// Every thousand characters of the story, begun.
    pub thousand_chars_micros: u64,
    /// Every panel.
    pub panel_micros: u64,
}

/// What one link of a chain takes for a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptPrices {
    /// Id of the provider.
    pub provider: String,
    /// The first call brings it whole.
    pub least: ScriptRates,
    /// It is asked for in parts, and for every part twice.
    pub most: ScriptRates,
}

/// What one link of a chain takes for a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PicturePrice {
    /// Id of the provider.
    pub provider: String,
    /// In millionths of a US dollar.
    pub micros: u64,
}

impl TextModel {
    /// The most that one call costs: when nothing of the story divides it into parts, it is planned in one.
    pub(crate) fn call_micros(&self, story_chars: u32, panels: u32) -> u64 {
        let room = u64::from(TOKENS_A_PANEL) * u64::from(panels);
        let wrote = room.min(self.max_output_tokens.into());
        let read = TOKENS_OF_RULES + TOKENS_A_CHAR * u64::from(story_chars);
        self.cost_micros(read + wrote, wrote)
    }

    fn least(&self) -> ScriptRates {
        let room = u64::from(TOKENS_A_PANEL);
        ScriptRates {
            call_micros: self.cost_micros(TOKENS_OF_RULES, 0),
            thousand_chars_micros: self.cost_micros(TOKENS_A_CHAR * CHARS_PRICED, 0),
            panel_micros: self.cost_micros(0, room),
        }
    }

    /// There are no more parts than one and those that so many panels and characters make: the rules of these are counted
    /// among the panels and the characters.
    fn most(&self) -> ScriptRates {
        let room = u64::from(TOKENS_A_PANEL);
        let of_panel = TOKENS_OF_RULES.div_ceil(self.panels_a_call().into());
        let bytes = CHARS_PRICED * BYTES_A_CHAR;
        let of_chars = (TOKENS_OF_RULES * bytes).div_ceil(STORY_BYTES_A_CALL as u64);
        ScriptRates {
            call_micros: CALLS_A_PART * self.cost_micros(TOKENS_OF_RULES, 0),
            thousand_chars_micros: CALLS_A_PART
                * self.cost_micros(TOKENS_A_CHAR * CHARS_PRICED + of_chars, 0),
            panel_micros: CALLS_A_PART * self.cost_micros(of_panel + room, room),
        }
    }
}

impl Chain<TextModel> {
    /// The most that one call, that is one attempt, costs with the dearest model that may be asked, in millionths of a US
    /// dollar. Nothing when nobody is asked.
    #[must_use]
    pub fn estimate_micros(&self, story_chars: u32, panels: u32) -> u64 {
        let calls = self
            .links()
            .iter()
            .map(|link| link.model.call_micros(story_chars, panels));
        calls.max().unwrap_or_default()
    }

    /// What scripts take, in the order in which they are asked for.
    #[must_use]
    pub fn prices(&self) -> Vec<ScriptPrices> {
        let prices = self.links().iter().map(|link| ScriptPrices {
            provider: link.provider.clone(),
            least: link.model.least(),
            most: link.model.most(),
        });
        prices.collect()
    }
}

impl Chain<PictureModel> {
    /// For one picture, that is one attempt, with the dearest model that may be asked, in millionths of a US dollar.
    /// Nothing when nobody is asked.
    #[must_use]
    pub fn estimate_micros(&self) -> u64 {
        let prices = self.links().iter().map(|link| link.model.picture_micros());
        prices.max().unwrap_or_default()
    }

    /// What pictures take, in the order in which they are asked for.
    #[must_use]
    pub fn prices(&self) -> Vec<PicturePrice> {
        let prices = self.links().iter().map(|link| PicturePrice {
            provider: link.provider.clone(),
            micros: link.model.picture_micros(),
        });
        prices.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Providers, Wishes, write::parts};

    fn with(keys: &'static [&'static str]) -> Providers {
        let environment = |name: &str| keys.contains(&name).then(|| "k".to_owned());
        Providers::choose(&Catalogue::embedded().unwrap(), &environment, &Wishes::default()).unwrap()
    }

    #[test]
    fn the_dearest_that_may_be_asked_counts_and_nobody_costs_nothing() {
        let nobody = with(&[]);
        assert_eq!(nobody.text.estimate_micros(u32::MAX, u32::MAX), 0);
        assert_eq!(nobody.pictures.estimate_micros(), 0);
        assert!(nobody.text.prices().is_empty() && nobody.pictures.prices().is_empty());
        let gemini = with(&["GEMINI_API_KEY"]);
        assert_eq!(gemini.pictures.estimate_micros(), 33_600);
        let both = with(&["GEMINI_API_KEY", "OPENAI_API_KEY"]);
        assert_eq!(both.pictures.estimate_micros(), 53_000);
        let each = both.pictures.prices();
        assert_eq!(
            each.iter().map(|price| price.micros).collect::<Vec<_>>(),
            [33_600, 53_000]
        );
        let calls = [&gemini, &both].map(|providers| providers.text.estimate_micros(900, 5));
        assert!(0 < calls[0] && calls[0] <= calls[1], "{calls:?}");
    }

    #[test]
    fn no_call_and_no_script_in_parts_comes_to_more() {
        let text = with(&["GEMINI_API_KEY"]).text;
        let model = &text.links()[0].model;
        let prices = &text.prices()[0];
        for (sentence, times) in [("She ran. ", 3), ("She ran. ", 9_000), ("彼女は走った。", 5_000)] {
            let story = sentence.repeat(times);
            let chars = u32::try_from(story.chars().count()).unwrap();
            for panels in [1, 5, 60, 100] {
                let calls = parts(&story, panels, model.panels_a_call())
                    .into_iter()
                    .map(|part| {
                        let read = TOKENS_OF_RULES + (part.end - part.start).div_ceil(2) as u64;
                        let wrote = u64::from(TOKENS_A_PANEL) * u64::from(part.panels);
                        (
                            model.cost_micros(read, wrote),
                            model.cost_micros(read + wrote, wrote),
                        )
                    });
                let (mut script, mut dearest) = (0, 0);
                for (first, second) in calls {
                    script += first + second;
                    dearest = dearest.max(second);
                }
                let most = prices.most;
                let most = most.call_micros
                    + most.thousand_chars_micros * u64::from(chars.div_ceil(1_000))
                    + most.panel_micros * u64::from(panels);
                assert!(script <= most, "{chars} characters, {panels} panels");
                assert!(dearest <= text.estimate_micros(chars, panels));
            }
        }
    }
}
