//! Moving the focus.

use leptos::prelude::request_animation_frame;
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

/// Frames that are waited for what opens: its code may still be on its way. Five seconds at sixty a second.
const MAX_FRAMES: u32 = 300;

/// Once the page is drawn; as often as it takes until `done` says so.
pub(crate) fn each_frame_until(done: impl Fn() -> bool + 'static) {
    fn again(left: u32, done: impl Fn() -> bool + 'static) {
        request_animation_frame(move || {
            if !done() && left > 0 {
                again(left - 1, done);
            }
        });
    }
    again(MAX_FRAMES, done);
}

/// Focuses what `find` finds, in the frame in which it does.
pub(crate) fn focus_soon(find: impl Fn() -> Option<web_sys::Element> + 'static) {
    each_frame_until(move || {
        let found = find();
        let is_there = found.is_some();
        focus(found);
        is_there
    });
}
