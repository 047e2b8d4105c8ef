//! The address of a new workspace follows its name while that is typed.

use crate::events::{self, all, closest};
use crate::state::texts;
use crate::visit::{self, Arrival};
use leptos::prelude::window;
use model::workspaces::slug_of;
use web_sys::{Element, Event, HtmlInputElement};

pub(crate) fn listen() {
    events::on("input", on_input);
    visit::on_arrival(on_arrival);
}

fn on_arrival(_: &Arrival) {
    all::<Element>(None, "[data-slug-of]").iter().for_each(show);
}

fn on_input(event: &Event) {
    if let Some(fields) = closest(event, "[data-slug-of]") {
        show(&fields);
    }
}

fn show(fields: &Element) {
    let name = fields.get_attribute("data-slug-of").unwrap_or_default();
    let input = |name: &str| all::<HtmlInputElement>(Some(fields), &format!("input[name={name}]")).pop();
    let (Some(name), Some(slug)) = (input(&name), input("slug")) else { return };
    let made = slug_of(&name.value());
    slug.set_placeholder(&made);
    let typed = slug.value();
    let shown = [typed.as_str(), &made, "…"].into_iter().find(|slug| !slug.is_empty()).unwrap_or_default();
    let address = format!("{}/w/{shown}", window().location().origin().unwrap_or_default());
    if let Ok(Some(hint)) = fields.query_selector("#slug-hint") {
        hint.set_text_content(Some(&texts().with("setup.slug_hint", &[("address", &address)])));
    }
}
