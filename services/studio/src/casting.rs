//! Who is played by whom: every character of a script gets looks, from their name and what the story tells, the same in
//! every panel and never those of somebody else in the story.

mod wardrobe;

use mangakai_script::{
    Age, Character, CharacterKind, Gender, Looks, Script,
    looks::{Accessory, Build, Colour, Hair, HairLength, HairStyle, Worn},
};

use crate::{
    creature::Ears,
    figure::{Cut, Extra, Eyes, Jaw, Person, Proportions, SKIN},
    ink::{Material, Random, seed_of},
};

/// How a character is played.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// By a person.
    Person(Box<Person>),
    /// By a creature.
    Creature(Beast),
}

/// How a creature looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beast {
    /// What it is.
    pub kind: CharacterKind,
    /// Its coat.
    pub coat: Material,
    /// Its ears.
    pub ears: Ears,
    /// How large it is, 1 for what is usual.
    pub size: f64,
}

/// Proportions of all people, as a style asks.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Manner {
    heads: f64,
    shoulders: f64,
    limbs: f64,
    eyes: f64,
}

/// Everybody, in the order of the script's characters.
pub fn cast(script: &Script) -> Vec<Role> {
    let manner = manner(script.style.character_style.as_deref());
    let mut taken = Taken::default();
    // Those whose looks the story tells choose first.
    let mut order: Vec<usize> = (0..script.characters.len()).collect();
    order.sort_by_key(|index| told(&script.characters[*index].looks) == 0);
    let mut roles: Vec<Option<Role>> = vec![None; script.characters.len()];
    for index in order {
        roles[index] = Some(role(&script.characters[index], manner, &mut taken));
    }
    roles.into_iter().flatten().collect()
}

fn told(looks: &Looks) -> usize {
    usize::from(looks.hair.is_some()) + usize::from(looks.outfit.is_some()) + looks.props.len()
}

fn manner(style: Option<&str>) -> Manner {
    let (heads, shoulders, limbs, eyes) = match style {
        Some("chibi_cute") => (0.52, 0.82, 1.12, 1.28),
        Some("cartoonish") => (0.74, 0.92, 1.1, 1.18),
        Some("heroic_muscular") => (1.10, 1.22, 1.22, 0.9),
        Some("elegant_graceful") => (1.14, 0.94, 0.90, 1.0),
        Some("realistic_proportions") => (1.18, 1.04, 1.0, 0.80),
        Some("expressive_eyes") => (1.0, 1.0, 1.0, 1.2),
        _ => (1.0, 1.0, 1.0, 1.0),
    };
    Manner {
        heads,
        shoulders,
        limbs,
        eyes,
    }
}

/// What others of the story have already.
#[derive(Default)]
struct Taken {
    cuts: Vec<Cut>,
    hair: Vec<(bool, usize)>,
    outfits: Vec<wardrobe::Choice>,
    coats: Vec<usize>,
}

/// Values of hair, dark first.
const HAIR: [Material; 5] = [
    Material::new(1.0, [44, 38, 48]),
    Material::new(0.0, [240, 214, 140]),
    Material::new(0.42, [140, 88, 56]),
    Material::new(0.20, [206, 140, 88]),
    Material::new(0.62, [104, 70, 58]),
];
const WHITE_HAIR: Material = Material::new(0.0, [232, 232, 236]);
const GREY_HAIR: Material = Material::new(0.16, [186, 188, 196]);

/// So much larger is "a heron taller than a man".
const GIANT: f64 = 6.5;

/// Coats of animals.
const COATS: [Material; 4] = [
    Material::new(0.0, [248, 244, 236]),
    Material::new(0.26, [196, 150, 102]),
    Material::new(0.94, [56, 52, 58]),
    Material::new(0.14, [178, 178, 184]),
];

