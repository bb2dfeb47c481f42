//! What people sit and lie on: a stool, a stone, a bench, a bed.

use kurbo::Rect;
use mangakai_script::{Panel, Place};

use super::actor::{Actor, Body};
use crate::{
    figure::Figure,
    ink::{Material, Surface, blob, capsule, curve, line, polygon, pt, rect},
    prop::{self, Item},
};

const SHEET: Material = Material::new(0.0, [250, 250, 248]);
const BLANKET: Material = Material::new(0.16, [150, 178, 214]);
const STONE: Material = Material::new(0.20, [150, 150, 146]);
/// Height of a bed or bench, in heads.
const SEAT: f64 = 0.85;

/// What somebody of a panel lies on; none on the ground.
pub fn couch(panel: &Panel) -> Option<Item> {
    panel
        .props
        .iter()
        .filter_map(|prop| Item::parse(prop))
        .find(|item| matches!(item, Item::Bed | Item::Bench | Item::Sofa))
}

/// How high above the ground somebody lies, in heads.
pub fn height(panel: &Panel) -> f64 {
    couch(panel).map_or(0.0, |_| SEAT)
}

/// Draws what is below somebody.
pub fn draw(surface: &mut Surface, panel: &Panel, place: Place, actor: &Actor) {
    let Body::Person(figure) = &actor.body else {
        return;
    };
    if figure.posture.lies() {
        match couch(panel) {
            Some(Item::Bed) => bed(surface, figure),
            Some(_) => bench(surface, figure),
            None => {}
        }
    } else if figure.posture.sits() {
        seat(surface, place, figure);
    }
}

/// A blanket up to the breast of whoever lies in bed.
pub fn cover(surface: &mut Surface, panel: &Panel, actor: &Actor) {
    let Body::Person(figure) = &actor.body else {
        return;
    };
    if !figure.posture.lies() || couch(panel) != Some(Item::Bed) {
        return;
    }
    let (unit, body, side) = (figure.unit, lain(figure), head_side(figure));
    let chest = figure.spine(0.45);
    let feet = if side < 0.0 { body.x1 } else { body.x0 };
    let low = figure.ground.y - (SEAT - 0.30) * unit;
    let fold = blob(&[
        pt(chest.x, chest.y - 0.42 * unit),
        pt(chest.x * 0.5 + feet * 0.5, chest.y - 0.50 * unit),
        pt(feet - side * 0.12 * unit, chest.y - 0.34 * unit),
        pt(feet - side * 0.20 * unit, low),
        pt(chest.x * 0.5 + feet * 0.5, low + 0.06 * unit),
        pt(chest.x + side * 0.10 * unit, low),
    ]);
    let width = line_width(surface, unit);
    surface.shape(&fold, width, BLANKET);
    let hem = capsule(
        pt(chest.x + side * 0.02 * unit, chest.y - 0.38 * unit),
        0.09 * unit,
        pt(chest.x + side * 0.06 * unit, low - 0.04 * unit),
        0.09 * unit,
    );
    surface.shape(&hem, width, SHEET);
    for t in [0.35, 0.6, 0.8] {
        let x = chest.x + (feet - chest.x) * t;
        let crease = curve(&[
            pt(x, chest.y - 0.30 * unit),
            pt(x - side * 0.1 * unit, chest.y),
            pt(x + side * 0.05 * unit, low - 0.08 * unit),
        ]);
        surface.pen(&crease, width);
    }
}

fn line_width(surface: &Surface, unit: f64) -> f64 {
    0.8 + 0.006 * unit / surface.scale
}

/// From head to feet.
fn lain(figure: &Figure) -> Rect {
    figure.body().union(figure.head())
}

/// -1 when the head is on the left.
fn head_side(figure: &Figure) -> f64 {
    if figure.head_centre().x < figure.spine(1.0).x {
        -1.0
    } else {
        1.0
    }
}

