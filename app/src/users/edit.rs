//! `/w/{slug}/users/{id}/edit`: the panel as a form (seed 002, "Edit User").

use super::page::{UserAt, UserPage};
use super::serverfns::read_edit;
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState, Merged};
use crate::loaded::Loaded;
use crate::state::{may, texts};
use crate::ui::{Check, Field, FieldError, Icon, fresh};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::permissions::Permission;
use model::users::EditView;

#[component]
pub(crate) fn EditPanel() -> impl IntoView {
    let slug = use_slug();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    view! { <aside class="panel" aria-labelledby="panel-title">{fresh(id, move |id| view! { <OfPerson slug=slug id=id/> })}</aside> }
}

/// What is typed belongs to one person: another one gets another form.
#[component]
fn OfPerson(slug: Memo<String>, id: String) -> impl IntoView {
    let found = Resource::new(move || (slug.get(), id.clone()), |(slug, id)| read_edit(slug, id.parse().ok()));
    let form = FormState::new();
    view! {
            <Loaded found=found around="panel-body"
                fallback=|| view! { <div class="panel-body" aria-busy="true"></div> }
                view=move |edit| view! { <EditForm edit=edit form=form/> }/>
    }
}

#[component]
fn EditForm(edit: EditView, form: FormState) -> impl IntoView {
    let t = texts();
    let user = edit.user.clone();
    let at = UserAt::of(user.row.id);
    let back = move || at.href(UserPage::Details, &[]);
    let name = if user.row.name.is_empty() { user.row.email.clone() } else { user.row.name.clone() };
    let (version, shown) = (user.version, edit.shown.clone());
    view! {
        <leptos_meta::Title text=t.with("user.edit.title", &[("name", &name)])/>
        <Form state=form class="panel-form">
            <header class="panel-head">
                <h2 class="panel-title name" dir="auto" id="panel-title" tabindex="-1">{t.with("user.edit.title", &[("name", &name)])}</h2>
                <a class="btn btn--quiet btn--icon" data-close data-noscroll href=back aria-label=t.get("action.close")><Icon name="close"/></a>
            </header>
            <div class="panel-body stack">
                <FormProblem state=form/>
                <Merged form=form version=version shown=shown>
                    <Personal edit=edit.clone() form=form/>
                    {may(Permission::USERS_WRITE).then(|| view! { <Access edit=edit.clone() form=form/><Groups edit=edit.clone() form=form/><Ends edit=edit.clone() form=form/> })}
                </Merged>
            </div>
            <footer class="panel-foot">
                <a class="btn" data-noscroll href=back>{t.get("action.cancel")}</a>
                <button class="btn btn--primary" aria-busy=move || form.busy.get().then_some("true")>{t.get("action.save")}</button>
            </footer>
        </Form>
    }
}

#[component]
fn Personal(edit: EditView, form: FormState) -> impl IntoView {
    let t = texts();
    let user = edit.user;
    if let Some(problem) = user.personal {
        return view! {
            <div class="notice"><Icon name="info"/><div class="notice-body"><p>{t.problem(problem)}</p></div></div>
            <dl class="facts">
                <div><dt>{t.get("field.first_name")}</dt><dd class="name" dir="auto">{user.first_name}</dd></div>
                <div><dt>{t.get("field.last_name")}</dt><dd class="name" dir="auto">{user.last_name}</dd></div>
                <div><dt>{t.get("field.phone")}</dt><dd>{user.row.phone.unwrap_or_else(|| "–".into())}</dd></div>
            </dl>
        }
        .into_any();
    }
    let autocomplete = if user.row.rights.is_me { ["given-name", "family-name", "tel"] } else { ["off"; 3] };
    view! {
        <Field name="first_name" label=t.get("field.first_name") autocomplete=autocomplete[0] autofocus=true
            value=form.value("first_name", &user.first_name) problem=form.problem("first_name")/>
        <Field name="last_name" label=t.get("field.last_name") autocomplete=autocomplete[1]
            value=form.value("last_name", &user.last_name) problem=form.problem("last_name")/>
        <Field name="phone" kind="tel" label=t.get("field.phone") autocomplete=autocomplete[2] hint=t.get("user.phone_hint")
            value=form.value("phone", user.row.phone.as_deref().unwrap_or_default()) problem=form.problem("phone")/>
    }
    .into_any()
}

/// A super-user, or roles with restricted permissions.
#[component]
fn Access(edit: EditView, form: FormState) -> impl IntoView {
    let t = texts();
    let access = edit.user.access;
    let came_back = form.posted.get_untracked().map(|posted| posted.values).filter(|values| values.has("access"));
    let is_super = came_back.as_ref().map_or(access.super_user, |values| values.get("access") == "super_user");
    let held = move |id: &str| match &came_back {
        Some(values) => values.all("roles").any(|role| role == id),
        None => access.roles.iter().any(|role| role.to_string() == id),
    };
    view! {
        <fieldset class="fieldset access" aria-describedby="role-error">
            <legend class="field-label">{t.get("field.role")}</legend>
            <Check kind="radio" name="access" value="super_user" label=t.get("role.super_user") about=t.get("role.super_user.about")
                checked=is_super disabled=!edit.may_make_super_user && !is_super/>
            <Check kind="radio" name="access" value="roles" label=t.get("user.restricted") about=t.get("user.restricted.about") checked=!is_super/>
            <div class="access-roles">
                {edit.roles.into_iter().map(|role| {
                    let id = role.id.to_string();
                    let checked = held(&id);
                    view! { <Check name="roles" value=id label=role.name about=role.about checked=checked/> }
                }).collect_view()}
            </div>
            <FieldError name="role" problem=form.problem("role")/>
        </fieldset>
    }
}

/// The groups that they are in; none to tick where there are none.
#[component]
fn Groups(edit: EditView, form: FormState) -> impl IntoView {
    let t = texts();
    if edit.groups.is_empty() {
        return ().into_any();
    }
    let came_back = form.posted.get_untracked().map(|posted| posted.values).filter(|values| values.has("in_groups"));
    let is_in = edit.user.groups;
    let ticked = move |id: &str| match &came_back {
        Some(values) => values.all("group").any(|group| group == id),
        None => is_in.iter().any(|group| group.id.to_string() == id),
    };
    view! {
        <fieldset class="fieldset" aria-describedby="group-error">
            <legend class="field-label">{t.get("users.by_groups")}</legend>
            <input type="hidden" name="in_groups" value="1"/>
            {edit.groups.into_iter().map(|group| {
                let id = group.id.to_string();
                let checked = ticked(&id);
                view! { <Check name="group" value=id label=group.name checked=checked/> }
            }).collect_view()}
            <FieldError name="group" problem=form.problem("group")/>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Ends(edit: EditView, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Field name="ends" kind="date" label=t.get("user.ends") hint=t.get("user.ends_hint") autocomplete="off"
            value=form.value("ends", &edit.ends.unwrap_or_default()) problem=form.problem("ends")/>
    }
}
