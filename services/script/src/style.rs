//! Style options: the closed lists of looks, and how words of a request become one of them.

use serde::Serialize;

use crate::Style;
use crate::limits::MAX_NOTES_CHARS;

/// The look when nobody asks for one.
pub const DEFAULT_ART_STYLE: &str = "black_and_white_manga";

/// Name of the field of free words.
pub const NOTES_FIELD: &str = "additional_notes";

/// What every list accepts for "no wish".
const NO_WISH: &str = "none";

/// One list: the field's name and the labels shown to people. The value of a label is its snake case.
pub const OPTIONS: [(&str, &[&str]); 6] = [
    (
        "art_style",
        &[
            "Black and White Manga",
            "Anime/Manga",
            "Realistic",
            "Cartoon",
            "Watercolor",
            "Oil Painting",
            "Sketch",
            "Digital Art",
            "Minimalist",
            "Vintage",
            "Comic Book",
        ],
    ),
    (
        "mood",
        &[
            "Happy",
            "Sad",
            "Mysterious",
            "Adventurous",
            "Romantic",
            "Dark",
            "Peaceful",
            "Energetic",
            "Nostalgic",
            "Dramatic",
        ],
    ),
    (
        "color_palette",
        &[
            "Vibrant",
            "Pastel",
            "Monochrome",
            "Warm Tones",
            "Cool Tones",
            "Earth Tones",
            "Neon",
            "Sepia",
            "Black and White",
            "Sunset Colors",
        ],
    ),
    (
        "character_style",
        &[
            "Realistic Proportions",
            "Chibi/Cute",
            "Heroic/Muscular",
            "Elegant/Graceful",
            "Cartoonish",
            "Detailed Faces",
            "Simple/Minimalist",
            "Expressive Eyes",
            "Dynamic Poses",
        ],
    ),
    (
        "line_style",
        &[
            "Clean Lines",
            "Sketchy",
            "Bold Outlines",
            "Soft Lines",
            "Detailed Linework",
            "Minimal Lines",
            "Crosshatching",
            "Smooth Curves",
            "Sharp Angles",
        ],
    ),
    (
        "composition",
        &[
            "Close-up",
            "Wide Shot",
            "Action Scene",
            "Portrait Style",
            "Landscape View",
            "Dynamic Angle",
            "Centered Composition",
            "Rule of Thirds",
            "Dramatic Perspective",
        ],
    ),
];

/// Why a style was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// No list has this name.
    #[error("there is no style field '{field}'; the fields are {}", field_names().join(", "))]
    UnknownField {
        /// As the request named it.
        field: String,
    },
    /// The list does not have this value.
    #[error("style.{field} cannot be '{value}'; it is one of {} or none", allowed.join(", "))]
    UnknownValue {
        /// The list.
        field: &'static str,
        /// As the request gave it.
        value: String,
        /// All values of the list, in snake case.
        allowed: Vec<String>,
    },
    /// The free words are too many.
    #[error("style.additional_notes has {chars} characters; at most {MAX_NOTES_CHARS} are allowed")]
    NotesTooLong {
        /// How many there were.
        chars: usize,
    },
}

/// One list as the API shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StyleOptions {
    /// Name of the field.
    pub field: &'static str,
    /// What is taken when nobody asks.
    pub default: Option<&'static str>,
    /// Everything that may be asked for.
    pub values: Vec<StyleOption>,
}

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StyleOption {
    /// Snake case: what a [`Style`] holds.
    pub value: String,
    /// What people read.
    pub label: &'static str,
}

/// Every list with its values, for the API.
#[must_use]
pub fn options() -> Vec<StyleOptions> {
    OPTIONS
        .iter()
        .map(|(field, labels)| StyleOptions {
            field,
            default: (*field == "art_style").then_some(DEFAULT_ART_STYLE),
            values: labels
                .iter()
                .map(|label| StyleOption {
                    value: snake_case(label),
                    label,
                })
                .collect(),
        })
        .collect()
}

/// The value of `field` that `words` mean: matched without regard to case, spaces and punctuation; empty words
/// and "none" mean no wish.
///
/// # Errors
/// When there is no such field or the list does not have such a value.
pub fn parse_value(field: &str, words: &str) -> Result<Option<String>, StyleError> {
    let wanted_field = snake_case(field);
    let Some((field, labels)) = OPTIONS.iter().find(|(name, _)| *name == wanted_field) else {
        return Err(StyleError::UnknownField {
            field: field.to_owned(),
        });
    };
    let wanted = snake_case(words);
    if wanted == NO_WISH || words.trim().is_empty() {
        return Ok(None);
    }
    let values: Vec<String> = labels.iter().map(|label| snake_case(label)).collect();
    if values.contains(&wanted) {
        return Ok(Some(wanted));
    }
    Err(StyleError::UnknownValue {
        field,
        value: words.to_owned(),
        allowed: values,
    })
}

