//! The square that is shown, cut out of a picture and made small.

use super::decode::Decoded;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, RgbaImage};
use model::Problem;
use model::pictures::{Crop, Size};

/// Cut, made small and only then turned: a large picture is never copied.
pub(super) fn square(picture: &Decoded, crop: Option<Crop>, size: Size) -> Result<RgbaImage, Problem> {
    let (image, side) = (&picture.image, size.side());
    let cut = as_stored(picture.orientation, crop, image.width(), image.height());
    let mut small = DynamicImage::new(side, side, image.color());
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).crop(
        f64::from(cut.x),
        f64::from(cut.y),
        f64::from(cut.side),
        f64::from(cut.side),
    );
    Resizer::new().resize(image, &mut small, &options).map_err(|_| Problem::BrokenPicture)?;
    small.apply_orientation(picture.orientation);
    Ok(small.into_rgba8())
}

/// A square of what is looked at, as a square of what is stored `width` by `height`.
fn as_stored(orientation: Orientation, crop: Option<Crop>, width: u32, height: u32) -> Crop {
    use Orientation::{
        FlipHorizontal, FlipVertical, NoTransforms, Rotate90, Rotate90FlipH, Rotate180, Rotate270, Rotate270FlipH,
    };
    let lies = matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH);
    let (seen_width, seen_height) = if lies { (height, width) } else { (width, height) };
    let crop = crop.map_or_else(|| Crop::middle(seen_width, seen_height), |crop| crop.within(seen_width, seen_height));
    let Crop { x, y, side } = crop;
    // From the other end.
    let right = |place: u32| width - place - side;
    let bottom = |place: u32| height - place - side;
    let (x, y) = match orientation {
        NoTransforms => (x, y),
        Rotate90 => (y, bottom(x)),
        Rotate180 => (right(x), bottom(y)),
        Rotate270 => (right(y), x),
        FlipHorizontal => (right(x), y),
        FlipVertical => (x, bottom(y)),
        Rotate90FlipH => (y, x),
        Rotate270FlipH => (right(y), bottom(x)),
    };
    Crop { x, y, side }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GenericImageView, Rgba};

    fn byte(n: u32) -> u8 {
        u8::try_from(n).unwrap()
    }

    /// Every pixel differs.
    fn stored() -> DynamicImage {
        DynamicImage::ImageRgba8(RgbaImage::from_fn(30, 20, |x, y| Rgba([byte(x * 8), byte(y * 12), 99, 255])))
    }

    #[test]
    fn what_is_cut_is_what_was_looked_at_whichever_way_it_is_stored() {
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).unwrap();
            let mut seen = stored();
            seen.apply_orientation(orientation);
            let crop = Crop { x: 3, y: 5, side: 7 };
            let cut = as_stored(orientation, Some(crop), 30, 20);
            let mut found = stored().crop_imm(cut.x, cut.y, cut.side, cut.side);
            found.apply_orientation(orientation);
            assert_eq!(found, seen.crop_imm(crop.x, crop.y, crop.side, crop.side), "orientation {exif}");
        }
    }

    #[test]
    fn without_a_choice_the_middle_is_shown_at_both_sizes() {
        let picture = Decoded { image: stored(), orientation: Orientation::Rotate90 };
        for size in Size::ALL {
            let square = square(&picture, None, size).unwrap();
            assert_eq!(square.dimensions(), (size.side(), size.side()));
            let Rgba([red, green, ..]) = square.get_pixel(size.side() / 2, size.side() / 2);
            assert!(red.abs_diff(15 * 8) < 12 && green.abs_diff(10 * 12) < 12, "{red} {green}");
            assert_eq!(square.view(0, 0, 1, 1).dimensions(), (1, 1));
        }
    }
}
