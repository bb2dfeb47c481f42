//! Chinese names: surnames and prefixes at the start of a clause, and whoever stands before a verb of speech.

use std::{cmp::Reverse, collections::BTreeMap};

use mangakai_script::{Age, Gender};

use super::FoundName;
use crate::director::lexicon::Lexicon;
use crate::director::unit::Unit;
use crate::director::words::{Hit, fold, is_han};

const PRONOUN_CHARS: &str = "他她它我你您咱谁这那哪其俺自们";
/// Characters no name holds: particles, verbs of speech, numbers, directions.
const NEVER_IN_NAMES: &str = "的了着过是在不没有和与把被对向从到说道问喊叫答想看听走跑站坐笑哭一二两三个只条说這裡里上下前后来去又也都就还才很太最只能会要让给跟而且但却";
const CLAUSE_MARKS: &str = "，。！？；：、“”…‘’—\n 　,.!?\"";
/// No story tells of more people: a text of nothing but names is not searched for each of them.
const MOST_NAMES: usize = 300;
/// Evidence enough to believe in a name.
const ENOUGH: usize = 2;

#[derive(Default)]
struct Evidence {
    first: usize,
    score: usize,
}

/// Every name somebody bears in the narration.
pub(super) fn find(story: &str, units: &[Unit], lexicon: &Lexicon) -> Vec<FoundName> {
    let mut found: BTreeMap<String, Evidence> = BTreeMap::new();
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let text = unit.text(story);
        for (start, clause) in clauses(text) {
            let lead = skip_leads(clause, lexicon);
            for (name, score) in candidates(&clause[lead..], lexicon) {
                let at = unit.words.start + start + lead;
                let evidence = found
                    .entry(name)
                    .or_insert_with(|| Evidence { first: at, score: 0 });
                evidence.score += score;
            }
            doubled(story, unit, (start, clause), lexicon, &mut found);
        }
    }
    let mut candidates: Vec<(String, Evidence)> = found.into_iter().collect();
    candidates.sort_by_key(|(_, evidence)| (Reverse(evidence.score), evidence.first));
    candidates.truncate(MOST_NAMES);
    candidates.sort_by(|one, other| one.0.cmp(&other.0));
    let mut names: Vec<FoundName> = candidates
        .into_iter()
        .filter(|(name, evidence)| {
            let count = units
                .iter()
                .filter(|unit| !unit.is_line())
                .map(|unit| unit.text(story).matches(name.as_str()).count())
                .sum::<usize>();
            evidence.score >= ENOUGH || evidence.score > 0 && count > 1
        })
        .map(|(name, evidence)| FoundName {
            age: if name.starts_with('老') {
                Age::Old
            } else if is_doubled(&name) {
                Age::Child
            } else {
                Age::Adult
            },
            count: story.matches(name.as_str()).count(),
            sure: if evidence.score > ENOUGH { 0.9 } else { 0.7 },
            first: first_mention(story, units, &name).unwrap_or(evidence.first),
            parts: Vec::new(),
            gender: Gender::Unknown,
            title: None,
            name,
        })
        .collect();
    drop_longer_twins(&mut names);
    names
}

/// Where the narration has `name` first.
fn first_mention(story: &str, units: &[Unit], name: &str) -> Option<usize> {
    units
        .iter()
        .filter(|unit| !unit.is_line())
        .find_map(|unit| unit.text(story).find(name).map(|at| unit.words.start + at))
}

/// Grown people are seldom called by the same character twice.
fn is_doubled(name: &str) -> bool {
    let mut chars = name.chars();
    let (first, second) = (chars.next(), chars.next());
    first == second && chars.next().is_none()
}

/// "豆豆": the same character twice, who is called by it, or acts and is acted on.
fn doubled(
    story: &str,
    unit: &Unit,
    (offset, clause): (usize, &str),
    lexicon: &Lexicon,
    found: &mut BTreeMap<String, Evidence>,
) {
    let chars: Vec<(usize, char)> = clause.char_indices().collect();
    for (index, pair) in chars.windows(2).enumerate() {
        let ((at, first), (next, second)) = (pair[0], pair[1]);
        let around = [index.checked_sub(1), Some(index + 2)];
        let thrice = around
            .into_iter()
            .flatten()
            .any(|other| chars.get(other).is_some_and(|(_, c)| *c == first));
        if first != second || !is_han(first) || thrice {
            continue;
        }
        let name = &clause[at..next + second.len_utf8()];
        let adverb = story.contains(&format!("{name}地"));
        let sound = lexicon.sounds.is_in(name);
        if adverb || sound || !is_name(name, lexicon) {
            continue;
        }
        let called = ["“", "「", "，", "！"].iter().any(|mark| {
            ["，", "！", "。"]
                .iter()
                .any(|end| story.contains(&format!("{mark}{name}{end}")))
        });
        let acts = clause[..at].chars().count() <= 3 && follows_verb(&clause[at + name.len()..], lexicon);
        let met = lexicon
            .grammar
            .object_marks
            .iter()
            .any(|mark| clause[..at].ends_with(mark.as_str()))
            || clause[..at].ends_with('着')
            || clause[..at].ends_with('住');
        if called && (acts || met) || acts && met {
            let evidence = found.entry(name.to_owned()).or_insert_with(|| Evidence {
                first: unit.words.start + offset + at,
                score: 0,
            });
            evidence.score += ENOUGH;
        }
    }
}

