//! Things in a hand. The origin is the palm.

use kurbo::Point;

use super::{BLACK, BLUE, GLOWING, GOLD, IRON, Item, LEAF, LEATHER, PAPER, Place, RED, STEEL, WHITE, WOOD};
use crate::ink::{Material, Surface, blob, bow, capsule, circle, curve, ellipse, line, lock, polygon, pt};

/// Reach of a thing around the hand, in heads: left, top, right, bottom.
pub fn size(item: Item) -> [f64; 4] {
    match item {
        Item::Umbrella => [-1.3, -2.1, 1.3, 0.4],
        Item::Balloon | Item::Kite => [-0.4, -2.3, 0.4, 0.2],
        Item::Sword | Item::Spear | Item::Flag | Item::FishingRod => [-0.3, -1.9, 0.5, 0.4],
        _ => [-0.45, -0.6, 0.45, 0.6],
    }
}

/// How a thing is drawn.
type Drawing = fn(&mut Surface, &Place, Item);

/// True when it can be drawn by itself, in a hand or lying.
pub fn is_drawn(item: Item) -> bool {
    drawing(item).is_some()
}

/// Draws a thing in a hand at `palm`; `flip` -1 mirrors it. Things without a drawing are left out.
pub fn held(surface: &mut Surface, item: Item, palm: Point, unit: f64, flip: f64) {
    let width = 0.7 + 0.006 * unit / surface.scale;
    if let Some(draw) = drawing(item) {
        draw(
            surface,
            &Place {
                origin: palm,
                unit,
                flip,
                width,
            },
            item,
        );
    }
}

fn drawing(item: Item) -> Option<Drawing> {
    Some(match item {
        Item::Umbrella => |s, p, _| umbrella(s, p),
        Item::Lantern => |s, p, _| lantern(s, p),
        Item::Lamp | Item::Torch => |s, p, _| torch(s, p),
        Item::Candle => |s, p, _| candle(s, p),
        Item::Book => |s, p, _| book(s, p),
        Item::Letter | Item::Ticket | Item::Gift => letter,
        Item::Paper
        | Item::Map
        | Item::Photo
        | Item::Picture
        | Item::Newspaper
        | Item::Scroll
        | Item::Drawing => |s, p, _| sheet(s, p),
        Item::Phone => |s, p, _| phone(s, p),
        Item::Camera => |s, p, _| camera(s, p),
        Item::Sword => |s, p, _| blade(s, p, 1.45),
        Item::Knife => |s, p, _| blade(s, p, 0.46),
        Item::Gun => |s, p, _| gun(s, p),
        Item::Stick
        | Item::Branch
        | Item::Brush
        | Item::Pen
        | Item::Spear
        | Item::Bat
        | Item::Flute
        | Item::FishingRod
        | Item::Broom
        | Item::Shovel
        | Item::Hammer
        | Item::Axe
        | Item::Wrench
        | Item::Spoon
        | Item::Flag => stick,
        Item::Cup => |s, p, _| cup(s, p),
        Item::Bottle | Item::Medicine => |s, p, _| bottle(s, p),
        Item::Bowl | Item::Rice | Item::Noodles | Item::Pot | Item::Plate => |s, p, _| bowl(s, p),
        Item::Bread => |s, p, _| bread(s, p),
        Item::Cake => |s, p, _| cake(s, p),
        Item::Fruit | Item::Egg | Item::Ball | Item::Snowball | Item::Stone | Item::Seed | Item::Gem => round,
        Item::Flower => |s, p, _| flower(s, p),
        Item::Key => |s, p, _| key(s, p),
        Item::Ring | Item::Coin | Item::Watch => |s, p, _| trinket(s, p),
        Item::Bag | Item::Suitcase | Item::Basket | Item::Bucket => carried,
        Item::Balloon => |s, p, _| balloon(s, p),
        Item::Kite => |s, p, _| kite(s, p),
        Item::Doll => |s, p, _| doll(s, p),
        Item::Guitar | Item::Violin => |s, p, _| guitar(s, p),
        Item::Fish => |s, p, _| fish(s, p),
        Item::Telescope => |s, p, _| telescope(s, p),
        Item::Fan => |s, p, _| fan(s, p),
        Item::Towel | Item::Cloth | Item::Blanket => |s, p, _| cloth(s, p),
        Item::Box => |s, p, _| parcel(s, p),
        _ => return None,
    })
}