impl Style {
    /// A style from the fields of a request (`art_style`, ..., `additional_notes`).
    ///
    /// # Errors
    /// At the first field or value that no list has, or when the notes are too long.
    pub fn parse<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Style, StyleError> {
        let mut style = Style::default();
        for (field, words) in fields {
            style.set(field, words)?;
        }
        Ok(style)
    }

    /// The same style with every value in its stored form.
    ///
    /// # Errors
    /// As [`Style::parse`].
    pub fn normalized(&self) -> Result<Style, StyleError> {
        let mut style = Style::default();
        for (field, words) in self.fields() {
            style.set(field, words)?;
        }
        Ok(style)
    }

    /// Sets one field.
    ///
    /// # Errors
    /// As [`Style::parse`].
    pub fn set(&mut self, field: &str, words: &str) -> Result<(), StyleError> {
        if snake_case(field) == NOTES_FIELD {
            self.additional_notes = parse_notes(words)?;
            return Ok(());
        }
        let value = parse_value(field, words)?;
        match snake_case(field).as_str() {
            "art_style" => self.art_style = value,
            "mood" => self.mood = value,
            "color_palette" => self.color_palette = value,
            "character_style" => self.character_style = value,
            "line_style" => self.line_style = value,
            "composition" => self.composition = value,
            _ => {
                return Err(StyleError::UnknownField {
                    field: field.to_owned(),
                });
            }
        }
        Ok(())
    }

    /// Every wish with the name of its field.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("art_style", &self.art_style),
            ("mood", &self.mood),
            ("color_palette", &self.color_palette),
            ("character_style", &self.character_style),
            ("line_style", &self.line_style),
            ("composition", &self.composition),
            (NOTES_FIELD, &self.additional_notes),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.as_deref().map(|value| (name, value)))
    }

    /// The art style asked for, or the default one.
    #[must_use]
    pub fn art_style_or_default(&self) -> &str {
        self.art_style.as_deref().unwrap_or(DEFAULT_ART_STYLE)
    }
}

fn parse_notes(words: &str) -> Result<Option<String>, StyleError> {
    let words = words.trim();
    let chars = words.chars().count();
    if chars > MAX_NOTES_CHARS {
        return Err(StyleError::NotesTooLong { chars });
    }
    Ok((!words.is_empty()).then(|| words.to_owned()))
}

fn field_names() -> Vec<&'static str> {
    OPTIONS
        .iter()
        .map(|(name, _)| *name)
        .chain([NOTES_FIELD])
        .collect()
}

/// Lower case, every run of other characters one underscore.
fn snake_case(words: &str) -> String {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_snake_case_mean_the_same_value() {
        for words in ["Anime/Manga", "anime_manga", "ANIME/MANGA", " anime manga "] {
            assert_eq!(
                parse_value("art_style", words).unwrap().as_deref(),
                Some("anime_manga")
            );
        }
        assert_eq!(
            parse_value("composition", "close-UP").unwrap().as_deref(),
            Some("close_up")
        );
    }

    #[test]
    fn every_listed_value_parses_to_itself() {
        for list in options() {
            for option in &list.values {
                assert_eq!(
                    parse_value(list.field, &option.value).unwrap().as_ref(),
                    Some(&option.value)
                );
                assert_eq!(
                    parse_value(list.field, option.label).unwrap().as_ref(),
                    Some(&option.value)
                );
            }
        }
    }

    #[test]
    fn none_and_nothing_mean_no_wish() {
        assert_eq!(parse_value("mood", "None").unwrap(), None);
        assert_eq!(parse_value("mood", "  ").unwrap(), None);
    }

    #[test]
    fn a_refusal_names_the_field_and_what_it_takes() {
        let refusal = parse_value("mood", "grumpy").unwrap_err().to_string();
        assert!(refusal.contains("style.mood") && refusal.contains("grumpy") && refusal.contains("peaceful"));
        let refusal = Style::parse([("colour", "red")]).unwrap_err().to_string();
        assert!(refusal.contains("colour") && refusal.contains("color_palette"));
    }

    #[test]
    fn a_style_keeps_its_wishes_and_its_notes() {
        let style = Style::parse([("mood", "Dark"), ("additional_notes", " more rain ")]).unwrap();
        assert_eq!(style.mood.as_deref(), Some("dark"));
        assert_eq!(style.additional_notes.as_deref(), Some("more rain"));
        assert_eq!(style.art_style_or_default(), DEFAULT_ART_STYLE);
        assert_eq!(style.normalized().unwrap(), style);
        let long = "x".repeat(MAX_NOTES_CHARS + 1);
        assert!(Style::parse([("additional_notes", long.as_str())]).is_err());
    }
}
