//! What the browser runs.

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered, in the language it was rendered in. Answers whether it could.
#[wasm_bindgen]
pub async fn hydrate(texts: String) -> bool {
    console_error_panic_hook::set_once();
    app::hydrate(&texts).await
}
