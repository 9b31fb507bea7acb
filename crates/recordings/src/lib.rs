//! Recordings of gestures.
