//! What single sentences tell: how many there are, what is denied, who holds what, when and in what weather.

mod common;

use common::*;
use mangakai_script::{Emotion, Script, TimeOfDay, Weather};

/// Names of everybody in the cast of the panel that tells `words`.
fn shown<'a>(script: &'a Script, story: &str, words: &str) -> Vec<&'a str> {
    let at = story.find(words).expect("the story has these words");
    let panel = script
        .panels
        .iter()
        .find(|panel| panel.source.start <= at && at < panel.source.end && !panel.cast.is_empty())
        .expect("a panel tells them and shows somebody");
    let name = |id: &String| {
        script
            .characters
            .iter()
            .find(|person| person.id == *id)
            .map(|p| p.name.as_str())
    };
    panel
        .cast
        .iter()
        .filter_map(|member| name(&member.character))
        .collect()
}

#[test]
fn a_group_is_as_many_people_as_the_story_tells() {
    for (story, words, names) in [
        (
            "Anna lived by the river. Three children ran through the field. They laughed.",
            "Three children",
            &["children", "children 2", "children 3"][..],
        ),
        (
            "Tess sat on the steps. Two men carried the sofa out to the truck.",
            "Two men",
            &["men", "men 2"],
        ),
        (
            "小红站在田里。三个孩子跑过草地。他们笑了。",
            "三个孩子",
            &["孩子", "孩子 2", "孩子 3"],
        ),
        (
            "アキは公園にいた。校庭では生徒たちが走っていた。",
            "生徒たちが",
            &["生徒たち", "生徒たち 2", "生徒たち 3"],
        ),
    ] {
        let sentences = story.matches(['.', '。']).count();
        let script = sound(story, sentences as u32);
        assert_eq!(shown(&script, story, words), names, "{story}");
    }
    // One child stays one.
    let story = "Anna lived by the river. A child ran through the field.";
    assert_eq!(shown(&sound(story, 2), story, "A child"), ["child"]);
}

/// The face of whoever is seen first while the last sentence of `story` is told.
#[track_caller]
fn last_face(story: &str) -> Emotion {
    let sentences = story.matches(['.', '。']).count();
    let script = sound(story, sentences as u32);
    let panel = script.panels.last().expect("a story has panels");
    let seen = panel.cast.first();
    seen.unwrap_or_else(|| panic!("nobody is seen: {story}")).emotion
}

