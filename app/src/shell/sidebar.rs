//! The workspace's places: only those that the reader may see.

use crate::state::{may, state, texts};
use crate::ui::Icon;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::permissions::Permission;
use model::urls::Url;

#[component]
pub(crate) fn SideBar() -> impl IntoView {
    let t = texts();
    let path = use_location().pathname;
    let Some(here) = state().with_value(|state| state.here.clone()) else {
        return view! {
            <nav class="sidebar" aria-label=t.get("shell.settings")>
                <ul class="nav">
                    <NavLink icon="home" label="nav.workspaces" href=Url::Workspaces path=path/>
                    <NavLink icon="user" label="nav.profile" href=Url::Profile path=path/>
                    <NavLink icon="wallet" label="settings.billing" href=Url::Billing path=path/>
                    <NavLink icon="link" label="settings.integrations" href=Url::Integrations path=path/>
                    <NavLink icon="code" label="settings.dev" href=Url::Tokens path=path/>
                    <NavLink icon="flask" label="settings.lab" href=Url::Lab path=path/>
                    <NavLink icon="key" label="nav.security" href=Url::Security path=path/>
                </ul>
            </nav>
        }
        .into_any();
    };
    let slug = || here.slug.clone();
    view! {
        <nav class="sidebar" aria-label=t.get("shell.workspace")>
            <ul class="nav">
                <NavLink icon="home" label="nav.home" href=Url::Workspace { slug: slug() } path=path exact=true/>
                {may(Permission::USERS_READ).then(|| view! {
                    <NavLink icon="users" label="nav.users" href=Url::Users { slug: slug() } path=path/>
                })}
                {may(Permission::ROLES_READ).then(|| view! {
                    <NavLink icon="roles" label="nav.roles" href=Url::Roles { slug: slug() } path=path/>
                })}
                {may(Permission::USERS_READ).then(|| view! {
                    <NavLink icon="groups" label="nav.groups" href=Url::Groups { slug: slug() } path=path/>
                })}
                {may(Permission::INVITATIONS_READ).then(|| view! {
                    <NavLink icon="mail" label="nav.invitations" href=Url::Invitations { slug: slug() } path=path/>
                })}
                {may(Permission::AUDIT_READ).then(|| view! {
                    <NavLink icon="audit" label="nav.audit" href=Url::Audit { slug: slug() } path=path/>
                })}
                {may(Permission::SETTINGS_READ).then(|| view! {
                    <NavLink icon="settings" label="nav.settings" href=Url::WorkspaceSettings { slug: slug() }
                        path=path/>
                })}
            </ul>
        </nav>
    }
    .into_any()
}

#[component]
fn NavLink(
    icon: &'static str,
    label: &'static str,
    href: Url,
    path: Memo<String>,
    #[prop(optional)] exact: bool,
) -> impl IntoView {
    let label = texts().get(label);
    let href = href.path();
    let target = href.clone();
    let current = move || {
        path.with(|path| *path == target || (!exact && path.starts_with(&format!("{target}/")))).then_some("page")
    };
    view! {
        <li>
            <a class="nav-link" href=href title=label aria-current=current>
                <Icon name=icon/><span class="nav-label">{label}</span>
            </a>
        </li>
    }
}
