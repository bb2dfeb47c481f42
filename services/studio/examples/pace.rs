//! How long the director takes for the longest texts: `pace` prints milliseconds for each kind of text and number of
//! panels. Build it in release mode.

use std::time::Instant;

use mangakai_script::{MAX_STORY_BYTES, Style};
use mangakai_studio::{Brief, write_script};

const PARTS: [(&str, &str); 11] = [
    ("English", include_str!("../../../tests/stories/jury.en.txt")),
    (
        "Chinese",
        include_str!("../../../tests/stories/lantern-fair.zh.txt"),
    ),
    (
        "Japanese",
        include_str!("../../../tests/stories/school-day.ja.txt"),
    ),
    ("a log", include_str!("../../../tests/stories/server-log.en.txt")),
    ("rain", "雨"),
    ("letters", "a. "),
    ("open marks", "「"),
    ("names", "Anna met Boris Clay. "),
    ("talk", "「はい」ハルは言った。"),
    ("marks", ", "),
    ("links", "A boy named Pip ran. "),
];

/// Texts that are not one part again and again.
fn others() -> [(&'static str, String); 3] {
    let surnames: Vec<char> = "张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗".chars().collect();
    let given = (0..5400_u32).filter_map(|at| {
        let second = char::from_u32(0x4e00 + at / 20 * 7)?;
        Some(format!("{}{second}说。", surnames[at as usize % 20]))
    });
    [
        ("many names", given.collect()),
        ("labels", format!("A: b\nC: d\n{}", "a. ".repeat(21_000))),
        ("a heading", format!("# {}\n終わり。", "雨の夜。".repeat(5_000))),
    ]
}

fn main() -> anyhow::Result<()> {
    let repeated = PARTS.map(|(name, part)| (name, part.repeat(MAX_STORY_BYTES / part.len())));
    for (name, story) in repeated.into_iter().chain(others()) {
        for panels in [1, 12, 100] {
            let start = Instant::now();
            let script = write_script(&Brief {
                story: &story,
                panels,
                language: None,
                reading_direction: None,
                style: &Style::default(),
            })?;
            let took = start.elapsed().as_millis();
            println!(
                "{name:<12} {panels:>3} panels {took:>5} ms, {} people",
                script.characters.len()
            );
        }
    }
    Ok(())
}
