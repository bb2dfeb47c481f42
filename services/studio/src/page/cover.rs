//! The cover: the main characters where the story mostly happens, and the title over them.

use mangakai_script::{CastMember, Character, Panel, Role, Script, Shot};

use super::paper::{Edges, PageSpec};
use super::render::{Artist, PageError};
use super::sheet::{Sheet, rectangle};
use super::strip::{SLICE_HEIGHT, STRIP_WIDTH};
use super::{given, title};
use crate::{Picture, Size, export::PanelArt};

/// People on the cover.
const MOST_PEOPLE: usize = 3;

/// Who is seen in fewer panels than this share of the most seen one's is no main character.
const SEEN_ENOUGH: f64 = 0.25;

/// Page pixels of A5 for one pixel of the design at 1024: a cover's lines are bolder than a page's.
const COVER_SCALE: f64 = 1.5;

/// Height of the title's zone as a share of the page, and of its largest letters as a share of the width.
const TITLE_ZONE: f64 = 0.27;
const LARGEST_LETTER: f64 = 0.17;

/// Where the frame of a cover without a picture is, as a share of the width.
const BLANK_INSET: f64 = 0.06;

/// Outlines of the letters as shares of their height: black outside white.
const RIM: f64 = 0.26;
const HALO: f64 = 0.18;

/// What a cover is made on.
struct Board {
    width: u32,
    height: u32,
    /// What of it is seen.
    trim: Edges,
    /// How much larger than A5 everything is.
    zoom: f64,
}

impl Board {
    fn of(spec: Option<PageSpec>) -> Board {
        if let Some(spec) = spec {
            let (width, height) = spec.pixels();
            return Board {
                width,
                height,
                trim: spec.trim(),
                zoom: spec.zoom(),
            };
        }
        let (width, height) = (STRIP_WIDTH, SLICE_HEIGHT);
        Board {
            width,
            height,
            trim: [0.0, 0.0, f64::from(width), f64::from(height)],
            zoom: f64::from(width) / f64::from(PageSpec::default().pixels().0),
        }
    }
}

/// The cover of a script, on paper or, without a spec, on a strip. Its art is the most important picture of a model, else
/// one by the built-in artist; a book without any picture has its title on white.
pub(crate) fn cover(
    script: &Script,
    art: &[PanelArt],
    spec: Option<PageSpec>,
    artist: &Artist,
) -> Result<Sheet, PageError> {
    let board = Board::of(spec);
    let mut sheet = Sheet::blank(board.width, board.height);
    let page = [0.0, 0.0, f64::from(board.width), f64::from(board.height)];
    let picture = picture(script, art, &board, artist)?;
    let faces = match &picture {
        Some((picture, beyond)) => {
            sheet.clip(picture, (-beyond, -beyond), &rectangle(page));
            picture.facts.faces.clone()
        }
        None => {
            let [left, top, right, bottom] = board.trim;
            let inset = (right - left) * BLANK_INSET;
            let frame = [left + inset, top + inset, right - inset, bottom - inset];
            sheet.stroke(&rectangle(frame), 12.0 * board.zoom, 0);
            Vec::new()
        }
    };
    letter(&mut sheet, script, &board, &faces, picture.is_none());
    Ok(sheet)
}

/// The art, and how many pixels of it are beyond the sheet on every side.
fn picture(
    script: &Script,
    art: &[PanelArt],
    board: &Board,
    artist: &Artist,
) -> Result<Option<(Picture, i64)>, PageError> {
    let Board { width, height, .. } = *board;
    let mut panels: Vec<(&Panel, &PanelArt)> = script.panels.iter().zip(art).collect();
    panels.sort_by_key(|(panel, _)| std::cmp::Reverse(panel.importance));
    let given = panels.iter().find_map(|(panel, art)| match art {
        PanelArt::Given { bytes } => Some((panel.number, bytes)),
        _ => None,
    });
    if let Some((panel, bytes)) = given {
        let picture = given::cover(bytes, Size { width, height }).map_err(|cause| PageError::Picture {
            panel,
            cause: cause.to_string(),
        })?;
        return Ok(Some((picture, 0)));
    }
    let seed = panels.iter().find_map(|(_, art)| match art {
        PanelArt::Drawn { seed } => Some(*seed),
        _ => None,
    });
    let (Some(seed), Some(poster)) = (seed, poster(script)) else {
        return Ok(None);
    };
    // The frame that an artist draws is beyond the sheet.
    let beyond = 24;
    let size = Size {
        width: width + 2 * beyond,
        height: height + 2 * beyond,
    };
    let drawn = artist(
        &poster,
        1,
        size,
        crate::Margins::default(),
        COVER_SCALE * board.zoom,
        seed,
    );
    let picture = drawn.map_err(|cause| PageError::Draw { panel: 0, cause })?;
    Ok(Some((picture, i64::from(beyond))))
}

