//! What the rules know about a language: one TOML file each, compiled once into lists of words.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use mangakai_script::{Age, CharacterKind, DialogueKind, Emotion, Gender, Place, Pose, TimeOfDay, Weather};
use serde::Deserialize;

use super::DirectorError;
use super::things::{self, Things};
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
    /// What is seen of people and things.
    pub things: Things,
    /// Sound words, with their loudness.
    pub sounds: WordList<u8>,
    /// Words that have a sound; an index into `sound_words`.
    pub sound_verbs: WordList<usize>,
    pub sound_words: Vec<String>,
    pub school: WordList<()>,
    pub memory: WordList<()>,
    pub seeing: WordList<()>,
    pub scene_marks: WordList<()>,
    pub turning: WordList<()>,
    pub verbs: WordList<()>,
    /// Words by which a time begins: "the sun went down". What was before had another.
    pub changes: WordList<()>,
    /// Given names that tell a gender.
    pub given: WordList<Gender>,
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
    /// All the words mean the same person: mother, mum, mom.
    pub one: bool,
}

/// Lists and flags that are used as they stand.
#[derive(Debug, Deserialize)]
pub(super) struct Grammar {
    /// Words are separated by spaces.
    pub spaced: bool,
    #[serde(default)]
    pub lone_han: bool,
    pub negations: Vec<String>,
    /// Ends of words that deny something: "didn't".
    #[serde(default)]
    pub negation_endings: Vec<String>,
    /// What takes a negation back: words between it and what it seems to deny ("could not stop crying"), or words that
    /// only have its letters ("特别", "まもなく").
    #[serde(default)]
    pub affirming: Vec<String>,
    /// What may stand between a Japanese verb's form in "て" and the negation of that verb: "泣いていない".
    #[serde(default)]
    pub auxiliaries: Vec<String>,
    /// Words by which a Japanese sentence goes on to say something else: "泣きながら動かない".
    #[serde(default)]
    pub conjunctions: Vec<String>,
    /// Nobody and nothing: what is denied of them is not denied of the place.
    #[serde(default)]
    pub nobody: Vec<String>,
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
    /// Words that open a sentence about what is seen from afar: "below", "窗外".
    #[serde(default)]
    pub views: Vec<String>,
    /// Last characters of Chinese given names that tell a gender.
    #[serde(default)]
    pub female_chars: String,
    #[serde(default)]
    pub male_chars: String,
    /// Words in speech that present somebody: "this is", "我叫".
    #[serde(default)]
    pub presents: Vec<String>,
    /// What is said first into a telephone.
    #[serde(default)]
    pub hellos: Vec<String>,
    /// What is shouted in need: "wait", "help".
    #[serde(default)]
    pub alarms: Vec<String>,
    /// Words by which somebody leaves the house: "into the rain".
    #[serde(default)]
    pub outdoors: Vec<String>,
    /// Words by which somebody leaves the place beside them: "left the", "离开", "を出".
    #[serde(default)]
    pub leaves: Vec<String>,
    /// Words for rooms: who leaves one is not yet out of doors.
    #[serde(default)]
    pub inner: Vec<String>,
    /// Words by which somebody gets off a train or a bus.
    #[serde(default)]
    pub alights: Vec<String>,
    /// Words by which somebody goes into the place named before: "went in".
    #[serde(default)]
    pub enters: Vec<String>,
    /// Words for what is seen from afar, wherever they stand: "far below", "窗外".
    #[serde(default)]
    pub afar: Vec<String>,
    /// English verbs that take somebody "home".
    #[serde(default)]
    pub moving: Vec<String>,
    /// English verbs that take a train or a bus for an object.
    #[serde(default)]
    pub rides: Vec<String>,
    /// Words and phrases that hold the place to which they lead: "回家", "登校".
    #[serde(default)]
    pub arrivals: BTreeMap<String, String>,
    /// Words before one of `arrivals` by which nobody arrives: "want to", "想".
    #[serde(default)]
    pub wishes: Vec<String>,
    /// Words after one of `arrivals` by which nobody has arrived yet: "的路上".
    #[serde(default)]
    pub unarrived: Vec<String>,
    /// Words by which a weather ends and the one before comes back: "the wind dropped".
    #[serde(default)]
    pub lulls: Vec<String>,
    /// Words by which a thing is not there: "forgot", "lost".
    #[serde(default)]
    pub absent: Vec<String>,
    /// Words by which somebody comes back with something: the place stays what it was.
    #[serde(default)]
    pub fetches: Vec<String>,
    /// Words before a name that give it to somebody: "name was", "名叫".
    #[serde(default)]
    pub names_after: Vec<String>,
    /// Words after a name that give it to somebody: "という名".
    #[serde(default)]
    pub names_before: Vec<String>,
    /// Words that tell one of several alike: "the old samurai", "the young one".
    #[serde(default)]
    pub old_words: Vec<String>,
    #[serde(default)]
    pub young_words: Vec<String>,
    #[serde(default)]
    pub other_words: Vec<String>,
    /// What stands between a number and whom it counts: "个", "人".
    #[serde(default)]
    pub counters: Vec<String>,
    /// Words for two and more that are no numbers before one of `counters`.
    #[serde(default)]
    pub numbers: Vec<String>,
    /// What is written where work is told step by step.
    #[serde(default)]
    pub steps: Vec<String>,
    /// Name endings that tell a man or a boy.
    #[serde(default)]
    pub male_suffixes: Vec<String>,
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
    school: Vec<String>,
    #[serde(default)]
    changes: Vec<String>,
    #[serde(default)]
    female_names: Vec<String>,
    #[serde(default)]
    male_names: Vec<String>,
    verbs: Vec<String>,
    speech: BTreeMap<DialogueKind, Vec<String>>,
    people: Vec<Kin>,
    places: BTreeMap<Place, Vec<String>>,
    times: BTreeMap<TimeOfDay, Vec<String>>,
    weathers: BTreeMap<Weather, Vec<String>>,
    emotions: BTreeMap<Emotion, Vec<String>>,
    poses: BTreeMap<Pose, Vec<String>>,
    sounds: BTreeMap<String, Vec<String>>,
    sound_verbs: BTreeMap<String, String>,
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
        cell.get_or_init(|| compile(name, text))
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

fn compile(language: &str, text: &str) -> Result<Lexicon, String> {
    let grammar: Grammar = toml::from_str(text).map_err(|error| error.to_string())?;
    let tables: Tables = toml::from_str(text).map_err(|error| error.to_string())?;
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
    Ok(Lexicon {
        pronouns: list.of(pronouns.into_iter()),
        voices: list.of(tables.speech.iter().map(|(kind, words)| (*kind, words))),
        people: list.of(kin),
        places: list.of(tables.places.iter().map(|(place, words)| (*place, words))),
        times: list.of(tables.times.iter().map(|(time, words)| (*time, words))),
        weathers: list.of(tables.weathers.iter().map(|(weather, words)| (*weather, words))),
        emotions: list.of(tables.emotions.iter().map(|(emotion, words)| (*emotion, words))),
        poses: list.of(tables.poses.iter().map(|(pose, words)| (*pose, words))),
        things: things::compile(language, grammar.spaced, grammar.lone_han)?,
        sounds: list.of(sounds),
        sound_verbs: list.of(sound_verbs.iter().enumerate()),
        sound_words: tables.sound_verbs.values().cloned().collect(),
        school: list.plain(&tables.school),
        memory: list.plain(&tables.memory),
        seeing: list.plain(&tables.seeing),
        scene_marks: list.plain(&tables.scene_marks),
        turning: list.plain(&tables.turning),
        verbs: list.plain(&tables.verbs),
        changes: list.plain(&tables.changes),
        given: list.of([
            (Gender::Female, &tables.female_names),
            (Gender::Male, &tables.male_names),
        ]
        .into_iter()),
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
