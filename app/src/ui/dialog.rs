//! Dialogs: one at an address of its own, which leaving leads back from, and the keys of all of them (WAI-ARIA APG, modal
//! dialog): Escape leaves, Tab goes round inside.

#[cfg(feature = "hydrate")]
pub(crate) use browser::{listen, on_modal_key};
#[cfg(feature = "ssr")]
pub(crate) use server::Dialog;

#[cfg(feature = "ssr")]
mod server {
    use crate::state::texts;
    use crate::ui::Icon;
    use leptos::prelude::*;

    #[component]
    pub(crate) fn Dialog(
        #[prop(into)] title: String,
        /// Where it leads when it is left.
        back: Signal<String>,
        /// `dialog--s` for a question.
        #[prop(optional)]
        modifier: &'static str,
        children: Children,
    ) -> impl IntoView {
        view! {
            <div class="dialog-backdrop">
                <div class=format!("dialog {modifier}") role="dialog" aria-modal="true" aria-labelledby="dialog-title"
                    tabindex="-1">
                    <div class="dialog-head">
                        <h2 class="dialog-title name" id="dialog-title" dir="auto">{title}</h2>
                        <a class="btn btn--quiet btn--icon" data-close="" data-noscroll href=move || back.get()
                            aria-label=texts().get("action.close")>
                            <Icon name="close"/>
                        </a>
                    </div>
                    {children()}
                </div>
            </div>
        }
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use crate::events::{self, all, closest, find, focus, press};
    use crate::visit::{self, Arrival, How};
    use leptos::prelude::document;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, KeyboardEvent};

    pub(crate) fn listen() {
        events::on("keydown", on_key);
        visit::on_arrival(take_focus);
    }

    /// The topmost dialog.
    fn topmost() -> Option<Element> {
        all::<Element>(None, "[role=dialog]").pop()
    }

    /// Escape leaves a dialog that has an address to leave to, wherever the focus is.
    fn on_key(event: &KeyboardEvent) {
        if event.default_prevented() {
            return;
        }
        let Some(dialog) = topmost() else { return };
        match event.key().as_str() {
            "Escape" => {
                if let Ok(Some(close)) = dialog.query_selector("[data-close]") {
                    // What lies under the dialog stays.
                    event.prevent_default();
                    press(close);
                }
            }
            "Tab" if closest(event, "[role=dialog]").is_some() => go_round(event, &dialog),
            _ => {}
        }
    }

    /// The keys of a dialog that a script has drawn.
    pub(crate) fn on_modal_key(event: &KeyboardEvent, leave: impl FnOnce()) {
        match event.key().as_str() {
            "Escape" => {
                event.prevent_default();
                leave();
            }
            "Tab" => {
                if let Some(dialog) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
                    go_round(event, &dialog);
                }
            }
            _ => {}
        }
    }

    /// From the last control to the first, and back.
    fn go_round(event: &KeyboardEvent, dialog: &Element) {
        const CONTROLS: &str = "a[href], button:not([tabindex='-1'], [hidden]), input:not([type=hidden], [tabindex='-1']), select, textarea";
        let controls: Vec<HtmlElement> = all(Some(dialog), CONTROLS);
        let (Some(first), Some(last)) = (controls.first(), controls.last()) else { return };
        let (from, to) = if event.shift_key() { (first, last) } else { (last, first) };
        if document().active_element().as_ref() == Some(from.as_ref()) {
            event.prevent_default();
            let _ = to.focus();
        }
    }

    /// A dialog that has opened takes the focus: its first control, in a wizard the one that is chosen, and in a question
    /// the safe one. So does its next step.
    fn take_focus(arrival: &Arrival) {
        if matches!(arrival.how, How::Refreshed | How::Answered) {
            return;
        }
        let Some(dialog) = topmost() else { return };
        let is_inside = document().active_element().is_some_and(|at| dialog.contains(Some(&at)));
        if is_inside {
            return;
        }
        let choices = [
            ".dialog-body input[type=radio]:checked",
            ".dialog-body input:not([type=hidden], [tabindex='-1']), .dialog-body textarea",
            ".dialog-foot a",
            ".dialog-foot .btn--primary",
        ];
        focus(
            choices
                .iter()
                .find_map(|choice| dialog.query_selector(choice).ok().flatten())
                .or_else(|| find("[data-close]")),
        );
    }
}
