//! A story as a book: `book STORY.txt PANELS OUTDIR` writes script.json, the transcript, the pages and a PDF.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use mangakai_script::{Style, validate};
use mangakai_studio::{BookFormat, Brief, PanelArt, bind, panel_transcript, write_script};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    ensure!(arguments.len() >= 3, "usage: book STORY.txt PANELS OUTDIR");
    let story = fs::read_to_string(&arguments[0]).with_context(|| format!("cannot read {}", arguments[0]))?;
    let panels = arguments[1].parse().context("PANELS must be a number")?;
    let out = Path::new(&arguments[2]);
    fs::create_dir_all(out)?;

    let style = Style::default();
    let brief = Brief {
        story: &story,
        panels,
        language: None,
        reading_direction: None,
        style: &style,
    };
    let script = write_script(&brief)?;
    for finding in validate(&script, &story) {
        println!("finding: {}", finding.sentence);
    }
    fs::write(out.join("script.json"), serde_json::to_vec_pretty(&script)?)?;
    for panel in &script.panels {
        let shot: &'static str = panel.shot.into();
        println!(
            "{:>3} {shot:<7} {}",
            panel.number,
            panel_transcript(&script, panel.number).replace('\n', "\n            ")
        );
    }
    let art: Vec<PanelArt> = script
        .panels
        .iter()
        .map(|panel| PanelArt::Drawn {
            seed: panel.number.into(),
        })
        .collect();
    for format in [BookFormat::Png, BookFormat::Pdf] {
        for file in bind(&script, &art, format)? {
            println!("{} ({} bytes)", file.name, file.bytes.len());
            fs::write(out.join(&file.name), &file.bytes)?;
        }
    }
    Ok(())
}
