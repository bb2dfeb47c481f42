//! Which providers there are here and now: those whose key, or whose address, the environment holds.

use std::sync::Arc;

use crate::{
    catalogue::{Catalogue, ModerationModel, PictureModel, Provider, TextModel},
    chain::Chain,
    client::{Endpoint, EndpointError},
    gate::Gate,
    keys::{self, Environment, KeyError},
    link::Link,
};

/// Who is asked to write and to draw.
#[derive(Clone, Debug)]
pub struct Providers {
    /// Who writes.
    pub text: Chain<TextModel>,
    /// Who draws.
    pub pictures: Chain<PictureModel>,
    /// Who judges stories: those who write them, and can.
    pub moderation: Chain<ModerationModel>,
}

/// Which of those that are there, in which order: `gemini`, `openai/gpt-image-2`. None: all, in the catalogue's.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Who shall write.
    pub text: Option<Vec<String>>,
    /// Who shall draw.
    pub pictures: Option<Vec<String>>,
}

/// Why the providers cannot be set up as they were asked for.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// A key that was meant to be there.
    #[error("provider {0}: {1}")]
    Key(String, KeyError),
    /// An address or a client.
    #[error("provider {0}: {1}")]
    Endpoint(String, EndpointError),
    /// Nobody of this name, or none that can do this.
    #[error("there is no provider or model '{wish}' that can {task}; there are {known}")]
    Unknown {
        /// As it was asked for.
        wish: String,
        /// `write` or `draw`.
        task: &'static str,
        /// All that can.
        known: String,
    },
    /// Asked for by name, and without a key.
    #[error("provider '{provider}' was asked for and none of {variables} is set")]
    NoKey {
        /// Its id.
        provider: String,
        /// Variables that would make it be there.
        variables: String,
    },
}

/// A provider that is there.
struct Present<'a> {
    provider: &'a Provider,
    endpoint: Arc<Endpoint>,
    /// For writing, drawing and judging: a picture that is waited for does not keep a script from being written, and an
    /// ill judge nobody from writing.
    gates: [Arc<Gate>; 3],
}

impl Present<'_> {
    /// One of its models, for a task.
    fn link<M: Clone>(&self, model: &M, task: &str) -> Link<M> {
        let gate = match task {
            WRITE => 0,
            DRAW => 1,
            _ => 2,
        };
        Link {
            provider: self.provider.id.clone(),
            name: self.provider.name.clone(),
            model: model.clone(),
            endpoint: Arc::clone(&self.endpoint),
            gate: Arc::clone(&self.gates[gate]),
        }
    }
}

impl Providers {
    /// Those of the catalogue that are there, in the order wished for.
    ///
    /// # Errors
    /// What makes a wish impossible, and keys that are meant to be there and are not.
    pub fn choose(
        catalogue: &Catalogue,
        environment: Environment<'_>,
        wishes: &Wishes,
    ) -> Result<Providers, SetupError> {
        let mut present = Vec::new();
        for provider in &catalogue.providers {
            let key = keys::key(provider, environment)
                .map_err(|error| SetupError::Key(provider.id.clone(), error))?;
            let base = keys::base(provider, environment);
            let at_home = provider.keyless || provider.key_env.is_empty();
            if key.is_none() && !(at_home && base.is_some()) {
                continue;
            }
            let base = base.unwrap_or_else(|| provider.base_url.clone());
            let endpoint = Endpoint::new(&base, provider.auth.as_ref(), key.as_ref())
                .map_err(|error| SetupError::Endpoint(provider.id.clone(), error))?;
            present.push(Present {
                provider,
                endpoint: Arc::new(endpoint),
                gates: std::array::from_fn(|_| Arc::new(Gate::new(provider))),
            });
        }
        let text = chain(
            catalogue,
            &present,
            wishes.text.as_deref(),
            WRITE,
            |provider| &provider.text,
            |model| &model.id,
        )?;
        let pictures = chain(
            catalogue,
            &present,
            wishes.pictures.as_deref(),
            DRAW,
            |provider| &provider.picture,
            |model| &model.id,
        )?;
        // A story is shown to nobody who would not get it anyway.
        let judges = present.iter().filter(|present| text.has(&present.provider.id));
        let moderation = judges
            .filter_map(|present| Some(present.link(present.provider.moderation.first()?, JUDGE)))
            .collect();
        Ok(Providers {
            text,
            pictures,
            moderation: Chain::new(moderation),
        })
    }

    /// Two lines for people: who writes and who draws, the first first.
    #[must_use]
    pub fn says(&self) -> [String; 2] {
        let said = |names: Vec<String>, last: &str| {
            let all: Vec<String> = names.into_iter().chain([last.to_owned()]).collect();
            all.join(", then ")
        };
        [
            format!(
                "Scripts: {}",
                said(self.text.names(|model| &model.id), "the built-in director")
            ),
            format!(
                "Pictures: {}",
                said(self.pictures.names(|model| &model.id), "the built-in artist")
            ),
        ]
    }
}

