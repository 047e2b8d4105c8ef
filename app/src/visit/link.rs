//! Links between our pages.

use super::{How, Way, start};
use crate::events::{self, closest};
use std::cell::Cell;
use web_sys::{Element, MouseEvent};

/// Answers whether a link is not to be followed.
type Guard = fn(&Element) -> bool;

thread_local! { static GUARD: Cell<Option<Guard>> = const { Cell::new(None) }; }

/// Is asked with each link that is about to be followed.
pub(crate) fn on_leaving(guard: Guard) {
    GUARD.set(Some(guard));
}

pub(super) fn listen() {
    events::on("click", on_click);
}

fn on_click(event: &MouseEvent) {
    let is_plain = event.button() == 0
        && !(event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key())
        && !event.default_prevented();
    let Some(link) = closest(event, "a[href]").filter(|_| is_plain) else { return };
    let Some(address) = followed(&link) else { return };
    event.prevent_default();
    if GUARD.get().is_some_and(|guard| guard(&link)) {
        return;
    }
    start(address, Way { how: How::Followed, push: true, to_top: !link.has_attribute("data-noscroll") });
}

/// Where a link leads, if to one of our pages in this window.
fn followed(link: &Element) -> Option<String> {
    let address = link.get_attribute("href")?;
    let is_external = link.get_attribute("rel").is_some_and(|rel| rel.split(' ').any(|word| word == "external"));
    let ours = address.starts_with('/')
        && !address.starts_with("//")
        && !link.has_attribute("target")
        && !link.has_attribute("download")
        && !is_external;
    ours.then_some(address)
}
