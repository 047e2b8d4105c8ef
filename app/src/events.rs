//! The document: its events, each with one listener whatever page is shown, finding what they are about, and the focus.

use leptos::prelude::{document, window};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DocumentFragment, Element, Event, EventTarget, HtmlElement, HtmlTemplateElement, NodeList};

/// Hears an event that bubbles, before the browser does what it does by itself.
pub(crate) fn on<E: JsCast + 'static>(name: &str, heard: fn(&E)) {
    listen(&document(), name, false, heard);
}

/// Hears an event that does not bubble, on its way to whom it is about.
pub(crate) fn on_its_way<E: JsCast + 'static>(name: &str, heard: fn(&E)) {
    listen(&document(), name, true, heard);
}

/// Hears an event of the window.
pub(crate) fn on_window(name: &str, heard: fn(&Event)) {
    listen(&window(), name, false, heard);
}

fn listen<E: JsCast + 'static>(target: &EventTarget, name: &str, capture: bool, heard: fn(&E)) {
    let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| heard(event.unchecked_ref()));
    let listener = heard.as_ref().unchecked_ref();
    let _ = target.add_event_listener_with_callback_and_bool(name, listener, capture);
    heard.forget();
}

/// What an event is about, where it is of this kind.
pub(crate) fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// The nearest element around what an event is about.
pub(crate) fn closest(event: &Event, selector: &str) -> Option<Element> {
    target::<Element>(event)?.closest(selector).ok().flatten()
}

/// All that a selector finds below an element, or on the page.
pub(crate) fn all<T: JsCast>(within: Option<&Element>, selector: &str) -> Vec<T> {
    let found = match within {
        Some(element) => element.query_selector_all(selector),
        None => document().query_selector_all(selector),
    };
    listed(found)
}

/// What a selector has found.
pub(crate) fn listed<T: JsCast>(found: Result<NodeList, JsValue>) -> Vec<T> {
    let Ok(found) = found else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
}

/// The first that a selector finds on the page.
pub(crate) fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// A copy of what the template of this id holds.
pub(crate) fn copy_of(template: &str) -> Option<DocumentFragment> {
    let template: HtmlTemplateElement = document().get_element_by_id(template)?.dyn_into().ok()?;
    template.content().clone_node_with_deep(true).ok()?.dyn_into().ok()
}

/// Clicks, as a reader would.
pub(crate) fn press(element: Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        element.click();
    }
}

/// Focuses what was found, if anything was and it can be.
pub(crate) fn focus(found: Option<Element>) {
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
