//! What each step asks.

use crate::address::use_slug;
use crate::forms::FormState;
use crate::passwords::{PasswordField, Username};
use crate::state::{state, texts};
use crate::ui::{Check, Field, FieldError, Hint, Icon, described};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::accounts::full_name;
use model::i18n::fill;
use model::urls::Url;
use model::users::RoleChoice;
use model::wizard::{AddMode, Entered, Left, MAX_ADDRESSES, Step, WizardView};
use model::{Problem, Secret};

#[component]
pub(super) fn Fields(view: WizardView, form: FormState) -> impl IntoView {
    match view.step {
        Step::Email if view.entered.several => view! { <EmailsStep view=view form=form/> }.into_any(),
        Step::Email => view! { <EmailStep view=view form=form/> }.into_any(),
        Step::Name => view! { <NameStep entered=view.entered form=form/> }.into_any(),
        Step::AddMode => view! { <HowStep view=view form=form/> }.into_any(),
        Step::Password => view! { <PasswordStep view=view form=form/> }.into_any(),
        Step::Role => view! { <RoleStep view=view form=form/> }.into_any(),
        Step::Confirm => view! { <ConfirmStep view=view form=form/> }.into_any(),
        Step::Done => ().into_any(),
    }
}

#[component]
fn EmailStep(view: WizardView, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let proposed = use_query_map().with_untracked(|query| query.get("how"));
    let several = view.draft.is_none() && view.modes.contains(&AddMode::Invite);
    view! {
        {view.left.map(|left| view! { <LeftDraft left=left/> })}
        {proposed.map(|how| view! { <input type="hidden" name="proposed_how" value=how/> })}
        <Field name="email" kind="email" label=t.get("field.email") hint=t.get("wizard.email.hint") autocomplete="off"
            autofocus=true value=form.value("email", &view.entered.email) problem=form.problem("email")/>
        {several.then(|| view! {
            <p>
                <a class="link" data-noscroll href=move || Url::NewUser { slug: slug.get() }.with(&[("several", "1")])>
                    {t.get("wizard.emails.link")}
                </a>
            </p>
        })}
    }
}

/// What was entered before and left: to go on with, or to throw away.
#[component]
fn LeftDraft(left: Left) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let draft = left.draft;
    let go_on = left.whom.is_some().then(|| {
        let href = move || Url::NewUser { slug: slug.get() }.with(&[("draft", &draft.to_string())]);
        view! { <a class="btn btn--s" data-noscroll href=href>{t.get("wizard.left.go_on")}</a> }
    });
    let text = match left.whom {
        Some(whom) => t.with("wizard.left.text", &[("whom", &whom)]),
        None => t.get("wizard.left.unreadable").to_owned(),
    };
    view! {
        <div class="notice">
            <Icon name="info"/>
            <div class="notice-body"><p>{text}</p></div>
            <div class="notice-actions">
                {go_on}
                <button class="btn btn--s btn--quiet" name="discard" value=draft.to_string() formnovalidate>
                    {t.get("wizard.left.discard")}
                </button>
            </div>
        </div>
    }
}

