//! Keys and addresses from the environment. A key comes from a variable or from the file that a variable names, and is
//! shown to nobody.

use std::{fs, io, path::PathBuf};

use mangakai_runtime::Secret;

use crate::catalogue::Provider;

/// What the environment says: the value of a variable, if it is set.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Why a key is not there although somebody meant it to be.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read.
    #[error("{variable} names {}, which cannot be read: {cause}", path.display())]
    File {
        /// The variable.
        variable: String,
        /// The file it names.
        path: PathBuf,
        /// What is wrong with it.
        cause: io::Error,
    },
    /// It cannot be sent in a header.
    #[error("the key in {variable} is empty or holds characters that no key has")]
    Unusable {
        /// The variable.
        variable: String,
    },
}

/// The key of a provider: of the first of its variables that is set. An empty variable is not set.
pub(crate) fn key(provider: &Provider, environment: Environment<'_>) -> Result<Option<Secret>, KeyError> {
    for name in &provider.key_env {
        if let Some(key) = environment(name).filter(|key| !key.trim().is_empty()) {
            return usable(name, &key).map(Some);
        }
        let variable = format!("{name}_FILE");
        if let Some(path) = environment(&variable).filter(|path| !path.is_empty()) {
            let path = PathBuf::from(path);
            return match fs::read_to_string(&path) {
                Ok(key) => usable(&variable, &key).map(Some),
                Err(cause) => Err(KeyError::File {
                    variable,
                    path,
                    cause,
                }),
            };
        }
    }
    Ok(None)
}

fn usable(variable: &str, key: &str) -> Result<Secret, KeyError> {
    let key = key.trim();
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        let variable = variable.to_owned();
        return Err(KeyError::Unusable { variable });
    }
    Ok(Secret::new(key))
}

/// The address that the environment gives a provider, without a slash at the end.
pub(crate) fn base(provider: &Provider, environment: Environment<'_>) -> Option<String> {
    let given = provider
        .base_env
        .iter()
        .find_map(|name| environment(name).filter(|url| !url.trim().is_empty()))?;
    let given = given.trim().trim_end_matches('/');
    let given = given.strip_suffix(&provider.base_env_ends).unwrap_or(given);
    // Ollama's variable holds host and port alone.
    Some(if given.contains("://") {
        given.to_owned()
    } else {
        format!("http://{given}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    fn provider(id: &str) -> Provider {
        Catalogue::embedded().unwrap().provider(id).unwrap().clone()
    }

    fn set<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn a_key_comes_from_a_variable_or_a_file_and_is_not_shown() {
        let openai = provider("openai");
        let found = key(&openai, &set(&[("OPENAI_API_KEY", " sk-secret\n")]))
            .unwrap()
            .unwrap();
        assert_eq!(found.reveal(), "sk-secret");
        assert!(!format!("{found:?}").contains("secret"));

        let path = std::env::temp_dir().join(format!("mangakai-key-{}", std::process::id()));
        fs::write(&path, "sk-file\n").unwrap();
        let named = path.to_str().unwrap();
        let found = key(
            &openai,
            &set(&[("OPENAI_API_KEY", ""), ("OPENAI_API_KEY_FILE", named)]),
        )
        .unwrap();
        assert_eq!(found.unwrap().reveal(), "sk-file");
        fs::remove_file(&path).unwrap();

        let missing = key(&openai, &set(&[("OPENAI_API_KEY_FILE", named)])).unwrap_err();
        assert!(missing.to_string().contains("OPENAI_API_KEY_FILE"));
        assert!(key(&openai, &set(&[])).unwrap().is_none());
        let broken = key(&openai, &set(&[("OPENAI_API_KEY", "sk\nInjected: header")])).unwrap_err();
        assert!(!broken.to_string().contains("Injected"));
    }

    #[test]
    fn an_address_is_that_of_the_vendors_own_variable() {
        let at = |id, name, value| base(&provider(id), &set(&[(name, value)]));
        assert_eq!(
            at("openai", "OPENAI_BASE_URL", "http://gate/v1/").unwrap(),
            "http://gate/v1"
        );
        assert_eq!(
            at("dashscope", "DASHSCOPE_HTTP_BASE_URL", "http://gate/api/v1").unwrap(),
            "http://gate"
        );
        assert_eq!(
            at("ollama", "OLLAMA_HOST", "127.0.0.1:11434").unwrap(),
            "http://127.0.0.1:11434"
        );
        assert_eq!(at("openai", "OPENAI_BASE_URL", " "), None);
    }
}
