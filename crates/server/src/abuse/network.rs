//! Client networks: what one customer is given, or what the people of a mobile carrier share.

use std::net::IpAddr;

use crate::tokens::keys::KeyRing;

/// The length of a network's digest, in characters of base64url.
const DIGEST_CHARS: usize = 22;

/// A keyed digest of the IPv4 /24 or the IPv6 /48 of an address. It travels in challenges, so that whichever instance
/// redeems one knows where it was fetched, while nobody else learns the network. Another key makes other digests:
/// once the keys have been rotated, counting begins anew.
///
/// # Errors
/// If it cannot be computed, which would be a bug.
pub(crate) fn network_digest(
    address: IpAddr,
    keys: &KeyRing,
) -> Result<String, jsonwebtoken::errors::Error> {
    let prefix = match address.to_canonical() {
        IpAddr::V4(address) => format!("{:06x}", address.to_bits() >> 8),
        IpAddr::V6(address) => format!("{:012x}", address.to_bits() >> 80),
    };
    let mut digest = keys.keyed_digest("network", &prefix)?;
    digest.truncate(DIGEST_CHARS);
    Ok(digest)
}
