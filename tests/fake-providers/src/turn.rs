//! One call from the moment it is understood: its behaviour, its place in the ledger, its price, its answer.

use std::cell::Cell;
use std::sync::Arc;

use axum::http::StatusCode;
use bytes::Bytes;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::call::{Call, Reply, Travel};
use crate::fault::Fault;
use crate::ledger::{Answered, Entry};
use crate::prices::{self, Usage};
use crate::state::{Fake, Task, Ticket};
use crate::{Behaviour, Kind, Provider, Refusal, Step};

/// What a call asks for, as far as every vendor has it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) kind: Kind,
    pub(crate) model: String,
    pub(crate) prompt: String,
    /// Pictures sent along.
    pub(crate) references: usize,
}

/// A call under way.
#[derive(Debug)]
pub(crate) struct Turn {
    pub(crate) fake: Arc<Fake>,
    pub(crate) provider: Provider,
    pub(crate) asked: Asked,
    pub(crate) behaviour: Behaviour,
    /// Counts the provider's calls from 1; ids are made from it.
    pub(crate) id: u64,
    request: String,
    ticket: Ticket,
    /// Whether the work was kept as a task, and whether a picture was published: only then can some scenarios be played.
    kept: Cell<bool>,
    published: Cell<bool>,
}

/// SHA-256 in hex of a prompt's words, as the ledger has it.
#[must_use]
pub fn prompt_hash(prompt: &str) -> String {
    hex::encode(Sha256::digest(prompt.as_bytes()))
}

impl Turn {
    /// Takes the call's behaviour and opens its entry.
    pub(crate) fn begin(fake: &Arc<Fake>, call: &Call, asked: Asked) -> Self {
        let provider = call.provider;
        let (behaviour, id, number) = fake.change(|state| {
            let behaviour = state.scenarios.take(provider, asked.kind, &asked.model);
            let id = state.ids.entry(provider).or_default();
            *id += 1;
            let id = *id;
            let entry = Entry {
                number: 0,
                provider,
                kind: asked.kind,
                model: asked.model.clone(),
                request_id: format!("{}-{id}", provider.name()),
                prompt_sha256: prompt_hash(&asked.prompt),
                references: asked.references,
                behaviour: behaviour.clone(),
                status: 0,
                charged: false,
                micros: 0,
                answer: Answered::Open,
            };
            (behaviour, id, state.ledger.open(entry))
        });
        let ticket = Ticket {
            fake: Arc::clone(fake),
            number,
            given: false,
        };
        Self {
            fake: Arc::clone(fake),
            provider,
            asked,
            behaviour,
            id,
            request: format!("{} {}", call.method, call.path),
            ticket,
            kept: Cell::new(false),
            published: Cell::new(false),
        }
    }

    /// The id of this call, as the ledger has it.
    pub(crate) fn request_id(&self) -> String {
        format!("{}-{}", self.provider.name(), self.id)
    }

