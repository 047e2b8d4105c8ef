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

/// Focuses what `find` finds, in the frame in which it does.
pub(crate) fn focus_soon(find: impl Fn() -> Option<web_sys::Element> + 'static) {
    /// Five seconds at sixty a second.
    const MAX_FRAMES: u32 = 300;
    fn again(left: u32, find: impl Fn() -> Option<web_sys::Element> + 'static) {
        leptos::prelude::request_animation_frame(move || match find() {
            None if left > 0 => again(left - 1, find),
            found => focus(found),
        });
    }
    again(MAX_FRAMES, find);
}
