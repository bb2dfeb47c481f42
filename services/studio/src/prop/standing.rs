//! Things on the ground. The origin is the ground in their middle.

mod furniture;
mod outdoors;
mod vehicles;

use kurbo::Point;

use super::{Item, Place, held};
use crate::ink::Surface;

/// True for things that stand or lie by themselves when nobody holds them.
pub fn stands(item: Item) -> bool {
    drawing(item).is_some() || super::is_drawn(item)
}

fn drawing(item: Item) -> Option<fn(&mut Surface, &Place)> {
    Some(match item {
        Item::Fire => outdoors::fire,
        Item::Table | Item::Desk => furniture::table,
        Item::Chair => furniture::chair,
        Item::Bench | Item::Sofa => furniture::bench,
        Item::Bicycle => vehicles::bicycle,
        Item::Snowman => outdoors::snowman,
        Item::Tent => outdoors::tent,
        Item::Sign => outdoors::sign,
        Item::Mailbox => outdoors::mailbox,
        Item::Gravestone => outdoors::grave,
        Item::Boat => vehicles::boat,
        Item::Car => vehicles::car,
        Item::Machine | Item::Computer | Item::Television | Item::Radio => furniture::machine,
        Item::Well => outdoors::well,
        Item::Swing => outdoors::swing,
        Item::Rocket => vehicles::rocket,
        Item::Box => furniture::open_box,
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
            let low = super::size(item)[3].min(0.9);
            held(surface, item, place.at(0.0, -low), unit, flip);
        }
    }
}
