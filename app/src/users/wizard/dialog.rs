//! The dialog: where one is, the step, back and on.

use super::done::Done;
use super::steps::{Fields, role_name};
use crate::Failure;
use crate::address::use_slug;
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState, Leave};
use crate::loaded::awaiting;
use crate::plans::SeatsNotice;
use crate::resource::resource;
use crate::state::{Posted, texts};
use crate::ui::Icon;
use crate::users::addresses::{use_asked, written};
use crate::users::serverfns::wizard_step;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::urls::Url;
use model::wizard::{AddMode, Step, WizardView};

#[component]
pub(crate) fn WizardDialog() -> impl IntoView {
    let (slug, asked) = (use_slug(), use_asked());
    let form = FormState::new();
    let get = |name: &str| use_query_map().with_untracked(|query| query.get(name).unwrap_or_default());
    // What came back says itself which step it is of.
    let came_back = form.posted.with_untracked(|posted| posted.as_ref().map(asked_by));
    let (draft, at) = came_back.unwrap_or_else(|| (get("draft"), get("step")));
    let step = resource(
        move || (slug.get(), draft.parse().ok(), Step::named(&at)),
        |(slug, draft, step)| wizard_step(slug, draft, step),
    );
    let back = Signal::derive(move || Url::Users { slug: slug.get() }.with_query(&written(&asked.get())));
    view! {
        <div class="dialog-backdrop">
            <Transition fallback=|| ()>
                {awaiting(move || async move {
                    match step.await {
                        Ok(view) => view! { <WizardStep shown=view form=form back=back/> }.into_any(),
                        Err(Failure(error)) => view! {
                            <WizardFrame guard=None>
                                <div class="dialog-body">
                                    <ErrorNotice error=error/>
                                    <a class="btn" href=back>{texts().get("action.close")}</a>
                                </div>
                            </WizardFrame>
                        }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn WizardFrame(
    /// What would be lost by leaving: see `forms::leaving`.
    guard: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="dialog dialog--wizard" role="dialog" aria-modal="true" aria-labelledby="wizard-title" tabindex="-1"
            data-guard=guard>
            {children()}
        </div>
    }
}

/// The draft and the step of a form that came back.
fn asked_by(posted: &Posted) -> (String, String) {
    match &posted.wizard {
        Some(view) => (view.draft.map(|draft| draft.to_string()).unwrap_or_default(), view.step.name().to_owned()),
        None => (posted.values.get("draft").to_owned(), posted.values.get("step").to_owned()),
    }
}

/// One step; an answer that stays here (the end, with a password that is shown once) replaces what is shown.
#[component]
fn WizardStep(shown: WizardView, form: FormState, back: Signal<String>) -> impl IntoView {
    let t = texts();
    let answered = form.posted.with_untracked(|posted| posted.as_ref().and_then(|posted| posted.wizard.clone()));
    let mut view = answered.unwrap_or(shown);
    if view.draft.is_none() && use_query_map().with_untracked(|query| query.get("several").is_some()) {
        view.entered.several = true;
    }
    let guard = match (&view.password, view.draft) {
        (Some(_), _) => Some("password"),
        (None, _) if view.step == Step::Done => None,
        (None, Some(_)) => Some("entered"),
        (None, None) => Some("typed"),
    };
    let title = t.get(&format!("wizard.{}.title", view.step.name()));
    let (leave_title, leave_text) = match guard {
        Some("password") => ("wizard.leave.password.title", "wizard.leave.password.text"),
        _ => ("wizard.leave.title", "wizard.leave.text"),
    };
    view! {
        <leptos_meta::Title text=t.get("wizard.title")/>
        <WizardFrame guard=guard>
            <div class="wizard-side">
                <h2 class="dialog-title" id="wizard-title">{t.get("wizard.title")}</h2>
                <Stepper view=view.clone()/>
            </div>
            {if view.step == Step::Done {
                view! { <Done view=view title=title/> }.into_any()
            } else {
                view! { <Asked view=view form=form title=title back=back/> }.into_any()
            }}
        </WizardFrame>
        <Leave title=t.get(leave_title) text=t.get(leave_text) go=t.get("wizard.leave")/>
    }
}

/// The title of the step, and the way out.
#[component]
pub(super) fn Head(title: &'static str, back: Signal<String>) -> impl IntoView {
    view! {
        <div class="dialog-head">
            <h3 class="wizard-title">{title}</h3>
            <a class="btn btn--quiet btn--icon" data-close="" data-noscroll href=back
                aria-label=texts().get("action.close")>
                <Icon name="close"/>
            </a>
        </div>
    }
}

#[component]
fn Asked(view: WizardView, form: FormState, title: &'static str, back: Signal<String>) -> impl IntoView {
    let t = texts();
    let (step, draft, how) = (view.step, view.draft, view.entered.how);
    let go_on = match (step, how) {
        (Step::Confirm, Some(AddMode::Invite)) => "choice.invite",
        (Step::Confirm, _) => "users.add",
        _ => "action.next",
    };
    let hidden_draft = draft.map(|draft| view! { <input type="hidden" name="draft" value=draft.to_string()/> });
    view! {
        <Form state=form class="wizard">
            // Enter presses the first button of a form.
            <button class="sr-only" tabindex="-1" aria-hidden="true" name="go" value="next"></button>
            <input type="hidden" name="step" value=step.name()/>
            {hidden_draft}
            <Head title=title back=back/>
            <div class="dialog-body">
                <FormProblem state=form/>
                <SeatsNotice seats=view.seats.clone()/>
                <Fields view=view form=form/>
            </div>
            <div class="dialog-foot">
                {(step != Step::Email).then(|| view! {
                    <span class="dialog-foot-start">
                        <button class="btn btn--quiet" name="go" value="back" formnovalidate>
                            <Icon name="arrow-left"/>
                            {t.get("action.back")}
                        </button>
                    </span>
                })}
                <button class="btn btn--primary" name="go" value="next">
                    {t.get(go_on)}
                </button>
            </div>
        </Form>
    }
}

#[component]
fn Stepper(view: WizardView) -> impl IntoView {
    let t = texts();
    let current = view.step;
    let path = view.entered.path();
    let answer = move |step: Step| match step {
        Step::Email if view.entered.several => Some(view.entered.emails.join(", ")),
        Step::Email => Some(view.entered.email.clone()),
        Step::Name => Some(model::accounts::full_name(&view.entered.first_name, &view.entered.last_name)),
        Step::AddMode => view.entered.how.map(|how| t.get(&format!("choice.{}", how.name())).to_owned()),
        Step::Role => Some(role_name(&view)),
        Step::Password | Step::Confirm | Step::Done => None,
    };
    view! {
        <ol class="stepper" aria-label=t.get("wizard.steps")>
            {path.into_iter().map(|step| {
                let done = step < current;
                view! {
                    <li class="step" data-state=done.then_some("done") aria-current=(step == current).then_some("step")>
                        <span class="step-mark" aria-hidden="true"></span>
                        <span class="step-text">
                            <span class="step-label">{t.get(&format!("wizard.{}.label", step.name()))}</span>
                            {done.then(|| answer(step)).flatten().map(|text| view! {
                                <span class="step-value name" dir="auto">{text}</span>
                            })}
                        </span>
                    </li>
                }
            }).collect_view()}
        </ol>
    }
}
