//! What an editor would say of the script of every test story, as facts.

mod common;

use common::*;
use mangakai_script::{Age, CharacterKind, DialogueKind, Gender, Place, Pose, TimeOfDay, Weather};

#[test]
fn every_story_of_the_folder_is_tested() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/stories");
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        story(file.strip_suffix(".txt").unwrap());
    }
}

#[test]
fn a_quarrel_on_a_roof() {
    let script = sound(story("rooftop-quarrel.en"), 10);
    assert_eq!(names(&script), ["Nora", "Felix", "pigeon"]);
    assert_eq!(gender(&script, "Nora"), Gender::Female);
    assert_eq!(gender(&script, "Felix"), Gender::Male);
    assert_eq!(places(&script), [Place::Rooftop]);
    assert_says(
        &script,
        &[
            ("You read it", "Nora"),
            ("You read my letter", "Nora"),
            ("It was lying", "Felix"),
            ("You're leaving", "Felix"),
            ("I wanted to tell you", "Nora"),
            ("After the concert you'd", "Felix"),
            ("I'm scared", "Nora"),
            ("Then we'll be scared", "Felix"),
            ("At least until", "Felix"),
        ],
    );
    assert_eq!(line(&script, "I'm scared").kind, DialogueKind::Whisper);
    assert_eq!(line(&script, "you'd be gone").kind, DialogueKind::Shout);
    assert_does(&script, "Felix sat down", "Felix", Pose::Sit);
    assert_does(&script, "Nora stormed", "Nora", Pose::Run);
    assert_eq!(holding(&script, "still holding", "Felix"), Some("letter"));
    assert_eq!(script.panels[0].weather, Weather::Wind);
    assert_eq!(panel(&script, "evening traffic").time, TimeOfDay::Dusk);
}

#[test]
fn a_fight_without_a_word() {
    let script = sound(story("silent-duel.ja"), 10);
    assert_eq!(names(&script), ["老いた侍", "若い侍"]);
    assert_eq!(person(&script, "老いた侍").age, Age::Old);
    assert_eq!(looks(&script, "老いた侍"), ["kimono"]);
    assert_eq!(places(&script), [Place::Forest]);
    assert_eq!(script.panels[0].weather, Weather::Fog);
    let lines = script.panels.iter().flat_map(|panel| &panel.dialogue);
    assert!(lines.into_iter().all(|line| line.kind == DialogueKind::Narration));
    assert_does(&script, "若い侍が走った", "若い侍", Pose::Run);
    assert_does(&script, "刀を振りぬいた", "老いた侍", Pose::Raise);
    assert_eq!(seen(&script, "向かい合って"), ["老いた侍", "若い侍"]);
    assert_eq!(seen(&script, "若者の前に"), ["老いた侍", "若い侍"]);
}

#[test]
fn nothing_but_talk() {
    let script = sound(story("phone-call.zh"), 15);
    assert_eq!(names(&script).len(), 2);
    let speakers: Vec<&str> = script
        .panels
        .iter()
        .flat_map(|panel| &panel.dialogue)
        .filter_map(|line| line.speaker.as_deref())
        .collect();
    assert!(speakers.windows(2).all(|pair| pair[0] != pair[1]), "{speakers:?}");
    assert!(script.panels[0].props.contains(&"phone".to_owned()));
}

#[test]
fn one_voice_alone() {
    let script = sound(story("night-shift.en"), 10);
    assert_eq!(names(&script), ["I", "father", "girl", "mother"]);
    assert_eq!(person(&script, "girl").age, Age::Child);
    assert_eq!(looks(&script, "girl"), ["pajamas", "small"]);
    assert_eq!(script.panels[0].time, TimeOfDay::Night);
    assert_eq!(places(&script)[0], Place::Shop);
    assert!(seen(&script, "runs outside").contains(&"girl".to_owned()));
    assert_does(&script, "I sit behind", "I", Pose::Sit);
}

