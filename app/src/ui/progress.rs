//! How far something has come, and looking again while it goes on.

#[cfg(feature = "ssr")]
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
pub(super) use browser::listen;

#[cfg(feature = "ssr")]
#[component]
pub(crate) fn Progress(done: i64, total: i64, #[prop(into)] label: String) -> impl IntoView {
    view! {
        <progress class="progress" value=done.to_string() max=total.max(1).to_string() aria-label=label></progress>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use crate::events::find;
    use crate::visit::{self, Arrival};
    use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
    use std::cell::Cell;
    use std::time::Duration;

    thread_local! { static NEXT: Cell<Option<TimeoutHandle>> = const { Cell::new(None) }; }

    pub(crate) fn listen() {
        visit::on_arrival(look_again);
    }

    /// A page on which something goes on (`data-goes-on`) is asked for each second. One that has left something for later
    /// (`data-more`), since nobody should wait for it, is asked for that at once.
    fn look_again(_: &Arrival) {
        if let Some(before) = NEXT.take() {
            before.clear();
        }
        if let Some(place) = find("[data-more]") {
            let more = place.get_attribute("data-more").unwrap_or_default();
            // Once, also where the answer is not to be had.
            let _ = place.remove_attribute("data-more");
            visit::refresh(&more);
        }
        if find("[data-goes-on]").is_some() {
            NEXT.set(set_timeout_with_handle(|| visit::refresh(""), Duration::from_secs(1)).ok());
        }
    }
}