fn umbrella(s: &mut Surface, p: &Place) {
    let top = -1.95;
    s.stroke(&line(&[p.at(0.0, 0.25), p.at(0.0, top)]), p.width * 2.2);
    s.stroke(
        &curve(&[
            p.at(0.0, 0.25),
            p.at(0.03, 0.36),
            p.at(0.10, 0.34),
            p.at(0.11, 0.26),
        ]),
        p.width * 2.4,
    );
    let rim: Vec<Point> = (0..=6).map(|i| p.at(-1.2 + 0.4 * f64::from(i), -1.22)).collect();
    let mut canopy = line(&[rim[0]]);
    canopy.quad_to(p.at(-1.02, -1.98), p.at(0.0, -2.0));
    canopy.quad_to(p.at(1.02, -1.98), rim[6]);
    for i in (0..6).rev() {
        let middle = p.at(-1.0 + 0.4 * f64::from(i), -1.40);
        canopy.quad_to(middle, rim[i as usize]);
    }
    canopy.close_path();
    s.shape(&canopy, p.width, RED);
    for (i, end) in rim.iter().enumerate().skip(1).take(5) {
        let x = (i as f64 - 3.0) * 0.28;
        s.pen(
            &curve(&[p.at(0.0, -2.0), p.at(x * 1.1, -1.72), *end]),
            p.width * 0.9,
        );
    }
    s.shape(
        &capsule(p.at(0.0, -2.0), p.px(0.03), p.at(0.0, -2.1), p.px(0.02)),
        p.width * 0.5,
        BLACK,
    );
}

fn lantern(s: &mut Surface, p: &Place) {
    s.stroke(&line(&[p.at(0.0, 0.0), p.at(0.0, 0.20)]), p.width * 1.3);
    let body = blob(&[
        p.at(0.0, 0.22),
        p.at(0.24, 0.30),
        p.at(0.31, 0.52),
        p.at(0.24, 0.76),
        p.at(0.0, 0.84),
        p.at(-0.24, 0.76),
        p.at(-0.31, 0.52),
        p.at(-0.24, 0.30),
    ]);
    s.shape(&body, p.width, GLOWING);
    s.clipped(&body, |s| {
        for i in 0..5 {
            let y = 0.32 + 0.10 * f64::from(i);
            s.pen(
                &curve(&[p.at(-0.33, y), p.at(0.0, y + 0.05), p.at(0.33, y)]),
                p.width * 0.8,
            );
        }
        let right = polygon(&[p.at(0.16, 0.2), p.at(0.4, 0.2), p.at(0.4, 0.9), p.at(0.16, 0.9)]);
        s.shade(&right, 0.18);
    });
    for y in [0.22, 0.80] {
        s.shape(
            &polygon(&[
                p.at(-0.15, y),
                p.at(0.15, y),
                p.at(0.15, y + 0.07),
                p.at(-0.15, y + 0.07),
            ]),
            p.width * 0.7,
            BLACK,
        );
    }
}

fn torch(s: &mut Surface, p: &Place) {
    s.shape(
        &capsule(p.at(-0.05, 0.1), p.px(0.06), p.at(0.16, -0.18), p.px(0.07)),
        p.width,
        IRON,
    );
    s.shape(
        &capsule(p.at(0.18, -0.20), p.px(0.10), p.at(0.24, -0.28), p.px(0.12)),
        p.width,
        STEEL,
    );
}

fn candle(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.06, 0.1),
            p.at(0.06, 0.1),
            p.at(0.06, -0.34),
            p.at(-0.06, -0.34),
        ]),
        p.width,
        PAPER,
    );
    flame(s, p, p.at(0.0, -0.40), 0.10);
}

fn flame(s: &mut Surface, p: &Place, at: Point, reach: f64) {
    let r = p.px(reach);
    let mut path = line(&[pt(at.x, at.y - r * 1.9)]);
    path.quad_to(pt(at.x + r * 1.5, at.y - r * 0.1), pt(at.x, at.y + r));
    path.quad_to(pt(at.x - r * 1.5, at.y - r * 0.1), pt(at.x, at.y - r * 1.9));
    path.close_path();
    s.shape(&path, p.width * 0.8, GLOWING);
}

