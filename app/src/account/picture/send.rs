//! Sending a picture while the rest of the page stays as it is.

use super::card::Work;
use super::frame::Opened;
use crate::visit;
use leptos::prelude::*;
use model::Problem;
use model::pictures::Crop;
use model::urls::{Route, Url};
use serde::Deserialize;
use std::collections::HashMap;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, Headers, RequestInit, Response};

/// What a script is answered, as far as this one reads it (`app::forms::Outcome`).
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Go { to: String },
    Show(Shown),
}

#[derive(Deserialize)]
struct Shown {
    errors: HashMap<String, Problem>,
}

/// Posts the file with its square, as the page's form does.
pub(super) async fn send(opened: Opened, crop: Crop, work: Work) {
    work.busy.set(true);
    let answer = post(&opened, crop).await;
    work.busy.set(false);
    match answer {
        Some(Answer::Go { to }) if Route::of(&to) != Some(Route::Profile) => return visit::follow_afresh(&to),
        // The page says that it was done, and shows the picture; what was typed in it stays.
        Some(Answer::Go { to }) => visit::follow_in_place(&to),
        Some(Answer::Show(shown)) => {
            work.clear();
            let problem = shown.errors.get("picture").copied();
            work.problem.set(problem);
            work.unreachable.set(problem.is_none());
        }
        None => {
            work.clear();
            work.unreachable.set(true);
        }
    }
    crate::events::focus(document().get_element_by_id("picture"));
}

/// None where the server can't be reached, or answers something else.
async fn post(opened: &Opened, crop: Crop) -> Option<Answer> {
    let form = FormData::new().ok()?;
    form.append_with_blob("picture", &opened.file).ok()?;
    for (name, value) in [("x", crop.x), ("y", crop.y), ("side", crop.side)] {
        form.append_with_str(name, &value.to_string()).ok()?;
    }
    let headers = Headers::new().ok()?;
    headers.set("accept", "application/json").ok()?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&form);
    let answer = JsFuture::from(window().fetch_with_str_and_init(&Url::Profile.path(), &request)).await.ok()?;
    let text = JsFuture::from(answer.dyn_into::<Response>().ok()?.text().ok()?).await.ok()?.as_string()?;
    serde_json::from_str(&text).ok()
}
