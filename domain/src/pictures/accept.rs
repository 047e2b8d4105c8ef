//! From a file to the two squares that are kept of it.

use super::decode::decode;
use super::square::square;
use crate::{Error, internal};
use image::RgbaImage;
use model::Problem;
use model::pictures::{Crop, MAX_FILE_BYTES, Size};
use tokio::sync::Semaphore;

/// Pictures that are decoded at once; others wait their turn. With the memory that one may take, this bounds it for
/// all.
static TURNS: Semaphore = Semaphore::const_new(2);
/// Of 100: no difference can be seen at these sizes, and a list of fifty people weighs less than its page.
const QUALITY: f32 = 82.0;

/// The two squares as WebP, made of pixels alone: whatever else the file said (place, camera, time, preview) is gone.
#[derive(Clone, Debug)]
pub struct AcceptedPicture {
    pub(super) squares: [Vec<u8>; 2],
}

/// Reads a picture of at most [`MAX_FILE_BYTES`] and cuts out `crop`, or else the middle. What is wrong is said at
/// `picture`.
pub async fn accept(file: Vec<u8>, crop: Option<Crop>) -> Result<AcceptedPicture, Error> {
    if file.len() > MAX_FILE_BYTES {
        return Err(too_large());
    }
    let turn = TURNS.acquire().await.map_err(|error| internal("waiting to take in a picture", error))?;
    let taken = tokio::task::spawn_blocking(move || squares(&file, crop)).await;
    drop(turn);
    // A decoder that gives up loudly says the same as one that says so.
    let squares = taken.unwrap_or(Err(Problem::BrokenPicture)).map_err(|problem| Error::at("picture", problem))?;
    Ok(AcceptedPicture { squares })
}

/// For whoever counts the bytes while they come.
pub(crate) fn too_large() -> Error {
    Error::at("picture", Problem::PictureTooLarge { max: MAX_FILE_BYTES / 1024 / 1024 })
}

/// In the order of [`Size::ALL`].
fn squares(file: &[u8], crop: Option<Crop>) -> Result<[Vec<u8>; 2], Problem> {
    let picture = decode(file)?;
    let [small, large] = Size::ALL.map(|size| square(&picture, crop, size).and_then(|square| encode(&square)));
    Ok([small?, large?])
}

/// By the format's own library, which only ever gets pixels that we have made: `image` writes no lossy WebP.
fn encode(square: &RgbaImage) -> Result<Vec<u8>, Problem> {
    let encoder = webp::Encoder::from_rgba(square, square.width(), square.height());
    let encoded = encoder.encode_simple(false, QUALITY).map_err(|_| Problem::BrokenPicture)?;
    Ok(encoded.to_vec())
}
