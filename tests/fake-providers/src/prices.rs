//! What a call costs here. Not the world's prices, but near them and fixed, so that a test can add up a bill.

use crate::Provider;

/// What a call used up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) input_tokens: u64,
    pub(crate) output_tokens: u64,
    pub(crate) pictures: u64,
    /// Tokens of pictures given along.
    pub(crate) seen_tokens: u64,
}

/// Millionths of a dollar: per million tokens in and out, per picture, per million tokens of pictures given along.
struct Price {
    provider: Provider,
    /// Models that begin so; the first row that fits counts.
    model: &'static str,
    input: u64,
    output: u64,
    picture: u64,
    seen: u64,
}

const fn text(provider: Provider, model: &'static str, input: u64, output: u64) -> Price {
    Price {
        provider,
        model,
        input,
        output,
        picture: 0,
        seen: 0,
    }
}

const fn picture(provider: Provider, model: &'static str, picture: u64) -> Price {
    Price {
        provider,
        model,
        input: 0,
        output: 0,
        picture,
        seen: 0,
    }
}

/// A picture of OpenAI's: what is read counts by tokens, what is drawn has so many in every picture.
const fn drawn_by_tokens(model: &'static str) -> Price {
    Price {
        provider: Provider::OpenAi,
        model,
        input: 5_000_000,
        output: 0,
        picture: OPENAI_TOKENS_A_PICTURE * 30,
        seen: 8_000_000,
    }
}

/// What OpenAI says that a picture of medium quality has.
pub(crate) const OPENAI_TOKENS_A_PICTURE: u64 = 1056;

/// As published between August and November 2026, per picture at about one megapixel.
const PRICES: &[Price] = &[
    drawn_by_tokens("gpt-image"),
    drawn_by_tokens("chatgpt-image"),
    text(Provider::OpenAi, "gpt-6-luna", 100_000, 500_000),
    text(Provider::OpenAi, "gpt-6.1-terra", 1_000_000, 5_000_000),
    text(Provider::OpenAi, "", 2_000_000, 10_000_000),
    picture(Provider::Gemini, "gemini-nano-banana-2.1", 33_600),
    picture(Provider::Gemini, "gemini-3-pro-image", 134_000),
    picture(Provider::Gemini, "nano-banana-pro", 134_000),
    picture(Provider::Gemini, "gemini-3.1-flash-image", 67_000),
    picture(Provider::Gemini, "gemini-3.1-flash-lite-image", 33_600),
    picture(Provider::Gemini, "gemini-2.5-flash-image", 39_000),
    text(Provider::Gemini, "gemini-3.8-flash", 750_000, 3_750_000),
    text(Provider::Gemini, "gemini-3.5-flash-lite", 300_000, 2_500_000),
    text(Provider::Gemini, "", 2_000_000, 12_000_000),
    picture(Provider::DashScope, "qwen-image-3.0", 30_000),
    picture(Provider::DashScope, "qwen-image-2.0-pro", 75_000),
    picture(Provider::DashScope, "qwen-image", 35_000),
    picture(Provider::DashScope, "wan2.7-image-pro", 70_000),
    picture(Provider::DashScope, "wan", 30_000),
    text(Provider::DashScope, "qwen3.8-flash", 150_000, 470_000),
    text(Provider::DashScope, "qwen3.7-plus", 400_000, 1_600_000),
    text(Provider::DashScope, "", 2_000_000, 6_000_000),
    text(Provider::DeepSeek, "deepseek-v4-flash", 300_000, 1_200_000),
    text(Provider::DeepSeek, "", 1_320_000, 3_960_000),
    picture(Provider::Ark, "doubao-seedream", 40_000),
    text(Provider::Ark, "", 500_000, 2_500_000),
    picture(Provider::Zhipu, "cogview-3-flash", 0),
    picture(Provider::Zhipu, "cogview", 8_000),
    picture(Provider::Zhipu, "glm-image", 14_000),
    text(Provider::Zhipu, "glm-4.7-flash", 0, 0),
    text(Provider::Zhipu, "glm-5.3-flash", 150_000, 500_000),
    text(Provider::Zhipu, "", 1_400_000, 4_400_000),
    text(Provider::Kimi, "", 600_000, 2_500_000),
    Price {
        provider: Provider::OpenRouter,
        model: "",
        input: 1_000_000,
        output: 5_000_000,
        picture: 30_000,
        seen: 0,
    },
    picture(Provider::Fal, "", 25_000),
    picture(Provider::Bfl, "flux-2-klein-4b", 14_000),
    picture(Provider::Bfl, "flux-2-klein-9b", 15_000),
    picture(Provider::Bfl, "flux-2-flex", 50_000),
    picture(Provider::Bfl, "flux-2-max", 70_000),
    picture(Provider::Bfl, "", 30_000),
    picture(Provider::Replicate, "", 30_000),
    picture(Provider::MiniMax, "", 3_500),
];

/// The price of a call in millionths of a dollar, rounded up. What runs at home costs nothing.
#[must_use]
pub(crate) fn micros(provider: Provider, model: &str, usage: Usage) -> u64 {
    let row = PRICES
        .iter()
        .find(|price| price.provider == provider && model.starts_with(price.model));
    let Some(price) = row else { return 0 };
    let words = usage.input_tokens * price.input
        + usage.output_tokens * price.output
        + usage.seen_tokens * price.seen;
    words.div_ceil(1_000_000) + usage.pictures * price.picture
}

/// Tokens of a text, as a rule of thumb: a token for four bytes.
#[must_use]
pub(crate) fn tokens(text: &str) -> u64 {
    u64::try_from(text.len().div_ceil(4)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_row_counts_and_home_is_free() {
        let picture = Usage {
            pictures: 2,
            ..Usage::default()
        };
        assert_eq!(micros(Provider::Bfl, "flux-2-klein-4b", picture), 28_000);
        assert_eq!(micros(Provider::Bfl, "flux-2-pro", picture), 60_000);
        assert_eq!(micros(Provider::ComfyUi, "any", picture), 0);
        let words = Usage {
            input_tokens: 3,
            output_tokens: 1,
            ..Usage::default()
        };
        assert_eq!(micros(Provider::OpenAi, "gpt-6-luna", words), 1);
    }
}
