//! Somebody on the stage, person or creature.

use kurbo::{Circle, Point, Rect};

use crate::{
    creature::Creature,
    figure::Figure,
    ink::{Surface, ellipse, pt},
    lettering::FaceBox,
    prop,
};

/// Width of the paper-coloured line around people, in design pixels.
const HALO: f64 = 8.0;
/// The same between two who touch, as a share.
const KEYLINE: f64 = 0.3;

/// A person or a creature.
#[derive(Clone, Debug)]
pub enum Body {
    /// A person.
    Person(Box<Figure>),
    /// Anything else.
    Creature(Creature),
}

/// Somebody on the stage.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Id of the character.
    pub id: String,
    /// Their body.
    pub body: Body,
    /// The face is turned to the viewer.
    pub shows_face: bool,
    /// Whom they touch.
    pub partner: Option<Partner>,
}

/// Somebody who is touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Id of the character.
    pub id: String,
    /// Stands behind.
    pub is_behind: bool,
    /// Carries whoever has this partner.
    pub carries: bool,
}

impl Actor {
    /// Box of the head.
    pub fn head(&self) -> Rect {
        match &self.body {
            Body::Person(figure) => figure.head(),
            Body::Creature(creature) => creature.head(),
        }
    }

    /// Box of the rest.
    pub fn trunk(&self) -> Rect {
        match &self.body {
            Body::Person(figure) => figure.body(),
            Body::Creature(creature) => creature.body(),
        }
    }

    /// Where they stand.
    pub fn ground(&self) -> Point {
        match &self.body {
            Body::Person(figure) => figure.ground,
            Body::Creature(creature) => creature.ground,
        }
    }

    /// Height of a person's head at their place, in pixels.
    pub fn unit(&self) -> f64 {
        match &self.body {
            Body::Person(figure) => figure.unit,
            Body::Creature(creature) => creature.unit,
        }
    }

    /// Makes them so large, in pixels a head.
    pub fn set_unit(&mut self, unit: f64) {
        match &mut self.body {
            Body::Person(figure) => figure.unit = unit,
            Body::Creature(creature) => creature.unit = unit,
        }
    }

    /// Moves them.
    pub fn set_ground(&mut self, ground: Point) {
        match &mut self.body {
            Body::Person(figure) => figure.ground = ground,
            Body::Creature(creature) => creature.ground = ground,
        }
    }

    /// Height of the middle of the head above the ground, in heads.
    pub fn head_height(&self) -> f64 {
        match &self.body {
            Body::Person(figure) => -figure.head_height().y,
            Body::Creature(creature) => Creature::head_height(creature.kind),
        }
    }

    /// Half the height of the head, in heads.
    pub fn head_radius(&self) -> f64 {
        match &self.body {
            Body::Person(_) => 0.55,
            Body::Creature(creature) => Creature::head_radius(creature.kind),
        }
    }

    /// True when a person lies.
    pub fn lies(&self) -> bool {
        matches!(&self.body, Body::Person(figure) if figure.posture.lies())
    }

    /// What the letterer needs to know.
    pub fn face(&self) -> FaceBox {
        let head = self.head();
        let mouth = match &self.body {
            Body::Person(figure) if self.shows_face => figure.mouth(),
            Body::Person(_) => head.center(),
            Body::Creature(creature) => creature.mouth(),
        };
        FaceBox {
            character: self.id.clone(),
            rect: head,
            mouth,
            head: Circle::new(head.center(), head.width().max(head.height()) * 0.52),
        }
    }

    /// What they hold: where it is, and whether it shines.
    pub fn item(&self) -> Option<(prop::Item, Rect)> {
        let Body::Person(figure) = &self.body else {
            return None;
        };
        let item = figure.item?;
        let palm = figure.palm();
        let [left, top, right, bottom] = prop::size(item).map(|side| side * figure.unit);
        Some((
            item,
            Rect::new(palm.x + left, palm.y + top, palm.x + right, palm.y + bottom),
        ))
    }

    /// The shadow below them.
    pub fn shadow(&self, surface: &mut Surface) {
        if self.partner.as_ref().is_some_and(|partner| partner.carries) {
            return;
        }
        let (ground, unit) = (self.ground(), self.unit());
        let spread = (self.trunk().width() * 0.42).max(unit * 0.5);
        surface.shade(&ellipse(pt(ground.x, ground.y), spread, unit * 0.14), 0.5);
    }

    /// Draws them with a clear line around.
    pub fn draw(&self, surface: &mut Surface) {
        surface.with_halo(self.halo(surface), |surface| self.draw_body(surface));
    }

    /// Draws two who touch: arms behind them, the one in the back, the one in front, arms over both.
    pub fn draw_pair(back: &Actor, front: &Actor, surface: &mut Surface) {
        let halo = back.halo(surface);
        let parts: [&dyn Fn(&mut Surface); 4] = [
            &|s| {
                back.draw_limbs(s, Figure::draw_under);
                front.draw_limbs(s, Figure::draw_under);
            },
            &|s| back.draw_body(s),
            &|s| front.draw_body(s),
            &|s| {
                back.draw_limbs(s, Figure::draw_over);
                front.draw_limbs(s, Figure::draw_over);
            },
        ];
        for part in parts {
            surface.only_halo(halo, part);
        }
        for part in parts {
            surface.with_halo(halo * KEYLINE, part);
        }
    }

    fn halo(&self, surface: &Surface) -> f64 {
        HALO + self.unit() / surface.scale * 0.012
    }

    fn draw_body(&self, surface: &mut Surface) {
        match &self.body {
            Body::Person(figure) => figure.draw(surface),
            Body::Creature(creature) => creature.draw(surface),
        }
    }

    fn draw_limbs(&self, surface: &mut Surface, draw: fn(&Figure, &mut Surface)) {
        if let Body::Person(figure) = &self.body {
            draw(figure, surface);
        }
    }
}