fn role(character: &Character, manner: Manner, taken: &mut Taken) -> Role {
    let mut random = Random(seed_of(&character.name));
    match character.kind {
        CharacterKind::Human => Role::Person(Box::new(person(character, manner, taken, &mut random))),
        kind => {
            let told = character.looks.hair.as_deref().and_then(Colour::parse).map(dyed);
            let first = random.index(COATS.len());
            let free = (0..COATS.len())
                .map(|i| (first + i) % COATS.len())
                .find(|coat| !taken.coats.contains(coat));
            let coat = free.unwrap_or(first);
            taken.coats.push(coat);
            let build = character.looks.build.as_deref().and_then(Build::parse);
            Role::Creature(Beast {
                kind,
                coat: told.unwrap_or(COATS[coat]),
                ears: Ears::of(character),
                size: if build == Some(Build::Tall) { GIANT } else { 1.0 },
            })
        }
    }
}

fn person(character: &Character, manner: Manner, taken: &mut Taken, random: &mut Random) -> Person {
    let female = match character.gender {
        Gender::Female => true,
        Gender::Male => false,
        Gender::Unknown => random.chance(0.5),
    };
    let age = character.age;
    let looks = &character.looks;
    let told = looks.hair.as_deref().map(Hair::parse).unwrap_or_default();
    let cut = cut(told, age, female, taken, random);
    let hair = hair(told, age, female, taken, random);
    let build = looks.build.as_deref().and_then(Build::parse);
    let extras = extras(looks, age, female, random);
    Person {
        age,
        female,
        proportions: proportions(age, female, build, manner, random),
        jaw: jaw(age, female, build, random),
        skin: SKIN,
        eyes: eyes(age, female, manner, random),
        cut,
        hair,
        outfit: wardrobe::choose(character, female, &mut taken.outfits, random),
        extras,
    }
}

fn cuts(age: Age, female: bool) -> &'static [Cut] {
    match (age, female) {
        (Age::Child, true) => &[
            Cut::TwinTails,
            Cut::Bob,
            Cut::Braids,
            Cut::Ponytail,
            Cut::Long,
            Cut::Bun,
            Cut::Curly,
            Cut::Wavy,
        ],
        (Age::Child, false) => &[
            Cut::Messy,
            Cut::Short,
            Cut::Spiky,
            Cut::Crop,
            Cut::Curly,
            Cut::Bob,
        ],
        (Age::Teen, true) => &[
            Cut::Long,
            Cut::Bob,
            Cut::Ponytail,
            Cut::TwinTails,
            Cut::Braids,
            Cut::Wavy,
            Cut::Bun,
            Cut::Curly,
        ],
        (Age::Teen, false) => &[
            Cut::Messy,
            Cut::Spiky,
            Cut::Short,
            Cut::Crop,
            Cut::Back,
            Cut::Curly,
        ],
        (Age::Adult, true) => &[
            Cut::Wavy,
            Cut::Bun,
            Cut::Bob,
            Cut::Long,
            Cut::Ponytail,
            Cut::Curly,
            Cut::Braids,
        ],
        (Age::Adult, false) => &[
            Cut::Short,
            Cut::Back,
            Cut::Messy,
            Cut::Crop,
            Cut::Spiky,
            Cut::Balding,
            Cut::Curly,
        ],
        (Age::Old, true) => &[Cut::Bun, Cut::Curly, Cut::Bob, Cut::Wavy],
        (Age::Old, false) => &[Cut::Balding, Cut::Back, Cut::Bald, Cut::Crop, Cut::Short],
    }
}

fn cut(told: Hair, age: Age, female: bool, taken: &mut Taken, random: &mut Random) -> Cut {
    let list = cuts(age, female);
    let fits = |cut: &Cut| match told.length {
        Some(HairLength::Long) => matches!(cut, Cut::Long | Cut::Wavy | Cut::Ponytail),
        Some(HairLength::Short) => !matches!(
            cut,
            Cut::Long | Cut::Wavy | Cut::Ponytail | Cut::TwinTails | Cut::Braids
        ),
        None => true,
    };
    let named = told.style.and_then(|style| match style {
        HairStyle::TwinTails => Some(Cut::TwinTails),
        HairStyle::Ponytail => Some(Cut::Ponytail),
        HairStyle::Braid => Some(Cut::Braids),
        HairStyle::Bob => Some(Cut::Bob),
        HairStyle::Bun => Some(Cut::Bun),
        HairStyle::Curly if told.length == Some(HairLength::Long) => Some(Cut::Wavy),
        HairStyle::Curly => Some(Cut::Curly),
        HairStyle::Spiky => Some(Cut::Spiky),
        HairStyle::Messy => Some(Cut::Messy),
        HairStyle::Bald => Some(Cut::Bald),
        HairStyle::Straight => None,
    });
    let long = (told.length == Some(HairLength::Long)).then_some(Cut::Long);
    let first = random.index(list.len().min(4));
    let free = (0..list.len())
        .map(|i| list[(first + i) % list.len()])
        .find(|cut| fits(cut) && !taken.cuts.contains(cut));
    let cut = named.or(free).or(long).unwrap_or(list[first]);
    taken.cuts.push(cut);
    cut
}

