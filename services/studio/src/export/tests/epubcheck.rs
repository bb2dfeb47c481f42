//! The validator's word on EPUB, where it is installed (Debian: epubcheck).

use std::path::Path;
use std::process::{Command, Output};

use super::*;

/// Where Debian puts the program: not every machine starts a `.jar` by its name.
const JAR: &str = "/usr/share/java/epubcheck.jar";

/// What the validator says of a file; none where there is no validator.
fn check(file: &Path) -> Option<Output> {
    if Path::new(JAR).exists() {
        return Command::new("java").args(["-jar", JAR]).arg(file).output().ok();
    }
    Command::new("epubcheck").arg(file).output().ok()
}

#[test]
fn epubcheck_finds_nothing_to_complain_of() {
    let folder = tempfile::tempdir().unwrap();
    let untitled = Script {
        title: " ".to_owned(),
        language: String::new(),
        ..script(1, ReadingDirection::Rtl)
    };
    let scripts = [
        script(8, ReadingDirection::Rtl),
        script(3, ReadingDirection::Ltr),
        script(5, ReadingDirection::Webtoon),
        untitled,
    ];
    for (number, script) in scripts.iter().enumerate() {
        let options = BookOptions {
            cover: number != 1,
            ..options()
        };
        let art = drawn(script.panels.len());
        let book = bind_with(script, &art, BookFormat::Epub, &options, &plain)
            .unwrap()
            .remove(0);
        let file = folder.path().join(format!("{number}.epub"));
        std::fs::write(&file, &book.bytes).unwrap();
        let Some(output) = check(&file) else {
            eprintln!("epubcheck is not installed: EPUB is not validated");
            return;
        };
        let words = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        assert!(
            output.status.success() && !words.concat().contains("WARNING"),
            "{words:?}"
        );
    }
}
