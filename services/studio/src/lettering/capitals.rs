//! Words in capitals, as the readers of a language write them.

/// The accent by itself, as capitals of two marks have it: "Ϊ́".
const ACUTE: char = '\u{301}';

/// The text in capitals.
pub(super) fn capitals(text: &str, language: &str) -> String {
    match language.split('-').next().unwrap_or_default() {
        "el" => {
            let capitals = text.to_uppercase();
            let bare = capitals.chars().filter(|c| *c != ACUTE);
            bare.map(without_accent).collect()
        }
        "tr" | "az" => text.replace('i', "İ").to_uppercase(),
        _ => text.to_uppercase(),
    }
}

/// Greek capitals carry no accent.
fn without_accent(c: char) -> char {
    match c {
        'Ά' => 'Α',
        'Έ' => 'Ε',
        'Ή' => 'Η',
        'Ί' => 'Ι',
        'Ό' => 'Ο',
        'Ύ' => 'Υ',
        'Ώ' => 'Ω',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::capitals;

    #[test]
    fn capitals_are_those_of_the_language() {
        assert_eq!(capitals("Καλημέρα", "el"), "ΚΑΛΗΜΕΡΑ");
        assert_eq!(capitals("Μαΐου", "el"), "ΜΑΙ\u{308}ΟΥ");
        assert_eq!(capitals("iyi ışık", "tr-TR"), "İYİ IŞIK");
        assert_eq!(capitals("kiss, Straße", "de"), "KISS, STRASSE");
    }
}
