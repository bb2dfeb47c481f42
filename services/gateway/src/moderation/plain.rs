//! A text without its disguises.

use unicode_normalization::UnicodeNormalization;

/// In one width, without case, without characters that nobody sees, with single spaces.
pub fn plain(text: &str) -> String {
    let seen = text.nfkc().filter(|letter| !is_invisible(*letter));
    let mut plain = String::with_capacity(text.len());
    for letter in seen.flat_map(char::to_lowercase) {
        if !letter.is_whitespace() {
            plain.push(letter);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    // Lower case may come apart again: a dotted capital I is two characters.
    plain.nfkc().collect()
}

/// Zero-width characters, soft hyphens, directions and variation selectors.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn width_case_and_invisible_characters_do_not_matter() {
        assert_eq!(plain("Ａ\u{200b}b\u{3000}\n c"), "ab c");
        assert_eq!(plain("ﾊﾟ"), "パ");
    }

    proptest! {
        #[test]
        fn plain_text_stays_as_it_is(text in any::<String>()) {
            let once = plain(&text);
            prop_assert_eq!(plain(&once), once);
        }
    }
}
