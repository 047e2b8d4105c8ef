//! `/w/{slug}/users/{id}/edit`: the panel as a form (seed 002, "Edit User").

use super::addresses::{UserAt, UserPage, use_edited_in_row};
use super::details_panel::Texts;
use super::serverfns::read_edit;
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState, Merged};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::{may, texts};
use crate::ui::{Check, Field, FieldError, Icon};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::permissions::Permission;
use model::users::{EditView, MemberField, Owner};

#[component]
pub(crate) fn EditPanel() -> impl IntoView {
    let slug = use_slug();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    if use_edited_in_row().is_some() {
        return ().into_any();
    }
    view! {
        <aside class="panel" aria-labelledby="panel-title" data-person=id>
            <OfPerson slug=slug id=id.get_untracked()/>
        </aside>
    }
    .into_any()
}

/// What is typed belongs to one person: another one gets another form.
#[component]
fn OfPerson(slug: Memo<String>, id: String) -> impl IntoView {
    let found = resource(move || (slug.get(), id.clone()), |(slug, id)| read_edit(slug, id.parse().ok()));
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
                <h2 class="panel-title name" dir="auto" id="panel-title" tabindex="-1">
                    {t.with("user.edit.title", &[("name", &name)])}
                </h2>
                <a class="btn btn--quiet btn--icon" data-close="" data-noscroll href=back aria-label=t.get("action.close")>
                    <Icon name="close"/>
                </a>
            </header>
            <div class="panel-body stack">
                <FormProblem state=form/>
                <Merged form=form version=version shown=shown>
                    <Personal edit=edit.clone() form=form/>
                    {may(Permission::USERS_WRITE).then(|| view! {
                        <Access edit=edit.clone() form=form/>
                        <Groups edit=edit.clone() form=form/>
                        <Ends edit=edit.clone() form=form/>
                    })}
                </Merged>
            </div>
            <footer class="panel-foot">
                <a class="btn" data-noscroll href=back>{t.get("action.cancel")}</a>
                <button class="btn btn--primary">
                    {t.get("action.save")}
                </button>
            </footer>
        </Form>
    }
}

/// The texts: those of the account where it is this workspace's to change, those of the membership for whoever edits
/// members. What can't be changed is shown.
#[component]
fn Personal(edit: EditView, form: FormState) -> impl IntoView {
    let user = edit.user;
    let is_editable = |field: &MemberField| match field.spec().text {
        Some(Owner::Account) => user.personal.is_none(),
        _ => may(Permission::USERS_WRITE),
    };
    let (editable, rest): (Vec<_>, Vec<_>) = MemberField::texts().partition(is_editable);
    let controls = editable.into_iter().enumerate().map(|(i, field)| {
        let value = user.row.texts.or_blank(field).to_owned();
        view! { <TextControl field=field value=value is_me=user.row.rights.is_me autofocus=i == 0 form=form/> }
    });
    let controls = controls.collect_view();
    let facts = (!rest.is_empty()).then(|| view! { <dl class="facts"><Texts texts=user.row.texts fields=rest/></dl> });
    match user.personal {
        Some(problem) => view! {
            <div class="notice">
                <Icon name="info"/>
                <div class="notice-body"><p>{texts().problem(problem)}</p></div>
            </div>
            {facts}
            {controls}
        }
        .into_any(),
        None => view! { {controls}{facts} }.into_any(),
    }
}

#[component]
fn TextControl(field: MemberField, value: String, is_me: bool, autofocus: bool, form: FormState) -> impl IntoView {
    let t = texts();
    let name = field.name();
    let (kind, hint, own) = match field {
        MemberField::FirstName => ("text", "", "given-name"),
        MemberField::LastName => ("text", t.get("field.last_name.hint"), "family-name"),
        MemberField::Phone => ("tel", t.get("user.phone_hint"), "tel"),
        _ => ("text", "", "off"),
    };
    view! {
        <Field name=name kind=kind label=t.get(field.label()) hint=hint autocomplete=if is_me { own } else { "off" }
            autofocus=autofocus value=form.value(name, &value) problem=form.problem(name)/>
    }
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
            <Check kind="radio" name="access" value="super_user" label=t.get("role.super_user")
                about=t.get("role.super_user.about") checked=is_super disabled=!edit.may_make_super_user && !is_super/>
            <Check kind="radio" name="access" value="roles" label=t.get("user.restricted")
                about=t.get("user.restricted.about") checked=!is_super/>
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
