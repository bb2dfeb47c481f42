//! Histories of tasks, the same for the same seed.

use mangakai_events::{Event, v1};

fn sealed(text: &str) -> Option<v1::Sealed> {
    Some(v1::Sealed {
        nonce: vec![7; 24],
        ciphertext: text.as_bytes().to_vec(),
    })
}

fn cost(cost_micros: u64) -> Option<v1::Cost> {
    Some(v1::Cost {
        charged: v1::Charged::Yes.into(),
        cost_micros,
    })
}

fn attempt(attempt: u32) -> Option<v1::Attempt> {
    Some(v1::Attempt {
        attempt,
        job_id: "job".to_owned(),
        delivery: 1,
        deadline_unix_ms: 1_800_000_000_000,
        ..v1::Attempt::default()
    })
}

pub fn created(session: &str, panels: u32) -> Event {
    Event::TaskCreated(v1::TaskCreated {
        session_id: session.to_owned(),
        story: sealed("A cat learns to fly."),
        story_chars: 20,
        panels,
        style: Some(v1::Style {
            mood: "dark".to_owned(),
            additional_notes: sealed("more rain"),
            ..v1::Style::default()
        }),
        priority: v1::Priority::Normal.into(),
        request_hmac: "ab".repeat(32),
        ..v1::TaskCreated::default()
    })
}

pub fn script_written(panels: u32) -> Event {
    Event::ScriptWritten(v1::ScriptWritten {
        attempt: 1,
        script: sealed(&"panel ".repeat(50)),
        panels,
        revision: 1,
        language: "en".to_owned(),
        reading_direction: "ltr".to_owned(),
        cost: cost(1000),
        ..v1::ScriptWritten::default()
    })
}

pub fn panel_started(panel: u32, version: u32, number: u32) -> Event {
    Event::PanelStarted(v1::PanelStarted {
        panel,
        version,
        attempt: attempt(number),
    })
}

pub fn panel_drawn(panel: u32, version: u32, number: u32) -> Event {
    Event::PanelDrawn(v1::PanelDrawn {
        panel,
        version,
        attempt: number,
        image: Some(v1::Image {
            key: format!("tasks/t/panel_{panel}/v{version}-a{number}.png"),
            sha256: "cd".repeat(32),
            media_type: "image/png".to_owned(),
            width: 1024,
            height: 1024,
            bytes: 200_000,
        }),
        lineage: Some(v1::Lineage {
            provider: "built-in".to_owned(),
            model: "artist".to_owned(),
            seed: 7,
            ..v1::Lineage::default()
        }),
        cost: cost(40_000),
        elapsed_ms: 1200,
        revision: 1,
        ..v1::PanelDrawn::default()
    })
}

pub fn panel_failed(panel: u32, version: u32, number: u32) -> Event {
    let failure = v1::Failure {
        code: "provider_refused".to_owned(),
        message: "It was refused".to_owned(),
        ..v1::Failure::default()
    };
    Event::PanelFailed(v1::PanelFailed {
        panel,
        version,
        attempt: number,
        failure: Some(failure),
        r#final: true,
        cost: cost(0),
        ..v1::PanelFailed::default()
    })
}

pub fn redraw_requested(panel: u32, version: u32) -> Event {
    Event::PanelRedrawRequested(v1::PanelRedrawRequested {
        panel,
        version,
        base_version: version - 1,
        instruction: sealed("brighter"),
        reference: None,
    })
}

/// Commits of a whole task; the seed decides what goes wrong and what comes after.
pub fn of_task(session: &str, panels: u32, seed: u32) -> Vec<Vec<Event>> {
    let mut commits = vec![
        vec![created(session, panels)],
        vec![Event::ScriptStarted(v1::ScriptStarted { attempt: attempt(1) })],
        vec![script_written(panels)],
    ];
    let fails = |panel: u32| seed % 5 == 4 && panel == 1;
    commits.extend((1..=panels).map(|panel| vec![panel_started(panel, 1, 1)]));
    commits.extend((1..=panels).map(|panel| {
        let end = if fails(panel) {
            panel_failed(panel, 1, 1)
        } else {
            panel_drawn(panel, 1, 1)
        };
        vec![end]
    }));
    let ending = match seed % 5 {
        4 => Event::TaskPartlyCompleted(v1::TaskPartlyCompleted {
            drawn: panels - 1,
            failed: 1,
            ..v1::TaskPartlyCompleted::default()
        }),
        _ => Event::TaskCompleted(v1::TaskCompleted { drawn: panels }),
    };
    if let Some(last) = commits.last_mut() {
        last.push(ending);
    }
    match seed % 5 {
        1 => {
            commits.push(vec![redraw_requested(2, 2)]);
            commits.push(vec![panel_started(2, 2, 1)]);
            commits.push(vec![
                panel_drawn(2, 2, 1),
                Event::TaskCompleted(v1::TaskCompleted { drawn: panels }),
            ]);
        }
        2 => commits.push(vec![Event::TaskErased(v1::TaskErased {})]),
        3 => commits.push(vec![Event::BookRequested(v1::BookRequested {
            book: 1,
            format: "pdf".to_owned(),
            revision: 1,
            versions: vec![1; panels as usize],
            ..v1::BookRequested::default()
        })]),
        _ => {}
    }
    commits
}
