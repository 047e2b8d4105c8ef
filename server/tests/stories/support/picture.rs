//! Files that people choose as their picture.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

pub const RED: [u8; 3] = [200, 20, 20];
pub const BLUE: [u8; 3] = [20, 20, 200];

/// Red on its left half, blue on its right.
pub fn halves(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, _| Rgb(if x < width / 2 { RED } else { BLUE }));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// A photograph as telephones make them: turned by its EXIF data (6: a quarter to the right), which tell where it was taken.
pub fn photograph(width: u32, height: u32, orientation: u16) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let [high, low] = orientation.to_be_bytes();
    // Big-endian TIFF: the first directory at 8, with the text at 50 and the directory of the place at 66.
    let exif = [
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x03".to_vec(),
        entry(0x010e, 2, 16, 50_u32.to_be_bytes()),
        entry(0x0112, 3, 1, [high, low, 0, 0]),
        entry(0x8825, 4, 1, 66_u32.to_be_bytes()),
        b"\0\0\0\0Rua das Flores\0\0\0\x01".to_vec(),
        entry(0x0001, 2, 2, *b"S\0\0\0"),
        b"\0\0\0\0".to_vec(),
    ]
    .concat();
    let mut file = halves(width, height, ImageFormat::Jpeg);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xff, 0xe1][..], &length, &exif].concat();
    file.splice(2..2, segment);
    file
}

/// A few bytes that say they are so many pixels.
pub fn bomb(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    // The beginning of a stream of zeros.
    let data = [0x78, 0x9c, 0xed, 0xc1, 0x01, 0x01, 0x00, 0x00, 0x00, 0x80, 0x90, 0xfe, 0xaf, 0xee, 0x08, 0x0a];
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(*b"IHDR", &header), chunk(*b"IDAT", &data), chunk(*b"IEND", &[])].concat()
}

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [kind.as_slice(), data].concat();
    [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], &body, &crc(&body).to_be_bytes()].concat()
}

/// CRC-32 as PNG has it (annex D), bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}
