//! A thing fills the picture: in a hand, or by itself.

use kurbo::{Point, Rect, Vec2};
use mangakai_script::{Panel, Script, Shot};

use crate::{
    casting::{self, Role},
    figure::SKIN,
    ink::{Material, Surface, capsule, direction, ellipse, limb, pt},
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
    surface.with_halo(10.0, |s| {
        prop::held(s, item, origin, unit, 1.0);
        if let Some(cloth) = sleeve {
            hand(s, origin, unit * 0.86, cloth);
        }
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

/// A hand from below that closes around what is at `palm`.
fn hand(s: &mut Surface, palm: Point, unit: f64, cloth: Material) {
    let width = 1.0 + 0.006 * unit / s.scale;
    let at = |x: f64, y: f64| palm + Vec2::new(x, y) * unit;
    s.union(
        &[capsule(at(0.06, 0.16), unit * 0.13, at(0.42, 0.86), unit * 0.12)],
        width,
        SKIN,
    );
    let mut fingers = Vec::new();
    for i in 0..4 {
        let y = -0.075 + 0.072 * f64::from(i);
        let (from, to) = (at(0.15, y + 0.05), at(-0.125, y + 0.015));
        fingers.extend(limb(&[
            (from, unit * 0.044),
            (to + direction(0.4) * unit * 0.01, unit * 0.040),
        ]));
    }
    for finger in fingers {
        s.shape(&finger, width, SKIN);
    }
    s.shape(
        &capsule(at(0.15, 0.10), unit * 0.055, at(-0.02, -0.12), unit * 0.046),
        width,
        SKIN,
    );
    s.union(
        &[capsule(at(0.36, 0.70), unit * 0.19, at(0.75, 1.5), unit * 0.24)],
        width,
        cloth,
    );
}
