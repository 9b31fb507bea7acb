//! Memory of the recogniser: no allocation per sample, and at most 64 KiB.

use std::hint::black_box;

use passwave_motion::{Gesture, Mode, Recogniser, Sample};
use passwave_recordings::synthetic;

const MAX_RECOGNISER_BYTES: usize = 64 * 1024;

fn samples() -> Vec<Sample> {
    synthetic::generate_population(3)
        .iter()
        .flat_map(|recording| recording.samples().collect::<Vec<_>>())
        .collect()
}

#[test]
fn no_sample_allocates() {
    let samples = samples();
    assert!(samples.len() > 1_000);
    for gesture in Gesture::ALL {
        let mut recogniser = Recogniser::new(gesture, Mode::Elder);
        let allocations = allocation_counter::measure(|| {
            for sample in &samples {
                black_box(recogniser.push(sample));
            }
        });
        assert_eq!(allocations.count_total, 0, "{}", gesture.name());
    }
}

#[test]
fn a_recogniser_fits_into_64_kib() {
    assert!(size_of::<Recogniser>() <= MAX_RECOGNISER_BYTES, "{} bytes", size_of::<Recogniser>());
}

#[test]
fn a_million_samples_do_not_allocate() {
    let mut recogniser = Recogniser::new(Gesture::Wave, Mode::Standard);
    let allocations = allocation_counter::measure(|| {
        for at in 0..1_000_000_u32 {
            let acceleration_with_gravity = Some([0.0, 0.0, 9.8]);
            let at_ms = f64::from(at) * 16.0;
            let still = Sample { at_ms, acceleration_with_gravity, ..Sample::default() };
            black_box(recogniser.push(&still));
        }
    });
    assert_eq!(allocations.count_total, 0);
    assert!(!recogniser.verdict().accepted);
}