fn hair(told: Hair, age: Age, female: bool, taken: &mut Taken, random: &mut Random) -> Material {
    if let Some(colour) = told.colour {
        return dyed(colour);
    }
    if age == Age::Old {
        return if random.chance(0.6) { WHITE_HAIR } else { GREY_HAIR };
    }
    let first = if random.chance(0.5) {
        0
    } else {
        random.index(HAIR.len())
    };
    let free = (0..HAIR.len())
        .map(|i| (first + i) % HAIR.len())
        .find(|value| !taken.hair.contains(&(female, *value)));
    let value = free.unwrap_or(first);
    taken.hair.push((female, value));
    HAIR[value]
}

/// Hair and coats of a colour.
fn dyed(colour: Colour) -> Material {
    match colour {
        Colour::Black => HAIR[0],
        Colour::Brown => HAIR[2],
        Colour::Blond | Colour::Yellow | Colour::Gold => HAIR[1],
        Colour::Red | Colour::Orange => Material::new(0.34, [196, 84, 52]),
        Colour::White => WHITE_HAIR,
        Colour::Grey | Colour::Silver => GREY_HAIR,
        Colour::Blue => Material::new(0.5, [84, 122, 196]),
        Colour::Green => Material::new(0.42, [96, 160, 110]),
        Colour::Pink => Material::new(0.16, [240, 160, 186]),
        Colour::Purple => Material::new(0.55, [134, 96, 176]),
    }
}

fn proportions(
    age: Age,
    female: bool,
    build: Option<Build>,
    manner: Manner,
    random: &mut Random,
) -> Proportions {
    let mut heads = match age {
        Age::Child => random.between(3.7, 4.1),
        Age::Teen => random.between(5.3, 5.7),
        Age::Adult if female => random.between(5.9, 6.2),
        Age::Adult => random.between(6.2, 6.6),
        Age::Old => random.between(5.1, 5.5),
    };
    let mut width = match (age, female) {
        (Age::Child, _) => 0.84,
        (Age::Teen, true) => 0.92,
        (_, true) => 0.97,
        (Age::Teen, false) => 1.04,
        (_, false) => 1.18,
    };
    let mut limbs = if female { 0.94 } else { 1.06 };
    let mut belly = 0.0;
    match build {
        Some(Build::Tall) => heads += 0.55,
        Some(Build::Small) => heads -= 0.5,
        Some(Build::Fat) => (belly, limbs, width) = (0.20, limbs * 1.25, width * 1.08),
        Some(Build::Thin) => (width, limbs) = (width * 0.92, limbs * 0.84),
        Some(Build::Strong) => (width, limbs) = (width * 1.16, limbs * 1.22),
        None => {}
    }
    let heads = (heads * manner.heads).max(2.3);
    let shoulders = 0.52 * width * manner.shoulders * (heads / 5.6).powf(0.35);
    let slim = if female { 0.66 } else { 0.78 };
    Proportions {
        heads,
        shoulders,
        waist: shoulders * slim + belly,
        hips: shoulders * if female { 0.84 } else { 0.78 } + belly * 0.8,
        limbs: limbs * manner.limbs * (heads / 5.6).powf(0.25),
    }
}

