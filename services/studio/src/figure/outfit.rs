//! Clothes.

use crate::ink::Material;

/// What covers the legs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lower {
    /// Long trousers.
    Trousers,
    /// Short trousers.
    Shorts,
    /// A skirt down to this share of the leg.
    Skirt(f64),
}

/// What is at the neck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collar {
    /// Round.
    Crew,
    /// Two points.
    Shirt,
    /// A sailor's, with a scarf.
    Sailor,
    /// Lapels over shirt and tie.
    Lapels,
    /// Crossed.
    Crossed,
    /// A hood down the back.
    Hood,
    /// Standing.
    High,
}

/// Length and width of sleeves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sleeves {
    /// To the elbow.
    Short,
    /// To the wrist.
    Long,
    /// To the wrist and wide.
    Wide,
}

/// What the cloth is patterned with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Nothing.
    Plain,
    /// Stripes across.
    Stripes,
    /// Dots.
    Dots,
}

/// Clothes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outfit {
    /// Upper part.
    pub top: Material,
    /// Lower part.
    pub bottom: Material,
    /// Collar, ties, belts.
    pub accent: Material,
    /// Shoes.
    pub shoes: Material,
    /// What covers the legs.
    pub lower: Lower,
    /// Collar.
    pub collar: Collar,
    /// Sleeves.
    pub sleeves: Sleeves,
    /// How far the upper part reaches below the hips, as a share of the leg.
    pub hem: f64,
    /// Buttons down the front.
    pub buttons: bool,
    /// A band around the waist.
    pub belt: bool,
    /// An apron over everything.
    pub apron: bool,
    /// Plates on shoulders and breast.
    pub armour: bool,
    /// A cloak from the shoulders.
    pub cloak: bool,
    /// Pattern of the upper part.
    pub pattern: Pattern,
}

const fn m(tone: f64, rgb: [u8; 3]) -> Material {
    Material::new(tone, rgb)
}

/// White cloth.
pub const WHITE: Material = m(0.0, [250, 250, 250]);
/// Black cloth.
pub const BLACK: Material = m(1.0, [40, 40, 52]);
/// Navy cloth.
pub const NAVY: Material = m(0.78, [52, 66, 116]);
/// Red cloth.
pub const RED: Material = m(0.26, [204, 66, 66]);
/// Grey cloth.
pub const GREY: Material = m(0.13, [158, 166, 176]);
/// Brown cloth or leather.
pub const BROWN: Material = m(0.36, [134, 94, 66]);
/// Blue cloth.
pub const BLUE: Material = m(0.19, [92, 138, 196]);
/// Green cloth.
pub const GREEN: Material = m(0.22, [104, 150, 96]);
/// Yellow cloth.
pub const YELLOW: Material = m(0.06, [246, 208, 92]);
/// Pink cloth.
pub const PINK: Material = m(0.08, [244, 170, 186]);
/// Purple cloth.
pub const PURPLE: Material = m(0.34, [134, 98, 172]);
/// Beige cloth.
pub const BEIGE: Material = m(0.05, [232, 214, 184]);
/// Steel.
pub const STEEL: Material = m(0.14, [188, 196, 210]);

/// A plain outfit to change.
const PLAIN: Outfit = Outfit {
    top: WHITE,
    bottom: NAVY,
    accent: WHITE,
    shoes: BLACK,
    lower: Lower::Trousers,
    collar: Collar::Crew,
    sleeves: Sleeves::Short,
    hem: 0.04,
    buttons: false,
    belt: false,
    apron: false,
    armour: false,
    cloak: false,
    pattern: Pattern::Plain,
};

impl Outfit {
    /// A T-shirt.
    pub fn shirt(female: bool) -> Outfit {
        Outfit {
            lower: if female {
                Lower::Skirt(0.45)
            } else {
                Lower::Trousers
            },
            ..PLAIN
        }
    }

    /// A school uniform.
    pub fn school(female: bool) -> Outfit {
        if female {
            Outfit {
                lower: Lower::Skirt(0.46),
                bottom: NAVY,
                accent: RED,
                collar: Collar::Sailor,
                sleeves: Sleeves::Long,
                shoes: BROWN,
                ..PLAIN
            }
        } else {
            Outfit {
                top: BLACK,
                bottom: BLACK,
                collar: Collar::High,
                sleeves: Sleeves::Long,
                buttons: true,
                hem: 0.12,
                accent: YELLOW,
                ..PLAIN
            }
        }
    }

