//! The whole job through the models of every vendor, as the fake of all of them plays them: whatever happens, a task
//! ends, tells the truth, and no call is charged that the log does not know of.

use std::{
    sync::{Arc, RwLock},
    time::Duration,
};

use futures::future::BoxFuture;
use mangakai_domain::Submission;
use mangakai_e2e::{
    client::Client,
    world::{Cast, World},
};
use mangakai_fake_providers::{Behaviour, FakeProviders, Kind, Ledger, Provider};
use mangakai_generator::{
    Director, Drawing, Faults, GeneratorConfig, HiredDirector, HiredIllustrator, Illustrator, Moderator,
    PanelBrief, ScriptBrief, WorkError, WrittenScript,
};
use mangakai_providers::{Catalogue, Providers, Wishes};
use serde_json::Value;

mod adapters;
mod crashes;
mod moderation;
mod pictures;
mod references;
mod scripts;

/// Long enough for two panels, short enough for one call.
const STORY: &str = "On a rainy night Mina stood at the corner of the street. \"Who is there?\" she asked. \
    A small dog came out of the dark. \"Come home with me,\" said Mina, and she opened her umbrella.";

/// Time that a call has, on a busy machine.
const CALL_SECONDS: u64 = 60;
/// Time that it has when its answer is meant to come too late: that counts as perhaps charged.
const SHORT_CALL_SECONDS: u64 = 6;

/// Whoever was hired last.
#[derive(Debug)]
pub struct Hired(RwLock<(HiredDirector, HiredIllustrator)>);

impl Hired {
    fn director(&self) -> HiredDirector {
        self.0.read().unwrap().0.clone()
    }

    fn illustrator(&self) -> HiredIllustrator {
        self.0.read().unwrap().1.clone()
    }
}

impl Director for Hired {
    fn moderator(&self) -> Option<Arc<dyn Moderator>> {
        self.director().moderator()
    }

    fn estimate_micros(&self, story_chars: u32, panels: u32) -> u64 {
        self.director().estimate_micros(story_chars, panels)
    }

    fn write(&self, brief: ScriptBrief) -> BoxFuture<'_, Result<WrittenScript, WorkError>> {
        let director = self.director();
        Box::pin(async move { director.write(brief).await })
    }
}

impl Illustrator for Hired {
    fn estimate_micros(&self) -> u64 {
        self.illustrator().estimate_micros()
    }

    fn references(&self) -> usize {
        self.illustrator().references()
    }

    fn draw(&self, brief: PanelBrief) -> BoxFuture<'_, Result<Drawing, WorkError>> {
        let illustrator = self.illustrator();
        Box::pin(async move { illustrator.draw(brief).await })
    }

    fn resume<'a>(
        &'a self,
        brief: &'a PanelBrief,
        submission: &'a Submission,
    ) -> BoxFuture<'a, Result<Drawing, WorkError>> {
        let illustrator = self.illustrator();
        Box::pin(async move { illustrator.resume(brief, submission).await })
    }
}

/// Those of the catalogue that are wished for, at the fake.
fn hire(
    fake: &FakeProviders,
    call_seconds: u64,
    text: &[&str],
    pictures: &[&str],
) -> (HiredDirector, HiredIllustrator) {
    let mut catalogue = Catalogue::embedded().unwrap();
    for provider in &mut catalogue.providers {
        let text = provider.text.iter_mut().map(|model| &mut model.timeout_seconds);
        let pictures = provider
            .picture
            .iter_mut()
            .map(|model| &mut model.timeout_seconds);
        text.chain(pictures).for_each(|seconds| *seconds = call_seconds);
    }
    let variables = fake.environment();
    let environment = |wanted: &str| {
        let found = variables.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| value.clone())
    };
    let owned = |wishes: &[&str]| Some(wishes.iter().map(|wish| (*wish).to_owned()).collect());
    let wishes = Wishes {
        text: owned(text),
        pictures: owned(pictures),
    };
    let providers = Providers::choose(&catalogue, &environment, &wishes).unwrap();
    (
        HiredDirector::new(providers.text, providers.moderation),
        HiredIllustrator::new(providers.pictures),
    )
}

