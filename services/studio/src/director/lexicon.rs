//! What the rules know about a language: one TOML file each, compiled once into lists of words.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use mangakai_script::{Age, CharacterKind, DialogueKind, Emotion, Gender, Place, Pose, TimeOfDay, Weather};
use serde::Deserialize;

use super::DirectorError;
use super::words::WordList;

const ENGLISH: &str = include_str!("../../lexicon/en.toml");
const CHINESE: &str = include_str!("../../lexicon/zh.toml");
const JAPANESE: &str = include_str!("../../lexicon/ja.toml");

/// The words of one language.
pub(super) struct Lexicon {
    /// Everything that needs no compiling.
    pub grammar: Grammar,
    /// Pronouns.
    pub pronouns: WordList<Pronoun>,
    /// Verbs and adverbs that tell how something is said.
    pub voices: WordList<DialogueKind>,
    /// Words for people and animals; an index into `kin`.
    pub people: WordList<usize>,
    /// What the words of `people` mean.
    pub kin: Vec<Kin>,
    pub places: WordList<Place>,
    pub times: WordList<TimeOfDay>,
    pub weathers: WordList<Weather>,
    pub emotions: WordList<Emotion>,
    pub poses: WordList<Pose>,
    /// Things; an index into `things`.
    pub props: WordList<usize>,
    /// English names of the things, as the artist knows them.
    pub things: Vec<String>,
    /// Sound words, with their loudness.
    pub sounds: WordList<u8>,
    /// Words that have a sound; an index into `sound_words`.
    pub sound_verbs: WordList<usize>,
    pub sound_words: Vec<String>,
    pub hair: WordList<()>,
    pub outfit: WordList<()>,
    pub build: WordList<()>,
    pub school: WordList<()>,
    pub memory: WordList<()>,
    pub seeing: WordList<()>,
    pub scene_marks: WordList<()>,
    pub turning: WordList<()>,
    pub verbs: WordList<()>,
}

/// Who a pronoun may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    She,
    He,
    It,
    They,
    Narrator,
}

/// What a word for a person or animal tells.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Kin {
    pub words: Vec<String>,
    pub kind: CharacterKind,
    pub age: Age,
    pub gender: Gender,
    /// Several at once.
    pub plural: bool,
    /// A word that may also stand for somebody known by name.
    pub generic: bool,
}

/// Lists and flags that are used as they stand.
#[derive(Debug, Deserialize)]
pub(super) struct Grammar {
    /// Words are separated by spaces.
    pub spaced: bool,
    #[serde(default)]
    pub lone_han: bool,
    pub negations: Vec<String>,
    pub locative: Vec<String>,
    #[serde(default)]
    pub locative_after: Vec<String>,
    pub comparisons: Vec<String>,
    #[serde(default)]
    pub possessives: Vec<String>,
    #[serde(default)]
    pub name_titles: Vec<String>,
    #[serde(default)]
    pub name_stops: Vec<String>,
    #[serde(default)]
    pub name_prefixes: Vec<String>,
    #[serde(default)]
    pub name_suffixes: Vec<String>,
    #[serde(default)]
    pub surnames: String,
    #[serde(default)]
    pub subject_marks: Vec<String>,
    #[serde(default)]
    pub subject_leads: Vec<String>,
    #[serde(default)]
    pub object_marks: Vec<String>,
    #[serde(default)]
    pub adverbs: Vec<String>,
    pub body: Vec<String>,
    pub animal_sounds: BTreeMap<CharacterKind, Vec<String>>,
    pub phrases: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Tables {
    she: Vec<String>,
    he: Vec<String>,
    it: Vec<String>,
    they: Vec<String>,
    narrator: Vec<String>,
    memory: Vec<String>,
    seeing: Vec<String>,
    scene_marks: Vec<String>,
    turning: Vec<String>,
    verbs: Vec<String>,
    speech: BTreeMap<DialogueKind, Vec<String>>,
    people: Vec<Kin>,
    places: BTreeMap<Place, Vec<String>>,
    times: BTreeMap<TimeOfDay, Vec<String>>,
    weathers: BTreeMap<Weather, Vec<String>>,
    emotions: BTreeMap<Emotion, Vec<String>>,
    poses: BTreeMap<Pose, Vec<String>>,
    props: BTreeMap<String, Vec<String>>,
    sounds: BTreeMap<String, Vec<String>>,
    sound_verbs: BTreeMap<String, String>,
    looks: BTreeMap<String, Vec<String>>,
}

impl Lexicon {
    /// The words for `language`; English ones for a language that has none of its own.
    pub(super) fn of(language: &str) -> Result<&'static Lexicon, DirectorError> {
        static CELLS: [OnceLock<Result<Lexicon, String>>; 3] =
            [OnceLock::new(), OnceLock::new(), OnceLock::new()];
        let (cell, name, text) = match language.split('-').next().unwrap_or_default() {
            "zh" => (&CELLS[1], "zh", CHINESE),
            "ja" => (&CELLS[2], "ja", JAPANESE),
            _ => (&CELLS[0], "en", ENGLISH),
        };
        cell.get_or_init(|| compile(text).map_err(|error| error.to_string()))
            .as_ref()
            .map_err(|cause| DirectorError::Lexicon {
                language: name,
                cause: cause.clone(),
            })
    }

