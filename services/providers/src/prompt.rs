//! From a panel of the script to words for a model that draws. Pure.

use mangakai_script::{
    Angle, CastMember, Character, Panel, ReadingDirection, Script, Shot, TimeOfDay, Weather,
};

use crate::picture::Role;

/// What must not be seen, for models that take such words.
pub const NEGATIVE: &str = "text, letters, words, captions, lettering, sound effects, speech bubbles, speech balloons, \
    signature, watermark, logo, panel border, page layout, several panels, extra limbs, deformed hands, blurry";

/// Never left out, and last: models keep best what they read last.
const NO_LETTERING: &str = "One single picture that fills the whole frame, without panel borders. No text, no lettering, no \
    letters or numbers anywhere, no sound words, no speech bubbles, no balloons, no captions, no signature, no watermark.";

/// What the words are made of.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The whole plan.
    pub script: &'a Script,
    /// Number of the panel.
    pub panel: u32,
    /// What should be different from the version it starts from.
    pub instruction: Option<&'a str>,
    /// What the pictures given along are, in their order.
    pub references: &'a [Role],
    /// Longest prompt, in characters.
    pub max_chars: usize,
}

/// The prompt; none when the script has no such panel. What matters least is left out first when it would be too long.
#[must_use]
pub fn prompt(wanted: &Wanted<'_>) -> Option<String> {
    let Wanted { script, .. } = wanted;
    let panel = script.panels.iter().find(|panel| panel.number == wanted.panel)?;
    // In the order of reading; the number says what is left out first, 0 never.
    let sections = [
        (0, style(script)),
        (1, references(wanted.references)),
        (
            0,
            wanted
                .instruction
                .map(|words| format!("Change in particular: {words}."))
                .unwrap_or_default(),
        ),
        (0, action(script, panel)),
        (2, cast(script, panel)),
        (3, place(script, panel)),
        (4, props(panel)),
        (2, camera(panel)),
        (1, room_for_bubbles(script, panel)),
        (0, NO_LETTERING.to_owned()),
    ];
    Some(fitted(sections, wanted.max_chars))
}

