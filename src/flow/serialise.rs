//! Effects as data, for logs and for hosts in other languages: what has a name is written as its name.

use passwave_motion::Mode;
use passwave_protocol::{Hint, Way};
use serde::ser::{Serialize, Serializer};

use super::message::Message;
use super::slide::Direction;
use super::state::State;
use super::timer::Timer;

macro_rules! serialise_as {
    ($($type:ty: $name:ident,)*) => {
        $(impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.$name())
            }
        })*
    };
}

serialise_as! {
    State: name,
    Timer: name,
    Direction: name,
    Message: key,
}

pub(super) fn way<S: Serializer>(way: &Option<Way>, serializer: S) -> Result<S::Ok, S::Error> {
    way.map(Way::name).serialize(serializer)
}

pub(super) fn mode<S: Serializer>(mode: &Mode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(mode.name())
}

pub(super) fn hints<S: Serializer>(hints: &[Hint], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(hints.iter().map(|hint| hint.name()))
}
