//! The story's language, by counting scripts and, among Latin ones, the commonest little words.

/// So many characters are enough to tell.
const SAMPLE_CHARS: usize = 4_000;

/// One kana among so many Han characters makes a text Japanese.
const HAN_PER_KANA: usize = 12;

/// Little words of Latin languages.
const LITTLE_WORDS: [(&str, &[&str]); 7] = [
    (
        "en",
        &[
            "the", "and", "of", "was", "to", "he", "she", "in", "it", "is", "a",
        ],
    ),
    (
        "fr",
        &[
            "le", "la", "les", "et", "de", "des", "une", "un", "il", "elle", "dans", "est",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "das", "und", "ein", "eine", "nicht", "war", "sie", "er", "ist", "den",
        ],
    ),
    (
        "es",
        &[
            "el", "la", "los", "y", "una", "un", "que", "en", "era", "de", "las", "no",
        ],
    ),
    (
        "pt",
        &[
            "o", "a", "os", "e", "uma", "um", "que", "não", "em", "era", "de", "as",
        ],
    ),
    (
        "it",
        &[
            "il", "la", "gli", "e", "una", "un", "che", "non", "era", "di", "della", "si",
        ],
    ),
    (
        "nl",
        &[
            "de", "het", "een", "en", "van", "was", "niet", "zij", "hij", "is", "dat", "op",
        ],
    ),
];

/// BCP 47 code of the language `story` is most likely written in; `en` when nothing tells.
pub(super) fn detect(story: &str) -> &'static str {
    let (mut kana, mut han, mut hangul, mut cyrillic, mut arabic, mut latin) = (0, 0, 0, 0, 0, 0);
    for c in story.chars().filter(|c| c.is_alphabetic()).take(SAMPLE_CHARS) {
        match c {
            '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2ffff}' => han += 1,
            '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' => hangul += 1,
            '\u{400}'..='\u{4ff}' => cyrillic += 1,
            '\u{600}'..='\u{6ff}' => arabic += 1,
            _ if c < '\u{250}' => latin += 1,
            _ => {}
        }
    }
    // One Han character carries about as much as two letters.
    let dense = 2 * (kana + han);
    if dense >= latin.max(2 * hangul).max(cyrillic).max(arabic).max(1) {
        return if kana * HAN_PER_KANA >= han.max(1) {
            "ja"
        } else {
            "zh"
        };
    }
    if 2 * hangul >= latin.max(1) {
        return "ko";
    }
    if cyrillic >= latin.max(1) {
        return "ru";
    }
    if arabic >= latin.max(1) {
        return "ar";
    }
    latin_language(story)
}

fn latin_language(story: &str) -> &'static str {
    let mut scores = [0_usize; LITTLE_WORDS.len()];
    let words = story
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    for word in words.take(SAMPLE_CHARS / 4) {
        let word = word.to_lowercase();
        for (score, (_, little)) in scores.iter_mut().zip(LITTLE_WORDS) {
            *score += usize::from(little.contains(&word.as_str()));
        }
    }
    let mut best = 0;
    for (index, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = index;
        }
    }
    LITTLE_WORDS[best].0
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn scripts_and_little_words_tell_the_language() {
        assert_eq!(detect("那天，雨下了一整夜。"), "zh");
        assert_eq!(detect("ハルは空を指さした。"), "ja");
        assert_eq!(detect("The river was angry and she ran to it."), "en");
        assert_eq!(detect("Le chat est dans la maison et il dort."), "fr");
        assert_eq!(detect("옛날 옛적에"), "ko");
        assert_eq!(detect("Жила-была старуха"), "ru");
        assert_eq!(detect("12345 !?"), "en");
    }
}
