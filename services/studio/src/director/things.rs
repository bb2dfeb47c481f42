//! Words for things, clothes, hair and builds in every language, each with its canonical English word.

use std::collections::BTreeMap;

use mangakai_script::Prop;
use mangakai_script::looks::{Accessory, Build, Colour, Garment, Hair};
use serde::Deserialize;
use strum::IntoEnumIterator;

use super::words::WordList;

const TABLE: &str = include_str!("../../lexicon/things.toml");

/// Words of one language for what is seen of people and things.
pub(super) struct Things {
    pub props: WordList<Prop>,
    pub colours: WordList<Colour>,
    pub hair: WordList<Hair>,
    /// What tells of hair only beside a word for hair: "long".
    pub hair_marks: WordList<Hair>,
    pub garments: WordList<Garment>,
    /// What people wear whose calling it goes with: "samurai".
    pub callings: WordList<Garment>,
    pub builds: WordList<Build>,
    pub worn: WordList<Accessory>,
}

/// Canonical word to the words of each language.
type Table = BTreeMap<String, BTreeMap<String, Vec<String>>>;

#[derive(Deserialize)]
struct Tables {
    props: Table,
    colours: Table,
    hair: Table,
    hair_marks: Table,
    outfit: Table,
    callings: Table,
    build: Table,
    worn: Table,
}

/// The words of `language`; an error names a word that is not canonical.
pub(super) fn compile(language: &str, spaced: bool, lone_han: bool) -> Result<Things, String> {
    let tables: Tables = toml::from_str(TABLE).map_err(|error| error.to_string())?;
    let lister = Lister {
        language,
        spaced,
        lone_han,
    };
    Ok(Things {
        props: lister.list(&tables.props, Prop::words)?,
        colours: lister.list(&tables.colours, Colour::words)?,
        hair: lister.hair(&tables.hair),
        hair_marks: lister.hair(&tables.hair_marks),
        garments: lister.list(&tables.outfit, Garment::words)?,
        callings: lister.words(&lister.told(&tables.callings, Garment::words)?),
        builds: lister.list(&tables.build, Build::words)?,
        worn: lister.list(&tables.worn, Accessory::words)?,
    })
}

struct Lister<'a> {
    language: &'a str,
    spaced: bool,
    lone_han: bool,
}

impl Lister<'_> {
    fn list<T: Copy + IntoEnumIterator>(
        &self,
        table: &Table,
        words: impl Fn(T) -> &'static [&'static str],
    ) -> Result<WordList<T>, String> {
        let mut entries = self.told(table, &words)?;
        if self.spaced {
            for value in T::iter() {
                for word in words(value) {
                    entries.push(((*word).to_owned(), value));
                    entries.push((plural(word), value));
                }
            }
        }
        Ok(self.words(&entries))
    }

    /// The words that the table itself has.
    fn told<T: Copy + IntoEnumIterator>(
        &self,
        table: &Table,
        words: impl Fn(T) -> &'static [&'static str],
    ) -> Result<Vec<(String, T)>, String> {
        let mut entries: Vec<(String, T)> = Vec::new();
        for (canonical, others) in table {
            let meaning = T::iter()
                .find(|value| words(*value).first() == Some(&canonical.as_str()))
                .ok_or_else(|| format!("'{canonical}' is not a canonical word"))?;
            let here = others.get(self.language).into_iter().flatten();
            entries.extend(here.map(|word| (word.clone(), meaning)));
        }
        Ok(entries)
    }

    fn hair(&self, table: &Table) -> WordList<Hair> {
        let mut entries: Vec<(String, Hair)> = Vec::new();
        for (canonical, others) in table {
            let hair = Hair::parse(canonical);
            let here = others.get(self.language).into_iter().flatten();
            entries.extend(here.map(|word| (word.clone(), hair)));
            if self.spaced {
                entries.push((canonical.clone(), hair));
                entries.extend(
                    hair.style
                        .into_iter()
                        .flat_map(|style| style.words())
                        .map(|word| ((*word).to_owned(), hair)),
                );
            }
        }
        self.words(&entries)
    }

    fn words<T: Copy>(&self, entries: &[(String, T)]) -> WordList<T> {
        let entries = entries.iter().map(|(word, meaning)| (word.as_str(), *meaning));
        WordList::new(entries, self.spaced, self.lone_han)
    }
}

/// The plural of an English noun, as far as its spelling tells.
fn plural(word: &str) -> String {
    match word {
        _ if word.ends_with("knife") => format!("{}ves", &word[..word.len() - 2]),
        _ if word.ends_with("leaf") || word.ends_with("shelf") || word.ends_with("loaf") => {
            format!("{}ves", &word[..word.len() - 1])
        }
        _ if word.ends_with(['s', 'x']) || word.ends_with("ch") || word.ends_with("sh") => {
            format!("{word}es")
        }
        _ if word.ends_with('y') && !word.ends_with("ey") && !word.ends_with("oy") => {
            format!("{}ies", &word[..word.len() - 1])
        }
        _ => format!("{word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thing_has_words_in_every_language() {
        let tables: Tables = toml::from_str(TABLE).unwrap();
        for prop in Prop::iter() {
            let words = tables.props.get(prop.word());
            for language in ["zh", "ja"] {
                let known = words.is_some_and(|words| words.contains_key(language));
                assert!(known, "{prop} in {language}");
            }
        }
        for canonical in tables.hair.keys().filter(|word| *word != "hair") {
            assert_eq!(Hair::parse(canonical).to_string(), *canonical);
        }
        for language in ["en", "zh", "ja"] {
            assert!(
                compile(language, language == "en", language == "ja")
                    .unwrap()
                    .props
                    .is_in(match language {
                        "en" => "two knives",
                        "zh" => "他拿着灯笼",
                        _ => "提灯を持つ",
                    })
            );
        }
    }
}
