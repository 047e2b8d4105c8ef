//! `/w/{slug}/users`: the list, and beside it whatever its address opens.

use super::bulk::BulkBar;
use super::done::DoneNotice;
use super::focus;
use super::list::{Pager, UsersTable, may_choose};
use super::person_menu::{ActForm, Acting};
use super::selection::Selection;
use super::serverfns::{list_users, read_tools};
use super::toolbar::Toolbar;
use super::tools::Tools;
use crate::Failure;
use crate::address::{encode, use_slug};
use crate::errors::{CanNotShow, ErrorInside};
use crate::feature_chunks::ListKeysSlot;
use crate::forms::{AnyProblem, FormState};
use crate::loaded::awaiting;
use crate::plans::SeatsNotice;
use crate::resource::resource;
use crate::state::{may, state, texts};
use crate::ui::Icon;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_query_map};
use model::groups::GroupChoice;
use model::ids::MemberId;
use model::page::Page;
use model::permissions::Permission;
use model::roles::RoleName;
use model::urls::{Route, Url};
use model::users::{ListTools, UserRow, UsersQuery};
use model::{Error, FieldErrors};

/// What the address asks of the list.
pub(super) fn use_asked() -> Memo<Result<UsersQuery, FieldErrors>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| UsersQuery::parse(|name| query.get(name))))
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

/// Whether there is a panel beside the list at this address. The first bytes of the page say it, before there is a
/// panel.
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
pub(super) fn has_dialog(path: &str) -> bool {
    matches!(
        Route::of(path),
        Some(Route::NewUser | Route::UserPassword | Route::ScheduleOnboarding | Route::RemoveUser)
    )
}

#[component]
fn List() -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let (path, query) = (use_location().pathname, use_query_map());
    // What has just been done shows in the list at once, also where it is the same with someone else.
    let done = Memo::new(move |_| {
        let told = query.with(|query| ["done", "who", "undo"].map(|name| query.get(name)));
        told[0].is_some().then(|| (path.get(), told))
    });
    // What was saved in a row.
    let edited = RwSignal::new(0_u32);
    let users = resource(
        move || (slug.get(), asked.get(), done.get(), edited.get()),
        |(slug, asked, ..)| async move {
            match asked {
                Ok(asked) => list_users(slug, asked).await,
                Err(errors) => Err(Failure(Error::Invalid(errors))),
            }
        },
    );
    let tools = resource(move || slug.get(), |slug| async move { read_tools(slug).await.unwrap_or_default() });
    let workspace = state().with_value(|state| state.here.as_ref().map(|here| here.name.clone())).unwrap_or_default();
    let dialog = move || path.with(|path| has_dialog(path));
    let details_panel = move || path.with(|path| has_panel(path)).then_some("");
    let selection = Selection::new();
    let owner = StoredValue::new(Owner::new());
    // Everyone whom the list finds is someone else once it is asked for something else.
    Effect::new(move |was: Option<UsersQuery>| {
        let now = asked.get().unwrap_or_default().narrowing();
        if was.is_some_and(|was| was != now) {
            selection.all.set(false);
        }
        now
    });
    Effect::new(move || selection.restore());
    focus::follow(path);
    // What comes back of it without a script is the panel's to show.
    let acting = FormState::at("");
    view! {
        <leptos_meta::Title text=t.get("users.title")/>
        <div class="split" data-panel=details_panel>
            <div class="split-list page users" inert=dialog>
                <a class="skip-link" href="#panel-title" hidden=move || details_panel().is_none()>
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
                            <ListFoot page=list.page roles=roles groups=groups selection=selection/>
                        })
                    })}
                </Transition>
                <Transition fallback=Loading>
                    {awaiting(move || async move {
                        let assignable = tools.await.assignable;
                        match users.await {
                            Ok(list) => view! {
                                <UsersTable list=list assignable=assignable selection=selection owner=owner.get_value()/>
                            }.into_any(),
                            Err(Failure(error)) => view! {
                                <CanNotShow error=error
                                    all=Signal::derive(move || Url::Users { slug: slug.get() }.path())/>
                            }.into_any(),
                        }
                    })}
                </Transition>
                <ListKeysSlot edited=edited/>
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
fn ListFoot(
    page: Page<UserRow>,
    roles: Vec<RoleName>,
    groups: Vec<GroupChoice>,
    selection: Selection,
) -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let may_add = may(Permission::USERS_WRITE) || may(Permission::INVITATIONS_WRITE);
    let total = page.total;
    let is_whole = page.next.is_none() && page.previous.is_none();
    let is_empty = page.items.is_empty();
    view! {
        <footer class="list-foot">
            {may_add.then(|| view! {
                <a class="btn btn--primary fab" data-noscroll
                    href=move || Url::NewUser { slug: slug.get() }.with_query(&written(&asked.get()))>
                    <Icon name="plus"/>{t.get("users.add")}
                </a>
            })}
            <Pager page=page/>
            {(may_choose() && (!is_empty || !selection.is_empty())).then(|| view! {
                <BulkBar selection=selection total=total is_whole=is_whole roles=roles groups=groups/>
            })}
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
