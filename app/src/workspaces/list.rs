//! `/`: the workspaces that one belongs to.

use crate::state::{state, texts};
use crate::ui::{Empty, Icon};
use leptos::prelude::*;

#[component]
pub(crate) fn Workspaces() -> impl IntoView {
    let t = texts();
    let workspaces = state().with_value(|state| state.workspaces.clone());
    view! {
        <leptos_meta::Title text=t.get("shell.workspaces")/>
        <div class="page page--narrow">
            <header class="page-head"><h1 class="page-title">{t.get("shell.workspaces")}</h1></header>
            {if workspaces.is_empty() {
                view! { <Empty icon="building" title=t.get("workspaces.none.title") text=t.get("workspaces.none.text")/> }.into_any()
            } else {
                view! {
                    <div class="tiles">
                        {workspaces.into_iter().map(|workspace| view! {
                            <a class="tile" rel="external" href=format!("/w/{}", workspace.slug)>
                                <span class="tile-label"><Icon name="building" small=true/>{workspace.slug.clone()}</span>
                                <span class="tile-value name" dir="auto">{workspace.name}</span>
                            </a>
                        }).collect_view()}
                    </div>
                }.into_any()
            }}
        </div>
    }
}
