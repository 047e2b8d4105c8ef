//! The form component and its state.

use super::submit::{Outcome, submit};
use super::unsaved::{self, LeaveQuestion};
use crate::address::use_here;
use crate::errors::explain;
use crate::state::{Posted, state, texts};
use crate::ui::Icon;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_navigate};
use model::Fields;
use model::fields::FORM_ACCOUNT;

/// What a form shows: the last answer, and whether one is awaited.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FormState {
    pub posted: RwSignal<Option<Posted>>,
    pub busy: RwSignal<bool>,
    /// Something was changed since the page came; only of a form that guards.
    pub unsaved: RwSignal<bool>,
}

impl FormState {
    /// A form of this page; it starts with what came back, if the page is the answer to a post.
    pub(crate) fn new() -> Self {
        Self::at(&use_location().pathname.get_untracked())
    }

    /// A form that posts to this address, which may have a query: of several forms on a page, what came back is one's
    /// alone.
    pub(crate) fn at(address: &str) -> Self {
        let path = |address: &str| address.split('?').next().unwrap_or_default().to_owned();
        let came_back = state().with_value(|state| state.posted.clone());
        let posted = came_back.filter(|posted| path(&posted.path) == path(address));
        // What came back is not saved, though the page came with it.
        let unsaved = RwSignal::new(posted.as_ref().is_some_and(|posted| !posted.values.pairs().is_empty()));
        Self { posted: RwSignal::new(posted), busy: RwSignal::new(false), unsaved }
    }

    /// What was typed last time, or else this.
    pub(crate) fn value(self, name: &str, otherwise: &str) -> String {
        self.posted.with_untracked(|posted| match posted {
            Some(posted) if posted.values.pairs().iter().any(|(key, _)| key == name) => {
                posted.values.get(name).to_owned()
            }
            _ => otherwise.to_owned(),
        })
    }

    /// A field's problem, in words.
    pub(crate) fn problem(self, field: &'static str) -> Signal<Option<String>> {
        let t = texts();
        Signal::derive(move || {
            self.posted.with(|posted| posted.as_ref()?.errors.get(field).map(|problem| t.problem_at(field, *problem)))
        })
    }

    /// Whatever is wrong, in words: for a form without fields of its own.
    pub(crate) fn any_problem(self) -> Option<String> {
        let at_field = || {
            self.posted
                .with(|posted| posted.as_ref()?.errors.iter().next().map(|(_, problem)| texts().problem(*problem)))
        };
        self.failure().or_else(at_field)
    }

    /// The problem of the whole, in words.
    fn failure(self) -> Option<String> {
        self.posted.with(|posted| {
            let posted = posted.as_ref()?;
            let whole = posted.errors.get("form").map(|problem| texts().problem(*problem));
            whole.or_else(|| posted.failure.as_ref().map(|error| explain(error).1))
        })
    }
}

/// A form that posts to the page's own address. Its fields read [`FormState`].
#[component]
pub(crate) fn Form(
    state: FormState,
    #[prop(optional, into)] class: String,
    /// Another address than the page's own.
    #[prop(optional, into)]
    action: Option<String>,
    /// For buttons elsewhere on the page, which may name another address.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Asks whoever leaves without saving.
    #[prop(optional)]
    guards: bool,
    /// Is done in place of going on to the page that says what was done.
    #[prop(optional)]
    on_saved: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let address = use_here();
    let here = move || address.get_untracked();
    let target = StoredValue::new(action.clone());
    let navigate = use_navigate();
    let form = NodeRef::<html::Form>::new();
    let mine = crate::state::state().with_value(|state| state.me.as_ref().map(|me| me.id.to_string()));
    let note_changes = move || {
        if guards {
            unsaved::note_changes(form, state);
        }
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if state.busy.get_untracked() {
            return;
        }
        let fields = typed(&event);
        let path = pressed(&event, "formaction").or_else(|| target.get_value()).unwrap_or_else(here);
        let navigate = navigate.clone();
        state.busy.set(true);
        spawn_local(async move {
            let outcome = submit(path, fields).await;
            if matches!(outcome, Ok(Outcome::Go { .. })) {
                state.unsaved.set(false);
            }
            match outcome {
                Ok(Outcome::Go { ref to, .. }) if on_saved.is_some() && to.contains("done=") => {
                    if let Some(saved) = on_saved {
                        saved.run(());
                    }
                    return;
                }
                Ok(Outcome::Go { to, reload: false }) => navigate(&to, leptos_router::NavigateOptions::default()),
                Ok(Outcome::Go { to, .. }) => return load(&to),
                Ok(Outcome::Show(posted)) => state.posted.set(Some(*posted)),
                Err(failure) => state.posted.set(Some(Posted { failure: Some(failure.0), ..Posted::default() })),
            }
            state.busy.set(false);
            focus_problem();
        });
    };
    view! {
        <form method="post" id=id action=action.unwrap_or_else(here) class=class novalidate node_ref=form
            on:submit=on_submit on:input=move |_| note_changes() on:change=move |_| note_changes()>
            {mine.map(|account| view! { <input type="hidden" name=FORM_ACCOUNT value=account/> })}
            {children()}
        </form>
        {guards.then(|| view! { <LeaveQuestion state=state/> })}
    }
}

/// The problem of a whole form, above its fields.
#[component]
pub(crate) fn FormProblem(state: FormState) -> impl IntoView {
    move || state.failure().map(notice)
}

/// The same, or the problem of a field: for a form that has none to show it at.
#[component]
pub(crate) fn AnyProblem(state: FormState) -> impl IntoView {
    move || state.any_problem().map(notice)
}

fn notice(text: String) -> impl IntoView {
    view! {
        <div class="form-errors notice notice--danger" role="alert" tabindex="-1">
            <Icon name="alert"/>
            <div class="notice-body"><p>{text}</p></div>
        </div>
    }
}

/// The fields of the form that was submitted, with the button that submitted it.
#[cfg(feature = "hydrate")]
fn typed(event: &SubmitEvent) -> Fields {
    use wasm_bindgen::JsCast;
    let form = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlFormElement>().ok());
    let Some(data) = form.and_then(|form| web_sys::FormData::new_with_form(&form).ok()) else {
        return Fields::default();
    };
    let mut pairs = Vec::new();
    for entry in data.entries().into_iter().flatten() {
        let pair = js_sys::Array::from(&entry);
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            pairs.push((name, value));
        }
    }
    if let Some(name) = pressed(event, "name").filter(|name| !name.is_empty()) {
        pairs.push((name, pressed(event, "value").unwrap_or_default()));
    }
    Fields::new(pairs)
}

/// An attribute of the button that was pressed.
#[cfg(feature = "hydrate")]
fn pressed(event: &SubmitEvent, attribute: &str) -> Option<String> {
    event.submitter()?.get_attribute(attribute)
}

#[cfg(not(feature = "hydrate"))]
fn pressed(_: &SubmitEvent, _: &str) -> Option<String> {
    None
}

#[cfg(not(feature = "hydrate"))]
fn typed(_: &SubmitEvent) -> Fields {
    Fields::default()
}

/// A fresh load of another page.
pub(crate) fn load(to: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(to);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = to;
}

/// Takes the reader to the first thing that is wrong, once it is shown.
fn focus_problem() {
    #[cfg(feature = "hydrate")]
    request_animation_frame(|| {
        crate::ui::focus(document().query_selector("[aria-invalid=true], .form-errors").ok().flatten());
    });
}