/// "小林轻" beside "小林" is not another person.
fn drop_longer_twins(names: &mut Vec<FoundName>) {
    let all: Vec<(String, usize)> = names.iter().map(|name| (name.name.clone(), name.count)).collect();
    names.retain(|name| {
        !all.iter().any(|(other, count)| {
            *other != name.name && name.name.starts_with(other.as_str()) && *count > name.count
        })
    });
}

fn clauses(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if CLAUSE_MARKS.contains(c) {
            found.push((start, &text[start..at]));
            start = at + c.len_utf8();
        }
    }
    found.push((start, &text[start..]));
    found
}

/// Bytes of the words before the subject: "忽然", "第二天".
fn skip_leads(clause: &str, lexicon: &Lexicon) -> usize {
    let mut at = 0;
    let grammar = &lexicon.grammar;
    while let Some(lead) = grammar
        .subject_leads
        .iter()
        .filter(|lead| clause[at..].starts_with(lead.as_str()))
        .max_by_key(|lead| lead.len())
    {
        at += lead.len();
    }
    at
}

fn candidates(clause: &str, lexicon: &Lexicon) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let chars: Vec<char> = clause.chars().take(8).collect();
    let Some(first) = chars.first().copied().filter(|c| is_han(*c)) else {
        return found;
    };
    let prefix = lexicon.grammar.name_prefixes.iter().any(|p| p.starts_with(first));
    let surname = lexicon.grammar.surnames.contains(first);
    for length in [3, 2] {
        let name: String = chars.iter().take(length).collect();
        if chars.len() < length || !is_name(&name, lexicon) {
            continue;
        }
        // "苏雯推开": the third character is the verb.
        let short: usize = chars.iter().take(2).map(|c| c.len_utf8()).sum();
        if length == 3 && follows_verb(&clause[short..], lexicon) {
            continue;
        }
        let rest = &clause[name.len()..];
        let acts = lexicon.grammar.subject_marks.is_empty() && follows_verb(rest, lexicon);
        let linked = rest.starts_with(['和', '与', '把', '对', '向', '的', '在', '给', '跟']);
        if acts && (surname || prefix && length == 2) {
            found.push((name, 2));
            break;
        }
        if (linked || rest.is_empty()) && (prefix || surname) && length == 2 {
            found.push((name, 1));
            break;
        }
    }
    if found.is_empty()
        && let Some(name) = before_speech(clause, lexicon)
    {
        found.push((name, 2));
    }
    found
}

fn follows_verb(rest: &str, lexicon: &Lexicon) -> bool {
    let after = skip_adverbs(rest, lexicon);
    let verb = |text: &str| lexicon.verbs.find(text).first().is_some_and(|hit| hit.start == 0);
    verb(rest) || after > 0
}

fn skip_adverbs(text: &str, lexicon: &Lexicon) -> usize {
    let adverbs = &lexicon.grammar.adverbs;
    adverbs
        .iter()
        .filter(|adverb| text.starts_with(adverb.as_str()))
        .map(String::len)
        .max()
        .unwrap_or(0)
}

/// "爱丽丝轻声问道" -> "爱丽丝".
fn before_speech(clause: &str, lexicon: &Lexicon) -> Option<String> {
    let voice = lexicon.voices.find(&fold(clause)).into_iter().next()?;
    let mut name = &clause[..voice.start];
    // "从日本来的由纪举手问": the name stands after what describes it, before the first verb.
    name = name.rsplit('的').next().unwrap_or(name);
    if name.chars().count() > 3 {
        let two: usize = name.chars().take(2).map(char::len_utf8).sum();
        let three: usize = name.chars().take(3).map(char::len_utf8).sum();
        let ends = [two, three]
            .into_iter()
            .find(|end| follows_verb(&name[*end..], lexicon));
        let body = |end: usize| lexicon.grammar.body.iter().any(|word| *word == name[..end]);
        name = &name[..ends.filter(|end| !body(*end)).unwrap_or(0)];
    }
    while let Some(adverb) = lexicon
        .grammar
        .adverbs
        .iter()
        .find(|adverb| name.ends_with(adverb.as_str()))
    {
        name = &name[..name.len() - adverb.len()];
    }
    let length = name.chars().count();
    ((2..=4).contains(&length) && is_name(name, lexicon)).then(|| name.to_owned())
}

fn whole<T: Copy>(hits: &[Hit<T>], name: &str) -> bool {
    hits.iter().any(|hit| hit.start == 0 && hit.end == name.len())
}

fn is_name(name: &str, lexicon: &Lexicon) -> bool {
    let grammar = &lexicon.grammar;
    let clean = name
        .chars()
        .all(|c| is_han(c) && !PRONOUN_CHARS.contains(c) && !NEVER_IN_NAMES.contains(c));
    let stopped = grammar
        .name_stops
        .iter()
        .any(|stop| name.starts_with(stop.as_str()) || stop == name);
    let adverb = grammar
        .adverbs
        .iter()
        .any(|adverb| name.ends_with(adverb.as_str()) || adverb.starts_with(name));
    let known = !lexicon.people.find(name).is_empty()
        || lexicon.places.find(name).iter().any(|hit| hit.end == name.len())
        || whole(&lexicon.times.find(name), name)
        || whole(&lexicon.weathers.find(name), name)
        || lexicon
            .things
            .props
            .find(name)
            .iter()
            .any(|hit| hit.start == 0 && hit.end == name.len());
    clean && !stopped && !adverb && !known
}
