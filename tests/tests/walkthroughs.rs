//! The walkthroughs of ARCHITECTURE.md name files and functions that are there.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{fs, path::Path};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// File and function of every row: the last two cells, in backquotes.
fn steps(text: &str) -> Vec<(&str, &str)> {
    text.lines()
        .filter_map(|line| {
            let mut cells = line
                .strip_prefix('|')?
                .strip_suffix('|')?
                .rsplit('|')
                .map(str::trim);
            let function = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
            let file = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
            Some((file, function))
        })
        .collect()
}

#[test]
fn every_step_is_where_it_is_said_to_be() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let steps = steps(&text);
    assert!(steps.len() > 20, "the walkthroughs are gone");
    for (file, function) in steps {
        let source = fs::read_to_string(root().join(file)).unwrap_or_else(|_| panic!("{file} is not there"));
        let is_there = [format!("fn {function}("), format!("fn {function}<")]
            .iter()
            .any(|start| source.contains(start));
        assert!(is_there, "{file} has no function {function}");
    }
}
