//! Which models write and draw: those whose keys the environment holds.

use std::fs;

use mangakai_providers::{Catalogue, Providers, Wishes};

use crate::{
    exit::{Exit, Fatal},
    settings::ProviderSettings,
};

/// Everybody who is there, in the order wished for.
///
/// # Errors
/// A catalogue that cannot be read, a key that is not where it should be, a wish for somebody who is not there.
pub fn hire(settings: &ProviderSettings) -> Result<Providers, Fatal> {
    let usage = |message: String| Fatal::new(Exit::Usage, message);
    let catalogue = match &settings.providers_file {
        None => Catalogue::embedded(),
        Some(path) => {
            let unreadable = |error| usage(format!("{} cannot be read: {error}", path.display()));
            Catalogue::parse(&fs::read_to_string(path).map_err(unreadable)?)
        }
    };
    let catalogue = catalogue.map_err(|error| usage(format!("the catalogue of providers: {error}")))?;
    // The parser of the command line does not know these names: they are the vendors', and the catalogue lists them.
    let environment = |name: &str| std::env::var_os(name)?.into_string().ok();
    let wishes = Wishes {
        text: settings.script_providers.clone(),
        pictures: settings.picture_providers.clone(),
    };
    Providers::choose(&catalogue, &environment, &wishes).map_err(|error| usage(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_wished_for_must_exist() {
        let settings = ProviderSettings {
            picture_providers: Some(vec!["nobody".to_owned()]),
            ..ProviderSettings::default()
        };
        let error = hire(&settings).unwrap_err();
        assert!(error.to_string().contains("nobody"), "{error}");
        let nobody = ProviderSettings {
            script_providers: Some(vec!["builtin".to_owned()]),
            picture_providers: Some(vec!["builtin".to_owned()]),
            ..ProviderSettings::default()
        };
        let providers = hire(&nobody).unwrap();
        assert!(providers.text.is_empty() && providers.pictures.is_empty());
    }
}
