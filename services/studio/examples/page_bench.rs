//! What pages cost: `page_bench [COUNT]` prints processor milliseconds per A5 page of five panels at 300 dpi, drawn and
//! with the drawing taken out, per file format, and the peak of memory. Linux only: it reads `/proc`.

use anyhow::Context;
use mangakai_script::{CastMember, Character, Dialogue, Location, Panel, Place, Script, Shot};
use mangakai_studio::{BookFormat, BookOptions, PanelArt, Size, bind, draw_panel, encode_smallest};

const PANELS_A_PAGE: u32 = 5;

fn main() -> anyhow::Result<()> {
    let pages: u32 = std::env::args().nth(1).map_or(Ok(6), |count| count.parse())?;
    let script = script(pages * PANELS_A_PAGE);
    let options = BookOptions {
        cover: false,
        ..BookOptions::default()
    };
    // Fonts are decoded at the first use.
    let size = Size {
        width: 1024,
        height: 1024,
    };
    let picture = draw_panel(&script, 1, size, 1.0, 1)?;
    let given = PanelArt::Given {
        bytes: encode_smallest(&picture)?.bytes,
    };
    let missing = PanelArt::Missing {
        reason: "not drawn".to_owned(),
    };
    for (name, art) in [
        ("drawn", PanelArt::Drawn { seed: 1 }),
        ("given, 1024 x 1024", given),
        ("missing", missing),
    ] {
        let art = vec![art; script.panels.len()];
        for format in [BookFormat::Png, BookFormat::Pdf, BookFormat::Epub] {
            let begun = processor_ms()?;
            let files = bind(&script, &art, format, &options)?;
            let took = processor_ms()? - begun;
            let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
            let format: &'static str = format.into();
            println!(
                "{name:<20} {format:<4} {:>6.0} ms a page {:>6} KB a page",
                took / f64::from(pages),
                bytes / 1000 / pages as usize
            );
        }
    }
    let status = std::fs::read_to_string("/proc/self/status").context("no /proc here")?;
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or_default();
    println!("{peak}");
    Ok(())
}

/// Time this process had a processor so far, in milliseconds: what else the machine does is left out.
fn processor_ms() -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/schedstat").context("no /proc here")?;
    let nanoseconds = stat.split_whitespace().next().unwrap_or_default();
    Ok(nanoseconds.parse::<f64>()? / 1e6)
}

fn script(panels: u32) -> Script {
    let panel = |number: u32| Panel {
        number,
        importance: u8::try_from(number % 3 + 2).unwrap_or(3),
        shot: [Shot::Wide, Shot::Medium, Shot::Close, Shot::Medium, Shot::Medium][number as usize % 5],
        location: Some("l1".to_owned()),
        action: "Mira looks up.".to_owned(),
        cast: vec![CastMember {
            character: "c1".to_owned(),
            ..CastMember::default()
        }],
        dialogue: vec![Dialogue {
            speaker: Some("c1".to_owned()),
            text: "Whose light is that over there?".to_owned(),
            ..Dialogue::default()
        }],
        ..Panel::default()
    };
    Script {
        title: "Lanterns".to_owned(),
        language: "en".to_owned(),
        characters: vec![Character {
            id: "c1".to_owned(),
            name: "Mira".to_owned(),
            ..Character::default()
        }],
        locations: vec![Location {
            id: "l1".to_owned(),
            place: Place::Street,
            ..Location::default()
        }],
        panels: (1..=panels).map(panel).collect(),
        ..Script::default()
    }
}