    /// A dress.
    pub fn dress() -> Outfit {
        Outfit {
            top: PINK,
            bottom: PINK,
            lower: Lower::Skirt(0.62),
            collar: Collar::Shirt,
            belt: true,
            accent: WHITE,
            shoes: RED,
            ..PLAIN
        }
    }

    /// A kimono.
    pub fn kimono() -> Outfit {
        Outfit {
            top: PURPLE,
            bottom: PURPLE,
            accent: YELLOW,
            lower: Lower::Skirt(0.97),
            collar: Collar::Crossed,
            sleeves: Sleeves::Wide,
            belt: true,
            shoes: BROWN,
            pattern: Pattern::Dots,
            ..PLAIN
        }
    }

    /// A coat down to the knees.
    pub fn coat() -> Outfit {
        Outfit {
            top: BEIGE,
            bottom: NAVY,
            accent: BROWN,
            collar: Collar::Lapels,
            sleeves: Sleeves::Long,
            hem: 0.55,
            buttons: true,
            belt: true,
            ..PLAIN
        }
    }

    /// A raincoat with a hood.
    pub fn raincoat() -> Outfit {
        Outfit {
            top: YELLOW,
            collar: Collar::Hood,
            sleeves: Sleeves::Long,
            hem: 0.5,
            buttons: true,
            ..PLAIN
        }
    }

    /// A hooded sweater.
    pub fn hoodie() -> Outfit {
        Outfit {
            top: GREY,
            collar: Collar::Hood,
            sleeves: Sleeves::Long,
            hem: 0.1,
            shoes: WHITE,
            ..PLAIN
        }
    }

    /// A suit.
    pub fn suit() -> Outfit {
        Outfit {
            top: NAVY,
            bottom: NAVY,
            accent: RED,
            collar: Collar::Lapels,
            sleeves: Sleeves::Long,
            hem: 0.14,
            buttons: true,
            ..PLAIN
        }
    }

    /// A robe to the ground.
    pub fn robe() -> Outfit {
        Outfit {
            top: GREY,
            bottom: GREY,
            accent: BROWN,
            lower: Lower::Skirt(0.98),
            collar: Collar::Crossed,
            sleeves: Sleeves::Wide,
            belt: true,
            shoes: BROWN,
            ..PLAIN
        }
    }

    /// Armour.
    pub fn armour() -> Outfit {
        Outfit {
            top: STEEL,
            bottom: GREY,
            accent: STEEL,
            collar: Collar::High,
            sleeves: Sleeves::Long,
            belt: true,
            armour: true,
            shoes: STEEL,
            ..PLAIN
        }
    }

    /// A cloak over a tunic.
    pub fn cloak() -> Outfit {
        Outfit {
            top: GREEN,
            bottom: BROWN,
            collar: Collar::High,
            sleeves: Sleeves::Long,
            hem: 0.22,
            belt: true,
            cloak: true,
            accent: NAVY,
            shoes: BROWN,
            ..PLAIN
        }
    }

    /// Overalls over a striped shirt.
    pub fn overalls() -> Outfit {
        Outfit {
            bottom: BLUE,
            apron: false,
            pattern: Pattern::Stripes,
            sleeves: Sleeves::Long,
            belt: true,
            ..PLAIN
        }
    }

    /// A knitted sweater.
    pub fn sweater() -> Outfit {
        Outfit {
            top: RED,
            bottom: BROWN,
            sleeves: Sleeves::Long,
            hem: 0.08,
            collar: Collar::High,
            ..PLAIN
        }
    }

    /// A shirt with buttons.
    pub fn blouse(female: bool) -> Outfit {
        Outfit {
            collar: Collar::Shirt,
            sleeves: Sleeves::Long,
            buttons: true,
            lower: if female {
                Lower::Skirt(0.6)
            } else {
                Lower::Trousers
            },
            belt: true,
            accent: BROWN,
            ..PLAIN
        }
    }

    /// With an apron.
    pub fn with_apron(self) -> Outfit {
        Outfit { apron: true, ..self }
    }

    /// With other cloth for the upper part.
    pub fn in_cloth(self, top: Material) -> Outfit {
        let one_piece = matches!(self.lower, Lower::Skirt(length) if length > 0.6) || self.bottom == self.top;
        Outfit {
            top,
            bottom: if one_piece { top } else { self.bottom },
            ..self
        }
    }
}
