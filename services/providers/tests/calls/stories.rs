use std::{sync::Mutex, time::Instant};

use futures::future::BoxFuture;
use mangakai_providers::{Charged, Class, Exhausted, Meter, Providers, Spent, StoryAsk, Written};
use mangakai_script::{
    CastMember, Character, DraftPanel, ReadingDirection, ScriptDraft, Shot, Style, sentences, validate,
};
use serde_json::{Value, json};

use crate::{
    providers,
    server::{Answer, Seen, Server},
    soon,
};

/// What calls cost that another one followed.
#[derive(Default)]
struct Noted {
    costs: Mutex<Vec<Spent>>,
    refuse: bool,
}

impl Meter for Noted {
    fn another_call(&self, last: Spent) -> BoxFuture<'_, Option<Instant>> {
        self.costs.lock().unwrap().push(last);
        Box::pin(std::future::ready((!self.refuse).then(soon)))
    }
}

fn story(sentences: usize) -> String {
    (1..=sentences)
        .map(|n| format!("Ann counts wave number {n}. "))
        .collect()
}

async fn written(
    providers: &Providers,
    story: &str,
    panels: u32,
    noted: &Noted,
) -> Result<Written, Exhausted> {
    let ask = StoryAsk {
        story,
        panels,
        language: "en",
        reading_direction: ReadingDirection::Ltr,
        style: &Style::default(),
    };
    providers.text.write(&ask, 0, soon(), noted).await
}

