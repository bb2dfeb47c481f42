//! How long the director takes for the longest texts: `pace` prints milliseconds for each kind of text and number of
//! panels. Build it in release mode.

use std::time::Instant;

use mangakai_script::{MAX_STORY_BYTES, Style};
use mangakai_studio::{Brief, write_script};

const PARTS: [(&str, &str); 9] = [
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
];

fn main() -> anyhow::Result<()> {
    for (name, part) in PARTS {
        let story = part.repeat(MAX_STORY_BYTES / part.len());
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
