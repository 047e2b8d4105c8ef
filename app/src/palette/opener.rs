//! What opens the palette: its keys, and a button in the bar.

use super::dialog::Dialog;
use crate::events::{find, focus};
use crate::islands::Place;
use crate::missing_chunk::MissingChunk;
use crate::state::texts;
use crate::ui::Icon;
use leptos::portal::Portal;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use std::cell::RefCell;

thread_local! { static BEFORE: RefCell<Option<web_sys::Element>> = const { RefCell::new(None) }; }

/// Draws it in the bar; a chunk of its own: where the feature is off, not a byte of it is fetched.
#[allow(clippy::unnecessary_wraps, reason = "in the browser the chunk may be missing")]
#[wasm_split(palette, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(crate) fn open_palette(place: Place) -> Result<(), MissingChunk> {
    place.draw(|| view! { <Palette/> }.into_any());
    Ok(())
}

#[component]
fn Palette() -> impl IntoView {
    let open = RwSignal::new(false);
    on_keys(open);
    view! {
        <Opener open=open/>
        <Show when=move || open.get()><Portal><Dialog open=open/></Portal></Show>
    }
}

#[component]
fn Opener(open: RwSignal<bool>) -> impl IntoView {
    let title = texts().get("palette.title");
    view! {
        <button type="button" class="btn btn--quiet btn--icon" aria-label=title title=title aria-haspopup="dialog"
            aria-keyshortcuts="Control+K Meta+K" data-palette="" on:click=move |_| open_now(open)>
            <Icon name="search"/>
        </button>
    }
}

/// Opens it, and keeps where the focus was.
fn open_now(open: RwSignal<bool>) {
    BEFORE.set(document().active_element());
    open.set(true);
}

/// Closes it, and gives the focus back.
pub(super) fn close(open: RwSignal<bool>) {
    open.set(false);
    focus(BEFORE.take());
}

/// Ctrl+K or ⌘K, anywhere but in another dialog.
fn on_keys(open: RwSignal<bool>) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let is_it = (event.ctrl_key() || event.meta_key())
            && !event.alt_key()
            && !event.shift_key()
            && event.key().eq_ignore_ascii_case("k");
        if !is_it {
            return;
        }
        event.prevent_default();
        if open.get_untracked() {
            close(open);
        } else if find("[role=dialog]").is_none() {
            open_now(open);
        }
    });
    on_cleanup(move || listener.remove());
}
