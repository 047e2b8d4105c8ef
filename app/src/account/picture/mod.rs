//! One's own picture: chosen or dropped, framed in the browser, cut and stored by the server.
//!
//! Without a script it is a plain form with a file, and the server takes the middle. With one, `dropped` puts what is
//! dropped into the form, `card` looks at the file first, `frame` shows which square of it will be seen, and `send` posts
//! the same form with that square.

mod card;
#[cfg(feature = "hydrate")]
mod dropped;
mod frame;
mod framing;
#[cfg(feature = "hydrate")]
mod open;
#[cfg(feature = "hydrate")]
mod send;

#[cfg(feature = "ssr")]
pub(super) use card::PictureCardIsland;
#[cfg(feature = "hydrate")]
pub(super) use dropped::listen;

/// Makes the card live; a chunk of its own, for the page that has it. Where it can't be fetched, the plain form stays.
#[cfg(feature = "hydrate")]
#[allow(clippy::unnecessary_wraps, reason = "in the browser the chunk may be missing")]
#[leptos::wasm_split::wasm_split(picture, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(crate) fn open_picture_card(island: crate::islands::Place) -> Result<(), crate::missing_chunk::MissingChunk> {
    use leptos::prelude::*;
    island.hydrate(|props| {
        let shown = serde_json::from_str(&props).unwrap_or_default();
        view! { <card::PictureCard shown=shown/> }.into_any()
    });
    Ok(())
}
