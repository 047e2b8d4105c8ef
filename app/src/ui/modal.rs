//! The keys of a modal dialog (WAI-ARIA APG, modal dialog): Escape leaves it, Tab goes round inside it.

use leptos::ev::KeyboardEvent;

#[cfg(feature = "hydrate")]
pub(crate) fn on_modal_key(event: &KeyboardEvent, leave: impl FnOnce()) {
    match event.key().as_str() {
        "Escape" => {
            // What lies under the dialog stays.
            event.prevent_default();
            leave();
        }
        "Tab" => go_round(event),
        _ => {}
    }
}

/// Escape leaves the dialog as well where the focus is not inside it. Until its owner is disposed of.
#[cfg(feature = "hydrate")]
pub(super) fn leave_from_outside(leave: impl Fn() + 'static) {
    use leptos::prelude::{document, on_cleanup, window_event_listener};
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let inside = document().active_element().and_then(|at| at.closest("[role=dialog]").ok().flatten()).is_some();
        if event.key() == "Escape" && !event.default_prevented() && !inside {
            event.prevent_default();
            leave();
        }
    });
    on_cleanup(move || listener.remove());
}

/// From the last control to the first, and back.
#[cfg(feature = "hydrate")]
fn go_round(event: &KeyboardEvent) {
    use leptos::prelude::document;
    use wasm_bindgen::JsCast;
    const CONTROLS: &str =
        "a[href], button:not([tabindex='-1'], [hidden]), input:not([type=hidden], [tabindex='-1']), select, textarea";
    let Some(dialog) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let Ok(controls) = dialog.query_selector_all(CONTROLS) else { return };
    let at = |i: u32| controls.item(i).and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok());
    let (Some(first), Some(last)) = (at(0), at(controls.length().saturating_sub(1))) else { return };
    let (from, to) = if event.shift_key() { (&first, &last) } else { (&last, &first) };
    if document().active_element().as_ref() == Some(from.as_ref()) {
        event.prevent_default();
        let _ = to.focus();
    }
}

#[cfg(not(feature = "hydrate"))]
pub(crate) fn on_modal_key(_: &KeyboardEvent, _: impl FnOnce()) {}
