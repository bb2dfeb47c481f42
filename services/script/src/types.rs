//! The shape of a script. Spans are byte offsets into the UTF-8 story.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A whole manga, planned.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Script {
    /// Version of this shape; [`SCRIPT_VERSION`].
    pub version: u32,
    /// Title, from the story's first line where it reads like one.
    pub title: String,
    /// BCP 47 language of the story: `zh`, `ja`, `en`, ...
    pub language: String,
    /// Order in which panels and bubbles are read.
    pub reading_direction: ReadingDirection,
    /// The look asked for.
    pub style: Style,
    /// Everybody who appears or speaks.
    pub characters: Vec<Character>,
    /// Every place.
    pub locations: Vec<Location>,
    /// Panels in reading order, numbered from 1.
    pub panels: Vec<Panel>,
}

/// The version of the shape written today.
pub const SCRIPT_VERSION: u32 = 1;

/// Order in which panels and bubbles are read.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReadingDirection {
    /// Right to left, as in Japan.
    #[default]
    Rtl,
    /// Left to right.
    Ltr,
    /// One column, top to bottom.
    Webtoon,
}

/// Look of the drawing. Absent means no wish. Values are those of `style::OPTIONS`, in snake case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Style {
    /// e.g. `black_and_white_manga` (the default), `watercolor`.
    pub art_style: Option<String>,
    /// e.g. `mysterious`.
    pub mood: Option<String>,
    /// e.g. `sepia`.
    pub color_palette: Option<String>,
    /// e.g. `chibi_cute`.
    pub character_style: Option<String>,
    /// e.g. `bold_outlines`.
    pub line_style: Option<String>,
    /// e.g. `close_up`.
    pub composition: Option<String>,
    /// Free words.
    pub additional_notes: Option<String>,
}

/// Somebody in the story.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Character {
    /// `c1`, `c2`, ...
    pub id: String,
    /// Name as the story gives it first.
    pub name: String,
    /// Other names and epithets for the same person.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What kind of being.
    pub kind: CharacterKind,
    /// How old.
    pub age: Age,
    /// As far as the text tells.
    pub gender: Gender,
    /// What they look like, kept for the whole story.
    #[serde(default)]
    pub looks: Looks,
    /// 0 to 1: how sure the director is of this entry.
    pub confidence: f32,
}

/// What a character looks like, as far as the story tells, in the words of [`looks`](crate::looks).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Looks {
    /// e.g. `long black hair`.
    pub hair: Option<String>,
    /// e.g. `school uniform`.
    pub outfit: Option<String>,
    /// e.g. `tall`.
    pub build: Option<String>,
    /// Things always with them: `glasses`, `red umbrella`.
    pub props: Vec<String>,
}

macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
                 strum::EnumString, strum::IntoStaticStr, strum::EnumIter)]
        #[serde(rename_all = "snake_case")]
        #[strum(serialize_all = "snake_case")]
        #[expect(missing_docs, reason = "the names say it")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
    };
}

