//! Something to take along: a password shown once, a link to hand over.

#[cfg(feature = "hydrate")]
pub(super) use browser::listen;
#[cfg(feature = "ssr")]
pub(crate) use server::{CopyAll, CopyField, CopyLink};

#[cfg(feature = "ssr")]
mod server {
    use crate::state::texts;
    use crate::ui::Icon;
    use leptos::prelude::*;

    #[component]
    pub(crate) fn CopyField(
        #[prop(into)] value: String,
        #[prop(into)] label: String,
        /// The name of a box that is ticked once it has been copied.
        #[prop(optional)]
        ticks: Option<&'static str>,
    ) -> impl IntoView {
        view! {
            <div class="copy-field">
                <input class="input mono" readonly value=value.clone() aria-label=label/>
                <CopyButton text=value ticks=ticks/>
            </div>
        }
    }

    /// Copies what stands in several places at once.
    #[component]
    pub(crate) fn CopyAll(text: String, label: &'static str, ticks: &'static str) -> impl IntoView {
        view! { <span class="copy-field"><CopyButton text=text label=label ticks=Some(ticks)/></span> }
    }

    #[component]
    fn CopyButton(
        text: String,
        #[prop(default = texts().get("copy.copy"))] label: &'static str,
        ticks: Option<&'static str>,
    ) -> impl IntoView {
        view! {
            <button class="btn copy-field-button" type="button" data-copy=text data-ticks=ticks>
                <Icon name="copy"/><Icon name="check"/>
                <span aria-live="polite" data-done=texts().get("copy.done")>{label}</span>
            </button>
        }
    }

    /// A link to hand over, where there is no room to show it: pressed, it is copied; without a script it is a plain
    /// link.
    #[component]
    pub(crate) fn CopyLink(#[prop(into)] href: String, #[prop(into)] label: String) -> impl IntoView {
        let t = texts();
        view! {
            <a class="btn btn--s" href=href.clone() rel="external" aria-label=label data-copy=href>
                <Icon name="link" small=true/>
                <span aria-live="polite" data-done=t.get("copy.done")>{t.get("copy.link")}</span>
            </a>
        }
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use crate::events::{self, all, closest};
    use leptos::prelude::{set_timeout, window};
    use std::time::Duration;
    use web_sys::{Element, HtmlInputElement, MouseEvent};

    pub(crate) fn listen() {
        events::on("click", on_click);
    }

    /// Copies a text, and says for three seconds that it did.
    fn on_click(event: &MouseEvent) {
        let Some(button) = closest(event, "[data-copy]") else { return };
        event.prevent_default();
        let _ = window().navigator().clipboard().write_text(&button.get_attribute("data-copy").unwrap_or_default());
        if let Some(name) = button.get_attribute("data-ticks") {
            for tick in all::<HtmlInputElement>(None, &format!("input[name={name}]")) {
                tick.set_checked(true);
            }
        }
        let said = button.query_selector("[data-done]").ok().flatten();
        // Pressed again meanwhile, it says so already.
        let Some(said) = said.filter(|said| !said.has_attribute("data-said")) else { return };
        let before = said.text_content().unwrap_or_default();
        say(&button, &said, said.get_attribute("data-done").as_deref(), true);
        set_timeout(move || say(&button, &said, Some(&before), false), Duration::from_secs(3));
    }

    fn say(button: &Element, said: &Element, words: Option<&str>, is_copied: bool) {
        said.set_text_content(words);
        let around = button.closest(".copy-field").ok().flatten();
        for (element, name) in [(Some(said.clone()), "data-said"), (around, "data-copied")] {
            let Some(element) = element else { continue };
            let _ = element.toggle_attribute_with_force(name, is_copied);
        }
    }
}
