//! Where a story is, sentence by sentence: given a few sentences, then the place of the last one.

mod common;

use common::*;
use mangakai_script::Place;

/// The place in which the last sentence of `story` happens.
fn ends_in(story: &str) -> Place {
    let script = sound(story, 6);
    let last = script.panels.last().and_then(|panel| panel.location.clone());
    let location = script
        .locations
        .iter()
        .find(|location| Some(&location.id) == last.as_ref());
    location
        .map(|location| location.place)
        .expect("the sentence has a place")
}

fn all_end_in(cases: &[(&str, Place)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(story, place)| (story, *place, ends_in(story)))
        .filter(|(_, wanted, found)| wanted != found)
        .map(|(story, wanted, found)| format!("{found:?}, not {wanted:?}: {story}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn who_goes_home_is_at_home() {
    all_end_in(&[
        (
            "Sam played in the park all day. When it grew dark he walked home. Dinner was waiting.",
            Place::Room,
        ),
        (
            "Mia sat in the classroom. Her father carried her home. She slept.",
            Place::Room,
        ),
        (
            "Mia was in the forest. She came back home at last. Her mother laughed.",
            Place::Room,
        ),
        (
            "小明坐在教室里画画。他收拾书包回家了。妈妈正在做饭。",
            Place::Room,
        ),
        (
            "小明在公园里玩了一整天。天黑了，他走回家。晚饭已经做好了。",
            Place::Room,
        ),
        (
            "アキは教室で絵を描いていた。夕方、アキは帰宅した。母が笑った。",
            Place::Room,
        ),
    ]);
}

#[test]
fn who_only_wants_to_go_home_is_not_there_yet() {
    all_end_in(&[
        (
            "Sam played in the park. He did not know the way home. He cried.",
            Place::Field,
        ),
        (
            "Sam sat in the park. He never came home again. A bird sang.",
            Place::Field,
        ),
        ("小明在公园里玩。他想回家。他哭了。", Place::Field),
        ("小明在公园里玩。他不敢回家。他哭了。", Place::Field),
        (
            "アキは公園で遊んでいた。帰宅する前に、アキは泣いた。鳥が鳴いた。",
            Place::Field,
        ),
    ]);
}

#[test]
fn who_goes_to_school_or_to_work_is_there() {
    all_end_in(&[
        (
            "Tom sat in his room and read. The next morning, he was late for school. Nobody spoke.",
            Place::Classroom,
        ),
        (
            "小明躺在床上。第二天上学，没有人跟他说话。他一个人坐着。",
            Place::Classroom,
        ),
        (
            "アキはベッドで横になった。翌朝、アキは登校した。誰も話さない。",
            Place::Classroom,
        ),
        (
            "ケンは公園を歩いていた。次の朝、ケンは出社した。誰も話さない。",
            Place::Room,
        ),
    ]);
}

#[test]
fn who_goes_in_is_inside() {
    all_end_in(&[
        (
            "Tom walked along the street. He pushed open the door of the bakery and went in. A man smiled.",
            Place::Shop,
        ),
        (
            "小明在街上走着。他推开面包店的门，走了进去。老人笑了。",
            Place::Shop,
        ),
        (
            "ケンは道を歩いていた。パン屋のドアを開けて、中に入った。老人が笑った。",
            Place::Shop,
        ),
        // Who goes in for something else does not go into the shop.
        (
            "Tom stood in the street. He saw the bakery. A man smiled.",
            Place::Street,
        ),
    ]);
}

#[test]
fn who_boards_a_train_rides_in_it_until_the_last_stop() {
    all_end_in(&[
        (
            "Ben stood on the platform. He boarded the train and found a seat. He slept.",
            Place::Train,
        ),
        (
            "Kate sat in the office. After work she took the bus. An old man sat beside her.",
            Place::Train,
        ),
        (
            "Ben sat in the train. At the last stop he got off. The air smelled of salt.",
            Place::Station,
        ),
        (
            "小刚坐在火车上。到了终点，他下了车。空气里有盐的味道。",
            Place::Station,
        ),
        (
            "ケンは電車に座っていた。終点で電車を降りた。潮の匂いがした。",
            Place::Station,
        ),
        (
            "ケンは会社にいた。仕事のあと、バスに乗った。老人が隣に座った。",
            Place::Train,
        ),
    ]);
}

#[test]
fn who_leaves_the_house_is_out_of_doors() {
    all_end_in(&[
        (
            "Anna was at home. She left the house. The snow was deep.",
            Place::Street,
        ),
        (
            "Lena was in the library. She came out into the sunshine. A bird sang.",
            Place::Street,
        ),
        (
            "Lena sat in the library. She stepped out into the cold. A bird sang.",
            Place::Street,
        ),
        ("她在家里等着。她冲出家门。雪很深。", Place::Street),
        (
            "她在图书馆看书。她走出图书馆，阳光刺眼。一只鸟在唱歌。",
            Place::Street,
        ),
        ("アキは家にいた。アキは家を出た。雪が深い。", Place::Street),
        (
            "アキは図書館にいた。図書館を出ると、日差しがまぶしかった。鳥が鳴いた。",
            Place::Street,
        ),
    ]);
}

#[test]
fn who_leaves_a_room_is_not_yet_out_of_doors() {
    all_end_in(&[
        (
            "Anna sat in the kitchen. She left the kitchen without a word. The clock ticked.",
            Place::Kitchen,
        ),
        ("小红在厨房里。她离开厨房，一句话也没说。钟在响。", Place::Kitchen),
        (
            "アキは台所にいた。アキは台所を出た。時計が鳴った。",
            Place::Kitchen,
        ),
        (
            "Anna sat in the library. She left her coat in the library. The clock ticked.",
            Place::Shop,
        ),
    ]);
}

#[test]
fn what_is_seen_from_afar_is_not_where_the_story_is() {
    all_end_in(&[
        (
            "Mira sat by the river. Far behind her, the windows of the village began to glow. She smiled.",
            Place::River,
        ),
        (
            "The boy stood in the forest. In the distance, smoke rose from the city. He ran.",
            Place::Forest,
        ),
        ("小红坐在河边。远处，村子里亮起了灯。她笑了。", Place::River),
        (
            "アキは川岸に座った。遠くに、村の灯りが見える。アキは笑った。",
            Place::River,
        ),
    ]);
}

#[test]
fn other_ways_of_getting_somewhere() {
    all_end_in(&[
        (
            "The boy was in the forest. He climbed a hill and looked down. He smiled.",
            Place::Mountain,
        ),
        (
            "She stood in the kitchen. She stepped out onto the balcony. The stars shone.",
            Place::Rooftop,
        ),
        ("小红在客厅看电视。她走到阳台上。星星很亮。", Place::Rooftop),
        (
            "アキは居間にいた。ベランダに出た。星がきれいだった。",
            Place::Rooftop,
        ),
        (
            "She lived in the forest. Years later she came back to the village. A dog barked.",
            Place::Village,
        ),
        (
            "Mia stood in the kitchen. She ran upstairs. She cried.",
            Place::Room,
        ),
    ]);
}

#[test]
fn who_does_not_leave_is_still_there() {
    all_end_in(&[
        (
            "Mia sat in the kitchen. She never left the house. She read.",
            Place::Kitchen,
        ),
        (
            "Mia sat in the kitchen. She never went outside. She read.",
            Place::Kitchen,
        ),
        (
            "Mia sat in the kitchen. She didn’t go out into the rain. She read.",
            Place::Kitchen,
        ),
        ("Ben sat in the train. He never got off. He slept.", Place::Train),
        ("小红在房间里。她没有离开屋子。她在看书。", Place::Room),
        ("小红在房间里。她没有走到外面。她在看书。", Place::Room),
        ("小刚坐在火车上。他没有下车。他睡着了。", Place::Train),
        (
            "アキは部屋にいた。アキは家を出なかった。アキは本を読んだ。",
            Place::Room,
        ),
        (
            "アキは部屋にいた。アキは外に出ないで本を読んだ。アキは笑った。",
            Place::Room,
        ),
        (
            "ケンは電車に座っていた。ケンは電車を降りなかった。ケンは眠った。",
            Place::Train,
        ),
    ]);
}

#[test]
fn who_does_not_go_in_is_still_outside() {
    all_end_in(&[
        (
            "Tom stood in the street. He looked at the bakery but never went in. He cried.",
            Place::Street,
        ),
        (
            "Mia sat in the kitchen. She did not go into the garden. She read.",
            Place::Kitchen,
        ),
        ("小明在房间里看书。他没有走进教室。他睡着了。", Place::Room),
        (
            "ケンは部屋で本を読んだ。ケンは学校へ行きたくなかった。ケンは眠った。",
            Place::Room,
        ),
        (
            "ケンは道を歩いていた。パン屋を見たが、中に入らなかった。ケンは泣いた。",
            Place::Street,
        ),
    ]);
}

#[test]
fn who_waits_or_talks_somewhere_is_there() {
    all_end_in(&[
        (
            "Mia sat in the kitchen. Then she waited at the station for an hour. She sang.",
            Place::Station,
        ),
        (
            "Mia and Tom sat in the kitchen. They talked in the park. They laughed.",
            Place::Field,
        ),
        (
            "Mia sat in the kitchen. Then she waited at the station for the train. She sang.",
            Place::Station,
        ),
        // Whom somebody talks to, or what somebody listens to, is no place to go to.
        (
            "Mia sat in the kitchen. She talked to the station master. She sang.",
            Place::Kitchen,
        ),
        (
            "Mia sat in the kitchen. She watched the birds in the park. She sang.",
            Place::Kitchen,
        ),
    ]);
}

#[test]
fn what_is_denied_of_somebody_else_does_not_undo_a_place() {
    all_end_in(&[
        (
            "アキは部屋にいた。アキは駅で知らない女の子に会った。アキは笑った。",
            Place::Station,
        ),
        (
            "アキは部屋にいた。アキは駅に行かなかった。アキは笑った。",
            Place::Room,
        ),
        (
            "アキは部屋にいた。公園では誰も話さない。アキは笑った。",
            Place::Field,
        ),
    ]);
}
