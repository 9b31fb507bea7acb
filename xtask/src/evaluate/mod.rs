//! `cargo xtask evaluate`: measures the recogniser's accuracy on all recordings.
//!
//! recordings -> variants -> sessions -> statistics -> targets -> report and plots

mod dataset;
mod exclusions;
mod motion_analysis;
mod older_people;
#[cfg(feature = "plots")]
mod plots;
mod recording_groups;
mod refusals;
mod report;
mod results;
mod statistics;
mod targets;
mod trials;
mod variants;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use passwave_recordings::recordings_of_people;

use crate::docs_sections::{Part, with_parts};
use crate::process;
use crate::workspace::{cargo, root, shown};
use dataset::Dataset;
use refusals::Refusals;
use results::Results;
use variants::{TremorClip, Variant};

/// The arguments of `cargo xtask evaluate`.
#[derive(Args)]
pub(crate) struct Options {
    /// Folder of the recordings (*.ndjson.gz).
    ///
    /// [default: PASSWAVE_TRACES, or ../shared/traces beside the checkout; with neither, synthetic recordings alone]
    #[arg(long, value_name = "DIR")]
    traces: Option<PathBuf>,
    /// Write the figures into docs/recogniser-results.md, and the plots.
    #[arg(long)]
    write: bool,
}

/// Runs all trials and prints the report.
pub(crate) fn run(options: Options) -> Result<()> {
    if let Some(named) = &options.traces {
        dataset::must_hold_recordings(named)?;
    }
    let folder = options.traces.or_else(|| recordings_of_people(root()));
    if folder.is_none() {
        println!("no recordings of people are present: generated ones alone are judged");
        ensure!(!options.write, "figures of generated recordings do not belong into the docs");
    }
    let is_unoptimised = cfg!(debug_assertions) || cfg!(not(feature = "plots"));
    // Synthetic recordings alone are few enough for any build, and no plots are drawn of them.
    if is_unoptimised && folder.is_some() {
        return in_release_build(folder.as_deref(), options.write);
    }
    let dataset = dataset::load(folder.as_deref())?;
    let results = find(&dataset);
    let parts = report::parts(&dataset.recordings, &results);
    for part in &parts {
        println!("== {} ==\n\n{}", part.name, part.text);
    }
    if options.write { write(&parts, &results) } else { Ok(()) }
}

/// Runs again in a release build, which takes a minute instead of half an hour, and has the `plots` feature.
fn in_release_build(folder: Option<&Path>, write: bool) -> Result<()> {
    let mut command = cargo("run");
    command.args(["--quiet", "--release", "--package", "xtask", "--features", "plots"]);
    command.args(["--bin", "xtask", "--", "evaluate"]);
    if let Some(folder) = folder {
        command.arg("--traces").arg(std::path::absolute(folder)?);
    }
    if write {
        command.arg("--write");
    }
    process::run(&mut command, "")
}

fn find(dataset: &Dataset) -> Results {
    let recordings = &dataset.recordings;
    let all = trials::as_recorded(recordings);
    let varied = Variant::PLAIN.into_iter().chain(Variant::tremors());
    Results {
        no_attempts: trials::left_out(&all),
        trials: trials::tries(all),
        mislabelled: dataset.mislabelled,
        varied: varied.map(|variant| (variant, trials::varied(recordings, variant))).collect(),
        trembling: Variant::tremors()
            .map(|variant| (variant, trials::trembling(recordings, variant)))
            .collect(),
        with_real_tremor: TremorClip::all(recordings)
            .into_iter()
            .map(|clip| {
                let trials = trials::with_tremor(recordings, &clip);
                (clip, trials)
            })
            .collect(),
        refusals: Refusals::of(recordings),
    }
}

fn write(parts: &[Part], results: &Results) -> Result<()> {
    let path = root().join("docs/recogniser-results.md");
    let page =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", shown(&path)))?;
    let page = with_parts(&page, parts).with_context(|| shown(&path))?;
    draw(results)?;
    fs::write(&path, page).with_context(|| format!("cannot write {}", shown(&path)))
}

#[cfg(feature = "plots")]
fn draw(results: &Results) -> Result<()> {
    plots::draw(results, &root().join("docs/recogniser"))
}

#[cfg(not(feature = "plots"))]
fn draw(_: &Results) -> Result<()> {
    anyhow::bail!("this build has no plots: run `cargo xtask evaluate`")
}
