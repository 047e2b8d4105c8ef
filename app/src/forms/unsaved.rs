//! What was changed and not saved: whoever leaves is asked.
//!
//! A fresh load is asked about by the browser, in words of its own; a link within the pages by our dialog. A control
//! counts as changed while it holds something else than the page came with, so taking a change back makes the question
//! go away.

use super::FormState;
use crate::state::texts;
use crate::ui::on_modal_key;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// Looks whether anything in the form differs, after something may have.
pub(super) fn note_changes(form: NodeRef<html::Form>, state: FormState) {
    #[cfg(feature = "hydrate")]
    if let Some(form) = form.get_untracked() {
        // The controls that a conflict made anew came with what was typed.
        let asked =
            state.posted.with_untracked(|posted| posted.as_ref().is_some_and(|posted| !posted.conflict.is_empty()));
        let changed = asked || browser::differs(&form);
        if state.unsaved.get_untracked() != changed {
            state.unsaved.set(changed);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (form, state);
}

/// The question that a link asks.
#[component]
pub(super) fn LeaveQuestion(state: FormState) -> impl IntoView {
    let t = texts();
    let to = RwSignal::new(None::<String>);
    #[cfg(feature = "hydrate")]
    Effect::new(move || browser::guard(state, to));
    let navigate = use_navigate();
    let stay = Callback::new(move |()| to.set(None));
    let leave = Callback::new(move |()| {
        if let Some(to) = to.get_untracked() {
            state.unsaved.set(false);
            navigate(&to, leptos_router::NavigateOptions::default());
        }
        to.set(None);
    });
    view! {
        <Show when=move || to.with(Option::is_some)>
            <Leave title=t.get("unsaved.title") text=t.get("unsaved.text") go=t.get("unsaved.leave") stay=stay
                leave=leave/>
        </Show>
    }
}

/// Whether to leave what would be lost; to stay is the safe answer, and Escape.
#[component]
pub(crate) fn Leave(
    title: &'static str,
    text: &'static str,
    /// The button that leaves.
    go: &'static str,
    stay: Callback<()>,
    leave: Callback<()>,
) -> impl IntoView {
    Effect::new(focus_stay);
    view! {
        <div class="dialog-backdrop">
            <div class="dialog dialog--s" role="dialog" aria-modal="true" aria-labelledby="leave-title" tabindex="-1"
                on:keydown=move |event| on_modal_key(&event, || stay.run(()))>
                <div class="dialog-head"><h2 class="dialog-title" id="leave-title">{title}</h2></div>
                <div class="dialog-body"><p>{text}</p></div>
                <div class="dialog-foot">
                    <button class="btn" type="button" id="leave-stay" on:click=move |_| stay.run(())>
                        {texts().get("unsaved.stay")}
                    </button>
                    <button class="btn btn--danger" type="button" on:click=move |_| leave.run(())>{go}</button>
                </div>
            </div>
        </div>
    }
}

fn focus_stay() {
    #[cfg(feature = "hydrate")]
    request_animation_frame(|| crate::ui::focus(document().get_element_by_id("leave-stay")));
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::FormState;
    use leptos::ev;
    use leptos::prelude::*;
    use send_wrapper::SendWrapper;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::{Element, HtmlInputElement, HtmlOptionElement, MouseEvent};

    /// Whether a control holds something else than it came with.
    pub(super) fn differs(form: &Element) -> bool {
        let Ok(controls) = form.query_selector_all("input:not([type=hidden]), option") else { return false };
        (0..controls.length()).filter_map(|i| controls.item(i)).any(|control| {
            if let Some(option) = control.dyn_ref::<HtmlOptionElement>() {
                return option.selected() != option.default_selected();
            }
            let Some(input) = control.dyn_ref::<HtmlInputElement>() else { return false };
            match input.type_().as_str() {
                "checkbox" | "radio" => input.checked() != input.default_checked(),
                _ => input.value() != input.default_value(),
            }
        })
    }

    /// Stands before the router, which listens at the window, and lets go with the page.
    pub(super) fn guard(state: FormState, to: RwSignal<Option<String>>) {
        let unload = window_event_listener(ev::beforeunload, move |event| {
            if state.unsaved.get_untracked() {
                event.prevent_default();
                event.set_return_value("unsaved");
            }
        });
        let on_click = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
            if state.unsaved.get_untracked()
                && let Some(address) = followed(&event)
            {
                event.prevent_default();
                to.set(Some(address));
            }
        });
        let _ = document().add_event_listener_with_callback("click", on_click.as_ref().unchecked_ref());
        let on_click = SendWrapper::new(on_click);
        on_cleanup(move || {
            unload.remove();
            let _ = document().remove_event_listener_with_callback("click", on_click.as_ref().unchecked_ref());
        });
    }

    /// Where a click leads without a fresh load; what loads afresh is the browser's to ask about.
    fn followed(event: &MouseEvent) -> Option<String> {
        let plain = event.button() == 0
            && !(event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key())
            && !event.default_prevented();
        let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
        let address = link.get_attribute("href")?;
        let ours = address.starts_with('/')
            && !link.has_attribute("target")
            && !link.has_attribute("download")
            && link.get_attribute("rel").is_none_or(|rel| !rel.split(' ').any(|word| word == "external"));
        (plain && ours).then_some(address)
    }
}
