//! The dialog: where one is, the step, back and on.

use super::steps::Fields;
use crate::Failure;
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{Posted, texts};
use crate::ui::{Icon, on_modal_key};
use crate::users::page::{use_asked, use_slug, written};
use crate::users::serverfns::wizard_step;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use model::wizard::{How, Step, WizardView};

#[component]
pub(crate) fn WizardDialog() -> impl IntoView {
    let (slug, asked) = (use_slug(), use_asked());
    let query = use_query_map();
    let first = FormState::new();
    let came_back = StoredValue::new(first.posted.get_untracked());
    let addressed =
        move |query: &ParamsMap| (query.get("draft").unwrap_or_default(), query.get("step").unwrap_or_default());
    let at_first = query.with_untracked(addressed);
    let at = Memo::new(move |_| {
        let asked = query.with(addressed);
        // What came back belongs to the step that was posted, and to no other.
        if asked != at_first {
            came_back.set_value(None);
        }
        let (draft, step) = came_back.with_value(|posted| posted.as_ref().map(asked_by)).unwrap_or(asked);
        (slug.get(), draft.parse().ok(), Step::named(&step))
    });
    let step = Resource::new(move || at.get(), |(slug, draft, step)| wizard_step(slug, draft, step));
    let back = Signal::derive(move || format!("/w/{}/users{}", slug.get(), written(&asked.get())));
    let navigate = use_navigate();
    let leave = move || navigate(&back.get_untracked(), NavigateOptions { scroll: false, ..Default::default() });
    view! {
        <div class="dialog-backdrop">
            <div class="dialog dialog--wizard" role="dialog" aria-modal="true" aria-labelledby="wizard-title" tabindex="-1"
                on:keydown=move |event| on_modal_key(&event, &leave)>
                <Transition fallback=|| view! { <div class="wizard-side" aria-busy="true"><h2 class="dialog-title" id="wizard-title">{texts().get("wizard.title")}</h2></div> }>
                    {move || Suspend::new(async move {
                        let form = FormState { posted: RwSignal::new(came_back.get_value()), ..first };
                        match step.await {
                            Ok(view) => view! { <WizardStep shown=view form=form back=back/> }.into_any(),
                            Err(Failure(error)) => view! { <div class="dialog-body"><ErrorNotice error=error/><a class="btn" href=back>{texts().get("action.close")}</a></div> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
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

/// One step; an answer that stays here (a generated password) replaces what is shown.
#[component]
fn WizardStep(shown: WizardView, form: FormState, back: Signal<String>) -> impl IntoView {
    let t = texts();
    let answered = form.posted.with_untracked(|posted| posted.as_ref().and_then(|posted| posted.wizard.clone()));
    let view = answered.unwrap_or(shown);
    let (step, draft, how) = (view.step, view.draft, view.entered.how);
    let title = t.get(&format!("wizard.{}.title", step.name()));
    let go_on = match (step, how) {
        (Step::Confirm, Some(How::Invite)) => "choice.invite",
        (Step::Confirm, _) => "users.add",
        _ => "action.next",
    };
    Effect::new(take_focus);
    let hidden_draft = draft.map(|draft| view! { <input type="hidden" name="draft" value=draft.to_string()/> });
    view! {
        <leptos_meta::Title text=t.get("wizard.title")/>
        <div class="wizard-side">
            <h2 class="dialog-title" id="wizard-title">{t.get("wizard.title")}</h2>
            <Stepper view=view.clone()/>
        </div>
        <Form state=form class="wizard">
            // Enter presses the first button of a form.
            <button class="sr-only" tabindex="-1" aria-hidden="true" name="go" value="next"></button>
            <input type="hidden" name="step" value=step.name()/>
            {hidden_draft}
            <div class="dialog-head">
                <h3 class="wizard-title">{title}</h3>
                <a class="btn btn--quiet btn--icon" data-noscroll href=back aria-label=t.get("action.close")><Icon name="close"/></a>
            </div>
            <div class="dialog-body">
                <FormProblem state=form/>
                <Fields view=view form=form/>
            </div>
            <div class="dialog-foot">
                {(step != Step::Email).then(|| view! {
                    <span class="dialog-foot-start">
                        <button class="btn btn--quiet" name="go" value="back" formnovalidate><Icon name="arrow-left"/>{t.get("action.back")}</button>
                    </span>
                })}
                <button class="btn btn--primary" name="go" value="next" aria-busy=move || form.busy.get().then_some("true")>{t.get(go_on)}</button>
            </div>
        </Form>
    }
}

/// The step before is gone, and the focus with it: the first control of this one takes it, so that keys go on.
fn take_focus() {
    #[cfg(feature = "hydrate")]
    request_animation_frame(|| {
        let find = |what: &str| document().query_selector(what).ok().flatten();
        if find(".wizard :focus").is_some() {
            return;
        }
        let first = find(".wizard .dialog-body input[type=radio]:checked")
            .or_else(|| find(".wizard .dialog-body input"))
            .or_else(|| find(".wizard .dialog-foot .btn--primary"));
        crate::ui::focus(first);
    });
}

#[component]
fn Stepper(view: WizardView) -> impl IntoView {
    let t = texts();
    let current = view.step;
    let answer = move |step: Step| match step {
        Step::Email => Some(view.entered.email.clone()),
        Step::Name => Some(model::accounts::full_name(&view.entered.first_name, &view.entered.last_name)),
        Step::How => view.entered.how.map(|how| t.get(&format!("choice.{}", how.name())).to_owned()),
        Step::Password | Step::Role | Step::Confirm => None,
    };
    view! {
        <ol class="stepper" aria-label=t.get("wizard.steps")>
            {Step::path(view.entered.how).into_iter().map(|step| {
                let done = step < current;
                view! {
                    <li class="step" data-state=done.then_some("done") aria-current=(step == current).then_some("step")>
                        <span class="step-mark" aria-hidden="true"></span>
                        <span class="step-text">
                            <span class="step-label">{t.get(&format!("wizard.{}.label", step.name()))}</span>
                            {done.then(|| answer(step)).flatten().map(|text| view! { <span class="step-value name" dir="auto">{text}</span> })}
                        </span>
                    </li>
                }
            }).collect_view()}
        </ol>
    }
}
