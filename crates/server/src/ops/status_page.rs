//! The status page: a table of outcomes by way and mode, rendered without scripts.

use crate::clock::iso_8601;
use crate::limits::MIN_EXPORTED_COUNT;
use crate::ops::metrics::Metrics;
use crate::ops::metrics::counts::{Counts, Outcome, Tally};
use crate::ops::metrics::labels::ChallengeLabels;

const PAGE: &str = include_str!("status.html");

/// Renders the page as it is at this time.
pub(super) fn render(metrics: &Metrics, now_s: u64) -> String {
    let (counts, instances) = metrics.counts_of_all();
    let scope = match instances {
        1 => format!("Since this server started, at {}.", time(metrics.started_s)),
        _ => format!("Of {instances} instances together, each since it started."),
    };
    let page = PAGE.replace("{scope}", &scope).replace("{ways}", &ways(&counts));
    let page = page.replace("{version}", env!("CARGO_PKG_VERSION")).replace("{now}", &time(now_s));
    let Counts { refusals, hints, languages, survey, .. } = counts;
    let lists = [
        ("{reasons}", refusals),
        ("{hints}", hints),
        ("{languages}", languages),
        ("{survey}", survey),
    ];
    lists.into_iter().fold(page, |page, (place, counts)| page.replace(place, &list(counts)))
}

fn time(at_s: u64) -> String {
    let at = iso_8601(at_s);
    let shown = at.replacen('T', " ", 1).replace('Z', " UTC");
    format!("<time datetime=\"{at}\">{shown}</time>")
}

fn ways(counts: &Counts) -> String {
    let outcomes = ChallengeLabels::all().map(|labels| (labels, counts.outcome(labels)));
    let (many, few): (Vec<_>, Vec<_>) =
        outcomes.partition(|(_, outcome)| outcome.challenges >= MIN_EXPORTED_COUNT);
    let mut rows: Vec<String> =
        many.into_iter().map(|(labels, outcome)| row(labels.names(), outcome)).collect();
    let mut rest = Outcome::default();
    few.into_iter().for_each(|(_, outcome)| rest += outcome);
    rows.push(row(("all others", "any"), rest));
    rows.join("\n")
}

fn row((way, mode): (&str, &str), outcome: Outcome) -> String {
    let cells = cells(outcome).map(|cell| format!("<td>{cell}</td>")).concat();
    format!("<tr><th scope=\"row\">{way}</th><th scope=\"row\">{mode}</th>{cells}</tr>")
}

fn cells(outcome: Outcome) -> [String; 4] {
    if outcome.challenges < MIN_EXPORTED_COUNT {
        return [few(outcome.challenges), String::new(), String::new(), String::new()];
    }
    let share = 100.0 * outcome.verifications as f64 / outcome.challenges as f64;
    let mean = if outcome.verifications < MIN_EXPORTED_COUNT {
        String::new()
    } else {
        format!("{:.1} s", outcome.seconds / outcome.verifications as f64)
    };
    let (challenges, verifications) =
        (outcome.challenges.to_string(), outcome.verifications.to_string());
    [challenges, verifications, format!("{share:.0} %"), mean]
}

/// The rows of a table of counts, in descending order.
fn list(counts: Tally) -> String {
    let (mut many, rest): (Vec<_>, Vec<_>) =
        counts.into_iter().partition(|(_, count)| *count >= MIN_EXPORTED_COUNT);
    many.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    many.push(("all others".to_owned(), rest.into_iter().map(|(_, count)| count).sum()));
    let row =
        |(name, count)| format!("<tr><th scope=\"row\">{name}</th><td>{}</td></tr>", few(count));
    many.into_iter().map(row).collect::<Vec<_>>().join("\n")
}

