//! One panel from back to front: place, weather, shadows, people, things in front, words.

use kurbo::Rect;
use mangakai_script::{Angle, Emotion, Panel, Place, Pose, Script, TimeOfDay};

use super::{
    DrawError, DrawnFacts, Margins, Picture, Size,
    actor::Actor,
    insert,
    stage::{self, VARIANTS, View},
    support,
    tilt::Tilt,
};
use crate::{
    effect,
    ink::{Light, Look, Random, Surface, pt, rect},
    lettering::{Mark, Plan, Staging, plan},
    place::Scene,
    prop::{self, Item},
};

/// Smallest and largest side, in pixels.
const SIDES: std::ops::RangeInclusive<u32> = 16..=8192;
/// Width of the frame, in design pixels.
const FRAME: f64 = 6.0;
/// Most things that stand around in a panel.
const THINGS: usize = 3;

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
    draw_panel_within(script, number, size, Margins::default(), scale, seed)
}

/// As [`draw_panel`], with words only inside the margins: what lies outside may be cut off by a slanted gutter.
///
/// # Errors
/// As [`draw_panel`].
pub fn draw_panel_within(
    script: &Script,
    number: u32,
    size: Size,
    margins: Margins,
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
    let look = Look::of(&script.style);
    let colour = look.colour;
    let mut surface = Surface::new(width, height, scale, look).ok_or(bad)?;
    let mut random = Random(seed);
    let facts = match insert::thing(panel) {
        Some(item) => {
            let area = insert::draw(&mut surface, script, panel, item);
            let staging = Staging {
                props: vec![area],
                ..bare(&surface)
            };
            let plan = lettered(script, panel, &staging, margins, seed);
            finish(&mut surface, &plan, margins, panel, &[])
        }
        None => {
            let (actors, plan) = staged(script, panel, &surface, margins, seed);
            draw_scene(&mut surface, &mut random, script, panel, &actors);
            finish(&mut surface, &plan, margins, panel, &actors)
        }
    };
    Ok(Picture {
        width,
        height,
        colour,
        pixels: surface.into_pixels(),
        facts,
    })
}

fn bare(surface: &Surface) -> Staging {
    Staging {
        width: surface.width,
        height: surface.height,
        scale: surface.scale,
        ..Staging::default()
    }
}

/// The words' plan, with the origin at the corner of the margins.
fn lettered(script: &Script, panel: &Panel, staging: &Staging, margins: Margins, seed: u64) -> Plan {
    let shift = kurbo::Vec2::new(-margins.left, -margins.top);
    let inner = Staging {
        width: (staging.width - margins.left - margins.right).max(1.0),
        height: (staging.height - margins.top - margins.bottom).max(1.0),
        faces: staging.faces.iter().map(|face| face.moved(shift)).collect(),
        bodies: staging.bodies.iter().map(|body| *body + shift).collect(),
        props: staging.props.iter().map(|prop| *prop + shift).collect(),
        ..staging.clone()
    };
    plan(
        &panel.dialogue,
        &panel.sfx,
        &inner,
        script.reading_direction,
        &script.language,
        seed,
    )
}

/// People and words together: when the words find no room, people give way.
fn staged(
    script: &Script,
    panel: &Panel,
    surface: &Surface,
    margins: Margins,
    seed: u64,
) -> (Vec<Actor>, Plan) {
    let tilt = Tilt::of(panel, surface.width, surface.height);
    let mut best: Option<(Vec<Actor>, Plan)> = None;
    for variant in VARIANTS {
        let actors = stage::actors(script, panel, surface.width, surface.height, variant);
        let staging = Staging {
            faces: actors.iter().map(|actor| tilt.face(actor.face())).collect(),
            bodies: actors
                .iter()
                .map(|actor| tilt.people.transform_rect_bbox(actor.trunk()))
                .collect(),
            props: actors
                .iter()
                .filter_map(Actor::item)
                .map(|(_, area)| tilt.people.transform_rect_bbox(area))
                .collect(),
            ..bare(surface)
        };
        let plan = lettered(script, panel, &staging, margins, seed);
        let clear = plan.trouble.is_empty();
        if best
            .as_ref()
            .is_none_or(|(_, least)| plan.trouble.len() < least.trouble.len())
        {
            best = Some((actors, plan));
        }
        if clear {
            break;
        }
    }
    best.unwrap_or_default()
}

