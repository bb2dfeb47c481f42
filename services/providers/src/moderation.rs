//! A provider's own judgement of a text, asked for before anything is paid: it is free, and what it flags is for a person
//! to look at.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    catalogue::ModerationModel,
    chain::{Chain, Exhausted},
    error::{Class, ProviderError},
    limits::{JUDGING_TIME, PIECE_CHARS},
    link::Link,
    wire::{Call, Reply},
};

impl Chain<ModerationModel> {
    /// Reasons for a person to look at a text, as `openai/violence`; empty: none.
    ///
    /// # Errors
    /// When nobody could judge it.
    pub async fn judge(&self, text: &str, until: Instant) -> Result<Vec<String>, Exhausted> {
        let until = until.min(Instant::now() + JUDGING_TIME);
        self.walk(0, |link, _| link.judge(text, until)).await
    }
}

impl Link<ModerationModel> {
    async fn judge(&self, text: &str, until: Instant) -> Result<Vec<String>, ProviderError> {
        let call = ask(&self.model, text);
        let time = Duration::from_secs(self.model.timeout_seconds);
        let (categories, _pass) = self.call(&call, time, until, flagged).await?;
        let named = |category| format!("{}/{category}", self.provider);
        Ok(categories.into_iter().map(named).collect())
    }
}

/// Long texts go in pieces, of which each is judged.
fn ask(model: &ModerationModel, text: &str) -> Call {
    let chars: Vec<char> = text.chars().collect();
    let pieces: Vec<String> = chars
        .chunks(PIECE_CHARS)
        .map(|piece| piece.iter().collect())
        .collect();
    Call::post(model.path.as_str(), json!({ "model": model.id, "input": pieces }))
}

/// The categories that are true of any piece.
fn flagged(reply: &Reply) -> Result<BTreeSet<String>, ProviderError> {
    let json = reply.success_json()?;
    let results = json["results"]
        .as_array()
        .ok_or_else(|| ProviderError::new(Class::BadResult, "no_results"))?;
    let categories = results
        .iter()
        .filter_map(|result| result["categories"].as_object());
    let flagged = categories.flatten().filter(|(_, flagged)| **flagged == true);
    Ok(flagged.map(|(name, _)| name.clone()).collect())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use reqwest::header::HeaderMap;

    use super::*;
    use crate::wire::Body;

    fn reply(json: &serde_json::Value) -> Reply {
        Reply {
            status: 200,
            headers: HeaderMap::new(),
            body: Bytes::from(json.to_string()),
        }
    }

    #[test]
    fn a_long_story_goes_in_pieces_and_loses_nothing() {
        let story = "雨の夜。".repeat(PIECE_CHARS / 2);
        let model = ModerationModel {
            id: "judge".to_owned(),
            path: "/moderations".to_owned(),
            timeout_seconds: 1,
        };
        let Body::Json(body) = ask(&model, &story).body else {
            panic!("no JSON")
        };
        let pieces: Vec<&str> = body["input"]
            .as_array()
            .unwrap()
            .iter()
            .map(|piece| piece.as_str().unwrap())
            .collect();
        assert_eq!((pieces.len(), pieces.concat()), (2, story));
    }

    #[test]
    fn what_is_true_of_any_piece_is_a_reason() {
        let answer = json!({"results": [
            {"flagged": false, "categories": {"violence": false, "hate": false}},
            {"flagged": true, "categories": {"violence": true, "hate": false}},
        ]});
        assert_eq!(
            flagged(&reply(&answer)).unwrap(),
            BTreeSet::from(["violence".to_owned()])
        );
        assert_eq!(flagged(&reply(&json!({}))).unwrap_err().class, Class::BadResult);
    }
}
