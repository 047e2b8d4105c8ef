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

/// A photograph as telephones make them: turned by its EXIF data (6: a quarter to the right), which tell where it was
/// taken.
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

/// A picture with a chunk more behind its header, of `prefix` and so many zeros, compressed.
pub fn with_unpacking_chunk(kind: [u8; 4], prefix: &[u8], megabytes: usize) -> Vec<u8> {
    let mut file = halves(30, 20, ImageFormat::Png);
    let mut zeros = flate2::write::ZlibEncoder::new(prefix.to_vec(), flate2::Compression::best());
    for _ in 0..megabytes {
        std::io::Write::write_all(&mut zeros, &vec![0; 1024 * 1024]).unwrap();
    }
    file.splice(33..33, chunk(kind, &zeros.finish().unwrap()));
    file
}

/// A JPEG of so many pixels with the scan of one of 16 by 16.
pub fn jpeg_bomb(width: u16, height: u16) -> Vec<u8> {
    let mut file = halves(16, 16, ImageFormat::Jpeg);
    let frame = file.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    file[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    file[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    file
}

/// A JPEG whose scan ends in the middle, and that has its end all the same.
pub fn cut_scan(width: u32, height: u32) -> Vec<u8> {
    let mut file = halves(width, height, ImageFormat::Jpeg);
    let scan = file.windows(2).rposition(|pair| pair == [0xff, 0xda]).unwrap();
    file.truncate(scan + 14 + (file.len() - scan - 14) / 2);
    if file.last() == Some(&0xff) {
        file.pop();
    }
    file.extend([0xff, 0xd9]);
    file
}

/// A lossy WebP whose header says 10 by 10, and whose image says 16383 by 16383.
pub fn webp_bomb() -> Vec<u8> {
    let image = [b"\x10\x02\x00\x9d\x01\x2a\xff\x3f\xff\x3f".as_slice(), &[0; 64]].concat();
    let extended = [0, 0, 0, 0, 9, 0, 0, 9, 0, 0];
    let part = |kind: &[u8; 4], data: &[u8]| {
        [kind.as_slice(), &u32::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
    };
    let body = [b"WEBP".to_vec(), part(b"VP8X", &extended), part(b"VP8 ", &image)].concat();
    [b"RIFF".as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
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
