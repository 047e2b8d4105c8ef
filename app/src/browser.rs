//! What the browser runs: links and forms are answered in place, and what the server has marked on a page is made live.

use crate::islands::{self, Place};
use crate::missing_chunk::MissingChunk;
use crate::visit::{self, Arrival};
use crate::{account, audit, downloads, forms, list_keys, palette, passwords, shell, ui, users, workspaces};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// Takes over the page that the server rendered, with the texts that its islands say.
pub fn start(texts: &str) {
    #[cfg(target_arch = "wasm32")]
    model::i18n::install(texts);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = texts;
    leptos::mount::hydrate_islands();
    // Whoever is told of an event first can keep it from those after: the question before leaving goes before the dialog
    // under it, that before the panel, and what a form does before it is sent.
    forms::listen();
    ui::listen();
    users::listen();
    account::listen();
    audit::listen();
    downloads::listen();
    passwords::listen();
    workspaces::listen();
    visit::on_arrival(make_live);
    visit::listen();
    visit::opened();
}

fn make_live(_: &Arrival) {
    for place in islands::arrived() {
        match place.name().as_str() {
            "theme-switch" => place.hydrate(|_| view! { <shell::ThemeSwitch/> }.into_any()),
            "chosen" => users::hydrate_chosen(place),
            "downloads" => downloads::open_download_toast(place),
            "picture" => place.when_touched(|place| open(place, account::open_picture_card)),
            "palette" => later(move || open(place, palette::open_palette)),
            "list-keys" => later(move || open(place, list_keys::open_list_keys)),
            _ => {}
        }
    }
}

/// What is a chunk of its own. Where it can't be fetched, the page is as the server has rendered it.
fn open<O>(place: Place, opening: fn(Place) -> O)
where
    O: Future<Output = Result<(), MissingChunk>> + 'static,
{
    spawn_local(async move {
        if opening(place.clone()).await.is_err() {
            place.let_go();
        }
    });
}

/// How long after the page was taken over: nobody waits for it.
const IDLE: Duration = Duration::from_millis(300);

fn later(run: impl FnOnce() + 'static) {
    set_timeout(run, IDLE);
}