/// Many addresses at once, with what is wrong with each.
#[component]
fn EmailsStep(view: WizardView, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let wrong = Signal::derive(move || {
        form.posted.with(|posted| {
            let errors = posted.iter().flat_map(|posted| posted.errors.iter());
            let of_one =
                |(field, problem): (&str, &Problem)| Some((field.strip_prefix("emails:")?.to_owned(), *problem));
            errors.filter_map(of_one).collect::<Vec<_>>()
        })
    });
    let problem = form.problem("emails");
    let invalid = move || (problem.with(Option::is_some) || wrong.with(|wrong| !wrong.is_empty())).then_some("true");
    view! {
        {view.left.map(|left| view! { <LeftDraft left=left/> })}
        <div class="field">
            <label class="field-label" for="emails">{t.get("wizard.emails.label")}</label>
            <textarea class="input textarea" id="emails" name="emails" rows="7" autocomplete="off"
                aria-describedby="emails-hint emails-error" aria-invalid=invalid>
                {form.value("emails", &view.entered.emails.join("\n"))}
            </textarea>
            <p class="field-hint" id="emails-hint">
                {t.with("wizard.emails.hint", &[("n", &MAX_ADDRESSES.to_string())])}
            </p>
            <FieldError name="emails" problem=problem/>
            <ul class="wizard-wrong" aria-live="polite">
                {move || wrong.get().into_iter().map(|(email, problem)| view! {
                    <li class="field-error"><span><bdi>{email}</bdi>": "{t.problem(problem)}</span></li>
                }).collect_view()}
            </ul>
        </div>
        {view.draft.is_none().then(|| view! {
            <p>
                <a class="link" data-noscroll href=move || Url::NewUser { slug: slug.get() }.path()>
                    {t.get("wizard.emails.one")}
                </a>
            </p>
        })}
    }
}

#[component]
fn NameStep(entered: Entered, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Field name="first_name" label=t.get("field.first_name") autocomplete="off" autofocus=true
            value=form.value("first_name", &entered.first_name) problem=form.problem("first_name")/>
        <Field name="last_name" label=t.get("field.last_name") hint=t.get("field.last_name.hint") autocomplete="off"
            value=form.value("last_name", &entered.last_name) problem=form.problem("last_name")/>
    }
}

#[component]
fn HowStep(view: WizardView, form: FormState) -> impl IntoView {
    let t = texts();
    let chosen = form.value(
        "how",
        view.entered
            .how
            .or(view.entered.proposed_how.filter(|how| view.modes.contains(how)))
            .or(view.modes.first().copied())
            .map_or("", AddMode::name),
    );
    view! {
        <fieldset class="choice-cards" aria-describedby="how-error">
            <legend class="sr-only">{t.get("wizard.how.label")}</legend>
            {view.modes.into_iter().map(|how| {
                let icon = if how == AddMode::Add { "user-plus" } else { "mail" };
                view! {
                    <label class="choice-card">
                        <input type="radio" name="how" value=how.name() checked=chosen == how.name()
                            aria-labelledby=format!("how-{}", how.name())
                            aria-describedby=format!("how-{}-about", how.name())/>
                        <Icon name=icon/>
                        <span class="choice-card-title" id=format!("how-{}", how.name())>
                            {t.get(&format!("choice.{}", how.name()))}
                        </span>
                        <span class="choice-card-text" id=format!("how-{}-about", how.name())>
                            {t.get(&format!("choice.{}.about", how.name()))}
                        </span>
                    </label>
                }
            }).collect_view()}
        </fieldset>
        <FieldError name="how" problem=form.problem("how")/>
    }
}

