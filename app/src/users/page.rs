//! `/w/{slug}/users`: the list, and beside it whatever its address opens.

use super::addresses::{has_dialog, has_panel, provide_list_address, use_asked, use_edited_in_row, written};
use super::bulk::BulkBar;
use super::done::DoneNotice;
use super::list::{Pager, UsersTable, may_choose};
use super::person_menu::{ActForm, Acting, Templates};
use super::serverfns::{list_users, read_tools};
use super::toolbar::Toolbar;
use super::tools::Tools;
use crate::Failure;
use crate::address::use_slug;
use crate::errors::{CanNotShow, ErrorInside};
use crate::forms::{AnyProblem, FormState};
use crate::loaded::awaiting;
use crate::plans::SeatsNotice;
use crate::resource::resource;
use crate::state::{feature_is_on, may, state, texts};
use crate::ui::{Icon, Island};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;
use model::Error;
use model::groups::GroupChoice;
use model::lab::Feature;
use model::page::Page;
use model::permissions::Permission;
use model::roles::RoleName;
use model::urls::{Route, Url};
use model::users::{ListTools, UserRow};

/// Nobody is selected.
#[component]
pub(crate) fn NoUser() -> impl IntoView {}

#[component]
pub(crate) fn UsersPage() -> impl IntoView {
    provide_list_address();
    if may(Permission::USERS_READ) {
        return view! { <List/> }.into_any();
    }
    // One's own panel and the wizard don't need the list.
    let path = use_location().pathname;
    let alone = move || path.with(|path| Route::of(path) == Some(Route::Users));
    view! {
        <Show when=move || !alone() fallback=|| view! { <ErrorInside error=Error::Forbidden/> }>
            <div class="split" data-panel=""><Outlet/></div>
        </Show>
    }
    .into_any()
}

#[component]
fn List() -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let path = use_location().pathname.get_untracked();
    let users = resource(
        move || (slug.get(), asked.get()),
        |(slug, asked)| async move {
            match asked {
                Ok(asked) => list_users(slug, asked).await,
                Err(errors) => Err(Failure(Error::Invalid(errors))),
            }
        },
    );
    let tools = resource(move || slug.get(), |slug| async move { read_tools(slug).await.unwrap_or_default() });
    let workspace = state().with_value(|state| state.here.as_ref().map(|here| here.name.clone())).unwrap_or_default();
    let dialog = has_dialog(&path);
    let wizard = Route::of(&path) == Some(Route::NewUser);
    let has_panel = has_panel(&path) && use_edited_in_row().is_none();
    // What comes back of it without a script is the panel's to show.
    let acting = FormState::at("");
    view! {
        <leptos_meta::Title text=t.get("users.title")/>
        <div class="split" data-panel=has_panel.then_some("") data-wizard=wizard.then_some("")>
            <div class="split-list page users" inert=dialog>
                <a class="skip-link" href="#panel-title" hidden=!has_panel>
                    {t.get("users.skip_to_panel")}
                </a>
                <header class="page-head">
                    <h1 class="page-title" tabindex="-1">
                        {t.get("users.title")} " "
                        <Transition>
                            {awaiting(move || async move {
                                users.part(|list| list.as_ref().ok()?.page.total).await.map(|total| view! { <Total total=total/> })
                            })}
                        </Transition>
                    </h1>
                    <p class="page-text">{t.with("users.text", &[("workspace", &workspace)])}</p>
                    <Transition>
                        {awaiting(move || async move {
                            let list_preferences =
                                users.part(|list| list.as_ref().map(|list| list.list_preferences.clone()).ok()).await;
                            let views = tools.await.views;
                            view! { <Tools views=views list_preferences=list_preferences.unwrap_or_default()/> }
                        })}
                    </Transition>
                </header>
                <DoneNotice/>
                <ActForm acting=Acting::InList form=acting/>
                <AnyProblem state=acting/>
                <Transition fallback=|| view! { <div class="toolbar"></div> }>
                    {awaiting(move || async move {
                        let ListTools { roles, groups, .. } = tools.await;
                        view! { <Toolbar roles=roles groups=groups/> }
                    })}
                </Transition>
                <Transition>
                    {awaiting(move || async move {
                        let ListTools { roles, groups, seats, .. } = tools.await;
                        users.await.ok().map(|list| view! {
                            <SeatsNotice seats=seats/>
                            <ListFoot page=list.page roles=roles groups=groups/>
                        })
                    })}
                </Transition>
                <Transition fallback=Loading>
                    {awaiting(move || async move {
                        let assignable = tools.await.assignable;
                        match users.await {
                            Ok(list) => view! {
                                <UsersTable list=list/>
                                <Templates assignable=assignable/>
                            }.into_any(),
                            Err(Failure(error)) => view! {
                                <CanNotShow error=error
                                    all=Signal::derive(move || Url::Users { slug: slug.get() }.path())/>
                            }.into_any(),
                        }
                    })}
                </Transition>
                {feature_is_on(Feature::ListKeyboard).then(|| view! { <Island name="list-keys"/> })}
            </div>
            <Outlet/>
        </div>
    }
}

#[component]
fn Total(total: i64) -> impl IntoView {
    view! { <span class="count">{texts().number(total)}</span> }
}

/// The pages, and either what can be done to those who are chosen, or the way to add someone. It stands before the
/// table for whoever goes through the page by keyboard, and rests on the lower edge of the list for the eye.
#[component]
fn ListFoot(page: Page<UserRow>, roles: Vec<RoleName>, groups: Vec<GroupChoice>) -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let may_add = may(Permission::USERS_WRITE) || may(Permission::INVITATIONS_WRITE);
    let total = page.total;
    let is_whole = page.next.is_none() && page.previous.is_none();
    view! {
        <footer class="list-foot">
            {may_add.then(|| view! {
                <a class="btn btn--primary fab" data-noscroll
                    href=move || Url::NewUser { slug: slug.get() }.with_query(&written(&asked.get()))>
                    <Icon name="plus"/>{t.get("users.add")}
                </a>
            })}
            <Pager page=page/>
            {may_choose().then(|| view! { <BulkBar total=total is_whole=is_whole roles=roles groups=groups/> })}
        </footer>
    }
}

/// Rows to come, in their final height.
#[component]
fn Loading() -> impl IntoView {
    let row = || {
        view! {
            <tr><th scope="row" class="cell-main"><div class="person">
                <span class="skeleton skeleton--circle"></span>
                <span class="person-text">
                    <span class="skeleton"></span>
                    <span class="skeleton skeleton--short"></span>
                </span>
            </div></th></tr>
        }
    };
    view! {
        <div class="table-wrap" aria-busy="true">
            <table class="table"><tbody>{(0..8).map(|_| row()).collect_view()}</tbody></table>
        </div>
    }
}
