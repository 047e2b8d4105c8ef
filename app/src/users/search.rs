//! The list is searched while one types, and filtered with each choice: the form is sent by itself.

use crate::events::{self, closest, find, focus, target};
use leptos::prelude::{TimeoutHandle, document, set_timeout_with_handle};
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement, HtmlInputElement, KeyboardEvent};

/// Between the last letter and the search.
const DEBOUNCE: Duration = Duration::from_millis(250);

thread_local! { static WAITING: Cell<Option<TimeoutHandle>> = const { Cell::new(None) }; }

pub(super) fn listen() {
    events::on("input", on_input);
    events::on("change", on_change);
    events::on("keydown", on_slash);
}

fn form(event: &Event) -> Option<HtmlFormElement> {
    closest(event, "form[data-as-typed]")?.dyn_into().ok()
}

fn on_input(event: &Event) {
    let is_search =
        target::<Element>(event).is_some_and(|target| target.get_attribute("type").as_deref() == Some("search"));
    let Some(form) = form(event).filter(|_| is_search) else { return };
    let handle = set_timeout_with_handle(move || send(&form), DEBOUNCE).ok();
    if let Some(earlier) = WAITING.replace(handle) {
        earlier.clear();
    }
}

fn on_change(event: &Event) {
    let is_choice =
        target::<Element>(event).is_some_and(|target| target.get_attribute("type").as_deref() != Some("search"));
    if let Some(form) = form(event).filter(|form| is_choice && !wants_a_day(form)) {
        send(&form);
    }
}

/// Since or before a day that is still to be chosen.
fn wants_a_day(form: &HtmlFormElement) -> bool {
    let choice = form.query_selector("option:is([value=since], [value=before]):checked").ok().flatten();
    let day = form.query_selector("[name=active_day]").ok().flatten();
    let day = day.and_then(|day| day.dyn_into::<HtmlInputElement>().ok());
    choice.is_some() && day.is_some_and(|day| day.value().is_empty())
}

fn send(form: &HtmlFormElement) {
    if let Some(waiting) = WAITING.take() {
        waiting.clear();
    }
    let _ = form.request_submit();
}

/// `/` goes to the search, unless it is being typed.
fn on_slash(event: &KeyboardEvent) {
    let is_typing =
        document().active_element().is_some_and(|at| matches!(at.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
    let is_plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
    let Some(search) = find("form[data-as-typed] [type=search]") else { return };
    if event.key() == "/" && is_plain && !is_typing {
        event.prevent_default();
        focus(Some(search));
    }
}
