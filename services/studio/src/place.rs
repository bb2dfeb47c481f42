//! Where it happens: the background of a panel.

mod castle;
mod elements;
mod festival;
mod indoors;
mod nature;
mod rooftop;
mod school;
mod shrine;
mod sky;
mod station;
mod street;
mod vehicle;
mod village;
mod water;

use kurbo::Point;
use mangakai_script::{Place, TimeOfDay, Weather};

use crate::ink::{Light, Material, Random, Surface, rect};

/// A place at a time, seen from somewhere.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// What it is.
    pub place: Place,
    /// Time of day.
    pub time: TimeOfDay,
    /// Weather.
    pub weather: Weather,
    /// How near the background is: 1 for whole bodies, more for close views.
    pub zoom: f64,
    /// Height of the horizon, 0 at the top of the picture to 1.
    pub horizon: f64,
}

impl Scene {
    /// True under a roof.
    pub fn is_indoors(&self) -> bool {
        use Place::*;
        matches!(
            self.place,
            Room | Kitchen | Workshop | Classroom | Corridor | Train | Shop
        )
    }

    /// True when it is dark outside.
    pub fn is_dark(&self) -> bool {
        self.time == TimeOfDay::Night
    }

    /// Things that shine, to be known before anything is drawn.
    pub fn lights(&self, surface: &Surface) -> Vec<Light> {
        let dark = matches!(self.time, TimeOfDay::Night | TimeOfDay::Dusk);
        if !dark {
            return Vec::new();
        }
        use Place::*;
        match self.place {
            City | ShoppingStreet | Street | Station | Village | Doorstep => vec![Light {
                at: street::lamp_at(self, surface),
                reach: surface.side() * 0.16,
            }],
            Festival => festival::lanterns(self, surface)
                .into_iter()
                .map(|at| Light {
                    at,
                    reach: surface.side() * 0.07,
                })
                .collect(),
            Room | Kitchen | Workshop | Shop => vec![Light {
                at: indoors::lamp_at(surface),
                reach: surface.side() * 0.22,
            }],
            Sea | Harbour | River | Field | Mountain | NightSky | Forest | Rooftop | Castle | Shrine
                if self.is_dark() =>
            {
                vec![Light {
                    at: sky::moon_at(surface),
                    reach: surface.side() * 0.13,
                }]
            }
            _ => Vec::new(),
        }
    }

    /// Draws everything behind the people.
    pub fn draw(&self, surface: &mut Surface, random: &mut Random) {
        use Place::*;
        match self.place {
            Room | Kitchen | Workshop | Classroom | Corridor | Shop => indoors::draw(self, surface, random),
            Train => vehicle::train(self, surface, random),
            City | ShoppingStreet | Street | Station | Village | Doorstep | Festival => {
                street::draw(self, surface, random)
            }
            Castle => castle::castle(self, surface, random),
            Shrine => shrine::shrine(self, surface, random),
            Rooftop => rooftop::rooftop(self, surface, random),
            Forest | River | Sea | Harbour | Mountain | Field | NightSky => {
                nature::draw(self, surface, random)
            }
            Abstract => abstraction(self, surface, random),
        }
    }

    /// A point of the ground: `x` across from -1 to 1 at the front edge, `far` 0 at the front to 1 at the horizon.
    fn floor(&self, surface: &Surface, x: f64, far: f64) -> Point {
        let y = surface.height - (1.0 - self.horizon) * surface.height * far;
        Point::new(surface.width * (0.5 + x * 0.5 * (1.0 - far)), y)
    }

    /// A material as it looks at this time of day.
    fn lit(&self, material: Material) -> Material {
        match self.time {
            TimeOfDay::Day => material,
            TimeOfDay::Dawn => material.mixed(Material::new(material.tone, [255, 206, 176]), 0.2),
            TimeOfDay::Dusk => material.mixed(
                Material::new((material.tone + 0.08).min(0.9), [226, 132, 96]),
                0.32,
            ),
            TimeOfDay::Night => material.mixed(
                Material::new((material.tone * 0.8 + 0.16).min(0.8), [26, 34, 78]),
                0.55,
            ),
        }
    }
}

/// No place that is known: light that falls in, and nothing that would be wrong.
fn abstraction(scene: &Scene, surface: &mut Surface, random: &mut Random) {
    let all = surface.all();
    let (top, bottom) = match scene.time {
        TimeOfDay::Night => (
            Material::new(0.88, [30, 34, 70]),
            Material::new(0.35, [110, 116, 160]),
        ),
        TimeOfDay::Dusk => (
            Material::new(0.34, [196, 130, 120]),
            Material::new(0.05, [250, 220, 190]),
        ),
        _ => (
            Material::new(0.20, [176, 200, 220]),
            Material::new(0.0, [246, 246, 240]),
        ),
    };
    let (height, width) = (surface.height, surface.width);
    surface.paint_by(&all, |p| {
        top.mixed(
            bottom,
            (p.y / height * 0.9 + (p.x / width - 0.5).abs() * 0.2).clamp(0.0, 1.0),
        )
    });
    for _ in 0..5 {
        let x = random.between(-0.1, 1.0) * width;
        let beam = crate::ink::polygon(&[
            Point::new(x + width * 0.10, 0.0),
            Point::new(x + width * 0.18, 0.0),
            Point::new(x - width * 0.02, height),
            Point::new(x - width * 0.16, height),
        ]);
        surface.flat(&beam, bottom.mixed(top, 0.25));
    }
    let floor = rect(0.0, height * 0.86, width, height * 0.14);
    surface.flat(&floor, top.mixed(bottom, 0.55));
}
