//! See the library.

fn main() -> anyhow::Result<()> {
    for lap in passwave_attack::solver::race()? {
        println!("{} {:?}", lap.solver.name(), lap.each);
    }
    Ok(())
}
