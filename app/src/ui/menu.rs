//! A menu button that opens without a script; with one, Escape and a click elsewhere close it and the arrow keys walk
//! it (WAI-ARIA APG, disclosure navigation).

use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::prelude::*;

#[component]
pub(crate) fn Menu(
    /// `menu--end`, `menu--up`.
    #[prop(optional)]
    modifier: &'static str,
    /// Menus of one name close each other.
    name: &'static str,
    #[prop(into)] button_class: String,
    #[prop(optional, into)] label: Option<String>,
    button: impl IntoView + 'static,
    children: Children,
) -> impl IntoView {
    view! {
        <details class=format!("menu {modifier}") name=name on:keydown=on_key on:focusout=on_focus_out
            on:click=on_choice>
            <summary class=button_class aria-label=label>{button.into_any()}</summary>
            <div class="menu-panel">{children()}</div>
        </details>
    }
}

#[cfg(feature = "hydrate")]
fn on_key(event: KeyboardEvent) {
    use super::focus;
    use wasm_bindgen::JsCast;
    let Some(menu) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    match event.key().as_str() {
        "Escape" if menu.has_attribute("open") => {
            let _ = menu.remove_attribute("open");
            focus(menu.query_selector("summary").ok().flatten());
            event.stop_propagation();
        }
        key @ ("ArrowDown" | "ArrowUp") if menu.has_attribute("open") => {
            let Ok(items) = menu.query_selector_all("summary, .menu-panel a, .menu-panel button") else { return };
            let items: Vec<web_sys::Element> =
                (0..items.length()).filter_map(|i| items.item(i)?.dyn_into().ok()).collect();
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
#[cfg(feature = "hydrate")]
fn on_focus_out(event: FocusEvent) {
    use wasm_bindgen::JsCast;
    let Some(menu) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    if !to.is_some_and(|to| menu.contains(Some(&to))) {
        // After the click that took the focus away, which may be on an item.
        set_timeout(
            move || {
                let _ = menu.remove_attribute("open");
            },
            std::time::Duration::from_millis(150),
        );
    }
}

/// Closes when an item was chosen; a form with something to fill in stays, for it may come back.
#[cfg(feature = "hydrate")]
fn on_choice(event: MouseEvent) {
    use wasm_bindgen::JsCast;
    let element =
        |target: Option<web_sys::EventTarget>| target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let (Some(menu), Some(target)) = (element(event.current_target()), element(event.target())) else { return };
    if let Ok(Some(item)) = target.closest(".menu-panel a.menu-item, .menu-panel button.menu-item")
        && menu.contains(Some(&item))
    {
        set_timeout(
            move || {
                let _ = menu.remove_attribute("open");
            },
            std::time::Duration::from_millis(150),
        );
    }
}

#[cfg(not(feature = "hydrate"))]
fn on_choice(_: MouseEvent) {}

#[cfg(not(feature = "hydrate"))]
fn on_key(_: KeyboardEvent) {}

#[cfg(not(feature = "hydrate"))]
fn on_focus_out(_: FocusEvent) {}
