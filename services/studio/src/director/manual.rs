//! Texts that are no story: instructions become a how-to with somebody who follows them, and what machines write is
//! shown on a screen.

use mangakai_script::{Age, CharacterKind, Place, Pose, Prop};

use super::lexicon::Lexicon;
use super::people::Person;
use super::setting::Site;
use super::slice::has_letters;
use super::unit::Unit;
use super::words::fold;

/// From so many steps on a text is instructions.
const FEWEST_STEPS: usize = 3;

/// What in a machine's text is neither letter nor blank, in percent, is at least so much.
const MACHINE_MARKS: usize = 25;

/// What the text is, if it is no story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Somebody tells something.
    Story,
    /// Steps to follow.
    Manual,
    /// Lines of a log, a table, code.
    Machine,
}

/// What `story` is.
pub(super) fn form(story: &str, units: &[Unit], people: &[Person], lexicon: &Lexicon) -> Form {
    let lines: Vec<&str> = story
        .lines()
        .map(str::trim)
        .filter(|line| has_letters(line))
        .collect();
    let spoken = units.iter().filter(|unit| unit.is_line()).count();
    let steps = lines.iter().filter(|line| is_step(line)).count();
    let headed = lexicon
        .grammar
        .steps
        .iter()
        .filter(|word| fold(story).contains(word.as_str()))
        .count();
    let actors = people.iter().filter(|person| !person.plural).count();
    if steps + 2 * headed.min(2) > FEWEST_STEPS && steps >= FEWEST_STEPS && spoken < steps && actors <= 1 {
        return Form::Manual;
    }
    let solid = story.chars().filter(|c| !c.is_whitespace()).count();
    let marks = story
        .chars()
        .filter(|c| c.is_ascii() && !c.is_alphabetic() && !c.is_whitespace())
        .count();
    let numbered = lines
        .iter()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit() || "[{<$>#|/".contains(c)))
        .count();
    if spoken == 0
        && lines.len() >= FEWEST_STEPS
        && marks * 100 >= solid * MACHINE_MARKS
        && numbered * 2 >= lines.len()
    {
        return Form::Machine;
    }
    Form::Story
}

/// Whether a line is a step: "1. Peel", "第一步", "- salt", "②".
fn is_step(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbered =
        (1..=2).contains(&digits) && line[digits..].starts_with(['.', ')', '、', '．', '）', ':', '：']);
    let circled = line.starts_with(|c: char| ('①'..='⑳').contains(&c));
    let word = line
        .strip_prefix('第')
        .is_some_and(|rest| rest.chars().nth(1) == Some('步'));
    let english = line.to_ascii_lowercase().starts_with("step ");
    numbered
        || circled
        || word
        || english
        || line.starts_with("- ")
        || line.starts_with("・")
        || line.starts_with("* ")
}

/// Whoever follows the instructions: a cook where there is food, somebody without a face elsewhere.
pub(super) fn follower(story: &str, lexicon: &Lexicon) -> Person {
    let cooks = is_kitchen(story, lexicon);
    let mut person = Person {
        name: lexicon.phrase(if cooks { "cook" } else { "somebody" }).to_owned(),
        named: true,
        age: Age::Adult,
        kind: if cooks {
            CharacterKind::Human
        } else {
            CharacterKind::Unknown
        },
        sure: 0.3,
        ..Person::default()
    };
    if cooks {
        person.looks.outfit = Some("apron".to_owned());
    }
    person
}

fn is_kitchen(story: &str, lexicon: &Lexicon) -> bool {
    const FOOD: [Prop; 16] = [
        Prop::Bowl,
        Prop::Pot,
        Prop::Egg,
        Prop::Vegetable,
        Prop::Rice,
        Prop::Noodles,
        Prop::Bread,
        Prop::Cake,
        Prop::Meat,
        Prop::Fruit,
        Prop::Spoon,
        Prop::Plate,
        Prop::Candy,
        Prop::Stove,
        Prop::Bottle,
        Prop::Fish,
    ];
    let hits = lexicon.things.props.find(&fold(story));
    hits.iter().filter(|hit| FOOD.contains(&hit.meaning)).count() >= FEWEST_STEPS
}

/// Puts the follower into every step, at the stove where there is food.
pub(super) fn act(
    story: &str,
    units: &mut [Unit],
    follower: usize,
    sites: &mut Vec<Site>,
    lexicon: &Lexicon,
) {
    let kitchen = is_kitchen(story, lexicon).then(|| {
        sites
            .iter()
            .position(|site| site.place == Place::Kitchen)
            .unwrap_or_else(|| {
                sites.push(Site {
                    name: lexicon.phrase("kitchen").to_owned(),
                    place: Place::Kitchen,
                    guessed: true,
                });
                sites.len() - 1
            })
    });
    let mut before = None;
    for unit in units.iter_mut() {
        unit.place = kitchen.or(unit.place);
        unit.opens = false;
        let start = story[..unit.span.start].rfind('\n').map_or(0, |at| at + 1);
        let line = story[start..].lines().next().unwrap_or_default().trim();
        // The list of what is needed is a picture of things; the steps are pictures of work.
        let step = is_step(line) && !line.starts_with("- ") && !line.starts_with("・");
        let follows = before == Some(unit.paragraph);
        if !step && !follows {
            continue;
        }
        before = Some(unit.paragraph);
        unit.seen = vec![follower];
        let held = unit.props.iter().copied().find(|thing| thing.is_held());
        unit.poses = vec![(follower, if held.is_some() { Pose::Hold } else { Pose::Stand })];
        unit.holding = held.into_iter().map(|thing| (follower, thing)).collect();
    }
}
