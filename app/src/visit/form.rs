//! Forms: what they ask stands in the address, or is posted to their page. Files go as the browser sends them.

use super::morph::SENT;
use super::{How, Way, fetch, follow, follow_afresh, is_overtaken, is_page, next_turn, place, posting, put, start};
use crate::events::{self, copy_of, focus};
use js_sys::Array;
use leptos::prelude::document;
use leptos::task::spawn_local;
use model::urls::encode;
use web_sys::{Element, FormData, HtmlFormElement, SubmitEvent};

pub(super) fn listen() {
    events::on("submit", on_submit);
}

fn on_submit(event: &SubmitEvent) {
    let Some(form) = events::target::<HtmlFormElement>(event) else { return };
    if event.default_prevented() {
        return;
    }
    let button: Option<Element> = event.submitter().map(Into::into);
    // Read as attributes: controls of these names would stand in place of the properties.
    let attribute = |name: &str| form.get_attribute(name);
    if attribute("enctype").as_deref() == Some("multipart/form-data") {
        return busy(&form, button.as_ref(), true);
    }
    event.prevent_default();
    if form.has_attribute("data-busy") {
        return;
    }
    let named = button.as_ref().and_then(|button| button.get_attribute("formaction"));
    let action = named.or_else(|| attribute("action")).unwrap_or_else(place::address);
    let pairs = pairs(&form, button.as_ref());
    if attribute("method").as_deref() == Some("post") {
        busy(&form, button.as_ref(), true);
        spawn_local(async move { post(form, button, action, pairs).await });
    } else {
        let asked = query(pairs.into_iter().filter(|(_, value)| !value.is_empty()));
        // What the address asked before is asked no longer.
        let page = action.split('?').next().unwrap_or_default();
        let to_top = !form.has_attribute("data-noscroll");
        start(format!("{page}{asked}"), Way { how: How::Followed, push: true, to_top });
    }
}

/// `?name=value&…`, as the server writes addresses.
fn query(pairs: impl Iterator<Item = (String, String)>) -> String {
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", encode(value.trim()))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// The body of a form.
pub(super) fn written(pairs: impl Iterator<Item = (String, String)>) -> String {
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{}={}", encode(&name), encode(&value))).collect();
    pairs.join("&")
}

/// What the form holds, with the button that sent it.
fn pairs(form: &HtmlFormElement, button: Option<&Element>) -> Vec<(String, String)> {
    let Ok(data) = FormData::new_with_form(form) else { return Vec::new() };
    let mut pairs = Vec::new();
    for entry in data.entries().into_iter().flatten() {
        let pair = Array::from(&entry);
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            pairs.push((name, value));
        }
    }
    let value = |button: &Element| button.get_attribute("value").unwrap_or_default();
    let named =
        button.and_then(|button| Some((button.get_attribute("name").filter(|name| !name.is_empty())?, value(button))));
    pairs.extend(named);
    pairs
}

async fn post(form: HtmlFormElement, button: Option<Element>, action: String, pairs: Vec<(String, String)>) {
    let turn = next_turn();
    place::on_the_way(true);
    let answer = match posting(&written(pairs.into_iter()).into()) {
        Some(request) => fetch(&action, &request).await,
        None => None,
    };
    place::on_the_way(false);
    match answer {
        // Another page has been asked for since: what the form did is done.
        Some(_) if is_overtaken(turn) => {}
        Some(answer) if answer.status() == 204 => {
            close_menu(&form);
            let _ = form.set_attribute(SENT, "");
            let to = answer.headers().get("location").ok().flatten().unwrap_or_default();
            if to.starts_with('/') { follow(&to) } else { follow_afresh(&to) }
        }
        Some(answer) if is_page(&answer) => {
            put(turn, &answer, Way { how: How::Answered, push: true, to_top: false }).await;
            focus_problem();
        }
        _ => unreachable_notice(&form),
    }
    busy(&form, button.as_ref(), false);
}

/// While its answer is awaited a form is not sent again.
fn busy(form: &HtmlFormElement, button: Option<&Element>, is: bool) {
    let _ = form.toggle_attribute_with_force("data-busy", is);
    if let Some(button) = button {
        let _ = if is { button.set_attribute("aria-busy", "true") } else { button.remove_attribute("aria-busy") };
    }
}

/// A form that was taken closes the menu that it is in, but for choices that are made one after the other.
fn close_menu(form: &HtmlFormElement) {
    if let Some(menu) =
        form.closest("details.menu").ok().flatten().filter(|_| !form.class_list().contains("menu-choices"))
    {
        let _ = menu.remove_attribute("open");
    }
}

/// Takes the reader to the first thing that is wrong.
fn focus_problem() {
    focus(document().query_selector("[aria-invalid=true], .form-errors").ok().flatten());
}

/// The server can't be reached, or did not answer with a page.
fn unreachable_notice(form: &HtmlFormElement) {
    let Some(notice) = copy_of("unreachable") else { return };
    if let Ok(Some(before)) = form.query_selector(":scope > .form-errors") {
        before.remove();
    }
    let _ = form.prepend_with_node_1(&notice);
    focus(form.query_selector(".form-errors").ok().flatten());
}
