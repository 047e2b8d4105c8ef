//! `/w/{slug}/users`: the list, and beside it whatever its address opens.

use super::bulk::BulkBar;
use super::done::DoneNotice;
use super::list::{Pager, UsersTable, may_choose};
use super::person_menu::{ActForm, Acting, Templates};
use super::serverfns::{list_users, read_tools};
use super::toolbar::Toolbar;
use super::tools::Tools;
use crate::Failure;
use crate::address::{encode, use_slug};
use crate::errors::{CanNotShow, ErrorInside};
use crate::forms::{AnyProblem, FormState};
use crate::list_keys::EDITED;
use crate::loaded::awaiting;
use crate::plans::SeatsNotice;
use crate::resource::resource;
use crate::state::{feature_is_on, may, state, texts};
use crate::ui::{Icon, Island};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_query_map};
use model::groups::GroupChoice;
use model::ids::MemberId;
use model::lab::Feature;
use model::page::Page;
use model::permissions::Permission;
use model::roles::RoleName;
use model::urls::{Route, Url};
use model::users::{ListTools, UserRow, UsersQuery};
use model::{Error, FieldErrors};

/// What the address asks of the list.
pub(super) fn use_asked() -> Memo<Result<UsersQuery, FieldErrors>> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            UsersQuery::parse(|name| match (name, query.get(name)) {
                ("active", Some(how)) => active(how, query.get("active_day")),
                (_, value) => value,
            })
        })
    })
}

/// The form of the filters sends the day by itself; without one, since and before ask for nothing.
fn active(how: String, day: Option<String>) -> Option<String> {
    match how.as_str() {
        "since" | "before" => day.filter(|day| !day.is_empty()).map(|day| format!("{how}:{day}")),
        _ => Some(how),
    }
}

/// The list's own part of the address, to carry along.
pub(super) fn written(asked: &Result<UsersQuery, FieldErrors>) -> String {
    asked.as_ref().map(|asked| asked.written(encode)).unwrap_or_default()
}

/// The addresses of one user, which carry the list's part along.
#[derive(Clone, Copy)]
pub(super) struct UserAt {
    slug: Memo<String>,
    asked: Memo<Result<UsersQuery, FieldErrors>>,
    id: MemberId,
}

impl UserAt {
    pub(super) fn of(id: MemberId) -> Self {
        Self { slug: use_slug(), asked: use_asked(), id }
    }

    /// One of their pages, with more parameters (`tab`).
    pub(super) fn href(self, page: UserPage, more: &[(&str, &str)]) -> String {
        page.url(self.slug.get(), self.id).with_query_and(&written(&self.asked.get()), more)
    }

    pub(super) fn slug(self) -> String {
        self.slug.get_untracked()
    }

    /// The list without them.
    pub(super) fn list(self) -> String {
        Url::Users { slug: self.slug() }.with_query(&written(&self.asked.get_untracked()))
    }

    /// Their details, once.
    pub(super) fn href_now(self) -> String {
        let url = UserPage::Details.url(self.slug.get_untracked(), self.id);
        url.with_query(&written(&self.asked.get_untracked()))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UserPage {
    Details,
    Edit,
    Onboarding,
    Password,
    Remove,
}

impl UserPage {
    fn url(self, slug: String, id: MemberId) -> Url {
        match self {
            Self::Details => Url::User { slug, id },
            Self::Edit => Url::EditUser { slug, id },
            Self::Onboarding => Url::ScheduleOnboarding { slug, id },
            Self::Password => Url::UserPassword { slug, id },
            Self::Remove => Url::RemoveUser { slug, id },
        }
    }
}

/// Nobody is selected.
#[component]
pub(crate) fn NoUser() -> impl IntoView {}

#[component]
pub(crate) fn UsersPage() -> impl IntoView {
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

/// Whether the address opens a person's form in their row.
pub(super) fn use_edited_in_row() -> Option<MemberId> {
    let is_in_row = use_query_map().with_untracked(|query| query.get(EDITED.0).as_deref() == Some(EDITED.1));
    match Url::parse(&use_location().pathname.get_untracked())? {
        Url::EditUser { id, .. } if is_in_row && feature_is_on(Feature::ListKeyboard) => Some(id),
        _ => None,
    }
}

/// Whether there is a panel beside the list at this address.
fn has_panel(path: &str) -> bool {
    matches!(
        Route::of(path),
        Some(Route::User | Route::EditUser | Route::UserPassword | Route::ScheduleOnboarding | Route::RemoveUser)
    )
}

/// Whose panel, form or dialog this address opens.
pub(super) fn opened(path: &str) -> Option<MemberId> {
    match Url::parse(path)? {
        Url::User { id, .. }
        | Url::EditUser { id, .. }
        | Url::UserPassword { id, .. }
        | Url::ScheduleOnboarding { id, .. }
        | Url::RemoveUser { id, .. } => Some(id),
        _ => None,
    }
}

/// Whether a dialog is over the list.
fn has_dialog(path: &str) -> bool {
    matches!(
        Route::of(path),
        Some(Route::NewUser | Route::UserPassword | Route::ScheduleOnboarding | Route::RemoveUser)
    )
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
    let has_panel = has_panel(&path) && use_edited_in_row().is_none();
    // What comes back of it without a script is the panel's to show.
    let acting = FormState::at("");
    view! {
        <leptos_meta::Title text=t.get("users.title")/>
        <div class="split" data-panel=has_panel.then_some("")>
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_the_filters_belongs_to_since_and_before() {
        let of = |how: &str, day: &str| active(how.into(), Some(day.into()));
        assert_eq!(of("since", "2026-11-22").as_deref(), Some("since:2026-11-22"));
        assert_eq!(of("before:2026-11-22", "2026-11-23").as_deref(), Some("before:2026-11-22"));
        assert_eq!(of("never", "2026-11-22").as_deref(), Some("never"));
        assert_eq!((of("since", ""), active("before".into(), None)), (None, None));
    }
}