/// A world whose models are the fake's.
pub struct Models {
    pub fake: FakeProviders,
    pub world: World,
    pub client: Client,
    hired: Arc<Hired>,
}

impl Models {
    /// With those who write and those who draw, the first first.
    pub async fn start(text: &[&str], pictures: &[&str]) -> Models {
        Models::with(text, pictures, Cast::default()).await
    }

    /// The same, where workers die: their jobs go to others soon.
    pub async fn dying(text: &[&str], pictures: &[&str], faults: Arc<dyn Faults>) -> Models {
        let cast = Cast {
            faults,
            ack_wait_seconds: 3,
            ..Cast::default()
        };
        Models::with(text, pictures, cast).await
    }

    /// The same with a cast that needs those who write and draw.
    pub async fn with(text: &[&str], pictures: &[&str], cast: Cast) -> Models {
        let fake = FakeProviders::start().await.unwrap();
        let hired = Arc::new(Hired(RwLock::new(hire(&fake, CALL_SECONDS, text, pictures))));
        let config = GeneratorConfig {
            retry_base: Duration::from_millis(20),
            ..cast.config
        };
        let world = World::with(Cast {
            director: hired.clone(),
            illustrator: hired.clone(),
            config,
            ..cast
        });
        let world = Box::pin(world).await;
        let client = world.client().await;
        Models {
            fake,
            world,
            client,
            hired,
        }
    }

    /// Others are hired, who remember nothing: no limit, no open breaker.
    pub fn hire(&self, text: &[&str], pictures: &[&str]) {
        self.hire_for(&Behaviour::Ok, text, pictures);
    }

    /// The same, with as much time as a behaviour asks for.
    pub fn hire_for(&self, behaviour: &Behaviour, text: &[&str], pictures: &[&str]) {
        let is_late = matches!(behaviour, Behaviour::Late { .. } | Behaviour::NeverAnswers);
        let seconds = if is_late { SHORT_CALL_SECONDS } else { CALL_SECONDS };
        *self.hired.0.write().unwrap() = hire(&self.fake, seconds, text, pictures);
        self.fake.reset();
    }

    /// Hands in the story; the task's id.
    pub async fn begin(&self, panels: u32) -> String {
        self.begin_with(STORY, panels).await
    }

    /// Hands in another story.
    pub async fn begin_with(&self, story: &str, panels: u32) -> String {
        let created = self.client.create(story, panels).await.unwrap();
        created["task_id"].as_str().unwrap().to_owned()
    }

    /// The task at its end, and what is told of it.
    pub async fn ended(&self, id: &str) -> Told {
        let task = self.client.finished(id).await.unwrap();
        self.world.settle().await.unwrap();
        let told = Told {
            history: self.client.history(id).await.unwrap(),
            ledger: self.fake.ledger(),
            task,
        };
        assert_eq!(self.fake.violations(), [], "a vendor would not have taken this");
        told.assert_honest();
        told
    }

    /// A story of so many panels, from its beginning to its end.
    pub async fn draw(&self, panels: u32) -> Told {
        let id = self.begin(panels).await;
        self.ended(&id).await
    }
}

/// A task at its end, its events, and the fake's account of the calls.
pub struct Told {
    pub task: Value,
    pub history: Vec<Value>,
    pub ledger: Ledger,
}

impl Told {
    /// Its state.
    pub fn status(&self) -> &str {
        self.task["status"].as_str().unwrap()
    }

    /// The events of a kind.
    pub fn all(&self, kind: &str) -> impl Iterator<Item = &Value> {
        self.history
            .iter()
            .filter(move |event| event["type"] == kind)
            .map(|event| &event["data"])
    }