fn fitted<const N: usize>(sections: [(u8, String); N], max_chars: usize) -> String {
    let joined = |most: u8| {
        let kept = sections
            .iter()
            .filter(|(rank, words)| *rank <= most && !words.is_empty());
        kept.map(|(_, words)| words.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let whole = (0..=4)
        .rev()
        .map(joined)
        .find(|prompt| prompt.chars().count() <= max_chars);
    whole.unwrap_or_else(|| {
        // Even what is never left out is too long: its middle, the action, is cut.
        let room = max_chars.saturating_sub(NO_LETTERING.chars().count() + 1);
        let head: String = joined(0).chars().take(room).collect();
        format!("{head}\n{NO_LETTERING}")
    })
}

fn style(script: &Script) -> String {
    let style = &script.style;
    let art = style
        .art_style
        .as_deref()
        .unwrap_or(mangakai_script::DEFAULT_ART_STYLE);
    let mut words = vec![format!("A manga panel in the style {}", spoken(art))];
    for (label, value) in [
        ("mood", &style.mood),
        ("colours", &style.color_palette),
        ("characters", &style.character_style),
        ("lines", &style.line_style),
        ("composition", &style.composition),
    ] {
        if let Some(value) = value {
            words.push(format!("{label}: {}", spoken(value)));
        }
    }
    if let Some(notes) = style
        .additional_notes
        .as_deref()
        .map(str::trim)
        .filter(|notes| !notes.is_empty())
    {
        words.push(notes.to_owned());
    }
    format!("{}.", words.join("; "))
}

fn references(roles: &[Role]) -> String {
    let says = |role: &Role| match role {
        Role::Base => {
            "the present version of this panel: keep everything that is not to be changed".to_owned()
        }
        Role::Wish => "a picture to follow for this panel".to_owned(),
        Role::Character(name) => {
            format!(
                "how {name} looks: keep face, hair and clothes, and neither its layout nor its drawing style"
            )
        }
        Role::Look => "the look to follow".to_owned(),
        Role::Earlier => {
            "an earlier panel of the same story: the same people, the same drawing style, another scene"
                .to_owned()
        }
    };
    let told = roles
        .iter()
        .zip(1..)
        .map(|(role, number)| format!("Picture {number} shows {}.", says(role)));
    told.collect::<Vec<_>>().join(" ")
}

fn action(script: &Script, panel: &Panel) -> String {
    let mut action = panel.action.trim().to_owned();
    // Scripts may name people by their ids.
    for character in &script.characters {
        action = replace_word(&action, &character.id, &character.name);
    }
    format!("What happens: {action}.")
}

/// Replaces `word` where it stands by itself.
fn replace_word(text: &str, word: &str, with: &str) -> String {
    if word.is_empty() || with.is_empty() {
        return text.to_owned();
    }
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let (mut result, mut rest, mut before) = (String::new(), text, None);
    while let Some(at) = rest.find(word) {
        let (head, tail) = rest.split_at(at);
        let tail = &tail[word.len()..];
        let left = head.chars().next_back().or(before);
        let whole = !is_part(left) && !is_part(tail.chars().next());
        result.push_str(head);
        result.push_str(if whole { with } else { word });
        before = word.chars().next_back();
        rest = tail;
    }
    result + rest
}

fn cast(script: &Script, panel: &Panel) -> String {
    let seen = panel.cast.iter().filter_map(|member| {
        let character = script
            .characters
            .iter()
            .find(|character| character.id == member.character)?;
        Some(format!("- {}: {}", character.name, person(character, member)))
    });
    let seen: Vec<String> = seen.collect();
    match seen.len() {
        0 => "Nobody is seen.".to_owned(),
        1 => format!("Seen, exactly one figure:\n{}", seen.join("\n")),
        n => format!("Seen, exactly {n} figures:\n{}", seen.join("\n")),
    }
}

fn person(character: &Character, member: &CastMember) -> String {
    let (age, gender, kind): (&str, &str, &str) = (
        character.age.into(),
        character.gender.into(),
        character.kind.into(),
    );
    let looks = &character.looks;
    let known = |word: &str| (word != "unknown").then(|| spoken(word));
    let being: Vec<String> = [known(age), known(gender), known(kind)]
        .into_iter()
        .flatten()
        .collect();
    let mut words = vec![being.join(" ")];
    words.extend(
        [&looks.build, &looks.hair, &looks.outfit]
            .into_iter()
            .flatten()
            .cloned(),
    );
    if !looks.props.is_empty() {
        words.push(format!("always with {}", looks.props.join(" and ")));
    }
    let (pose, emotion, facing): (&str, &str, &str) =
        (member.pose.into(), member.emotion.into(), member.facing.into());
    words.push(format!("pose: {}", spoken(pose)));
    words.push(format!("face: {}", spoken(emotion)));
    words.push(format!("facing {}", spoken(facing)));
    if let Some(thing) = &member.holding {
        words.push(format!("holding {thing}"));
    }
    words.retain(|word| !word.is_empty());
    words.join(", ")
}

fn place(script: &Script, panel: &Panel) -> String {
    let id = panel.location.as_deref().unwrap_or_default();
    let location = script.locations.iter().find(|location| location.id == id);
    let mut words: Vec<String> = location
        .map(|location| {
            let kind: &str = location.place.into();
            let inside = if location.indoor { "indoors" } else { "outdoors" };
            vec![location.name.clone(), spoken(kind), inside.to_owned()]
        })
        .unwrap_or_default();
    let (time, weather): (&str, &str) = (panel.time.into(), panel.weather.into());
    if panel.time != TimeOfDay::Day {
        words.push(time.to_owned());
    }
    if panel.weather != Weather::Clear {
        words.push(weather.to_owned());
    }
    if words.is_empty() {
        return String::new();
    }
    format!("Place: {}.", words.join(", "))
}

fn props(panel: &Panel) -> String {
    if panel.props.is_empty() {
        return String::new();
    }
    format!("Things seen: {}.", panel.props.join(", "))
}

fn camera(panel: &Panel) -> String {
    let shot = match panel.shot {
        Shot::Long => "very long shot, people small in a wide place",
        Shot::Wide => "wide shot, whole figures and much of the place",
        Shot::Medium => "medium shot, from the waist up",
        Shot::Close => "close-up of the face",
        Shot::Insert => "close-up of a detail",
    };
    let angle = match panel.angle {
        Angle::Eye => "at eye level",
        Angle::Low => "from below",
        Angle::High => "from above",
        Angle::BirdsEye => "bird's-eye view",
        Angle::Dutch => "tilted camera",
        Angle::OverShoulder => "over the shoulder",
    };
    format!("Camera: {shot}, {angle}.")
}

/// Where lettering will stand: bubbles are read from the top, from the side the reader begins at.
fn room_for_bubbles(script: &Script, panel: &Panel) -> String {
    let (first, second) = match script.reading_direction {
        ReadingDirection::Rtl => ("upper right", "upper left"),
        ReadingDirection::Ltr | ReadingDirection::Webtoon => ("upper left", "upper right"),
    };
    let lower = if first == "upper right" {
        "lower left"
    } else {
        "lower right"
    };
    let places = match panel.dialogue.len() {
        0 => return String::new(),
        1 => first.to_owned(),
        2 => format!("{first} and {second}"),
        _ => format!("{first}, {second} and {lower}"),
    };
    format!("Leave calm, uncluttered background in the {places}, with no face or hand there.")
}

/// `shopping_street` as it is spoken.
fn spoken(value: &str) -> String {
    value.replace('_', " ")
}

#[cfg(test)]
mod tests;
