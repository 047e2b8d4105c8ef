//! What the tabs have in common: the title, the tabs, the settings themselves.

use super::serverfns::read_settings;
use crate::address::use_slug;
use crate::forms::FormState;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::Done;
use leptos::prelude::*;
use model::urls::Url;
use model::workspaces::SettingsView;

/// Its name in the catalogues, and its address.
type TabAt = (&'static str, fn(String) -> Url);

const TABS: [TabAt; 10] = [
    ("workspace.general", |slug| Url::WorkspaceSettings { slug }),
    ("workspace.access", |slug| Url::AccessSettings { slug }),
    ("workspace.security", |slug| Url::SecuritySettings { slug }),
    ("workspace.domains", |slug| Url::DomainSettings { slug }),
    ("workspace.sign_in", |slug| Url::SignInSettings { slug }),
    ("webhooks.title", |slug| Url::Webhooks { slug }),
    ("workspace.tokens", |slug| Url::WorkspaceTokens { slug }),
    ("workspace.billing", |slug| Url::WorkspaceBilling { slug }),
    ("settings.lab", |slug| Url::LabSettings { slug }),
    ("workspace.ownership", |slug| Url::OwnershipSettings { slug }),
];

const DONE: &[&str] = &[
    "workspace.done.added",
    "workspace.done.opened",
    "workspace.done.closed",
    "workspace.done.picture",
    "workspace.done.picture_removed",
    "workspace.done.removed",
    "workspace.done.saved",
    "workspace.done.token_denied",
    "workspace.done.token_revoked",
    "workspace.done.transferred",
    "workspace.done.verified",
];

/// The page around a tab, which goes by its name in the catalogues.
#[component]
pub(crate) fn Frame(tab: &'static str, children: Children) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let tabs = TABS.into_iter().map(|(name, url)| {
        let current = (name == tab).then_some("page");
        view! {
            <a class="tab" href=move || url(slug.get()).path() aria-current=current>
                {t.get(name)}
            </a>
        }
    });
    view! {
        <leptos_meta::Title text=t.get("workspace.settings")/>
        <div class="page page--narrow">
            <header class="page-head"><h1 class="page-title">{t.get("workspace.settings")}</h1></header>
            <nav class="tabs" aria-label=t.get("workspace.settings")>{tabs.collect_view()}</nav>
            <Done keys=DONE/>
            {children()}
        </div>
    }
}

/// A tab that shows the settings.
#[component]
pub(super) fn Tab(tab: &'static str, body: fn(SettingsView, FormState) -> AnyView) -> impl IntoView {
    let slug = use_slug();
    let form = FormState::new();
    let found = resource(move || slug.get(), read_settings);
    view! {
        <Frame tab=tab>
            <Loaded found=found view=move |settings| body(settings, form)/>
        </Frame>
    }
}

/// The foot of a form that saves: for those who may.
#[component]
pub(crate) fn Save(may_edit: bool) -> impl IntoView {
    let t = texts();
    view! {
        <footer class="card-foot">
            {if may_edit {
                view! {
                    <button class="btn btn--primary">
                        {t.get("action.save")}
                    </button>
                }.into_any()
            } else {
                view! { <p class="muted">{t.get("workspace.read_only")}</p> }.into_any()
            }}
        </footer>
    }
}
