//! One panel from back to front: place, weather, shadows, a white line around everybody, people, things in front, words.

use mangakai_script::{Panel, Place, Script, TimeOfDay, Weather};

use super::{
    DrawError, DrawnFacts, Picture, Size,
    birds_eye::bird as from_above,
    city::{city, lamp_pos},
    creature::creature,
    harbour::{Time, harbor},
    ink::{Ink, Rng, ell, rect},
    nature,
    room::{room, table},
    script_lettering,
    stage::{self, Actor, View},
    weather::{focus, rain},
};

/// Smallest and largest side, in pixels.
const SIDES: std::ops::RangeInclusive<u32> = 16..=8192;
/// Width of the white line around people, in design pixels.
const HALO: f64 = 9.0;
const FRAME: f64 = 6.0;

/// Draws a panel of a script, lettered. `scale` is page pixels per design pixel: 1.0 at 1024.
///
/// # Errors
/// When there is no such panel, or the size makes no sense.
pub fn draw_panel(
    script: &Script,
    number: u32,
    size: Size,
    scale: f64,
    seed: u64,
) -> Result<Picture, DrawError> {
    let panel = script
        .panels
        .iter()
        .find(|panel| panel.number == number)
        .ok_or(DrawError::NoSuchPanel(number))?;
    let Size { width, height } = size;
    let bad = DrawError::BadSize(width, height);
    if !SIDES.contains(&width) || !SIDES.contains(&height) || !scale.is_finite() || scale <= 0.0 {
        return Err(bad);
    }
    let mut k = Ink::new(width, height, scale).ok_or(bad)?;
    let mut random = Rng(seed);
    let actors = stage::actors(script, panel, k.w, k.h);
    lights(&mut k, panel, script, &actors);
    backdrop(&mut k, &mut random, script, panel, &actors);
    people(&mut k, panel, script, &actors);
    if panel.weather == Weather::Rain && is_outdoors(place(script, panel)) {
        rain(&mut k, &mut random, 80, true);
    }
    let mut facts = DrawnFacts {
        faces: actors
            .iter()
            .map(|actor| actor.head())
            .map(|head| [head.x0, head.y0, head.x1, head.y1])
            .collect(),
        cast: actors.iter().map(|actor| actor.id.clone()).collect(),
        ..DrawnFacts::default()
    };
    script_lettering::letter(&mut k, script, panel, &actors, seed, &mut facts);
    let edge = FRAME * scale / 2.0;
    let border = rect(edge, edge, k.w - 2.0 * edge, k.h - 2.0 * edge);
    k.stroke(&border, FRAME, 0);
    Ok(Picture {
        width,
        height,
        grey: k.pm.data().chunks(4).map(|pixel| pixel[0]).collect(),
        facts,
    })
}

fn place(script: &Script, panel: &Panel) -> Place {
    let id = panel.location.as_deref();
    let location = script
        .locations
        .iter()
        .find(|location| Some(location.id.as_str()) == id);
    location.map_or(Place::Abstract, |location| location.place)
}

fn time(panel: &Panel) -> Time {
    match panel.time {
        TimeOfDay::Day => Time::Day,
        TimeOfDay::Dawn | TimeOfDay::Dusk => Time::Dusk,
        TimeOfDay::Night => Time::Night,
    }
}

/// What shines thins the tone around it, so it has to be known before any tone is laid.
fn lights(k: &mut Ink, panel: &Panel, script: &Script, actors: &[Actor]) {
    let wide = stage::view(panel) == View::Wide;
    for actor in actors.iter().filter(|actor| actor.figure.lantern) {
        let at = actor.figure.lantern_pos();
        k.lights
            .push((at.x, at.y, actor.figure.u * if wide { 1.25 } else { 0.85 }));
    }
    if is_street(place(script, panel)) {
        let (x, y) = lamp_pos(k);
        k.lights.push((x, y + 10.0 * k.s, 120.0 * k.s));
    }
}

fn is_street(place: Place) -> bool {
    use Place::*;
    matches!(
        place,
        City | ShoppingStreet | Street | Station | Village | Festival | Castle
    )
}

fn is_outdoors(place: Place) -> bool {
    use Place::*;
    is_street(place)
        || matches!(
            place,
            Rooftop | Forest | River | Sea | Harbour | Mountain | Field | NightSky | Doorstep
        )
}

fn backdrop(k: &mut Ink, r: &mut Rng, script: &Script, panel: &Panel, actors: &[Actor]) {
    let (place, time, view) = (place(script, panel), time(panel), stage::view(panel));
    let wet = panel.weather == Weather::Rain;
    if view == View::Above && is_street(place) {
        return from_above(k, r, wet);
    }
    if is_impact(panel) {
        let centre = actors
            .first()
            .map_or((k.w / 2.0, k.h / 2.0), |actor| (actor.figure.x, actor.figure.y));
        let reach = k.w.min(k.h);
        return focus(
            k,
            r,
            centre,
            reach * 0.40,
            reach * 0.46,
            time == Time::Night && view == View::Close,
        );
    }
    match place {
        Place::Harbour | Place::Sea => harbor(k, r, time),
        Place::River => nature::river(k, r, time),
        Place::Room | Place::Kitchen | Place::Workshop | Place::Shop | Place::Train | Place::Doorstep => {
            room(k, r)
        }
        Place::Classroom | Place::Corridor => nature::classroom(k, r),
        Place::Rooftop => nature::rooftop(k, r, time),
        Place::Forest => nature::forest(k, r, time),
        Place::Mountain => nature::hills(k, r, time, 0.42),
        Place::Field => nature::hills(k, r, time, 0.14),
        Place::NightSky => nature::night_sky(k, r, time),
        Place::Abstract => nature::mood(k),
        street => {
            debug_assert!(is_street(street));
            city(k, r, time, wet);
        }
    }
    if wet && is_outdoors(place) {
        rain(k, r, 230, false);
    }
}

/// Lines that pull the eye, for the loudest moments.
fn is_impact(panel: &Panel) -> bool {
    use mangakai_script::{Emotion, Role};
    let loud = panel
        .cast
        .iter()
        .any(|member| matches!(member.emotion, Emotion::Surprise | Emotion::Angry | Emotion::Fear));
    panel.role == Role::Impact || (loud && stage::view(panel) == View::Close)
}

fn people(k: &mut Ink, panel: &Panel, script: &Script, actors: &[Actor]) {
    if stage::view(panel) != View::Close {
        for actor in actors {
            let figure = &actor.figure;
            let shadow = ell(
                figure.x + 0.1 * figure.u,
                figure.y + actor.feet() * figure.u,
                figure.u * 0.75,
                figure.u * 0.14,
            );
            k.tone_ex(&shadow, 5.5, false, 0, |_, _| 0.75);
        }
    }
    for actor in actors {
        k.halo = HALO + actor.figure.u / k.s * 0.012;
        draw(k, actor);
        k.halo = 0.0;
        draw(k, actor);
    }
    let indoors = matches!(
        place(script, panel),
        Place::Workshop | Place::Kitchen | Place::Shop
    );
    if indoors && stage::view(panel) == View::Medium {
        table(k, &mut Rng(1));
    }
}

fn draw(k: &mut Ink, actor: &Actor) {
    let figure = &actor.figure;
    match actor.creature {
        Some(what) => creature(k, what, figure.x, figure.y, figure.u, figure.flip, figure.emo),
        None => figure.draw(k),
    }
}
