//! `/w/{slug}/settings/security`: who needs a second factor.

use super::frame::{Frame, Save};
use super::serverfns::read_factors;
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState, Merged};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::{may, texts};
use crate::ui::{Check, FieldError, Icon};
use leptos::prelude::*;
use model::i18n::fill;
use model::permissions::Permission;
use model::roles::RoleRow;
use model::urls::Url;
use model::users::{RoleChoice, Status, UsersQuery};
use model::workspaces::{FactorRow, Factors as Setting, FactorsView};

#[component]
pub(crate) fn SecuritySettings() -> impl IntoView {
    let slug = use_slug();
    let form = FormState::new();
    let found = resource(move || slug.get(), read_factors);
    view! {
        <Frame tab="workspace.security">
            <Loaded found=found view=move |factors| view! { <Factors factors=factors form=form/> }/>
        </Frame>
    }
}

#[component]
fn Factors(factors: FactorsView, form: FormState) -> impl IntoView {
    let t = texts();
    let FactorsView { slug, rows, has_none, may_edit, version } = factors;
    let shown = shown(&rows).written();
    let rows = move || {
        let typed = form.posted.get_untracked().map(|posted| posted.values).filter(|values| values.has("version"));
        let ticked = move |row: &FactorRow| match (&typed, row.role) {
            (None, _) => row.required,
            (Some(values), RoleChoice::SuperUser) => values.ticked("super_users"),
            (Some(values), RoleChoice::Role(id)) => values.all("roles").any(|role| role == id.to_string()),
        };
        let row =
            |row: &FactorRow| view! { <Row slug=slug.clone() row=row.clone() checked=ticked(row) may_edit=may_edit/> };
        rows.iter().map(row).collect_view()
    };
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("workspace.factors.title")}</h2>
                <p class="card-text">{t.get("workspace.factors.text")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                {(has_none && may_edit).then(|| view! {
                    <div class="notice notice--warn">
                        <Icon name="alert"/>
                        <div class="notice-body"><p>{t.get("workspace.factors.has_none")}</p></div>
                    </div>
                })}
                <Merged form=form version=version shown=shown>
                    <fieldset class="fieldset" aria-describedby="roles-hint roles-error">
                        <legend class="field-label">{t.get("workspace.factors.who")}</legend>
                        // Boxes that can't be ticked can't be reached: then the list itself is what the keys scroll.
                        <ul class="asked-list" tabindex=(!may_edit).then_some("0")>{rows()}</ul>
                        <p class="field-hint" id="roles-hint">{t.get("workspace.factors.hint")}</p>
                        <FieldError name="roles" problem=form.problem("roles")/>
                    </fieldset>
                </Merged>
            </div>
            <Save may_edit=may_edit/>
        </Form>
    }
}

/// What is ticked when the form is opened.
fn shown(rows: &[FactorRow]) -> Setting {
    let required = rows.iter().filter(|row| row.required);
    let mut setting = Setting::default();
    for row in required {
        match row.role {
            RoleChoice::SuperUser => setting.super_users = true,
            RoleChoice::Role(id) => setting.roles.push(id),
        }
    }
    setting
}

#[component]
fn Row(slug: String, row: FactorRow, checked: bool, may_edit: bool) -> impl IntoView {
    let (name, value) = match row.role {
        RoleChoice::SuperUser => ("super_users", "on".to_owned()),
        RoleChoice::Role(id) => ("roles", id.to_string()),
    };
    let standing = standing(&row);
    let asked =
        UsersQuery { status: Some(Status::Active), role: Some(row.role), mfa: Some(false), ..UsersQuery::default() };
    let without = (row.without > 0 && may(Permission::USERS_READ))
        .then(|| Url::Users { slug }.with_query(&asked.written(crate::address::encode)));
    let spoken = format!("{}: {standing}", row.name);
    view! {
        <li>
            <Check name=name value=value label=row.name checked=checked disabled=!may_edit/>
            {match without {
                Some(href) => view! { <a class="asked-standing" href=href aria-label=spoken>{standing}</a> }.into_any(),
                None => view! { <span class="asked-standing muted">{standing}</span> }.into_any(),
            }}
        </li>
    }
}

/// "12 of 40 have none yet".
fn standing(row: &FactorRow) -> String {
    let t = texts();
    let many = row.people > RoleRow::MANY;
    let people = t.number(row.people.min(RoleRow::MANY));
    match (row.people, row.without) {
        (0, _) => t.get("workspace.factors.nobody").to_owned(),
        (_, 0) if many => t.with("workspace.factors.first_all", &[("n", &people)]),
        (all, 0) => t.count("workspace.factors.all", all),
        (_, n) if many => t.with("workspace.factors.first_some", &[("n", &t.number(n)), ("people", &people)]),
        (_, n) => fill(&t.count("workspace.factors.some", n), &[("people", &people)]),
    }
}
