//! The list of users by keyboard, a feature of the Lab: keys for rows, and fields that are edited in place.

mod editor;
mod help;
mod keys;
mod serverfn;

use editor::RowEditor;
use help::Help;
use leptos::prelude::*;
use model::ids::MemberId;

/// Comes with its chunk, after the page was taken over. `edited` counts what was saved: the list is read anew.
#[component]
pub(crate) fn ListKeys(edited: RwSignal<u32>) -> impl IntoView {
    let editing: RwSignal<Option<MemberId>> = RwSignal::new(None);
    let help = RwSignal::new(false);
    keys::listen(editing, help);
    view! {
        {move || editing.get().map(|id| view! { <RowEditor id=id editing=editing edited=edited/> })}
        <Show when=move || help.get()><Help open=help/></Show>
    }
}
