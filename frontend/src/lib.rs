//! What the browser runs.

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered, with the texts of its language.
#[wasm_bindgen]
pub fn start(texts: &str) {
    console_error_panic_hook::set_once();
    app::start(texts);
}
