//! Who is spoken for: each provider under a prefix of its own, so that each has its own base address.

use serde::{Deserialize, Serialize};

/// A provider whose wire format the fake speaks.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::Display,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Provider {
    /// api.openai.com: chat, pictures, edits, moderation.
    OpenAi,
    /// Google's Gemini Developer API: text, pictures, interactions.
    Gemini,
    /// Alibaba Model Studio: Qwen's chat in compatible mode, Qwen-Image and Wan.
    DashScope,
    /// api.deepseek.com: chat.
    DeepSeek,
    /// Volcengine Ark: Doubao's chat and Seedream's pictures.
    Ark,
    /// open.bigmodel.cn: chat and pictures.
    Zhipu,
    /// api.moonshot.cn: chat.
    Kimi,
    /// openrouter.ai: chat and pictures.
    OpenRouter,
    /// A local Ollama: chat, native and compatible.
    Ollama,
    /// A local vLLM: chat.
    Vllm,
    /// fal.ai's queue.
    Fal,
    /// Black Forest Labs.
    Bfl,
    /// Replicate's predictions.
    Replicate,
    /// api.minimax.io: pictures, errors inside HTTP 200.
    MiniMax,
    /// Stable Diffusion WebUI (AUTOMATIC1111, Forge).
    SdWebUi,
    /// A local ComfyUI.
    ComfyUi,
}

/// How a request says who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// `Authorization: <scheme> <key>`.
    Authorization(&'static str),
    /// A header that holds the key alone.
    Header(&'static str),
    /// No key is needed; one may be sent.
    Open,
}

impl Provider {
    /// First segment of its paths and its name in JSON: `openai`, `gemini`, ...
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The path, under the provider's host, that a base address ends with in the vendor's own SDK.
    pub(crate) fn base_path(self) -> &'static str {
        match self {
            Self::OpenAi | Self::Kimi | Self::Vllm => "/v1",
            Self::DashScope => "/api/v1",
            Self::Ark => "/api/v3",
            Self::Zhipu => "/api/paas/v4",
            Self::OpenRouter => "/api/v1",
            Self::Gemini
            | Self::DeepSeek
            | Self::Ollama
            | Self::Fal
            | Self::Bfl
            | Self::Replicate
            | Self::MiniMax
            | Self::SdWebUi
            | Self::ComfyUi => "",
        }
    }

    /// The path that an OpenAI-compatible chat client appends `/chat/completions` to.
    pub(crate) fn chat_path(self) -> Option<&'static str> {
        match self {
            Self::DashScope => Some("/compatible-mode/v1"),
            Self::Ollama => Some("/v1"),
            Self::OpenAi
            | Self::Kimi
            | Self::Vllm
            | Self::Ark
            | Self::Zhipu
            | Self::OpenRouter
            | Self::DeepSeek => Some(self.base_path()),
            _ => None,
        }
    }

    pub(crate) fn auth(self) -> Auth {
        match self {
            Self::Gemini => Auth::Header("x-goog-api-key"),
            Self::Bfl => Auth::Header("x-key"),
            Self::Fal => Auth::Authorization("Key"),
            Self::Ollama | Self::Vllm | Self::SdWebUi | Self::ComfyUi => Auth::Open,
            _ => Auth::Authorization("Bearer"),
        }
    }

    /// The variables that make a client speak to a base address: (of the address, of the key).
    #[must_use]
    pub fn variables(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::OpenAi => ("OPENAI_BASE_URL", Some("OPENAI_API_KEY")),
            Self::Gemini => ("GOOGLE_GEMINI_BASE_URL", Some("GEMINI_API_KEY")),
            Self::DashScope => ("DASHSCOPE_HTTP_BASE_URL", Some("DASHSCOPE_API_KEY")),
            Self::DeepSeek => ("DEEPSEEK_BASE_URL", Some("DEEPSEEK_API_KEY")),
            Self::Ark => ("ARK_BASE_URL", Some("ARK_API_KEY")),
            Self::Zhipu => ("ZHIPUAI_BASE_URL", Some("ZHIPUAI_API_KEY")),
            Self::Kimi => ("MOONSHOT_BASE_URL", Some("MOONSHOT_API_KEY")),
            Self::OpenRouter => ("OPENROUTER_BASE_URL", Some("OPENROUTER_API_KEY")),
            Self::Ollama => ("OLLAMA_HOST", None),
            Self::Vllm => ("VLLM_BASE_URL", Some("VLLM_API_KEY")),
            Self::Fal => ("FAL_QUEUE_URL", Some("FAL_KEY")),
            Self::Bfl => ("BFL_BASE_URL", Some("BFL_API_KEY")),
            Self::Replicate => ("REPLICATE_API_BASE", Some("REPLICATE_API_TOKEN")),
            Self::MiniMax => ("MINIMAX_BASE_URL", Some("MINIMAX_API_KEY")),
            Self::SdWebUi => ("SDWEBUI_BASE_URL", None),
            Self::ComfyUi => ("COMFYUI_BASE_URL", None),
        }
    }
}