fn jaw(age: Age, female: bool, build: Option<Build>, random: &mut Random) -> Jaw {
    let (width, cheeks, length) = match (age, female) {
        (Age::Child, _) => (1.04, 0.055, -0.035),
        (Age::Teen, true) => (0.96, 0.01, -0.01),
        (Age::Teen, false) => (1.06, 0.0, 0.0),
        (Age::Adult, true) => (0.98, -0.02, 0.01),
        (Age::Adult, false) => (1.26, -0.03, 0.035),
        (Age::Old, _) => (1.16, 0.0, 0.02),
    };
    let fat = if build == Some(Build::Fat) { 0.09 } else { 0.0 };
    Jaw {
        width: width + random.between(-0.06, 0.06) + fat,
        cheeks: cheeks + fat,
        length: length + random.between(-0.01, 0.012),
    }
}

fn eyes(age: Age, female: bool, manner: Manner, random: &mut Random) -> Eyes {
    let (width, height, lash) = match (age, female) {
        (Age::Child, true) => (0.118, 0.142, 1.0),
        (Age::Child, false) => (0.110, 0.130, 0.78),
        (Age::Teen, true) => (0.117, 0.126, 1.1),
        (Age::Teen, false) => (0.106, 0.100, 0.82),
        (Age::Adult, true) => (0.114, 0.108, 1.18),
        (Age::Adult, false) => (0.102, 0.078, 0.82),
        (Age::Old, true) => (0.096, 0.074, 0.8),
        (Age::Old, false) => (0.090, 0.062, 0.66),
    };
    let irises = [
        Material::new(0.85, [84, 58, 46]),
        Material::new(0.62, [70, 110, 170]),
        Material::new(0.66, [82, 136, 92]),
        Material::new(0.95, [52, 46, 60]),
        Material::new(0.55, [168, 112, 62]),
    ];
    Eyes {
        width: width * (1.0 + (manner.eyes - 1.0) * 0.6),
        height: height * manner.eyes * random.between(0.94, 1.06),
        slant: random.between(-0.012, 0.026),
        lash: lash * random.between(0.95, 1.1),
        iris: random.pick(&irises),
        brow: if female {
            random.between(0.7, 0.95)
        } else {
            random.between(1.1, 1.5)
        },
    }
}

fn extras(looks: &Looks, age: Age, female: bool, random: &mut Random) -> Vec<Extra> {
    let mut extras: Vec<Extra> = looks
        .props
        .iter()
        .filter_map(|words| Worn::parse(words))
        .filter_map(|worn| match worn.accessory {
            Accessory::Glasses => Some(Extra::Glasses),
            Accessory::Sunglasses => Some(Extra::Sunglasses),
            Accessory::StrawHat => Some(Extra::StrawHat),
            Accessory::Hat => Some(Extra::Hat),
            Accessory::Cap => Some(Extra::Cap),
            Accessory::Helmet => Some(Extra::Helmet),
            Accessory::Crown => Some(Extra::Crown),
            Accessory::Headband => Some(Extra::Headband),
            Accessory::Scarf => Some(Extra::Scarf),
            Accessory::Ribbon => Some(Extra::Bow),
            Accessory::Beard => Some(Extra::Beard),
            Accessory::Moustache => Some(Extra::Moustache),
            Accessory::EyePatch => Some(Extra::EyePatch),
            Accessory::Headphones => Some(Extra::Headphones),
            Accessory::Scar => Some(Extra::Scar),
            Accessory::Freckles => Some(Extra::Freckles),
            _ => None,
        })
        .collect();
    if extras.is_empty() {
        // What nobody tells is chosen sparingly, so that people of one age differ.
        match age {
            Age::Old if !female && random.chance(0.7) => {
                extras.push(random.pick(&[Extra::Beard, Extra::Moustache]))
            }
            Age::Old if random.chance(0.5) => extras.push(Extra::Glasses),
            Age::Adult if !female && random.chance(0.25) => {
                extras.push(random.pick(&[Extra::Moustache, Extra::Glasses]))
            }
            Age::Child if female && random.chance(0.4) => extras.push(Extra::Bow),
            Age::Child | Age::Teen if random.chance(0.18) => {
                extras.push(random.pick(&[Extra::Freckles, Extra::Glasses]))
            }
            _ => {}
        }
    }
    extras.dedup();
    extras
}
