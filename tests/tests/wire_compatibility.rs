//! Stored commits are read for ever: the protos may only grow.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{collections::BTreeSet, fs};

use mangakai_e2e::wire;

fn lock() -> BTreeSet<String> {
    fs::read_to_string(wire::LOCK_FILE)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn nothing_on_the_wire_was_removed_renumbered_or_retyped() {
    let now = wire::lines().unwrap();
    let lock = lock();
    let broken = wire::broken(&lock, &now);
    assert!(broken.is_empty(), "no longer true:\n{}", broken.join("\n"));
    let unlocked: Vec<_> = now.difference(&lock).collect();
    assert!(
        unlocked.is_empty(),
        "not locked yet, run `make wire-lock`:\n{unlocked:#?}"
    );
}

#[test]
fn taking_a_field_away_or_changing_it_is_seen() {
    let lock = lock();
    let line = "mangakai.events.v1.PanelDrawn 1 panel uint32";
    let mut removed = lock.clone();
    assert!(removed.remove(line));
    for changed in [
        None,
        Some(line.replace(" 1 ", " 9 ")),
        Some(line.replace("uint32", "int64")),
    ] {
        let now = removed.iter().cloned().chain(changed).collect();
        assert_eq!(wire::broken(&lock, &now), [line]);
    }
}
