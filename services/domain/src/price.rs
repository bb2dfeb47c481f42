//! What calls cost, and what a task may come to. Pure: prices are handed in.

use serde::{Deserialize, Serialize};

const STORY_CHARS_PRICED: u64 = 1_000;

/// What the providers that may be called take. Empty: nothing costs anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceList {
    /// In the order in which they are asked.
    #[serde(default)]
    pub providers: Vec<ProviderPrices>,
}

/// What one provider takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderPrices {
    /// Its name, as in lineages.
    pub provider: String,
    /// Writing scripts; none: it writes none.
    #[serde(default)]
    pub script: Option<ScriptPrice>,
    /// One picture; none: it draws none.
    #[serde(default)]
    pub panel: Option<PriceRange>,
}

/// What a script costs: the sum of its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptPrice {
    /// Each call.
    #[serde(default)]
    pub call: PriceRange,
    /// Every thousand characters of the story, begun.
    #[serde(default)]
    pub thousand_chars: PriceRange,
    /// Every panel of the script.
    #[serde(default)]
    pub panel: PriceRange,
}

/// From the least to the most, in millionths of a US dollar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceRange {
    /// The least.
    pub low_micros: u64,
    /// The most.
    pub high_micros: u64,
}

/// What a task may come to when every call succeeds at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// By provider, were it the only one; none where it does not do that work.
    pub providers: Vec<ProviderEstimate>,
    /// From the cheapest provider of each work to the most expensive.
    pub total: PriceRange,
}

/// What one provider would take for a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderEstimate {
    /// Its name.
    pub provider: String,
    /// The script.
    pub script: Option<PriceRange>,
    /// All panels.
    pub panels: Option<PriceRange>,
}

impl PriceRange {
    /// Nothing.
    pub const FREE: PriceRange = PriceRange {
        low_micros: 0,
        high_micros: 0,
    };

    /// Both together.
    #[must_use]
    pub fn plus(self, other: PriceRange) -> PriceRange {
        PriceRange {
            low_micros: self.low_micros.saturating_add(other.low_micros),
            high_micros: self.high_micros.saturating_add(other.high_micros),
        }
    }

    /// So often.
    #[must_use]
    pub fn times(self, count: u64) -> PriceRange {
        PriceRange {
            low_micros: self.low_micros.saturating_mul(count),
            high_micros: self.high_micros.saturating_mul(count),
        }
    }

    /// Whichever of the two it will be.
    fn either(self, other: PriceRange) -> PriceRange {
        PriceRange {
            low_micros: self.low_micros.min(other.low_micros),
            high_micros: self.high_micros.max(other.high_micros),
        }
    }
}

impl ScriptPrice {
    fn of(&self, story_chars: u32, panels: u32) -> PriceRange {
        let thousands = u64::from(story_chars).div_ceil(STORY_CHARS_PRICED);
        self.call
            .plus(self.thousand_chars.times(thousands))
            .plus(self.panel.times(panels.into()))
    }
}

impl PriceList {
    /// What a story of so many characters comes to in so many panels.
    pub fn estimate(&self, story_chars: u32, panels: u32) -> Estimate {
        let providers: Vec<_> = self
            .providers
            .iter()
            .map(|prices| ProviderEstimate {
                provider: prices.provider.clone(),
                script: prices.script.map(|price| price.of(story_chars, panels)),
                panels: prices.panel.map(|price| price.times(panels.into())),
            })
            .collect();
        let any_of = |works: Vec<PriceRange>| works.into_iter().reduce(PriceRange::either);
        let scripts = any_of(providers.iter().filter_map(|provider| provider.script).collect());
        let panels = any_of(providers.iter().filter_map(|provider| provider.panels).collect());
        let total = scripts
            .unwrap_or(PriceRange::FREE)
            .plus(panels.unwrap_or(PriceRange::FREE));
        Estimate { providers, total }
    }

    /// The least that any call costs; 0 when there is a free one among them, or none at all.
    pub fn cheapest_micros(&self) -> u64 {
        let scripts = self.providers.iter().filter_map(|prices| prices.script);
        let scripts = scripts.map(|price| price.of(1, 1).low_micros);
        let panels = self.providers.iter().filter_map(|prices| prices.panel);
        let panels = panels.map(|price| price.low_micros);
        scripts.chain(panels).min().unwrap_or(0)
    }
}
