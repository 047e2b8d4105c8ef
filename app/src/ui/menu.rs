//! A menu button that opens without a script; with one, Escape and a click elsewhere close it and the arrow keys walk
//! it (WAI-ARIA APG, disclosure navigation).

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
pub(super) use browser::listen;

#[component]
pub(crate) fn Menu(
    /// `menu--end`, `menu--up`.
    #[prop(optional)]
    modifier: &'static str,
    /// Menus of one name close each other.
    name: &'static str,
    #[prop(into)] button_class: String,
    #[prop(optional, into)] label: Option<String>,
    /// The id of a template that the menu is filled from when it is first opened, and what a script needs for that.
    #[prop(optional)]
    filled: Option<(&'static str, String)>,
    button: impl IntoView + 'static,
    children: Children,
) -> impl IntoView {
    let (from, with) = filled.unzip();
    view! {
        <details class=format!("menu {modifier}") name=name data-filled-from=from data-filled-with=with>
            <summary class=button_class aria-label=label>{button.into_any()}</summary>
            <div class="menu-panel">{children()}</div>
        </details>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use crate::events::{self, all, closest, focus};
    use leptos::prelude::{document, set_timeout};
    use std::time::Duration;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, FocusEvent, KeyboardEvent, MouseEvent, Node};

    /// After the click that took the focus away, which may be on an item.
    const AFTER_A_CLICK: Duration = Duration::from_millis(150);

    pub(crate) fn listen() {
        events::on("keydown", on_key);
        events::on("focusout", on_focus_out);
        events::on("click", on_choice);
    }

    fn close_soon(menu: Element) {
        set_timeout(
            move || {
                let _ = menu.remove_attribute("open");
            },
            AFTER_A_CLICK,
        );
    }

    fn on_key(event: &KeyboardEvent) {
        let Some(menu) = closest(event, "details.menu[open]").filter(|_| !event.default_prevented()) else { return };
        match event.key().as_str() {
            "Escape" => {
                let _ = menu.remove_attribute("open");
                focus(menu.query_selector("summary").ok().flatten());
                event.prevent_default();
            }
            key @ ("ArrowDown" | "ArrowUp") => {
                let items: Vec<Element> = all(Some(&menu), "summary, .menu-panel a, .menu-panel button");
                let active = document().active_element();
                let at = items.iter().position(|item| Some(item) == active.as_ref()).unwrap_or_default();
                let next = if key == "ArrowDown" { at + 1 } else { at + items.len() - 1 } % items.len();
                focus(items.get(next).cloned());
                event.prevent_default();
            }
            _ => {}
        }
    }

    /// Closes when the focus, or a click, goes elsewhere.
    fn on_focus_out(event: &FocusEvent) {
        let Some(menu) = closest(event, "details.menu") else { return };
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        if !to.is_some_and(|to| menu.contains(Some(&to))) {
            close_soon(menu);
        }
    }

    /// Closes when an item was chosen; a form with something to fill in stays, for it may come back.
    fn on_choice(event: &MouseEvent) {
        if let Some(item) = closest(event, ".menu-panel a.menu-item, .menu-panel button.menu-item")
            && let Ok(Some(menu)) = item.closest("details.menu")
        {
            close_soon(menu);
        }
    }
}
