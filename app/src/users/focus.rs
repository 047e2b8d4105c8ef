//! Where the focus goes when something opens or closes beside the list. It never falls to the page's body.

use crate::events::{self, find, focus, press};
use crate::visit::{self, Arrival, How};
use leptos::prelude::document;
use std::cell::RefCell;
use web_sys::{Element, KeyboardEvent};

/// What stands beside the list, or in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Open {
    /// Whose panel, by their id.
    person: Option<String>,
    is_form: bool,
    /// Whose row is a form.
    row: Option<String>,
    is_dialog: bool,
}

impl Open {
    fn now() -> Self {
        let attribute = |what: &str, name: &str| find(what).and_then(|found| found.get_attribute(name));
        Self {
            person: attribute(".panel[data-person]", "data-person"),
            is_form: find(".panel-form").is_some(),
            row: attribute("tr:has(.row-editor)", "data-key"),
            is_dialog: find("[role=dialog]").is_some(),
        }
    }
}

thread_local! { static WAS: RefCell<Open> = RefCell::default(); }

pub(super) fn listen() {
    events::on("keydown", close_on_escape);
    visit::on_arrival(follow);
}

/// What opens takes the focus, and what closes gives it back to the row that it was opened from.
fn follow(arrival: &Arrival) {
    let now = Open::now();
    let was = WAS.replace(now.clone());
    if find(".users").is_none() || matches!(arrival.how, How::Opened | How::Refreshed) {
        return;
    }
    if let Some(id) = now.row.filter(|id| was.row.as_ref() != Some(id)) {
        return focus(find(&format!("tr[data-key='{id}'] .row-editor input:not([type=hidden])")));
    }
    if let Some(id) = was.row {
        return focus(row_of(&id));
    }
    // A dialog takes the focus by itself.
    if now.is_dialog {
        return;
    }
    let fell = visit::has_fallen();
    match (was.person, now.person) {
        (was_person, Some(person)) => {
            let is_other = was_person != Some(person) || was.is_form != now.is_form;
            let inside = document().active_element().and_then(|at| at.closest(".panel").ok().flatten()).is_some();
            if (is_other || fell) && !inside {
                let field = if now.is_form { find(".panel-form [autofocus]") } else { None };
                focus(field.or_else(|| find(".panel .panel-title")));
            }
        }
        (Some(person), None) => focus(row_of(&person).or_else(|| find(".page-title"))),
        (None, None) if fell => {
            let opener = if was.is_dialog { find(&format!(".split-list a[href^='{}']", arrival.was)) } else { None };
            focus(opener.or_else(|| find(".page-title")));
        }
        (None, None) => {}
    }
}

fn row_of(id: &str) -> Option<Element> {
    find(&format!(".users-table tr[data-key='{id}'] .row-link"))
}

/// Escape, wherever it is not about something else: an open menu or dialog, or what is being typed in the list.
fn close_on_escape(event: &KeyboardEvent) {
    if event.key() != "Escape" || event.default_prevented() || find("[role=dialog]").is_some() {
        return;
    }
    let typing = document().active_element().and_then(|at| at.closest(".split-list").ok().flatten().map(|_| at));
    if typing.is_some_and(|at| {
        matches!(at.tag_name().as_str(), "INPUT" | "SELECT") && at.get_attribute("type").as_deref() != Some("checkbox")
    }) {
        return;
    }
    if let Some(close) = find(".panel-head [data-close]") {
        event.prevent_default();
        press(close);
    }
}
