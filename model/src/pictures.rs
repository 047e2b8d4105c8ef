//! Pictures of people and workspaces: which files are taken, which part of them is shown, and where it is found.

use crate::fields::Fields;
pub use crate::ids::PictureId;
use crate::problem::Problem;
use crate::urls::Url;

/// The largest file taken, in bytes.
pub const MAX_FILE_BYTES: usize = 5 * 1024 * 1024;
/// The longest side taken, in pixels: a panorama fits.
pub const MOST_SIDE: u32 = 16_384;
/// The most pixels taken: more than a file of [`MAX_FILE_BYTES`] from a camera has, and few enough to be decoded in
/// memory.
pub const MOST_PIXELS: u64 = 40_000_000;

/// What a file is, by its content: names and declared types are what someone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PNG, by its signature of eight bytes.
    Png,
    /// JPEG, by the marker that begins it.
    Jpeg,
    /// WebP, in its RIFF container.
    WebP,
}

impl Kind {
    /// From the file's first kilobyte, or all of it.
    pub fn of(beginning: &[u8]) -> Result<Self, Problem> {
        match beginning {
            [] => Err(Problem::NoPicture),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Ok(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::WebP),
            other if looks_like_svg(other) => Err(Problem::PictureIsSvg),
            _ => Err(Problem::NotAPicture),
        }
    }
}

/// A drawing can carry scripts, and is refused with a word of its own.
fn looks_like_svg(beginning: &[u8]) -> bool {
    let text = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(beginning).trim_ascii_start();
    text.starts_with(b"<") && text.windows(4).take(1024).any(|word| word.eq_ignore_ascii_case(b"<svg"))
}

/// Whether a picture of this size is taken: to be asked before there is memory for it.
pub fn fits(width: u32, height: u32) -> Result<(), Problem> {
    let few = u64::from(width) * u64::from(height) <= MOST_PIXELS;
    if few && width.max(height) <= MOST_SIDE { Ok(()) } else { Err(Problem::TooManyPixels) }
}

/// The square that is shown, in pixels of the picture as it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crop {
    /// The left edge, from the left of the picture.
    pub x: u32,
    /// The upper edge, from the top of the picture.
    pub y: u32,
    /// Both width and height.
    pub side: u32,
}

impl Crop {
    /// As a form sends it; without one, the middle is taken.
    pub fn parse(fields: &Fields) -> Option<Self> {
        let number = |name| fields.get(name).parse().ok();
        Some(Self { x: number("x")?, y: number("y")?, side: number("side")? })
    }

    /// The largest square in the middle.
    pub fn middle(width: u32, height: u32) -> Self {
        let side = width.min(height);
        Self { x: (width - side) / 2, y: (height - side) / 2, side }
    }

    /// The nearest square that lies in a picture of this size.
    #[must_use]
    pub fn within(self, width: u32, height: u32) -> Self {
        let side = self.side.clamp(1, width.min(height).max(1));
        Self { x: self.x.min(width.saturating_sub(side)), y: self.y.min(height.saturating_sub(side)), side }
    }
}

/// Both are squares, kept as WebP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// For lists and the bar, on screens with many pixels too.
    Small,
    /// For the panel and the settings.
    Large,
}

impl Size {
    /// Each is stored for every picture.
    pub const ALL: [Self; 2] = [Self::Small, Self::Large];

    /// The side, in pixels.
    pub const fn side(self) -> u32 {
        match self {
            Self::Small => 96,
            Self::Large => 512,
        }
    }

    /// As addresses write it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.side().to_string() == text)
    }
}

impl PictureId {
    /// Where it is found.
    pub fn address(&self, size: Size) -> String {
        Url::Avatar { id: self.clone() }.with(&[("size", &size.side().to_string())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_is_what_it_holds() {
        assert_eq!(Kind::of(b"\x89PNG\r\n\x1a\n...."), Ok(Kind::Png));
        assert_eq!(Kind::of(b"\xff\xd8\xff\xe0"), Ok(Kind::Jpeg));
        assert_eq!(Kind::of(b"RIFF\0\0\0\0WEBPVP8 "), Ok(Kind::WebP));
        for svg in ["<svg xmlns='…'>", "\u{feff} <?xml version='1.0'?>\n<!-- x -->\n<SVG>"] {
            assert_eq!(Kind::of(svg.as_bytes()), Err(Problem::PictureIsSvg), "{svg}");
        }
        for other in [&b"GIF89a"[..], b"%PDF-1.7", b"\x89PNG", b"RIFF\0\0\0\0WAVE", b"<html><body>"] {
            assert_eq!(Kind::of(other), Err(Problem::NotAPicture));
        }
        assert_eq!(Kind::of(b""), Err(Problem::NoPicture));
    }

    #[test]
    fn sizes_that_no_memory_is_asked_for() {
        assert_eq!(fits(8_000, 5_000), Ok(()));
        for (width, height) in [(30_000, 30_000), (20_000, 10), (u32::MAX, u32::MAX), (8_001, 5_000)] {
            assert_eq!(fits(width, height), Err(Problem::TooManyPixels));
        }
    }

    #[test]
    fn an_id_is_read_back_and_names_no_other_file() {
        let id = PictureId::from_bytes([0xab; 16]);
        assert_eq!(id.to_string().parse(), Ok(id.clone()));
        assert_eq!(id.address(Size::Small), format!("/avatars/{}?size=96", "ab".repeat(16)));
        for bad in ["", "../secret.key", &"AB".repeat(16), &"ab".repeat(17)] {
            assert!(bad.parse::<PictureId>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn every_square_lies_in_its_picture(x: u32, y: u32, side: u32, width in 1_u32..9_000, height in 1_u32..9_000) {
            for crop in [Crop { x, y, side }.within(width, height), Crop::middle(width, height)] {
                prop_assert!(crop.side >= 1 && crop.x + crop.side <= width && crop.y + crop.side <= height);
            }
        }
    }
}
