//! A menu of files: what a list shows, and all there is.

use super::{Icon, Menu};
use crate::state::texts;
use leptos::prelude::*;

#[component]
pub(crate) fn DownloadMenu<H, N>(
    /// The address of a file in this format, of all there is or of what the list is narrowed to.
    href: H,
    /// Whether the list is.
    narrowed: N,
    /// The words for what it is narrowed to,
    these: &'static str,
    /// and for all.
    all: &'static str,
) -> impl IntoView
where
    H: Fn(&str, bool) -> String + Clone + Send + Sync + 'static,
    N: Fn() -> bool + Send + Sync + 'static,
{
    let t = texts();
    let button = view! { <Icon name="download"/><span class="page-actions-word">{t.get("users.download")}</span> };
    let files = move |is_all| {
        ["xlsx", "csv"].map(|format| {
            let href = href.clone();
            view! {
                <a class="menu-item" rel="external" download="" href=move || href(format, is_all)>
                    {t.get(&format!("download.{format}"))}
                </a>
            }
        })
    };
    let of_these = files.clone();
    view! {
        <Menu modifier="menu--end" name="tools" button_class="btn" button=button>
            <Show when=narrowed>
                <p class="menu-title">{t.get(these)}</p>
                {of_these(false)}
            </Show>
            <p class="menu-title">{t.get(all)}</p>
            {files(true)}
        </Menu>
    }
}
