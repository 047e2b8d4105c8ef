//! Sending a picture, or taking it away, while the rest of the page stays as it is.

use super::card::{Work, picture};
use super::frame::Opened;
use crate::Failure;
use crate::forms::{Outcome, load, submit};
use crate::state::Posted;
use crate::wire::{POSTCARD, unpack};
use js_sys::Uint8Array;
use leptos::prelude::*;
use model::pictures::Crop;
use model::urls::{Route, Url};
use model::{Error, Fields};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, Headers, RequestInit, Response};

/// Posts the file with its square, as the page's form does.
pub(super) async fn send(opened: Opened, crop: Crop, work: Work) {
    work.busy.set(true);
    let outcome = post(&opened, crop).await.unwrap_or_else(|| failed(Error::Busy(5)));
    settle(outcome, "settings.done.picture", work).await;
    work.busy.set(false);
}

pub(super) async fn remove(work: Work) {
    let fields = Fields::default().with("go", "remove_picture");
    let outcome = submit(Url::Profile.path(), fields).await.unwrap_or_else(|Failure(error)| failed(error));
    settle(outcome, "settings.done.picture_removed", work).await;
}

/// None where the server can't be reached, or answers something else.
async fn post(opened: &Opened, crop: Crop) -> Option<Outcome> {
    let form = FormData::new().ok()?;
    form.append_with_blob("picture", &opened.file).ok()?;
    for (name, value) in [("x", crop.x), ("y", crop.y), ("side", crop.side)] {
        form.append_with_str(name, &value.to_string()).ok()?;
    }
    let headers = Headers::new().ok()?;
    headers.set("accept", POSTCARD).ok()?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&form);
    let answer = JsFuture::from(window().fetch_with_str_and_init(&Url::Profile.path(), &request)).await.ok()?;
    let bytes = JsFuture::from(answer.dyn_into::<Response>().ok()?.array_buffer().ok()?).await.ok()?;
    unpack(&Uint8Array::new(&bytes).to_vec()).ok()
}

fn failed(error: Error) -> Outcome {
    Outcome::Show(Box::new(Posted { failure: Some(error), ..Posted::default() }))
}

/// Shows what came of it: the new picture here and in the bar, or what is wrong.
async fn settle(outcome: Outcome, done: &'static str, work: Work) {
    match outcome {
        Outcome::Go { to, .. } if Route::of(&to) != Some(Route::Profile) => return load(&to),
        Outcome::Go { .. } => match picture().await {
            Ok(picture) => {
                work.clear();
                work.picture.set(picture);
                work.done.set(Some(done));
            }
            Err(Failure(error)) => work.failure.set(Some(error)),
        },
        Outcome::Show(posted) => {
            work.clear();
            work.problem.set(posted.errors.get("picture").copied());
            work.failure.set(posted.failure);
        }
    }
    crate::ui::focus(document().get_element_by_id("picture"));
}