fn bed(surface: &mut Surface, figure: &Figure) {
    let (unit, body, side) = (figure.unit, lain(figure), head_side(figure));
    let width = line_width(surface, unit);
    let floor = figure.ground.y;
    let (left, right) = (body.x0 - 0.30 * unit, body.x1 + 0.30 * unit);
    let top = floor - (SEAT + 0.02) * unit;
    let head = if side < 0.0 { left } else { right };
    surface.with_halo(6.0, |s| {
        for x in [left, right - 0.16 * unit] {
            s.shape(&rect(x, top, 0.16 * unit, floor - top), width, prop::WOOD);
        }
        let board = rect(
            head - 0.10 * unit,
            top - 0.95 * unit,
            0.20 * unit,
            floor - top + 0.95 * unit,
        );
        s.shape(&board, width, prop::WOOD);
        s.shape(&rect(left, top, right - left, 0.42 * unit), width, SHEET);
        s.shape(
            &rect(left, top + 0.42 * unit, right - left, 0.16 * unit),
            width,
            prop::WOOD,
        );
        let pillow = figure.head_centre().x;
        let soft = capsule(
            pt(pillow - 0.38 * unit, top - 0.10 * unit),
            0.20 * unit,
            pt(pillow + 0.38 * unit, top - 0.10 * unit),
            0.20 * unit,
        );
        s.shape(&soft, width, SHEET);
    });
}

fn bench(surface: &mut Surface, figure: &Figure) {
    let (unit, body) = (figure.unit, lain(figure));
    let width = line_width(surface, unit);
    let floor = figure.ground.y;
    let (left, right) = (body.x0 - 0.15 * unit, body.x1 + 0.15 * unit);
    let top = floor - SEAT * unit;
    surface.with_halo(6.0, |s| {
        for x in [left + 0.3 * unit, right - 0.45 * unit] {
            s.shape(
                &rect(x, top - 0.85 * unit, 0.15 * unit, floor - top + 0.85 * unit),
                width,
                prop::IRON,
            );
        }
        for y in [-0.85, -0.50, 0.0] {
            s.shape(
                &rect(left, top + y * unit, right - left, 0.22 * unit),
                width,
                prop::WOOD,
            );
        }
    });
}

/// A stool under a roof, a stone outside.
fn seat(surface: &mut Surface, place: Place, figure: &Figure) {
    let (unit, floor) = (figure.unit, figure.ground.y);
    let hips = figure.spine(1.0);
    let width = line_width(surface, unit);
    let top = hips.y + 0.16 * unit;
    // Whoever sits turned aside has the seat below them, the knees before it.
    let middle = hips.x - figure.yaw.sin() * 0.10 * unit;
    let indoors = matches!(
        place,
        Place::Room | Place::Kitchen | Place::Workshop | Place::Classroom | Place::Shop | Place::Abstract
    );
    if floor - top < 0.2 * unit {
        return;
    }
    surface.with_halo(6.0, |s| {
        if indoors {
            for x in [-0.42, 0.30] {
                s.shape(
                    &rect(middle + x * unit, top, 0.12 * unit, floor - top),
                    width,
                    prop::WOOD,
                );
            }
            let rung = line(&[
                pt(middle - 0.36 * unit, floor - 0.3 * unit),
                pt(middle + 0.36 * unit, floor - 0.3 * unit),
            ]);
            s.stroke(&rung, width * 1.6);
            s.shape(
                &rect(middle - 0.52 * unit, top, 1.04 * unit, 0.16 * unit),
                width,
                prop::WOOD,
            );
        } else {
            let block = polygon(&[
                pt(middle - 0.60 * unit, top + 0.02 * unit),
                pt(middle + 0.52 * unit, top),
                pt(middle + 0.66 * unit, floor),
                pt(middle - 0.70 * unit, floor),
            ]);
            s.shape(&block, width, STONE);
        }
    });
}
