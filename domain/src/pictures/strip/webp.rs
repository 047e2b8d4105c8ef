//! WebP (RFC 9649): a RIFF header, then chunks of type, length and data, padded to an even length.

use super::MAX_EXIF_BYTES;
use model::Problem;

const HEADER_BYTES: usize = 12;
/// Before the chunks of an animation's frame.
const FRAME_HEADER_BYTES: usize = 16;
const ALPHA_FLAG: u8 = 0x10;
const EXIF_FLAG: u8 = 0x08;

/// What a still consists of, each with its header.
#[derive(Default)]
struct Parts<'a> {
    /// `VP8 ` or `VP8L`.
    image: Option<&'a [u8]>,
    alpha: Option<&'a [u8]>,
    exif: Option<&'a [u8]>,
}

/// A still of the same image, anew; of an animation its first frame. As large as its bitstream says: the decoder makes
/// room for that, whatever the header before it says.
pub(super) fn strip(file: &[u8]) -> Result<Vec<u8>, Problem> {
    let (header, body) = file.split_at_checked(HEADER_BYTES).ok_or(Problem::BrokenPicture)?;
    // What follows the RIFF chunk is not the picture's. Its length counts `WEBP` too.
    let size = le_u32(&header[4..8]).and_then(|size| size.checked_sub(4)).ok_or(Problem::BrokenPicture)?;
    let mut parts = Parts::default();
    parts.collect(body.get(..size.min(body.len())).unwrap_or_default()).ok_or(Problem::BrokenPicture)?;
    parts.written().ok_or(Problem::BrokenPicture)
}

impl<'a> Parts<'a> {
    fn collect(&mut self, mut rest: &'a [u8]) -> Option<()> {
        while !rest.is_empty() {
            let (chunk, after) = next(rest)?;
            match &chunk[..4] {
                b"VP8 " | b"VP8L" => drop(self.image.get_or_insert(chunk)),
                b"ALPH" => drop(self.alpha.get_or_insert(chunk)),
                b"EXIF" if chunk.len() <= MAX_EXIF_BYTES => drop(self.exif.get_or_insert(chunk)),
                b"ANMF" if self.image.is_none() => self.collect(chunk.get(8 + FRAME_HEADER_BYTES..)?)?,
                _ => {}
            }
            rest = after;
        }
        Some(())
    }

    fn written(&self) -> Option<Vec<u8>> {
        let image = self.image?;
        let is_lossless = image.starts_with(b"VP8L");
        let (width, height, has_alpha) = if is_lossless { lossless_size(image)? } else { lossy_size(image)? };
        // A lossless image brings its own.
        let alpha = self.alpha.filter(|_| !is_lossless);
        let flags = [(has_alpha || alpha.is_some(), ALPHA_FLAG), (self.exif.is_some(), EXIF_FLAG)];
        let flags = flags.into_iter().filter(|(is_set, _)| *is_set).fold(0, |flags, (_, flag)| flags | flag);
        let [width, height] = [width, height].map(|side| (side - 1).to_le_bytes());
        let extended = [&b"VP8X\x0a\0\0\0"[..], &[flags, 0, 0, 0], &width[..3], &height[..3]].concat();
        let chunks = [Some(extended.as_slice()), alpha, Some(image), self.exif];
        let mut written = b"RIFF\0\0\0\0WEBP".to_vec();
        for chunk in chunks.into_iter().flatten() {
            written.extend_from_slice(chunk);
            written.resize(written.len().next_multiple_of(2), 0);
        }
        let size = u32::try_from(written.len() - 8).ok()?;
        written[4..8].copy_from_slice(&size.to_le_bytes());
        Some(written)
    }
}

/// Without its padding, which the last one may lack.
fn next(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = le_u32(rest.get(4..8)?)?.checked_add(8)?;
    let chunk = rest.get(..end)?;
    Some((chunk, rest.get(end.next_multiple_of(2)..).unwrap_or_default()))
}

