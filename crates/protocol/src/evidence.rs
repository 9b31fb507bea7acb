//! The codec for evidence: the compact trace of a gesture.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, 1 |
//! | 1 | flags: bits 0 and 1 the gesture (wave, shake, circle, flip), bit 2 gravity, bit 3 rotation |
//! | 1 or 2 | number of frames, as a varint |
//! | rest | per frame ax, ay, az and, with rotation, gx, gy, gz: differences to the frame before, as zigzag varints |
//!
//! A varint holds seven bits a byte, the low ones first, in as few bytes as possible and at most two. The bytes are
//! sent as unpadded base64url. The encoding is canonical: there is exactly one for each trace, so that a repeated trace
//! cannot be disguised by another encoding.

use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64UrlUnpadded, Encoding};
use passwave_motion::limits::{MAX_ACCELERATION, MAX_ROTATION};
use passwave_motion::{Channels, Frame, Gesture, Window};

use crate::ErrorCode;
use crate::limits::{MAX_EVIDENCE_CHARS, MAX_EVIDENCE_FRAMES};
use crate::varint::{read_byte, read_signed, read_unsigned, write_signed, write_unsigned};

const VERSION: u8 = 1;
const GESTURE_BITS: u8 = 0b0011;
const GRAVITY_BIT: u8 = 0b0100;
const ROTATION_BIT: u8 = 0b1000;
const KNOWN_BITS: u8 = GESTURE_BITS | GRAVITY_BIT | ROTATION_BIT;

/// Decoded evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The gesture that was asked for.
    pub gesture: Gesture,
    /// Which sensors there were.
    pub channels: Channels,
    /// The trace, oldest frame first.
    pub frames: Vec<Frame>,
}

impl Evidence {
    /// The window to judge.
    #[must_use]
    pub fn window(&self) -> Window<'_> {
        Window { channels: self.channels, frames: &self.frames }
    }
}

/// Encodes the window that was accepted. Values beyond the recogniser's own limits are clamped, and frames beyond the
/// longest window are left out; what a recogniser hands out is always within both.
#[must_use]
pub fn encode(gesture: Gesture, window: &Window<'_>) -> String {
    let frames = &window.frames[..window.frames.len().min(MAX_EVIDENCE_FRAMES)];
    let mut bytes = Vec::with_capacity(4 + frames.len() * 8);
    bytes.extend([VERSION, flags(gesture, window.channels)]);
    write_unsigned(&mut bytes, frames.len() as u16);
    let mut last = Frame::default();
    for frame in frames {
        let frame = clamped(frame);
        write_difference(&mut bytes, frame.acceleration, last.acceleration);
        if window.channels.rotation {
            write_difference(&mut bytes, frame.rotation, last.rotation);
        }
        last = frame;
    }
    Base64UrlUnpadded::encode_string(&bytes)
}

fn flags(gesture: Gesture, channels: Channels) -> u8 {
    let gravity = if channels.gravity { GRAVITY_BIT } else { 0 };
    let rotation = if channels.rotation { ROTATION_BIT } else { 0 };
    gesture_code(gesture) | gravity | rotation
}

/// The code of a gesture in the flags. It is part of the format: it does not follow the order of [`Gesture`].
const fn gesture_code(gesture: Gesture) -> u8 {
    match gesture {
        Gesture::Wave => 0,
        Gesture::Shake => 1,
        Gesture::Circle => 2,
        Gesture::Flip => 3,
    }
}

fn gesture_of_code(code: u8) -> Option<Gesture> {
    Gesture::ALL.into_iter().find(|&gesture| gesture_code(gesture) == code)
}

fn clamped(frame: &Frame) -> Frame {
    Frame {
        acceleration: frame.acceleration.map(|v| v.clamp(-MAX_ACCELERATION, MAX_ACCELERATION)),
        rotation: frame.rotation.map(|v| v.clamp(-MAX_ROTATION, MAX_ROTATION)),
    }
}

fn write_difference(bytes: &mut Vec<u8>, now: [i16; 3], before: [i16; 3]) {
    for axis in 0..3 {
        write_signed(bytes, now[axis] - before[axis]);
    }
}

