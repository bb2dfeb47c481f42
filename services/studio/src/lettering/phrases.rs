//! Phrases of Chinese and Japanese, by BudouX.

/// Its table of Unicode ends here; it panics beyond.
const LAST_KNOWN: char = '\u{2ffff}';
/// Stands for what is beyond: as long in UTF-8.
const SUBSTITUTE: char = '\u{20000}';

/// Whether a BCP 47 tag is of Japanese, be it of whichever region.
pub(super) fn is_japanese(language: &str) -> bool {
    let primary = language.split('-').next().unwrap_or_default();
    primary.eq_ignore_ascii_case("ja")
}

/// The byte after each phrase of `text`.
pub(super) fn ends(text: &str, japanese: bool) -> Vec<usize> {
    let model = if japanese {
        budoux::models::default_japanese_model()
    } else {
        budoux::models::default_simplified_chinese_model()
    };
    let known: String = text
        .chars()
        .map(|c| if c > LAST_KNOWN { SUBSTITUTE } else { c })
        .collect();
    let mut at = 0;
    budoux::parse(model, &known)
        .iter()
        .map(|phrase| {
            at += phrase.len();
            at
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::ends;

    #[test]
    fn phrases_are_found_whatever_stands_among_them() {
        assert_eq!(ends("これはテストです。", true), [9, 27]);
        let told = "「いい灯りは、帰り道を覚えている」って、おじいちゃんが言ってた。";
        let mut from = 0;
        let phrases: Vec<&str> = ends(told, true)
            .into_iter()
            .map(|end| &told[std::mem::replace(&mut from, end)..end])
            .collect();
        assert_eq!(
            phrases[2..5],
            ["帰り道を", "覚えている」って、", "おじいちゃんが"]
        );
        let strange = "これは\u{10fffd}\u{e0100}テスト\u{fffff}です。";
        assert_eq!(ends(strange, true).last(), Some(&strange.len()));
        assert!(ends(strange, true).iter().all(|at| strange.is_char_boundary(*at)));
    }
}
