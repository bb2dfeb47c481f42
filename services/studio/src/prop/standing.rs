//! Things on the ground. The origin is the ground in their middle.

use kurbo::Point;

use super::{BLACK, GLOWING, IRON, Item, LEAF, LEATHER, PAPER, Place, RED, STEEL, WHITE, WOOD, held};
use crate::ink::{Material, Surface, blob, capsule, circle, curve, ellipse, line, polygon};

/// True for things that stand or lie by themselves when nobody holds them.
pub fn stands(item: Item) -> bool {
    drawing(item).is_some() || super::is_drawn(item)
}

fn drawing(item: Item) -> Option<fn(&mut Surface, &Place)> {
    Some(match item {
        Item::Fire => fire,
        Item::Table | Item::Desk => table,
        Item::Chair => chair,
        Item::Bench | Item::Sofa => bench,
        Item::Bicycle => bicycle,
        Item::Snowman => snowman,
        Item::Tent => tent,
        Item::Sign => sign,
        Item::Mailbox => mailbox,
        Item::Gravestone => grave,
        Item::Boat => boat,
        Item::Car => car,
        Item::Machine | Item::Computer | Item::Television | Item::Radio => machine,
        Item::Well => well,
        Item::Swing => swing,
        Item::Rocket => rocket,
        Item::Box => open_box,
        _ => return None,
    })
}

/// Draws a thing that stands at `ground`.
pub fn standing(surface: &mut Surface, item: Item, ground: Point, unit: f64, flip: f64) {
    let width = 0.7 + 0.006 * unit / surface.scale;
    let place = Place {
        origin: ground,
        unit,
        flip,
        width,
    };
    if let Some(draw) = drawing(item) {
        return draw(surface, &place);
    }
    match item {
        Item::Flower => {
            for x in [-0.3, 0.0, 0.3] {
                held(surface, Item::Flower, place.at(x, -0.18), unit * 0.85, flip);
            }
        }
        Item::Umbrella => held(surface, item, place.at(0.0, -0.3), unit * 0.8, flip),
        _ => {
            let low = super::size(item)[3].min(0.8);
            held(surface, item, place.at(0.0, -low * 0.6), unit, flip);
        }
    }
}

fn fire(s: &mut Surface, p: &Place) {
    for (a, b) in [((-0.6, -0.02), (0.4, -0.2)), ((0.6, -0.02), (-0.4, -0.2))] {
        s.shape(
            &capsule(p.at(a.0, a.1), p.px(0.09), p.at(b.0, b.1), p.px(0.09)),
            p.width,
            LEATHER,
        );
    }
    for (scale, material) in [(1.0, RED), (0.62, GLOWING)] {
        let at = |x: f64, y: f64| p.at(x * scale, y * scale - 0.08);
        s.shape(
            &blob(&[
                at(0.0, 0.0),
                at(0.42, -0.22),
                at(0.36, -0.62),
                at(0.18, -0.5),
                at(0.05, -1.25),
                at(-0.18, -0.62),
                at(-0.36, -0.72),
                at(-0.42, -0.22),
            ]),
            p.width,
            material,
        );
    }
}

fn table(s: &mut Surface, p: &Place) {
    for x in [-0.95, 0.88] {
        s.shape(
            &polygon(&[
                p.at(x, -1.2),
                p.at(x + 0.1, -1.2),
                p.at(x + 0.1, 0.0),
                p.at(x, 0.0),
            ]),
            p.width,
            WOOD,
        );
    }
    s.shape(
        &polygon(&[
            p.at(-0.95, -1.45),
            p.at(0.95, -1.45),
            p.at(1.1, -1.22),
            p.at(-1.1, -1.22),
        ]),
        p.width,
        WOOD,
    );
    s.shape(
        &polygon(&[
            p.at(-1.1, -1.22),
            p.at(1.1, -1.22),
            p.at(1.1, -1.10),
            p.at(-1.1, -1.10),
        ]),
        p.width,
        LEATHER,
    );
}

