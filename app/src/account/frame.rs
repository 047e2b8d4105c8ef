//! The page around a tab of User Settings.

use crate::state::{state, texts};
use crate::ui::Icon;
use leptos::prelude::*;
use model::urls::Url;

/// Address, name in the catalogues.
const TABS: [(Url, &str); 6] = [
    (Url::Profile, "settings.profile"),
    (Url::Billing, "settings.billing"),
    (Url::Integrations, "settings.integrations"),
    (Url::Tokens, "settings.dev"),
    (Url::Lab, "settings.lab"),
    (Url::Security, "settings.security"),
];

#[component]
pub(crate) fn Frame(
    /// By its name in the catalogues.
    tab: &'static str,
    children: Children,
) -> impl IntoView {
    let t = texts();
    let tabs = TABS.map(|(url, name)| {
        view! { <a class="tab" href=url.path() aria-current=(name == tab).then_some("page")>{t.get(name)}</a> }
    });
    // The one that was used last comes first.
    let last = state().with_value(|state| state.workspaces.first().cloned());
    let back = last.map(|last| {
        let words = t.with("settings.back", &[("workspace", &last.name)]);
        (Url::Workspace { slug: last.slug }.path(), words)
    });
    view! {
        <leptos_meta::Title text=t.get("settings.title")/>
        <div class="page page--narrow">
            {back.map(|(href, words)| view! {
                <p><a class="link row" rel="external" href=href><Icon name="arrow-left" small=true/>{words}</a></p>
            })}
            <header class="page-head">
                <h1 class="page-title">{t.get("settings.title")}</h1>
                <p class="page-text">{t.get("settings.text")}</p>
            </header>
            <nav class="tabs" aria-label=t.get("settings.title")>{tabs.collect_view()}</nav>
            {children()}
        </div>
    }
}
