//! A hand that holds something: the palm and what else is behind the thing, then the thing, then what closes over it.

use kurbo::{BezPath, Point, Vec2};

use super::hand::{FINGERS, HandPlace};
use crate::{
    ink::{Material, Surface, capsule, limb},
    prop::{self, Item},
};

/// How a hand holds a thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Grasp {
    /// Fingers go around it; so far it reaches to each side of the palm, in heads.
    Around(f64),
    /// It lies on the hand, the thumb in front; its lower side is so far below the palm, in heads.
    Under(f64),
    /// Between thumb and fingers, the thumb in front.
    Pinch,
    /// It hangs from the fingers.
    Hang,
}

impl Grasp {
    /// How a thing is held.
    pub fn of(item: Item) -> Grasp {
        match item {
            Item::Bowl
            | Item::Rice
            | Item::Noodles
            | Item::Pot
            | Item::Plate
            | Item::Cake
            | Item::Bread
            | Item::Fish
            | Item::Box
            | Item::Ball => Grasp::Under(prop::size(item)[3]),
            Item::Book
            | Item::Letter
            | Item::Ticket
            | Item::Gift
            | Item::Paper
            | Item::Map
            | Item::Photo
            | Item::Picture
            | Item::Newspaper
            | Item::Scroll
            | Item::Drawing
            | Item::Ring
            | Item::Coin
            | Item::Watch
            | Item::Seed
            | Item::Gem
            | Item::Egg
            | Item::Stone
            | Item::Snowball
            | Item::Fruit
            | Item::Towel
            | Item::Cloth
            | Item::Blanket => Grasp::Pinch,
            Item::Lantern | Item::Bag | Item::Suitcase | Item::Basket | Item::Bucket => Grasp::Hang,
            Item::Cup | Item::Bottle | Item::Medicine => Grasp::Around(0.12),
            Item::Phone => Grasp::Around(0.11),
            Item::Camera => Grasp::Around(0.24),
            _ => Grasp::Around(0.045),
        }
    }
}

/// A hand around a thing whose origin is the palm. The thing is upright, however the forearm comes.
pub struct Holding<'a> {
    /// The hand.
    pub place: &'a HandPlace,
    /// How it holds.
    pub grasp: Grasp,
    /// Skin.
    pub skin: Material,
    /// Width of lines in design pixels.
    pub width: f64,
}

