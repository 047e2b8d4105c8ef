//! Who is in a group: a page of them, putting someone in, taking someone out.

use crate::address::use_slug;
use crate::audit::Suggested;
use crate::forms::{Form, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::roles::people;
use crate::state::texts;
use crate::ui::{FieldError, Icon, Person};
use crate::users::list_users;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::groups::GroupRow;
use model::ids::GroupId;
use model::page::Page;
use model::urls::Url;
use model::users::{Status, UserRow, UsersQuery};

const SIZE: u32 = 25;

#[component]
pub(super) fn GroupPeople(row: GroupRow, can_manage_members: bool) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let query = use_query_map();
    let id = row.id;
    let asked = move |name: &str| query.with(|query| query.get(name));
    let form = FormState::new();
    let found = resource(
        move || (slug.get(), asked("after"), asked("at")),
        move |(slug, after, _)| list_users(slug, of_group(id, after)),
    );
    let done = move || asked("done").filter(|done| ["joined", "parted"].contains(&done.as_str()));
    view! {
        <section class="card" aria-labelledby="group-people">
            <header class="card-head"><h2 class="card-title" id="group-people">{people(t, row.people)}</h2></header>
            <div class="card-body stack">
                {move || done().map(|done| view! {
                    <div class="notice notice--ok" role="status">
                        <Icon name="check-circle"/>
                        <div class="notice-body"><p>{t.get(&format!("groups.{done}"))}</p></div>
                    </div>
                })}
                {can_manage_members.then(|| view! { <Add id=id form=form/> })}
                <Loaded found=found
                    view=move |list| view! {
                        <Rows page=list.page id=id can_manage_members=can_manage_members form=form/>
                    }/>
            </div>
        </section>
    }
}

fn of_group(id: GroupId, after: Option<String>) -> UsersQuery {
    UsersQuery { group: Some(id), size: Some(SIZE), after, ..UsersQuery::default() }
}

/// An address; while it is typed, those whom it may be are proposed.
#[component]
fn Add(id: GroupId, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let problem = form.problem("email");
    view! {
        <Form state=form class="group-add" action=Url::Group { slug: slug.get_untracked(), id }.path()>
            <input type="hidden" name="action" value="join"/>
            <div class="field">
                <label class="field-label" for="email">{t.get("groups.person")}</label>
                <input class="input" id="email" name="email" type="email" list="group-proposed" autocomplete="off"
                    value=form.value("email", "")
                    aria-describedby="email-error"
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")/>
                <Suggested id="group-proposed" slug=slug.get_untracked()/>
                <FieldError name="email" problem=problem/>
            </div>
            <button class="btn">
                <Icon name="user-plus"/>
                {t.get("groups.join")}
            </button>
        </Form>
    }
}

#[component]
fn Rows(page: Page<UserRow>, id: GroupId, can_manage_members: bool, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let pager = [(page.previous, "prev", "pager.previous"), (page.next, "next", "pager.next")];
    if page.items.is_empty() {
        return view! { <p class="muted">{t.get("groups.nobody")}</p> }.into_any();
    }
    view! {
        <div class="table-wrap">
            <table class="table group-people">
                <thead><tr>
                    <th scope="col">{t.get("users.by_name")}</th>
                    <th scope="col" class="cell-status">{t.get("users.by_status")}</th>
                    {can_manage_members.then(|| view! {
                        <th scope="col" class="cell-actions">
                            <span class="sr-only">{t.get("invitations.actions")}</span>
                        </th>
                    })}
                </tr></thead>
                <tbody>
                    {page.items.into_iter().map(|user| view! {
                        <Row user=user group=id can_manage_members=can_manage_members form=form/>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
        <nav class="pager" aria-label=t.get("pager.label")>
            {pager.into_iter().filter_map(|(cursor, rel, name)| {
                let cursor = cursor?;
                let href = move || Url::Group { slug: slug.get(), id }.with(&[("after", &cursor)]);
                Some(view! { <a class="btn btn--s" rel=rel href=href>{t.get(name)}</a> })
            }).collect_view()}
        </nav>
    }
    .into_any()
}

#[component]
fn Row(user: UserRow, group: GroupId, can_manage_members: bool, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let id = user.id;
    let status = user.status.name();
    let name = if user.name.is_empty() { user.email.clone() } else { user.name.clone() };
    let takes_out = can_manage_members && matches!(user.status, Status::Active | Status::Suspended);
    view! {
        <tr>
            <th scope="row" class="cell-main">
                <Person name=user.name email=user.email avatar=user.avatar
                    href=Url::User { slug: slug.get_untracked(), id }.path()/>
            </th>
            <td data-label=t.get("users.by_status")>
                <span class=format!("status status--{status}")>{t.get(&format!("status.{status}"))}</span>
            </td>
            {can_manage_members.then(|| view! {
                <td class="cell-actions">
                    {takes_out.then(|| view! {
                        <Form state=form action=Url::Group { slug: slug.get_untracked(), id: group }.path()>
                            <input type="hidden" name="action" value="part"/>
                            <button class="btn btn--s btn--danger-quiet" name="member" value=id.to_string()
                                aria-label=t.with("groups.part_of", &[("name", &name)])>
                                {t.get("groups.part")}
                            </button>
                        </Form>
                    })}
                </td>
            })}
        </tr>
    }
}
