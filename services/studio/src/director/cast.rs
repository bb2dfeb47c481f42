//! Who is in a picture, and what their bodies and faces do.

use std::collections::BTreeMap;

use mangakai_script::{
    CastMember, Dialogue, DialogueKind, Emotion, Facing, Pose, Prop, ReadingDirection, Shot, Weather,
};

use super::beat::{Beat, Purpose, is_strong};
use super::crowd;
use super::unit::Unit;
use super::{Story, person_id};

/// Most people in one picture.
const MAX_CAST: usize = 4;

/// Who is in the picture: speakers first, then those who act, then a listener.
pub(super) fn seen(
    story: &Story,
    beats: &[Beat],
    index: usize,
    place: Option<usize>,
    dialogue: &[Dialogue],
) -> Vec<usize> {
    let beat = &beats[index];
    match &beat.purpose {
        Purpose::Establish | Purpose::Scenery | Purpose::Insert(_) => return Vec::new(),
        Purpose::React(person) => return vec![*person],
        Purpose::Pause(people) => return people.clone(),
        Purpose::Tell => {}
    }
    let here = |unit: &&Unit| unit.place == place;
    let mut seen: Vec<usize> = Vec::new();
    let lettered = |unit: &&Unit| dialogue.iter().any(|line| line.source == Some(unit.words));
    let speakers = beat
        .units
        .iter()
        .filter(here)
        .filter(lettered)
        .filter_map(|unit| unit.speaker.filter(|speaker| unit.seen.contains(speaker)));
    let acting = beat
        .units
        .iter()
        .filter(here)
        .flat_map(|unit| unit.seen.iter().copied());
    for person in speakers.chain(acting) {
        if !seen.contains(&person) {
            seen.push(person);
        }
    }
    if seen.len() == 1
        && let Some(other) = partner(story, beats, index, place, seen[0])
    {
        seen.push(other);
    }
    seen.truncate(MAX_CAST);
    seen
}

/// True for what nobody does alone.
pub(super) fn touches(pose: Pose) -> bool {
    matches!(pose, Pose::Hug | Pose::HoldHands | Pose::Comfort | Pose::Carry)
}

/// Whom a lone speaker talks to, or whoever touches somebody touches: whoever is near in the same place.
fn partner(
    story: &Story,
    beats: &[Beat],
    index: usize,
    place: Option<usize>,
    person: usize,
) -> Option<usize> {
    let beat = &beats[index];
    let speaks = beat
        .units
        .iter()
        .any(|unit| unit.speaker == Some(person) && unit.voice == DialogueKind::Speech);
    let strong = beat
        .units
        .iter()
        .flat_map(|unit| &unit.moods)
        .any(|(_, mood)| is_strong(*mood));
    let phones = beat.units.iter().any(|unit| unit.phone);
    let touches = touches(pose(beat, person));
    if !touches && (!speaks || strong || phones) {
        return None;
    }
    let before = index
        .checked_sub(1)
        .into_iter()
        .flat_map(|at| beats[at].units.iter().rev());
    let after = beats
        .get(index + 1)
        .into_iter()
        .flat_map(|beat| beat.units.iter());
    let near = before
        .chain(after)
        .filter(|unit| unit.place == place)
        .flat_map(|unit| unit.seen.iter().copied());
    near.into_iter()
        .find(|other| *other != person && !story.people[*other].plural)
}

/// A close picture holds one face, or two that both speak.
pub(super) fn crop(seen: &mut Vec<usize>, shot: Shot, dialogue: &[Dialogue]) {
    let speakers = dialogue.iter().filter_map(|line| line.speaker.as_deref());
    let mut distinct: Vec<&str> = speakers.collect();
    distinct.sort_unstable();
    distinct.dedup();
    match shot {
        Shot::Close => seen.truncate(distinct.len().clamp(1, 2)),
        Shot::Insert => seen.truncate(1),
        Shot::Medium => seen.truncate(3),
        Shot::Long | Shot::Wide => {}
    }
}

/// What the panels before leave behind.
#[derive(Default)]
pub(super) struct Memory {
    /// Strong moods not yet shown again.
    moods: BTreeMap<usize, Emotion>,
    /// Who has an umbrella open, and where.
    umbrellas: BTreeMap<usize, Option<usize>>,
}