/// Decodes evidence.
///
/// # Errors
/// [`ErrorCode::UnknownVersion`] for another version of the format, [`ErrorCode::InvalidEvidence`]
/// for anything that [`encode`] would not have written.
pub fn decode(text: &str) -> Result<Evidence, ErrorCode> {
    if text.len() > MAX_EVIDENCE_CHARS {
        return Err(ErrorCode::InvalidEvidence);
    }
    let bytes = Base64UrlUnpadded::decode_vec(text).map_err(|_| ErrorCode::InvalidEvidence)?;
    let mut rest = bytes.as_slice();
    if read_byte(&mut rest).ok_or(ErrorCode::InvalidEvidence)? != VERSION {
        return Err(ErrorCode::UnknownVersion);
    }
    read_evidence(&mut rest).filter(|_| rest.is_empty()).ok_or(ErrorCode::InvalidEvidence)
}

fn read_evidence(rest: &mut &[u8]) -> Option<Evidence> {
    let flags = read_byte(rest).filter(|flags| flags & !KNOWN_BITS == 0)?;
    let gesture = gesture_of_code(flags & GESTURE_BITS)?;
    let channels =
        Channels { gravity: flags & GRAVITY_BIT != 0, rotation: flags & ROTATION_BIT != 0 };
    let count = usize::from(read_unsigned(rest)?);
    let least_bytes = count * if channels.rotation { 6 } else { 3 };
    if count > MAX_EVIDENCE_FRAMES || rest.len() < least_bytes {
        return None;
    }
    let frames = read_frames(rest, count, channels)?;
    Some(Evidence { gesture, channels, frames })
}

fn read_frames(rest: &mut &[u8], count: usize, channels: Channels) -> Option<Vec<Frame>> {
    let mut frames = Vec::with_capacity(count);
    let mut last = Frame::default();
    for _ in 0..count {
        last.acceleration = read_vector(rest, last.acceleration, MAX_ACCELERATION)?;
        if channels.rotation {
            last.rotation = read_vector(rest, last.rotation, MAX_ROTATION)?;
        }
        frames.push(last);
    }
    Some(frames)
}

