//! The closed words for what somebody looks like, canonical English whatever language the story has.
//!
//! [`Looks`](crate::Looks) carries plain words, so that a model or a person may write others. The rule-based director
//! writes only what the [`Display`](std::fmt::Display) of these types gives; the artist reads any words with their
//! `parse`, which finds the listed words wherever they stand ("her long, black hair" is [`Hair`] long and black) and
//! leaves out what it does not know.
//!
//! | field | type | canonical form | examples |
//! |---|---|---|---|
//! | `looks.hair` | [`Hair`] | `[length] [adjective style] [colour] hair`, `[length] [colour] <noun style>`, `bald` | `long black hair`, `short curly red hair`, `brown ponytail`, `twin tails`, `bald` |
//! | `looks.outfit` | [`Outfit`] | `[colour] <garment>` | `school uniform`, `red coat` |
//! | `looks.build` | [`Build`] | `<build>` | `tall` |
//! | `looks.props` | [`Worn`] | `[colour] <accessory>` | `glasses`, `red scarf`, `white beard` |
//!
//! What the text does not tell is absent; the artist then chooses, so that people differ.

use std::fmt;

use strum::IntoEnumIterator;

/// An enum whose variants have one canonical word each, and other words that mean the same.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal $(| $other:literal)*),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::EnumIter)]
        #[expect(missing_docs, reason = "the names say it")]
        pub enum $name { $($variant),+ }

        impl $name {
            /// The canonical word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The canonical word and every other that means the same, in lower case.
            #[must_use]
            pub const fn words(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$word $(, $other)*]),+ }
            }

            /// The one whose words stand in `text`; the longest word wins, then the first in `text`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                crate::looks::find(&crate::looks::spread(text), <Self as strum::IntoEnumIterator>::iter(), Self::words)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(crate) use words;

words! { /// Colours of hair, clothes and things.
Colour { Black = "black" | "dark", Brown = "brown", Blond = "blond" | "blonde" | "fair", Red = "red", White = "white", Grey = "grey" | "gray",
         Silver = "silver", Blue = "blue", Green = "green", Pink = "pink", Purple = "purple" | "violet", Yellow = "yellow",
         Orange = "orange", Gold = "gold" | "golden" } }

words! { /// Length of hair.
HairLength { Long = "long", Short = "short" } }

words! { /// How hair is worn.
HairStyle { TwinTails = "twin tails" | "pigtails" | "twintails", Ponytail = "ponytail" | "pony tail", Braid = "braid" | "braids" | "braided" | "plait",
            Bob = "bob", Bun = "bun" | "topknot", Curly = "curly" | "wavy" | "curls", Straight = "straight", Spiky = "spiky",
            Messy = "messy" | "tousled" | "unkempt", Bald = "bald" | "bald head" | "hairless" } }

words! { /// Clothes.
Garment { SchoolUniform = "school uniform" | "sailor uniform" | "sailor suit", Kimono = "kimono" | "hanfu", Yukata = "yukata", Raincoat = "raincoat",
          LabCoat = "lab coat" | "white coat", Coat = "coat" | "overcoat" | "trench coat", Jacket = "jacket" | "blazer", Hoodie = "hoodie", Dress = "dress" | "gown",
          Suit = "suit" | "tuxedo", Apron = "apron", Armor = "armor" | "armour", Uniform = "uniform", Robe = "robe" | "robes", Overalls = "overalls" | "dungarees",
          TShirt = "t-shirt" | "tee", Shirt = "shirt" | "blouse", Sweater = "sweater" | "jumper" | "cardigan", Cloak = "cloak" | "cape",
          Vest = "vest" | "waistcoat", Skirt = "skirt", Pajamas = "pajamas" | "pyjamas" | "nightgown", Swimsuit = "swimsuit",
          Spacesuit = "spacesuit" | "space suit", Rags = "rags" } }

words! { /// Build of a body.
Build { Tall = "tall" | "giant" | "huge" | "towering", Small = "small" | "short" | "tiny" | "petite", Fat = "fat" | "plump" | "stout" | "round",
        Thin = "thin" | "slender" | "slim" | "skinny" | "gaunt", Strong = "strong" | "muscular" | "burly" | "sturdy" | "broad" } }

words! { /// What somebody always wears or has with them.
Accessory { Glasses = "glasses" | "spectacles", Sunglasses = "sunglasses", StrawHat = "straw hat", Hat = "hat", Cap = "cap", Helmet = "helmet",
            Crown = "crown" | "tiara", Headband = "headband", Scarf = "scarf", Ribbon = "ribbon" | "bow", Beard = "beard", Moustache = "moustache" | "mustache",
            Cane = "cane" | "walking stick" | "staff", Bag = "bag" | "satchel", Backpack = "backpack" | "rucksack", EyePatch = "eye patch" | "eyepatch",
            Umbrella = "umbrella" | "parasol", Headphones = "headphones", Mask = "mask", Necklace = "necklace" | "pendant", Earrings = "earrings",
            Gloves = "gloves", Scar = "scar", Freckles = "freckles", Wings = "wings", Horns = "horns", Collar = "collar", Bell = "bell" } }

/// Hair in the closed words. Nothing known is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Hair {
    /// How long.
    pub length: Option<HairLength>,
    /// How worn.
    pub style: Option<HairStyle>,
    /// What colour.
    pub colour: Option<Colour>,
}

