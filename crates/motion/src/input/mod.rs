//! From the sensor's samples to frames at a fixed rate.

pub(crate) mod frame_buffer;
pub(crate) mod resample;
pub(crate) mod sample;
pub(crate) mod sanitize;
