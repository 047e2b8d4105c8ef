//! Features of the Lab whose code is a chunk of its own: where a feature is off, not a byte of it is fetched. Each
//! place where one is drawn is a slot here. Where the chunk can't be fetched, the page is as where the feature is off.

use crate::insights::Insights;
use crate::list_keys::ListKeys;
use crate::missing_chunk::MissingChunk;
use crate::palette::Palette;
use crate::state::{feature_is_on, may};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use model::lab::Feature;
use model::permissions::Permission;
use std::time::Duration;

#[allow(clippy::unnecessary_wraps, reason = "in the browser the chunk may be missing")]
#[wasm_split(insights, wasm_split_path = ::leptos::wasm_split, preload(fetch_insights), fallible)]
fn open_insights() -> Result<AnyView, MissingChunk> {
    Ok(view! { <Insights/> }.into_any())
}

/// Below what else Home shows.
#[component]
pub(crate) fn InsightsSlot() -> impl IntoView {
    (feature_is_on(Feature::Insights) && may(Permission::USERS_READ)).then(|| {
        view! {
            <div data-feature="insights">
                <Suspense>{Suspend::new(async move { open_insights().await.ok() })}</Suspense>
            </div>
        }
    })
}

#[allow(clippy::unnecessary_wraps, reason = "in the browser the chunk may be missing")]
#[wasm_split(palette, wasm_split_path = ::leptos::wasm_split, fallible)]
fn open_palette() -> Result<AnyView, MissingChunk> {
    Ok(view! { <Palette/> }.into_any())
}

/// The command palette, for whoever is signed in.
#[component]
pub(crate) fn PaletteSlot() -> impl IntoView {
    feature_is_on(Feature::CommandPalette).then(|| {
        view! {
            <Later>
                <Suspense>{Suspend::new(async move { open_palette().await.ok() })}</Suspense>
            </Later>
        }
    })
}

#[allow(clippy::unnecessary_wraps, reason = "in the browser the chunk may be missing")]
#[wasm_split(list_keys, wasm_split_path = ::leptos::wasm_split, fallible)]
fn open_list_keys(edited: RwSignal<u32>) -> Result<AnyView, MissingChunk> {
    Ok(view! { <ListKeys edited=edited/> }.into_any())
}

/// The keys of the list of users. `edited` counts what was saved in rows.
#[component]
pub(crate) fn ListKeysSlot(edited: RwSignal<u32>) -> impl IntoView {
    feature_is_on(Feature::ListKeyboard).then(|| {
        view! {
            <Later>
                <Suspense>{Suspend::new(async move { open_list_keys(edited).await.ok() })}</Suspense>
            </Later>
        }
    })
}

/// How long after the page was taken over: nobody waits for it.
const IDLE: Duration = Duration::from_millis(300);

/// Nothing on the server, and nothing until the page is idle.
#[component]
fn Later(children: ChildrenFn) -> impl IntoView {
    let is_idle = RwSignal::new(false);
    Effect::new(move || {
        set_timeout(
            move || {
                is_idle.try_set(true);
            },
            IDLE,
        );
    });
    view! { <Show when=move || is_idle.get()>{children()}</Show> }
}

/// Fetches what the page was drawn with, so that it can be taken over as it was rendered.
#[cfg(target_arch = "wasm32")]
pub(crate) async fn fetch_drawn() -> bool {
    let is_drawn = document().query_selector("[data-feature=insights]").ok().flatten().is_some();
    !is_drawn || fetch_insights().await.is_ok()
}
