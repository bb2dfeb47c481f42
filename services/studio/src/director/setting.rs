//! Where and when: places, times and weathers hold until the story names others.

mod absence;
mod arrival;
mod late;
mod leaving;
mod negation;
mod whereabouts;

use mangakai_script::{Place, Span, TimeOfDay, Weather};

use super::lexicon::Lexicon;
use super::unit::Unit;
use super::words::{Hit, WordList, fold};
use arrival::{arrival, is_entered};
use late::Late;
use leaving::{alights, is_inner, is_left, steps_out};
use whereabouts::{is_afar, is_where, site_name};

pub(super) use absence::{is_absent, masked};
pub(super) use negation::is_negated;

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
        is_indoor(self.place)
    }
}

fn is_indoor(place: Place) -> bool {
    matches!(
        place,
        Place::Room
            | Place::Kitchen
            | Place::Workshop
            | Place::Classroom
            | Place::Corridor
            | Place::Train
            | Place::Shop
    )
}

/// Sets place, time and weather of every unit, and gives the places by first appearance.
pub(super) fn follow(
    story: &str,
    title: Option<Span>,
    units: &mut [Unit],
    names: &WordList<usize>,
    lexicon: &Lexicon,
) -> Vec<Site> {
    let mut sites: Vec<Site> = Vec::new();
    let mut towns: Vec<(String, usize)> = Vec::new();
    let mut here: Option<usize> = None;
    let outdoors = first_outdoors(story, units, lexicon);
    let heading = fold(title.map_or("", |title| &story[title.start..title.end]));
    let mut time = lexicon.times.find(&heading).last().map(|hit| hit.meaning);
    let mut weather = lexicon.weathers.find(&heading).last().map(|hit| hit.meaning);
    let mut clock = Late::new(time.is_some());
    let mut sky = Late::new(weather.is_some());
    for (index, unit) in units.iter_mut().enumerate() {
        // "林晓雨" brings no rain.
        let folded = masked(&fold(unit.text(story)), names);
        unit.memory = lexicon.memory.is_in(&folded);
        if !unit.is_line() && !unit.memory {
            if lexicon.scene_marks.is_in(&folded) && here.is_some() {
                unit.opens = true;
                clock.begin(index);
                sky.begin(index);
                time = Some(TimeOfDay::Day);
                weather = Some(Weather::Clear);
            }
            let now = named(lexicon.times.find(&folded), &folded, lexicon);
            if now.is_some_and(is_light) && time.is_some_and(|time| !is_light(time)) {
                // The weather of a night does not last into the morning unless the story says so.
                weather = Some(Weather::Clear);
                sky.begin(index);
            }
            let changes = lexicon.changes.is_in(&folded);
            if now.is_some() {
                clock.tell(index, changes);
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
            if let Some(air) = air {
                // A scene that says nothing is clear.
                sky.tell(index, changes || air == Weather::Clear);
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
        let tells = unit.place_guessed && !unit.is_line() && !unit.memory;
        if let Some(inside) = here.filter(|here| tells && sites[*here].is_indoor())
            && let Some(site) = left_for(&folded, inside, &mut sites, outdoors.as_ref(), lexicon)
        {
            unit.opens = site != inside;
            here = Some(site);
        }
        unit.place = here;
        unit.time = time.unwrap_or_default();
        unit.weather = weather.unwrap_or_default();
    }
    clock.fill(units, |unit| &mut unit.time);
    sky.fill(units, |unit| &mut unit.weather);
    begin(story, units, &mut sites, lexicon);
    sites
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
        .filter_map(|word| folded.find(word.as_str()).map(|at| &folded[at + word.len()..]))
        // "came back to the village": for good.
        .any(|rest| ![" to ", " home", " into "].iter().any(|to| rest.starts_with(to)))
}

/// Where somebody is who goes out of `inside`: "out into the rain", "left the house". None when nobody does.
fn left_for(
    folded: &str,
    inside: usize,
    sites: &mut Vec<Site>,
    outdoors: Option<&Site>,
    lexicon: &Lexicon,
) -> Option<usize> {
    if sites[inside].place == Place::Train && alights(folded, lexicon) {
        return Some(site(lexicon.phrase("platform"), Place::Station, sites));
    }
    let hits = lexicon.places.find(folded);
    let mut left = hits.iter().filter(|hit| is_left(folded, hit, lexicon)).peekable();
    if left.peek().is_none() && !steps_out(folded, lexicon) {
        return None;
    }
    // Who leaves a room is not yet out of the house.
    let is_house = |place: Place| is_indoor(place) || place == Place::Doorstep;
    if left.any(|hit| is_inner(&folded[hit.start..hit.end], lexicon) || !is_house(hit.meaning)) {
        return None;
    }
    let known = sites.iter().rposition(|site| !site.is_indoor());
    Some(known.unwrap_or_else(|| {
        sites.push(outdoors.cloned().unwrap_or_else(|| Site {
            name: lexicon.phrase("outside").to_owned(),
            place: Place::Street,
            guessed: true,
        }));
        sites.len() - 1
    }))
}

/// The site of a kind of place, a new one under `name` if there is none yet.
fn site(name: &str, place: Place, sites: &mut Vec<Site>) -> usize {
    let known = sites.iter().position(|site| site.place == place);
    known.unwrap_or_else(|| {
        sites.push(Site {
            name: name.to_owned(),
            place,
            guessed: false,
        });
        sites.len() - 1
    })
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
    let last = hits.into_iter().rev().find(|hit| {
        !is_negated(folded, hit.start, hit.end, lexicon)
            && !is_afar(folded, hit.start, lexicon)
            && !is_left(folded, hit, lexicon)
            && (is_where(folded, hit, lexicon) || is_entered(folded, hit, lexicon))
    });
    // "walked home", "上学": the word for going holds the place.
    let arrived = arrival(folded, lexicon).filter(|(at, _)| last.is_none_or(|last| last.start < *at));
    if let Some((_, word)) = arrived {
        let place = lexicon.places.find(word).first().map(|hit| hit.meaning);
        found = place.map(|place| site(word, place, sites));
    } else if let Some(hit) = last {
        let name = site_name(text, &hit, lexicon);
        let site = site(&name, hit.meaning, sites);
        if let Some(town) = name.split_once(" of ").map(|(_, town)| town) {
            towns.push((town.to_owned(), site));
        }
        found = Some(site);
    }
    // A town once introduced ("the village of Osk") is a place by its name alone.
    let town = towns.iter().find(|(town, _)| {
        text.match_indices(town.as_str()).any(|(at, _)| {
            let beside = [
                text[..at].chars().next_back(),
                text[at + town.len()..].chars().next(),
            ];
            let alone = beside.iter().flatten().all(|c| !c.is_alphanumeric());
            alone && !is_afar(&fold(&text[..at]), fold(&text[..at]).len(), lexicon)
        })
    });
    found.or(town.map(|(_, site)| *site))
}
