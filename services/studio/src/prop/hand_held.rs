//! Things in a hand. The origin is the palm.

mod belongings;
mod lights;
mod meals;
mod papers;
mod tools;
mod toys;

use kurbo::Point;

use super::{Item, Place};
use crate::ink::Surface;

/// Reach of a thing around the hand, in heads: left, top, right, bottom.
pub fn size(item: Item) -> [f64; 4] {
    match item {
        Item::Umbrella => [-1.3, -2.1, 1.3, 0.4],
        Item::Balloon | Item::Kite => [-0.4, -2.3, 0.4, 0.2],
        Item::Sword => [-0.16, -1.6, 0.25, 0.26],
        Item::Spear | Item::Flag | Item::FishingRod => [-0.3, -1.7, 0.5, 0.9],
        Item::Lantern => [-0.32, -0.04, 0.32, 0.87],
        Item::Bag | Item::Suitcase | Item::Basket | Item::Bucket => [-0.43, -0.02, 0.43, 0.80],
        Item::Cup => [-0.16, -0.50, 0.28, 0.11],
        Item::Bottle | Item::Medicine => [-0.13, -0.47, 0.13, 0.17],
        Item::Bowl | Item::Rice | Item::Noodles | Item::Pot | Item::Plate => [-0.29, -0.44, 0.29, 0.13],
        Item::Bread => [-0.27, -0.24, 0.27, 0.06],
        Item::Cake => [-0.31, -0.34, 0.31, 0.07],
        Item::Fish => [-0.33, -0.15, 0.47, 0.15],
        Item::Fruit | Item::Egg | Item::Ball | Item::Snowball | Item::Stone | Item::Seed | Item::Gem => {
            [-0.20, -0.34, 0.20, 0.10]
        }
        Item::Book => [-0.43, -0.45, 0.43, 0.11],
        Item::Letter | Item::Ticket | Item::Gift => [-0.31, -0.34, 0.31, 0.10],
        Item::Paper
        | Item::Map
        | Item::Photo
        | Item::Picture
        | Item::Newspaper
        | Item::Scroll
        | Item::Drawing => [-0.27, -0.57, 0.29, 0.09],
        Item::Phone => [-0.12, -0.35, 0.12, 0.09],
        Item::Camera => [-0.27, -0.27, 0.27, 0.11],
        Item::Key => [-0.11, -0.33, 0.13, 0.24],
        Item::Ring | Item::Coin | Item::Watch => [-0.20, -0.42, 0.20, 0.0],
        Item::Flower => [-0.20, -0.70, 0.28, 0.20],
        Item::Box => [-0.31, -0.37, 0.37, 0.19],
        Item::Knife => [-0.16, -0.60, 0.18, 0.24],
        Item::Gun => [-0.07, -0.23, 0.47, 0.13],
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
        Item::Umbrella => |s, p, _| lights::umbrella(s, p),
        Item::Lantern => |s, p, _| lights::lantern(s, p),
        Item::Lamp | Item::Torch => |s, p, _| lights::torch(s, p),
        Item::Candle => |s, p, _| lights::candle(s, p),
        Item::Book => |s, p, _| papers::book(s, p),
        Item::Letter | Item::Ticket | Item::Gift => papers::letter,
        Item::Paper
        | Item::Map
        | Item::Photo
        | Item::Picture
        | Item::Newspaper
        | Item::Scroll
        | Item::Drawing => |s, p, _| papers::sheet(s, p),
        Item::Phone => |s, p, _| papers::phone(s, p),
        Item::Camera => |s, p, _| papers::camera(s, p),
        Item::Sword => |s, p, _| tools::blade(s, p, 1.45),
        Item::Knife => |s, p, _| tools::blade(s, p, 0.46),
        Item::Gun => |s, p, _| tools::gun(s, p),
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
        | Item::Flag => tools::stick,
        Item::Cup => |s, p, _| meals::cup(s, p),
        Item::Bottle | Item::Medicine => |s, p, _| meals::bottle(s, p),
        Item::Bowl | Item::Rice | Item::Noodles | Item::Pot | Item::Plate => |s, p, _| meals::bowl(s, p),
        Item::Bread => |s, p, _| meals::bread(s, p),
        Item::Cake => |s, p, _| meals::cake(s, p),
        Item::Fruit | Item::Egg | Item::Ball | Item::Snowball | Item::Stone | Item::Seed | Item::Gem => {
            belongings::round
        }
        Item::Flower => |s, p, _| belongings::flower(s, p),
        Item::Key => |s, p, _| tools::key(s, p),
        Item::Ring | Item::Coin | Item::Watch => |s, p, _| belongings::trinket(s, p),
        Item::Bag | Item::Suitcase | Item::Basket | Item::Bucket => belongings::carried,
        Item::Balloon => |s, p, _| toys::balloon(s, p),
        Item::Kite => |s, p, _| toys::kite(s, p),
        Item::Doll => |s, p, _| toys::doll(s, p),
        Item::Guitar | Item::Violin => |s, p, _| toys::guitar(s, p),
        Item::Fish => |s, p, _| meals::fish(s, p),
        Item::Telescope => |s, p, _| papers::telescope(s, p),
        Item::Fan => |s, p, _| toys::fan(s, p),
        Item::Towel | Item::Cloth | Item::Blanket => |s, p, _| belongings::cloth(s, p),
        Item::Box => |s, p, _| belongings::parcel(s, p),
        _ => return None,
    })
}
