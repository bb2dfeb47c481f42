//! The program with keys of models in its environment, as the fake of all providers answers for them.

use std::{fs::File, process::Command, time::Duration};

use mangakai_fake_providers::{Answered, Behaviour, Calls, FakeProviders, Kind, Ledger, Provider};
use mangakai_providers::Catalogue;
use serde_json::Value;

use crate::machine::{Machine, Up, lines, read, until};

/// Longest wait for a call.
const PATIENCE: Duration = Duration::from_secs(60);

impl Machine {
    /// The program with the keys and addresses of one provider, and nothing said about who shall work.
    fn with_keys_of(&self, fake: &FakeProviders, provider: Provider) -> Command {
        let (address, key) = provider.variables();
        let mut program = self.mangakai();
        program
            .env_remove("MANGAKAI_SCRIPT_PROVIDERS")
            .env_remove("MANGAKAI_PICTURE_PROVIDERS");
        for known in Catalogue::embedded().unwrap().providers {
            for name in known.base_env.iter().chain(&known.key_env) {
                program.env_remove(name).env_remove(format!("{name}_FILE"));
            }
        }
        let wanted = |name: &str| name == address || Some(name) == key;
        program.envs(fake.environment().into_iter().filter(|(name, _)| wanted(name)));
        program
    }

    fn told(&self, task: &str) -> Vec<Value> {
        lines(&self.client(&["replay", task, "--json"]))
    }
}

fn makers(history: &[Value]) -> Vec<&str> {
    let made = history
        .iter()
        .filter_map(|event| event["data"]["lineage"]["provider"].as_str());
    made.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_is_all_that_the_same_commands_need() {
    let fake = FakeProviders::start().await.unwrap();
    for (provider, says) in [
        (
            Provider::Gemini,
            "Pictures: Google Gemini (gemini-nano-banana-2.1), then the built-in artist",
        ),
        (
            Provider::OpenAi,
            "Scripts: OpenAI (gpt-6-luna), then the built-in director",
        ),
    ] {
        let machine = Machine::start();
        let said = machine.path("said.txt");
        let mut program = machine.with_keys_of(&fake, provider);
        let child = program
            .arg("up")
            .stderr(File::create(&said).unwrap())
            .spawn()
            .unwrap();
        let up = Up(child);
        until("it says who writes and draws", || read(&said).contains(says));
        until("up", || machine.path("data/endpoints.json").exists());
        let task = machine.draw("2");
        assert_eq!(makers(&machine.told(&task)), [provider.name(); 3]);
        up.stop();
    }
    assert_eq!(fake.violations(), []);
}

/// Calls for pictures that are under way.
fn at_work(ledger: &Ledger) -> usize {
    let open = |entry: &&mangakai_fake_providers::Entry| {
        entry.kind == Kind::Picture && entry.answer == Answered::Open
    };
    ledger.entries().iter().filter(open).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_models_are_at_work_it_pays_for_nothing_that_the_log_does_not_know() {
    const PANELS: usize = 5;
    let fake = FakeProviders::start().await.unwrap();
    let pictures = Calls {
        kind: Some(Kind::Picture),
        model: None,
    };
    let held = std::iter::repeat_n(Behaviour::Held, PANELS - 1);
    let behaviours = std::iter::once(Behaviour::Ok).chain(held).collect();
    fake.script_calls(Provider::Gemini, pictures, behaviours);
    let machine = Machine::start();
    let first = machine.up_as(machine.with_keys_of(&fake, Provider::Gemini));
    let task = machine.begin(&PANELS.to_string());
    let asked = fake.wait_until(|ledger| at_work(ledger) > 0);
    tokio::time::timeout(PATIENCE, asked).await.unwrap();
    // Killed, not stopped.
    drop(first);
    fake.release();
    let second = machine.up_as(machine.with_keys_of(&fake, Provider::Gemini));
    until("everything is drawn", || {
        fake.release();
        machine
            .told(&task)
            .iter()
            .any(|event| event["type"] == "TaskCompleted")
    });
    let history = machine.told(&task);
    let count = |kind: &str| history.iter().filter(|event| event["type"] == kind).count();
    assert_eq!((count("PanelDrawn"), count("TaskCompleted")), (PANELS, 1));
    let ledger = fake.ledger();
    let charged = |kind: Kind| {
        let paid = ledger
            .entries()
            .iter()
            .filter(|entry| entry.kind == kind && entry.charged);
        paid.count()
    };
    assert!(charged(Kind::Picture) > PANELS, "it was killed in the middle");
    assert!(charged(Kind::Picture) <= count("PanelStarted"), "{ledger:#?}");
    assert!(charged(Kind::Text) <= count("ScriptStarted"));
    second.stop();
}
