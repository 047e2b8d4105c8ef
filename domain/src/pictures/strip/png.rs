//! PNG (third edition): a signature, then chunks of length, type, data and CRC.

use super::{MAX_EXIF_BYTES, be_u32};
use model::Problem;

const SIGNATURE_BYTES: usize = 8;
/// Length, type and CRC.
const AROUND_BYTES: usize = 12;

pub(super) fn strip(file: &[u8]) -> Result<Vec<u8>, Problem> {
    let (signature, mut rest) = file.split_at_checked(SIGNATURE_BYTES).ok_or(Problem::BrokenPicture)?;
    let mut stripped = signature.to_vec();
    while let Some((chunk, after)) = next(rest) {
        let (kind, length) = (&chunk[4..8], chunk.len() - AROUND_BYTES);
        if is_needed(kind, length) {
            stripped.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Ok(stripped);
        }
        rest = after;
    }
    Err(Problem::BrokenPicture)
}

/// Up to its last byte; what follows stands apart.
fn next(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    rest.split_at_checked(be_u32(rest)?.checked_add(AROUND_BYTES)?)
}

/// Besides those that an older decoder could not do without: transparency and orientation. The decoder looks whether
/// the critical ones are in order.
fn is_needed(kind: &[u8], length: usize) -> bool {
    let is_critical = kind[0].is_ascii_uppercase();
    is_critical || kind == b"tRNS" || (kind == b"eXIf" && length <= MAX_EXIF_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], kind, data, b"crc."].concat()
    }

    #[test]
    fn only_what_makes_pixels_stays() {
        let signature = b"\x89PNG\r\n\x1a\n".to_vec();
        let parts = |kinds: &[&[u8; 4]]| kinds.iter().flat_map(|kind| chunk(*kind, b"data")).collect::<Vec<u8>>();
        let all = [
            b"IHDR", b"iCCP", b"zTXt", b"iTXt", b"tEXt", b"PLTE", b"tRNS", b"eXIf", b"acTL", b"IDAT", b"fdAT", b"IEND",
        ];
        let file = [signature.clone(), parts(&all), b"what follows".to_vec()].concat();
        let left = [signature.clone(), parts(&[b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND"])].concat();
        assert_eq!(strip(&file), Ok(left));
        let long = [signature.clone(), chunk(b"eXIf", &vec![0; MAX_EXIF_BYTES + 1]), parts(&[b"IEND"])].concat();
        assert_eq!(strip(&long), Ok([signature.clone(), parts(&[b"IEND"])].concat()));
        let lies = [signature, u32::MAX.to_be_bytes().to_vec(), b"IDAT".to_vec()].concat();
        for broken in [lies.as_slice(), &file[..4], &file[..file.len() - 20]] {
            assert_eq!(strip(broken), Err(Problem::BrokenPicture));
        }
    }
}
