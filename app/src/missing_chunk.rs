//! A chunk that could not be fetched: the network, or a server that has newer ones by now.

use leptos::wasm_split::SplitLoaderError;

/// In place of the loader's own error.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MissingChunk;

impl From<SplitLoaderError> for MissingChunk {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}