fn book(s: &mut Surface, p: &Place) {
    for side in [-1.0, 1.0] {
        let cover = [
            p.at(0.0, 0.10),
            p.at(side * 0.40, 0.02),
            p.at(side * 0.42, -0.44),
            p.at(0.0, -0.34),
        ];
        s.shape(&polygon(&cover), p.width, RED);
        let leaf = [
            p.at(0.0, 0.06),
            p.at(side * 0.36, -0.02),
            p.at(side * 0.37, -0.41),
            p.at(0.0, -0.33),
        ];
        s.shape(&polygon(&leaf), p.width * 0.6, PAPER);
        for i in 0..4 {
            let y = -0.30 + 0.085 * f64::from(i);
            s.pen(
                &line(&[p.at(side * 0.06, y + 0.02), p.at(side * 0.31, y - 0.04)]),
                p.width * 0.6,
            );
        }
    }
}

fn letter(s: &mut Surface, p: &Place, item: Item) {
    let (w, h) = if item == Item::Ticket {
        (0.22, 0.12)
    } else {
        (0.30, 0.21)
    };
    let at = |x: f64, y: f64| p.at(x, y - 0.12);
    s.shape(
        &polygon(&[at(-w, -h), at(w, -h), at(w, h), at(-w, h)]),
        p.width,
        if item == Item::Gift { RED } else { PAPER },
    );
    if item == Item::Gift {
        s.stroke_in(&line(&[at(0.0, -h), at(0.0, h)]), p.width * 3.0, WHITE);
        return s.stroke_in(&line(&[at(-w, 0.0), at(w, 0.0)]), p.width * 3.0, WHITE);
    }
    s.stroke(&line(&[at(-w, -h), at(0.0, h * 0.15), at(w, -h)]), p.width * 0.8);
    s.shape(&circle(at(0.0, h * 0.12), p.px(0.045)), p.width * 0.5, RED);
}

fn sheet(s: &mut Surface, p: &Place) {
    let page = [
        p.at(-0.26, -0.52),
        p.at(0.26, -0.56),
        p.at(0.28, 0.06),
        p.at(-0.24, 0.08),
    ];
    s.shape(&polygon(&page), p.width, PAPER);
    for i in 0..5 {
        let y = -0.43 + 0.10 * f64::from(i);
        s.pen(&line(&[p.at(-0.18, y), p.at(0.19, y - 0.02)]), p.width * 0.7);
    }
}

fn phone(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.11, -0.34),
            p.at(0.11, -0.34),
            p.at(0.11, 0.08),
            p.at(-0.11, 0.08),
        ]),
        p.width * 1.2,
        BLACK,
    );
    s.fill(
        &polygon(&[
            p.at(-0.085, -0.30),
            p.at(0.085, -0.30),
            p.at(0.085, 0.02),
            p.at(-0.085, 0.02),
        ]),
        GLOWING,
    );
}

fn camera(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.26, -0.26),
            p.at(0.26, -0.26),
            p.at(0.26, 0.10),
            p.at(-0.26, 0.10),
        ]),
        p.width,
        IRON,
    );
    s.shape(&circle(p.at(0.02, -0.08), p.px(0.13)), p.width, STEEL);
    s.shape(&circle(p.at(0.02, -0.08), p.px(0.07)), p.width * 0.7, BLACK);
}

fn blade(s: &mut Surface, p: &Place, length: f64) {
    let tip = p.at(0.16 * length, -0.12 - length);
    let edge = [
        p.at(-0.055, -0.12),
        p.at(0.16 * length - 0.045, -length * 0.92),
        tip,
        p.at(0.075, -0.10),
    ];
    s.shape(&polygon(&edge), p.width, STEEL);
    s.pen(
        &line(&[p.at(0.01, -0.12), p.at(0.15 * length, -length * 0.95)]),
        p.width * 0.7,
    );
    s.shape(
        &capsule(p.at(-0.14, -0.09), p.px(0.035), p.at(0.16, -0.13), p.px(0.035)),
        p.width,
        GOLD,
    );
    s.shape(
        &capsule(p.at(0.0, -0.10), p.px(0.045), p.at(-0.04, 0.22), p.px(0.045)),
        p.width,
        LEATHER,
    );
}

fn gun(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.05, 0.10),
            p.at(0.06, 0.12),
            p.at(0.10, -0.10),
            p.at(0.46, -0.12),
            p.at(0.46, -0.21),
            p.at(-0.06, -0.20),
        ]),
        p.width,
        IRON,
    );
}

