//! What one sample costs in native code, over generated recordings of every motion, and whether it allocates.

use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use passwave_motion::{Gesture, Mode, Recogniser, Sample};
use passwave_recordings::synthetic;

/// A column of allocations is printed only where there are any.
#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// A recogniser that has accepted does no more work, so each gesture is judged over all motions but
/// never stops: whoever is accepted begins again.
#[divan::bench(args = Gesture::ALL.map(Gesture::name))]
fn sample(bencher: Bencher<'_, '_>, gesture: &str) {
    let gesture = Gesture::from_name(gesture).unwrap_or(Gesture::Wave);
    let samples: Vec<Sample> = synthetic::generate_population(3)
        .iter()
        .flat_map(|recording| recording.samples().collect::<Vec<_>>())
        .collect();
    bencher.counter(ItemsCount::new(samples.len())).bench_local(|| follow(gesture, &samples));
}

fn follow(gesture: Gesture, samples: &[Sample]) -> u32 {
    let mut recogniser = Recogniser::new(gesture, Mode::Standard);
    let mut accepted = 0;
    for sample in samples {
        let update = recogniser.push(divan::black_box(sample));
        if update.verdict.is_some_and(|verdict| verdict.accepted) {
            accepted += 1;
            recogniser = Recogniser::new(gesture, Mode::Standard);
        }
    }
    accepted
}
