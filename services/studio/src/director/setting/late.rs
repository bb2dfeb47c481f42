//! What a scene says a little late of its time or weather.

/// So many units after a scene began may the story first say when it is and what the weather is like.
const LATE_UNITS: usize = 8;

/// Either time or weather: the first that a scene says of it holds from where the scene began.
#[derive(Default)]
pub(super) struct Late {
    /// Where the scene began.
    start: usize,
    /// The scene has said something already.
    told: bool,
    /// Units `from..to` that have what unit `to` has.
    ranges: Vec<(usize, usize)>,
}

impl Late {
    /// Of a story whose title may have said it already.
    pub(super) fn new(told: bool) -> Late {
        Late {
            told,
            ..Late::default()
        }
    }

    /// A scene begins at unit `index`.
    pub(super) fn begin(&mut self, index: usize) {
        self.start = index;
        self.told = false;
    }

    /// Unit `index` says something; `changes` when it was not so before.
    pub(super) fn tell(&mut self, index: usize, changes: bool) {
        if !self.told && !changes && index - self.start <= LATE_UNITS {
            self.ranges.push((self.start, index));
        }
        self.told = true;
    }

    /// Gives `get` of the unit that told late to all before it in its scene.
    pub(super) fn fill<U, T: Copy>(&self, units: &mut [U], get: impl Fn(&mut U) -> &mut T) {
        for (from, to) in &self.ranges {
            let told = *get(&mut units[*to]);
            units[*from..*to].iter_mut().for_each(|unit| *get(unit) = told);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(late: &Late) -> [u8; 4] {
        let mut units = [0, 1, 2, 3];
        late.fill(&mut units, |unit| unit);
        units
    }

    #[test]
    fn only_the_first_word_of_a_scene_holds_from_its_start() {
        let mut late = Late::default();
        late.tell(1, false);
        assert_eq!(filled(&late), [1, 1, 2, 3]);
        late.begin(2);
        late.tell(3, false);
        assert_eq!(filled(&late), [1, 1, 3, 3]);
    }

    #[test]
    fn what_was_told_or_begins_only_now_was_not_so_before() {
        let mut late = Late::new(true);
        late.tell(1, false);
        late.begin(1);
        late.tell(2, true);
        late.tell(3, false);
        assert_eq!(filled(&late), [0, 1, 2, 3]);
    }
}