/// A script of one wordless panel: the main characters in the main place.
fn poster(script: &Script) -> Option<Script> {
    let seen = |id: &str| {
        let cast = |panel: &&Panel| panel.cast.iter().any(|member| member.character == id);
        script.panels.iter().filter(cast).count()
    };
    let mut people: Vec<(usize, &Character)> = script
        .characters
        .iter()
        .map(|character| (seen(&character.id), character))
        .filter(|(panels, _)| *panels > 0)
        .collect();
    people.sort_by_key(|(panels, _)| std::cmp::Reverse(*panels));
    let most = people.first().map_or(0, |(panels, _)| *panels);
    #[expect(clippy::cast_precision_loss, reason = "a few panels")]
    people.retain(|(panels, _)| *panels as f64 >= most as f64 * SEEN_ENOUGH);
    people.truncate(MOST_PEOPLE);
    let scene = main_scene(script)?;
    let cast: Vec<CastMember> = people
        .iter()
        .map(|(_, character)| CastMember {
            character: character.id.clone(),
            holding: usually_holds(script, &character.id),
            ..CastMember::default()
        })
        .collect();
    let panel = Panel {
        number: 1,
        role: Role::Full,
        shot: if cast.len() < MOST_PEOPLE && !cast.is_empty() {
            Shot::Medium
        } else {
            Shot::Wide
        },
        importance: 6,
        location: scene.location.clone(),
        time: scene.time,
        weather: scene.weather,
        action: script.title.clone(),
        cast,
        ..Panel::default()
    };
    Some(Script {
        panels: vec![panel],
        ..script.clone()
    })
}

/// The most important panel of the place in which most panels are.
fn main_scene(script: &Script) -> Option<&Panel> {
    let panels_there = |panel: &Panel| {
        let there = |other: &&Panel| other.location == panel.location;
        script.panels.iter().filter(there).count()
    };
    let weight = |panel: &&Panel| {
        (
            panels_there(panel),
            panel.importance,
            std::cmp::Reverse(panel.number),
        )
    };
    script.panels.iter().max_by_key(weight)
}

/// What somebody holds in most of the panels in which they hold something.
fn usually_holds(script: &Script, id: &str) -> Option<String> {
    let held: Vec<&String> = script
        .panels
        .iter()
        .flat_map(|panel| &panel.cast)
        .filter(|member| member.character == id)
        .filter_map(|member| member.holding.as_ref())
        .collect();
    let count = |thing: &&String| held.iter().filter(|other| other == &thing).count();
    held.iter().copied().rev().max_by_key(count).cloned()
}

/// The title where it covers no face, in letters that stand out from anything.
fn letter(sheet: &mut Sheet, script: &Script, board: &Board, faces: &[Edges], in_the_middle: bool) {
    let [left, top, right, bottom] = board.trim;
    let (width, height) = (right - left, bottom - top);
    let room = (width * 0.84, height * TITLE_ZONE);
    let block = title::block(&script.title, &script.language, room, width * LARGEST_LETTER);
    let size = title::bounds(&block.glyphs);
    let half = size.height() / 2.0 + block.px * RIM;
    let middle = f64::midpoint(top, bottom);
    let (upper, lower) = (top + height * 0.055 + half, bottom - height * 0.06 - half);
    let covered = |y: f64| -> f64 {
        faces
            .iter()
            .map(|[_, above, _, below]| ((y + half).min(*below) - (y - half).max(*above)).max(0.0))
            .sum()
    };
    let y = if in_the_middle {
        middle
    } else if covered(lower) + 1.0 < covered(upper) {
        lower
    } else {
        upper
    };
    let to = kurbo::Affine::translate((f64::midpoint(left, right) - size.center().x, y - size.center().y));
    let letters: Vec<kurbo::BezPath> = block.glyphs.iter().map(|glyph| to * glyph.clone()).collect();
    for (outline, ink) in [(RIM, 0), (HALO, 255)] {
        for letter in &letters {
            sheet.stroke(letter, block.px * outline, ink);
        }
    }
    for letter in &letters {
        sheet.fill(letter, 0);
    }
}
