//! The page around a tab of User Settings.

use crate::state::texts;
use leptos::prelude::*;

/// Address, name in the catalogues.
const TABS: [(&str, &str); 2] =
    [("/settings/profile", "settings.profile"), ("/settings/security", "settings.security")];

#[component]
pub(super) fn Frame(
    /// By its name in the catalogues.
    tab: &'static str,
    children: Children,
) -> impl IntoView {
    let t = texts();
    let tabs = TABS.map(|(href, name)| {
        view! { <a class="tab" href=href aria-current=(name == tab).then_some("page")>{t.get(name)}</a> }
    });
    view! {
        <leptos_meta::Title text=t.get("settings.title")/>
        <div class="page page--narrow">
            <header class="page-head">
                <h1 class="page-title">{t.get("settings.title")}</h1>
                <p class="page-text">{t.get("settings.text")}</p>
            </header>
            <nav class="tabs" aria-label=t.get("settings.title")>{tabs.collect_view()}</nav>
            {children()}
        </div>
    }
}
