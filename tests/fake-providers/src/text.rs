//! What a text model answers: a real draft of a script, or whatever the asked schema describes.

mod draft;
mod instance;
mod memory;
mod story;

use serde_json::{Value, json};

use crate::Behaviour;
use crate::limits::DEFAULT_PANELS;

/// What a text model is asked, as far as every vendor has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    /// The system's words.
    pub(crate) system: String,
    /// The user's messages, in order.
    pub(crate) user: Vec<String>,
    /// The schema of the answer.
    pub(crate) schema: Option<Value>,
    /// Whether the answer must be JSON.
    pub(crate) json: bool,
}

/// An answer's text, and whether it ends because the tokens are used up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) is_cut: bool,
}

impl Question {
    /// All words of the question; what the ledger takes the hash of.
    pub(crate) fn words(&self) -> String {
        let parts = std::iter::once(&self.system).chain(&self.user);
        parts
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The answer as the behaviour wants it.
    pub(crate) fn answer(&self, behaviour: &Behaviour) -> Written {
        let whole = match behaviour {
            Behaviour::WrongSchema => {
                json!({"note": "This is JSON, but not what was asked for."}).to_string()
            }
            Behaviour::NotJson => {
                "Sure! Here is the script you asked for. Panel one opens on a wide shot.".to_owned()
            }
            Behaviour::EmptyText => String::new(),
            _ => self.good_answer(*behaviour == Behaviour::UnfitScript),
        };
        match behaviour {
            Behaviour::Fenced => Written {
                text: format!("Here it is:\n```json\n{whole}\n```\n"),
                is_cut: false,
            },
            Behaviour::CutText => Written {
                text: whole.chars().take(whole.chars().count() / 2).collect(),
                is_cut: true,
            },
            _ => Written {
                text: whole,
                is_cut: false,
            },
        }
    }

    fn good_answer(&self, unfit: bool) -> String {
        if self.wants_draft()
            && let Some(mut draft) = self.draft()
        {
            if unfit {
                draft::spoil(&mut draft);
            }
            let mut answer = serde_json::to_value(draft).unwrap_or_default();
            if let Some(schema) = &self.schema {
                instance::complete(&mut answer, schema);
            }
            return answer.to_string();
        }
        match &self.schema {
            Some(schema) => instance::of(schema).to_string(),
            None if self.json => json!({"answer": "A short answer."}).to_string(),
            None => "A short answer.".to_owned(),
        }
    }

    /// The draft's own field names, in the schema or, where a provider takes no schema, in the words.
    fn wants_draft(&self) -> bool {
        let marks = |text: &str| text.contains("source_begins") && text.contains("panels");
        self.schema
            .as_ref()
            .is_some_and(|schema| marks(&schema.to_string()))
            || (self.json && marks(&self.words()))
    }

    fn draft(&self) -> Option<mangakai_script::ScriptDraft> {
        let story = story::find(&self.user);
        let around = self.words().replacen(&story, "", 1);
        let panels = self
            .schema
            .as_ref()
            .and_then(instance::panels)
            .or_else(|| story::panels(&around));
        let panels = panels.unwrap_or(DEFAULT_PANELS);
        let script = draft::write(&story, panels, &memory::Known::read(&around))?;
        Some(draft::of(script, &story))
    }
}