impl Holding<'_> {
    /// 1 when the arm comes from the right of the thing.
    fn side(&self) -> f64 {
        if self.place.along.x > 0.0 { -1.0 } else { 1.0 }
    }

    fn at(&self, x: f64, y: f64) -> Point {
        self.place.palm() + Vec2::new(x * self.side(), y) * self.place.unit
    }

    fn px(&self, heads: f64) -> f64 {
        heads * self.place.unit
    }

    fn finger(&self, points: &[(f64, f64)], r: f64) -> Vec<BezPath> {
        let points: Vec<(Point, f64)> = points
            .iter()
            .map(|(x, y)| (self.at(*x, *y), self.px(r)))
            .collect();
        limb(&points)
    }

    /// What the thing hides of the hand.
    pub fn behind(&self, surface: &mut Surface) {
        let wrist = self.place.wrist;
        let palm = |x: f64, y: f64| capsule(wrist, self.px(0.075), self.at(x, y), self.px(0.098));
        match self.grasp {
            Grasp::Around(half) => {
                let mut hand = vec![palm(half * 0.5, 0.0)];
                // The thumb comes up on the far side.
                hand.extend(self.finger(&[(half, -0.02), (-half - 0.02, -0.10)], 0.034));
                surface.union(&hand, self.width, self.skin);
            }
            Grasp::Under(low) => {
                let flat = capsule(
                    self.at(0.12, low),
                    self.px(0.075),
                    self.at(-0.14, low + 0.01),
                    self.px(0.05),
                );
                surface.union(&[palm(0.06, low - 0.02), flat], self.width, self.skin);
            }
            Grasp::Pinch => {
                surface.union(&[palm(0.05, 0.05)], self.width, self.skin);
                for (x, y) in [(-0.13, 0.05), (-0.12, 0.0), (-0.09, -0.06), (-0.04, -0.11)] {
                    let finger = self.finger(&[(0.05, 0.04), (x, y)], 0.033);
                    surface.union(&finger, self.width, self.skin);
                }
            }
            Grasp::Hang => surface.union(&[palm(0.02, -0.02)], self.width, self.skin),
        }
    }

    /// What closes over the thing.
    pub fn over(&self, surface: &mut Surface) {
        if self.place.unit < FINGERS * surface.scale {
            let (from, to) = match self.grasp {
                Grasp::Around(half) => ((half + 0.02, 0.0), (-0.05, 0.0)),
                Grasp::Under(low) => ((0.14, low), (0.10, low - 0.12)),
                Grasp::Pinch => ((0.12, 0.10), (0.06, -0.02)),
                Grasp::Hang => ((0.05, 0.0), (-0.05, 0.0)),
            };
            return surface.union(&self.finger(&[from, to], 0.07), self.width, self.skin);
        }
        match self.grasp {
            Grasp::Around(half) => {
                for (i, tip) in [-0.045, -0.068, -0.062, -0.035].into_iter().enumerate() {
                    let y = -0.085 + 0.058 * i as f64;
                    let finger = self.finger(&[(half + 0.035, y + 0.012), (tip, y)], 0.037);
                    surface.union(&finger, self.width * 0.9, self.skin);
                }
            }
            Grasp::Under(low) => {
                let thumb = [(0.15, low + 0.01), (0.15, low - 0.09), (0.10, low - 0.17)];
                let thumb = self.finger(&thumb, 0.038);
                surface.union(&thumb, self.width * 0.9, self.skin);
            }
            Grasp::Pinch => {
                let thumb = self.finger(&[(0.09, 0.09), (0.07, 0.0), (-0.02, -0.055)], 0.038);
                surface.union(&thumb, self.width * 0.9, self.skin);
            }
            Grasp::Hang => {
                for i in 0..4 {
                    let x = -0.078 + 0.052 * f64::from(i);
                    let finger = self.finger(&[(x, -0.06), (x, 0.045)], 0.035);
                    surface.union(&finger, self.width * 0.9, self.skin);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use mangakai_script::Style;

    use super::*;
    use crate::{
        figure::SKIN,
        ink::{Look, pt},
    };

    /// Colours after the palm, after the thing, after the fingers.
    fn steps(item: Item) -> [Vec<u8>; 3] {
        let place = HandPlace {
            wrist: pt(150.0, 170.0),
            along: Vec2::new(-0.6, -0.8),
            thumb: 1.0,
            unit: 150.0,
        };
        let holding = Holding {
            place: &place,
            grasp: Grasp::of(item),
            skin: SKIN,
            width: 1.0,
        };
        [1, 2, 3].map(|count| {
            let mut look = Look::of(&Style::default());
            look.colour = true;
            let mut surface = Surface::new(300, 300, 1.0, look).unwrap();
            holding.behind(&mut surface);
            if count > 1 {
                prop::held(&mut surface, item, place.palm(), place.unit, 1.0);
            }
            if count > 2 {
                holding.over(&mut surface);
            }
            surface.into_pixels()
        })
    }

    #[test]
    fn a_thing_lies_between_palm_and_fingers() {
        for item in [
            Item::Cup,
            Item::Book,
            Item::Phone,
            Item::Umbrella,
            Item::Sword,
            Item::Lantern,
            Item::Bowl,
            Item::Letter,
            Item::Bag,
        ] {
            let [palm, thing, fingers] = steps(item);
            let pixels = |bytes: &[u8]| -> Vec<[u8; 3]> {
                bytes
                    .chunks_exact(3)
                    .map(|rgb| [rgb[0], rgb[1], rgb[2]])
                    .collect()
            };
            let (palm, thing, fingers) = (pixels(&palm), pixels(&thing), pixels(&fingers));
            let skin = |rgb: &[u8; 3]| *rgb == [255, 226, 202];
            let hidden = (0..palm.len())
                .filter(|i| skin(&palm[*i]) && !skin(&thing[*i]))
                .count();
            let closed = (0..palm.len())
                .filter(|i| thing[*i] != palm[*i] && skin(&fingers[*i]))
                .count();
            assert!(hidden > 20, "{item:?} hides {hidden} pixels of the palm");
            assert!(closed > 20, "{item:?} is covered by {closed} pixels of fingers");
        }
    }
}
