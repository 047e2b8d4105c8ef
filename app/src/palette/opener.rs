//! What opens the palette: its keys, and a button in the bar.

use super::dialog::Dialog;
use crate::state::texts;
use crate::ui::Icon;
use leptos::portal::Portal;
use leptos::prelude::*;

/// Comes with its chunk, after the page was taken over: nothing of it is rendered on the server.
#[component]
pub(crate) fn Palette() -> impl IntoView {
    let open = RwSignal::new(false);
    on_keys(open);
    view! {
        {bar_slot().map(|slot| view! { <Portal mount=slot><Opener open=open/></Portal> })}
        <Show when=move || open.get()><Dialog open=open/></Show>
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
    #[cfg(feature = "hydrate")]
    browser::keep_focus();
    open.set(true);
}

/// Closes it, and gives the focus back.
pub(super) fn close(open: RwSignal<bool>) {
    open.set(false);
    #[cfg(feature = "hydrate")]
    browser::return_focus();
}

/// Before what else stands at the end of the bar.
#[cfg(feature = "hydrate")]
fn bar_slot() -> Option<web_sys::Element> {
    let end = document().query_selector(".topbar-end").ok()??;
    let slot = document().create_element("span").ok()?;
    end.insert_before(&slot, end.first_child().as_ref()).ok()?;
    let kept = send_wrapper::SendWrapper::new(slot.clone());
    on_cleanup(move || kept.remove());
    Some(slot)
}

#[cfg(not(feature = "hydrate"))]
fn bar_slot() -> Option<leptos::web_sys::Element> {
    None
}

/// Ctrl+K or ⌘K, anywhere but in another dialog.
#[cfg(feature = "hydrate")]
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
        } else if document().query_selector("[role=dialog]").ok().flatten().is_none() {
            open_now(open);
        }
    });
    on_cleanup(move || listener.remove());
}

#[cfg(not(feature = "hydrate"))]
fn on_keys(_: RwSignal<bool>) {}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::document;
    use std::cell::RefCell;

    thread_local! { static BEFORE: RefCell<Option<web_sys::Element>> = const { RefCell::new(None) }; }

    pub(super) fn keep_focus() {
        BEFORE.set(document().active_element());
    }

    pub(super) fn return_focus() {
        crate::ui::focus(BEFORE.take());
    }
}
