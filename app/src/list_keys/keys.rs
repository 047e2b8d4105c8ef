//! The keys: rows of the table are walked, ticked, opened and edited. The arrow keys walk the table's controls by
//! themselves (`users/rows.rs`); these go from row to row.

use super::help::Help;
use crate::events::{find, focus, press};
use crate::islands::Place;
use crate::missing_chunk::MissingChunk;
use crate::visit;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use web_sys::Element;

const ROW: &str = ".users-table tbody tr";

/// Hears the keys; a chunk of its own: where the feature is off, not a byte of it is fetched.
#[allow(clippy::unnecessary_wraps, reason = "in the browser the chunk may be missing")]
#[wasm_split(list_keys, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(crate) fn open_list_keys(place: Place) -> Result<(), MissingChunk> {
    place.draw(|| view! { <ListKeys/> }.into_any());
    Ok(())
}

#[component]
fn ListKeys() -> impl IntoView {
    let help = RwSignal::new(false);
    listen(help);
    view! { <Show when=move || help.get()><Help open=help/></Show> }
}

fn listen(help: RwSignal<bool>) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let is_plain = !(event.alt_key() || event.ctrl_key() || event.meta_key() || event.default_prevented());
        if !is_plain {
            return;
        }
        let key = event.key();
        let done = if key == "Escape" {
            leave()
        } else if is_busy() {
            None
        } else {
            pressed(&key, help)
        };
        if done.is_some() {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

fn pressed(key: &str, help: RwSignal<bool>) -> Option<()> {
    match key {
        "j" => step(1),
        "k" => step(-1),
        "x" => tick(),
        "Enter" => open(),
        "e" => edit(),
        "?" => {
            help.set(true);
            Some(())
        }
        _ => None,
    }
}

/// Something is being typed, or a dialog, a menu or the panel's form is open: its keys go first.
fn is_busy() -> bool {
    let is_typing = document().active_element().is_some_and(|at| match at.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => at.get_attribute("type").as_deref() != Some("checkbox"),
        _ => at.has_attribute("contenteditable"),
    });
    is_typing || find("[role=dialog], details.menu[open], .panel-form").is_some()
}

/// The row that has the focus.
fn focused() -> Option<Element> {
    document().active_element()?.closest(ROW).ok().flatten()
}

/// From row to row; whoever comes from elsewhere begins where the table's stop for Tab is.
fn step(by: i32) -> Option<()> {
    let row = match focused() {
        Some(row) if by > 0 => row.next_element_sibling()?,
        Some(row) => row.previous_element_sibling()?,
        None => find(".users-table tbody [tabindex='0']")?.closest(ROW).ok()??,
    };
    focus(Some(row.query_selector(".row-link").ok()??));
    Some(())
}

fn tick() -> Option<()> {
    press(focused()?.query_selector(".checkbox").ok()??);
    Some(())
}

/// Links and buttons open by themselves.
fn open() -> Option<()> {
    let at = document().active_element()?;
    if !at.class_list().contains("checkbox") {
        return None;
    }
    press(focused()?.query_selector(".row-link").ok()??);
    Some(())
}

/// The row as a form, which has an address of its own.
fn edit() -> Option<()> {
    visit::follow_in_place(&focused()?.get_attribute("data-edit")?);
    Some(())
}

/// Leaves the form in the row.
fn leave() -> Option<()> {
    press(find(".row-editor [data-close]")?);
    Some(())
}
