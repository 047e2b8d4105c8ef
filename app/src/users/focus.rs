//! Where the focus goes when something opens or closes beside the list. It never falls to the page's body.

use leptos::prelude::*;

/// Follows the address: what opens takes the focus, and what closes gives it back to the row that it was opened from.
/// Escape closes the panel.
pub(super) fn follow(path: Memo<String>) {
    Effect::new(move |was: Option<String>| {
        let now = path.get();
        if let Some(was) = was.filter(|was| *was != now) {
            moved(was, now.clone(), path);
        }
        now
    });
    #[cfg(feature = "hydrate")]
    Effect::new(browser::close_on_escape);
}

#[cfg(not(feature = "hydrate"))]
fn moved(was: String, now: String, path: Memo<String>) {
    drop((was, now, path));
}

#[cfg(feature = "hydrate")]
fn moved(was: String, now: String, path: Memo<String>) {
    // Whoever has gone on meanwhile, to a dialog perhaps, keeps the focus where they are.
    let gone_on = move |now: &str| path.try_get_untracked().is_none_or(|at| at != now);
    crate::ui::each_frame_until(move || gone_on(&now) || browser::settle(&was, &now));
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::super::page::{has_dialog, opened};
    use crate::ui::focus;
    use leptos::ev;
    use leptos::prelude::*;
    use model::urls::Route;
    use web_sys::Element;

    fn find(what: &str) -> Option<Element> {
        document().query_selector(what).ok().flatten()
    }

    fn is_form(path: &str) -> bool {
        Route::of(path) == Some(Route::EditUser)
    }

    /// Whether the focus is where it belongs.
    pub(super) fn settle(was: &str, now: &str) -> bool {
        // A dialog takes the focus by itself.
        if has_dialog(now) {
            return true;
        }
        let fell = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        match (opened(was), opened(now)) {
            (_, Some(_)) => {
                // Until its code is there, what was open before may still stand in its place.
                let title =
                    find(if is_form(now) { ".panel-form .panel-title" } else { ".panel > .panel-head > .panel-title" });
                let is_other = opened(was) != opened(now) || is_form(was) != is_form(now);
                // A form puts it into its first field.
                let inside = document().active_element().and_then(|at| at.closest(".panel").ok().flatten()).is_some();
                if (is_other || fell) && !inside {
                    focus(title.clone());
                }
                title.is_some()
            }
            (Some(id), None) => {
                let row = find(&format!(".users-table .row-link[href*='/users/{id}']"));
                focus(row.or_else(|| find(".page-title")));
                true
            }
            (None, None) => {
                if fell {
                    let opener = find(&format!(".split-list a[href^='{was}']"));
                    focus(opener.or_else(|| find(".page-title")));
                }
                true
            }
        }
    }

    /// Escape, wherever it is not about something else: an open menu or dialog, or what is being typed in the list.
    pub(super) fn close_on_escape() {
        let listener = window_event_listener(ev::keydown, move |event| {
            if event.key() != "Escape" || event.default_prevented() || find("[role=dialog]").is_some() {
                return;
            }
            let typing =
                document().active_element().and_then(|at| at.closest(".split-list").ok().flatten().map(|_| at));
            if typing.is_some_and(|at| {
                matches!(at.tag_name().as_str(), "INPUT" | "SELECT")
                    && at.get_attribute("type").as_deref() != Some("checkbox")
            }) {
                return;
            }
            if let Some(close) = find(".panel-head [data-close]") {
                event.prevent_default();
                crate::ui::press(close);
            }
        });
        on_cleanup(move || listener.remove());
    }
}
