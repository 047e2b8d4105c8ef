//! Looking at a file before it is sent: what the server would refuse is refused here in the same words.

use super::card::Work;
use super::frame::Opened;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Problem;
use model::pictures::{Kind, MAX_FILE_BYTES, fits};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, FileList, ImageBitmap};

/// How much of a file says what it is, in bytes.
const BEGINNING: f64 = 1024.0;

/// Opens the first of the files that were chosen or dropped.
pub(super) fn open(files: Option<FileList>, work: Work) {
    let Some(file) = files.and_then(|files| files.get(0)) else { return };
    work.clear();
    spawn_local(async move {
        match inspect(file).await {
            Ok(opened) => work.opened.set(Some(opened)),
            Err(problem) => {
                work.problem.set(Some(problem));
                crate::events::focus(document().get_element_by_id("picture"));
            }
        }
    });
}

async fn inspect(file: File) -> Result<Opened, Problem> {
    #[expect(clippy::cast_precision_loss, reason = "a few million")]
    if file.size() > MAX_FILE_BYTES as f64 {
        return Err(Problem::PictureTooLarge { max: MAX_FILE_BYTES / 1024 / 1024 });
    }
    let beginning = beginning(&file).await.ok_or(Problem::BrokenPicture)?;
    if Kind::of(&beginning)? == Kind::Png
        && let (Some(width), Some(height)) = (number(&beginning, 16), number(&beginning, 20))
    {
        // The browser would try, and take the page with it.
        fits(width, height)?;
    }
    let decoded = window().create_image_bitmap_with_blob(&file).map_err(|_| Problem::BrokenPicture)?;
    let bitmap: ImageBitmap =
        JsFuture::from(decoded).await.ok().and_then(|bitmap| bitmap.dyn_into().ok()).ok_or(Problem::BrokenPicture)?;
    fits(bitmap.width(), bitmap.height())?;
    Ok(Opened { file: SendWrapper::new(file), bitmap: SendWrapper::new(bitmap) })
}

async fn beginning(file: &Blob) -> Option<Vec<u8>> {
    let bytes = JsFuture::from(file.slice_with_f64_and_f64(0.0, BEGINNING).ok()?.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&bytes).to_vec())
}

/// Of a PNG's first chunk (PNG, 11.2.1).
fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
