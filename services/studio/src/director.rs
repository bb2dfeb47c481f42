//! The rule-based director: a script from a story without any model.
//!
//! The story is cut into units (a sentence of narration, a spoken line), read once for people, places, moods and
//! speakers, grouped or stretched into exactly as many beats as panels were asked for, and every beat becomes a panel.

mod beat;
mod bubbles;
mod cast;
mod crowd;
mod feeling;
mod follow;
mod language;
mod lexicon;
mod looks;
mod manner;
mod manual;
mod mention;
mod names;
mod panel;
mod people;
mod phrase;
mod setting;
mod shot;
mod slice;
mod stretch;
mod sure;
mod things;
mod title;
mod unit;
mod voice;
mod words;

use mangakai_script::{
    Character, Location, MAX_PANELS, MAX_STORY_BYTES, MIN_PANELS, Prop, ReadingDirection, SCRIPT_VERSION,
    Script, Span, Style, is_blank, trimmed,
};

use lexicon::Lexicon;
use manual::Form;
use people::Person;
use setting::Site;
use unit::{Unit, UnitKind};

/// What a script is written from.
#[derive(Clone, Copy, Debug)]
pub struct Brief<'a> {
    /// The story, up to [`MAX_STORY_BYTES`].
    pub story: &'a str,
    /// How many panels, exactly; 1 to [`MAX_PANELS`].
    pub panels: u32,
    /// BCP 47 language; told from the story when absent.
    pub language: Option<&'a str>,
    /// Order of reading; right to left for Japanese and Chinese, else left to right, when absent.
    pub reading_direction: Option<ReadingDirection>,
    /// The look asked for.
    pub style: &'a Style,
}

/// Why there is no script.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectorError {
    /// Nothing to tell.
    #[error("the story is blank")]
    BlankStory,
    /// Too much to tell.
    #[error("the story has {bytes} bytes; at most {MAX_STORY_BYTES} are allowed")]
    StoryTooLong {
        /// How long it is.
        bytes: usize,
    },
    /// A number of panels nobody can draw.
    #[error("{asked} panels were asked for; {MIN_PANELS} to {MAX_PANELS} are possible")]
    PanelCount {
        /// How many were asked for.
        asked: u32,
    },
    /// A word list that came with the program cannot be read.
    #[error("the word list for '{language}' cannot be read: {cause}")]
    Lexicon {
        /// Its language.
        language: &'static str,
        /// What is wrong with it.
        cause: String,
    },
}

/// Everything read from a story.
pub(crate) struct Story<'a> {
    text: &'a str,
    lexicon: &'static Lexicon,
    people: Vec<Person>,
    sites: Vec<Site>,
    direction: ReadingDirection,
    /// A thing to see where the story names nobody, no thing and no place.
    page: Prop,
}

/// A script of exactly `brief.panels` panels. The same brief always gives the same script.
///
/// # Errors
/// When the story is blank or too long, or the number of panels is out of range.
pub fn write_script(brief: &Brief) -> Result<Script, DirectorError> {
    check(brief)?;
    let text = brief.story;
    let language = brief
        .language
        .map_or_else(|| language::detect(text).to_owned(), str::to_owned);
    let lexicon = Lexicon::of(&language)?;
    let direction = brief
        .reading_direction
        .unwrap_or_else(|| default_direction(&language));
    let title = title::find(text);
    let mut units = unit::cut(text, title, lexicon);
    if units.is_empty() {
        let whole = trimmed(
            text,
            Span {
                start: 0,
                end: text.len(),
            },
        );
        units = vec![Unit::new(UnitKind::Narration, whole, whole, 0, 0)];
    }
    let mut people = people::find(text, &units, lexicon);
    let names = people::name_list(&people, lexicon);
    let mut sites = setting::follow(text, title, &mut units, &names, lexicon);
    let form = manual::form(text, &units, &people, lexicon);
    if form == Form::Manual {
        people = vec![manual::follower(text, lexicon)];
    }
    let readings = follow::read(text, &mut units, &people, lexicon);
    voice::assign(text, &mut units, &readings, &people, lexicon);
    feeling::read(text, &mut units, &readings, &names, lexicon);
    voice::telephone(text, &mut units, lexicon);
    if form == Form::Manual {
        manual::act(text, &mut units, 0, &mut sites, lexicon);
    }
    let units = beat::weigh(text, beat::join_tags(units), lexicon);
    let story = Story {
        text,
        lexicon,
        people,
        sites,
        direction,
        page: match form {
            Form::Machine => Prop::Computer,
            _ => Prop::Book,
        },
    };
    let beats = beat::divide(&story, units, brief.panels as usize);
    let panels = panel::panels(&story, &beats);
    Ok(Script {
        version: SCRIPT_VERSION,
        title: title::words(text, title),
        language,
        reading_direction: direction,
        style: brief.style.clone(),
        characters: story
            .people
            .iter()
            .enumerate()
            .map(|(index, person)| character(index, person))
            .chain(crowd::companions(&story.people, &panels))
            .collect(),
        locations: story
            .sites
            .iter()
            .enumerate()
            .map(|(index, site)| location(index, site))
            .collect(),
        panels,
    })
}

fn check(brief: &Brief) -> Result<(), DirectorError> {
    if brief.story.chars().all(is_blank) {
        return Err(DirectorError::BlankStory);
    }
    if brief.story.len() > MAX_STORY_BYTES {
        return Err(DirectorError::StoryTooLong {
            bytes: brief.story.len(),
        });
    }
    if !(MIN_PANELS..=MAX_PANELS).contains(&brief.panels) {
        return Err(DirectorError::PanelCount { asked: brief.panels });
    }
    Ok(())
}

/// BCP 47 language that a story is most likely written in; `en` when nothing tells.
#[must_use]
pub fn language_of(story: &str) -> &'static str {
    language::detect(story)
}

/// Order in which manga of a language are read.
#[must_use]
pub fn default_direction(language: &str) -> ReadingDirection {
    match language.split('-').next().unwrap_or_default() {
        "ja" | "zh" | "ar" | "he" | "fa" => ReadingDirection::Rtl,
        _ => ReadingDirection::Ltr,
    }
}

/// Id of the person at `index`.
fn person_id(index: usize) -> String {
    format!("c{}", index + 1)
}

/// Id of the place at `index`.
fn site_id(index: usize) -> String {
    format!("l{}", index + 1)
}

fn character(index: usize, person: &Person) -> Character {
    let aliases = person
        .forms
        .iter()
        .filter(|form| !form.eq_ignore_ascii_case(&person.name))
        .cloned()
        .collect();
    Character {
        id: person_id(index),
        name: person.name.clone(),
        aliases,
        kind: person.kind,
        age: person.age,
        gender: person.gender,
        looks: person.looks.clone(),
        confidence: person.sure,
    }
}

fn location(index: usize, site: &Site) -> Location {
    Location {
        id: site_id(index),
        name: site.name.clone(),
        place: site.place,
        indoor: site.is_indoor(),
    }
}
