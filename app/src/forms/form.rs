//! The form component and its state.

use super::unsaved::LeaveQuestion;
use crate::address::use_here;
use crate::errors::explain;
use crate::state::{Posted, state, texts};
use crate::ui::Icon;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::fields::FORM_ACCOUNT;

/// What a form shows: the last answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FormState {
    pub posted: RwSignal<Option<Posted>>,
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
        Self { posted: RwSignal::new(posted) }
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

    /// What came back is not saved, though the page came with it.
    fn is_unsaved(self) -> bool {
        self.posted.with(|posted| posted.as_ref().is_some_and(|posted| !posted.values.pairs().is_empty()))
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
    children: Children,
) -> impl IntoView {
    let address = use_here();
    let mine = crate::state::state().with_value(|state| state.me.as_ref().map(|me| me.id.to_string()));
    let guard = guards.then(|| if state.is_unsaved() { "always" } else { "changes" });
    view! {
        <form method="post" id=id action=action.unwrap_or_else(|| address.get_untracked()) class=class novalidate
            data-guard=guard>
            {mine.map(|account| view! { <input type="hidden" name=FORM_ACCOUNT value=account/> })}
            {children()}
        </form>
        {guards.then(|| view! { <LeaveQuestion/> })}
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
