//! Proportions with Wilson confidence intervals, percentiles, and the person with the lowest acceptance.

use std::collections::BTreeMap;
use std::iter::Sum;
use std::ops::AddAssign;

/// People with fewer attempts than this are pooled.
pub(crate) const MIN_ATTEMPTS: usize = 20;

/// A proportion: how many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// How many were accepted.
    pub(crate) accepted: usize,
    /// How many there were.
    pub(crate) of: usize,
}

impl Tally {
    /// Counts one attempt.
    pub(crate) fn add(&mut self, accepted: bool) {
        self.accepted += usize::from(accepted);
        self.of += 1;
    }

    /// The proportion in percent; none for 0 of 0.
    pub(crate) fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| 100.0 * self.accepted as f64 / self.of as f64)
    }

    /// Wilson's 95 % interval, in percent.
    pub(crate) fn interval(self) -> Option<(f64, f64)> {
        const Z: f64 = 1.959_963_985;
        let n = self.of as f64;
        let share = self.percent()? / 100.0;
        let middle = share + Z * Z / (2.0 * n);
        let reach = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 100.0 / (1.0 + Z * Z / n);
        Some((((middle - reach) * scale).max(0.0), ((middle + reach) * scale).min(100.0)))
    }
}

impl FromIterator<bool> for Tally {
    fn from_iter<I: IntoIterator<Item = bool>>(tries: I) -> Self {
        let mut tally = Self::default();
        tries.into_iter().for_each(|accepted| tally.add(accepted));
        tally
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.of += other.of;
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        let mut sum = Self::default();
        tallies.for_each(|tally| sum += tally);
        sum
    }
}

/// The percentile, linearly interpolated between neighbours.
pub(crate) fn percentile(values: &[f64], percent: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = percent / 100.0 * sorted.len().checked_sub(1)? as f64;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    Some(low + (high - low) * place.fract())
}

/// The person, or the pooled people, with the lowest proportion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Worst {
    /// A person's code, or how many people are pooled.
    pub(crate) who: String,
    /// Their attempts.
    pub(crate) tally: Tally,
}

/// Finds the lowest proportion among people with at least [`MIN_ATTEMPTS`] attempts each; those with fewer
/// are pooled as one.
pub(crate) fn worst_person<'a>(tries: impl IntoIterator<Item = (&'a str, bool)>) -> Option<Worst> {
    let mut people: BTreeMap<&str, Tally> = BTreeMap::new();
    for (person, accepted) in tries {
        people.entry(person).or_default().add(accepted);
    }
    let (many, few): (Vec<_>, Vec<_>) =
        people.into_iter().partition(|(_, tally)| tally.of >= MIN_ATTEMPTS);
    let alone = many.into_iter().map(|(person, tally)| Worst { who: person.into(), tally });
    alone.chain(together(&few)).min_by(|one, other| {
        let percent = |worst: &Worst| worst.tally.percent().unwrap_or(0.0);
        percent(one).total_cmp(&percent(other))
    })
}

fn together(few: &[(&str, Tally)]) -> Option<Worst> {
    let tally = few.iter().map(|(_, tally)| *tally).sum();
    let who = match few {
        [] => return None,
        [(person, _)] => (*person).into(),
        _ => format!("{} people together", few.len()),
    };
    Some(Worst { who, tally })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 0.005
    }

    #[test]
    fn wilson_intervals_match_published_values() {
        // Newcombe 1998, table I, method 3: 81/263, 15/148, 0/20, 1/29.
        let known = [
            (81, 263, 25.53, 36.62),
            (15, 148, 6.24, 16.05),
            (0, 20, 0.0, 16.11),
            (1, 29, 0.61, 17.18),
        ];
        for (accepted, of, low, high) in known {
            let found = Tally { accepted, of }.interval().unwrap();
            assert!(near(found.0, low) && near(found.1, high), "{accepted}/{of}: {found:?}");
        }
    }

    #[test]
    fn intervals_stay_between_0_and_100_percent() {
        assert_eq!(Tally { accepted: 7, of: 7 }.interval().unwrap().1, 100.0);
        assert_eq!(Tally { accepted: 0, of: 7 }.interval().unwrap().0, 0.0);
        assert_eq!(Tally::default().interval(), None);
        assert_eq!(Tally::default().percent(), None);
    }

    #[test]
    fn percentiles_are_interpolated() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(percentile(&values, 0.0), Some(1.0));
        assert_eq!(percentile(&values, 50.0), Some(2.5));
        assert_eq!(percentile(&values, 100.0), Some(4.0));
        assert!(near(percentile(&values, 95.0).unwrap(), 3.85));
        assert_eq!(percentile(&[], 50.0), None);
        assert_eq!(percentile(&[7.0], 95.0), Some(7.0));
    }

    fn tries(person: &str, accepted: usize, of: usize) -> Vec<(&str, bool)> {
        (0..of).map(|nth| (person, nth < accepted)).collect()
    }

    #[test]
    fn the_worst_person_needs_enough_attempts() {
        let all = [tries("a", 19, 20), tries("b", 18, 20), tries("c", 1, 10)].concat();
        let worst = worst_person(all).unwrap();
        assert_eq!((worst.who.as_str(), worst.tally.accepted), ("c", 1));
        let all = [tries("a", 19, 20), tries("b", 18, 20), tries("c", 10, 10)].concat();
        assert_eq!(worst_person(all).unwrap().who, "b");
    }

    #[test]
    fn people_with_few_attempts_are_pooled() {
        let all = [tries("a", 20, 25), tries("b", 0, 1), tries("c", 19, 19)].concat();
        let worst = worst_person(all).unwrap();
        assert_eq!((worst.who.as_str(), worst.tally.of), ("a", 25));
        let all = [tries("a", 25, 25), tries("b", 0, 1), tries("c", 19, 19)].concat();
        let worst = worst_person(all).unwrap();
        assert_eq!(
            worst,
            Worst { who: "2 people together".into(), tally: Tally { accepted: 19, of: 20 } }
        );
        assert_eq!(worst_person([]), None);
    }
}
