//! A menu of files: what a list shows, and all there is; and what splits the columns of a CSV.

mod progress;

use crate::address::use_here;
use crate::forms::submit;
use crate::missing_chunk::MissingChunk;
use crate::state::{state, texts};
use crate::ui::{Icon, Menu};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use model::Fields;
use model::csv::CsvSeparator;
use model::urls::Url;
use progress::DownloadToast;
use std::time::Duration;

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
    let ids = Ids::new();
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
                <a class="menu-item" rel="external" download="" on:click=move |_| ids.take()
                    href=move || href(format, is_all) + &split_by() + &ids.parameter()>
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
        {move || ids.is_used.get().then(|| view! {
            <Suspense>{Suspend::new(async move { open_toast(ids.last).await.ok() })}</Suspense>
        })}
    }
}

/// What downloads are called, so that the page can ask how far they have come.
#[derive(Clone, Copy)]
struct Ids {
    /// The next one's; none on the server, where nobody could ask.
    next: RwSignal<Option<String>>,
    /// The one that was asked for last, until nobody wants to know of it.
    last: RwSignal<Option<String>>,
    /// Whether any was: what tells of downloads is drawn once.
    is_used: Memo<bool>,
}

impl Ids {
    fn new() -> Self {
        let (next, last) = (RwSignal::new(None), RwSignal::new(None::<String>));
        Effect::new(move |_| next.set(Some(new_id())));
        let is_used = Memo::new(move |before: Option<&bool>| before == Some(&true) || last.with(Option::is_some));
        Self { next, last, is_used }
    }

    /// What an address says of it.
    fn parameter(self) -> String {
        self.next.get().map(|id| format!("&progress={id}")).unwrap_or_default()
    }

    /// The file at the address is being asked for.
    fn take(self) {
        self.last.set(self.next.get_untracked());
        // The browser follows the address once this click is over: only then it may change.
        set_timeout(move || self.next.set(Some(new_id())), Duration::ZERO);
    }
}

/// By chance: it tells the downloads of one account apart, and is no secret.
#[cfg(feature = "hydrate")]
#[expect(clippy::disallowed_methods, reason = "addresses have it once the page is taken over")]
fn new_id() -> String {
    js_sys::Math::random().to_string()
}

#[cfg(not(feature = "hydrate"))]
fn new_id() -> String {
    String::new()
}

/// A chunk of its own, for whoever downloads something. Where it can't be fetched, the browser alone tells of the
/// download.
#[allow(clippy::unnecessary_wraps, reason = "in the browser the chunk may be missing")]
#[wasm_split(downloads, wasm_split_path = ::leptos::wasm_split, fallible)]
fn open_toast(id: RwSignal<Option<String>>) -> Result<AnyView, MissingChunk> {
    Ok(view! { <DownloadToast id=id/> }.into_any())
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