    /// The error that the scenario wants, if it wants one that is told by an HTTP status.
    pub(crate) fn fault(&self) -> Option<Fault> {
        Fault::of(&self.behaviour)
    }

    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        match &self.behaviour {
            Behaviour::Refused { refusal } => Some(refusal),
            _ => None,
        }
    }

    /// The states that polls will see.
    pub(crate) fn steps(&self) -> Vec<Step> {
        match &self.behaviour {
            Behaviour::Polls { steps } => steps.clone(),
            Behaviour::Refused {
                refusal: Refusal::Task | Refusal::Output | Refusal::Input,
            } => vec![Step::Pending, Step::Refused],
            _ => vec![Step::Pending, Step::Running, Step::Succeeded],
        }
    }

    /// Whether this kind of call, at this vendor, can behave so.
    fn fits(&self) -> bool {
        let text = self.asked.kind == Kind::Text;
        let picture = self.asked.kind == Kind::Picture;
        match &self.behaviour {
            Behaviour::WrongSchema
            | Behaviour::UnfitScript
            | Behaviour::NotJson
            | Behaviour::Fenced
            | Behaviour::CutText
            | Behaviour::EmptyText => text,
            Behaviour::TextInsteadOfPicture | Behaviour::NoPictures | Behaviour::BrokenPicture { .. } => {
                picture
            }
            Behaviour::UrlExpires { .. } => self.published.get(),
            Behaviour::Polls { .. } => self.kept.get(),
            _ => true,
        }
    }

    /// The answer to a call whose scenario this provider, or this kind of call, cannot play.
    pub(crate) fn cannot(self) -> Reply {
        let sentence = format!("a scenario cannot be played here: {:?}", self.behaviour);
        self.fake
            .violate(self.provider, self.request.clone(), sentence.clone());
        let reply = Reply::bytes(StatusCode::NOT_IMPLEMENTED, "text/plain", sentence);
        self.close(reply, None)
    }

    /// An error or a refusal. It is on the bill only where the behaviour is: a refused output was made.
    pub(crate) fn refuse(self, reply: Reply) -> Reply {
        let usage = match self.asked.kind {
            Kind::Picture => Usage {
                pictures: 1,
                ..Usage::default()
            },
            _ => Usage {
                input_tokens: prices::tokens(&self.asked.prompt),
                ..Usage::default()
            },
        };
        self.close(reply, Some(usage))
    }

    /// An answer whose work goes on the bill if the behaviour is a charged one.
    pub(crate) fn answer(self, reply: Reply, usage: Usage) -> Reply {
        if self.fits() {
            self.close(reply, Some(usage))
        } else {
            self.cannot()
        }
    }

    /// Keeps the work as a task that polls ask for, under the call's id.
    pub(crate) fn keep_task(&self, id: &str, result: Value) {
        let task = Task {
            provider: self.provider,
            model: self.asked.model.clone(),
            steps: self.steps(),
            polls: 0,
            result,
        };
        self.fake.keep_task(id, task);
        self.kept.set(true);
    }

    /// Serves a picture under an address of the fake, which is the answer.
    pub(crate) fn publish(&self, mime: &'static str, bytes: Bytes) -> String {
        self.published.set(true);
        self.fake.publish(self.provider, &self.behaviour, mime, bytes)
    }

    fn close(self, mut reply: Reply, usage: Option<Usage>) -> Reply {
        if self.behaviour == Behaviour::GatewayHtml {
            reply = Reply::bytes(StatusCode::BAD_GATEWAY, "text/html", GATEWAY_PAGE);
        }
        let charged = self.asked.kind.is_work() && usage.is_some() && self.behaviour.is_charged();
        let micros = match usage {
            Some(usage) if charged => prices::micros(self.provider, &self.asked.model, usage),
            _ => 0,
        };
        let status = reply.status.as_u16();
        self.fake.change(|state| {
            if let Some(entry) = state.ledger.entries.get_mut(self.ticket.number) {
                entry.status = status;
                entry.charged = charged;
                entry.micros = micros;
            }
        });
        bend(&mut reply, &self.behaviour);
        if !reply.headers.iter().any(|(name, _)| name == "x-request-id") {
            reply = reply.with_header("x-request-id", format!("{}-{}", self.provider.name(), self.id));
        }
        reply.ticket = Some(self.ticket);
        reply
    }
}

const GATEWAY_PAGE: &str =
    "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

/// Lets the answer travel as the behaviour says.
fn bend(reply: &mut Reply, behaviour: &Behaviour) {
    reply.travel = match behaviour {
        Behaviour::SlowDrip { pieces, every_ms } => Travel::Drip {
            pieces: *pieces,
            every_ms: *every_ms,
        },
        Behaviour::CutConnection => Travel::Cut,
        Behaviour::CutJson => {
            let half = reply.body.len() / 2;
            reply.body.truncate(half);
            Travel::AtOnce
        }
        Behaviour::Reset => Travel::Reset,
        Behaviour::Late { after_ms } => Travel::Late { after_ms: *after_ms },
        Behaviour::Held => Travel::Held,
        Behaviour::NeverAnswers => Travel::Never,
        _ => Travel::AtOnce,
    };
}
