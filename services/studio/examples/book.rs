//! A story as a book: `book STORY.txt PANELS OUTDIR [FORMAT...]` writes script.json, the transcript, and the book in each
//! format: pages and a PDF when none is named.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use mangakai_script::{Style, validate};
use mangakai_studio::{BookFormat, BookOptions, Brief, PanelArt, bind, panel_transcript, write_script};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    ensure!(
        arguments.len() >= 3,
        "usage: book STORY.txt PANELS OUTDIR [FORMAT...]"
    );
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
    let mut formats = vec![BookFormat::Png, BookFormat::Pdf];
    if arguments.len() > 3 {
        let named = arguments[3..].iter().map(|name| name.parse());
        formats = named.collect::<Result<_, _>>()?;
    }
    for format in formats {
        for file in bind(&script, &art, format, &BookOptions::default())? {
            println!("{} ({} bytes)", file.name, file.bytes.len());
            fs::write(out.join(&file.name), &file.bytes)?;
        }
    }
    Ok(())
}
