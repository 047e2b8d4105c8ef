//! From a file to pixels. Nothing is decoded before its header has said how much memory that takes.

use super::strip::strip;
use image::error::ImageError;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use model::Problem;
use model::pictures::{Kind, fits};
use std::io::Cursor;

/// The most memory that one picture's pixels may take, in bytes.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;

/// A picture as it was stored, and how it is to be turned before it is looked at.
pub(super) struct Decoded {
    pub image: DynamicImage,
    pub orientation: Orientation,
}

pub(super) fn decode(file: &[u8]) -> Result<Decoded, Problem> {
    let kind = Kind::of(file)?;
    let format = match kind {
        Kind::Png => ImageFormat::Png,
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::WebP => ImageFormat::WebP,
    };
    let file = strip(kind, file)?;
    let mut reader = ImageReader::with_format(Cursor::new(file.as_slice()), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    fits(width, height)?;
    if decoder.total_bytes() > MOST_MEMORY {
        return Err(Problem::TooManyPixels);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    Ok(Decoded { image, orientation })
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(model::pictures::MOST_SIDE);
    limits.max_image_height = Some(model::pictures::MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

fn refused(error: ImageError) -> Problem {
    match error {
        ImageError::Limits(_) => Problem::TooManyPixels,
        _ => Problem::BrokenPicture,
    }
}
