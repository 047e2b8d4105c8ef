//! JPEG (ITU-T T.81, annex B): segments up to the scans, scans up to the marker EOI.

mod bits;
mod blocks;
mod frame;
mod scan;

use frame::Frame;
use model::Problem;
use scan::Tables;

const START: [u8; 2] = [0xff, 0xd8];
const END: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;
const HUFFMAN_TABLES: u8 = 0xc4;
const QUANTIZATION_TABLES: u8 = 0xdb;
const RESTART_INTERVAL: u8 = 0xdd;
const EXIF: u8 = 0xe1;
/// Adobe's: which colours the components are.
const ADOBE: u8 = 0xee;
/// As many as decoders take. Each goes over all pixels, and may be a few bytes.
const MAX_SCANS: usize = 100;

/// Without profiles, previews and comments; what follows the end (cameras put previews there) goes too. Each scan must
/// have all its blocks: decoders paint grey what is missing, and take as long over it as over a picture.
pub(super) fn strip(file: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut too_large = None;
    read(file, &mut too_large).ok_or(too_large.unwrap_or(Problem::BrokenPicture))
}

/// None where the parts don't fit, or with the reason that there is no room for it.
fn read(file: &[u8], too_large: &mut Option<Problem>) -> Option<Vec<u8>> {
    let mut stripped = START.to_vec();
    let (mut at, mut scans, mut has_exif) = (START.len(), 0, false);
    let (mut frame, mut tables) = (None::<Frame>, Tables::default());
    loop {
        let (kind, from) = marker(file, at)?;
        if kind == END {
            stripped.extend_from_slice(&[0xff, END]);
            return frame.filter(Frame::is_complete).map(|_| stripped);
        }
        // Standing alone: TEM, RST0 to RST7.
        if matches!(kind, 0x01 | 0xd0..=0xd7) {
            at = from;
            continue;
        }
        let length = file.get(from..from + 2).map(|length| usize::from(u16::from_be_bytes([length[0], length[1]])))?;
        let segment = file.get(from + 2..from + length)?;
        at = from + length;
        let mut keep = matches!(kind, QUANTIZATION_TABLES | ADOBE);
        match kind {
            0xc0..=0xc2 if frame.is_none() => (frame, keep) = (Some(Frame::read(kind, segment, too_large)?), true),
            // Another frame, or one of a kind that no decoder here reads.
            0xc0..=0xc3 | 0xc5..=0xcf => return None,
            HUFFMAN_TABLES => ((), keep) = (tables.define(segment)?, true),
            RESTART_INTERVAL => ((), keep) = (tables.restart_every(segment)?, true),
            EXIF if !has_exif && segment.starts_with(b"Exif\0\0") => (has_exif, keep) = (true, true),
            START_OF_SCAN => {
                scans += 1;
                let end = at + frame.as_mut()?.scan(segment, &tables, file.get(at..)?)?;
                keep_segment(&mut stripped, kind, &file[from..end]);
                at = end;
            }
            _ => {}
        }
        if keep {
            keep_segment(&mut stripped, kind, &file[from..at]);
        }
        if scans > MAX_SCANS {
            return None;
        }
    }
}

fn keep_segment(stripped: &mut Vec<u8>, kind: u8, from_its_length: &[u8]) {
    stripped.extend_from_slice(&[0xff, kind]);
    stripped.extend_from_slice(from_its_length);
}

