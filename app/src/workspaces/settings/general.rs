//! `/w/{slug}/settings`: name, languages, default role.

use super::frame::{Save, Tab};
use super::picture::PictureCard;
use crate::forms::{Form, FormProblem, FormState, Merged};
use crate::state::texts;
use crate::ui::{Check, Choice, Field, FieldError, SelectField};
use leptos::prelude::*;
use model::Language;
use model::workspaces::SettingsView;

#[component]
pub(crate) fn GeneralSettings() -> impl IntoView {
    view! {
        <Tab tab="workspace.general" body=|settings, form| view! { <General settings=settings form=form/> }.into_any()/>
    }
}

#[component]
fn General(settings: SettingsView, form: FormState) -> impl IntoView {
    let t = texts();
    let chosen = settings.general.default_role.map(|id| id.to_string()).unwrap_or_default();
    let mut roles = vec![Choice { value: String::new(), label: t.get("role.member").to_owned() }];
    // A default that the reader can't give stays what it is.
    if !settings.roles.iter().any(|role| role.id.to_string() == chosen) && !chosen.is_empty() {
        roles.push(Choice { value: chosen.clone(), label: settings.default_role.clone() });
    }
    roles.extend(settings.roles.iter().map(|role| Choice { value: role.id.to_string(), label: role.name.clone() }));
    let model::workspaces::General { name, languages, country, .. } = settings.general.clone();
    let country = country.map(String::from).unwrap_or_default();
    let mut countries = vec![Choice { value: String::new(), label: t.get("workspace.country.none").to_owned() }];
    countries.extend(settings.countries.into_iter().map(|(code, label)| Choice { value: code.into(), label }));
    let slug = settings.slug.clone();
    view! {
        {settings.may_edit.then(|| view! { <PictureCard slug=settings.slug.clone() form=form/> })}
        <Form state=form class="card">
            <div class="card-body stack">
                <FormProblem state=form/>
                <Merged form=form version=settings.version shown=settings.general.written()>
                    <Field name="name" label=t.get("field.workspace") autocomplete="off"
                        hint=t.with("workspace.address", &[("slug", &slug)])
                        value=form.value("name", &name) problem=form.problem("name")/>
                    <Languages offered=languages.clone() form=form/>
                    <SelectField name="country" label=t.get("workspace.country") choices=countries.clone()
                        hint=t.get("workspace.country.about")
                        value=form.value("country", &country) problem=form.problem("country")/>
                    <SelectField name="default_role" label=t.get("workspace.default_role") choices=roles.clone()
                        hint=t.get("workspace.default_role.about")
                        value=form.value("default_role", &chosen) problem=form.problem("default_role")/>
                </Merged>
            </div>
            <Save may_edit=settings.may_edit/>
        </Form>
    }
}

#[component]
fn Languages(offered: Vec<Language>, form: FormState) -> impl IntoView {
    let t = texts();
    let typed = form.posted.with_untracked(|posted| {
        let posted = posted.as_ref().filter(|posted| posted.values.has("name"))?;
        Some(posted.values.all("languages").map(str::to_owned).collect::<Vec<_>>())
    });
    let ticked = move |language: Language| match &typed {
        Some(typed) => typed.iter().any(|tag| tag == language.tag()),
        None => offered.contains(&language),
    };
    view! {
        <fieldset class="fieldset" aria-describedby="languages-hint languages-error">
            <legend class="field-label">{t.get("workspace.languages")}</legend>
            {Language::ALL.map(|language| view! {
                <Check name="languages" value=language.tag() label=language.own_name() checked=ticked(language)/>
            }).collect_view()}
            <p class="field-hint" id="languages-hint">{t.get("workspace.languages.about")}</p>
            <FieldError name="languages" problem=form.problem("languages")/>
        </fieldset>
    }
}
