//! What was changed and not saved: whoever leaves is asked.
//!
//! A fresh load is asked about by the browser, in words of its own; a link within the pages by our dialog. What guards
//! says how (`data-guard`): a form in which something differs from what the page came with (`changes`, so that taking a
//! change back makes the question go away) or that came back (`always`), and a dialog that is left by the link that
//! closes it (`typed`: once something was; `entered`; `password`: until it was taken along).

use crate::events::{self, all, closest, copy_of, find, focus, press};
use crate::visit::{self, Arrival, How, SENT};
use leptos::prelude::document;
use std::cell::RefCell;
use web_sys::{Element, Event, HtmlInputElement, HtmlOptionElement, KeyboardEvent, MouseEvent};

thread_local! {
    /// The link that is waiting for an answer.
    static WAITING: RefCell<Option<Element>> = const { RefCell::new(None) };
}

pub(crate) fn listen() {
    visit::on_leaving(asks_first);
    visit::on_arrival(on_arrival);
    events::on("input", on_input);
    events::on("click", on_answer);
    events::on("keydown", on_key);
    events::on_window("beforeunload", on_unload);
}

fn on_arrival(arrival: &Arrival) {
    if arrival.how != How::Refreshed {
        close();
    }
}

/// Notes that something was typed where that is enough to ask.
fn on_input(event: &Event) {
    if let Some(guard) = closest(event, "[data-guard=typed]") {
        let _ = guard.set_attribute("data-guard", "entered");
    }
}

/// Whether leaving by this link is asked about; then it is.
fn asks_first(link: &Element) -> bool {
    let guards: Vec<Element> = all(None, "[data-guard]");
    if !guards.iter().any(|guard| loses(guard, link)) {
        return false;
    }
    let (Some(question), Some(body)) = (copy_of("leave-question"), document().body()) else { return false };
    WAITING.set(Some(link.clone()));
    set_inert(true);
    let _ = body.append_child(&question);
    focus(find("[data-leaving] [data-stay]"));
    true
}

/// Whether something is lost by leaving what this guards.
fn loses(guard: &Element, link: &Element) -> bool {
    if guard.has_attribute(SENT) {
        return false;
    }
    let closes = link.has_attribute("data-close") && guard.contains(Some(link));
    match guard.get_attribute("data-guard").unwrap_or_default().as_str() {
        "always" | "changes" => is_unsaved(guard),
        "entered" => closes,
        "password" => closes && guard.query_selector("[name=taken]:checked").ok().flatten().is_none(),
        _ => false,
    }
}

/// Whether a form came back, or holds something else than it came with.
fn is_unsaved(form: &Element) -> bool {
    form.get_attribute("data-guard").as_deref() == Some("always") || differs(form)
}

/// Whether a control holds something else than it came with.
fn differs(form: &Element) -> bool {
    let asked = form.query_selector(".conflict").ok().flatten().is_some();
    asked
        || all::<HtmlOptionElement>(Some(form), "option")
            .iter()
            .any(|option| option.selected() != option.default_selected())
        || all::<HtmlInputElement>(Some(form), "input:not([type=hidden])").iter().any(|input| {
            match input.type_().as_str() {
                "checkbox" | "radio" => input.checked() != input.default_checked(),
                _ => input.value() != input.default_value(),
            }
        })
}

/// What lies under the question can't be reached.
fn set_inert(is: bool) {
    for dialog in all::<Element>(None, ".dialog") {
        let _ = dialog.toggle_attribute_with_force("inert", is);
    }
}

fn close() {
    WAITING.set(None);
    if let Some(question) = find("[data-leaving]") {
        question.remove();
        set_inert(false);
    }
}

fn on_answer(event: &MouseEvent) {
    if closest(event, "[data-stay]").is_some() {
        stay();
    } else if closest(event, "[data-leave]").is_some() {
        let link = WAITING.take();
        close();
        for guard in all::<Element>(None, "[data-guard]") {
            let _ = guard.remove_attribute("data-guard");
        }
        if let Some(link) = link {
            press(link);
        }
    }
}

fn stay() {
    let link = WAITING.take();
    close();
    // Where one was: the link itself, or the field that Escape was pressed in.
    focus(link);
}

fn on_key(event: &KeyboardEvent) {
    if event.key() == "Escape" && !event.default_prevented() && find("[data-leaving]").is_some() {
        event.prevent_default();
        stay();
    }
}

fn on_unload(event: &Event) {
    let guards: Vec<Element> = all(None, "form[data-guard]");
    // A form that is on its way, or was taken, is saved.
    let is_saved = |guard: &Element| guard.has_attribute("data-busy") || guard.has_attribute(SENT);
    if guards.iter().any(|guard| !is_saved(guard) && is_unsaved(guard)) {
        event.prevent_default();
        let _ = js_sys::Reflect::set(event, &"returnValue".into(), &"unsaved".into());
    }
}
