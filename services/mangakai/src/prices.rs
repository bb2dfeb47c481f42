//! What the models that are there take, as estimates need it.

use mangakai_domain::{PriceList, PriceRange, ProviderPrices, ScriptPrice};
use mangakai_providers::{Providers, ScriptPrices};

/// The prices of everybody who writes or draws, in the order in which they are asked. Nobody: nothing costs anything.
pub fn price_list(providers: &Providers) -> PriceList {
    let scripts = providers.text.prices();
    let mut list: Vec<ProviderPrices> = scripts.into_iter().map(of_scripts).collect();
    for price in providers.pictures.prices() {
        let panel = Some(range(price.micros, price.micros));
        let writer = list
            .iter_mut()
            .find(|known| known.provider == price.provider && known.panel.is_none());
        match writer {
            Some(writer) => writer.panel = panel,
            None => list.push(ProviderPrices {
                provider: price.provider,
                script: None,
                panel,
            }),
        }
    }
    PriceList { providers: list }
}

fn of_scripts(prices: ScriptPrices) -> ProviderPrices {
    let ScriptPrices {
        provider,
        least,
        most,
    } = prices;
    ProviderPrices {
        provider,
        script: Some(ScriptPrice {
            call: range(least.call_micros, most.call_micros),
            thousand_chars: range(least.thousand_chars_micros, most.thousand_chars_micros),
            panel: range(least.panel_micros, most.panel_micros),
        }),
        panel: None,
    }
}

fn range(low_micros: u64, high_micros: u64) -> PriceRange {
    PriceRange {
        low_micros,
        high_micros,
    }
}

#[cfg(test)]
mod tests {
    use mangakai_providers::{Catalogue, Wishes};

    use super::*;

    fn with(keys: &'static [&'static str], wishes: &Wishes) -> Providers {
        let environment = |name: &str| keys.contains(&name).then(|| "k".to_owned());
        Providers::choose(&Catalogue::embedded().unwrap(), &environment, wishes).unwrap()
    }

    #[test]
    fn whoever_is_there_has_a_price() {
        assert_eq!(price_list(&with(&[], &Wishes::default())), PriceList::default());
        let providers = with(&["GEMINI_API_KEY", "OPENAI_API_KEY"], &Wishes::default());
        let list = price_list(&providers);
        let names: Vec<_> = list.providers.iter().map(|one| one.provider.as_str()).collect();
        assert_eq!(names, ["gemini", "openai"]);
        let estimate = list.estimate(2_000, 5);
        let pictures = estimate.providers[0].panels;
        assert_eq!(pictures, Some(range(5 * 33_600, 5 * 33_600)));
        assert!(estimate.total.low_micros < estimate.total.high_micros);
        // What is held for a call of a worker is within what the whole is said to cost.
        let call = providers.text.estimate_micros(2_000, 5);
        assert!(call + 5 * providers.pictures.estimate_micros() <= estimate.total.high_micros);
    }

    #[test]
    fn whoever_only_draws_writes_nothing() {
        let wishes = Wishes {
            text: Some(Vec::new()),
            ..Wishes::default()
        };
        let list = price_list(&with(&["GEMINI_API_KEY"], &wishes));
        assert_eq!(list.providers.len(), 1);
        assert_eq!(list.providers[0].script, None);
        assert_eq!(list.cheapest_micros(), 33_600);
    }
}
