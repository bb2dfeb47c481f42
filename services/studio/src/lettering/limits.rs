//! Every number of the lettering that somebody may want to change. Lengths are design pixels: page pixels at a
//! scale of 1.0, which is a picture of 1024. Lengths of letters are ems.

/// Smallest letters of a bubble that are still read without effort; smaller ones are reported.
pub const MIN_TEXT: f64 = 24.0;

/// Parts of the full size that are tried, largest first; none makes letters smaller than [`MIN_TEXT`].
pub(super) const STEPS: [f64; 8] = [1.0, 0.94, 0.88, 0.82, 0.76, 0.71, 0.66, 0.62];

/// Size of spoken words in letters of an alphabet, set in capitals.
pub(super) const SPEECH: f64 = 37.0;
/// Size of spoken words in Chinese and Japanese.
pub(super) const SPEECH_WIDE: f64 = 38.0;
/// Shouted words are larger by this.
pub(super) const SHOUT: f64 = 1.25;
/// Whispered words are smaller by this.
pub(super) const WHISPER: f64 = 0.85;
/// The teller's words are smaller by this.
pub(super) const NARRATION: f64 = 0.88;
/// Letters of a reading aid, as a part of the letters beside them.
pub(super) const RUBY: f64 = 0.5;

/// Free space between a bubble and the edge of the picture.
pub(super) const MARGIN: f64 = 18.0;
/// Free space between two bubbles.
pub(super) const GAP: f64 = 10.0;
/// Free space between a bubble and a face, where there is any.
pub(super) const FACE_GAP: f64 = 8.0;
/// Width of a bubble's line.
pub(super) const LINE: f64 = 3.4;
/// Width of a box's line.
pub(super) const BOX_LINE: f64 = 2.6;

/// Shortest tail that still points; longest one.
pub(super) const TAIL: std::ops::RangeInclusive<f64> = 16.0..=92.0;
/// A tail ends so far before the head.
pub(super) const TAIL_SHORT_OF: f64 = 7.0;
/// Width of a tail where it leaves the bubble.
pub(super) const TAIL_WIDTH: f64 = 30.0;

/// Distance of lines, in ems: alphabets, Chinese and Japanese, and what reading aids need more.
pub(super) const LEADING: (f64, f64, f64) = (1.08, 1.2, 0.34);
/// A line of letters reaches so far above and below the middle of its capitals, at least.
pub(super) const REACH: f64 = 0.46;
/// White between the highest and the lowest marks of two lines.
pub(super) const BETWEEN: f64 = 0.06;
/// Words longer than this many letters may be broken; a square one counts as two.
pub(super) const LONGEST_WORD: usize = 14;
/// Most lines of one bubble.
pub(super) const MOST_LINES: usize = 40;
/// Longer texts are cut into two linked bubbles when they find no place whole, in ems.
pub(super) const SPLIT_FROM: f64 = 11.0;

/// Places kept for each bubble, and arrangements kept after each bubble.
pub(super) const BEAM: (usize, usize) = (160, 48);
/// Places across and down that are tried for a bubble.
pub(super) const GRID: usize = 15;
/// Arrangements that cost less are taken without looking for cheaper ones in smaller letters.
pub(super) const GOOD: f64 = 14.0;
/// Cost of letters of half the size, per bubble.
pub(super) const SMALL: f64 = 44.0;
/// Gap between linked bubbles beyond which the link looks torn.
pub(super) const LINK: f64 = 46.0;

/// Height of the letters of a sound word by its intensity, as a part of the smaller side.
pub(super) const SOUND: [f64; 3] = [0.085, 0.12, 0.165];
/// Sound words are never longer than this part of the side they run along.
pub(super) const SOUND_LENGTH: f64 = 0.62;

/// More lines than this in one picture are put into rows without a search.
pub(super) const MOST_SEARCHED: usize = 7;
/// A sound word is never set smaller than this.
pub(super) const MIN_SOUND: f64 = 30.0;
