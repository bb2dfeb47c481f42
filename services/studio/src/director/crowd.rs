//! Groups: "three children" are several people in a picture, each with looks of their own.
//!
//! The first of a group has the group's entry in the script, speaks for it and is named by its word. The others are
//! entries after those of all people.

use mangakai_script::{CastMember, Character, Panel, Shot};

use super::people::Person;
use super::{character, person_id};

/// A group is never shown as more than so many.
const MOST: usize = 4;

/// A group of which nobody tells how many it has.
const SEVERAL: usize = 3;

/// Before a number it makes it one place in a row.
const ORDINAL: char = '第';

/// The value of a digit, be it as wide as a Han character.
fn digit(c: char) -> Option<usize> {
    let narrow = match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        c => Some(c),
    };
    narrow?.to_digit(10).map(|value| value as usize)
}

/// Whether a number counts one alone.
pub(super) fn is_one(number: &str) -> bool {
    ["一", "1", "１"].contains(&number)
}

/// Whether a number may be written with `c` in Chinese or Japanese.
fn is_numeral(c: char) -> bool {
    c.is_numeric() || "〇零一二两兩三四五六七八九十百千万萬".contains(c)
}

/// The whole number at the end of a text that counts something: "二十三" of "来了二十三个", "第三" of "第三个".
pub(super) fn numeral<'a>(text: &'a str, counters: &[String]) -> Option<&'a str> {
    let rest = counters
        .iter()
        .find_map(|counter| text.strip_suffix(counter.as_str()))?;
    let before = rest.trim_end_matches(is_numeral);
    let start = before.strip_suffix(ORDINAL).unwrap_or(before).len();
    (before.len() < rest.len()).then(|| &rest[start..])
}

/// Whether a number is one place in a row.
pub(super) fn is_ordinal(number: &str) -> bool {
    number.starts_with(ORDINAL)
}

/// Whether a text starts with a number that counts something: "三个可爱的".
pub(super) fn opens_with_number(text: &str, counters: &[String]) -> bool {
    let number = text.strip_prefix(ORDINAL).unwrap_or(text);
    let rest = number.trim_start_matches(is_numeral);
    rest.len() < number.len() && counters.iter().any(|counter| rest.starts_with(counter.as_str()))
}

/// How many are told by a word for a number, or in a word for a group: "two", "五个人".
pub(super) fn told(word: &str) -> usize {
    let numbers: [(&[&str], usize); 4] = [
        // "十二人" is no pair.
        (&["十", "百", "千", "万", "萬"], MOST),
        (
            &["two", "both", "pair", "couple", "两", "兩", "二", "俩", "双子"],
            2,
        ),
        (&["three", "三", "several", "some", "few", "几", "数", "幾"], 3),
        (
            &[
                "four",
                "five",
                "six",
                "many",
                "hundreds",
                "dozens",
                "四",
                "五",
                "六",
                "七",
                "八",
                "九",
                "许多",
                "大勢",
                "何人も",
                "群",
            ],
            MOST,
        ),
    ];
    let digits = word.chars().filter_map(digit);
    let value = digits.fold(0_usize, |value, digit| {
        value.saturating_mul(10).saturating_add(digit)
    });
    if value > 0 {
        return value.min(MOST);
    }
    let found = numbers
        .iter()
        .find(|(words, _)| words.iter().any(|number| word.contains(number)));
    found.map_or(SEVERAL, |(_, count)| *count)
}

/// Entries of the script for the others of all groups who are seen in a panel.
pub(super) fn companions(people: &[Person], panels: &[Panel]) -> Vec<Character> {
    let is_seen = |other: &Character| {
        let mut cast = panels.iter().flat_map(|panel| &panel.cast);
        cast.any(|member| member.character == other.id)
    };

    let others = people
        .iter()
        .enumerate()
        .flat_map(|(index, person)| (2..=size(person)).map(move |number| (index, person, number)));
    others
        .enumerate()
        .map(|(at, (index, person, number))| Character {
            id: person_id(people.len() + at),
            name: format!("{} {number}", person.name),
            aliases: vec![person.name.clone()],
            ..character(index, person)
        })
        .filter(is_seen)
        .collect()
}

