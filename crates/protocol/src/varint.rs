//! Variable-length integers of one or two bytes, with zigzag encoding for signed ones.

use alloc::vec::Vec;

/// The largest number that fits into two bytes of seven bits.
const MAX: u16 = (1 << 14) - 1;

/// Appends `value`, which must lie within +-8191.
pub(crate) fn write_signed(bytes: &mut Vec<u8>, value: i16) {
    let zigzag = ((value << 1) ^ (value >> 15)) as u16;
    write_unsigned(bytes, zigzag);
}

/// Appends `value`, which must be at most 16383.
pub(crate) fn write_unsigned(bytes: &mut Vec<u8>, value: u16) {
    debug_assert!(value <= MAX);
    let low = (value & 0x7f) as u8;
    if value < 0x80 {
        bytes.push(low);
    } else {
        bytes.extend([low | 0x80, (value >> 7) as u8]);
    }
}

/// Reads what [`write_signed`] wrote.
pub(crate) fn read_signed(bytes: &mut &[u8]) -> Option<i16> {
    let zigzag = read_unsigned(bytes)?;
    Some((zigzag >> 1) as i16 ^ -((zigzag & 1) as i16))
}

/// Reads what [`write_unsigned`] wrote; refuses a second byte of zero and a third byte, so each value has one encoding.
pub(crate) fn read_unsigned(bytes: &mut &[u8]) -> Option<u16> {
    let low = read_byte(bytes)?;
    if low < 0x80 {
        return Some(u16::from(low));
    }
    let high = read_byte(bytes)?;
    (1..0x80).contains(&high).then(|| u16::from(low & 0x7f) | u16::from(high) << 7)
}

/// Reads one byte.
pub(crate) fn read_byte(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_round_trips_and_small_ones_take_one_byte() {
        for value in -8191..=8191 {
            let mut bytes = Vec::new();
            write_signed(&mut bytes, value);
            assert_eq!(bytes.len(), if (-64..64).contains(&value) { 1 } else { 2 });
            assert_eq!(read_signed(&mut bytes.as_slice()), Some(value));
        }
    }

    #[test]
    fn non_canonical_varints_are_refused() {
        assert_eq!(read_unsigned(&mut [0x80, 0x00].as_slice()), None);
        assert_eq!(read_unsigned(&mut [0x80, 0x80].as_slice()), None);
        assert_eq!(read_unsigned(&mut [0x80].as_slice()), None);
        assert_eq!(read_unsigned(&mut [].as_slice()), None);
    }
}