fn few(count: u64) -> String {
    match count {
        0 => "0".to_owned(),
        count if count < MIN_EXPORTED_COUNT => format!("fewer than {MIN_EXPORTED_COUNT}"),
        count => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use passwave_motion::Mode;
    use passwave_protocol::{ErrorCode, Report, Way};

    const NOW_S: u64 = 1_769_846_400;

    #[test]
    fn version_start_and_time_are_shown() {
        let metrics = Metrics::default();
        let page = render(&metrics, NOW_S);
        let started = time(metrics.started_s);
        for words in [&started, "2026-01-31 08:00:00 UTC", env!("CARGO_PKG_VERSION")] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }

    fn text(page: &str) -> String {
        page.replace("</th>", " ")
            .replace("</td>", " ")
            .replace("<td>", "")
            .replace("<th scope=\"row\">", "")
    }

    #[test]
    fn shares_and_times_are_shown_by_way_and_mode() {
        let metrics = Metrics::default();
        let wave = ChallengeLabels::new(Way::Wave, Mode::Elder);
        (0..20).for_each(|_| metrics.record_challenge(wave, 1));
        let report = |took_ds| Report {
            took_ds,
            hints: vec!["too-small".to_owned(), "unheard-of".to_owned()],
            lang: "zh-Hans".to_owned(),
        };
        (0..15).for_each(|_| metrics.record_verification(wave, 600, Some(&report(65))));
        (0..11).for_each(|_| metrics.record_survey_answer(true));
        metrics.record_survey_answer(false);
        (0..12).for_each(|_| metrics.record_refusal(None, ErrorCode::RateLimited, None));
        let page = text(&render(&metrics, NOW_S));
        assert!(page.contains("wave elder 20 15 75 % 6.5 s "), "{page}");
        assert!(page.contains("all others any 0 "), "{page}");
        for row in ["rate-limited 12 ", "too-small 15 ", "other 15 ", "zh 15 ", "yes 11 "] {
            assert!(page.contains(row), "{row}: {page}");
        }
        assert!(!page.contains("no 1 ") && !page.contains('{'), "{page}");
    }

    #[test]
    fn counts_of_all_instances_are_added_and_unknown_names_left_out() {
        let [here, there] = [Metrics::default(), Metrics::default()];
        let press = ChallengeLabels::new(Way::Press, Mode::Standard);
        for (metrics, times) in [(&here, 6), (&there, 14)] {
            (0..times).for_each(|_| metrics.record_challenge(press, 1));
            (0..times).for_each(|_| metrics.record_verification(press, 3, None));
            metrics.record_refusal(None, ErrorCode::RateLimited, None);
        }
        let alone = text(&render(&here, NOW_S));
        let sent = serde_json::to_string(&there.counts()).unwrap();
        let sent = sent.replace("invalid-work", "<b>newer</b>").replace("wave elder", "roll elder");
        for _ in 0..2 {
            here.set_others(vec![serde_json::from_str(&sent).unwrap()]);
            let page = text(&render(&here, NOW_S));
            assert!(page.contains("press standard 20 20 100 % 3.0 s "), "{page}");
            assert!(page.contains("Of 2 instances"), "{page}");
            assert!(!page.contains("newer") && !page.contains("roll"), "{page}");
        }
        here.set_others(Vec::new());
        assert_eq!(text(&render(&here, NOW_S)), alone);
    }

    #[test]
    fn groups_below_ten_are_merged() {
        let metrics = Metrics::default();
        let (wave, press) = (
            ChallengeLabels::new(Way::Wave, Mode::Standard),
            ChallengeLabels::new(Way::Press, Mode::Elder),
        );
        (0..10).for_each(|_| metrics.record_challenge(wave, 1));
        (0..9).for_each(|_| metrics.record_challenge(press, 1));
        let report = Report { took_ds: 70, hints: vec!["still".to_owned()], lang: "ko".to_owned() };
        metrics.record_verification(press, 7, Some(&report));
        metrics.record_refusal(None, ErrorCode::ChallengeExpired, None);
        let page = text(&render(&metrics, NOW_S));
        assert!(page.contains("wave standard 10 0 0 %  "), "{page}");
        assert!(page.contains("all others any fewer than 10 "), "{page}");
        assert!(page.contains("all others fewer than 10 "), "{page}");
        for word in ["press", "elder", "challenge-expired", "7.0", ">still<", ">ko<"] {
            assert!(!page.contains(word), "{word}: {page}");
        }
    }
}