/// Puts the others of each group beside the first, as far as there is room: two heads fill a close picture.
pub(super) fn gather(people: &[Person], seen: &[usize], members: &mut Vec<CastMember>, shot: Shot) {
    let most = match shot {
        Shot::Insert => return,
        Shot::Close => 2,
        Shot::Medium => 3,
        Shot::Wide | Shot::Long => MOST,
    };
    for person in seen.iter().filter(|person| people[**person].plural) {
        let id = person_id(*person);
        let Some(at) = members.iter().position(|member| member.character == id) else {
            continue;
        };
        let room = most.saturating_sub(members.len());
        let first = people.len()
            + people[..*person]
                .iter()
                .map(|other| size(other) - 1)
                .sum::<usize>();
        let others = (0..(size(&people[*person]) - 1).min(room)).map(|number| CastMember {
            character: person_id(first + number),
            holding: None,
            ..members[at].clone()
        });
        let others: Vec<CastMember> = others.collect();
        members.splice(at + 1..at + 1, others);
    }
}

/// How many are shown for somebody of the story.
fn size(person: &Person) -> usize {
    if person.plural {
        person.number.clamp(2, MOST)
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, number: usize) -> Person {
        Person {
            name: name.to_owned(),
            plural: true,
            number,
            ..Person::default()
        }
    }

    #[test]
    fn numbers_are_told_by_words() {
        for (word, count) in [
            ("two", 2),
            ("the two", 2),
            ("三人", 3),
            ("孩子们", 3),
            ("五个人", 4),
            ("十二", 4),
            ("二十三", 4),
            ("2", 2),
            ("12", 4),
            ("dozens of", 4),
            ("生徒たち", 3),
        ] {
            assert_eq!(told(word), count, "{word}");
        }
    }

    #[test]
    fn a_number_is_read_with_all_its_signs() {
        let counters = ["个".to_owned(), "人".to_owned()];
        for (text, number) in [
            ("来了二十三个", Some("二十三")),
            ("第三个", Some("第三")),
            ("12人", Some("12")),
            ("老人", None),
            ("三", None),
            ("", None),
        ] {
            assert_eq!(numeral(text, &counters), number, "{text}");
        }
        assert!(is_ordinal("第三") && !is_ordinal("三"));
        assert!(opens_with_number("二十三个可爱的", &counters) && opens_with_number("第三个", &counters));
        assert!(!opens_with_number("来了三个", &counters) && !opens_with_number("三月", &counters));
    }

    #[test]
    fn a_group_is_several_in_the_picture() {
        let people = [group("pair", 2), Person::default(), group("crowd", 9)];
        let member = |person: usize| CastMember {
            character: person_id(person),
            holding: Some("lantern".to_owned()),
            ..CastMember::default()
        };
        let shown = |seen: &[usize], shot: Shot| -> Vec<String> {
            let mut members: Vec<CastMember> = seen.iter().map(|person| member(*person)).collect();
            gather(&people, seen, &mut members, shot);
            members.into_iter().map(|member| member.character).collect()
        };
        assert_eq!(shown(&[0, 1], Shot::Wide), ["c1", "c4", "c2"]);
        assert_eq!(shown(&[1, 2], Shot::Medium), ["c2", "c3", "c5"]);
        assert_eq!(shown(&[2], Shot::Long), ["c3", "c5", "c6", "c7"]);
        assert_eq!(shown(&[2], Shot::Close), ["c3", "c5"]);
        assert_eq!(shown(&[2], Shot::Insert), ["c3"]);
        let mut cast = vec![member(0)];
        gather(&people, &[0], &mut cast, Shot::Wide);
        assert_eq!(cast[1].holding, None, "one of them holds the lantern");
        let panel = Panel {
            cast,
            ..Panel::default()
        };
        let others = companions(&people, &[panel]);
        assert_eq!(others.len(), 1, "nobody is listed who is never seen");
        assert_eq!((others[0].id.as_str(), others[0].name.as_str()), ("c4", "pair 2"));
    }
}
