//! A text with what people typed in it.

use leptos::prelude::*;
use model::i18n::{Piece, pieces};

/// Each value stands isolated: its direction is its own, and what it contains is only ever text.
#[component]
pub(crate) fn Sentence(text: &'static str, values: Vec<(&'static str, String)>) -> impl IntoView {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.into_any(),
            Piece::Value(name) => {
                let value = values.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
                view! { <bdi>{value.unwrap_or_default()}</bdi> }.into_any()
            }
        })
        .collect_view()
}
