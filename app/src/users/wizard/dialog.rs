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
use crate::ui::{Icon, on_modal_key};
use crate::users::page::{use_asked, written};
use crate::users::serverfns::wizard_step;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use model::urls::Url;
use model::wizard::{AddMode, Step, WizardView};

/// What would be lost by leaving, and whether that is being asked.
#[derive(Clone, Copy)]
pub(super) struct Leaving {
    pub unsaved: RwSignal<Option<Unsaved>>,
    /// Where it leads, where someone was added: the list is another one then.
    pub to: RwSignal<Option<String>>,
    asking: RwSignal<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsaved {
    /// Something was entered.
    Draft,
    /// A password is shown for the only time, and was not taken along.
    Password,
}

impl Leaving {
    /// Whether nothing is lost; otherwise it is asked.
    fn may(self) -> bool {
        let unsaved = self.unsaved.with_untracked(Option::is_some);
        self.asking.set(unsaved);
        !unsaved
    }
}

#[component]
pub(crate) fn WizardDialog() -> impl IntoView {
    let (slug, asked) = (use_slug(), use_asked());
    let query = use_query_map();
    let first = FormState::new();
    let came_back = StoredValue::new(first.posted.get_untracked());
    let addressed = move |query: &ParamsMap| {
        let get = |name: &str| query.get(name).unwrap_or_default();
        (get("draft"), get("step"), get("several"))
    };
    let at_first = query.with_untracked(addressed);
    let at = Memo::new(move |_| {
        let asked = query.with(addressed);
        // What came back belongs to the step that was posted, and to no other.
        if asked != at_first {
            came_back.set_value(None);
        }
        let (draft, step) = came_back.with_value(|posted| posted.as_ref().map(asked_by)).unwrap_or((asked.0, asked.1));
        (slug.get(), draft.parse().ok(), Step::named(&step), asked.2)
    });
    let step = resource(move || at.get(), |(slug, draft, step, _)| wizard_step(slug, draft, step));
    let back = Signal::derive(move || Url::Users { slug: slug.get() }.with_query(&written(&asked.get())));
    let navigate = use_navigate();
    let leaving = Leaving { unsaved: RwSignal::new(None), to: RwSignal::new(None), asking: RwSignal::new(false) };
    let go = move || {
        let to = leaving.to.get_untracked().unwrap_or_else(|| back.get_untracked());
        navigate(&to, NavigateOptions { scroll: false, ..Default::default() });
    };
    provide_context(leaving);
    let leave = {
        let go = go.clone();
        move || {
            if leaving.may() {
                go();
            }
        }
    };
    let typed = move |_| {
        if leaving.unsaved.with_untracked(Option::is_none) {
            leaving.unsaved.set(Some(Unsaved::Draft));
        }
    };
    view! {
        <div class="dialog-backdrop">
            <div class="dialog dialog--wizard" role="dialog" aria-modal="true" aria-labelledby="wizard-title"
                tabindex="-1" inert=leaving.asking on:keydown=move |event| on_modal_key(&event, &leave) on:input=typed>
                <Transition fallback=|| view! {
                    <div class="wizard-side" aria-busy="true">
                        <h2 class="dialog-title" id="wizard-title">{texts().get("wizard.title")}</h2>
                    </div>
                }>
                    {awaiting(move || async move {
                        let form = FormState { posted: RwSignal::new(came_back.get_value()), ..first };
                        match step.await {
                            Ok(view) => view! {
                                <WizardStep shown=view form=form back=back leaving=leaving/>
                            }.into_any(),
                            Err(Failure(error)) => view! {
                                <div class="dialog-body">
                                    <ErrorNotice error=error/>
                                    <a class="btn" href=back>{texts().get("action.close")}</a>
                                </div>
                            }.into_any(),
                        }
                    })}
                </Transition>
            </div>
        </div>
        <LeaveQuestion leaving=leaving go=Callback::new(move |()| go())/>
    }
}

#[component]
fn LeaveQuestion(leaving: Leaving, go: Callback<()>) -> impl IntoView {
    let t = texts();
    let stay = Callback::new(move |()| leaving.asking.set(false));
    view! {
        <Show when=move || leaving.asking.get()>
            {move || match leaving.unsaved.get_untracked() {
                Some(Unsaved::Password) => view! {
                    <Leave title=t.get("wizard.leave.password.title") text=t.get("wizard.leave.password.text")
                        go=t.get("wizard.leave") stay=stay leave=go/>
                },
                _ => view! {
                    <Leave title=t.get("wizard.leave.title") text=t.get("wizard.leave.text") go=t.get("wizard.leave")
                        stay=stay leave=go/>
                },
            }}
        </Show>
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
fn WizardStep(shown: WizardView, form: FormState, back: Signal<String>, leaving: Leaving) -> impl IntoView {
    let answered =
        Memo::new(move |_| form.posted.with(|posted| posted.as_ref().and_then(|posted| posted.wizard.clone())));
    let several = use_query_map().with_untracked(|query| query.get("several").is_some());
    move || {
        let mut view = answered.get().unwrap_or_else(|| shown.clone());
        if view.draft.is_none() && several {
            view.entered.several = true;
        }
        let unsaved = match (&view.password, view.draft) {
            (Some(_), _) => Some(Unsaved::Password),
            (None, Some(_)) if view.step != Step::Done => Some(Unsaved::Draft),
            _ => None,
        };
        Effect::new(move || {
            leaving.unsaved.set(unsaved);
            leaving.to.set(None);
        });
        Effect::new(take_focus);
        let title = texts().get(&format!("wizard.{}.title", view.step.name()));
        view! {
            <leptos_meta::Title text=texts().get("wizard.title")/>
            <div class="wizard-side">
                <h2 class="dialog-title" id="wizard-title">{texts().get("wizard.title")}</h2>
                <Stepper view=view.clone()/>
            </div>
            {if view.step == Step::Done {
                view! { <Done view=view title=title leaving=leaving/> }.into_any()
            } else {
                view! { <Asked view=view form=form title=title back=back leaving=leaving/> }.into_any()
            }}
        }
    }
}

/// The title of the step, and the way out.
#[component]
pub(super) fn Head(title: &'static str, back: Signal<String>, leaving: Leaving) -> impl IntoView {
    let on_click = move |event: leptos::ev::MouseEvent| {
        if !leaving.may() {
            event.prevent_default();
        }
    };
    view! {
        <div class="dialog-head">
            <h3 class="wizard-title">{title}</h3>
            <a class="btn btn--quiet btn--icon" data-noscroll href=back aria-label=texts().get("action.close")
                on:click=on_click>
                <Icon name="close"/>
            </a>
        </div>
    }
}

#[component]
fn Asked(
    view: WizardView,
    form: FormState,
    title: &'static str,
    back: Signal<String>,
    leaving: Leaving,
) -> impl IntoView {
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
            <Head title=title back=back leaving=leaving/>
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
                <button class="btn btn--primary" name="go" value="next"
                    aria-busy=move || form.busy.get().then_some("true")>
                    {t.get(go_on)}
                </button>
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
            .or_else(|| find(".wizard .dialog-body input:not([type=hidden]), .wizard .dialog-body textarea"))
            .or_else(|| find(".wizard .dialog-foot .btn--primary"));
        crate::ui::focus(first);
    });
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
