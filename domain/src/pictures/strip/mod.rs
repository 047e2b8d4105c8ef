//! A file without what goes with its pixels: colour profiles, texts, previews, animations.
//!
//! A decoder unpacks some of it before anyone has asked (a profile of 300 kB may become 300 MB), and none of it is
//! kept. What is left is what pixels are made of, and how the picture is to be turned.

mod jpeg;
mod png;
mod webp;

use model::Problem;
use model::pictures::Kind;

/// The longest EXIF data taken, in bytes: as much as a JPEG can hold. Longer ones only lose the picture its
/// orientation.
const MAX_EXIF_BYTES: usize = 65_536;

/// The file with what its pixels need. [`Problem::BrokenPicture`] where its parts don't fit together, or its pixels
/// aren't all there.
pub(super) fn strip(kind: Kind, file: &[u8]) -> Result<Vec<u8>, Problem> {
    match kind {
        Kind::Png => png::strip(file),
        Kind::Jpeg => jpeg::strip(file),
        Kind::WebP => webp::strip(file),
    }
}

fn be_u32(bytes: &[u8]) -> Option<usize> {
    let bytes: [u8; 4] = bytes.get(..4)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(bytes)).ok()
}