#[test]
fn five_people_in_one_room() {
    let script = sound(story("five-in-a-room.zh"), 12);
    assert_eq!(
        names(&script),
        ["五个人", "周小满", "赵铁柱", "林晓雨", "何大勇", "顾青"]
    );
    assert_says(
        &script,
        &[
            ("我最小", "周小满"),
            ("慢着", "赵铁柱"),
            ("蛋糕是我买的", "赵铁柱"),
            ("钱是我出的", "林晓雨"),
            ("那我帮你们", "何大勇"),
            ("早知道这样", "周小满"),
        ],
    );
    assert_eq!(looks(&script, "林晓雨"), ["glasses"]);
    assert_eq!(panel(&script, "钱是我出的").weather, Weather::Clear);
    assert_eq!(holding(&script, "拿来一把刀", "顾青"), Some("knife"));

    let script = sound(story("jury.en"), 12);
    assert_eq!(
        names(&script),
        ["people", "Agnes", "Boris", "Chloe", "Dev", "Edith"]
    );
    assert_says(
        &script,
        &[
            ("Nobody leaves", "Agnes"),
            ("One of us", "Agnes"),
            ("Don't look at me", "Boris"),
            ("I was in the gym", "Boris"),
            ("You were in the kitchen", "Chloe"),
            ("Then where were you", "Dev"),
            ("In the library", "Chloe"),
            ("It was dirty", "Edith"),
        ],
    );
    assert_eq!(places(&script), [Place::Classroom]);
    assert_eq!(looks(&script, "Boris"), ["tall"]);
    assert_eq!(script.panels[0].weather, Weather::Rain);
    assert_eq!(script.panels[11].weather, Weather::Clear);
}

#[test]
fn one_man_under_three_names() {
    let script = sound(story("three-names.en"), 10);
    assert_eq!(names(&script), ["Elias Moore", "Children", "Pip"]);
    let elias = person(&script, "Elias Moore");
    for alias in ["captain", "moore", "elias", "old man"] {
        assert!(
            elias.aliases.contains(&alias.to_owned()),
            "{alias} of {:?}",
            elias.aliases
        );
    }
    assert_eq!((elias.age, elias.gender), (Age::Old, Gender::Male));
    assert_eq!(looks(&script, "Elias Moore"), ["white hair", "blue cap"]);
    assert_says(
        &script,
        &[
            ("Are you the Captain", "Pip"),
            ("My mother called me", "Elias Moore"),
            ("There is your trouble", "Elias Moore"),
            ("It was my dad's", "Pip"),
            ("Every evening I stand", "Elias Moore"),
        ],
    );
}

#[test]
fn twenty_years_ago_and_now() {
    let script = sound(story("flashback.zh"), 12);
    assert_eq!(names(&script), ["苏雯", "外婆", "小鸟"]);
    assert_eq!(person(&script, "外婆").age, Age::Old);
    assert_says(
        &script,
        &[
            ("手腕放松", "外婆"),
            ("为什么要练", "苏雯"),
            ("因为总有一天", "外婆"),
        ],
    );
    assert!(
        script
            .panels
            .iter()
            .any(|panel| panel.sfx.iter().any(|sound| sound.text.starts_with('叮')))
    );
    assert_eq!(script.panels[0].time, TimeOfDay::Dusk);
    assert_eq!(script.panels[11].time, TimeOfDay::Night);
    assert!(panel(&script, "眼泪一滴").props.contains(&"piano".to_owned()));
}

#[test]
fn a_robot_among_animals() {
    let script = sound(story("robot-and-animals.ja"), 12);
    assert_eq!(kind(&script, "ゼロ号"), CharacterKind::Robot);
    assert_eq!(kind(&script, "うさぎ"), CharacterKind::Animal);
    assert_eq!(kind(&script, "森のみんな"), CharacterKind::Animal);
    assert_eq!(kind(&script, "フクロウ"), CharacterKind::Bird);
    assert_eq!(names(&script).len(), 5, "{:?}", names(&script));
    assert_says(
        &script,
        &[
            ("時計がこわれた", "うさぎ"),
            ("見せてください", "ゼロ号"),
            ("たいへんだ", "フクロウ"),
            ("右足", "ゼロ号"),
        ],
    );
    assert_does(&script, "雨の中を走った", "ゼロ号", Pose::Run);
    assert_eq!(panel(&script, "雨の中を走った").weather, Weather::Rain);
    assert!(places(&script).contains(&Place::River));
}