fn finish(
    surface: &mut Surface,
    plan: &Plan,
    margins: Margins,
    panel: &Panel,
    actors: &[Actor],
) -> DrawnFacts {
    let tilt = Tilt::of(panel, surface.width, surface.height);
    let shift = kurbo::Vec2::new(margins.left, margins.top);
    let moved = |mark: &Mark| Mark {
        path: kurbo::Affine::translate(shift) * mark.path.clone(),
        paint: mark.paint,
    };
    surface.paint_marks(&plan.marks().iter().map(moved).collect::<Vec<_>>());
    let edge = FRAME * surface.scale / 2.0;
    let border = rect(
        edge,
        edge,
        surface.width - 2.0 * edge,
        surface.height - 2.0 * edge,
    );
    surface.frame(&border, FRAME);
    let area = |rect: Rect| [rect.x0, rect.y0, rect.x1, rect.y1];
    DrawnFacts {
        faces: actors
            .iter()
            .map(|actor| area(tilt.people.transform_rect_bbox(actor.head())))
            .collect(),
        bubbles: plan
            .bubbles
            .iter()
            .map(|bubble| area(bubble.area + shift))
            .collect(),
        text_px: plan.bubbles.iter().map(|bubble| bubble.text_px).collect(),
        cast: actors.iter().map(|actor| actor.id.clone()).collect(),
        missing_glyphs: plan.missing_glyphs.clone(),
    }
}

/// The place of a panel as its camera sees it.
fn scene(script: &Script, panel: &Panel) -> Scene {
    let id = panel.location.as_deref();
    let location = script
        .locations
        .iter()
        .find(|location| Some(location.id.as_str()) == id);
    let horizon = match panel.angle {
        Angle::BirdsEye => 0.06,
        Angle::High => 0.28,
        Angle::Low => 0.72,
        Angle::Eye | Angle::Dutch | Angle::OverShoulder => 0.46,
    };
    Scene {
        place: location.map_or(Place::Abstract, |location| location.place),
        time: panel.time,
        weather: panel.weather,
        zoom: match stage::view(panel) {
            View::Close => 1.6,
            View::Medium => 1.28,
            View::Wide | View::Long => 1.0,
        },
        horizon,
    }
}

fn draw_scene(surface: &mut Surface, random: &mut Random, script: &Script, panel: &Panel, actors: &[Actor]) {
    let scene = scene(script, panel);
    let camera = Tilt::of(panel, surface.width, surface.height);
    surface.lights = actors.iter().filter_map(shining).collect();
    surface.moved(camera.behind, |s| draw_behind(s, random, panel, actors, &scene));
    let between = far_apart(panel, actors);
    if let Some(x) = between {
        effect::other_half(surface, x);
    }
    surface.moved(camera.people, |s| draw_cast(s, random, panel, actors, &scene));
    if let Some(x) = between {
        effect::divide(surface, x);
    }
    let outside = !scene.is_indoors();
    if outside {
        effect::weather(surface, panel.weather, random, true);
    }
}

/// The place, or what a feeling makes of it.
fn draw_behind(surface: &mut Surface, random: &mut Random, panel: &Panel, actors: &[Actor], scene: &Scene) {
    let mood = mood(panel);
    if mood != Mood::None {
        return moody(surface, random, panel, actors, mood, scene.is_dark());
    }
    surface.zoomed(scene.zoom, |surface| {
        surface.lights.extend(scene.lights(surface));
        scene.draw(surface, random);
    });
    if !scene.is_indoors() {
        effect::weather(surface, panel.weather, random, false);
    }
}

/// Everybody with their shadows, their seats and what stands around.
fn draw_cast(surface: &mut Surface, random: &mut Random, panel: &Panel, actors: &[Actor], scene: &Scene) {
    if mood(panel) != Mood::Focus {
        things(surface, panel, actors);
    }
    let whole = matches!(stage::view(panel), View::Wide | View::Long);
    let low = surface.height;
    for actor in actors.iter().filter(|actor| whole || actor.ground().y < low) {
        actor.shadow(surface);
    }
    for actor in actors {
        support::draw(surface, panel, scene.place, actor);
    }
    draw_people(surface, actors);
    for actor in actors {
        support::cover(surface, panel, actor);
    }
    for (actor, member) in actors
        .iter()
        .filter_map(|actor| Some((actor, panel.cast.iter().find(|m| m.character == actor.id)?)))
    {
        match member.emotion {
            Emotion::Surprise if actor.shows_face => effect::start_marks(surface, actor.head()),
            Emotion::Joy if stage::view(panel) == View::Close => {
                effect::sparkle(surface, random, actor.head())
            }
            _ => {}
        }
    }
}

/// Everybody, back to front; two who touch are drawn together where the nearer one stands.
fn draw_people(surface: &mut Surface, actors: &[Actor]) {
    for (index, actor) in actors.iter().enumerate() {
        let partner = actor.partner.as_ref();
        let met = partner.and_then(|partner| actors.iter().position(|other| other.id == partner.id));
        match (met, partner) {
            (Some(other), _) if other > index => {}
            (Some(other), Some(partner)) if partner.is_behind => {
                Actor::draw_pair(&actors[other], actor, surface);
            }
            (Some(other), _) => Actor::draw_pair(actor, &actors[other], surface),
            (None, _) => actor.draw(surface),
        }
    }
}