impl Hair {
    /// The hair that `text` tells; what it does not tell is absent.
    #[must_use]
    pub fn parse(text: &str) -> Hair {
        Hair {
            length: HairLength::parse(text),
            style: HairStyle::parse(text),
            colour: Colour::parse(text),
        }
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        *self == Hair::default()
    }
}

impl fmt::Display for Hair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.style == Some(HairStyle::Bald) {
            return f.write_str("bald");
        }
        let adjective = self.style.filter(|style| {
            matches!(
                style,
                HairStyle::Curly | HairStyle::Straight | HairStyle::Spiky | HairStyle::Messy
            )
        });
        let noun = self.style.filter(|_| adjective.is_none());
        let words = [
            self.length.map(HairLength::word),
            adjective.map(HairStyle::word),
            self.colour.map(Colour::word),
            Some(noun.map_or("hair", HairStyle::word)),
        ];
        let words: Vec<&str> = words.into_iter().flatten().collect();
        f.write_str(&words.join(" "))
    }
}

/// Clothes in the closed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Outfit {
    /// What colour.
    pub colour: Option<Colour>,
    /// What it is.
    pub garment: Garment,
}

impl Outfit {
    /// The clothes that `text` names.
    #[must_use]
    pub fn parse(text: &str) -> Option<Outfit> {
        let garment = Garment::parse(text)?;
        // The white of a lab coat is part of its name.
        let colour = Colour::parse(text).filter(|_| garment != Garment::LabCoat);
        Some(Outfit { colour, garment })
    }
}

impl fmt::Display for Outfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        coloured(f, self.colour, self.garment.word())
    }
}

/// An accessory in the closed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Worn {
    /// What colour.
    pub colour: Option<Colour>,
    /// What it is.
    pub accessory: Accessory,
}

impl Worn {
    /// The accessory that `text` names.
    #[must_use]
    pub fn parse(text: &str) -> Option<Worn> {
        Some(Worn {
            colour: Colour::parse(text),
            accessory: Accessory::parse(text)?,
        })
    }
}

impl fmt::Display for Worn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        coloured(f, self.colour, self.accessory.word())
    }
}

fn coloured(f: &mut fmt::Formatter<'_>, colour: Option<Colour>, word: &str) -> fmt::Result {
    match colour {
        Some(colour) => write!(f, "{colour} {word}"),
        None => f.write_str(word),
    }
}

/// `text` in lower case with single spaces between its words and around them, so that a word can be looked for whole.
pub(crate) fn spread(text: &str) -> String {
    let lower = text.to_lowercase().replace('_', " ");
    let words = lower
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty());
    let mut spread = String::from(" ");
    for word in words {
        spread.push_str(word);
        spread.push(' ');
    }
    spread
}

/// The value with the longest word in `spread` text; of equally long ones the first in the text.
pub(crate) fn find<T: Copy>(
    spread: &str,
    values: impl Iterator<Item = T>,
    words: impl Fn(T) -> &'static [&'static str],
) -> Option<T> {
    values
        .flat_map(|value| words(value).iter().map(move |word| (value, *word)))
        .filter_map(|(value, word)| {
            let at = spread.find(&format!(" {word} "))?;
            Some((value, word.len(), at))
        })
        .min_by_key(|(_, length, at)| (std::cmp::Reverse(*length), *at))
        .map(|(value, ..)| value)
}

/// Every canonical word of `T`'s list, for schemas and prompts.
pub fn all_words<T: IntoEnumIterator + fmt::Display>() -> Vec<String> {
    T::iter().map(|value| value.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_words_are_read_back() {
        let lengths = [None, Some(HairLength::Long), Some(HairLength::Short)];
        for length in lengths {
            for style in HairStyle::iter().map(Some).chain([None]) {
                for colour in Colour::iter().map(Some).chain([None]) {
                    let hair = Hair {
                        length,
                        style,
                        colour,
                    };
                    let read = Hair::parse(&hair.to_string());
                    if style == Some(HairStyle::Bald) {
                        assert_eq!(read.style, style);
                    } else {
                        assert_eq!(read, hair, "{hair}");
                    }
                }
            }
        }
        for garment in Garment::iter() {
            let outfit = Outfit {
                colour: Some(Colour::Red).filter(|_| garment != Garment::LabCoat),
                garment,
            };
            assert_eq!(Outfit::parse(&outfit.to_string()), Some(outfit));
        }
        for accessory in Accessory::iter() {
            let worn = Worn {
                colour: None,
                accessory,
            };
            assert_eq!(Worn::parse(&worn.to_string()), Some(worn));
        }
        for build in Build::iter() {
            assert_eq!(Build::parse(build.word()), Some(build));
        }
    }

    #[test]
    fn free_words_are_read_as_far_as_they_are_known() {
        assert_eq!(Hair::parse("her long, Black hair").to_string(), "long black hair");
        assert_eq!(Hair::parse("blonde pigtails").to_string(), "blond twin tails");
        assert!(Hair::parse("unremarkable").is_unknown());
        assert_eq!(
            Outfit::parse("a dark school uniform").map(|o| o.to_string()),
            Some("black school uniform".to_owned())
        );
        assert_eq!(Outfit::parse("a petticoat"), None);
        assert_eq!(Build::parse("a rather short man"), Some(Build::Small));
        assert_eq!(
            Worn::parse("red_scarf").map(|w| w.to_string()),
            Some("red scarf".to_owned())
        );
        assert!(all_words::<Colour>().contains(&"grey".to_owned()));
    }
}
