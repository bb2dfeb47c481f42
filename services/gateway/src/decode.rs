//! Text files in the encodings that stories come in: UTF-8, UTF-16, GB18030 (and GBK), Shift_JIS.
//!
//! A byte order mark decides, then strict validity: UTF-8 first, since other encodings hardly ever look like it.
//! GB18030 and Shift_JIS overlap, so where both are valid the more natural text wins.

use encoding_rs::{Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

/// Why bytes are not a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// Valid in none of the encodings.
    #[error("is not text in UTF-8, UTF-16, GB18030 or Shift_JIS")]
    Undecodable,
    /// It holds NUL characters, which no story has.
    #[error("holds a NUL character")]
    Nul,
}

/// The text of a file, and the name of the encoding it came in.
///
/// # Errors
/// When no encoding fits, or the text holds NUL.
pub fn decode_text(bytes: &[u8]) -> Result<(String, &'static str), NotText> {
    let (encoding, text) = recognise(bytes).ok_or(NotText::Undecodable)?;
    if text.contains('\0') {
        return Err(NotText::Nul);
    }
    Ok((text, encoding.name()))
}

fn recognise(bytes: &[u8]) -> Option<(&'static Encoding, String)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]);
    }
    if let Some(found) = utf16_without_mark(bytes) {
        return Some(found);
    }
    if let Some(found) = strict(UTF_8, bytes) {
        return Some(found);
    }
    let chinese = strict(GB18030, bytes).filter(|(_, text)| is_written(text));
    let japanese = strict(SHIFT_JIS, bytes).filter(|(_, text)| is_written(text));
    match (chinese, japanese) {
        (Some(chinese), Some(japanese)) => Some(if oddness(&japanese.1) < oddness(&chinese.1) {
            japanese
        } else {
            chinese
        }),
        (chinese, japanese) => chinese.or(japanese),
    }
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<(&'static Encoding, String)> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some((encoding, text.into_owned()))
}

/// UTF-16 without a mark: text has line ends, spaces or other characters of which one byte is zero, and no other
/// encoding has zero bytes at all. Of the two byte orders the more natural text wins.
fn utf16_without_mark(bytes: &[u8]) -> Option<(&'static Encoding, String)> {
    if bytes.is_empty() || !bytes.len().is_multiple_of(2) || !bytes.contains(&0) {
        return None;
    }
    let orders = [UTF_16LE, UTF_16BE]
        .into_iter()
        .filter_map(|order| strict(order, bytes));
    let written = orders.filter(|(_, text)| !text.contains('\0') && is_written(text));
    written.min_by(|(_, one), (_, other)| oddness(one).total_cmp(&oddness(other)))
}

/// No control characters other than white space, nothing unassigned to people: private use and such.
fn is_written(text: &str) -> bool {
    let unwritten = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}'))
            || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{fffe}' | '\u{ffff}')
    };
    !text.chars().any(unwritten)
}

/// How unlike running text this is, per character: half-width kana and rare ideographs count against, kana and
/// usual punctuation count for.
fn oddness(text: &str) -> f64 {
    let weight = |c: char| match c {
        '\u{3041}'..='\u{309f}' | '\u{30a0}'..='\u{30ff}' => -0.5,
        '\u{3001}' | '\u{3002}' | '\u{300c}'..='\u{300f}' | '\u{ff01}' | '\u{ff0c}' | '\u{ff1f}' => -1.0,
        '\u{201c}' | '\u{201d}' | '\u{2026}' => -1.0,
        '\u{ff61}'..='\u{ff9f}' => 1.0,
        '\u{4e00}'..='\u{9fff}' => rare_ideograph(c),
        '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'.. => 2.0,
        '\u{80}'..='\u{2fff}' => 1.0,
        _ => 0.0,
    };
    let (sum, count) = text
        .chars()
        .filter(|c| !c.is_ascii())
        .fold((0.0, 0_u32), |(sum, n), c| (sum + weight(c), n + 1));
    if count == 0 { 0.0 } else { sum / f64::from(count) }
}

/// GB2312's and JIS X 0208's first levels hold the usual ideographs; their lead bytes are the lower half.
fn rare_ideograph(c: char) -> f64 {
    let mut buffer = [0; 4];
    let word = c.encode_utf8(&mut buffer);
    let lead = |encoding: &'static Encoding| {
        let (bytes, _, failed) = encoding.encode(word);
        (!failed && bytes.len() == 2).then(|| bytes[0])
    };
    let usual_chinese = lead(GB18030).is_some_and(|byte| (0xb0..=0xd7).contains(&byte));
    let usual_japanese = lead(SHIFT_JIS).is_some_and(|byte| (0x88..=0x97).contains(&byte));
    if usual_chinese || usual_japanese { 0.0 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHINESE: &str = "从前有一座山，山上有一座庙。\n“师父，”小和尚说，“给我讲一个故事吧！”老和尚笑了。";
    const JAPANESE: &str = "雨の夜、少女は赤い傘をさして駅で待っていた。「遅いなあ」と彼女はつぶやいた。";
    const ENGLISH: &str = "Once upon a time a cat learned to fly.\r\n\"Look!\" she said.";

    fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn the_four_encodings_are_told_apart() {
        for (text, encoding) in [
            (CHINESE, GB18030),
            (JAPANESE, SHIFT_JIS),
            (CHINESE, UTF_8),
            (JAPANESE, UTF_8),
            (ENGLISH, UTF_8),
            (JAPANESE, GB18030),
        ] {
            let (bytes, _, failed) = encoding.encode(text);
            assert!(!failed);
            let (decoded, _) = decode_text(&bytes).unwrap();
            assert_eq!(decoded, text, "{}", encoding.name());
        }
    }

    #[test]
    fn short_texts_are_told_apart_too() {
        for (text, encoding) in [
            ("你好，世界。", GB18030),
            ("こんにちは。", SHIFT_JIS),
            ("猫が空を飛んだ。", SHIFT_JIS),
            ("猫飞上了天。", GB18030),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(decode_text(&bytes).unwrap().0, text);
        }
    }

    #[test]
    fn utf16_is_known_by_its_mark_and_without() {
        for text in [CHINESE, JAPANESE, ENGLISH] {
            for big in [true, false] {
                assert_eq!(decode_text(&utf16(text, big, true)).unwrap().0, text);
            }
        }
        for text in [ENGLISH, CHINESE] {
            for big in [true, false] {
                assert_eq!(decode_text(&utf16(text, big, false)).unwrap().0, text);
            }
        }
    }

    #[test]
    fn a_mark_is_not_part_of_the_story() {
        let bytes = [b"\xef\xbb\xbf".as_slice(), ENGLISH.as_bytes()].concat();
        assert_eq!(decode_text(&bytes).unwrap(), (ENGLISH.to_owned(), "UTF-8"));
    }

    #[test]
    fn junk_is_no_text() {
        let picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01";
        for bytes in [
            picture.as_slice(),
            b"\xff\xff\xff\xff",
            b"\xff\xfe\x00\xd8",
            b"\x80\x81\xff",
            b"a\0b",
        ] {
            assert!(decode_text(bytes).is_err(), "{bytes:?}");
        }
        assert_eq!(decode_text(b""), Ok((String::new(), "UTF-8")));
    }
}
