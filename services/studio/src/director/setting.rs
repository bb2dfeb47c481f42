//! Where and when: places, times and weathers hold until the story names others.

mod absence;
mod whereabouts;

use mangakai_script::{Place, Span, TimeOfDay, Weather};

use super::lexicon::Lexicon;
use super::unit::Unit;
use super::words::{Hit, WordList, fold};
use whereabouts::{is_where, site_name};

pub(super) use absence::{is_absent, is_negated, masked};

/// So many units after a scene began may the story first say when it is and what the weather is like.
const LATE_UNITS: usize = 8;

/// A place of the story.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub name: String,
    pub place: Place,
    pub guessed: bool,
}

impl Site {
    /// Under a roof.
    pub(super) fn is_indoor(&self) -> bool {
        matches!(
            self.place,
            Place::Room
                | Place::Kitchen
                | Place::Workshop
                | Place::Classroom
                | Place::Corridor
                | Place::Train
                | Place::Shop
        )
    }
}

/// Sets place, time and weather of every unit, and gives the places by first appearance.
pub(super) fn follow(
    story: &str,
    title: Option<Span>,
    units: &mut [Unit],
    names: &WordList<usize>,
    lexicon: &Lexicon,
) -> Vec<Site> {
    let mut clock = Backfill::default();
    let mut sky = Backfill::default();
    let mut sites: Vec<Site> = Vec::new();
    let mut towns: Vec<(String, usize)> = Vec::new();
    let mut here: Option<usize> = None;
    let outdoors = first_outdoors(story, units, lexicon);
    let heading = fold(title.map_or("", |title| &story[title.start..title.end]));
    let mut time = lexicon.times.find(&heading).last().map(|hit| hit.meaning);
    let mut weather = lexicon.weathers.find(&heading).last().map(|hit| hit.meaning);
    for (index, unit) in units.iter_mut().enumerate() {
        // "林晓雨" brings no rain.
        let folded = masked(&fold(unit.text(story)), names);
        unit.memory = lexicon.memory.is_in(&folded);
        if !unit.is_line() && !unit.memory {
            if lexicon.scene_marks.is_in(&folded) && here.is_some() {
                unit.opens = true;
                (clock.start, sky.start) = (index, index);
                time = Some(TimeOfDay::Day);
                weather = Some(Weather::Clear);
            }
            let now = named(lexicon.times.find(&folded), &folded, lexicon);
            if now.is_some_and(is_light) && time.is_some_and(|time| !is_light(time)) {
                // The weather of a night does not last into the morning unless the story says so.
                weather = Some(Weather::Clear);
            }
            if now.is_some() && !lexicon.changes.is_in(&folded) {
                clock.told(index, time.is_none());
            }
            time = now.or(time);
            let air = named(lexicon.weathers.find(&folded), &folded, lexicon);
            let air = air.filter(|_| {
                !lexicon
                    .grammar
                    .lulls
                    .iter()
                    .any(|word| folded.contains(word.as_str()))
            });
            if air.is_some_and(|air| air != Weather::Clear) && !lexicon.changes.is_in(&folded) {
                sky.told(index, weather.is_none());
            }
            weather = air.or(weather);
            let text = unit.text(story);
            let stays = here.is_some() && is_errand(&folded, lexicon);
            let named = site_named(text, &folded, &mut sites, &mut towns, lexicon).filter(|site| {
                let within = here.is_some_and(|here| is_part(&sites[here], &sites[*site]));
                !stays && (unit.opens || !within)
            });
            if let Some(site) = named {
                unit.opens |= here.is_some() && here != Some(site);
                unit.place_guessed = false;
                here = Some(site);
            }
        }
        // "out into the rain": away from indoors, to wherever the story has been outdoors.
        let out = lexicon
            .grammar
            .outdoors
            .iter()
            .any(|word| folded.contains(word.as_str()));
        if let Some(inside) =
            here.filter(|here| out && unit.place_guessed && !unit.is_line() && sites[*here].is_indoor())
        {
            let known = sites.iter().rposition(|site| !site.is_indoor());
            let site = known.unwrap_or_else(|| {
                sites.push(outdoors.clone().unwrap_or_else(|| Site {
                    name: lexicon.phrase("outside").to_owned(),
                    place: Place::Street,
                    guessed: true,
                }));
                sites.len() - 1
            });
            unit.opens = site != inside;
            here = Some(site);
        }
        unit.place = here;
        unit.time = time.unwrap_or_default();
        unit.weather = weather.unwrap_or_default();
    }
    for (from, to) in clock.ranges {
        let time = units[to].time;
        units[from..to].iter_mut().for_each(|unit| unit.time = time);
    }
    for (from, to) in sky.ranges {
        let weather = units[to].weather;
        units[from..to].iter_mut().for_each(|unit| unit.weather = weather);
    }
    begin(story, units, &mut sites, lexicon);
    sites
}

