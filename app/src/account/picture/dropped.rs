//! A file that is dropped on the card is chosen, as if in its field: also where the card is not live yet.

use crate::events::{self, closest};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, Event, EventInit, HtmlInputElement};

pub(crate) fn listen() {
    events::on("dragover", on_over);
    events::on("dragleave", on_leave);
    events::on("drop", on_drop);
}

/// The card under the pointer, marked as what a file would go to or not.
fn marked(event: &DragEvent, is_over: bool) -> Option<Element> {
    let card = closest(event, ".picture-card")?;
    let _ = card.toggle_attribute_with_force("data-over", is_over);
    Some(card)
}

fn on_over(event: &DragEvent) {
    if marked(event, true).is_some() {
        event.prevent_default();
    }
}

fn on_leave(event: &DragEvent) {
    marked(event, false);
}

fn on_drop(event: &DragEvent) {
    let Some(card) = marked(event, false) else { return };
    event.prevent_default();
    let field = card.query_selector("input[type=file]").ok().flatten();
    let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) else { return };
    field.set_files(event.data_transfer().and_then(|data| data.files()).as_ref());
    let bubbles = EventInit::new();
    bubbles.set_bubbles(true);
    if let Ok(change) = Event::new_with_event_init_dict("change", &bubbles) {
        let _ = field.dispatch_event(&change);
    }
}