impl Memory {
    /// Pose and thing held, with an umbrella once opened kept open while it rains in the same place.
    fn umbrella(&mut self, beat: &Beat, person: usize, pose: Pose) -> (Pose, Option<Prop>) {
        let held = beat
            .units
            .iter()
            .flat_map(|unit| &unit.holding)
            .find(|(who, _)| *who == person);
        let held = held.map(|(_, thing)| *thing);
        let Some(first) = beat.units.first() else {
            return (pose, held);
        };
        let opens = pose == Pose::Umbrella || held == Some(Prop::Umbrella);
        if opens && first.weather == Weather::Rain {
            self.umbrellas.insert(person, first.place);
        }
        let open = first.weather == Weather::Rain && self.umbrellas.get(&person) == Some(&first.place);
        if !open {
            return (pose, held);
        }
        let pose = if pose == Pose::Stand { Pose::Umbrella } else { pose };
        (pose, held.or(Some(Prop::Umbrella)))
    }
}

/// Everybody in the picture with pose, face and direction.
pub(super) fn cast(
    story: &Story,
    beat: &Beat,
    seen: &[usize],
    memory: &mut Memory,
    shot: Shot,
) -> Vec<CastMember> {
    let sides = match story.direction {
        ReadingDirection::Rtl => [Facing::Left, Facing::Right],
        _ => [Facing::Right, Facing::Left],
    };
    let member = |(index, person): (usize, &usize)| {
        let (pose, holding) = memory.umbrella(beat, *person, pose(beat, *person));
        let mood = mood(beat, *person).or_else(|| {
            memory
                .moods
                .remove(person)
                .filter(|_| beat.purpose != Purpose::Tell)
        });
        if let Some(mood) = mood.filter(|mood| is_strong(*mood)) {
            memory.moods.insert(*person, mood);
        }
        let facing = match (pose, seen.len()) {
            (Pose::Back, _) => Facing::Away,
            (_, 2) if shot != Shot::Close => sides[index % 2],
            _ => Facing::Front,
        };
        CastMember {
            character: person_id(*person),
            pose,
            emotion: mood.unwrap_or_default(),
            facing,
            holding: holding.map(|thing| thing.word().to_owned()),
        }
    };
    let mut members: Vec<CastMember> = seen.iter().enumerate().map(member).collect();
    // It takes two to hug, or to hold hands.
    if let [one, other] = members.as_mut_slice()
        && one.pose != other.pose
        && story.people[seen[0]].is_human()
        && story.people[seen[1]].is_human()
    {
        let mutual = |pose: Pose| matches!(pose, Pose::Hug | Pose::HoldHands);
        if let Some(pose) = [one.pose, other.pose].into_iter().find(|pose| mutual(*pose)) {
            (one.pose, other.pose) = (pose, pose);
        }
    }
    crowd::gather(&story.people, seen, &mut members, shot);
    members
}

fn pose(beat: &Beat, person: usize) -> Pose {
    let poses = beat
        .units
        .iter()
        .flat_map(|unit| &unit.poses)
        .filter(|(who, _)| *who == person)
        .map(|(_, pose)| *pose);
    // What the body does beats merely standing or holding.
    let rank = |pose: &Pose| match pose {
        Pose::Stand => 0,
        Pose::Hold | Pose::Walk => 1,
        Pose::Umbrella => 2,
        pose if touches(*pose) => 4,
        _ => 3,
    };
    // Of what somebody does one after the other, the picture shows what it comes to.
    poses
        .reduce(|best, other| if rank(&other) >= rank(&best) { other } else { best })
        .unwrap_or_default()
}

fn mood(beat: &Beat, person: usize) -> Option<Emotion> {
    let moods = beat
        .units
        .iter()
        .flat_map(|unit| &unit.moods)
        .filter(|(who, _)| *who == person)
        .map(|(_, mood)| *mood);
    moods.reduce(|best, other| {
        if is_strong(other) && !is_strong(best) {
            other
        } else {
            best
        }
    })
}
