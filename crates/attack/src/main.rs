//! Attacks two sites of one's own and prints the parts of the report as JSON; `cargo xtask attack` starts it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Parser;
use passwave_attack::Site;
use passwave_attack::report::Attack;
use passwave_protocol::Way;
use serde_json::json;

#[derive(Parser)]
struct Arguments {
    /// The site with the default work: address, sitekey and secret.
    #[arg(long, num_args = 3, required = true)]
    site: Vec<String>,
    /// The site with next to no work.
    #[arg(long, num_args = 3, required = true)]
    light: Vec<String>,
    /// The processor time for each door and mode, in seconds.
    #[arg(long)]
    seconds: f64,
    /// The ways.
    #[arg(long, value_delimiter = ',')]
    doors: Vec<String>,
    /// The checkout, beside which recordings of people may lie.
    #[arg(long)]
    checkout: PathBuf,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let way = |name: &String| {
        let unknown =
            || format!("there is no door {name}: wave, shake, circle, flip, slide, press");
        Way::from_name(name).with_context(unknown)
    };
    let ways = arguments.doors.iter().map(way).collect::<Result<Vec<Way>>>()?;
    let site = |named: &[String]| Site::new(&named[0], &named[1], &named[2]);
    let attack = Attack {
        site: &site(&arguments.site),
        light: &site(&arguments.light),
        each: Duration::try_from_secs_f64(arguments.seconds).context("--seconds")?,
        ways: &ways,
        checkout: &arguments.checkout,
    };
    let parts: BTreeMap<_, _> = attack.parts()?.into_iter().collect();
    println!("{}", json!(parts));
    Ok(())
}
