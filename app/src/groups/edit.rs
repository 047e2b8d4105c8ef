//! `/w/{slug}/groups/new` and `/w/{slug}/groups/{id}`: a group, to look at or to change.

use super::people::GroupPeople;
use super::serverfns::{giveable_roles, read_group};
use crate::address::{use_id, use_slug};
use crate::forms::{Form, FormProblem, FormState, Merged};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::roles::{Links, NewCard, people};
use crate::state::texts;
use crate::ui::{Check, Field, FieldError};
use leptos::prelude::*;
use model::groups::{GroupInput, GroupRow, GroupView};
use model::roles::RoleName;
use model::urls::Url;

#[component]
pub(crate) fn NewGroup() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let roles = resource(move || slug.get(), giveable_roles);
    let form = FormState::new();
    view! {
        <leptos_meta::Title text=t.get("groups.add")/>
        <div class="page page--narrow">
            <Loaded found=roles view=move |choices| view! {
                <NewCard form=form title=t.get("groups.add") text=t.get("groups.add.text")
                    all=Url::Groups { slug: slug.get_untracked() }>
                    <Typed form=form row=None choices=choices/>
                </NewCard>
            }/>
        </div>
    }
}

/// Name, description and roles, as they were typed last.
#[component]
fn Typed(form: FormState, row: Option<GroupRow>, choices: Vec<RoleName>) -> impl IntoView {
    let t = texts();
    let typed = form.posted.get_untracked().map(|posted| posted.values).filter(|values| values.has("name"));
    let (name, about) = row.as_ref().map(|row| (row.name.clone(), row.about.clone())).unwrap_or_default();
    let gives = move |id: &str| match (&typed, &row) {
        (Some(values), _) => values.all("roles").any(|role| role == id),
        (None, Some(row)) => row.roles.iter().any(|role| role.id.to_string() == id),
        (None, None) => false,
    };
    view! {
        <Field name="name" label=t.get("roles.name") autocomplete="off" value=form.value("name", &name)
            problem=form.problem("name")/>
        <Field name="about" label=t.get("groups.about") autocomplete="off" value=form.value("about", &about)
            problem=form.problem("about")/>
        <fieldset class="fieldset" aria-describedby="roles-error">
            <legend class="field-label">{t.get("groups.gives")}</legend>
            {choices.into_iter().map(|role| {
                let id = role.id.to_string();
                let checked = gives(&id);
                view! { <Check name="roles" value=id label=role.name about=role.about checked=checked/> }
            }).collect_view()}
            <p class="field-hint">{t.get("groups.gives.hint")}</p>
            <FieldError name="roles" problem=form.problem("roles")/>
        </fieldset>
    }
}

#[component]
pub(crate) fn GroupPage() -> impl IntoView {
    let t = texts();
    let (slug, id) = (use_slug(), use_id());
    let group = resource(move || (slug.get(), id.get()), |(slug, id)| read_group(slug, id));
    let form = FormState::new();
    view! {
        <leptos_meta::Title text=t.get("groups.title")/>
        <div class="page page--narrow">
            <Loaded found=group view=move |group| view! { <Opened group=group form=form/> }/>
        </div>
    }
}

#[component]
fn Opened(group: GroupView, form: FormState) -> impl IntoView {
    let (row, can_manage_members) = (group.row.clone(), group.can_manage_members);
    view! {
        <div class="stack stack--l">
            {if group.may_edit {
                view! { <Change group=group form=form/> }.into_any()
            } else {
                view! { <GroupDetails group=group/> }.into_any()
            }}
            <GroupPeople row=row can_manage_members=can_manage_members/>
        </div>
    }
}

#[component]
fn Change(group: GroupView, form: FormState) -> impl IntoView {
    let t = texts();
    let (row, choices) = (group.row.clone(), group.choices.clone());
    let given = row.roles.iter().map(|role| role.id).filter(|id| choices.iter().any(|role| role.id == *id));
    let shown = GroupInput { name: row.name.clone(), about: row.about.clone(), roles: given.collect() };
    view! {
        <Form state=form class="card">
            <Head row=group.row.clone()/>
            <div class="card-body stack">
                <FormProblem state=form/>
                <Merged form=form version=group.version shown=shown.written()>
                    <Typed form=form row=Some(row.clone()) choices=choices.clone()/>
                </Merged>
            </div>
            <footer class="card-foot">
                <Others group=group/>
                <button class="btn btn--primary">
                    {t.get("action.save")}
                </button>
            </footer>
        </Form>
    }
}

#[component]
fn GroupDetails(group: GroupView) -> impl IntoView {
    let t = texts();
    let roles = group.row.roles.clone();
    view! {
        <section class="card">
            <Head row=group.row.clone()/>
            <div class="card-body stack">
                <h2 class="field-label">{t.get("groups.gives")}</h2>
                {roles.is_empty().then(|| view! { <p class="muted">{t.get("groups.gives.nothing")}</p> })}
                <span class="badges">
                    {roles.into_iter().map(|role| view! {
                        <span class="badge name" dir="auto">{role.name}</span>
                    }).collect_view()}
                </span>
                <p class="muted">{t.get("groups.not_yours")}</p>
            </div>
            <footer class="card-foot"><Others group=group/></footer>
        </section>
    }
}

#[component]
fn Head(row: GroupRow) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let id = row.id;
    let people = people(t, row.people);
    view! {
        <header class="card-head">
            <h1 class="card-title name wrap-anywhere" dir="auto">{row.name}</h1>
            {(!row.about.is_empty()).then(|| view! {
                <p class="card-text name wrap-anywhere" dir="auto">{row.about}</p>
            })}
            <p class="card-text">
                <a class="link" href=move || Url::Users { slug: slug.get() }.with(&[("group", &id.to_string())])>
                    {people}
                </a>
            </p>
        </header>
    }
}

/// What else can be done with it.
#[component]
fn Others(group: GroupView) -> impl IntoView {
    let t = texts();
    let (slug, id) = (use_slug().get_untracked(), group.row.id);
    let delete = group.may_delete.then(|| Url::DeleteGroup { slug: slug.clone(), id });
    view! {
        <Links delete=t.get("groups.delete") delete_at=delete all=t.get("groups.all") all_at=Url::Groups { slug }/>
    }
}