fn stick(s: &mut Surface, p: &Place, item: Item) {
    let (low, high, r) = match item {
        Item::Pen => (0.02, 0.30, 0.02),
        Item::Brush | Item::Spoon | Item::Wrench | Item::Flute => (0.10, 0.45, 0.03),
        Item::Hammer | Item::Axe => (0.25, 0.75, 0.04),
        Item::Bat => (0.15, 0.95, 0.065),
        _ => (0.85, 1.25, 0.04),
    };
    let top = p.at(0.14 * high, -high);
    s.shape(
        &capsule(p.at(-0.12 * low, low), p.px(r), top, p.px(r)),
        p.width,
        WOOD,
    );
    match item {
        Item::Brush | Item::Pen => s.shape(
            &lock(
                &bow(
                    top,
                    p.at(0.16 * high, -high - 0.06),
                    p.at(0.2 * high, -high - 0.16),
                    4,
                ),
                p.px(0.11),
                0.4,
            ),
            p.width * 0.7,
            BLACK,
        ),
        Item::Hammer => s.shape(
            &capsule(p.at(-0.1, -0.75), p.px(0.09), p.at(0.30, -0.72), p.px(0.09)),
            p.width,
            IRON,
        ),
        Item::Axe => s.shape(
            &polygon(&[
                p.at(0.06, -0.86),
                p.at(0.42, -0.96),
                p.at(0.46, -0.52),
                p.at(0.08, -0.58),
            ]),
            p.width,
            STEEL,
        ),
        Item::Spear => s.shape(
            &polygon(&[p.at(0.10, -1.22), p.at(0.24, -1.62), p.at(0.28, -1.24)]),
            p.width,
            STEEL,
        ),
        Item::Broom => {
            let low = p.at(-0.12 * 0.85, 0.80);
            s.shape(
                &polygon(&[
                    low,
                    pt(low.x + p.px(0.20), low.y + p.px(0.45)),
                    pt(low.x - p.px(0.24), low.y + p.px(0.42)),
                ]),
                p.width,
                GOLD,
            );
        }
        Item::Shovel => {
            let low = p.at(-0.12 * 0.85, 0.88);
            s.shape(
                &blob(&[
                    pt(low.x - p.px(0.14), low.y),
                    pt(low.x + p.px(0.14), low.y),
                    pt(low.x + p.px(0.12), low.y + p.px(0.3)),
                    pt(low.x, low.y + p.px(0.42)),
                    pt(low.x - p.px(0.12), low.y + p.px(0.3)),
                ]),
                p.width,
                STEEL,
            );
        }
        Item::FishingRod => {
            s.pen(&curve(&[top, p.at(0.8, -1.35), p.at(0.95, -0.2)]), p.width * 0.9);
        }
        Item::Flag => {
            s.shape(
                &polygon(&[p.at(0.17, -1.22), p.at(0.85, -1.02), p.at(0.12, -0.78)]),
                p.width,
                RED,
            );
        }
        _ => {}
    }
}

fn cup(s: &mut Surface, p: &Place) {
    s.stroke(&ellipse(p.at(0.17, -0.06), p.px(0.09), p.px(0.09)), p.width * 2.0);
    s.shape(
        &polygon(&[
            p.at(-0.15, -0.20),
            p.at(0.15, -0.20),
            p.at(0.12, 0.10),
            p.at(-0.12, 0.10),
        ]),
        p.width,
        WHITE,
    );
    s.shape(
        &ellipse(p.at(0.0, -0.20), p.px(0.15), p.px(0.045)),
        p.width * 0.8,
        LEATHER,
    );
    for x in [-0.05, 0.06] {
        s.pen(
            &curve(&[
                p.at(x, -0.28),
                p.at(x + 0.04, -0.36),
                p.at(x - 0.02, -0.44),
                p.at(x + 0.03, -0.52),
            ]),
            p.width * 0.8,
        );
    }
}

fn bottle(s: &mut Surface, p: &Place) {
    let body = [
        p.at(-0.12, 0.16),
        p.at(-0.12, -0.20),
        p.at(-0.05, -0.32),
        p.at(-0.05, -0.46),
        p.at(0.05, -0.46),
        p.at(0.05, -0.32),
        p.at(0.12, -0.20),
        p.at(0.12, 0.16),
    ];
    s.shape(&polygon(&body), p.width, LEAF);
    s.shape(
        &polygon(&[
            p.at(-0.12, -0.12),
            p.at(0.12, -0.12),
            p.at(0.12, 0.06),
            p.at(-0.12, 0.06),
        ]),
        p.width * 0.6,
        PAPER,
    );
}