fn chair(s: &mut Surface, p: &Place) {
    for (x, top) in [(-0.42, -2.0), (0.34, -0.95)] {
        s.shape(
            &polygon(&[
                p.at(x, top),
                p.at(x + 0.09, top),
                p.at(x + 0.09, 0.0),
                p.at(x, 0.0),
            ]),
            p.width,
            WOOD,
        );
    }
    s.shape(
        &polygon(&[
            p.at(-0.45, -1.05),
            p.at(0.45, -1.05),
            p.at(0.45, -0.92),
            p.at(-0.45, -0.92),
        ]),
        p.width,
        WOOD,
    );
}

fn bench(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-1.5, -1.9),
            p.at(1.5, -1.9),
            p.at(1.5, -1.45),
            p.at(-1.5, -1.45),
        ]),
        p.width,
        WOOD,
    );
    s.shape(
        &polygon(&[
            p.at(-1.6, -1.0),
            p.at(1.6, -1.0),
            p.at(1.6, -0.85),
            p.at(-1.6, -0.85),
        ]),
        p.width,
        WOOD,
    );
    for x in [-1.3, 1.2] {
        s.shape(
            &polygon(&[
                p.at(x, -1.9),
                p.at(x + 0.1, -1.9),
                p.at(x + 0.1, 0.0),
                p.at(x, 0.0),
            ]),
            p.width,
            IRON,
        );
    }
}

fn bicycle(s: &mut Surface, p: &Place) {
    for x in [-0.85, 0.85] {
        s.stroke(&circle(p.at(x, -0.62), p.px(0.6)), p.width * 2.2);
        s.stroke(&circle(p.at(x, -0.62), p.px(0.06)), p.width * 1.4);
        for i in 0..6 {
            let d = crate::ink::direction(f64::from(i) * 0.52) * p.px(0.58);
            s.stroke(&line(&[p.at(x, -0.62) - d, p.at(x, -0.62) + d]), p.width * 0.4);
        }
    }
    let frame = [
        p.at(-0.85, -0.62),
        p.at(-0.3, -1.35),
        p.at(0.6, -1.35),
        p.at(0.0, -0.62),
        p.at(-0.85, -0.62),
    ];
    s.stroke(&line(&frame), p.width * 2.6);
    s.stroke(&line(&[p.at(0.0, -0.62), p.at(-0.35, -1.55)]), p.width * 2.6);
    s.stroke(
        &line(&[p.at(0.85, -0.62), p.at(0.55, -1.75), p.at(0.80, -1.85)]),
        p.width * 2.6,
    );
    s.shape(
        &capsule(p.at(-0.52, -1.58), p.px(0.07), p.at(-0.18, -1.58), p.px(0.05)),
        p.width,
        BLACK,
    );
}

fn snowman(s: &mut Surface, p: &Place) {
    for (y, r) in [(-0.5, 0.55), (-1.3, 0.42)] {
        s.shape(&circle(p.at(0.0, y), p.px(r)), p.width, WHITE);
        let centre = p.at(0.0, y);
        s.clipped(&circle(centre, p.px(r)), |s| {
            s.shade(&circle(p.at(0.45, y + 0.4), p.px(r)), 0.14)
        });
    }
    for x in [-0.14, 0.14] {
        s.black(&circle(p.at(x, -1.42), p.px(0.045)));
    }
    s.shape(
        &polygon(&[p.at(0.0, -1.34), p.at(0.4, -1.26), p.at(0.0, -1.24)]),
        p.width * 0.8,
        RED,
    );
    s.shape(
        &polygon(&[
            p.at(-0.3, -1.66),
            p.at(0.3, -1.66),
            p.at(0.24, -2.05),
            p.at(-0.24, -2.05),
        ]),
        p.width,
        BLACK,
    );
    for side in [-1.0, 1.0] {
        s.stroke(
            &line(&[p.at(side * 0.5, -0.75), p.at(side * 1.0, -1.15)]),
            p.width * 2.0,
        );
    }
}

fn tent(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[p.at(-1.8, 0.0), p.at(0.0, -2.3), p.at(1.8, 0.0)]),
        p.width,
        LEAF,
    );
    s.black(&polygon(&[p.at(-0.45, 0.0), p.at(0.0, -1.7), p.at(0.45, 0.0)]));
}

