//! Menus of rows are filled when they are opened: from a template of the page, with what the row says it wants of it.

use super::menu_templates::{ROLES, nobody};
use crate::events::{self, copy_of, find, listed, target};
use web_sys::{Element, Event};

pub(super) fn listen() {
    events::on_its_way("toggle", on_toggle);
    // One that was opened before the script came.
    if let Some(menu) = find("details[data-filled-from][open]") {
        fill(&menu);
    }
}

fn on_toggle(event: &Event) {
    let menu = target::<Element>(event);
    if let Some(menu) = menu.filter(|menu| menu.has_attribute("open") && menu.has_attribute("data-filled-from")) {
        fill(&menu);
    }
}

fn fill(menu: &Element) {
    let attribute = |name: &str| menu.get_attribute(name).unwrap_or_default();
    let (template, with) = (attribute("data-filled-from"), attribute("data-filled-with"));
    let Some(copy) = copy_of(&template) else { return };
    let Ok(Some(panel)) = menu.query_selector(".menu-panel") else { return };
    let (id, wanted) = with.split_once(' ').unwrap_or((&with, ""));
    let entries: Vec<Element> = listed(copy.query_selector_all("[data-entry]"));
    let mut undo = None;
    if template == ROLES {
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
    let nobody = nobody().to_string();
    for entry in &entries {
        for name in ["href", "formaction"] {
            if let Some(address) = entry.get_attribute(name) {
                let undo = undo.as_deref().map(|undo| format!("&undo={undo}")).unwrap_or_default();
                let _ = entry.set_attribute(name, &(address.replace(&nobody, id) + &undo));
            }
        }
    }
    let _ = panel.prepend_with_node_1(&copy);
    let _ = menu.remove_attribute("data-filled-from");
}
