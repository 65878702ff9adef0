use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

/// A checksum as archives state it: `sha1:` or `sha256:`, then base 32 or hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Digest {
    Sha1(Vec<u8>),
    Sha256(Vec<u8>),
}

impl Digest {
    /// Reads a stated checksum; `None` where there is none, or one of another kind.
    pub(super) fn stated(value: Option<&str>) -> Option<Self> {
        let (kind, sum) = value?.trim().split_once(':')?;
        let bytes = |length: usize| {
            let hex = HEXLOWER.decode(sum.to_ascii_lowercase().as_bytes()).ok().filter(|b| b.len() == length);
            hex.or_else(|| {
                let plain = sum.trim_end_matches('=').to_ascii_uppercase();
                BASE32_NOPAD.decode(plain.as_bytes()).ok().filter(|b| b.len() == length)
            })
        };
        match kind.to_ascii_lowercase().replace('-', "").as_str() {
            "sha1" => bytes(20).map(Digest::Sha1),
            "sha256" => bytes(32).map(Digest::Sha256),
            _ => None,
        }
    }

    /// Whether these bytes have it.
    pub(super) fn fits(&self, bytes: &[u8]) -> bool {
        match self {
            Digest::Sha1(sum) => Sha1::digest(bytes)[..] == sum[..],
            Digest::Sha256(sum) => Sha256::digest(bytes)[..] == sum[..],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_read_in_every_spelling() {
        // the sums of the empty text, FIPS 180-4
        for stated in [
            "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
            "SHA-1:da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ] {
            let digest = Digest::stated(Some(stated)).unwrap();
            assert!(digest.fits(b"") && !digest.fits(b"x"), "{stated}");
        }
        for other in ["md5:d41d8cd98f00b204e9800998ecf8427e", "sha1:short", "nothing", ""] {
            assert_eq!(Digest::stated(Some(other)), None, "{other}");
        }
    }
}
