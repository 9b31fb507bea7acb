//! Measures, and writes the tables of `docs/threat-model.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use passwave_motion::{Gesture, Mode};
use passwave_protocol::Way;

use crate::cpu_time::cpu_time;
use crate::door::Door;
use crate::forgeries::Forger;
use crate::movement::Originals;
use crate::peers::Peer;
use crate::site::Site;
use crate::solver::{Lap, race};

const MODES: [Mode; 2] = [Mode::Standard, Mode::Elder];

/// What is attacked, and for how long.
pub struct Attack<'a> {
    /// The site as `passwave init` makes it, but without limits.
    pub site: &'a Site,
    /// The same with next to no work.
    pub light: &'a Site,
    /// The processor time for each door and mode.
    pub each: Duration,
    /// The ways.
    pub ways: &'a [Way],
    /// The folder beside which recordings of people may lie.
    pub checkout: &'a Path,
}

/// A generated part of the page: its name and its text.
pub type Part = (&'static str, String);

impl Attack<'_> {
    /// Runs everything.
    ///
    /// # Errors
    /// If the server does not answer, or a door that should be passed is not.
    pub fn parts(&self) -> Result<Vec<Part>> {
        let laps = race()?;
        let fastest = laps[0];
        let prices = self.prices(fastest)?;
        let doors = format!("{}\n\n{}", solvers(&laps), doors(&prices));
        let peers = peers(&prices)?;
        let originals = Originals::load(self.checkout)?;
        let forger = Forger { originals: &originals, site: self.light, solver: fastest.solver };
        let forgeries = forgeries(&forger)?;
        Ok(vec![("doors", doors), ("peers", peers), ("forgeries", forgeries)])
    }

    fn prices(&self, fastest: Lap) -> Result<Vec<Price>> {
        let mut prices = Vec::new();
        for door in Door::of(self.ways) {
            for mode in MODES {
                eprintln!("{} in {} mode", door.way.name(), mode.name());
                prices.push(self.price(door, mode, fastest)?);
            }
        }
        Ok(prices)
    }

    fn price(&self, door: Door, mode: Mode, fastest: Lap) -> Result<Price> {
        let mut price = Price { door, mode, tries: 0, spent: Duration::ZERO, made: 0, passed: 0 };
        while price.spent < self.each || price.made == 0 {
            let start = cpu_time()?;
            // No seed twice: the very same movement passes once.
            let seed = u64::from(price.made) * 2 + u64::from(mode == Mode::Elder);
            let seed = 2 * seed + u64::from(door.gyroscope == Some(true));
            let token = door.token(self.site, mode, fastest.solver, seed)?;
            price.spent += cpu_time()? - start;
            price.made += 1;
            price.passed += u32::from(self.site.siteverify(&token.text)?);
            price.tries = u64::from(token.work.puzzles) << token.work.bits;
        }
        Ok(price)
    }
}

/// What tokens of one door and mode cost.
struct Price {
    door: Door,
    mode: Mode,
    tries: u64,
    spent: Duration,
    made: u32,
    passed: u32,
}

impl Price {
    /// The processor time of a token that passed.
    fn core_s(&self) -> f64 {
        self.spent.as_secs_f64() / f64::from(self.passed.max(1))
    }
}

fn solvers(laps: &[Lap]) -> String {
    let mut text = format!("On {}. One try takes", processor());
    for (nth, Lap { solver, each }) in laps.iter().enumerate() {
        let comma = if nth == 0 { "" } else { "," };
        let _ = write!(text, "{comma} {:.1} µs with {}", each.as_secs_f64() * 1e6, solver.name());
    }
    text + "; the first of these made the tokens."
}

/// The processor as the system calls it.
fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("model name"));
    let name =
        line.map_or("a processor without a name", |line| line.trim_matches(['\t', ':', ' ']));
    let wide = if text.contains("avx512f") { "with AVX-512" } else { "without AVX-512" };
    format!("one core of {name} ({wide})")
}

fn doors(prices: &[Price]) -> String {
    let mut text = String::from(
        "| way | mode | gyroscope | tries | core-seconds a token | tokens per core-hour | passed siteverify |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for price in prices {
        let gyroscope = match price.door.gyroscope {
            None => "",
            Some(true) => "with",
            Some(false) => "without",
        };
        let (name, mode, core_s) = (price.door.way.name(), price.mode.name(), price.core_s());
        let hourly = thousands(3600.0 / core_s);
        let tries = thousands(price.tries as f64);
        let _ = writeln!(
            text,
            "| {name} | {mode} | {gyroscope} | {tries} | {core_s:.3} | {hourly} | {} of {} |",
            price.passed, price.made
        );
    }
    text
}

fn peers(prices: &[Price]) -> Result<String> {
    let ours = prices.iter().map(Price::core_s);
    let (cheapest, dearest) = (ours.clone().fold(f64::MAX, f64::min), ours.fold(0.0, f64::max));
    let mut text = format!(
        "| default work | core-seconds | solved per core-hour | Passwave's cheapest way costs \
         | Passwave's dearest way costs |\n\
         |---|---|---|---|---|\n\
         | Passwave, the cheapest way above | {cheapest:.3} | {} | 1 | {:.1} times that |\n",
        thousands(3600.0 / cheapest),
        dearest / cheapest
    );
    for peer in Peer::ALL {
        eprintln!("{}", peer.name());
        let (solver, price) = peer.price()?;
        let core_s = price.as_secs_f64();
        let _ = writeln!(
            text,
            "| {} ({}) | {core_s:.3} | {} | {:.2} times that | {:.2} times that |",
            peer.name(),
            solver.name(),
            thousands(3600.0 / core_s),
            cheapest / core_s,
            dearest / core_s
        );
    }
    Ok(text)
}

fn forgeries(forger: &Forger<'_>) -> Result<String> {
    let of_people: Vec<&str> = (Gesture::ALL.into_iter())
        .filter(|gesture| forger.originals.are_of_people(*gesture))
        .map(Gesture::name)
        .collect();
    let source = if of_people.is_empty() {
        "Copies are of generated movements, for no recordings of people were there.".to_owned()
    } else {
        let named = of_people.join(", ");
        format!(
            "Copies for {named} are of recordings of people, the others of generated movements."
        )
    };
    let mut text = format!(
        "{source}\n\n| forgery | gyroscope | wave | shake | circle | flip |\n|---|---|---|---|---|---|\n"
    );
    for row in forger.rows()? {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    Ok(text)
}

/// A whole number with commas.
fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let shown = [7.4, 999.5, 12_800.0, 1_234_567.0].map(thousands);
        assert_eq!(shown, ["7", "1,000", "12,800", "1,234,567"]);
    }
}
