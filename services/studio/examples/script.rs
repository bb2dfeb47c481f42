//! Reads like an editor's sheet: `script STORY.txt PANELS [LANGUAGE]` prints what the director makes of a story.

use std::fs;

use anyhow::{Context, ensure};
use mangakai_script::{CastMember, Dialogue, Panel, Script, Style, validate};
use mangakai_studio::{Brief, write_script};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    ensure!(arguments.len() >= 2, "usage: script STORY.txt PANELS [LANGUAGE]");
    let story = fs::read_to_string(&arguments[0]).with_context(|| format!("cannot read {}", arguments[0]))?;
    let script = write_script(&Brief {
        story: &story,
        panels: arguments[1].parse().context("PANELS must be a number")?,
        language: arguments.get(2).map(String::as_str),
        reading_direction: None,
        style: &Style::default(),
    })?;
    head(&script);
    for panel in &script.panels {
        row(&script, panel, &story);
    }
    for finding in validate(&script, &story) {
        println!("FINDING {}", finding.sentence);
    }
    Ok(())
}

fn head(script: &Script) {
    println!("# {} ({})", script.title, script.language);
    for person in &script.characters {
        let looks = &person.looks;
        let worn = [&looks.hair, &looks.outfit, &looks.build]
            .into_iter()
            .flatten()
            .chain(&looks.props);
        println!(
            "{} {} {:?} {:?} {:?} {:?} aka {:?} sure {}",
            person.id,
            person.name,
            person.kind,
            person.age,
            person.gender,
            worn.collect::<Vec<_>>(),
            person.aliases,
            person.confidence
        );
    }
    for site in &script.locations {
        println!(
            "{} {} {:?} indoor {}",
            site.id, site.name, site.place, site.indoor
        );
    }
}

fn row(script: &Script, panel: &Panel, story: &str) {
    println!(
        "\n{:>3} {:?}/{:?} {:?} imp {} @{} {:?} {:?}",
        panel.number,
        panel.shot,
        panel.angle,
        panel.role,
        panel.importance,
        panel.location.as_deref().unwrap_or("-"),
        panel.time,
        panel.weather
    );
    println!(
        "    src  {}",
        one_line(&story[panel.source.start..panel.source.end])
    );
    println!("    act  {}", one_line(&panel.action));
    for member in &panel.cast {
        println!("    who  {}", seen(script, member));
    }
    if !panel.props.is_empty() {
        println!("    prop {:?}", panel.props);
    }
    for line in &panel.dialogue {
        println!("    say  {}", said(script, line));
    }
    for sound in &panel.sfx {
        println!("    sfx  {} ({})", sound.text, sound.intensity);
    }
    println!("    sure {:?}", panel.confidence);
}

fn seen(script: &Script, member: &CastMember) -> String {
    let name = name(script, Some(&member.character));
    let holding = member
        .holding
        .as_ref()
        .map_or(String::new(), |thing| format!(" holding {thing}"));
    format!(
        "{name} {:?} {:?} {:?}{holding}",
        member.pose, member.emotion, member.facing
    )
}

fn said(script: &Script, line: &Dialogue) -> String {
    let name = name(script, line.speaker.as_ref());
    format!("{:?} {name}: {}", line.kind, one_line(&line.text))
}

fn name(script: &Script, id: Option<&String>) -> String {
    let person = script.characters.iter().find(|person| Some(&person.id) == id);
    person.map_or_else(|| "-".to_owned(), |person| person.name.clone())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
