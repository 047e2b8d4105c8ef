//! `/w/{slug}/settings/tokens/calls`: what tokens have asked for in the workspace.

use super::serverfns::read_workspace_calls;
use crate::account::dev::{CallsFilter, CallsList};
use crate::address::use_slug;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::tokens::CallsQuery;
use model::urls::Url;

#[component]
pub(crate) fn WorkspaceCallsPage() -> impl IntoView {
    let t = texts();
    let (slug, query) = (use_slug(), use_query_map());
    // What can't be read of an address asks for nothing.
    let asked = Memo::new(move |_| query.with(|query| CallsQuery::parse(|name| query.get(name)).unwrap_or_default()));
    let found = resource(move || (slug.get(), asked.get()), |(slug, asked)| read_workspace_calls(slug, asked));
    view! {
        <leptos_meta::Title text=t.get("tokens.calls")/>
        <div class="page">
            <header class="page-head">
                <h1 class="page-title">{t.get("tokens.calls")}</h1>
                <p class="page-text">{t.get("workspace.tokens.calls.text")}</p>
                <div class="page-actions">
                    <a class="btn" href=move || Url::WorkspaceTokens { slug: slug.get() }.path()>{t.get("action.back")}</a>
                </div>
            </header>
            {move || view! { <CallsFilter asked=asked.get()/> }}
            <Loaded found=found view=move |view| view! { <CallsList view=view asked=asked.get_untracked()/> }/>
        </div>
    }
}
