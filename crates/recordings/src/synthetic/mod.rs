//! Generates recordings with a physical model of an arm: a forearm swinging about an elbow, a hand that turns at its
//! wrist, and a phone in it.
//!
//! Acceleration, gravity and rotation rate all come from one path of one rigid body, so they are physically
//! consistent. Rate, size and irregularity differ from person to person; each seed is another person. Generated
//! recordings serve in tests, and where recordings of people are missing (flips, above all); no weight is learned
//! from them.

mod arm_motion;
mod generator;
mod motion_kind;
mod random;
mod rigid_body;

pub use generator::{Convention, Options, SET, generate, generate_population};
pub use motion_kind::Motion;
