//! The keys: rows of the table are walked, ticked, opened and edited. The arrow keys walk the table's controls by
//! themselves (`users/rows.rs`); these go from row to row.

use leptos::prelude::*;
use model::ids::MemberId;

#[cfg(feature = "hydrate")]
pub(super) fn listen(editing: RwSignal<Option<MemberId>>, help: RwSignal<bool>) {
    use leptos::ev;
    let listener = window_event_listener(ev::keydown, move |event| {
        let is_plain = !(event.alt_key() || event.ctrl_key() || event.meta_key() || event.default_prevented());
        if !is_plain || browser::is_busy() {
            return;
        }
        let done = match event.key().as_str() {
            "j" => browser::step(1),
            "k" => browser::step(-1),
            "x" => browser::tick(),
            "Enter" => browser::open(),
            "e" => browser::id_of_row().map(|id| editing.set(Some(id))),
            "?" => {
                help.set(true);
                Some(())
            }
            _ => None,
        };
        if done.is_some() {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn listen(_: RwSignal<Option<MemberId>>, _: RwSignal<bool>) {}

/// The cell of a person's row that is edited; while it is, what it shows gives way.
#[cfg(feature = "hydrate")]
pub(super) fn row_cell(id: MemberId) -> Option<web_sys::Element> {
    let cell = browser::link_of(id)?.closest("th").ok()??;
    cell.set_attribute("data-editing", "").ok()?;
    let kept = send_wrapper::SendWrapper::new(cell.clone());
    on_cleanup(move || {
        let _ = kept.remove_attribute("data-editing");
    });
    Some(cell)
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn row_cell(_: MemberId) -> Option<leptos::web_sys::Element> {
    None
}

/// Once the editor is there.
pub(super) fn focus_editor() {
    #[cfg(feature = "hydrate")]
    request_animation_frame(|| {
        let first = document().query_selector(".row-editor input:not([type=hidden])");
        crate::ui::focus(first.ok().flatten());
    });
}

/// Once the editor has gone.
pub(super) fn focus_row(id: MemberId) {
    #[cfg(feature = "hydrate")]
    request_animation_frame(move || crate::ui::focus(browser::link_of(id)));
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::document;
    use model::ids::MemberId;
    use model::urls::Url;
    use web_sys::Element;

    const ROW: &str = ".users-table tbody tr";

    fn find(what: &str) -> Option<Element> {
        document().query_selector(what).ok().flatten()
    }

    /// Something is being typed, or a dialog, a menu or the panel's form is open: its keys go first.
    pub(super) fn is_busy() -> bool {
        let is_typing = document().active_element().is_some_and(|at| match at.tag_name().as_str() {
            "TEXTAREA" | "SELECT" => true,
            "INPUT" => at.get_attribute("type").as_deref() != Some("checkbox"),
            _ => at.has_attribute("contenteditable"),
        });
        is_typing || find("[role=dialog], details.menu[open], .panel-form").is_some()
    }

    /// The row that has the focus.
    fn focused() -> Option<Element> {
        document().active_element()?.closest(ROW).ok().flatten()
    }

    /// From row to row; whoever comes from elsewhere begins where the table's stop for Tab is.
    pub(super) fn step(by: i32) -> Option<()> {
        let row = match focused() {
            Some(row) if by > 0 => row.next_element_sibling()?,
            Some(row) => row.previous_element_sibling()?,
            None => find(".users-table tbody [tabindex='0']")?.closest(ROW).ok()??,
        };
        crate::ui::focus(Some(row.query_selector(".row-link").ok()??));
        Some(())
    }

    pub(super) fn tick() -> Option<()> {
        crate::ui::press(focused()?.query_selector(".checkbox").ok()??);
        Some(())
    }

    /// Links and buttons open by themselves.
    pub(super) fn open() -> Option<()> {
        let at = document().active_element()?;
        if !at.class_list().contains("checkbox") {
            return None;
        }
        crate::ui::press(focused()?.query_selector(".row-link").ok()??);
        Some(())
    }

    pub(super) fn id_of_row() -> Option<MemberId> {
        let href = focused()?.query_selector(".row-link").ok()??.get_attribute("href")?;
        match Url::parse(href.split('?').next()?)? {
            Url::User { id, .. } => Some(id),
            _ => None,
        }
    }

    pub(super) fn link_of(id: MemberId) -> Option<Element> {
        find(&format!(".users-table .row-link[href*='/users/{id}']"))
    }
}