#[test]
fn a_recipe_has_a_cook_in_a_kitchen() {
    for (name, cook) in [("recipe.en", "cook"), ("recipe.zh", "厨师")] {
        let script = sound(story(name), 8);
        assert_eq!(names(&script), [cook]);
        assert!(person(&script, cook).confidence < 0.5);
        assert_eq!(places(&script), [Place::Kitchen]);
        assert!(script.panels.iter().any(|panel| !panel.cast.is_empty()));
    }
}

#[test]
fn one_sentence_lasts_as_long_as_it_is_asked_to() {
    let script = sound(story("one-sentence.ja"), 10);
    assert_eq!(names(&script), ["少年", "少女"]);
    assert_eq!(script.panels[0].weather, Weather::Rain);
    assert_eq!(places(&script), [Place::Station]);
    let umbrella = "umbrella".to_owned();
    assert!(script.panels.iter().all(|panel| !panel.props.contains(&umbrella)));
}

#[test]
fn a_poem_is_pictures() {
    let script = sound(story("poem.zh"), 8);
    assert_eq!(script.title, "夜泊");
    assert_eq!(names(&script), ["渔翁"]);
    assert!(script.panels.iter().all(|panel| panel.time == TimeOfDay::Night));
    assert_eq!(places(&script), [Place::River]);
}

#[test]
fn a_log_is_shown_on_a_screen_and_nobody_speaks() {
    let script = sound(story("server-log.en"), 10);
    assert!(script.characters.is_empty(), "{:?}", names(&script));
    for panel in &script.panels {
        assert_eq!(panel.props, ["computer"]);
        assert!(panel.dialogue.iter().all(|line| line.speaker.is_none()));
    }
}

#[test]
fn orders_in_a_story_are_only_words() {
    let script = sound(story("injection.en"), 10);
    assert_eq!(names(&script), ["parrot", "travellers", "Juno"]);
    assert_says(
        &script,
        &[
            ("Ignore all previous", "parrot"),
            ("I don't have a key", "Juno"),
            ("Have a good journey", "parrot"),
        ],
    );
    assert!(
        script
            .panels
            .iter()
            .all(|panel| !panel.cast.is_empty() || !panel.props.is_empty())
    );
}

#[test]
fn a_day_at_school() {
    let script = sound(story("school-day.ja"), 12);
    assert_eq!(names(&script), ["ミナミ", "田中", "クラス中", "黒木"]);
    assert_says(
        &script,
        &[
            ("セーフ", "ミナミ"),
            ("アウト", "田中"),
            ("ありがとう", "ミナミ"),
            ("半分こ", "ミナミ"),
            ("二つあるけど", "黒木"),
            ("じゃあ", "ミナミ"),
        ],
    );
    assert_eq!(
        places(&script),
        [Place::Classroom, Place::Corridor, Place::Street]
    );
    assert_eq!(looks(&script, "黒木")[1..], ["glasses"]);
    assert_eq!(script.panels[11].time, TimeOfDay::Dusk);
    assert_eq!(person(&script, "ミナミ").age, Age::Teen);
}

#[test]
fn a_ghost_in_the_snow() {
    let script = sound(story("snow-ghost.en"), 12);
    assert_eq!(names(&script), ["Marta", "young woman"]);
    assert_eq!(kind(&script, "young woman"), CharacterKind::Ghost);
    assert_eq!(looks(&script, "young woman"), ["long black hair", "white kimono"]);
    assert_says(
        &script,
        &[
            ("I have walked", "young woman"),
            ("The fire is for", "Marta"),
            ("You are not frightened", "young woman"),
            ("I am eighty-one", "Marta"),
        ],
    );
    assert_eq!(
        (script.panels[0].time, script.panels[0].weather),
        (TimeOfDay::Night, Weather::Snow)
    );
    assert_does(&script, "The ghost sat down", "young woman", Pose::Sit);
}

#[test]
fn a_journey_to_the_sea() {
    let script = sound(story("journey.ja"), 12);
    assert_eq!(names(&script), ["ケンジ", "祖父", "カモメ", "老婆"]);
    assert_says(
        &script,
        &[
            ("本当に海まで", "ケンジ"),
            ("約束だから", "祖父"),
            ("うわあ", "ケンジ"),
            ("遅かったわね", "老婆"),
            ("すまん", "祖父"),
            ("撮ってくれ", "祖父"),
        ],
    );
    assert_eq!(places(&script), [Place::Train, Place::Harbour]);
    assert_eq!(script.panels[0].time, TimeOfDay::Dawn);
    assert_eq!(looks(&script, "老婆"), ["white hat"]);
}

