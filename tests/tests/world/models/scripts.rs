//! Everything that can happen to a script on its way from a model.

use mangakai_fake_providers::{Behaviour, Calls, Kind, Provider, Refusal, RetryAfter};

use super::Models;

/// What becomes of the script.
#[derive(Clone, Copy, Debug)]
enum End {
    /// The model writes it, with so many calls that are charged.
    Written(usize),
    /// The first attempt fails with this code, the next writes.
    WrittenAfter(&'static str),
    /// The built-in director steps in at once, and says that this was why.
    Substituted(&'static str),
    /// Nobody writes it, and this is why.
    Failed(&'static str),
}

use End::{Failed, Substituted, Written, WrittenAfter};

/// What may happen to a call, whichever wire it goes over. What an account in arrears is told differs.
fn everywhere(in_arrears: &'static str) -> Vec<(Behaviour, End)> {
    vec![
        (
            Behaviour::RateLimited {
                retry: RetryAfter::Seconds { seconds: 1 },
            },
            Written(1),
        ),
        (
            Behaviour::RateLimited {
                retry: RetryAfter::HttpDate { seconds: 1 },
            },
            Written(1),
        ),
        (
            Behaviour::RateLimited {
                retry: RetryAfter::InWords { seconds: 1 },
            },
            Written(1),
        ),
        (Behaviour::ServerError, Written(1)),
        (Behaviour::Overloaded, Written(1)),
        (Behaviour::GatewayHtml, WrittenAfter("unknown_outcome")),
        (Behaviour::QuotaDone, Substituted("quota_done")),
        (Behaviour::Billing, Substituted(in_arrears)),
        (Behaviour::Unauthorized, Substituted("auth")),
        (Behaviour::ModelNotFound, Substituted("no_such_model")),
        (Behaviour::BadRequest, Substituted("bad_request")),
        (
            Behaviour::SlowDrip {
                pieces: 5,
                every_ms: 100,
            },
            Written(1),
        ),
        (Behaviour::Fenced, Written(1)),
        (Behaviour::UnfitScript, Written(2)),
        (Behaviour::WrongSchema, Written(2)),
        (Behaviour::NotJson, Written(2)),
        (Behaviour::CutText, Written(2)),
        (Behaviour::EmptyText, WrittenAfter("empty_result")),
        (Behaviour::CutJson, WrittenAfter("bad_result")),
        (Behaviour::CutConnection, WrittenAfter("unknown_outcome")),
        (Behaviour::Reset, WrittenAfter("unknown_outcome")),
        (
            Behaviour::Late { after_ms: 8_000 },
            WrittenAfter("unknown_outcome"),
        ),
        (Behaviour::NeverAnswers, WrittenAfter("unknown_outcome")),
    ]
}

fn finish(reason: &str) -> Behaviour {
    let reason = reason.to_owned();
    Behaviour::Refused {
        refusal: Refusal::Finish { reason },
    }
}

async fn play(text: &str, provider: Provider, behaviours: Vec<(Behaviour, End)>) {
    let models = Models::start(&[text], &["ark"]).await;
    let texts = Calls {
        kind: Some(Kind::Text),
        model: None,
    };
    for (behaviour, end) in behaviours {
        models.hire_for(&behaviour, &[text], &["ark"]);
        models
            .fake
            .script_calls(provider, texts.clone(), vec![behaviour.clone()]);
        let told = models.draw(1).await;
        assert_eq!(models.fake.unmet(provider), 0, "{behaviour:?}");
        let say = || format!("{text}, {behaviour:?}: {:#?}", told.history);
        let written = told.all("ScriptWritten").next();
        match end {
            Written(calls) => {
                assert_eq!(
                    (told.failures(), told.hands()[0]),
                    (vec![], provider.name()),
                    "{}",
                    say()
                );
                assert_eq!(told.ledger.totals(provider).charged, calls, "{}", say());
            }
            WrittenAfter(code) => {
                assert_eq!(
                    (told.failures(), told.hands()[0]),
                    (vec![code], provider.name()),
                    "{}",
                    say()
                );
            }
            Substituted(code) => {
                let lineage = &written.unwrap()["lineage"];
                assert_eq!(lineage["provider"], mangakai_generator::BUILTIN, "{}", say());
                assert_eq!(
                    lineage["fallback_reason"],
                    format!("{}: {code}", provider.name()),
                    "{}",
                    say()
                );
            }
            Failed(code) => told.assert_failed(code, &told.task["error"]),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_to_a_script_in_a_chat() {
    let mut behaviours = everywhere("quota_done");
    behaviours.extend([
        (
            Behaviour::Refused {
                refusal: Refusal::Message,
            },
            Failed("refused_output"),
        ),
        (finish("content_filter"), Failed("refused_output")),
    ]);
    play("openai", Provider::OpenAi, behaviours).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_to_a_script_of_gemini() {
    let mut behaviours = everywhere("billing");
    let refused = Behaviour::Refused {
        refusal: Refusal::Input,
    };
    behaviours.extend([
        (refused, Failed("refused_input")),
        (finish("SAFETY"), Failed("refused_output")),
    ]);
    play("gemini", Provider::Gemini, behaviours).await;
}
