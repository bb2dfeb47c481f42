//! `gallery STORIES OUT [PANELS]`: every story as a contact sheet of its pages, all of them on one index picture, and
//! index.html with each panel beside its words.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use image::imageops::{FilterType, overlay, resize};
use image::{GrayImage, Luma};
use mangakai_script::{Script, Style, sentences, validate};
use mangakai_studio::{
    BookFormat, BookOptions, Brief, PanelArt, Size, bind, draw_panel, encode_smallest, panel_transcript,
    write_script,
};

/// Width of a page on a contact sheet, in pixels.
const PAGE_WIDTH: u32 = 640;

/// Pages side by side on a contact sheet.
const PAGES_A_ROW: usize = 4;

/// Width of a story's first page on the index, in pixels.
const THUMB_WIDTH: u32 = 300;

/// Stories side by side on the index.
const THUMBS_A_ROW: usize = 6;

/// White between pictures, in pixels.
const GAP: u32 = 16;

/// A panel of its own, in pixels.
const PANEL: Size = Size {
    width: 1024,
    height: 768,
};

/// Panels of a story of which nobody says how many.
const PANEL_BOUNDS: (usize, usize) = (4, 16);

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    ensure!(arguments.len() >= 2, "usage: gallery STORIES OUT [PANELS]");
    let out = Path::new(&arguments[1]);
    let panels = arguments
        .get(2)
        .map(|text| text.parse())
        .transpose()
        .context("PANELS must be a number")?;
    fs::create_dir_all(out)?;
    let mut thumbs = Vec::new();
    let mut html = String::from(
        "<!doctype html><meta charset=\"utf-8\"><title>Gallery</title><style>body{font-family:sans-serif;max-width:96em;margin:auto}\
         figure{display:inline-block;width:23%;margin:.5%;vertical-align:top}img{width:100%}figcaption{white-space:pre-line}</style>\n",
    );
    for path in stories(Path::new(&arguments[0]))? {
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let story = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let script = script(&story, panels)?;
        let pages = pages(&script).with_context(|| format!("cannot draw {stem}"))?;
        tile(&pages, PAGES_A_ROW).save(out.join(format!("{stem}.png")))?;
        thumbs.extend(pages.first().map(|page| narrowed(page, THUMB_WIDTH)));
        html.push_str(&section(&script, &story, &stem, out)?);
        println!("{stem}: {} panels, {} pages", script.panels.len(), pages.len());
    }
    tile(&thumbs, THUMBS_A_ROW).save(out.join("index.png"))?;
    fs::write(out.join("index.html"), html)?;
    Ok(())
}

/// The texts in `folder`, by name.
fn stories(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn script(story: &str, panels: Option<u32>) -> anyhow::Result<Script> {
    let (least, most) = PANEL_BOUNDS;
    let fitting = (sentences(story).len() / 2).clamp(least, most);
    let panels = panels.unwrap_or(u32::try_from(fitting)?);
    let style = Style::default();
    let brief = Brief {
        story,
        panels,
        language: None,
        reading_direction: None,
        style: &style,
    };
    Ok(write_script(&brief)?)
}

fn pages(script: &Script) -> anyhow::Result<Vec<GrayImage>> {
    let art: Vec<PanelArt> = script
        .panels
        .iter()
        .map(|panel| PanelArt::Drawn {
            seed: panel.number.into(),
        })
        .collect();
    let mut pages = Vec::new();
    for file in bind(script, &art, BookFormat::Png, &BookOptions::default())? {
        pages.push(narrowed(
            &image::load_from_memory(&file.bytes)?.into_luma8(),
            PAGE_WIDTH,
        ));
    }
    Ok(pages)
}

fn narrowed(picture: &GrayImage, width: u32) -> GrayImage {
    let height = (picture.height() * width).div_ceil(picture.width().max(1)).max(1);
    resize(picture, width, height, FilterType::Triangle)
}

/// Pictures in rows of `a_row`, each row as high as its highest.
fn tile(pictures: &[GrayImage], a_row: usize) -> GrayImage {
    let cell = pictures.iter().map(GrayImage::width).max().unwrap_or(1) + GAP;
    let across = u32::try_from(pictures.len().clamp(1, a_row)).unwrap_or(1);
    let row_height = |row: &[GrayImage]| row.iter().map(GrayImage::height).max().unwrap_or(1) + GAP;
    let height = GAP + pictures.chunks(a_row).map(row_height).sum::<u32>();
    let mut sheet = GrayImage::from_pixel(GAP + across * cell, height, Luma([255]));
    let mut top = i64::from(GAP);
    for row in pictures.chunks(a_row) {
        let mut left = i64::from(GAP);
        for picture in row {
            overlay(&mut sheet, picture, left, top);
            left += i64::from(cell);
        }
        top += i64::from(row_height(row));
    }
    sheet
}

/// A story's panels with their words, and whatever the validators find.
fn section(script: &Script, story: &str, stem: &str, out: &Path) -> anyhow::Result<String> {
    let mut html = format!(
        "<h2 id=\"{stem}\">{} <small>{stem}</small></h2>\n<p><a href=\"{stem}.png\">pages</a></p>\n",
        escaped(&script.title)
    );
    for finding in validate(script, story) {
        writeln!(html, "<p><b>{}</b></p>", escaped(&finding.sentence))?;
    }
    let folder = out.join(stem);
    fs::create_dir_all(&folder)?;
    for panel in &script.panels {
        let picture = draw_panel(script, panel.number, PANEL, 1.0, panel.number.into())?;
        let encoded = encode_smallest(&picture)?;
        let name = format!("panel-{:03}.{}", panel.number, encoded.extension);
        fs::write(folder.join(&name), &encoded.bytes)?;
        let words = panel_transcript(script, panel.number);
        writeln!(
            html,
            "<figure><img loading=\"lazy\" src=\"{stem}/{name}\" alt=\"{}\"><figcaption>{}. {}</figcaption></figure>",
            escaped(&panel.action),
            panel.number,
            escaped(&words)
        )?;
    }
    Ok(html)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