/// Chosen here, or made by the system once the person has been added.
#[component]
fn PasswordStep(view: WizardView, form: FormState) -> impl IntoView {
    let t = texts();
    let kept = view.entered.has_password;
    let source = form.value("source", if kept { "choose" } else { "generate" });
    let hint = t.with("password.hint", &[("n", &view.password_min.to_string())]);
    view! {
        <fieldset class="fieldset">
            <legend class="sr-only">{t.get("field.password")}</legend>
            <Check kind="radio" name="source" value="generate" label=t.get("wizard.password.generate")
                about=t.get("wizard.password.generate.about") checked=source == "generate"/>
            <Check kind="radio" name="source" value="choose" label=t.get("wizard.password.choose")
                checked=source != "generate"/>
        </fieldset>
        <div class="wizard-own stack">
            {kept.then(|| view! {
                <div class="notice">
                    <Icon name="info"/>
                    <div class="notice-body"><p>{t.get("wizard.password.kept")}</p></div>
                </div>
            })}
            <Username email=view.entered.email/>
            <PasswordField name=Secret::Password label=t.get("field.password") hint=hint autocomplete="new-password"
                strength=true problem=form.problem("password")/>
            <PasswordField name=Secret::ConfirmPassword label=t.get("field.confirm_password")
                autocomplete="new-password" problem=form.problem("confirm_password")/>
        </div>
        <Check name="temporary" label=t.get("wizard.password.temporary") about=t.get("wizard.password.temporary.about")
            checked=view.entered.temporary/>
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
    // The default role may be one that the reader can't give.
    let unchosen = !choices.iter().any(|(value, ..)| *value == chosen);
    view! {
        <fieldset class="fieldset" aria-describedby=described("role", unchosen)>
            <legend class="field-label">{t.get("field.role")}</legend>
            {unchosen.then(|| view! { <Hint name="role" text=t.get("roles.choose").to_owned()/> })}
            {choices.into_iter().map(|(value, name, about)| {
                let checked = chosen == value;
                view! { <Check kind="radio" name="role" value=value label=name about=about checked=checked/> }
            }).collect_view()}
        </fieldset>
        <FieldError name="role" problem=form.problem("role")/>
    }
}

/// The name of the role that was chosen.
pub(super) fn role_name(view: &WizardView) -> String {
    match view.entered.role {
        Some(RoleChoice::SuperUser) => texts().get("role.super_user").to_owned(),
        Some(RoleChoice::Role(id)) => {
            view.roles.iter().find(|role| role.id == id).map(|role| role.name.clone()).unwrap_or_default()
        }
        None => String::new(),
    }
}

/// Everything that will happen, in one sentence.
#[component]
fn ConfirmStep(view: WizardView, form: FormState) -> impl IntoView {
    let t = texts();
    let role = role_name(&view);
    let entered = view.entered;
    let workspace = state().with_value(|state| state.here.as_ref().map(|here| here.name.clone())).unwrap_or_default();
    let key = match (entered.how, view.existing_account) {
        (Some(AddMode::Invite), false) => "wizard.confirm.invite",
        (Some(AddMode::Invite), true) => "wizard.confirm.invite_existing",
        (_, false) => "wizard.confirm.add",
        (_, true) => "wizard.confirm.add_existing",
    };
    let name = full_name(&entered.first_name, &entered.last_name);
    let values = [("name", name.as_str()), ("email", &entered.email), ("role", &role), ("workspace", &workspace)];
    let sentence = if entered.several {
        let many = t.count("wizard.confirm.several", i64::try_from(entered.emails.len()).unwrap_or(i64::MAX));
        fill(&many, &values)
    } else {
        t.with(key, &values)
    };
    let adds = entered.how == Some(AddMode::Add) && !view.existing_account;
    let generated = (adds && entered.generate).then(|| t.get("wizard.confirm.generated"));
    let then = (adds && entered.temporary).then(|| t.get("wizard.confirm.temporary"));
    let own_mailbox = view.own_mailbox && (entered.several || entered.how == Some(AddMode::Invite));
    let no_mail = entered.how == Some(AddMode::Invite) && !state().with_value(|state| state.mail);
    view! {
        <p class="wizard-sentence" dir="auto">{sentence}</p>
        {entered.several.then(|| view! {
            <ul class="wizard-people">
                {entered.emails.into_iter().map(|email| view! { <li>{email}</li> }).collect_view()}
            </ul>
        })}
        {generated.map(|text| view! { <p class="muted">{text}</p> })}
        {then.map(|text| view! { <p class="muted">{text}</p> })}
        {own_mailbox.then(|| view! {
            <Check name="own_mailbox" label=t.get("wizard.confirm.own_mailbox")
                about=t.get("wizard.confirm.own_mailbox.about") checked=!form.value("own_mailbox", "").is_empty()/>
        })}
        {no_mail.then(|| view! {
            <div class="notice">
                <Icon name="link"/>
                <div class="notice-body"><p>{t.get("wizard.confirm.no_mail")}</p></div>
            </div>
        })}
        <FieldError name="email" problem=form.problem("email")/>
        <FieldError name="role" problem=form.problem("role")/>
    }
}