/// Where the picture is divided between two who telephone: each is somewhere else.
fn far_apart(panel: &Panel, actors: &[Actor]) -> Option<f64> {
    let phones = |actor: &Actor| actor.item().is_some_and(|(item, _)| item == Item::Phone);
    let [one, other] = actors else { return None };
    let talk = !panel.dialogue.is_empty() && phones(one) && phones(other);
    talk.then(|| f64::midpoint(one.ground().x, other.ground().x))
}

/// A lantern or fire in somebody's hand.
fn shining(actor: &Actor) -> Option<Light> {
    let (item, area) = actor.item()?;
    matches!(
        item,
        Item::Lantern | Item::Lamp | Item::Torch | Item::Candle | Item::Fire
    )
    .then(|| Light {
        at: area.center() + kurbo::Vec2::new(0.0, area.height() * 0.25),
        reach: actor.unit() * 1.0,
    })
}

/// What a feeling does to the whole picture instead of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    None,
    Focus,
    Speed,
    Gloom,
}

fn mood(panel: &Panel) -> Mood {
    use mangakai_script::Role;
    let Some(first) = panel.cast.first() else {
        return Mood::None;
    };
    let close = stage::view(panel) == View::Close;
    match first.emotion {
        _ if first.pose == Pose::Run && stage::view(panel) == View::Medium => Mood::Speed,
        Emotion::Surprise | Emotion::Angry | Emotion::Fear if close || panel.role == Role::Impact => {
            Mood::Focus
        }
        _ if panel.role == Role::Impact && close => Mood::Focus,
        Emotion::Sad | Emotion::Cry | Emotion::Pain if close => Mood::Gloom,
        _ => Mood::None,
    }
}

fn moody(
    surface: &mut Surface,
    random: &mut Random,
    panel: &Panel,
    actors: &[Actor],
    mood: Mood,
    dark: bool,
) {
    let all = surface.all();
    let head = actors.first().map_or(Rect::new(0.0, 0.0, 1.0, 1.0), Actor::head);
    match mood {
        Mood::Focus => {
            if dark {
                surface.black(&all);
            }
            let reach = surface.side();
            effect::focus(surface, random, head.center(), (reach * 0.42, reach * 0.46), dark);
        }
        Mood::Speed => {
            let right = panel
                .cast
                .first()
                .is_some_and(|_| head.center().x < surface.width / 2.0);
            effect::speed(surface, random, (0.0, surface.height), right);
        }
        Mood::Gloom => {
            let plain = Scene {
                place: Place::Abstract,
                time: TimeOfDay::Night,
                weather: panel.weather,
                zoom: 1.0,
                horizon: 0.5,
            };
            if dark {
                plain.draw(surface, random)
            }
            effect::gloom(surface, 0.62);
        }
        Mood::None => {}
    }
}

/// Things of the text that nobody holds, standing beside the people.
fn things(surface: &mut Surface, panel: &Panel, actors: &[Actor]) {
    let whole = matches!(stage::view(panel), View::Wide | View::Long);
    let held: Vec<Item> = actors
        .iter()
        .filter_map(Actor::item)
        .map(|(item, _)| item)
        .collect();
    let couch = support::couch(panel).filter(|_| panel.cast.iter().any(|member| member.pose == Pose::Lie));
    let items: Vec<Item> = panel
        .props
        .iter()
        .filter_map(|prop| Item::parse(prop))
        .filter(|item| prop::stands(*item) && !held.contains(item) && couch != Some(*item))
        .take(THINGS)
        .collect();
    // Things are as large as beside the smallest: a giant makes no giants of them.
    let unit = actors
        .iter()
        .map(Actor::unit)
        .reduce(f64::min)
        .unwrap_or(surface.side() * 0.13);
    let ground = if whole { 0.95 } else { 1.0 };
    // Free places between and beside the people.
    let taken: Vec<f64> = actors
        .iter()
        .map(|actor| actor.ground().x / surface.width)
        .collect();
    let mut free: Vec<f64> = [0.14, 0.86, 0.5, 0.30, 0.70].into_iter().collect();
    free.sort_by(|a, b| {
        let room = |x: &f64| taken.iter().map(|t| (t - x).abs()).fold(1.0, f64::min);
        room(b).total_cmp(&room(a))
    });
    for (item, x) in items.into_iter().zip(free) {
        let size = if whole {
            unit
        } else {
            (unit * 0.8).min(surface.side() * 0.20)
        };
        let at = pt(x * surface.width, surface.height * ground);
        surface.with_halo(6.0, |s| {
            prop::standing(s, item, at, size, if x > 0.5 { -1.0 } else { 1.0 })
        });
    }
}
