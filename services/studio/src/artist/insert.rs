//! A thing fills the picture: in a hand, or by itself.

use kurbo::{Point, Rect, Vec2};
use mangakai_script::{Panel, Script, Shot};

use crate::{
    casting::{self, Role},
    figure::{Grasp, HandPlace, Holding, SKIN},
    ink::{Material, Surface, capsule, ellipse, pt},
    prop::{self, Item},
};

/// The thing of an insert; none when the panel is no insert of a thing that can be held.
pub fn thing(panel: &Panel) -> Option<Item> {
    if panel.shot != Shot::Insert {
        return None;
    }
    let held = panel.cast.iter().filter_map(|member| member.holding.as_deref());
    let seen = panel.props.iter().map(String::as_str);
    held.chain(seen)
        .filter_map(Item::parse)
        .find(|item| prop::is_drawn(*item))
}

/// Draws the thing, and the hand that holds it; gives back its box.
pub fn draw(surface: &mut Surface, script: &Script, panel: &Panel, item: Item) -> Rect {
    let all = surface.all();
    let (width, height) = (surface.width, surface.height);
    let centre = pt(width * 0.5, height * 0.56);
    let (dark, light) = (
        Material::new(0.34, [186, 196, 214]),
        Material::new(0.0, [252, 250, 242]),
    );
    let reach = width.hypot(height) * 0.55;
    surface.paint_by(&all, |p| {
        light.mixed(dark, ((p - centre).hypot() / reach).clamp(0.0, 1.0))
    });
    let [left, top, right, bottom] = prop::size(item);
    let unit = (surface.side() * 0.62 / (bottom - top).max(right - left)).min(surface.side() * 0.75);
    let origin = pt(
        centre.x - (left + right) / 2.0 * unit,
        centre.y - (top + bottom) / 2.0 * unit,
    );
    let holder = panel
        .cast
        .iter()
        .find(|member| member.holding.is_some())
        .or(panel.cast.first());
    let floor = ellipse(
        pt(centre.x, (origin.y + bottom * unit).min(height * 0.95)),
        unit * 0.5,
        unit * 0.08,
    );
    if holder.is_none() {
        surface.shade(&floor, 0.4);
    }
    let sleeve = holder.and_then(|member| sleeve(script, &member.character));
    surface.with_halo(10.0, |s| match sleeve {
        Some(cloth) => in_hand(s, item, origin, unit, cloth),
        None => prop::held(s, item, origin, unit, 1.0),
    });
    Rect::new(
        origin.x + left * unit,
        origin.y + top * unit,
        origin.x + right * unit,
        origin.y + bottom * unit,
    )
}

/// Cloth of the arm; none for creatures.
fn sleeve(script: &Script, id: &str) -> Option<Material> {
    let index = script
        .characters
        .iter()
        .position(|character| character.id == id)?;
    match casting::cast(script).into_iter().nth(index)? {
        Role::Person(person) => Some(person.outfit.top),
        Role::Creature(..) => None,
    }
}

/// The thing in a hand that comes from below, or from above when the thing hangs.
fn in_hand(s: &mut Surface, item: Item, palm: Point, unit: f64, cloth: Material) {
    let width = 1.0 + 0.006 * unit / s.scale;
    let grasp = Grasp::of(item);
    let along = Vec2::new(-0.45, if grasp == Grasp::Hang { 0.89 } else { -0.89 });
    let place = HandPlace::around(palm, along, unit);
    let holding = Holding {
        place: &place,
        grasp,
        skin: SKIN,
        width,
    };
    let back = |heads: f64| place.wrist - along * heads * unit;
    s.union(
        &[capsule(place.wrist, unit * 0.085, back(0.8), unit * 0.12)],
        width,
        SKIN,
    );
    holding.behind(s);
    prop::held(s, item, palm, unit, 1.0);
    holding.over(s);
    s.union(
        &[capsule(back(0.42), unit * 0.17, back(1.6), unit * 0.24)],
        width,
        cloth,
    );
}
