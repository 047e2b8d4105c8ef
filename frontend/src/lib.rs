//! What the browser runs.

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered, in the language it was rendered in.
#[wasm_bindgen]
pub fn hydrate(texts: &str) {
    console_error_panic_hook::set_once();
    app::hydrate(texts);
}
