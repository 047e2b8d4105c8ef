//! Menus of rows are filled when they are opened: from a template of the page, with what the row says it wants of it.

use crate::events::{self, find, target};
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Element, Event, HtmlTemplateElement};

/// Stands for the person in addresses of a template.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

pub(super) fn listen() {
    events::on_its_way("toggle", on_toggle);
    // One that was opened before the script came.
    if let Some(menu) = find("details[data-filled-from][open]") {
        fill(&menu);
    }
}

fn on_toggle(event: &Event) {
    if let Some(menu) =
        target(event).filter(|menu| menu.has_attribute("open") && menu.has_attribute("data-filled-from"))
    {
        fill(&menu);
    }
}

fn fill(menu: &Element) {
    let attribute = |name: &str| menu.get_attribute(name).unwrap_or_default();
    let (template, with) = (attribute("data-filled-from"), attribute("data-filled-with"));
    let template = find(&format!("#{template}")).and_then(|found| found.dyn_into::<HtmlTemplateElement>().ok());
    let copy = template.and_then(|template| template.content().clone_node_with_deep(true).ok());
    let Some(copy) = copy.and_then(|copy| copy.dyn_into::<DocumentFragment>().ok()) else { return };
    let Ok(Some(panel)) = menu.query_selector(".menu-panel") else { return };
    let (id, wanted) = with.split_once(' ').unwrap_or((&with, ""));
    let entries = copy.query_selector_all("[data-entry]");
    let entries =
        entries.map(|found| (0..found.length()).filter_map(|i| found.item(i)?.dyn_into::<Element>().ok()).collect());
    let entries: Vec<Element> = entries.unwrap_or_default();
    let mut undo = None;
    if attribute("data-filled-from") == "person-roles" {
        // The role that they hold is none to choose, but what takes another one back.
        let held = entries.iter().find(|entry| entry.text_content().as_deref().map(str::trim) == Some(wanted));
        undo = held.and_then(|held| held.get_attribute("value"));
        if let Some(held) = held {
            held.remove();
        }
    } else {
        let wanted: Vec<&str> = wanted.split(' ').collect();
        let key = |entry: &Element| entry.get_attribute("data-entry").unwrap_or_default();
        entries.iter().filter(|entry| !wanted.contains(&key(entry).as_str())).for_each(Element::remove);
        panel.set_text_content(None);
    }
    for entry in &entries {
        for name in ["href", "formaction"] {
            if let Some(address) = entry.get_attribute(name) {
                let undo = undo.as_deref().map(|undo| format!("&undo={undo}")).unwrap_or_default();
                let _ = entry.set_attribute(name, &(address.replace(NOBODY, id) + &undo));
            }
        }
    }
    let _ = panel.prepend_with_node_1(&copy);
    let _ = menu.remove_attribute("data-filled-from");
}