/// What the last message of a request asks for: the part of the story and the number of panels.
fn asked(seen: &Seen) -> (String, usize) {
    let json = seen.json();
    let first = json["messages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|m| m["role"] == "user")
        .unwrap();
    let words = first["content"].as_str().unwrap();
    let part = words
        .split("<story>\n")
        .nth(1)
        .unwrap()
        .split("\n</story>")
        .next()
        .unwrap();
    let count = words.split("exactly ").nth(1).unwrap().split(' ').next().unwrap();
    (part.to_owned(), count.parse().unwrap())
}

/// A draft that the validators take.
fn draft(seen: &Seen, id: &str) -> ScriptDraft {
    let (story, panels) = asked(seen);
    let sentences = sentences(&story);
    let panel = |n: usize| {
        let sentence = sentences[n * sentences.len() / panels];
        DraftPanel {
            source_begins: story[sentence.start..sentence.end].to_owned(),
            shot: [Shot::Wide, Shot::Medium, Shot::Close][n % 3],
            importance: [3, 2, 4][n % 3],
            cast: vec![CastMember {
                character: id.to_owned(),
                ..CastMember::default()
            }],
            action: "Ann counts".to_owned(),
            ..DraftPanel::default()
        }
    };
    ScriptDraft {
        title: "Waves".to_owned(),
        characters: vec![Character {
            id: id.to_owned(),
            name: "Ann".to_owned(),
            ..Character::default()
        }],
        panels: (0..panels).map(panel).collect(),
        ..ScriptDraft::default()
    }
}

fn said(draft: &ScriptDraft) -> Value {
    let text = format!(
        "Here it is:\n```json\n{}\n```",
        serde_json::to_string(draft).unwrap()
    );
    chat(&text)
}

fn chat(text: &str) -> Value {
    json!({"choices": [{"index": 0, "message": {"role": "assistant", "content": text, "refusal": null}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 100}})
}

fn good(id: &'static str) -> Answer {
    Answer::Told(Box::new(move |seen| said(&draft(seen, id))))
}

#[tokio::test]
async fn a_good_script_takes_one_call() {
    let acme = Server::start().await;
    acme.will(good("c1"));
    let (story, noted) = (story(8), Noted::default());
    let written = written(&providers(&[("A", &acme)]), &story, 4, &noted)
        .await
        .unwrap();
    assert_eq!(validate(&written.script, &story), vec![]);
    assert_eq!(
        (written.script.panels.len(), written.model.as_str(), written.spent),
        (4, "writer", Spent::paid(100))
    );
    assert_eq!((acme.seen().len(), noted.costs.lock().unwrap().len()), (1, 0));
    let schema = &acme.seen()[0].json()["response_format"]["json_schema"];
    assert_eq!(schema["schema"]["properties"]["panels"]["minItems"], 4);
}

#[tokio::test]
async fn a_faulty_script_is_asked_for_once_more_with_the_validators_words() {
    let acme = Server::start().await;
    acme.will(Answer::Told(Box::new(|seen| {
        let mut draft = draft(seen, "c1");
        draft.panels[1].action.clear();
        said(&draft)
    })))
    .will(good("c1"));
    let (story, noted) = (story(8), Noted::default());
    let written = written(&providers(&[("A", &acme)]), &story, 4, &noted)
        .await
        .unwrap();
    assert_eq!(validate(&written.script, &story), vec![]);
    assert_eq!(
        *noted.costs.lock().unwrap(),
        [Spent::paid(100)],
        "the first call was noted before the second"
    );
    let again = acme.seen()[1].json();
    let messages = again["messages"].as_array().unwrap();
    let roles: Vec<_> = messages
        .iter()
        .map(|message| message["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["system", "user", "assistant", "user"]);
    assert!(
        messages[3]["content"]
            .as_str()
            .unwrap()
            .contains("Panel 2 does not say what happens in it.")
    );
}

#[tokio::test]
async fn what_is_no_script_twice_fails_and_was_paid_for() {
    let acme = Server::start().await;
    acme.will(Answer::Json(200, chat("Once upon a time")))
        .will(Answer::Json(200, chat("{\"title\": 1}")));
    let (story, noted) = (story(8), Noted::default());
    let failed = written(&providers(&[("A", &acme)]), &story, 4, &noted)
        .await
        .unwrap_err();
    assert_eq!(
        (failed.error.class, failed.error.spent),
        (Class::BadResult, Spent::paid(100))
    );
    assert_eq!(acme.seen().len(), 2);
    assert!(
        acme.seen()[1].json()["messages"][3]["content"]
            .as_str()
            .unwrap()
            .contains("not JSON")
    );
}

#[tokio::test]
async fn no_call_is_made_without_leave() {
    let acme = Server::start().await;
    acme.will(Answer::Json(200, chat("nothing")));
    let noted = Noted {
        refuse: true,
        ..Noted::default()
    };
    let failed = written(&providers(&[("A", &acme)]), &story(8), 4, &noted)
        .await
        .unwrap_err();
    assert_eq!((failed.error.code.as_str(), failed.hopeless), ("no_leave", false));
    assert_eq!(acme.seen().len(), 1);
}

#[tokio::test]
async fn a_long_story_is_written_in_parts_that_know_of_each_other() {
    let acme = Server::start().await;
    acme.will(good("c1")).will(good("c9")).will(good("c1"));
    let (story, noted) = (story(120), Noted::default());
    let written = written(&providers(&[("A", &acme)]), &story, 60, &noted)
        .await
        .unwrap();
    assert_eq!(validate(&written.script, &story), vec![]);
    let script = written.script;
    assert_eq!(
        (script.panels.len(), script.characters.len()),
        (60, 1),
        "Ann is one person"
    );
    assert!(script.panels.iter().all(|panel| panel.cast[0].character == "c1"));
    assert_eq!((acme.seen().len(), noted.costs.lock().unwrap().len()), (3, 2));
    let second = acme.seen()[1].json()["messages"][1]["content"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(second.contains("part 2 of 3") && second.contains("\"name\":\"Ann\""));
}

#[tokio::test]
async fn another_provider_goes_on_where_the_first_costs_nothing() {
    let (acme, beta) = (Server::start().await, Server::start().await);
    acme.will(Answer::Json(402, json!({"error": {"message": "m"}})));
    beta.will(good("c1"));
    let written = written(
        &providers(&[("A", &acme), ("B", &beta)]),
        &story(8),
        4,
        &Noted::default(),
    )
    .await
    .unwrap();
    assert_eq!(
        (written.provider.as_str(), written.fallback_reason.as_str()),
        ("b", "a: billing")
    );
    let system = beta.seen()[0].json()["messages"][0]["content"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        system.contains("JSON schema"),
        "it knows of JSON only: the schema is told in words"
    );
}

#[tokio::test]
async fn a_refused_story_goes_nowhere_else() {
    let (acme, beta) = (Server::start().await, Server::start().await);
    let refusal = json!({"choices": [{"message": {"content": null, "refusal": "I cannot"}, "finish_reason": "stop"}], "usage": {"completion_tokens": 7}});
    acme.will(Answer::Json(200, refusal));
    let failed = written(
        &providers(&[("A", &acme), ("B", &beta)]),
        &story(8),
        4,
        &Noted::default(),
    )
    .await
    .unwrap_err();
    assert_eq!(
        (failed.error.class, failed.error.spent.charged),
        (Class::RefusedOutput, Charged::Yes)
    );
    assert_eq!(beta.seen().len(), 0);
}