fn sign(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.06, -2.2),
            p.at(0.06, -2.2),
            p.at(0.06, 0.0),
            p.at(-0.06, 0.0),
        ]),
        p.width,
        WOOD,
    );
    s.shape(
        &polygon(&[
            p.at(-0.7, -2.3),
            p.at(0.6, -2.3),
            p.at(0.85, -2.0),
            p.at(0.6, -1.7),
            p.at(-0.7, -1.7),
        ]),
        p.width,
        WOOD,
    );
    for y in [-2.1, -1.9] {
        s.pen(&line(&[p.at(-0.5, y), p.at(0.4, y)]), p.width * 1.3);
    }
}

fn mailbox(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.12, -1.0),
            p.at(0.12, -1.0),
            p.at(0.12, 0.0),
            p.at(-0.12, 0.0),
        ]),
        p.width,
        IRON,
    );
    s.shape(
        &blob(&[
            p.at(-0.5, -1.0),
            p.at(-0.5, -1.9),
            p.at(0.0, -2.15),
            p.at(0.5, -1.9),
            p.at(0.5, -1.0),
            p.at(0.0, -0.95),
        ]),
        p.width,
        RED,
    );
    s.black(&polygon(&[
        p.at(-0.3, -1.72),
        p.at(0.3, -1.72),
        p.at(0.3, -1.62),
        p.at(-0.3, -1.62),
    ]));
}

fn grave(s: &mut Surface, p: &Place) {
    let stone = Material::new(0.2, [176, 178, 184]);
    s.shape(
        &polygon(&[p.at(-0.8, -0.3), p.at(0.8, -0.3), p.at(0.9, 0.0), p.at(-0.9, 0.0)]),
        p.width,
        stone,
    );
    s.shape(
        &blob(&[
            p.at(-0.5, -0.3),
            p.at(-0.5, -1.5),
            p.at(0.0, -1.85),
            p.at(0.5, -1.5),
            p.at(0.5, -0.3),
        ]),
        p.width,
        stone,
    );
    for y in [-1.3, -1.05, -0.8] {
        s.pen(&line(&[p.at(-0.25, y), p.at(0.25, y)]), p.width);
    }
}

fn boat(s: &mut Surface, p: &Place) {
    let mut hull = line(&[p.at(-2.0, -0.7), p.at(2.0, -0.7)]);
    hull.quad_to(p.at(1.6, 0.1), p.at(1.0, 0.1));
    hull.line_to(p.at(-1.2, 0.1));
    hull.quad_to(p.at(-1.8, 0.1), p.at(-2.0, -0.7));
    hull.close_path();
    s.shape(&hull, p.width, WOOD);
    s.pen(&line(&[p.at(-1.9, -0.5), p.at(1.9, -0.5)]), p.width);
    s.pen(&line(&[p.at(-1.7, -0.25), p.at(1.6, -0.25)]), p.width);
}

fn car(s: &mut Surface, p: &Place) {
    let body = [
        p.at(-2.2, -0.4),
        p.at(-2.1, -1.0),
        p.at(-1.3, -1.15),
        p.at(-0.8, -1.8),
        p.at(0.8, -1.8),
        p.at(1.3, -1.15),
        p.at(2.2, -0.95),
        p.at(2.25, -0.4),
    ];
    s.shape(&polygon(&body), p.width, RED);
    for (a, b) in [(-0.7, -0.05), (0.05, 0.75)] {
        s.shape(
            &polygon(&[
                p.at(a - 0.2, -1.15),
                p.at(a, -1.65),
                p.at(b, -1.65),
                p.at(b + 0.12, -1.15),
            ]),
            p.width * 0.7,
            STEEL,
        );
    }
    for x in [-1.3, 1.3] {
        s.shape(&circle(p.at(x, -0.4), p.px(0.42)), p.width, BLACK);
        s.shape(&circle(p.at(x, -0.4), p.px(0.18)), p.width * 0.7, STEEL);
    }
}

