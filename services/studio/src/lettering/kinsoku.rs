//! Which characters may begin or end a line, and which carry blank space (JIS X 4051, GB/T 15834).

/// Cost of a break that the rules forbid, in ems: taken only where nothing else is left.
pub(super) const FORBIDDEN: f64 = 1000.0;

/// Closing marks: blank after them, never at the beginning of a line.
pub(super) fn is_closing(c: char) -> bool {
    "、。，．」』）】》〉〕｝］”’﹄﹂".contains(c)
}

/// Opening marks: blank before them, never at the end of a line.
pub(super) fn is_opening(c: char) -> bool {
    "「『（【《〈〔｛［“‘﹃﹁".contains(c)
}

/// Never at the beginning of a line.
pub(super) fn never_first(c: char) -> bool {
    is_closing(c)
        || "！？!?…‥—―～〜~ー・：；:;,.)]}»›%％℃々ゝゞヽヾ゛゜،؛؟।॥ๆฯะาำ".contains(c)
        || "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ".contains(c)
}

/// Never at the end of a line.
pub(super) fn never_last(c: char) -> bool {
    is_opening(c) || "([{«‹¡¿＄￥$#＃".contains(c)
}

/// A pause: a line is best broken after it.
pub(super) fn is_pause(c: char) -> bool {
    "、。，．！？!?…‥；：;:,.،؛؟।॥".contains(c)
}

/// Chinese particles, said in one breath with what stands before them.
pub(super) fn leans_back(c: char) -> bool {
    "的了吗呢吧啊呀嘛着们地得过".contains(c)
}

/// Turned in vertical lines even where the font has no form for that.
pub(super) fn is_turned(c: char) -> bool {
    "ー～〜~「」『』（）()【】《》〈〉〔〕｛｝［］[]{}“”‘’…‥—―–：；＝=→←".contains(c)
}

/// As wide as high: one character, one square.
pub(super) fn is_wide(c: char) -> bool {
    is_hangul(c)
        || is_chinese_or_japanese(c)
        || matches!(u32::from(c), 0x25A0..=0x27BF | 0x2B1B..=0x2B55 | 0xA000..=0xA4CF | 0xFE30..=0xFE4F | 0xFFE0..=0xFFE6 | 0x1F000..=0x1FAFF)
}

/// A Korean syllable, or a letter of one.
fn is_hangul(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x11FF | 0x3131..=0x318E | 0xAC00..=0xD7A3)
}

/// Whether a text is set as Chinese or Japanese. Korean is not, with a few Chinese characters and full marks in it.
pub(super) fn is_east_asian(text: &str) -> bool {
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    let (theirs, korean) = (count(is_chinese_or_japanese), count(is_hangul));
    theirs > korean
}

fn is_chinese_or_japanese(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x303E | 0x3041..=0x3130 | 0x3190..=0x33FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0xFF00..=0xFF9F | 0x20000..=0x3FFFF)
}
