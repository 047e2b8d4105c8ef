//! A menu of files: what a list shows, and all there is; and what splits the columns of a CSV.

use crate::address::use_here;
use crate::forms::submit;
use crate::state::{state, texts};
use crate::ui::{Icon, Menu};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Fields;
use model::csv::CsvSeparator;
use model::urls::Url;

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
    let separator = RwSignal::new(state().with_value(|state| state.csv_separator));
    let button = view! { <Icon name="download"/><span class="page-actions-word">{t.get("users.download")}</span> };
    let files = move |is_all| {
        ["xlsx", "csv"].map(|format| {
            let href = href.clone();
            // The address says what is chosen, so that a download does not depend on its having been saved.
            let split_by = move || match format {
                "csv" => format!("&separator={}", separator.get().name()),
                _ => String::new(),
            };
            view! {
                <a class="menu-item" rel="external" download="" href=move || href(format, is_all) + &split_by()>
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
            <Separators chosen=separator/>
        </Menu>
    }
}

/// What splits the columns of a CSV, remembered by the browser; it works as a plain form too.
#[component]
fn Separators(chosen: RwSignal<CsvSeparator>) -> impl IntoView {
    let t = texts();
    let next = use_here();
    view! {
        <p class="menu-title" id="csv-separator">{t.get("download.separator")}</p>
        <form class="menu-choices" method="post" action=Url::CsvPreference.path() aria-labelledby="csv-separator">
            <input type="hidden" name="next" value=next/>
            {CsvSeparator::WRITTEN.into_iter().map(|one| {
                let on_click = move |event: MouseEvent| {
                    event.prevent_default();
                    chosen.set(one);
                    remember(one);
                };
                view! {
                    <button name="separator" value=one.name() on:click=on_click
                        aria-pressed=move || if chosen.get() == one { "true" } else { "false" }>
                        {t.get(&format!("download.separator.{}", one.name()))}
                    </button>
                }
            }).collect_view()}
        </form>
    }
}

fn remember(separator: CsvSeparator) {
    // Menus of pages that come later show it too.
    state().update_value(|state| state.csv_separator = separator);
    let fields = Fields::default().with("separator", separator.name()).with("next", "/");
    spawn_local(async move {
        let _ = submit(Url::CsvPreference.path(), fields).await;
    });
}

/// Remembered in a cookie and not with the account: the spreadsheet is the machine's.
#[cfg(feature = "ssr")]
pub(crate) fn separator_form(fields: &Fields) -> Result<crate::forms::Answer, model::Error> {
    use crate::address::redirect_path;
    use crate::forms::Answer;
    use crate::request::Cookie;
    let separator = CsvSeparator::written(fields.get("separator"));
    let separator = separator.ok_or_else(|| model::Error::at("separator", model::Problem::NotAChoice))?;
    Ok(Answer::load(redirect_path(fields.get("next"))).with(Cookie::CsvSeparator(separator)))
}
