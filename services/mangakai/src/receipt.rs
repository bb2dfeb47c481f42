//! What a task cost, in words.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::cap::dollars;

/// Whom money was paid to that brought no picture.
const NOBODY: &str = "pictures that failed";

/// What the pictures of one model cost.
#[derive(Default)]
struct Paid {
    pictures: u64,
    micros: u64,
    /// Attempts before, perhaps of others, brought nothing; what they cost is in it.
    failed_before: bool,
}

impl Paid {
    fn line(&self, name: &str) -> String {
        let cost = dollars(self.micros);
        if name == NOBODY {
            return format!("  {NOBODY}: {cost} USD");
        }
        let before = if self.failed_before {
            ", failed attempts included"
        } else {
            ""
        };
        format!("  {} pictures by {name}: {cost} USD{before}", self.pictures)
    }
}

/// A line for every provider that drew something, the total, and who stood in for whom.
pub fn receipt(task: &Value) -> Vec<String> {
    let mut lines = paid(task);
    lines.extend(substitutes(task));
    lines
}

fn versions(task: &Value) -> impl Iterator<Item = &Value> {
    let panels = task["panels"].as_array().into_iter().flatten();
    panels.flat_map(|panel| panel["versions"].as_array().into_iter().flatten())
}

/// Pictures that somebody else drew than should have, by the reason.
fn substitutes(task: &Value) -> Vec<String> {
    let mut by_reason: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for version in versions(task) {
        if let (Some(provider), Some(reason)) =
            (version["provider"].as_str(), version["fallback_reason"].as_str())
        {
            *by_reason.entry((provider, reason)).or_default() += 1;
        }
    }
    let line = |((provider, reason), count)| format!("  {count} pictures by {provider} instead ({reason})");
    by_reason.into_iter().map(line).collect()
}

fn paid(task: &Value) -> Vec<String> {
    let total = task["cost_micros"].as_u64().unwrap_or_default();
    if total == 0 {
        return vec!["cost: nothing".to_owned()];
    }
    let mut by_model: BTreeMap<String, Paid> = BTreeMap::new();
    for version in versions(task) {
        let cost = version["cost_micros"].as_u64().unwrap_or_default();
        let name = match (version["provider"].as_str(), version["model"].as_str()) {
            (Some(provider), Some(model)) => format!("{provider} {model}"),
            _ => NOBODY.to_owned(),
        };
        let entry = by_model.entry(name).or_default();
        entry.pictures += u64::from(version["image_url"].is_string());
        entry.micros += cost;
        entry.failed_before |= version["attempts"].as_u64() > Some(1);
    }
    let drawn: u64 = by_model.values().map(|paid| paid.micros).sum();
    let mut lines: Vec<String> = by_model
        .into_iter()
        .filter(|(_, paid)| paid.micros > 0)
        .map(|(name, paid)| paid.line(&name))
        .collect();
    if total > drawn {
        lines.push(format!("  script: {} USD", dollars(total - drawn)));
    }
    lines.insert(0, format!("cost: {} USD", dollars(total)));
    lines
}

/// What a story would cost, in words.
pub fn estimate(estimate: &Value) -> Vec<String> {
    let range = |range: &Value| {
        let end = |name: &str| range[name].as_u64().unwrap_or_default();
        match (end("low_micros"), end("high_micros")) {
            (0, 0) => "nothing".to_owned(),
            (low, high) if low == high => format!("{} USD", dollars(low)),
            (low, high) => format!("{} to {} USD", dollars(low), dollars(high)),
        }
    };
    let mut lines = vec![format!(
        "{} panels of {} characters: {}",
        estimate["panels"],
        estimate["story_chars"],
        range(&estimate["total"])
    )];
    for provider in estimate["providers"].as_array().into_iter().flatten() {
        let works = [("script", &provider["script"]), ("panels", &provider["panels"])];
        let works = works.into_iter().filter(|(_, price)| !price.is_null());
        let works: Vec<String> = works
            .map(|(work, price)| format!("{work} {}", range(price)))
            .collect();
        let name = provider["provider"].as_str().unwrap_or_default();
        lines.push(format!("  {name}: {}", works.join(", ")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_receipt_names_who_was_paid_for_what() {
        let version = |provider: &str, cost: u64| json!({"provider": provider, "model": "m", "image_url": "/x", "cost_micros": cost});
        let mut second = version("painter", 40_000);
        second["attempts"] = json!(2);
        let task = json!({"cost_micros": 95_000, "panels": [
            {"versions": [second]},
            {"versions": [version("painter", 40_000), version("builtin", 0)]},
            {"versions": [{"cost_micros": 10_000}]},
        ]});
        assert_eq!(
            receipt(&task),
            [
                "cost: 0.095 USD",
                "  2 pictures by painter m: 0.08 USD, failed attempts included",
                "  pictures that failed: 0.01 USD",
                "  script: 0.005 USD"
            ]
        );
        assert_eq!(receipt(&json!({"cost_micros": 0})), ["cost: nothing"]);
    }

    #[test]
    fn a_receipt_says_who_stood_in_for_whom() {
        let version = json!({"provider": "builtin", "model": "m", "fallback_reason": "painter: quota_done"});
        let task = json!({"panels": [{"versions": [version]}, {"versions": [version]}]});
        assert_eq!(
            receipt(&task),
            [
                "cost: nothing",
                "  2 pictures by builtin instead (painter: quota_done)"
            ]
        );
    }

    #[test]
    fn an_estimate_is_a_range() {
        let range = |low: u64, high: u64| json!({"low_micros": low, "high_micros": high});
        let body = json!({"panels": 5, "story_chars": 900, "total": range(200_000, 400_000), "providers": [
            {"provider": "painter", "script": null, "panels": range(200_000, 400_000)},
            {"provider": "writer", "script": range(0, 0), "panels": null},
        ]});
        assert_eq!(
            estimate(&body),
            [
                "5 panels of 900 characters: 0.20 to 0.40 USD",
                "  painter: panels 0.20 to 0.40 USD",
                "  writer: script nothing"
            ]
        );
    }
}
