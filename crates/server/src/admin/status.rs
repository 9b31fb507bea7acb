//! The page that shows who gets through and who does not, drawn here: no script.

use std::ops::Add;

use crate::limits::LEAST_COUNT_SHOWN;
use crate::metrics::{Asked, Metrics};

const PAGE: &str = include_str!("status.html");

/// What came of some challenges.
#[derive(Clone, Copy, Default)]
struct Outcome {
    challenges: u64,
    passes: u64,
    seconds: u64,
}

impl Add for Outcome {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            challenges: self.challenges + other.challenges,
            passes: self.passes + other.passes,
            seconds: self.seconds + other.seconds,
        }
    }
}

/// The whole page.
pub fn page(metrics: &Metrics) -> String {
    PAGE.replace("{ways}", &ways(metrics)).replace("{reasons}", &reasons(metrics))
}

fn ways(metrics: &Metrics) -> String {
    let outcomes = Asked::all().map(|asked| (asked, outcome(metrics, asked)));
    let (many, few): (Vec<_>, Vec<_>) =
        outcomes.partition(|(_, outcome)| outcome.challenges >= LEAST_COUNT_SHOWN);
    let mut rows: Vec<String> =
        many.into_iter().map(|(asked, outcome)| row(asked.names(), outcome)).collect();
    let few = few.into_iter().map(|(_, outcome)| outcome).fold(Outcome::default(), Add::add);
    rows.push(row(("all others", "any"), few));
    rows.join("\n")
}

fn outcome(metrics: &Metrics, asked: Asked) -> Outcome {
    Outcome {
        challenges: metrics.challenges(asked),
        passes: metrics.passes(asked),
        seconds: metrics.total_seconds_to_pass(asked),
    }
}

fn row((way, mode): (&str, &str), outcome: Outcome) -> String {
    let cells = cells(outcome).map(|cell| format!("<td>{cell}</td>")).concat();
    format!("<tr><th scope=\"row\">{way}</th><th scope=\"row\">{mode}</th>{cells}</tr>")
}

fn cells(outcome: Outcome) -> [String; 4] {
    if outcome.challenges < LEAST_COUNT_SHOWN {
        return [few(outcome.challenges), String::new(), String::new(), String::new()];
    }
    let share = 100.0 * outcome.passes as f64 / outcome.challenges as f64;
    let mean = if outcome.passes < LEAST_COUNT_SHOWN {
        String::new()
    } else {
        format!("{:.1} s", outcome.seconds as f64 / outcome.passes as f64)
    };
    let (challenges, passes) = (outcome.challenges.to_string(), outcome.passes.to_string());
    [challenges, passes, format!("{share:.0} %"), mean]
}

fn reasons(metrics: &Metrics) -> String {
    let refusals = metrics.refusals();
    let (mut many, rest): (Vec<_>, Vec<_>) =
        refusals.into_iter().partition(|(_, count)| *count >= LEAST_COUNT_SHOWN);
    many.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    many.push(("all others", rest.into_iter().map(|(_, count)| count).sum()));
    let row = |(reason, count)| {
        format!("<tr><th scope=\"row\">{reason}</th><td>{}</td></tr>", few(count))
    };
    many.into_iter().map(row).collect::<Vec<_>>().join("\n")
}

fn few(count: u64) -> String {
    match count {
        0 => "0".to_owned(),
        count if count < LEAST_COUNT_SHOWN => format!("fewer than {LEAST_COUNT_SHOWN}"),
        count => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use passwave_motion::Mode;
    use passwave_protocol::{ErrorCode, Way};

    fn text(page: &str) -> String {
        page.replace("</th>", " ")
            .replace("</td>", " ")
            .replace("<td>", "")
            .replace("<th scope=\"row\">", "")
    }

    #[test]
    fn shares_and_times_are_told_by_way_and_mode() {
        let metrics = Metrics::default();
        let wave = Asked::new(Way::Wave, Mode::Elder);
        (0..20).for_each(|_| metrics.challenged(wave));
        (0..15).for_each(|_| metrics.passed(wave, 6));
        (0..12).for_each(|_| metrics.refused(&ErrorCode::RateLimited.into()));
        let page = text(&page(&metrics));
        assert!(page.contains("wave elder 20 15 75 % 6.0 s "), "{page}");
        assert!(page.contains("all others any 0 "), "{page}");
        assert!(page.contains("rate-limited 12 "), "{page}");
    }

    #[test]
    fn whoever_is_nearly_alone_cannot_be_picked_out() {
        let metrics = Metrics::default();
        let (wave, press) =
            (Asked::new(Way::Wave, Mode::Standard), Asked::new(Way::Press, Mode::Elder));
        (0..10).for_each(|_| metrics.challenged(wave));
        (0..9).for_each(|_| metrics.challenged(press));
        metrics.passed(press, 7);
        metrics.refused(&ErrorCode::ChallengeExpired.into());
        let page = text(&page(&metrics));
        assert!(page.contains("wave standard 10 0 0 %  "), "{page}");
        assert!(page.contains("all others any fewer than 10 "), "{page}");
        assert!(page.contains("all others fewer than 10 "), "{page}");
        for word in ["press", "elder", "challenge-expired", "7.0"] {
            assert!(!page.contains(word), "{word}: {page}");
        }
    }
}