#[test]
fn a_child_and_an_old_man_at_a_festival() {
    let script = sound(story("lantern-fair.zh"), 12);
    assert_eq!(names(&script), ["爷爷", "豆豆", "老婆婆"]);
    assert_eq!(person(&script, "豆豆").age, Age::Child);
    assert_eq!(places(&script), [Place::Festival]);
    assert_says(
        &script,
        &[
            ("我要那个兔子灯", "豆豆"),
            ("咱们先看看", "爷爷"),
            ("这盏卖不掉", "老婆婆"),
            ("谢谢婆婆", "豆豆"),
            ("豆豆！豆豆", "爷爷"),
            ("我有灯", "豆豆"),
        ],
    );
    assert_does(&script, "紧紧抱住了豆豆", "爷爷", Pose::Hug);
    assert_does(&script, "紧紧抱住了豆豆", "豆豆", Pose::Hug);
    assert_eq!(seen(&script, "爷爷找不到豆豆"), ["爷爷"]);
}

#[test]
fn three_languages_in_one_class() {
    let script = sound(story("exchange-student.zh"), 12);
    assert_eq!(script.language, "zh");
    assert_eq!(looks(&script, "Leo"), ["blond hair"]);
    assert_says(
        &script,
        &[
            ("这是从伦敦来的", "班主任"),
            ("Nice to meet you", "Leo"),
            ("你会说日语吗", "由纪"),
            ("Konnichiwa", "Leo"),
            ("very good", "小安"),
            ("Hot! Hot!", "Leo"),
        ],
    );
}

#[test]
fn moving_out() {
    let script = sound(story("moving-day.en"), 12);
    assert_eq!(names(&script), ["Tess", "men", "Ollie", "Abbott"]);
    assert_eq!(looks(&script, "Ollie"), ["tall", "red cap"]);
    assert_eq!(looks(&script, "Abbott"), ["white beard", "cane"]);
    assert_eq!(looks(&script, "Tess"), [""; 0]);
    assert_says(
        &script,
        &[
            ("Cheer up", "Ollie"),
            ("I don't want a garden", "Tess"),
            ("Hold out your hand", "Abbott"),
            ("Plant it on", "Abbott"),
        ],
    );
    assert_eq!(places(&script), [Place::Doorstep, Place::Street]);
}

#[test]
fn the_last_ferry() {
    let script = sound(story("last-ferry.zh"), 12);
    assert_eq!(names(&script), ["老周", "女孩", "黑猫"]);
    assert_eq!(person(&script, "老周").gender, Gender::Male);
    assert_eq!(looks(&script, "女孩"), ["school uniform"]);
    assert_says(
        &script,
        &[
            ("等一等", "女孩"),
            ("今天不开了", "老周"),
            ("求求您", "女孩"),
            ("喵", "黑猫"),
            ("有礁石", "女孩"),
            ("替我跟你奶奶", "老周"),
        ],
    );
    assert_eq!(holding(&script, "抱着一个纸箱", "女孩"), Some("box"));
    assert_eq!(script.panels[0].weather, Weather::Fog);
    assert_eq!(script.panels[11].weather, Weather::Clear);
}

#[test]
fn a_goldfish_for_a_hundred_yen() {
    let script = sound(story("goldfish.ja"), 12);
    assert_eq!(names(&script)[..2], ["アオイ", "リク"]);
    assert_says(
        &script,
        &[
            ("待ってよ", "アオイ"),
            ("早く来いよ", "リク"),
            ("貸してみな", "リク"),
            ("すごい", "アオイ"),
            ("なんにする", "リク"),
            ("ひゃくえん", "アオイ"),
        ],
    );
    assert_eq!(person(&script, "アオイ").age, Age::Child);
    assert_eq!(looks(&script, "アオイ"), ["yukata"]);
    assert!(
        [Place::Festival, Place::Shrine]
            .iter()
            .all(|place| places(&script).contains(place))
    );
}
