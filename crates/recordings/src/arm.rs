//! A simple physical arm that makes recordings.