fn read_vector(rest: &mut &[u8], before: [i16; 3], max: i16) -> Option<[i16; 3]> {
    let mut now = before;
    for value in &mut now {
        // Never wraps: both terms are within 14 bits.
        *value += read_signed(rest)?;
        if value.unsigned_abs() > max.unsigned_abs() {
            return None;
        }
    }
    Some(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use proptest::prelude::*;

    fn frames(rotation: bool) -> impl Strategy<Value = Vec<Frame>> {
        let acceleration = proptest::array::uniform3(-MAX_ACCELERATION..=MAX_ACCELERATION);
        let widest = if rotation { MAX_ROTATION } else { 0 };
        let rates = proptest::array::uniform3(-widest..=widest);
        let frame = (acceleration, rates)
            .prop_map(|(acceleration, rotation)| Frame { acceleration, rotation });
        proptest::collection::vec(frame, 0..=MAX_EVIDENCE_FRAMES)
    }

    fn evidence() -> impl Strategy<Value = Evidence> {
        (0..4usize, any::<bool>(), any::<bool>()).prop_flat_map(|(index, gravity, rotation)| {
            frames(rotation).prop_map(move |frames| Evidence {
                gesture: Gesture::ALL[index],
                channels: Channels { gravity, rotation },
                frames,
            })
        })
    }

    fn encoded(bytes: &[u8]) -> String {
        Base64UrlUnpadded::encode_string(bytes)
    }

    proptest! {
        #[test]
        fn evidence_round_trips(evidence in evidence()) {
            let text = encode(evidence.gesture, &evidence.window());
            prop_assert!(text.len() <= MAX_EVIDENCE_CHARS);
            prop_assert_eq!(decode(&text), Ok(evidence));
        }

        #[test]
        fn decoded_evidence_encodes_to_the_same_text(
            flags in any::<u8>(), count in 0u8..8, tail in proptest::collection::vec(any::<u8>(), 0..64)
        ) {
            let mut bytes = vec![VERSION, flags & KNOWN_BITS, count];
            bytes.extend(tail);
            if let Ok(evidence) = decode(&encoded(&bytes)) {
                prop_assert_eq!(encode(evidence.gesture, &evidence.window()), encoded(&bytes));
            }
        }

        #[test]
        fn arbitrary_text_is_refused_without_a_panic(text in "\\PC{0,200}") {
            prop_assert!(decode(&text).is_err());
        }
    }

    #[test]
    fn known_answer_for_a_known_trace() {
        let frames = [
            Frame { acceleration: [0, 1, 98], rotation: [0, 0, 0] },
            Frame { acceleration: [-1, 1, 98], rotation: [64, -64, 0] },
        ];
        let window =
            Window { channels: Channels { gravity: true, rotation: true }, frames: &frames };
        let bytes = [1, 0b1110, 2, 0, 2, 0xc4, 1, 0, 0, 0, 1, 0, 0, 0x80, 1, 0x7f, 0];
        assert_eq!(encode(Gesture::Circle, &window), encoded(&bytes));
    }

    #[test]
    fn every_gesture_has_its_own_code_in_the_flags() {
        let window = Window { channels: Channels::default(), frames: &[] };
        for (gesture, code) in
            [(Gesture::Wave, 0), (Gesture::Shake, 1), (Gesture::Circle, 2), (Gesture::Flip, 3)]
        {
            assert_eq!(encode(gesture, &window), encoded(&[VERSION, code, 0]));
        }
        assert_eq!(Gesture::ALL.len(), 4);
    }

    #[test]
    fn non_canonical_bytes_are_refused() {
        let one_frame = [VERSION, GRAVITY_BIT, 1, 0, 0, 0];
        assert!(decode(&encoded(&one_frame)).is_ok());
        let wrong: [&[u8]; 8] = [
            &[],
            &[VERSION],
            &[VERSION, GRAVITY_BIT],
            &[VERSION, GRAVITY_BIT, 2, 0, 0, 0],
            &[VERSION, GRAVITY_BIT, 1, 0, 0, 0, 0],
            &[VERSION, 0x10, 1, 0, 0, 0],
            &[VERSION, GRAVITY_BIT, 0x81, 0, 0, 0, 0],
            &[VERSION, GRAVITY_BIT, 1, 0xff, 0x7f, 0, 0],
        ];
        for bytes in wrong {
            assert_eq!(decode(&encoded(bytes)), Err(ErrorCode::InvalidEvidence), "{bytes:?}");
        }
        let newer = encoded(&[VERSION + 1, GRAVITY_BIT, 1, 0, 0, 0]);
        assert_eq!(decode(&newer), Err(ErrorCode::UnknownVersion));
    }

    #[test]
    fn non_canonical_base64_is_refused() {
        let text = encoded(&[VERSION, GRAVITY_BIT, 0]);
        assert!(decode(&text).is_ok());
        let five_bytes = encoded(&[VERSION, GRAVITY_BIT, 1, 0, 0, 0, 0, 0]);
        assert_eq!(five_bytes.len() % 4, 3);
        for padded in [text.clone() + "=", text.clone() + "\n", text + " "] {
            assert_eq!(decode(&padded), Err(ErrorCode::InvalidEvidence), "{padded:?}");
        }
    }

    #[test]
    fn trailing_bits_in_the_last_character_are_refused() {
        let bytes = [VERSION, ROTATION_BIT | GRAVITY_BIT, 1, 0, 0, 0, 0, 0, 0];
        let mut last_bits = encoded(&[bytes.as_slice(), &[0]].concat());
        assert_eq!(last_bits.pop(), Some('A'));
        last_bits.push('B');
        assert_eq!(decode(&last_bits), Err(ErrorCode::InvalidEvidence));
    }

    #[test]
    fn an_overlong_text_is_refused_before_decoding() {
        let text = "A".repeat(MAX_EVIDENCE_CHARS + 1);
        assert_eq!(decode(&text), Err(ErrorCode::InvalidEvidence));
    }

    #[test]
    fn encode_clamps_values_beyond_the_limits() {
        let wild = vec![Frame { acceleration: [i16::MIN; 3], rotation: [i16::MAX; 3] }; 500];
        let window = Window { channels: Channels { gravity: true, rotation: true }, frames: &wild };
        let evidence = decode(&encode(Gesture::Shake, &window)).unwrap();
        assert_eq!(evidence.frames.len(), MAX_EVIDENCE_FRAMES);
        assert_eq!(evidence.frames[0].acceleration, [-MAX_ACCELERATION; 3]);
        assert_eq!(evidence.frames[0].rotation, [MAX_ROTATION; 3]);
    }
}
