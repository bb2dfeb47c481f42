//! What a story may come to.

use mangakai_domain::{PriceList, PriceRange, ProviderPrices, ScriptPrice};

const fn range(low_micros: u64, high_micros: u64) -> PriceRange {
    PriceRange {
        low_micros,
        high_micros,
    }
}

fn painter(low: u64, high: u64) -> ProviderPrices {
    ProviderPrices {
        provider: "painter".into(),
        script: None,
        panel: Some(range(low, high)),
    }
}

fn writer() -> ProviderPrices {
    ProviderPrices {
        provider: "writer".into(),
        script: Some(ScriptPrice {
            call: range(100, 200),
            thousand_chars: range(10, 20),
            panel: range(1, 2),
        }),
        panel: None,
    }
}

fn list(providers: Vec<ProviderPrices>) -> PriceList {
    PriceList { providers }
}

#[test]
fn without_providers_nothing_costs_anything() {
    let estimate = PriceList::default().estimate(5_000, 100);
    assert_eq!((estimate.total, estimate.providers), (PriceRange::FREE, vec![]));
    assert_eq!(PriceList::default().cheapest_micros(), 0);
}

#[test]
fn a_script_is_paid_by_call_story_and_panel() {
    for (chars, thousands) in [(0, 0), (1, 1), (1_000, 1), (1_001, 2)] {
        let estimate = list(vec![writer()]).estimate(chars, 5);
        let expected = range(100 + 10 * thousands + 5, 200 + 20 * thousands + 10);
        assert_eq!(estimate.total, expected, "{chars}");
        assert_eq!(estimate.providers[0].script, Some(expected));
    }
}

#[test]
fn the_total_goes_from_the_cheapest_to_the_most_expensive() {
    let estimate = list(vec![painter(40, 60), painter(10, 20), writer()]).estimate(1, 2);
    assert_eq!(estimate.providers[1].panels, Some(range(20, 40)));
    assert_eq!(estimate.total, range(112 + 20, 224 + 120));
    assert_eq!(list(vec![painter(40, 60), writer()]).cheapest_micros(), 40);
}

#[test]
fn no_price_is_too_high_to_be_added() {
    let estimate = list(vec![painter(u64::MAX, u64::MAX), writer()]).estimate(u32::MAX, u32::MAX);
    assert_eq!(estimate.total.high_micros, u64::MAX);
}

#[test]
fn a_price_list_is_read_from_json_and_a_mistyped_one_is_refused() {
    let json = r#"{"providers": [{"provider": "painter", "panel": {"low_micros": 40, "high_micros": 60}}]}"#;
    assert_eq!(
        serde_json::from_str::<PriceList>(json).unwrap(),
        list(vec![painter(40, 60)])
    );
    let mistyped = json.replace("panel", "pannel");
    assert!(serde_json::from_str::<PriceList>(&mistyped).is_err());
}