fn chain<M: Clone + std::fmt::Debug>(
    catalogue: &Catalogue,
    present: &[Present<'_>],
    wishes: Option<&[String]>,
    task: &'static str,
    models: impl Fn(&Provider) -> &Vec<M>,
    id: impl Fn(&M) -> &str,
) -> Result<Chain<M>, SetupError> {
    let Some(wishes) = wishes else {
        let first = |present: &Present<'_>| Some(present.link(models(present.provider).first()?, task));
        return Ok(Chain::new(present.iter().filter_map(first).collect()));
    };
    let mut links = Vec::new();
    for wish in wishes
        .iter()
        .map(|wish| wish.trim())
        .filter(|wish| !wish.is_empty() && *wish != BUILTIN)
    {
        let (provider, model) = wish
            .split_once('/')
            .map_or((wish, None), |(id, model)| (id, Some(model)));
        let known = catalogue
            .provider(provider)
            .filter(|known| !models(known).is_empty());
        let wanted = known.and_then(|known| {
            let models = models(known);
            match model {
                Some(model) => models.iter().find(|known| id(known) == model),
                None => models.first(),
            }
        });
        let Some((known, wanted)) = known.zip(wanted) else {
            let able = catalogue.providers.iter().flat_map(|provider| {
                models(provider)
                    .iter()
                    .map(|model| format!("{}/{}", provider.id, id(model)))
                    .collect::<Vec<_>>()
            });
            return Err(SetupError::Unknown {
                wish: wish.to_owned(),
                task,
                known: able.collect::<Vec<_>>().join(", "),
            });
        };
        let Some(there) = present.iter().find(|present| present.provider.id == provider) else {
            let variables = if known.key_env.is_empty() {
                &known.base_env
            } else {
                &known.key_env
            };
            return Err(SetupError::NoKey {
                provider: provider.to_owned(),
                variables: variables.join(", "),
            });
        };
        links.push(there.link(wanted, task));
    }
    Ok(Chain::new(links))
}

/// What a chain is for.
const WRITE: &str = "write";
const DRAW: &str = "draw";
const JUDGE: &str = "judge";

/// What asks for nobody: the built-in director and artist are there anyway.
const BUILTIN: &str = "builtin";

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(set: &[(&str, &str)], wishes: &Wishes) -> Result<[String; 2], SetupError> {
        let environment = |name: &str| {
            set.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        };
        Providers::choose(&Catalogue::embedded().unwrap(), &environment, wishes)
            .map(|providers| providers.says())
    }

    #[test]
    fn a_story_is_judged_only_by_whoever_gets_it() {
        let judges = |text: &str, pictures: &str| {
            let environment = |name: &str| name.ends_with("_API_KEY").then(|| "key".to_owned());
            let wishes = Wishes {
                text: Some(vec![text.to_owned()]),
                pictures: Some(vec![pictures.to_owned()]),
            };
            let catalogue = Catalogue::embedded().unwrap();
            let providers = Providers::choose(&catalogue, &environment, &wishes).unwrap();
            providers.moderation.names(|model| &model.id)
        };
        assert_eq!(judges("gemini", "openai"), [""; 0]);
        assert_eq!(judges("openai", "gemini"), ["OpenAI (omni-moderation-latest)"]);
    }

    #[test]
    fn nobody_is_there_without_a_key() {
        let [text, pictures] = chosen(&[("OPENAI_BASE_URL", "http://x/v1")], &Wishes::default()).unwrap();
        assert_eq!(
            (text.as_str(), pictures.as_str()),
            ("Scripts: the built-in director", "Pictures: the built-in artist")
        );
    }

    #[test]
    fn a_key_makes_its_provider_write_and_draw() {
        let [text, pictures] = chosen(
            &[("OPENAI_API_KEY", "k"), ("GEMINI_API_KEY", "k")],
            &Wishes::default(),
        )
        .unwrap();
        assert_eq!(
            text,
            "Scripts: Google Gemini (gemini-3.8-flash), then OpenAI (gpt-6-luna), then the built-in director"
        );
        assert!(
            pictures
                .starts_with("Pictures: Google Gemini (gemini-nano-banana-2.1), then OpenAI (gpt-image-2)")
        );
    }

    #[test]
    fn programs_at_home_are_there_when_their_address_is_given() {
        let [text, pictures] = chosen(
            &[
                ("OLLAMA_HOST", "127.0.0.1:11434"),
                ("COMFYUI_BASE_URL", "http://gpu:8188"),
            ],
            &Wishes::default(),
        )
        .unwrap();
        assert!(text.contains("Ollama") && pictures.contains("ComfyUI") && !pictures.contains("WebUI"));
    }

    #[test]
    fn an_order_can_be_wished_for() {
        let set = [("OPENAI_API_KEY", "k"), ("GEMINI_API_KEY", "k")];
        let wish = |pictures: &[&str]| Wishes {
            pictures: Some(pictures.iter().map(|wish| (*wish).to_owned()).collect()),
            ..Wishes::default()
        };
        let [_, pictures] = chosen(&set, &wish(&["openai", "gemini/gemini-3-pro-image"])).unwrap();
        assert_eq!(
            pictures,
            "Pictures: OpenAI (gpt-image-2), then Google Gemini (gemini-3-pro-image), then the built-in artist"
        );
        let [_, none] = chosen(&set, &wish(&["builtin"])).unwrap();
        assert_eq!(none, "Pictures: the built-in artist");
        assert!(matches!(
            chosen(&set, &wish(&["nobody"])),
            Err(SetupError::Unknown { .. })
        ));
        assert!(matches!(
            chosen(&set, &wish(&["gemini/none"])),
            Err(SetupError::Unknown { .. })
        ));
        assert!(
            matches!(
                chosen(&set, &wish(&["deepseek"])),
                Err(SetupError::Unknown { .. })
            ),
            "it cannot draw"
        );
        assert!(matches!(
            chosen(&set, &wish(&["bfl"])),
            Err(SetupError::NoKey { .. })
        ));
    }
}
