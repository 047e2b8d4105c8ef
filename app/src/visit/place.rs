//! Where one is: the address, the history, the scroll position, the focus.

use super::{How, Way, start};
use crate::events::focus;
use leptos::prelude::{document, window};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

thread_local! {
    /// The address of what is shown.
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The page of this address is shown.
pub(super) fn is_shown() {
    SHOWN.set(address());
}

/// The path of what is shown, also where the browser has gone to another address already.
pub(super) fn shown_path() -> String {
    SHOWN.with_borrow(|shown| shown.split('?').next().unwrap_or_default().to_owned())
}

/// The page's path.
pub(crate) fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The page's path with its query.
pub(crate) fn address() -> String {
    path() + &window().location().search().unwrap_or_default()
}

/// As the browser would by itself.
pub(crate) fn follow_afresh(address: &str) {
    let _ = window().location().assign(address);
}

/// An address without scheme and host, where it is of our own.
pub(super) fn own(address: &str) -> String {
    let origin = window().location().origin().unwrap_or_default();
    address.strip_prefix(&origin).unwrap_or(address).to_owned()
}

/// Makes an address the page's own.
pub(super) fn enter(to: &str, push: bool) {
    let Ok(history) = window().history() else { return };
    if !push {
        return;
    }
    let without_hash = to.split('#').next().unwrap_or_default();
    let _ = if without_hash == address() {
        history.replace_state_with_url(&JsValue::NULL, "", Some(to))
    } else {
        keep_scroll();
        history.push_state_with_url(&JsValue::NULL, "", Some(to))
    };
}

/// With this entry of the history, for whoever comes back to it.
fn keep_scroll() {
    if let (Ok(history), Ok(y)) = (window().history(), window().scroll_y()) {
        let _ = history.replace_state(&JsValue::from_f64(y), "");
    }
}

pub(super) fn scroll_back() {
    let kept = window().history().ok().and_then(|history| history.state().ok()).and_then(|state| state.as_f64());
    if let Some(y) = kept {
        window().scroll_to_with_x_and_y(0.0, y);
    }
}

pub(super) fn scroll_to(address: &str) {
    let named = address.split_once('#').and_then(|(_, name)| document().get_element_by_id(name));
    match named {
        Some(element) => element.scroll_into_view(),
        None => window().scroll_to_with_x_and_y(0.0, 0.0),
    }
}

/// Back or forward: to another address, or only to another place of this page.
pub(super) fn returned() {
    if SHOWN.with_borrow(|shown| *shown == address()) {
        return;
    }
    start(address(), Way { how: How::Returned, push: false, to_top: false });
}

/// Whether the focus is nowhere.
pub(crate) fn has_fallen() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// What had the focus is gone: the page's first field takes it where it wants to, or else its content.
pub(super) fn focus_fallen() {
    if !has_fallen() {
        return;
    }
    let find = |what: &str| document().query_selector(what).ok().flatten();
    if let Some(field) = find("[data-takes-focus] :is(a, button)").or_else(|| find("[autofocus]")) {
        return focus(Some(field));
    }
    if let Some(content) = find("#main").and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = content.focus_with_options(&options);
    }
}

/// For those who do not see that the page is another one.
pub(super) fn announce(title: &str) {
    if let Some(said) = document().get_element_by_id("announced") {
        said.set_text_content(Some(title));
    }
}

pub(super) fn is_on_the_way() -> bool {
    document().document_element().is_some_and(|root| root.has_attribute("data-visiting"))
}

pub(super) fn on_the_way(is: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.toggle_attribute_with_force("data-visiting", is);
    }
}
