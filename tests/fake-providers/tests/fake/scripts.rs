//! A text model's answer is a script that tells the story of the request and that the validators accept.

use mangakai_fake_providers::{Behaviour, Provider};
use mangakai_script::{ReadingDirection, Script, ScriptDraft, Style, draft_schema, validate, validate_count};
use serde_json::{Value, json};

use crate::client::{CHATS, GEMINI_TEXT, STORY, assert_clean, chat_body, gemini_text_body, post, start};

const STORIES: [&str; 3] = [
    include_str!("../../../stories/lantern.en.txt"),
    include_str!("../../../stories/rooftop.ja.txt"),
    include_str!("../../../stories/stray-puppy.zh.txt"),
];

fn script(text: &str, story: &str) -> Script {
    let draft: ScriptDraft = serde_json::from_str(text).unwrap();
    draft.into_script(story, "en", ReadingDirection::Ltr, &Style::default())
}

fn assert_good(text: &str, story: &str, panels: u32) {
    let validator = jsonschema::draft202012::new(&draft_schema(panels)).unwrap();
    let answer: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&answer)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    let script = script(text, story);
    assert_eq!(validate_count(&script, panels), None);
    assert_eq!(validate(&script, story), vec![]);
}

fn content(answer: &Value) -> &str {
    answer
        .pointer("/choices/0/message/content")
        .unwrap()
        .as_str()
        .unwrap()
}

#[tokio::test]
async fn every_chat_writes_a_script_that_the_validators_accept() {
    let fake = start().await;
    for (provider, base, model) in CHATS {
        let body = chat_body(provider, model, STORY, 4);
        let answer = post(&fake, provider, &format!("{base}/chat/completions"), &body).await;
        assert_good(content(&answer.json()), STORY, 4);
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn stories_in_three_languages_and_many_lengths_are_told() {
    let fake = start().await;
    for story in STORIES {
        for panels in [1, 2, 5, 8, 13, 24] {
            let body = gemini_text_body(story, panels);
            let answer = post(&fake, Provider::Gemini, GEMINI_TEXT, &body).await.json();
            let text = answer
                .pointer("/candidates/0/content/parts/1/text")
                .unwrap()
                .as_str()
                .unwrap();
            assert_good(text, story, panels);
        }
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn a_later_part_keeps_the_ids_of_people_who_are_known() {
    let fake = start().await;
    let mut body = chat_body(Provider::OpenAi, "gpt-6-luna", STORY, 4);
    let memory = json!({"characters": [{"id": "c9", "name": "Ann"}]});
    body["messages"][0]["content"] = json!(format!("You plan manga. So far: {memory}"));
    let answer = post(&fake, Provider::OpenAi, "/v1/chat/completions", &body)
        .await
        .json();
    let script = script(content(&answer), STORY);
    let ann = script
        .characters
        .iter()
        .find(|character| character.name == "Ann")
        .unwrap();
    assert_eq!(ann.id, "c9");
    assert_eq!(validate(&script, STORY), vec![]);
}

#[tokio::test]
async fn a_schema_that_is_no_script_gets_the_smallest_thing_it_describes() {
    let fake = start().await;
    let schema = json!({"type": "object", "required": ["summary", "open"], "additionalProperties": false,
        "properties": {"summary": {"type": "string"}, "open": {"type": "array", "items": {"type": "string"}}}});
    let body = json!({"model": "gpt-6-luna", "messages": [{"role": "user", "content": "Sum it up."}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "memory", "strict": true, "schema": schema}}});
    let answer = post(&fake, Provider::OpenAi, "/v1/chat/completions", &body)
        .await
        .json();
    let said: Value = serde_json::from_str(content(&answer)).unwrap();
    assert!(jsonschema::draft202012::is_valid(&schema, &said), "{said}");
    assert_clean(&fake);
}

#[tokio::test]
async fn bad_texts_are_bad_in_their_own_way() {
    let fake = start().await;
    let ask = async |behaviour| {
        fake.script(Provider::OpenAi, vec![behaviour]);
        let body = chat_body(Provider::OpenAi, "gpt-6-luna", STORY, 4);
        let answer = post(&fake, Provider::OpenAi, "/v1/chat/completions", &body)
            .await
            .json();
        let finish = answer
            .pointer("/choices/0/finish_reason")
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned();
        (content(&answer).to_owned(), finish)
    };
    let schema = draft_schema(4);
    let fits = |text: &str| {
        serde_json::from_str(text)
            .is_ok_and(|value: Value| jsonschema::draft202012::is_valid(&schema, &value))
    };
    let (wrong, _) = ask(Behaviour::WrongSchema).await;
    assert!(serde_json::from_str::<Value>(&wrong).is_ok() && !fits(&wrong));
    let (unfit, _) = ask(Behaviour::UnfitScript).await;
    assert!(fits(&unfit));
    let findings = validate(&script(&unfit, STORY), STORY);
    assert!(
        findings
            .iter()
            .any(|finding| finding.sentence.contains("Nobody in this story")),
        "{findings:?}"
    );
    let (prose, _) = ask(Behaviour::NotJson).await;
    assert!(serde_json::from_str::<Value>(&prose).is_err());
    let (fenced, _) = ask(Behaviour::Fenced).await;
    let inside = fenced
        .split("```json\n")
        .nth(1)
        .unwrap()
        .split("\n```")
        .next()
        .unwrap();
    assert!(fits(inside) && !fits(&fenced));
    let (cut, finish) = ask(Behaviour::CutText).await;
    assert!(finish == "length" && serde_json::from_str::<Value>(&cut).is_err());
    assert_eq!(ask(Behaviour::EmptyText).await.0, "");
    assert_eq!(fake.ledger().totals(Provider::OpenAi).charged, 6);
    assert_clean(&fake);
}
