//! What the columns mean: guessed, and to be confirmed.

use super::reading::{ReadingFields, Stray};
use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use crate::ui::{Check, Choice, FieldError, SelectField};
use leptos::prelude::*;
use model::imports::{ColumnView, ImportView, Mapping, MappingView};
use model::users::{MemberField, RoleChoice};
use model::wizard::AddMode;

#[component]
pub(super) fn Columns(view: ImportView, mapping: MappingView, form: FormState) -> impl IntoView {
    let t = texts();
    let role = form.value("role", &mapping.role.map(RoleChoice::written).unwrap_or_default());
    let mut roles: Vec<Choice> = mapping
        .roles
        .into_iter()
        .map(|role| Choice { value: RoleChoice::Role(role.id).written(), label: role.name })
        .collect();
    if mapping.may_make_super_user {
        roles.push(Choice { value: RoleChoice::SUPER_USER.to_owned(), label: t.get("role.super_user").to_owned() });
    }
    // The default role may be one that the reader can't give: without this the first one would pass for chosen.
    if !roles.iter().any(|choice| choice.value == role) {
        roles.insert(0, Choice { value: String::new(), label: t.get("roles.choose").to_owned() });
    }
    view! {
        <Form state=form class="card">
            // Enter goes on.
            <button class="sr-only" tabindex="-1" aria-hidden="true" name="go" value="map"></button>
            <header class="card-head">
                <h1 class="card-title wrap-anywhere">{t.with("import.columns.title", &[("file", &view.file)])}</h1>
                <p class="card-text">{t.get("import.columns.text")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <FieldError name="columns" problem=form.problem("columns")/>
                <Stray cells=view.stray/>
                <div class="table-wrap">
                    <table class="table import-columns">
                        <thead><tr>
                            <th scope="col">{t.get("import.columns.name")}</th>
                            <th scope="col">{t.get("import.columns.samples")}</th>
                            <th scope="col">{t.get("import.columns.meaning")}</th>
                        </tr></thead>
                        <tbody>
                            {mapping.columns.into_iter().enumerate().map(|(i, column)| view! {
                                <ColumnRow i=i column=column form=form/>
                            }).collect_view()}
                        </tbody>
                    </table>
                </div>
                {mapping.reading.map(|reading| view! { <ReadingFields view=reading form=form/> })}
                <h2 class="card-title">{t.get("import.newcomers")}</h2>
                <SignInMethods modes=mapping.modes how=mapping.how form=form/>
                <SelectField name="role" label=t.get("field.role") choices=roles value=role
                    problem=form.problem("role")/>
                <p class="field-hint">{t.get("import.newcomers.text")}</p>
            </div>
            <footer class="card-foot">
                <button class="btn" name="go" value="cancel">{t.get("import.discard")}</button>
                <button class="btn btn--primary" name="go" value="map">
                    {t.get("action.next")}
                </button>
            </footer>
        </Form>
    }
}

#[component]
fn ColumnRow(i: usize, column: ColumnView, form: FormState) -> impl IntoView {
    let t = texts();
    let name = Mapping::control(i);
    let chosen = form.value(&name, column.field.map_or("", MemberField::name));
    let header = if column.header.is_empty() {
        t.with("import.columns.unnamed", &[("n", &(i + 1).to_string())])
    } else {
        column.header
    };
    let label = t.with("import.columns.label", &[("name", &header)]);
    view! {
        <tr>
            <th scope="row" class="cell-main name wrap-anywhere" dir="auto">{header}</th>
            <td data-label=t.get("import.columns.samples") class="muted wrap-anywhere">
                <span class="name" dir="auto">{column.samples.join(" · ")}</span>
            </td>
            <td data-label=t.get("import.columns.meaning")>
                <select class="input select" name=name aria-label=label>
                    <option value="" selected=chosen.is_empty()>{t.get("import.columns.ignored")}</option>
                    {MemberField::importable().map(|field| view! {
                        <option value=field.name() selected=chosen == field.name()>{t.get(field.label())}</option>
                    }).collect_view()}
                </select>
            </td>
        </tr>
    }
}

#[component]
fn SignInMethods(modes: Vec<AddMode>, how: AddMode, form: FormState) -> impl IntoView {
    let t = texts();
    let chosen = form.value("how", how.name());
    view! {
        <fieldset class="fieldset">
            <legend class="field-label">{t.get("wizard.how.label")}</legend>
            {modes.into_iter().map(|way| view! {
                <Check kind="radio" name="how" value=way.name() checked=chosen == way.name()
                    label=t.get(&format!("choice.{}", way.name()))
                    about=t.get(&format!("import.{}.about", way.name()))/>
            }).collect_view()}
            <FieldError name="how" problem=form.problem("how")/>
        </fieldset>
    }
}