/// RFC 6386, 9.1: a frame tag, a start code, and two sides of 14 bits.
fn lossy_size(chunk: &[u8]) -> Option<(u32, u32, bool)> {
    let sides = chunk.get(14..18).filter(|_| chunk[11..14] == *b"\x9d\x01\x2a")?;
    let side = |low: u8, high: u8| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
    let (width, height) = (side(sides[0], sides[1]), side(sides[2], sides[3]));
    (width > 0 && height > 0).then_some((width, height, false))
}

/// RFC 9649, 3.4: a signature, two sides less one of 14 bits, and whether there is transparency.
fn lossless_size(chunk: &[u8]) -> Option<(u32, u32, bool)> {
    let bits: [u8; 4] = chunk.get(9..13).filter(|_| chunk[8] == 0x2f)?.try_into().ok()?;
    let bits = u32::from_le_bytes(bits);
    Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1, bits >> 28 & 1 == 1))
}

fn le_u32(bytes: &[u8]) -> Option<usize> {
    let bytes: [u8; 4] = bytes.get(..4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
        let padding = vec![0; data.len() % 2];
        [kind, &u32::try_from(data.len()).unwrap().to_le_bytes(), data, &padding].concat()
    }

    fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
        let body = chunks.concat();
        [b"RIFF", &u32::try_from(body.len() + 4).unwrap().to_le_bytes()[..], b"WEBP", &body].concat()
    }

    /// 300 by 200.
    fn lossy() -> Vec<u8> {
        chunk(b"VP8 ", b"tag\x9d\x01\x2a\x2c\x01\xc8\x00pixels")
    }

    fn extended(flags: u8) -> Vec<u8> {
        chunk(b"VP8X", &[flags, 0, 0, 0, 43, 1, 0, 199, 0, 0])
    }

    #[test]
    fn only_what_makes_pixels_stays() {
        let (alpha, exif) = (chunk(b"ALPH", b"a"), chunk(b"EXIF", b"e"));
        let (profile, xmp) = (chunk(b"ICCP", b"odd"), chunk(b"XMP ", b"x"));
        let all = file(&[extended(0xff), profile, alpha.clone(), lossy(), exif.clone(), xmp]);
        let left = file(&[extended(ALPHA_FLAG | EXIF_FLAG), alpha.clone(), lossy(), exif]);
        assert_eq!(strip(&all), Ok(left.clone()));
        assert_eq!(strip(&[all.clone(), b"what follows".to_vec()].concat()), Ok(left));
        assert_eq!(strip(&file(&[lossy()])), Ok(file(&[extended(0), lossy()])));
        let frame = [vec![0; 16], alpha.clone(), lossy()].concat();
        let animated = file(&[extended(2), chunk(b"ANIM", b"forever"), chunk(b"ANMF", &frame), chunk(b"ANMF", &frame)]);
        assert_eq!(strip(&animated), Ok(file(&[extended(ALPHA_FLAG), alpha, lossy()])));
    }

    #[test]
    fn it_is_as_large_as_its_bitstream_says() {
        let lying = [b"VP8X\x0a\0\0\0".as_slice(), &[0; 10]].concat();
        assert_eq!(strip(&file(&[lying, lossy()])), Ok(file(&[extended(0), lossy()])));
        let lossless = chunk(b"VP8L", &[&[0x2f][..], &[0x2b, 0xc1, 0x31, 0x10], b"pixels."].concat());
        assert_eq!(strip(&file(std::slice::from_ref(&lossless))), Ok(file(&[extended(ALPHA_FLAG), lossless])));
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let whole = file(&[lossy()]);
        let nested = chunk(b"ANMF", &[vec![0; 16], chunk(b"ANMF", b"short")].concat());
        for broken in
            [&whole[..whole.len() - 3], &whole[..7], &file(&[]), &file(&[nested]), &file(&[chunk(b"VP8 ", b"tag")])]
        {
            assert_eq!(strip(broken), Err(Problem::BrokenPicture));
        }
    }
}
