//! Workspace switcher, theme switcher, avatar menu.

use super::{LanguageMenu, ThemeSwitchIsland};
use crate::state::{feature_is_on, state, texts};
use crate::ui::{Avatar, Icon, Island, Menu};
use leptos::prelude::*;
use model::lab::Feature;
use model::urls::Url;
use model::workspaces::{WorkspaceLink, avatar as avatar_of};

#[component]
pub(crate) fn TopBar() -> impl IntoView {
    let t = texts();
    view! {
        <header class="topbar">
            <a class="topbar-logo" href=Url::Home.path() rel="external" aria-label=t.get("shell.home")>
                <Icon name="logo" large=true/>
            </a>
            <WorkspaceSwitch/>
            <div class="topbar-end">
                {feature_is_on(Feature::CommandPalette).then(|| view! { <Island name="palette"/> })}
                <ThemeSwitchIsland/>
                <PersonMenu/>
            </div>
        </header>
    }
}

#[component]
fn WorkspaceSwitch() -> impl IntoView {
    let t = texts();
    let (workspaces, here) = state().with_value(|state| (state.workspaces.clone(), state.here.clone()));
    let current = here.as_ref().map(|here| here.slug.clone());
    let avatar = workspaces.iter().find(|one| current.as_deref() == Some(&one.slug)).map(WorkspaceLink::avatar);
    let shown = here.map_or_else(|| t.get("shell.workspaces").to_owned(), |here| here.name);
    let button = view! {
        <Avatar of=avatar.unwrap_or_else(|| avatar_of(&shown)) size="s" square=true/>
        <span class="name truncate" dir="auto">{shown.clone()}</span>
        <Icon name="chevrons-up-down" small=true/>
    };
    view! {
        <Menu name="topbar" button_class="topbar-workspace" button=button>
            <p class="menu-title">{t.get("shell.workspaces")}</p>
            {workspaces.into_iter().map(|workspace| {
                let is_current = current.as_deref() == Some(&workspace.slug);
                view! {
                    <a class="menu-item" rel="external" href=Url::Workspace { slug: workspace.slug.clone() }.path()
                        aria-current=is_current.then_some("true")>
                        <Avatar of=workspace.avatar() size="s" square=true/>
                        <span class="menu-item-text truncate name" dir="auto">{workspace.name.clone()}</span>
                    </a>
                }
            }).collect_view()}
            <hr class="menu-line"/>
            <a class="menu-item" rel="external" href=Url::Workspaces.path()>
                <Icon name="building"/>{t.get("shell.all_workspaces")}
            </a>
        </Menu>
    }
}

#[component]
fn PersonMenu() -> impl IntoView {
    let t = texts();
    let (me, here) = state().with_value(|state| (state.me.clone(), state.here.clone()));
    let Some(me) = me else { return ().into_any() };
    let name = me.name();
    let button = view! {
        <span class="name truncate" dir="auto">{name.clone()}</span>
        <Avatar of=me.avatar size="m"/>
    };
    view! {
        <Menu modifier="menu--end" name="topbar" button_class="topbar-person" button=button>
            <div class="menu-head">
                <span class="person-name name" dir="auto">{name}</span>
                <span class="person-mail">{me.email}</span>
            </div>
            {here.map(|here| view! {
                <a class="menu-item" rel="external" href=Url::Me { slug: here.slug.clone() }.path()>
                    <Icon name="user"/>{t.get("shell.my_profile")}
                </a>
            })}
            <a class="menu-item" rel="external" href=Url::Profile.path()>
                <Icon name="settings"/>{t.get("shell.user_settings")}
            </a>
            <hr class="menu-line"/>
            <LanguageMenu/>
            <hr class="menu-line"/>
            <form method="post" action=Url::SignOut.path()>
                <button class="menu-item"><Icon name="sign-out"/>{t.get("shell.sign_out")}</button>
            </form>
        </Menu>
    }
    .into_any()
}