/// What a story says of time and weather a little late holds from where the scene began.
#[derive(Default)]
struct Backfill {
    /// Where the scene began.
    start: usize,
    /// Units `from..to` that have what unit `to` has.
    ranges: Vec<(usize, usize)>,
}

impl Backfill {
    fn told(&mut self, index: usize, first: bool) {
        if first && index - self.start <= LATE_UNITS {
            self.ranges.push((self.start, index));
        }
    }
}

/// The first place out of doors that the story speaks of.
fn first_outdoors(story: &str, units: &[Unit], lexicon: &Lexicon) -> Option<Site> {
    units.iter().filter(|unit| !unit.is_line()).find_map(|unit| {
        let text = unit.text(story);
        lexicon.places.find(&fold(text)).into_iter().find_map(|hit| {
            let site = Site {
                name: text[hit.start..hit.end].to_owned(),
                place: hit.meaning,
                guessed: true,
            };
            (!site.is_indoor() && hit.meaning != Place::Doorstep).then_some(site)
        })
    })
}

/// Dawn or day.
fn is_light(time: TimeOfDay) -> bool {
    matches!(time, TimeOfDay::Dawn | TimeOfDay::Day)
}

/// What comes before the first named place happens there too; where none is named, any place word will do.
fn begin(story: &str, units: &mut [Unit], sites: &mut Vec<Site>, lexicon: &Lexicon) {
    let named = units.iter().find_map(|unit| unit.place);
    let first = named.or_else(|| {
        let any = units.iter().filter(|unit| !unit.memory).find_map(|unit| {
            let text = unit.text(story);
            let hit = lexicon.places.find(&fold(text)).into_iter().next()?;
            Some(Site {
                name: text[hit.start..hit.end].to_owned(),
                place: hit.meaning,
                guessed: true,
            })
        });
        any.map(|site| {
            sites.push(site);
            sites.len() - 1
        })
    });
    for unit in units.iter_mut().take_while(|unit| unit.place.is_none()) {
        unit.place = first;
    }
}

fn named<T: Copy>(hits: Vec<Hit<T>>, folded: &str, lexicon: &Lexicon) -> Option<T> {
    hits.iter()
        .rev()
        .find(|hit| !is_negated(folded, hit.start, hit.end, lexicon))
        .map(|hit| hit.meaning)
}

/// Whether `other` is where `site` is: the street of a festival.
fn is_part(site: &Site, other: &Site) -> bool {
    let streets = matches!(other.place, Place::Street | Place::ShoppingStreet | Place::City);
    site.place == Place::Festival && streets
}

/// Whether somebody only fetches something from the place and comes back.
fn is_errand(folded: &str, lexicon: &Lexicon) -> bool {
    lexicon
        .grammar
        .fetches
        .iter()
        .any(|word| folded.contains(word.as_str()))
}

fn site_named(
    text: &str,
    folded: &str,
    sites: &mut Vec<Site>,
    towns: &mut Vec<(String, usize)>,
    lexicon: &Lexicon,
) -> Option<usize> {
    let mut found = None;
    let hits = lexicon.places.find(folded);
    // Who walks through several places in one sentence ends up in the last.
    let last = hits
        .into_iter()
        .rev()
        .find(|hit| is_where(folded, hit, lexicon) && !is_negated(folded, hit.start, hit.end, lexicon));
    if let Some(hit) = last {
        let name = site_name(text, &hit, lexicon);
        let site = sites
            .iter()
            .position(|site| site.place == hit.meaning)
            .unwrap_or_else(|| {
                sites.push(Site {
                    name: name.clone(),
                    place: hit.meaning,
                    guessed: false,
                });
                sites.len() - 1
            });
        if let Some(town) = name.split_once(" of ").map(|(_, town)| town) {
            towns.push((town.to_owned(), site));
        }
        found = Some(site);
    }
    // A town once introduced ("the village of Osk") is a place by its name alone.
    let town = towns.iter().find(|(town, _)| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| word == town)
    });
    found.or(town.map(|(_, site)| *site))
}
