//! Report section: the hints that refused older people heard.

use passwave_motion::Mode;

use super::format::table;
use crate::evaluate::refusals::{MEASURES, Session};
use crate::evaluate::results::Results;

/// One row for each refused session, under what is usual among the accepted ones.
pub(crate) fn by_session(results: &Results) -> String {
    let mut rows = Vec::new();
    for mode in [Mode::Standard, Mode::Elder] {
        let Some(usual) = results.refusals.usual(mode) else { continue };
        let of_accepted = format!("nine in ten accepted sessions: at least ({})", mode.name());
        rows.push([vec![of_accepted, String::new()], cells(&usual), vec![String::new()]].concat());
        let refused = results.refusals.refused(mode);
        rows.extend(refused.map(|session| row(session, &session.lacks(&usual))));
    }
    let titles = MEASURES.iter().map(|measure| measure.title);
    let header: Vec<&str> =
        ["session", "hint"].into_iter().chain(titles).chain(["lacks"]).collect();
    table(&header, &rows)
}

fn row(session: &Session, lacks: &[&str]) -> Vec<String> {
    let who = format!("{}, {}", session.id, session.mode.name());
    let lacks = if lacks.is_empty() { "nothing of these".into() } else { lacks.join(", ") };
    [vec![who, session.hint.into()], cells(&session.values), vec![lacks]].concat()
}

fn cells(values: &[f64]) -> Vec<String> {
    values.iter().map(|value| format!("{value:.2}")).collect()
}
