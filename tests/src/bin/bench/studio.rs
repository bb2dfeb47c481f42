//! What the built-in director and artist cost on one core: panels, pages, memory, long stories.

use std::fs;

use anyhow::Context;
use mangakai_script::{MAX_STORY_BYTES, Script, Style};
use mangakai_studio::{
    BookFormat, BookOptions, Brief, PanelArt, Size, bind, draw_panel, encode_smallest, write_script,
};

use crate::report::Report;

const TARGET_PANEL_MS: f64 = 60.0;
const TARGET_PAGE_MS: f64 = 300.0;
const TARGET_SCRIPT_MS: f64 = 1000.0;
const TARGET_BYTES: f64 = 60e6;

/// Panels that a page of the target has.
const PANELS_A_PAGE: f64 = 5.0;

/// Panels of each story.
const PANELS: u32 = 10;

/// A panel as models draw it, too.
const PANEL: Size = Size {
    width: 1024,
    height: 1024,
};

const STORIES: [(&str, &str); 3] = [
    ("zh", include_str!("../../../stories/lantern-fair.zh.txt")),
    ("ja", include_str!("../../../stories/school-day.ja.txt")),
    ("en", include_str!("../../../stories/jury.en.txt")),
];

/// What takes the director longest: nothing to tell, and a name in every sentence.
const HARD: [(&str, &str); 2] = [("marks", ", "), ("names", "A boy named Pip ran. ")];

pub fn run(report: &mut Report) -> anyhow::Result<()> {
    // From here on the kernel notes the peak anew: what other benches held is theirs.
    fs::write("/proc/self/clear_refs", "5").context("the peak of memory cannot be reset")?;
    let scripts: Vec<Script> = STORIES
        .iter()
        .map(|(_, story)| script(story, PANELS))
        .collect::<anyhow::Result<_>>()?;
    // Fonts are decoded at the first use.
    draw_panel(&scripts[0], 1, PANEL, 1.0, 1)?;
    panels(report, &scripts)?;
    pages(report, &scripts)?;
    let peak = peak_bytes()?;
    report.target(
        "peak memory of both, this program included",
        format!("{:.1} MB", peak / 1e6),
        "",
        "under 60 MB",
        peak < TARGET_BYTES,
    );
    for (language, story) in STORIES.into_iter().chain(HARD) {
        let long = story.repeat(MAX_STORY_BYTES / story.len() + 1);
        let begun = processor_ms()?;
        script(&long[..long.floor_char_boundary(MAX_STORY_BYTES)], PANELS)?;
        let took = processor_ms()? - begun;
        report.target(
            format!("script of {} KiB of {language}", MAX_STORY_BYTES / 1024),
            format!("{took:.0} ms"),
            "",
            "1 s",
            took < TARGET_SCRIPT_MS,
        );
    }
    Ok(())
}

/// Every panel by itself, drawn and lettered, then packed.
fn panels(report: &mut Report, scripts: &[Script]) -> anyhow::Result<()> {
    let (mut drawn, mut packed) = (Vec::new(), 0.0);
    for script in scripts {
        for panel in &script.panels {
            let begun = processor_ms()?;
            let picture = draw_panel(script, panel.number, PANEL, 1.0, u64::from(panel.number))?;
            drawn.push(processor_ms()? - begun);
            let begun = processor_ms()?;
            encode_smallest(&picture)?;
            packed += processor_ms()? - begun;
        }
    }
    let count = drawn.len() as f64;
    let mean = drawn.iter().sum::<f64>() / count;
    let worst = drawn.iter().copied().fold(0.0, f64::max);
    report.target(
        "a panel of 1024 x 1024 drawn and lettered",
        format!("{mean:.0} ms, worst {worst:.0} ms"),
        "",
        "60 ms",
        mean < TARGET_PANEL_MS,
    );
    report.line("its file", format!("{:.0} ms", packed / count), "");
    Ok(())
}

/// The same panels as pages of A5 at 300 dots an inch, from script to file.
fn pages(report: &mut Report, scripts: &[Script]) -> anyhow::Result<()> {
    let options = BookOptions {
        cover: false,
        ..BookOptions::default()
    };
    let (mut took, mut panels) = (0.0, 0.0);
    for script in scripts {
        let art: Vec<PanelArt> = (1..=script.panels.len() as u64)
            .map(|seed| PanelArt::Drawn { seed })
            .collect();
        let begun = processor_ms()?;
        bind(script, &art, BookFormat::Png, &options)?;
        took += processor_ms()? - begun;
        panels += art.len() as f64;
    }
    let page = took / panels * PANELS_A_PAGE;
    report.target(
        "five panels on an A5 page at 300 dpi, with its file",
        format!("{page:.0} ms"),
        "",
        "300 ms",
        page < TARGET_PAGE_MS,
    );
    Ok(())
}

fn script(story: &str, panels: u32) -> anyhow::Result<Script> {
    Ok(write_script(&Brief {
        story,
        panels,
        language: None,
        reading_direction: None,
        style: &Style::default(),
    })?)
}

/// Time this thread had a processor so far, in milliseconds: what else the machine does is left out.
fn processor_ms() -> anyhow::Result<f64> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").context("no schedstat here")?;
    let nanoseconds = stat.split_whitespace().next().unwrap_or_default();
    Ok(nanoseconds.parse::<f64>()? / 1e6)
}

/// Most resident memory of this process since the peak was reset, in bytes.
fn peak_bytes() -> anyhow::Result<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|text| text.split_whitespace().next());
    Ok(kilobytes
        .context("no peak in /proc/self/status")?
        .parse::<f64>()?
        * 1024.0)
}
