//! The Passwave widget.
