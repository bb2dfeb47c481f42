//! What tells a rabbit, a fox and a bear from a dog: ears and tails.

use mangakai_script::{Character, CharacterKind};

use super::Creature;
use crate::ink::{Material, Surface, blob, bow, circle, ellipse, lock, polygon};

/// The ears of an animal, and the tail that goes with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ears {
    /// A dog's.
    #[default]
    Hanging,
    /// A fox's or a wolf's.
    Pointed,
    /// A rabbit's.
    Long,
    /// A bear's or a mouse's.
    Round,
}

/// Parts of names, in small letters.
const NAMES: [(Ears, &[&str]); 3] = [
    (
        Ears::Long,
        &["rabbit", "bunny", "hare", "兔", "うさぎ", "ウサギ", "兎"],
    ),
    (
        Ears::Pointed,
        &[
            "fox",
            "wolf",
            "狐",
            "狼",
            "きつね",
            "ぎつね",
            "キツネ",
            "オオカミ",
            "おおかみ",
        ],
    ),
    (
        Ears::Round,
        &[
            "bear",
            "mouse",
            "panda",
            "熊",
            "鼠",
            "くま",
            "ぐま",
            "クマ",
            "ねずみ",
            "ネズミ",
            "パンダ",
        ],
    ),
];

impl Ears {
    /// By what the script calls somebody.
    pub fn of(character: &Character) -> Ears {
        let called = |part: &&str| {
            let mut names = std::iter::once(&character.name).chain(&character.aliases);
            names.any(|name| name.to_lowercase().contains(*part))
        };
        let known = NAMES.iter().find(|(_, parts)| parts.iter().any(called));
        // Animals of many kinds: "all of the forest 2".
        let number = character
            .name
            .rsplit(' ')
            .next()
            .and_then(|word| word.parse::<usize>().ok());
        let one_of_many =
            number.map(|number| [Ears::Hanging, Ears::Long, Ears::Pointed, Ears::Round][number % 4]);
        known
            .map(|(ears, _)| *ears)
            .or(one_of_many.filter(|_| character.kind == CharacterKind::Animal))
            .unwrap_or_default()
    }

    /// So far they reach above the middle of the head, as a share of its radius.
    pub fn height(self) -> f64 {
        match self {
            Ears::Hanging | Ears::Round => 1.35,
            Ears::Pointed => 1.6,
            Ears::Long => 2.3,
        }
    }
}

/// The tail, behind everything.
pub fn tail(c: &Creature, s: &mut Surface) {
    let width = c.width(s);
    match c.ears {
        Ears::Hanging => {
            let tail = bow(c.at(-0.40, -0.16), c.at(-0.82, -0.30), c.at(-0.72, -0.66), 5);
            s.shape(&lock(&tail, c.px(0.20), 0.5), width, c.coat);
        }
        Ears::Pointed => {
            let tail = bow(c.at(-0.36, -0.10), c.at(-1.00, -0.16), c.at(-0.86, -0.80), 6);
            s.shape(&lock(&tail, c.px(0.44), 0.55), width, c.coat);
        }
        Ears::Long | Ears::Round => s.shape(&circle(c.at(-0.47, -0.18), c.px(0.13)), width, c.coat),
    }
}

/// The ears, over the head.
pub fn ears(c: &Creature, s: &mut Surface) {
    let width = c.width(s);
    let inside = c.coat.mixed(Material::new(0.2, [232, 168, 168]), 0.6);
    match c.ears {
        Ears::Hanging => {
            let dark = c.coat.mixed(Material::new(0.8, [110, 76, 58]), 0.7);
            for (x, tip) in [(-0.10, -0.26), (0.50, 0.68)] {
                let ear = blob(&[
                    c.at(x, -1.34),
                    c.at(x + (tip - x) * 0.9, -1.22),
                    c.at(tip, -0.84),
                    c.at(x + (tip - x) * 0.35, -0.92),
                ]);
                s.shape(&ear, width, dark);
            }
        }
        Ears::Pointed => {
            for (a, tip, b) in [(-0.16, -0.16, 0.10), (0.30, 0.60, 0.58)] {
                let ear = polygon(&[c.at(a, -1.18), c.at(tip, -1.68), c.at(b, -1.28)]);
                s.shape(&ear, width, c.coat);
                let middle = (a + b) / 2.0;
                let lobe = polygon(&[
                    c.at((a + middle) / 2.0, -1.24),
                    c.at(tip * 0.8 + middle * 0.2, -1.54),
                    c.at((b + middle) / 2.0, -1.28),
                ]);
                s.fill(&lobe, inside);
            }
        }
        Ears::Long => {
            for (x, tip) in [(0.08, -0.04), (0.34, 0.44)] {
                let ear = |half: f64, from: f64, to: f64| {
                    blob(&[
                        c.at(x - half, from),
                        c.at((x + tip) / 2.0 - half * 1.2, (from + to) / 2.0),
                        c.at(tip, to),
                        c.at((x + tip) / 2.0 + half * 1.2, (from + to) / 2.0),
                        c.at(x + half, from),
                    ])
                };
                s.shape(&ear(0.10, -1.28, -1.98), width, c.coat);
                s.fill(&ear(0.045, -1.36, -1.88), inside);
            }
        }
        Ears::Round => {
            for x in [-0.10, 0.52] {
                s.shape(&circle(c.at(x, -1.34), c.px(0.15)), width, c.coat);
                s.fill(&ellipse(c.at(x, -1.34), c.px(0.08), c.px(0.08)), inside);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_ears() {
        let named = |name: &str| {
            Ears::of(&Character {
                name: name.to_owned(),
                ..Character::default()
            })
        };
        for (name, ears) in [
            ("小兔子", Ears::Long),
            ("子ぎつね", Ears::Pointed),
            ("The Wolf", Ears::Pointed),
            ("小熊", Ears::Round),
            ("Rex", Ears::Hanging),
        ] {
            assert_eq!(named(name), ears, "{name}");
        }
    }
}
