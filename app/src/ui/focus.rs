//! Moving the focus.

use wasm_bindgen::JsCast;

/// Clicks, as a reader would.
pub(crate) fn press(element: web_sys::Element) {
    if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
        element.click();
    }
}

/// Focuses what was found, if anything was and it can be.
pub(crate) fn focus(found: Option<web_sys::Element>) {
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