fn bowl(s: &mut Surface, p: &Place) {
    let mut path = line(&[p.at(-0.28, -0.14)]);
    path.quad_to(p.at(-0.22, 0.12), p.at(-0.08, 0.12));
    path.line_to(p.at(0.08, 0.12));
    path.quad_to(p.at(0.22, 0.12), p.at(0.28, -0.14));
    path.close_path();
    s.shape(&path, p.width, BLUE);
    s.shape(
        &ellipse(p.at(0.0, -0.15), p.px(0.28), p.px(0.075)),
        p.width * 0.8,
        WHITE,
    );
    for x in [-0.08, 0.02, 0.12] {
        s.pen(
            &curve(&[p.at(x, -0.24), p.at(x + 0.05, -0.34), p.at(x - 0.02, -0.44)]),
            p.width * 0.8,
        );
    }
}

fn bread(s: &mut Surface, p: &Place) {
    s.shape(
        &blob(&[
            p.at(-0.26, -0.02),
            p.at(-0.18, -0.18),
            p.at(0.0, -0.23),
            p.at(0.18, -0.18),
            p.at(0.26, -0.02),
            p.at(0.0, 0.06),
        ]),
        p.width,
        WOOD,
    );
    for x in [-0.1, 0.0, 0.1] {
        s.pen(&line(&[p.at(x - 0.03, -0.17), p.at(x + 0.04, -0.06)]), p.width);
    }
}

fn cake(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.30, -0.22),
            p.at(0.30, -0.22),
            p.at(0.30, 0.06),
            p.at(-0.30, 0.06),
        ]),
        p.width,
        PAPER,
    );
    s.shape(&ellipse(p.at(0.0, -0.22), p.px(0.30), p.px(0.07)), p.width, WHITE);
    s.stroke(&line(&[p.at(-0.3, -0.08), p.at(0.3, -0.08)]), p.width * 0.8);
    for x in [-0.15, 0.0, 0.15] {
        s.shape(&circle(p.at(x, -0.28), p.px(0.055)), p.width * 0.6, RED);
    }
}

fn round(s: &mut Surface, p: &Place, item: Item) {
    let (material, r) = match item {
        Item::Fruit => (RED, 0.13),
        Item::Ball => (WHITE, 0.19),
        Item::Stone => (Material::new(0.3, [150, 150, 156]), 0.12),
        Item::Gem => (BLUE, 0.10),
        Item::Seed => (LEATHER, 0.05),
        _ => (WHITE, 0.11),
    };
    let centre = p.at(0.0, -0.10);
    let ball = circle(centre, p.px(r));
    s.shape(&ball, p.width, material);
    s.clipped(&ball, |s| {
        s.shade(
            &circle(pt(centre.x + p.px(r * 0.7), centre.y + p.px(r * 0.7)), p.px(r)),
            0.2,
        )
    });
    match item {
        Item::Fruit => {
            s.pen(
                &curve(&[p.at(0.0, -0.10 - r), p.at(0.03, -0.16 - r)]),
                p.width * 1.6,
            );
            s.shape(
                &lock(
                    &bow(
                        p.at(0.02, -0.13 - r),
                        p.at(0.1, -0.2 - r),
                        p.at(0.16, -0.14 - r),
                        4,
                    ),
                    p.px(0.08),
                    0.5,
                ),
                p.width * 0.6,
                LEAF,
            );
        }
        Item::Ball => {
            s.pen(
                &curve(&[p.at(-0.17, -0.14), p.at(0.0, -0.04), p.at(0.18, -0.14)]),
                p.width,
            );
            s.pen(
                &curve(&[p.at(-0.04, -0.28), p.at(0.05, -0.10), p.at(-0.02, 0.08)]),
                p.width,
            );
        }
        _ => {}
    }
}

