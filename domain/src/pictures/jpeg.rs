//! Whether a JPEG has its end (ITU-T T.81, annex B): segments up to the scans, scans up to the marker EOI.

const START_OF_SCAN: u8 = 0xda;
const END: u8 = 0xd9;

/// What follows the end is no matter: cameras put previews there.
pub(super) fn is_whole(file: &[u8]) -> bool {
    let mut at = 2;
    loop {
        match marker(file, at) {
            None => return false,
            Some((END, _)) => return true,
            // Standing alone: TEM, RST0 to RST7.
            Some((0x01 | 0xd0..=0xd7, next)) => at = next,
            Some((marker, next)) => {
                let Some(&[high, low]) = file.get(next..next + 2) else { return false };
                at = next + usize::from(u16::from_be_bytes([high, low])).max(2);
                if marker == START_OF_SCAN {
                    match end_of_scan(file, at) {
                        Some(end) => at = end,
                        None => return false,
                    }
                }
            }
        }
    }
}

/// The marker that stands here, perhaps after bytes that fill, and where it ends.
fn marker(file: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = file.get(at..)?;
    let filled = rest.iter().take_while(|byte| **byte == 0xff).count();
    let marker = rest.get(filled)?;
    (filled > 0).then_some((*marker, at + filled + 1))
}

/// Within a scan, FF 00 is a byte of data and a restart goes on with it.
fn end_of_scan(file: &[u8], from: usize) -> Option<usize> {
    let pairs = file.get(from..)?.windows(2);
    let end = pairs.into_iter().position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff | 0xd0..=0xd7));
    end.map(|end| from + end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, ImageFormat};
    use std::io::Cursor;

    #[test]
    fn a_picture_is_whole_up_to_its_last_byte_only() {
        let mut file = Vec::new();
        let color = |n: u32| u8::try_from(n * 6).unwrap();
        let image =
            DynamicImage::ImageRgb8(image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([color(x), color(y), 90])));
        image.write_to(&mut Cursor::new(&mut file), ImageFormat::Jpeg).unwrap();
        assert!(is_whole(&file));
        for end in 0..file.len() {
            assert!(!is_whole(&file[..end]), "cut at {end} of {}", file.len());
        }
        assert!(is_whole(&[file.as_slice(), b"a preview"].concat()));
    }
}
