//! What has just been done, as the address says (`?done=saved`): announced, and gone with the next page.

use super::Icon;
use crate::state::texts;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub(crate) fn Done(
    /// What it may say, as keys of the catalogues that end in what the address says.
    keys: &'static [&'static str],
) -> impl IntoView {
    let query = use_query_map();
    let said = move || {
        let done = query.with(|query| query.get("done"))?;
        keys.iter().find(|key| key.rsplit('.').next() == Some(done.as_str())).map(|key| texts().get(key))
    };
    move || {
        said().map(|text| {
            view! {
                <div class="notice notice--ok" role="status">
                    <Icon name="check-circle"/><div class="notice-body"><p>{text}</p></div>
                </div>
            }
        })
    }
}