#[track_caller]
fn all_feel(cases: &[(&str, Emotion)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(story, mood)| (story, *mood, last_face(story)))
        .filter(|(_, wanted, found)| wanted != found)
        .map(|(story, wanted, found)| format!("{found:?}, not {wanted:?}: {story}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_feeling_that_is_denied_is_not_shown() {
    all_feel(&[
        ("Mia sat in the kitchen. She did not cry.", Emotion::Calm),
        ("Mia sat in the kitchen. She didn’t cry.", Emotion::Calm),
        ("Mia sat in the kitchen. She wouldn't cry.", Emotion::Calm),
        ("Mia sat in the kitchen. She wasn’t happy.", Emotion::Calm),
        ("Mia sat in the kitchen. She cannot smile.", Emotion::Calm),
        ("小红坐在房间里。她没有哭。", Emotion::Calm),
        ("小红坐在房间里。她不太高兴。", Emotion::Calm),
        ("アキは部屋で本を読んだ。アキは泣かなかった。", Emotion::Calm),
        ("アキは部屋で本を読んだ。アキは泣いていない。", Emotion::Calm),
        ("アキは部屋で本を読んだ。アキは怖くない。", Emotion::Calm),
    ]);
    // What the denials deny is seen where nobody denies it.
    all_feel(&[
        ("Mia sat in the kitchen. She cried.", Emotion::Cry),
        ("Mia sat in the kitchen. She was happy.", Emotion::Joy),
        ("Mia sat in the kitchen. She smiled.", Emotion::Smile),
        ("小红坐在房间里。她哭了。", Emotion::Cry),
        ("小红坐在房间里。她很高兴。", Emotion::Joy),
        ("アキは部屋で本を読んだ。アキは泣いた。", Emotion::Cry),
        ("アキは部屋で本を読んだ。アキは怖い。", Emotion::Fear),
    ]);
}

#[test]
fn what_only_looks_like_a_denial_leaves_the_feeling() {
    all_feel(&[
        ("Mia sat in the kitchen. She could not stop crying.", Emotion::Cry),
        ("Mia sat in the kitchen. She couldn’t help crying.", Emotion::Cry),
        ("小红坐在房间里。她特别高兴。", Emotion::Joy),
        ("小明坐在房间里。他忍不住哭了起来。", Emotion::Cry),
        ("アキは部屋で本を読んだ。アキは怖くて動けない。", Emotion::Fear),
        ("アキは部屋で本を読んだ。アキは嬉しくてたまらない。", Emotion::Joy),
        ("アキは部屋で本を読んだ。アキは寝て動かない。", Emotion::Tired),
        ("アキは部屋で本を読んだ。アキは涙が止まらなかった。", Emotion::Cry),
        (
            "アキは部屋で本を読んだ。アキは泣かずにはいられなかった。",
            Emotion::Cry,
        ),
        (
            "アキは部屋で本を読んだ。アキは泣きながら間もなく眠った。",
            Emotion::Cry,
        ),
    ]);
}

#[test]
fn a_word_with_the_letters_of_a_denial_leaves_the_hour() {
    let script = sound("小红坐在房间里。不久天黑了。她点了灯。", 3);
    assert_eq!(script.panels[2].time, TimeOfDay::Dusk);
}

#[test]
fn either_apostrophe_tells_an_owner() {
    for mark in ['\'', '’'] {
        let script = sound(
            &format!("Mira stood in the kitchen. Mira took Tobin{mark}s lantern."),
            2,
        );
        assert_eq!(holding(&script, "took", "Mira"), Some("lantern"), "{mark}");
    }
}

#[test]
fn the_nearest_thing_is_held() {
    for (story, words, thing) in [
        (
            "Mia stood in the garden. Beside the lantern Mia held a letter.",
            "held",
            "letter",
        ),
        (
            "Mia stood in the garden. Mia held a lantern beside the letter.",
            "held",
            "lantern",
        ),
        ("小红站在院子里。小红在灯笼旁边拿着一封信。", "拿着", "letter"),
        (
            "アキは庭にいた。アキは提灯のそばで手紙を持っていた。",
            "持って",
            "letter",
        ),
    ] {
        let script = sound(story, 2);
        let name = script.characters[0].name.clone();
        assert_eq!(holding(&script, words, &name), Some(thing), "{story}");
    }
}

#[test]
fn a_number_is_read_as_a_whole() {
    for (story, words, names) in [
        ("小红站在田里。第三个孩子跑了过来。", "第三个", &["孩子"][..]),
        ("小红站在田里。第二个孩子跑了过来。", "第二个", &["孩子"]),
        (
            "小红站在田里。十二个孩子跑过草地。",
            "十二个",
            &["孩子", "孩子 2", "孩子 3", "孩子 4"],
        ),
        (
            "小红站在田里。二十三个孩子跑过草地。",
            "二十三个",
            &["孩子", "孩子 2", "孩子 3", "孩子 4"],
        ),
        (
            "アキは公園にいた。十二人の生徒たちが走っていた。",
            "十二人",
            &["生徒たち", "生徒たち 2", "生徒たち 3", "生徒たち 4"],
        ),
        (
            "アキは公園にいた。二人の生徒たちが走っていた。",
            "二人",
            &["生徒たち", "生徒たち 2"],
        ),
        (
            "アキは公園にいた。２人の生徒たちが走っていた。",
            "２人",
            &["生徒たち", "生徒たち 2"],
        ),
        ("アキは公園にいた。１人の少年が走ってきた。", "１人", &["少年"]),
    ] {
        assert_eq!(shown(&sound(story, 2), story, words), names, "{story}");
    }
}

/// Hour and weather of each sentence, a panel each.
fn skies(story: &str) -> Vec<(TimeOfDay, Weather)> {
    let sentences = story.matches(['.', '。']).count();
    let script = sound(story, sentences as u32);
    script
        .panels
        .iter()
        .map(|panel| (panel.time, panel.weather))
        .collect()
}

#[test]
fn what_a_scene_says_late_of_its_weather_and_hour_holds_from_its_start() {
    let dry = (TimeOfDay::Day, Weather::Clear);
    let wet = (TimeOfDay::Day, Weather::Rain);
    let story =
        "Mia sat in the kitchen. The next morning Tom walked in the park. He saw a duck. The rain was cold.";
    assert_eq!(skies(story), [dry, wet, wet, wet]);
    let story = "小红坐在房间里。第二天小明在公园里走。他看见一只鸭子。雨很冷。";
    assert_eq!(skies(story), [dry, wet, wet, wet]);
    let night = (TimeOfDay::Night, Weather::Clear);
    let story =
        "Mia sat in the kitchen. A year later Tom walked in the park. He saw a duck. The moonlight was cold.";
    assert_eq!(skies(story), [dry, night, night, night]);
    // Rain of the morning did not fall in the night.
    let story = "It was night in the forest. Mia walked home. At dawn she woke. The rain was cold.";
    let rain = (TimeOfDay::Dawn, Weather::Rain);
    assert_eq!(skies(story), [night, night, rain, rain]);
    // What begins only now was not so before.
    let story =
        "Mia sat in the kitchen. The next morning Tom walked in the park. He saw a duck. The rain began.";
    assert_eq!(skies(story), [dry, dry, dry, wet]);
    // What the scene has said already stays until it says something else.
    let story =
        "Mia sat in the kitchen. The next morning snow lay in the park. He saw a duck. The rain was cold.";
    let snow = (TimeOfDay::Day, Weather::Snow);
    assert_eq!(skies(story), [dry, snow, snow, wet]);
}