/// The next marker, perhaps after bytes that fill or don't belong, and where it ends.
fn marker(file: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = file.get(at..)?;
    let found = rest.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff))?;
    Some((rest[found + 1], at + found + 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, ImageFormat, RgbImage};
    use std::io::Cursor;

    fn picture(width: u32, height: u32) -> Vec<u8> {
        let color = |n: u32| u8::try_from(n * 37 % 256).unwrap();
        let image = RgbImage::from_fn(width, height, |x, y| image::Rgb([color(x * y), color(y), color(x)]));
        let mut file = Vec::new();
        DynamicImage::ImageRgb8(image).write_to(&mut Cursor::new(&mut file), ImageFormat::Jpeg).unwrap();
        file
    }

    fn pixels(file: &[u8]) -> RgbImage {
        image::load_from_memory_with_format(file, ImageFormat::Jpeg).unwrap().into_rgb8()
    }

    #[test]
    fn a_picture_is_whole_up_to_its_last_byte_only() {
        let file = picture(41, 30);
        let stripped = strip(&file).unwrap();
        assert_eq!(pixels(&stripped), pixels(&file));
        for end in 0..file.len() {
            assert_eq!(strip(&file[..end]), Err(Problem::BrokenPicture), "cut at {end} of {}", file.len());
        }
        assert_eq!(strip(&[file.as_slice(), b"a preview"].concat()), Ok(stripped));
    }

    #[test]
    fn a_scan_that_ends_early_is_none_though_the_file_has_its_end() {
        let file = picture(64, 64);
        let scan = file.windows(2).position(|pair| pair == [0xff, START_OF_SCAN]).unwrap() + 14;
        for end in scan..file.len() - 4 {
            if file[end - 1] != 0xff {
                let cut = [&file[..end], &[0xff, END]].concat();
                assert_eq!(strip(&cut), Err(Problem::BrokenPicture), "cut at {end} of {}", file.len());
            }
        }
    }

    #[test]
    fn every_scan_of_a_progressive_picture_is_whole() {
        // 37 by 29 pixels in ten scans, as libjpeg writes them.
        let file = include_bytes!("../../../../tests/data/progressive.jpg");
        assert_eq!(pixels(&strip(file).unwrap()), pixels(file));
        let scans: Vec<usize> = (0..file.len() - 1).filter(|at| file[*at..at + 2] == [0xff, START_OF_SCAN]).collect();
        assert_eq!(scans.len(), 10);
        for scan in scans {
            let data = scan + 2 + usize::from(file[scan + 3]);
            let cut = [&file[..data], &[0xff, END]].concat();
            assert_eq!(strip(&cut), Err(Problem::BrokenPicture), "without the data of the scan at {scan}");
            let length = file[data..].windows(2).position(|pair| pair[0] == 0xff && pair[1] != 0).unwrap();
            let cut = [&file[..data + length / 2], &[0xff, END]].concat();
            assert_eq!(strip(&cut), Err(Problem::BrokenPicture), "with half of the scan at {scan}");
        }
    }

    #[test]
    fn there_are_not_more_scans_than_a_picture_needs() {
        let file = include_bytes!("../../../../tests/data/progressive.jpg");
        let first = file.windows(2).position(|pair| pair == [0xff, START_OF_SCAN]).unwrap();
        let end = file[first + 2..].windows(2).position(|pair| pair[0] == 0xff && pair[1] != 0).unwrap() + first + 2;
        let with =
            |more: usize| strip(&[&file[..first], &file[first..end].repeat(1 + more), &file[end..]].concat()).map(drop);
        assert_eq!([with(90), with(91)], [Ok(()), Err(Problem::BrokenPicture)]);
    }

    #[test]
    fn what_goes_with_the_pixels_is_gone_but_for_the_orientation() {
        let file = picture(20, 20);
        let with = |segments: &[(u8, &[u8])]| {
            let mut long = file[..2].to_vec();
            for (kind, data) in segments {
                let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
                long.extend([&[0xff, *kind][..], &length, data].concat());
            }
            [long, file[2..].to_vec()].concat()
        };
        let profile = [b"ICC_PROFILE\0\x01\x01".to_vec(), vec![7; 60_000]].concat();
        let exif: &[u8] = b"Exif\0\0MM\0\x2a\0\0\0\x08";
        let full = with(&[
            (0xe2, &profile),
            (EXIF, exif),
            (EXIF, exif),
            (EXIF, b"http://ns.adobe.com/xap/1.0/\0"),
            (0xfe, b"hello"),
        ]);
        let stripped = strip(&full).unwrap();
        assert_eq!(stripped.len(), strip(&file).unwrap().len() + exif.len() + 4);
        assert_eq!(pixels(&stripped), pixels(&file));
    }

    #[test]
    fn a_few_bytes_that_claim_many_pixels_are_refused() {
        let mut file = picture(16, 16);
        let frame = file.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        file[frame + 5..frame + 9].copy_from_slice(&[0x17, 0x70, 0x17, 0x70]);
        assert_eq!(strip(&file), Err(Problem::BrokenPicture));
    }
}
