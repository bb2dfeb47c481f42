//! Models that draw: one request and one reading per wire, all pure, and three ways in which a picture comes.

mod ark;
mod bfl;
mod comfyui;
mod dashscope;
mod gemini;
mod openai;
mod openrouter;
mod sdwebui;

pub use gemini::candidate as gemini_candidate;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    catalogue::PictureModel,
    error::{Class, ProviderError, Spent},
    wire::{Call, Reply},
};

/// What is to be drawn, as a model takes it.
#[derive(Clone, Debug)]
pub struct PictureAsk {
    /// Words for what is seen.
    pub prompt: String,
    /// Words for what must not be seen.
    pub negative_prompt: String,
    /// Shape wanted, in pixels.
    pub width: u32,
    /// Shape wanted, in pixels.
    pub height: u32,
    /// Equal for equal task, panel and version.
    pub seed: u64,
    /// Pictures to go by, the most important first.
    pub references: Vec<Reference>,
    /// Where the first reference is to be redrawn: a PNG whose transparent pixels are free.
    pub mask: Option<Bytes>,
}

/// A picture to go by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What it is to the new one.
    pub role: Role,
    /// The file.
    pub bytes: Bytes,
    /// `image/png`, `image/jpeg` or `image/webp`.
    pub media_type: String,
    /// Of the file, in hex.
    pub sha256: String,
}

/// What a reference is to the new picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The version that is to be redrawn.
    Base,
    /// Given by the user for this panel.
    Wish,
    /// What the character of this name looks like.
    Character(String),
    /// Given by the user for the whole task.
    Look,
    /// An earlier panel of the same story.
    Earlier,
}

/// How a picture comes.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// In the answer itself.
    Inline(Bytes, Spent),
    /// At an address, for a while.
    At(String, Spent),
    /// Later: the provider works on it under this id.
    Working(String),
}

/// A wire that pictures are asked for over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureApi {
    /// Gemini's `generateContent`.
    Gemini,
    /// OpenAI's images.
    Openai,
    /// Volcengine Ark's images.
    Ark,
    /// DashScope, waiting for the answer.
    Dashscope,
    /// DashScope, by tasks.
    DashscopeTasks,
    /// OpenRouter's images.
    Openrouter,
    /// Black Forest Labs.
    Bfl,
    /// Stable Diffusion WebUI (A1111, Forge).
    Sdwebui,
    /// ComfyUI.
    Comfyui,
}

impl PictureApi {
    /// The request.
    pub fn ask(self, model: &PictureModel, ask: &PictureAsk) -> Call {
        match self {
            PictureApi::Gemini => gemini::ask(model, ask),
            PictureApi::Openai => openai::ask(model, ask),
            PictureApi::Ark => ark::ask(model, ask),
            PictureApi::Dashscope => dashscope::ask(model, ask),
            PictureApi::DashscopeTasks => dashscope::submit(model, ask),
            PictureApi::Openrouter => openrouter::ask(model, ask),
            PictureApi::Bfl => bfl::submit(model, ask),
            PictureApi::Sdwebui => sdwebui::ask(model, ask),
            PictureApi::Comfyui => comfyui::submit(model, ask),
        }
    }

    /// Reads the success that answered the request.
    ///
    /// # Errors
    /// When it is none after all.
    pub fn answer(self, model: &PictureModel, reply: &Reply) -> Result<Answer, ProviderError> {
        let json = reply.success_json()?;
        match self {
            PictureApi::Gemini => gemini::answer(model, &json),
            PictureApi::Openai => openai::answer(model, &json),
            PictureApi::Ark => ark::answer(model, &json),
            PictureApi::Dashscope => dashscope::answer(model, &json),
            PictureApi::DashscopeTasks => dashscope::task(model, &json),
            PictureApi::Openrouter => openrouter::answer(model, &json),
            PictureApi::Bfl => bfl::submitted(&json),
            PictureApi::Sdwebui => sdwebui::answer(&json),
            PictureApi::Comfyui => comfyui::submitted(&json),
        }
    }

    /// The request that looks at a task; none for wires without tasks.
    pub fn look(self, task: &str) -> Option<Call> {
        match self {
            PictureApi::DashscopeTasks => Some(dashscope::look(task)),
            PictureApi::Bfl => Some(bfl::look(task)),
            PictureApi::Comfyui => Some(comfyui::look(task)),
            PictureApi::Gemini
            | PictureApi::Openai
            | PictureApi::Ark
            | PictureApi::Dashscope
            | PictureApi::Openrouter
            | PictureApi::Sdwebui => None,
        }
    }

    /// Reads what a look showed.
    ///
    /// # Errors
    /// When the task failed.
    pub fn seen(self, model: &PictureModel, task: &str, json: &Value) -> Result<Answer, ProviderError> {
        match self {
            PictureApi::DashscopeTasks => dashscope::task(model, json),
            PictureApi::Bfl => bfl::seen(model, task, json),
            PictureApi::Comfyui => comfyui::seen(task, json),
            PictureApi::Gemini
            | PictureApi::Openai
            | PictureApi::Ark
            | PictureApi::Dashscope
            | PictureApi::Openrouter
            | PictureApi::Sdwebui => Err(ProviderError::new(Class::TaskGone, "no_tasks")),
        }
    }
}

impl Role {
    /// How important it is, the least number most.
    #[must_use]
    pub fn rank(&self) -> u8 {
        match self {
            Role::Base => 0,
            Role::Wish => 1,
            Role::Character(_) => 2,
            Role::Look => 3,
            Role::Earlier => 4,
        }
    }
}

impl Reference {
    /// As base64.
    fn base64(&self) -> String {
        STANDARD.encode(&self.bytes)
    }

    /// As `data:image/png;base64,...`.
    fn data_url(&self) -> String {
        format!("data:{};base64,{}", self.media_type, self.base64())
    }

    fn extension(&self) -> &str {
        self.media_type.rsplit('/').next().unwrap_or("png")
    }
}

/// Decodes base64, with or without `data:...,` before it. What does not decode was paid for in vain.
fn decoded(text: &str, spent: Spent) -> Result<Bytes, ProviderError> {
    let bare = match text.split_once(";base64,") {
        Some((head, bare)) if head.starts_with("data:") => bare,
        _ => text,
    };
    let bytes = STANDARD.decode(bare.trim()).map_err(|error| {
        ProviderError::new(Class::BadResult, "not_base64")
            .spent(spent)
            .because(error)
    })?;
    Ok(Bytes::from(bytes))
}

/// A picture given inline or by address, in the fields of OpenAI's shape.
fn in_openai_shape(item: &Value, spent: Spent) -> Result<Answer, ProviderError> {
    if let Some(base64) = item["b64_json"].as_str() {
        return decoded(base64, spent).map(|bytes| Answer::Inline(bytes, spent));
    }
    match item["url"].as_str() {
        Some(url) => Ok(Answer::At(url.to_owned(), spent)),
        None => Err(ProviderError::new(Class::EmptyResult, "no_picture").spent(spent)),
    }
}

/// A seed within 31 bits: the smallest range that any provider of the catalogue takes.
fn seed31(seed: u64) -> u64 {
    seed & 0x7fff_ffff
}

#[cfg(test)]
mod tests;