    /// The phrase called `name`, or nothing.
    pub(super) fn phrase(&self, name: &str) -> &str {
        self.grammar.phrases.get(name).map_or("", String::as_str)
    }
}

fn compile(text: &str) -> Result<Lexicon, toml::de::Error> {
    let grammar: Grammar = toml::from_str(text)?;
    let tables: Tables = toml::from_str(text)?;
    let list = Lister {
        spaced: grammar.spaced,
        lone_han: grammar.lone_han,
    };
    let pronouns = [
        (Pronoun::She, &tables.she),
        (Pronoun::He, &tables.he),
        (Pronoun::It, &tables.it),
        (Pronoun::They, &tables.they),
        (Pronoun::Narrator, &tables.narrator),
    ];
    let kin = tables
        .people
        .iter()
        .enumerate()
        .map(|(index, kin)| (index, &kin.words));
    let sounds = tables
        .sounds
        .iter()
        .map(|(loud, words)| (loud.parse().unwrap_or(1), words));
    let sound_verbs: Vec<Vec<String>> = tables.sound_verbs.keys().map(|verb| vec![verb.clone()]).collect();
    let look = |name: &str| list.plain(tables.looks.get(name).map_or(&[][..], Vec::as_slice));
    Ok(Lexicon {
        pronouns: list.of(pronouns.into_iter()),
        voices: list.of(tables.speech.iter().map(|(kind, words)| (*kind, words))),
        people: list.of(kin),
        places: list.of(tables.places.iter().map(|(place, words)| (*place, words))),
        times: list.of(tables.times.iter().map(|(time, words)| (*time, words))),
        weathers: list.of(tables.weathers.iter().map(|(weather, words)| (*weather, words))),
        emotions: list.of(tables.emotions.iter().map(|(emotion, words)| (*emotion, words))),
        poses: list.of(tables.poses.iter().map(|(pose, words)| (*pose, words))),
        props: list.of(tables.props.values().enumerate()),
        things: tables.props.keys().cloned().collect(),
        sounds: list.of(sounds),
        sound_verbs: list.of(sound_verbs.iter().enumerate()),
        sound_words: tables.sound_verbs.values().cloned().collect(),
        hair: look("hair"),
        outfit: look("outfit"),
        build: look("build"),
        school: look("school"),
        memory: list.plain(&tables.memory),
        seeing: list.plain(&tables.seeing),
        scene_marks: list.plain(&tables.scene_marks),
        turning: list.plain(&tables.turning),
        verbs: list.plain(&tables.verbs),
        kin: tables.people,
        grammar,
    })
}

#[derive(Clone, Copy)]
struct Lister {
    spaced: bool,
    lone_han: bool,
}

impl Lister {
    fn of<'a, T: Copy>(self, lists: impl Iterator<Item = (T, &'a Vec<String>)>) -> WordList<T> {
        let entries =
            lists.flat_map(|(meaning, words)| words.iter().map(move |word| (word.as_str(), meaning)));
        WordList::new(entries, self.spaced, self.lone_han)
    }

    fn plain(self, words: &[String]) -> WordList<()> {
        WordList::new(
            words.iter().map(|word| (word.as_str(), ())),
            self.spaced,
            self.lone_han,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Lexicon;

    #[test]
    fn every_lexicon_compiles_and_knows_the_same_phrases() {
        let phrases = |language| {
            Lexicon::of(language)
                .unwrap()
                .grammar
                .phrases
                .keys()
                .collect::<Vec<_>>()
        };
        assert_eq!(phrases("en"), phrases("zh"));
        assert_eq!(phrases("en"), phrases("ja"));
        assert!(std::ptr::eq(
            Lexicon::of("fr").unwrap(),
            Lexicon::of("en").unwrap()
        ));
        assert!(std::ptr::eq(
            Lexicon::of("zh-TW").unwrap(),
            Lexicon::of("zh").unwrap()
        ));
    }
}
