//! The report's plots, as SVG.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use passwave_motion::Gesture;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use super::recording_groups::Group;
use super::results::Results;
use super::trials::{Condition, Trial};
use crate::workspace::shown;

const SIZE: (u32, u32) = (800, 480);
const FONT: &str = "sans-serif";
/// The longest session.
const LIMIT_S: f64 = 10.0;
/// The recogniser's acceptance threshold, see `passwave_motion::Verdict::score`.
const ACCEPTED_FROM: f64 = 0.5;
/// The number of points of a curve.
const STEPS: u32 = 500;
/// Okabe and Ito's colours can be told apart with any colour vision.
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115), RGBColor(204, 121, 167)];

/// A line in a plot, with its label.
struct Line {
    name: String,
    points: Vec<(f64, f64)>,
    mark: Option<(f64, f64)>,
}

/// The titles and ranges of the axes.
struct Frame {
    title: &'static str,
    across: (&'static str, std::ops::Range<f64>),
    up: (&'static str, std::ops::Range<f64>),
}

/// Draws all plots into the folder.
pub(crate) fn draw(results: &Results, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", shown(folder)))?;
    plot(&folder.join("time-to-acceptance.svg"), &TIMES, &times(results))?;
    plot(&folder.join("acceptance.svg"), &SCORES, &curves(results))
}

const TIMES: Frame = Frame {
    title: "Accepted within so many seconds, standard mode",
    across: ("seconds since the session began", 0.0..LIMIT_S),
    up: ("accepted, % of sessions", 0.0..100.0),
};

const SCORES: Frame = Frame {
    title: "If a higher score were asked: acceptance against false acceptance, standard mode",
    across: ("daily living accepted, % of sessions", 0.0..3.0),
    up: ("gesture accepted, % of sessions", 0.0..100.0),
};

fn times(results: &Results) -> Vec<Line> {
    let of = |gesture: Gesture| {
        let trials: Vec<&Trial> = results.done(gesture, Condition::STANDARD).collect();
        Line { name: name(gesture), points: cumulative(&trials), mark: None }
    };
    Gesture::ALL.into_iter().map(of).collect()
}

/// The proportion accepted by each time, as a step function.
fn cumulative(trials: &[&Trial]) -> Vec<(f64, f64)> {
    let mut times: Vec<f64> = trials.iter().filter_map(|trial| trial.after_s).collect();
    times.sort_by(f64::total_cmp);
    let percent = |count: usize| 100.0 * count as f64 / trials.len().max(1) as f64;
    let steps = times
        .iter()
        .enumerate()
        .flat_map(|(nth, &at_s)| [(at_s, percent(nth)), (at_s, percent(nth + 1))]);
    let end = (LIMIT_S, percent(times.len()));
    [(0.0, 0.0)].into_iter().chain(steps).chain([end]).collect()
}

fn curves(results: &Results) -> Vec<Line> {
    Gesture::ALL.into_iter().map(|gesture| curve(results, gesture)).collect()
}

/// The proportion that would be accepted with thresholds above [`ACCEPTED_FROM`]. Lower ones cannot be plotted:
/// the recogniser stops judging a window as soon as it is sure to be refused.
fn curve(results: &Results, gesture: Gesture) -> Line {
    let negative = |trial: &&Trial| matches!(trial.group, Group::Carried | Group::Wrist);
    let others: Vec<&Trial> =
        results.asked(gesture, Condition::STANDARD).filter(negative).collect();
    let done: Vec<&Trial> = results.done(gesture, Condition::STANDARD).collect();
    let at = |least: f64| (clear(&others, least), clear(&done, least));
    let points = (0..=STEPS).map(|nth| {
        let raised = (1.0 - ACCEPTED_FROM) * f64::from(nth) / f64::from(STEPS);
        at(ACCEPTED_FROM + raised)
    });
    let points = points.filter(|&(_, accepted)| accepted > 0.0).collect();
    Line { name: name(gesture), points, mark: Some(at(ACCEPTED_FROM)) }
}

/// The proportion, in percent, accepted with at least this score.
fn clear(trials: &[&Trial], least: f64) -> f64 {
    let clear = trials.iter().filter(|trial| trial.accepted && trial.score >= least).count();
    100.0 * clear as f64 / trials.len().max(1) as f64
}

fn name(gesture: Gesture) -> String {
    let made = if gesture == Gesture::Flip { " (generated)" } else { "" };
    format!("{}{made}", gesture.name())
}

fn plot(path: &Path, frame: &Frame, lines: &[Line]) -> Result<()> {
    let mut svg = String::new();
    draw_into(&mut svg, frame, lines).map_err(|cause| anyhow!("cannot draw: {cause}"))?;
    fs::write(path, svg).with_context(|| format!("cannot write {}", shown(path)))
}

type Drawn<T = ()> = Result<T, Box<dyn std::error::Error>>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

fn draw_into(svg: &mut String, frame: &Frame, lines: &[Line]) -> Drawn {
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let (across, up) = (frame.across.1.clone(), frame.up.1.clone());
    let mut chart = ChartBuilder::on(&root)
        .caption(frame.title, (FONT, 20))
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(56)
        .build_cartesian_2d(across, up)?;
    draw_mesh(&mut chart, frame)?;
    for (line, colour) in lines.iter().zip(COLOURS) {
        draw_line(&mut chart, frame, line, colour)?;
    }
    let mut names = chart.configure_series_labels();
    names.position(SeriesLabelPosition::LowerRight).label_font((FONT, 14));
    names.background_style(WHITE).border_style(BLACK).draw()?;
    root.present()?;
    Ok(())
}

fn draw_mesh(chart: &mut Chart<'_, '_>, frame: &Frame) -> Drawn {
    let mut mesh = chart.configure_mesh();
    mesh.x_desc(frame.across.0).x_label_formatter(&short);
    mesh.y_desc(frame.up.0).y_label_formatter(&short);
    mesh.label_style((FONT, 14)).light_line_style(WHITE).draw()?;
    Ok(())
}

fn draw_line(chart: &mut Chart<'_, '_>, frame: &Frame, line: &Line, colour: RGBColor) -> Drawn {
    let stroke = colour.stroke_width(2);
    let inside =
        |(x, y): &(f64, f64)| *x <= frame.across.1.end && (frame.up.1.start..=100.0).contains(y);
    let points = line.points.iter().filter(|point| inside(point)).copied();
    chart
        .draw_series(LineSeries::new(points, stroke))?
        .label(&line.name)
        .legend(move |(x, y)| PathElement::new([(x, y), (x + 24, y)], stroke));
    let mark = line.mark.filter(inside);
    chart.draw_series(mark.map(|mark| Circle::new(mark, 5, colour.filled())))?;
    Ok(())
}

/// A number without trailing zeros.
fn short(value: &f64) -> String {
    format!("{}", (value * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line { name: "wave".into(), points: vec![(0.0, 0.0), (5.0, 90.0)], mark: Some((5.0, 90.0)) }
    }

    #[test]
    fn a_plot_has_titles_and_labels() {
        let mut svg = String::new();
        draw_into(&mut svg, &TIMES, &[line()]).unwrap();
        for words in [TIMES.title, TIMES.across.0, TIMES.up.0, "wave"] {
            assert!(svg.contains(words), "{words} is missing");
        }
        assert!(svg.contains("<polyline") && svg.contains("<circle"));
    }

    #[test]
    fn a_plot_without_data_has_axes_only() {
        let mut svg = String::new();
        draw_into(&mut svg, &SCORES, &[]).unwrap();
        assert!(svg.contains(SCORES.title));
    }
}
