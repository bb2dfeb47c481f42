//! Everything that can happen to a panel on its way from a model: at once, under an address, after a task.

use mangakai_fake_providers::{Behaviour, BrokenPicture, Calls, Kind, Provider, Refusal, RetryAfter, Step};

use super::Models;

/// What becomes of the one panel.
#[derive(Clone, Copy, Debug)]
enum End {
    /// The model draws it within the first attempt.
    Drawn,
    /// The first attempt fails with this code, the second draws.
    DrawnAfter(&'static str),
    /// The built-in artist steps in at once, and says that this was why.
    Substituted(&'static str),
    /// Nobody draws it, and this is why.
    Failed(&'static str),
}

use End::{Drawn, DrawnAfter, Failed, Substituted};

/// What may happen to a call, however its picture comes. What is told as a used-up quota differs.
fn everywhere(quota_done: End) -> Vec<(Behaviour, End)> {
    let seconds = RetryAfter::Seconds { seconds: 1 };
    let broken = |picture| Behaviour::BrokenPicture { picture };
    vec![
        (Behaviour::RateLimited { retry: seconds }, Drawn),
        (
            Behaviour::RateLimited {
                retry: RetryAfter::Silent,
            },
            Drawn,
        ),
        (Behaviour::ServerError, Drawn),
        (Behaviour::Overloaded, Drawn),
        (Behaviour::GatewayHtml, DrawnAfter("unknown_outcome")),
        (Behaviour::QuotaDone, quota_done),
        (Behaviour::Billing, Substituted("billing")),
        (Behaviour::Unauthorized, Substituted("auth")),
        (Behaviour::ModelNotFound, Substituted("no_such_model")),
        (Behaviour::BadRequest, Substituted("bad_request")),
        (
            Behaviour::SlowDrip {
                pieces: 5,
                every_ms: 100,
            },
            Drawn,
        ),
        (Behaviour::CutConnection, DrawnAfter("unknown_outcome")),
        (Behaviour::Reset, DrawnAfter("unknown_outcome")),
        (Behaviour::Late { after_ms: 8_000 }, DrawnAfter("unknown_outcome")),
        (Behaviour::NeverAnswers, DrawnAfter("unknown_outcome")),
        (Behaviour::CutJson, DrawnAfter("bad_result")),
        (broken(BrokenPicture::Empty), DrawnAfter("bad_result")),
        (broken(BrokenPicture::Corrupt), DrawnAfter("bad_result")),
        (broken(BrokenPicture::Cut), DrawnAfter("bad_result")),
        (broken(BrokenPicture::Huge), DrawnAfter("bad_result")),
        (broken(BrokenPicture::WrongMagic), DrawnAfter("bad_result")),
        (broken(BrokenPicture::OtherSize), Drawn),
        (broken(BrokenPicture::OtherFormat), Drawn),
        (
            Behaviour::Refused {
                refusal: Refusal::Input,
            },
            Failed("refused_input"),
        ),
    ]
}

fn refused(refusal: Refusal) -> Behaviour {
    Behaviour::Refused { refusal }
}

fn finish(reason: &str) -> Behaviour {
    refused(Refusal::Finish {
        reason: reason.to_owned(),
    })
}

/// Each behaviour once, to a model that is alone; how each of the tasks ends.
async fn play(picture: &str, provider: Provider, behaviours: Vec<(Behaviour, End)>) {
    let models = Models::start(&["gemini"], &[picture]).await;
    let pictures = Calls {
        kind: Some(Kind::Picture),
        model: None,
    };
    for (behaviour, end) in behaviours {
        models.hire_for(&behaviour, &["gemini"], &[picture]);
        models
            .fake
            .script_calls(provider, pictures.clone(), vec![behaviour.clone()]);
        let told = models.draw(1).await;
        assert_eq!(models.fake.unmet(provider), 0, "{behaviour:?}");
        let say = || format!("{picture}, {behaviour:?}: {:#?}", told.history);
        let reason = told
            .all("PanelDrawn")
            .next()
            .map(|drawn| &drawn["lineage"]["fallback_reason"]);
        match end {
            Drawn => assert_eq!(told.failures(), [""; 0], "{}", say()),
            DrawnAfter(code) => assert_eq!(told.failures(), [code], "{}", say()),
            Substituted(code) => {
                assert_eq!(told.hands()[1], mangakai_generator::BUILTIN, "{}", say());
                assert_eq!(
                    *reason.unwrap(),
                    format!("{}: {code}", provider.name()),
                    "{}",
                    say()
                );
            }
            Failed(code) => told.assert_failed(code, &told.task["panels"][0]["versions"][0]["error"]),
        }
        if matches!(end, Drawn | DrawnAfter(_)) {
            assert_eq!(
                (told.status(), told.hands()[1]),
                ("COMPLETED", provider.name()),
                "{}",
                say()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_to_a_picture_that_comes_at_once() {
    let mut behaviours = everywhere(Substituted("quota_done"));
    behaviours.extend([
        (Behaviour::Forbidden, Substituted("auth")),
        (Behaviour::TextInsteadOfPicture, DrawnAfter("empty_result")),
        (Behaviour::NoPictures, DrawnAfter("empty_result")),
        (finish("IMAGE_SAFETY"), Failed("refused_output")),
        (finish("PROHIBITED_CONTENT"), Failed("refused_output")),
        (
            refused(Refusal::Block {
                reason: "SAFETY".to_owned(),
            }),
            Failed("refused_input"),
        ),
    ]);
    play("gemini", Provider::Gemini, behaviours).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_to_one_picture_of_a_set() {
    let behaviours = vec![
        (Behaviour::NoPictures, DrawnAfter("empty_result")),
        (refused(Refusal::Output), Failed("refused_output")),
        (refused(Refusal::PerPicture), Failed("refused_output")),
    ];
    play("ark", Provider::Ark, behaviours).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_to_a_picture_that_lies_under_an_address() {
    // A used-up quota is one of the minute here.
    let mut behaviours = everywhere(Drawn);
    behaviours.extend([
        (Behaviour::UrlExpires { after_ms: 0 }, DrawnAfter("bad_result")),
        (refused(Refusal::Output), Failed("refused_output")),
    ]);
    play("dashscope/qwen-image-3.0", Provider::DashScope, behaviours).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_to_a_picture_that_is_waited_for() {
    use Step::{Canceled, Failed as Broke, Pending, Refused, Running, Succeeded, Unknown};
    // A used-up quota is one of the minute here.
    let mut behaviours = everywhere(Drawn);
    let polls = |steps: &[Step]| Behaviour::Polls {
        steps: steps.to_vec(),
    };
    behaviours.extend([
        (polls(&[Succeeded]), Drawn),
        (polls(&[Running, Pending, Succeeded]), Drawn),
        (polls(&[Broke]), DrawnAfter("overloaded")),
        (polls(&[Pending, Canceled]), DrawnAfter("empty_result")),
        (polls(&[Running, Unknown]), DrawnAfter("task_gone")),
        (polls(&[Pending, Refused]), Failed("refused_output")),
        (Behaviour::UrlExpires { after_ms: 0 }, DrawnAfter("bad_result")),
    ]);
    play("dashscope/wan2.7-image", Provider::DashScope, behaviours).await;
}
