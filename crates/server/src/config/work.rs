//! From when on the work of a network rises.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::error::Problem;
use super::named_file::{in_file, in_line, read};
use crate::abuse::difficulty::{DifficultyStep, ListedNetworks};
use crate::abuse::network_list::NetworkList;
use crate::limits::MAX_FACTOR;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStep {
    redeems: u64,
    factor: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNetworks {
    file: Spanned<PathBuf>,
    step: Spanned<usize>,
}

pub(super) fn steps(raw: Spanned<Vec<RawStep>>) -> Result<Vec<DifficultyStep>, Problem> {
    let at = raw.span();
    let step = |RawStep { redeems, factor }| DifficultyStep { redeems, factor };
    let steps: Vec<DifficultyStep> = raw.into_inner().into_iter().map(step).collect();
    let rises = |pair: &[DifficultyStep]| {
        pair[0].redeems < pair[1].redeems && pair[0].factor < pair[1].factor
    };
    let fits = |step: &DifficultyStep| step.redeems > 0 && (2..=MAX_FACTOR).contains(&step.factor);
    if steps.iter().all(fits) && steps.windows(2).all(rises) {
        return Ok(steps);
    }
    let what = "redeems start at 1, factors go from 2 to 16, and both increase from step to step";
    Err(Problem::new(Some(at), format!("work_steps: {what}")))
}

pub(super) fn networks(
    raw: &[RawNetworks],
    steps: &[DifficultyStep],
    folder: &Path,
) -> Result<Vec<ListedNetworks>, Problem> {
    raw.iter().map(|raw| raw.checked(steps, folder)).collect()
}

impl RawNetworks {
    fn checked(&self, steps: &[DifficultyStep], folder: &Path) -> Result<ListedNetworks, Problem> {
        let step = self.step.get_ref().checked_sub(1).and_then(|nth| steps.get(nth));
        let step = step.ok_or_else(|| {
            let count = steps.len();
            let what =
                format!("work_networks: step goes from 1 to {count}, the number of work_steps");
            Problem::new(Some(self.step.span()), what)
        })?;
        let (file, text) = (&self.file, read(&self.file, folder)?);
        let list = NetworkList::parse(&text);
        let list = list.map_err(|cause| in_line(file, folder, cause.line, &cause))?;
        if list.is_empty() {
            return Err(in_file(file, folder, "it names no network"));
        }
        Ok(ListedNetworks { list, factor: step.factor })
    }
}