fn flower(s: &mut Surface, p: &Place) {
    s.pen_in(
        &curve(&[p.at(0.0, 0.18), p.at(0.03, -0.15), p.at(0.0, -0.42)]),
        p.width * 1.8,
        0.8,
        0.6,
        None,
    );
    s.shape(
        &lock(
            &bow(p.at(0.02, -0.08), p.at(0.16, -0.22), p.at(0.26, -0.18), 4),
            p.px(0.10),
            0.5,
        ),
        p.width * 0.6,
        LEAF,
    );
    for i in 0..6 {
        let offset = crate::ink::direction(f64::from(i) * std::f64::consts::TAU / 6.0) * p.px(0.105);
        s.shape(
            &circle(p.at(0.0, -0.50) + offset, p.px(0.075)),
            p.width * 0.7,
            WHITE,
        );
    }
    s.shape(&circle(p.at(0.0, -0.50), p.px(0.065)), p.width * 0.7, GOLD);
}

fn key(s: &mut Surface, p: &Place) {
    s.stroke(&circle(p.at(0.0, -0.22), p.px(0.09)), p.width * 3.2);
    s.stroke(
        &line(&[p.at(0.0, -0.12), p.at(0.0, 0.22), p.at(0.09, 0.22)]),
        p.width * 3.0,
    );
    s.stroke(&line(&[p.at(0.0, 0.12), p.at(0.08, 0.12)]), p.width * 3.0);
}

fn trinket(s: &mut Surface, p: &Place) {
    s.shape(&circle(p.at(0.0, -0.13), p.px(0.10)), p.width, GOLD);
    s.shape(&circle(p.at(0.0, -0.13), p.px(0.055)), p.width * 0.7, WHITE);
    for angle in [-2.4, -1.57, -0.74] {
        let d = crate::ink::direction(angle);
        s.pen(
            &line(&[
                p.at(0.0, -0.13) + d * p.px(0.17),
                p.at(0.0, -0.13) + d * p.px(0.27),
            ]),
            p.width * 1.3,
        );
    }
}

fn carried(s: &mut Surface, p: &Place, item: Item) {
    s.stroke(
        &curve(&[
            p.at(-0.20, 0.28),
            p.at(-0.12, 0.02),
            p.at(0.12, 0.02),
            p.at(0.20, 0.28),
        ]),
        p.width * 2.2,
    );
    let (low, material) = match item {
        Item::Suitcase => (0.80, LEATHER),
        Item::Basket => (0.62, WOOD),
        Item::Bucket => (0.66, STEEL),
        _ => (0.76, RED),
    };
    let half = if item == Item::Suitcase { 0.42 } else { 0.30 };
    let taper = if item == Item::Suitcase { 1.0 } else { 0.84 };
    let body = [
        p.at(-half, 0.26),
        p.at(half, 0.26),
        p.at(half * taper, low),
        p.at(-half * taper, low),
    ];
    s.shape(&polygon(&body), p.width, material);
    if item == Item::Basket {
        for i in 0..3 {
            let y = 0.34 + 0.09 * f64::from(i);
            s.pen(&line(&[p.at(-half, y), p.at(half, y)]), p.width * 0.8);
        }
    } else if item == Item::Suitcase {
        for x in [-0.24, 0.24] {
            s.stroke(&line(&[p.at(x, 0.26), p.at(x, low)]), p.width * 1.4);
        }
    }
}

fn balloon(s: &mut Surface, p: &Place) {
    s.pen_in(
        &curve(&[p.at(0.0, 0.0), p.at(0.06, -0.6), p.at(0.0, -1.25)]),
        p.width * 0.8,
        0.7,
        0.7,
        None,
    );
    s.shape(&ellipse(p.at(0.0, -1.72), p.px(0.38), p.px(0.47)), p.width, RED);
    s.fill(&ellipse(p.at(-0.14, -1.88), p.px(0.07), p.px(0.12)), WHITE);
}

fn kite(s: &mut Surface, p: &Place) {
    s.pen_in(
        &curve(&[p.at(0.0, 0.0), p.at(0.2, -0.8), p.at(0.3, -1.5)]),
        p.width * 0.8,
        0.7,
        0.7,
        None,
    );
    s.shape(
        &polygon(&[
            p.at(0.3, -2.25),
            p.at(0.68, -1.82),
            p.at(0.3, -1.25),
            p.at(-0.08, -1.82),
        ]),
        p.width,
        RED,
    );
    s.stroke(&line(&[p.at(0.3, -2.25), p.at(0.3, -1.25)]), p.width * 0.8);
    s.stroke(&line(&[p.at(-0.08, -1.82), p.at(0.68, -1.82)]), p.width * 0.8);
}

