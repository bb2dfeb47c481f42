//! Clothes for everybody: as the story tells, or by age and chance.

use mangakai_script::{
    Age, Character,
    looks::{Colour, Garment, Outfit as Told},
};

use crate::{
    figure::{
        Outfit, outfit as cloth,
        outfit::{Collar, Lower, Pattern},
    },
    ink::{Material, Random},
};

/// What somebody wears, as far as it tells people apart.
pub type Choice = (&'static str, usize);

const CLOTHS: [Material; 9] = [
    cloth::WHITE,
    cloth::BLUE,
    cloth::RED,
    cloth::GREY,
    cloth::GREEN,
    cloth::YELLOW,
    cloth::BROWN,
    cloth::PINK,
    cloth::NAVY,
];

/// Tone of a white shirt.
const OFF_WHITE: f64 = 0.08;

/// The clothes of a character.
pub fn choose(character: &Character, female: bool, taken: &mut Vec<Choice>, random: &mut Random) -> Outfit {
    let told = character.looks.outfit.as_deref().and_then(Told::parse);
    let name = told.map_or_else(
        || usual(character.age, female, taken, random),
        |told| worn(told.garment, female),
    );
    let first = random.index(CLOTHS.len());
    let value = (0..CLOTHS.len())
        .map(|i| (first + i) % CLOTHS.len())
        .find(|value| taken.iter().all(|(_, other)| other != value))
        .unwrap_or(first);
    taken.push((name, value));
    let mut outfit = made(name, female);
    if character.age == Age::Child && !female && matches!(name, "shirt" | "stripes") {
        outfit.lower = Lower::Shorts;
    }
    let outfit = match told.and_then(|told| told.colour) {
        Some(colour) => outfit.in_cloth(dyed(colour)),
        None if told.is_some_and(|told| fixed(told.garment)) => outfit,
        None if matches!(name, "school" | "armour" | "raincoat") => outfit,
        None => outfit.in_cloth(CLOTHS[value]),
    };
    not_bare(outfit)
}

/// Plain white without lapels or scarf would look like bare skin in black and white: it gets the lightest of tones.
fn not_bare(mut outfit: Outfit) -> Outfit {
    let plain = matches!(
        outfit.collar,
        Collar::Crew | Collar::Shirt | Collar::High | Collar::Hood
    );
    if plain && outfit.pattern == Pattern::Plain && outfit.top.tone < OFF_WHITE {
        outfit.top.tone = OFF_WHITE;
    }
    outfit
}

/// Garments that have a colour of their own.
fn fixed(garment: Garment) -> bool {
    use Garment::*;
    matches!(
        garment,
        SchoolUniform | LabCoat | Armor | Suit | Raincoat | Uniform | Spacesuit
    )
}

fn usual(age: Age, female: bool, taken: &[Choice], random: &mut Random) -> &'static str {
    let list: &[&str] = match (age, female) {
        (Age::Child, true) => &["dress", "shirt", "sweater", "overalls"],
        (Age::Child, false) => &["shirt", "sweater", "hoodie", "overalls"],
        (Age::Teen, true) => &["blouse", "hoodie", "sweater", "dress"],
        (Age::Teen, false) => &["hoodie", "blouse", "shirt", "sweater"],
        (Age::Adult, true) => &["blouse", "dress", "coat", "sweater"],
        (Age::Adult, false) => &["suit", "blouse", "coat", "sweater"],
        (Age::Old, true) => &["apron", "robe", "sweater"],
        (Age::Old, false) => &["robe", "sweater", "blouse"],
    };
    let first = random.index(list.len());
    (0..list.len())
        .map(|i| list[(first + i) % list.len()])
        .find(|name| taken.iter().all(|(other, _)| other != name))
        .unwrap_or(list[first])
}

fn worn(garment: Garment, female: bool) -> &'static str {
    use Garment::*;
    match garment {
        SchoolUniform => "school",
        Kimono | Yukata => "kimono",
        Raincoat => "raincoat",
        LabCoat => "lab coat",
        Coat | Spacesuit => "coat",
        Jacket | Suit | Uniform => "suit",
        Hoodie => "hoodie",
        Dress => "dress",
        Apron => "apron",
        Armor => "armour",
        Robe | Rags => "robe",
        Overalls => "overalls",
        TShirt | Swimsuit => "shirt",
        Shirt | Pajamas | Vest => "blouse",
        Sweater => "sweater",
        Cloak => "cloak",
        Skirt => {
            if female {
                "blouse"
            } else {
                "shirt"
            }
        }
    }
}

fn made(name: &str, female: bool) -> Outfit {
    match name {
        "school" => Outfit::school(female),
        "kimono" => Outfit::kimono(),
        "raincoat" => Outfit::raincoat(),
        "lab coat" => Outfit::coat().in_cloth(cloth::WHITE),
        "coat" => Outfit::coat(),
        "suit" => Outfit::suit(),
        "hoodie" => Outfit::hoodie(),
        "dress" => Outfit::dress(),
        "apron" => Outfit::blouse(female).with_apron(),
        "armour" => Outfit::armour(),
        "robe" => Outfit::robe(),
        "overalls" => Outfit::overalls(),
        "sweater" => Outfit::sweater(),
        "cloak" => Outfit::cloak(),
        "blouse" => Outfit::blouse(female),
        _ => Outfit::shirt(female),
    }
}

fn dyed(colour: Colour) -> Material {
    match colour {
        Colour::Black => cloth::BLACK,
        Colour::Brown => cloth::BROWN,
        Colour::White => cloth::WHITE,
        Colour::Red => cloth::RED,
        Colour::Orange => Material::new(0.28, [236, 146, 66]),
        Colour::Grey => cloth::GREY,
        Colour::Silver => cloth::STEEL,
        Colour::Blue => cloth::BLUE,
        Colour::Green => cloth::GREEN,
        Colour::Pink => cloth::PINK,
        Colour::Purple => cloth::PURPLE,
        Colour::Yellow | Colour::Gold | Colour::Blond => cloth::YELLOW,
    }
}
