//! What work will cost, before it is done: by the dearest model that may be asked, rounded up.

use crate::{
    catalogue::{PictureModel, TextModel},
    chain::Chain,
    limits::TOKENS_A_PANEL,
    write::parts,
};

/// Tokens of the rules and the schema that go along with every call.
const TOKENS_OF_RULES: u64 = 4_000;
/// Every part may be asked for once more, with the answer before among what is read.
const CALLS_A_PART: u64 = 2;

/// What a script will cost at most, in millionths of a US dollar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScriptEstimate {
    /// One call, that is one attempt.
    pub call_micros: u64,
    /// All calls.
    pub script_micros: u64,
}

impl Chain<TextModel> {
    /// For a story of so many panels. Nothing when nobody is asked.
    #[must_use]
    pub fn estimate(&self, story: &str, panels: u32) -> ScriptEstimate {
        let mut dearest = ScriptEstimate::default();
        for link in self.links() {
            let mut estimate = ScriptEstimate::default();
            for part in parts(story, panels, link.model.panels_a_call()) {
                // A token is rarely less than two bytes, in any language.
                let read = TOKENS_OF_RULES + (part.end - part.start).div_ceil(2) as u64;
                let wrote = u64::from(TOKENS_A_PANEL) * u64::from(part.panels);
                let call = link.model.cost_micros(read + wrote, wrote);
                estimate.call_micros = estimate.call_micros.max(call);
                estimate.script_micros += CALLS_A_PART * call;
            }
            dearest.call_micros = dearest.call_micros.max(estimate.call_micros);
            dearest.script_micros = dearest.script_micros.max(estimate.script_micros);
        }
        dearest
    }
}

impl Chain<PictureModel> {
    /// For one picture, that is one attempt. Nothing when nobody is asked.
    #[must_use]
    pub fn estimate_micros(&self) -> u64 {
        let prices = self.links().iter().map(|link| link.model.picture_micros());
        prices.max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Providers, Wishes};

    #[test]
    fn the_dearest_that_may_be_asked_counts_and_nobody_costs_nothing() {
        let with = |keys: &'static [&'static str]| {
            let environment = |name: &str| keys.contains(&name).then(|| "k".to_owned());
            Providers::choose(&Catalogue::embedded().unwrap(), &environment, &Wishes::default()).unwrap()
        };
        let story = "She ran. ".repeat(100);
        let nobody = with(&[]);
        assert_eq!(
            (nobody.text.estimate(&story, 5), nobody.pictures.estimate_micros()),
            (ScriptEstimate::default(), 0)
        );
        let gemini = with(&["GEMINI_API_KEY"]);
        assert_eq!(gemini.pictures.estimate_micros(), 33_600);
        let both = with(&["GEMINI_API_KEY", "OPENAI_API_KEY"]);
        assert_eq!(both.pictures.estimate_micros(), 53_000);
        let (short, long) = (gemini.text.estimate(&story, 5), gemini.text.estimate(&story, 60));
        assert!(short.call_micros > 0 && short.script_micros == 2 * short.call_micros);
        assert!(long.script_micros > 3 * short.script_micros);
    }
}