closed_list! { /// Kind of being; what no list names is `Unknown`, drawn as a neutral silhouette.
CharacterKind { #[default] Human, Dog, Cat, Bird, Fish, Horse, Animal, Robot, Ghost, Unknown } }
closed_list! { /// Age group.
Age { Child, #[default] Adult, Teen, Old } }
closed_list! { /// Gender as the text tells it.
Gender { #[default] Unknown, Female, Male } }
closed_list! { /// Kind of place, what the artist can draw.
Place { #[default] Abstract, City, ShoppingStreet, Street, Room, Kitchen, Workshop, Classroom, Corridor, Rooftop, Forest, River, Sea, Harbour,
        Mountain, Field, NightSky, Train, Station, Shop, Festival, Castle, Shrine, Village, Doorstep } }
closed_list! { /// Time of day.
TimeOfDay { Dawn, #[default] Day, Dusk, Night } }
closed_list! { /// Weather.
Weather { #[default] Clear, Rain, Snow, Wind, Fog } }
closed_list! { /// Distance of the camera.
Shot { Long, Wide, #[default] Medium, Close, Insert } }
closed_list! { /// Height of the camera.
Angle { #[default] Eye, Low, High, BirdsEye, Dutch, OverShoulder } }
closed_list! { /// Why a panel is there.
Role { Establishing, Scenery, Full, #[default] Medium, Closeup, Insert, Impact } }
closed_list! { /// What a face shows.
Emotion { #[default] Calm, Joy, Smile, Sad, Cry, Angry, Surprise, Fear, Tired, Serious, Shy, Pain, Think } }
closed_list! { /// What a body does.
Pose { #[default] Stand, Sit, Kneel, Crouch, Run, Walk, Lie, Point, Hold, Raise, Hug, Wave, Umbrella, Back, Bow,
       /// Hand in hand with whoever is next.
       HoldHands,
       /// A hand on the shoulder of whoever is next.
       Comfort,
       /// Somebody else on the back, or an animal in the arms.
       Carry } }
closed_list! { /// Which way somebody faces.
Facing { #[default] Front, Left, Right, Away } }
closed_list! { /// Kind of lettering.
DialogueKind { #[default] Speech, Thought, Narration, Shout, Whisper, Offscreen, Telephone } }

/// A place of the story.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// `l1`, `l2`, ...
    pub id: String,
    /// As the story names it.
    pub name: String,
    /// What the artist draws.
    pub place: Place,
    /// Indoors or out.
    pub indoor: bool,
}

/// Bytes `start..end` of the story.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// One panel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Panel {
    /// 1, 2, 3, ...
    pub number: u32,
    /// The slice of the story it tells.
    pub source: Span,
    /// Why it is there.
    pub role: Role,
    /// Camera distance.
    pub shot: Shot,
    /// Camera height.
    pub angle: Angle,
    /// 1 (a beat) to 6 (a full page's worth).
    pub importance: u8,
    /// Id of a location.
    pub location: Option<String>,
    /// Time of day.
    pub time: TimeOfDay,
    /// Weather.
    pub weather: Weather,
    /// Who is seen, in the order of importance.
    #[serde(default)]
    pub cast: Vec<CastMember>,
    /// What happens, in words: alt text, and the prompt for a model.
    pub action: String,
    /// Things seen, in the words of [`Prop`](crate::Prop): `umbrella`, `lantern`, `box`.
    #[serde(default)]
    pub props: Vec<String>,
    /// Lettering in reading order.
    #[serde(default)]
    pub dialogue: Vec<Dialogue>,
    /// Sound words drawn into the picture.
    #[serde(default)]
    pub sfx: Vec<SoundEffect>,
    /// 0 to 1: how sure the director is, per field it guessed.
    #[serde(default)]
    pub confidence: BTreeMap<String, f32>,
}

/// Somebody seen in a panel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CastMember {
    /// Id of a character.
    pub character: String,
    /// Body.
    pub pose: Pose,
    /// Face.
    pub emotion: Emotion,
    /// Direction.
    pub facing: Facing,
    /// What they hold or use, in the words of [`Prop`](crate::Prop).
    #[serde(default)]
    pub holding: Option<String>,
}

/// A bubble or box of text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dialogue {
    /// Kind of bubble.
    pub kind: DialogueKind,
    /// Id of a character; none for narration or an unknown voice.
    pub speaker: Option<String>,
    /// An exact slice of the story unless `invented`.
    pub text: String,
    /// Where the text stands in the story.
    pub source: Option<Span>,
    /// The text is not the story's.
    #[serde(default)]
    pub invented: bool,
    /// Reading aids: (base, reading).
    #[serde(default)]
    pub ruby: Vec<(String, String)>,
}

/// A sound word.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SoundEffect {
    /// The letters drawn.
    pub text: String,
    /// 1 (soft) to 3 (loud).
    pub intensity: u8,
}