fn doll(s: &mut Surface, p: &Place) {
    for (x, y, r) in [
        (-0.13, -0.02, 0.07),
        (0.13, -0.02, 0.07),
        (-0.09, 0.20, 0.08),
        (0.09, 0.20, 0.08),
        (-0.11, -0.42, 0.06),
        (0.11, -0.42, 0.06),
    ] {
        s.shape(&circle(p.at(x, y), p.px(r)), p.width * 0.8, WOOD);
    }
    s.shape(
        &ellipse(p.at(0.0, 0.04), p.px(0.15), p.px(0.18)),
        p.width * 0.8,
        WOOD,
    );
    s.shape(&circle(p.at(0.0, -0.28), p.px(0.17)), p.width * 0.8, WOOD);
    for x in [-0.06, 0.06] {
        s.black(&circle(p.at(x, -0.30), p.px(0.02)));
    }
    s.black(&ellipse(p.at(0.0, -0.23), p.px(0.03), p.px(0.02)));
}

fn guitar(s: &mut Surface, p: &Place) {
    s.shape(
        &capsule(p.at(0.0, 0.0), p.px(0.05), p.at(-0.75, -0.55), p.px(0.05)),
        p.width,
        LEATHER,
    );
    s.union(
        &[
            circle(p.at(0.20, 0.16), p.px(0.24)),
            circle(p.at(0.46, 0.36), p.px(0.32)),
        ],
        p.width,
        WOOD,
    );
    s.black(&circle(p.at(0.34, 0.26), p.px(0.10)));
}

fn fish(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[p.at(0.28, 0.0), p.at(0.46, -0.14), p.at(0.46, 0.14)]),
        p.width,
        STEEL,
    );
    s.shape(&ellipse(p.at(0.0, 0.0), p.px(0.32), p.px(0.14)), p.width, STEEL);
    s.black(&circle(p.at(-0.20, -0.03), p.px(0.025)));
    s.pen(
        &curve(&[p.at(-0.10, -0.11), p.at(-0.05, 0.0), p.at(-0.10, 0.11)]),
        p.width * 0.8,
    );
}

fn telescope(s: &mut Surface, p: &Place) {
    s.shape(
        &capsule(p.at(-0.30, 0.10), p.px(0.06), p.at(0.10, -0.06), p.px(0.08)),
        p.width,
        GOLD,
    );
    s.shape(
        &capsule(p.at(0.12, -0.06), p.px(0.10), p.at(0.55, -0.24), p.px(0.12)),
        p.width,
        LEATHER,
    );
}

fn fan(s: &mut Surface, p: &Place) {
    let mut path = line(&[p.at(0.0, 0.08), p.at(-0.36, -0.28)]);
    path.quad_to(p.at(0.0, -0.68), p.at(0.36, -0.28));
    path.close_path();
    s.shape(&path, p.width, PAPER);
    for x in [-0.2, -0.07, 0.07, 0.2] {
        s.pen(&line(&[p.at(0.0, 0.06), p.at(x, -0.44)]), p.width * 0.7);
    }
}

fn cloth(s: &mut Surface, p: &Place) {
    s.shape(
        &blob(&[
            p.at(-0.14, -0.06),
            p.at(0.14, -0.06),
            p.at(0.24, 0.36),
            p.at(0.05, 0.5),
            p.at(-0.10, 0.42),
            p.at(-0.24, 0.46),
        ]),
        p.width,
        WHITE,
    );
    s.pen(
        &curve(&[p.at(-0.03, 0.0), p.at(-0.06, 0.2), p.at(-0.04, 0.38)]),
        p.width,
    );
    s.pen(
        &curve(&[p.at(0.06, 0.02), p.at(0.10, 0.2), p.at(0.08, 0.40)]),
        p.width,
    );
}

fn parcel(s: &mut Surface, p: &Place) {
    let front = [
        p.at(-0.30, -0.24),
        p.at(0.24, -0.24),
        p.at(0.24, 0.18),
        p.at(-0.30, 0.18),
    ];
    s.shape(&polygon(&front), p.width, WOOD);
    s.shape(
        &polygon(&[
            p.at(-0.30, -0.24),
            p.at(-0.18, -0.36),
            p.at(0.36, -0.36),
            p.at(0.24, -0.24),
        ]),
        p.width,
        PAPER,
    );
    s.shape(
        &polygon(&[
            p.at(0.24, -0.24),
            p.at(0.36, -0.36),
            p.at(0.36, 0.06),
            p.at(0.24, 0.18),
        ]),
        p.width,
        LEATHER,
    );
}
