//! What each step asks.

use crate::forms::FormState;
use crate::state::{state, texts};
use crate::ui::{Check, CopyField, Field, FieldError, Icon, PasswordField};
use leptos::prelude::*;
use model::accounts::full_name;
use model::users::RoleChoice;
use model::wizard::{Entered, How, Step, WizardView};

#[component]
pub(super) fn Fields(view: WizardView, form: FormState) -> impl IntoView {
    match view.step {
        Step::Email => view! { <EmailStep entered=view.entered form=form/> }.into_any(),
        Step::Name => view! { <NameStep entered=view.entered form=form/> }.into_any(),
        Step::How => view! { <HowStep view=view form=form/> }.into_any(),
        Step::Password => view! { <PasswordStep view=view form=form/> }.into_any(),
        Step::Role => view! { <RoleStep view=view form=form/> }.into_any(),
        Step::Confirm => view! { <ConfirmStep view=view form=form/> }.into_any(),
    }
}

#[component]
fn EmailStep(entered: Entered, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Field name="email" kind="email" label=t.get("field.email") hint=t.get("wizard.email.hint") autocomplete="off" autofocus=true
            value=form.value("email", &entered.email) problem=form.problem("email")/>
    }
}

#[component]
fn NameStep(entered: Entered, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Field name="first_name" label=t.get("field.first_name") autocomplete="off" autofocus=true
            value=form.value("first_name", &entered.first_name) problem=form.problem("first_name")/>
        <Field name="last_name" label=t.get("field.last_name") autocomplete="off"
            value=form.value("last_name", &entered.last_name) problem=form.problem("last_name")/>
    }
}

#[component]
fn HowStep(view: WizardView, form: FormState) -> impl IntoView {
    let t = texts();
    let chosen = form.value("how", view.entered.how.or(view.ways.first().copied()).map_or("", How::name));
    view! {
        <fieldset class="choice-cards" aria-describedby="how-error">
            <legend class="sr-only">{t.get("wizard.how.label")}</legend>
            {view.ways.into_iter().map(|how| {
                let icon = if how == How::Add { "user-plus" } else { "mail" };
                view! {
                    <label class="choice-card">
                        <input type="radio" name="how" value=how.name() checked=chosen == how.name()
                            aria-labelledby=format!("how-{}", how.name()) aria-describedby=format!("how-{}-about", how.name())/>
                        <Icon name=icon/>
                        <span class="choice-card-title" id=format!("how-{}", how.name())>{t.get(&format!("choice.{}", how.name()))}</span>
                        <span class="choice-card-text" id=format!("how-{}-about", how.name())>{t.get(&format!("choice.{}.about", how.name()))}</span>
                    </label>
                }
            }).collect_view()}
        </fieldset>
        <FieldError name="how" problem=form.problem("how")/>
    }
}

/// Chosen or generated. A generated one is there once: with WASM it appears in place, without it the page comes back.
#[component]
fn PasswordStep(view: WizardView, form: FormState) -> impl IntoView {
    let t = texts();
    let at_first = view.generated.clone();
    let generated = Signal::derive(move || {
        let later = form.posted.with(|posted| posted.as_ref()?.wizard.as_ref()?.generated.clone());
        later.or_else(|| at_first.clone())
    });
    let min = view.password_min.to_string();
    let kept = view.entered.has_password;
    let hint = t.with("password.hint", &[("n", &min)]);
    view! {
        {move || match generated.get() {
            Some(password) => view! {
                <div class="notice notice--warn"><Icon name="key"/><div class="notice-body">
                    <p class="notice-title">{t.get("wizard.password.once.title")}</p><p>{t.get("wizard.password.once.text")}</p>
                </div></div>
                <div class="field"><span class="field-label">{t.get("wizard.password.generated")}</span>
                    <CopyField value=password label=t.get("wizard.password.generated")/></div>
            }.into_any(),
            None => view! {
                {kept.then(|| view! { <div class="notice"><Icon name="info"/><div class="notice-body"><p>{t.get("wizard.password.kept")}</p></div></div> })}
                <PasswordField name="password" label=t.get("field.password") hint=hint.clone() autocomplete="new-password"
                    strength=true problem=form.problem("password")/>
                <PasswordField name="confirm_password" label=t.get("field.confirm_password") autocomplete="new-password"
                    problem=form.problem("confirm_password")/>
            }.into_any(),
        }}
        <div class="row">
            <button class="btn" name="go" value="generate"><Icon name="refresh"/>{t.get("wizard.password.generate")}</button>
        </div>
        <Check name="temporary" label=t.get("wizard.password.temporary") about=t.get("wizard.password.temporary.about") checked=view.entered.temporary/>
    }
}

#[component]
fn RoleStep(view: WizardView, form: FormState) -> impl IntoView {
    let t = texts();
    let role = view.entered.role.or(view.proposed_role.map(RoleChoice::Role));
    let chosen = form.value("role", &role.map(RoleChoice::written).unwrap_or_default());
    let mut choices: Vec<(String, String, String)> =
        view.roles.into_iter().map(|role| (RoleChoice::Role(role.id).written(), role.name, role.about)).collect();
    if view.may_make_super_user {
        let (name, about) = (t.get("role.super_user").to_owned(), t.get("role.super_user.about").to_owned());
        choices.push((RoleChoice::SUPER_USER.to_owned(), name, about));
    }
    view! {
        <fieldset class="fieldset" aria-describedby="role-error">
            <legend class="field-label">{t.get("field.role")}</legend>
            {choices.into_iter().map(|(value, name, about)| {
                let checked = chosen == value;
                view! { <Check kind="radio" name="role" value=value label=name about=about checked=checked/> }
            }).collect_view()}
        </fieldset>
        <FieldError name="role" problem=form.problem("role")/>
    }
}

/// Everything that will happen, in one sentence.
#[component]
fn ConfirmStep(view: WizardView, form: FormState) -> impl IntoView {
    let t = texts();
    let entered = view.entered;
    let role = match entered.role {
        Some(RoleChoice::SuperUser) => t.get("role.super_user").to_owned(),
        Some(RoleChoice::Role(id)) => {
            view.roles.into_iter().find(|role| role.id == id).map(|role| role.name).unwrap_or_default()
        }
        None => String::new(),
    };
    let workspace = state().with_value(|state| state.here.as_ref().map(|here| here.name.clone())).unwrap_or_default();
    let key = match (entered.how, view.existing_account) {
        (Some(How::Invite), false) => "wizard.confirm.invite",
        (Some(How::Invite), true) => "wizard.confirm.invite_existing",
        (_, false) => "wizard.confirm.add",
        (_, true) => "wizard.confirm.add_existing",
    };
    let name = full_name(&entered.first_name, &entered.last_name);
    let values = [("name", name.as_str()), ("email", &entered.email), ("role", &role), ("workspace", &workspace)];
    let then = (entered.how == Some(How::Add) && !view.existing_account && entered.temporary)
        .then(|| t.get("wizard.confirm.temporary"));
    let no_mail = entered.how == Some(How::Invite) && !state().with_value(|state| state.mail);
    view! {
        <p class="wizard-sentence" dir="auto">{t.with(key, &values)}</p>
        {then.map(|text| view! { <p class="muted">{text}</p> })}
        {no_mail.then(|| view! { <div class="notice"><Icon name="link"/><div class="notice-body"><p>{t.get("wizard.confirm.no_mail")}</p></div></div> })}
        <FieldError name="email" problem=form.problem("email")/>
        <FieldError name="role" problem=form.problem("role")/>
    }
}