fn machine(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[p.at(-0.7, -1.3), p.at(0.7, -1.3), p.at(0.7, 0.0), p.at(-0.7, 0.0)]),
        p.width,
        IRON,
    );
    s.shape(
        &polygon(&[
            p.at(-0.5, -1.15),
            p.at(0.5, -1.15),
            p.at(0.5, -0.5),
            p.at(-0.5, -0.5),
        ]),
        p.width * 0.8,
        STEEL,
    );
    for x in [-0.4, 0.0, 0.4] {
        s.shape(&circle(p.at(x, -0.25), p.px(0.08)), p.width * 0.6, GLOWING);
    }
}

fn well(s: &mut Surface, p: &Place) {
    let stone = Material::new(0.2, [176, 178, 184]);
    s.shape(
        &polygon(&[
            p.at(-0.8, -0.9),
            p.at(0.8, -0.9),
            p.at(0.75, 0.0),
            p.at(-0.75, 0.0),
        ]),
        p.width,
        stone,
    );
    s.shape(&ellipse(p.at(0.0, -0.9), p.px(0.8), p.px(0.16)), p.width, BLACK);
    for x in [-0.75, 0.75] {
        s.stroke(&line(&[p.at(x, -0.9), p.at(x, -2.0)]), p.width * 2.6);
    }
    s.shape(
        &polygon(&[p.at(-1.0, -1.9), p.at(0.0, -2.5), p.at(1.0, -1.9)]),
        p.width,
        WOOD,
    );
}

fn swing(s: &mut Surface, p: &Place) {
    for side in [-1.0, 1.0] {
        s.stroke(
            &line(&[p.at(side * 1.5, 0.0), p.at(side * 1.1, -3.4)]),
            p.width * 3.0,
        );
    }
    s.stroke(&line(&[p.at(-1.2, -3.4), p.at(1.2, -3.4)]), p.width * 3.0);
    for x in [-0.35, 0.35] {
        s.stroke(&line(&[p.at(x, -3.4), p.at(x, -0.8)]), p.width * 1.2);
    }
    s.shape(
        &polygon(&[
            p.at(-0.45, -0.85),
            p.at(0.45, -0.85),
            p.at(0.45, -0.72),
            p.at(-0.45, -0.72),
        ]),
        p.width,
        WOOD,
    );
}

fn rocket(s: &mut Surface, p: &Place) {
    for side in [-1.0, 1.0] {
        s.shape(
            &polygon(&[
                p.at(side * 0.4, -1.2),
                p.at(side * 0.95, 0.0),
                p.at(side * 0.3, -0.25),
            ]),
            p.width,
            RED,
        );
    }
    s.shape(
        &blob(&[
            p.at(0.0, -3.6),
            p.at(0.5, -2.4),
            p.at(0.45, -0.3),
            p.at(-0.45, -0.3),
            p.at(-0.5, -2.4),
        ]),
        p.width,
        WHITE,
    );
    s.shape(&circle(p.at(0.0, -2.1), p.px(0.2)), p.width, STEEL);
}

fn open_box(s: &mut Surface, p: &Place) {
    let card = Material::new(0.12, [214, 176, 126]);
    s.shape(
        &polygon(&[
            p.at(-0.9, -0.75),
            p.at(-0.6, -1.0),
            p.at(0.95, -1.0),
            p.at(0.75, -0.75),
        ]),
        p.width,
        BLACK,
    );
    s.shape(
        &polygon(&[
            p.at(-0.9, -0.75),
            p.at(0.75, -0.75),
            p.at(0.70, 0.0),
            p.at(-0.82, 0.0),
        ]),
        p.width,
        card,
    );
    s.shape(
        &polygon(&[
            p.at(0.75, -0.75),
            p.at(0.95, -1.0),
            p.at(0.90, -0.2),
            p.at(0.70, 0.0),
        ]),
        p.width,
        card.mixed(LEATHER, 0.4),
    );
    s.shape(
        &polygon(&[
            p.at(-0.9, -0.75),
            p.at(0.75, -0.75),
            p.at(0.62, -0.52),
            p.at(-1.05, -0.52),
        ]),
        p.width,
        PAPER.mixed(card, 0.6),
    );
    s.pen(&curve(&[p.at(-0.4, -0.3), p.at(-0.1, -0.3)]), p.width);
}
