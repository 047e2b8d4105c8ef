//! A file is asked for: from then on the page tells how far it has come.

use super::progress::DownloadToast;
use crate::events::{self, closest};
use crate::islands::{Place, for_ever};
use crate::missing_chunk::MissingChunk;
use crate::visit::{self, Arrival, How};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use std::cell::RefCell;
use web_sys::MouseEvent;

thread_local! {
    /// The one that was asked for last, by the id that the page has chosen, until nobody wants to know of it.
    static LAST: RwSignal<Option<String>> = for_ever(|| RwSignal::new(None));
    /// Where its progress will be shown.
    static PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
}

pub(crate) fn listen() {
    events::on("click", on_click);
    visit::on_arrival(on_arrival);
}

/// Keeps the place for when a file is asked for: the chunk is fetched by those who download something.
pub(crate) fn open_download_toast(place: Place) {
    PLACE.set(Some(place));
}

/// Whoever goes elsewhere wants to know no longer.
fn on_arrival(arrival: &Arrival) {
    if arrival.how != How::Refreshed && arrival.was != arrival.now {
        LAST.with(|last| last.set(None));
    }
}

/// By chance: it tells the downloads of one account apart, and is no secret.
#[expect(clippy::disallowed_methods, reason = "no page is rendered with it")]
fn new_id() -> String {
    js_sys::Math::random().to_string()
}

/// The address says what this download is called, so that the page can ask how far it has come.
fn on_click(event: &MouseEvent) {
    let Some(link) = closest(event, "a[data-watched]") else { return };
    let address = link.get_attribute("href").unwrap_or_default();
    let address = address.split("&progress=").next().unwrap_or_default();
    let id = new_id();
    let _ = link.set_attribute("href", &format!("{address}&progress={id}"));
    LAST.with(|last| last.set(Some(id)));
    if let Some(place) = PLACE.take() {
        spawn_local(async move {
            // Where it can't be fetched, the browser alone tells of the download.
            let _ = open_toast(place).await;
        });
    }
}

#[allow(clippy::unnecessary_wraps, reason = "in the browser the chunk may be missing")]
#[wasm_split(downloads, wasm_split_path = ::leptos::wasm_split, fallible)]
fn open_toast(place: Place) -> Result<(), MissingChunk> {
    place.draw(|| {
        let id = LAST.with(|last| *last);
        view! { <DownloadToast id=id/> }.into_any()
    });
    Ok(())
}