    /// How many events there are of a kind.
    pub fn count(&self, kind: &str) -> usize {
        self.all(kind).count()
    }

    /// Who wrote the script and who drew each panel.
    pub fn hands(&self) -> Vec<&str> {
        let made = self.all("ScriptWritten").chain(self.all("PanelDrawn"));
        made.map(|event| event["lineage"]["provider"].as_str().unwrap())
            .collect()
    }

    /// The codes of what failed, oldest first.
    pub fn failures(&self) -> Vec<&str> {
        let failed = ["ScriptFailed", "PanelFailed"];
        let failed = self
            .history
            .iter()
            .filter(|event| failed.iter().any(|kind| event["type"] == *kind));
        failed
            .map(|event| event["data"]["failure"]["code"].as_str().unwrap())
            .collect()
    }

    /// It ended without a result, at once and for this reason, which the place where people look says too.
    pub fn assert_failed(&self, code: &str, shown: &Value) {
        let ended = (self.status(), self.failures());
        assert_eq!(ended, ("FAILED", vec![code]), "{:#?}", self.history);
        assert_eq!(shown["code"], code, "{:#}", self.task);
    }

    /// What the events say was paid, in millionths of a dollar.
    pub fn paid_micros(&self) -> u64 {
        let costs = self
            .history
            .iter()
            .map(|event| &event["data"]["cost"]["cost_micros"]);
        costs.filter_map(Value::as_u64).sum()
    }

    /// Calls that the events say were charged thus.
    fn calls(&self, charged: &str) -> usize {
        self.history
            .iter()
            .filter(|event| event["data"]["cost"]["charged"] == charged)
            .count()
    }

    /// Never paid twice, never paid in secret, nothing of one hand given out as another's.
    fn assert_honest(&self) {
        let say = || format!("{:#?}\n{:#?}", self.history, self.ledger);
        let starts = [(Kind::Text, "ScriptStarted"), (Kind::Picture, "PanelStarted")];
        for (kind, started) in starts {
            let charged = self
                .ledger
                .entries()
                .iter()
                .filter(|entry| entry.kind == kind && entry.charged);
            assert!(
                charged.count() <= self.count(started),
                "more {kind:?} charged than begun: {}",
                say()
            );
        }
        let charged = self.ledger.entries().iter().filter(|entry| entry.charged);
        // What runs at home is on nobody's bill.
        let billed = charged.clone().filter(|entry| entry.micros > 0).count();
        let (yes, perhaps) = (self.calls("yes"), self.calls("perhaps"));
        assert!(
            yes <= charged.clone().count(),
            "told as charged and was not: {}",
            say()
        );
        assert!(billed <= yes + perhaps, "charged and not told: {}", say());
        // Every call is rounded to a micro-dollar, here to the nearest and there upwards. What brought nothing that can
        // be read counts with the most it may have cost.
        let bill: u64 = charged.map(|entry| entry.micros).sum();
        let (paid, rounded) = (self.paid_micros(), yes as u64);
        assert!(
            perhaps > 0 || paid + rounded >= bill,
            "{paid} of {bill} micro-dollars told: {}",
            say()
        );
        assert!(
            !self.failures().is_empty() || paid <= bill + rounded,
            "{paid} instead of {bill} micro-dollars told: {}",
            say()
        );
        for made in self.all("ScriptWritten").chain(self.all("PanelDrawn")) {
            let lineage = &made["lineage"];
            let substituted = lineage["provider"] == mangakai_generator::BUILTIN;
            let says_so = lineage["fallback_reason"]
                .as_str()
                .is_some_and(|reason| !reason.is_empty());
            assert!(!substituted || says_so, "passed off: {lineage}");
        }
    }
}

/// Charged calls on a provider's bill.
pub fn charged_at(ledger: &Ledger, provider: Provider) -> usize {
    ledger.totals(provider).charged
}
