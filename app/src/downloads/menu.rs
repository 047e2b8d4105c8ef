//! The menu.

use crate::address::use_here;
use crate::state::{state, texts};
use crate::ui::{Icon, Island, Menu};
use leptos::prelude::*;
use model::Fields;
use model::csv::CsvSeparator;
use model::urls::Url;

#[component]
pub(crate) fn DownloadMenu<H>(
    /// The address of a file in this format, of all there is or of what the list is narrowed to.
    href: H,
    /// Whether the list is.
    narrowed: bool,
    /// The words for what it is narrowed to,
    these: &'static str,
    /// and for all.
    all: &'static str,
) -> impl IntoView
where
    H: Fn(&str, bool) -> String,
{
    let t = texts();
    let separator = state().with_value(|state| state.csv_separator);
    let button = view! { <Icon name="download"/><span class="page-actions-word">{t.get("users.download")}</span> };
    let files = |is_all| {
        ["xlsx", "csv"].map(|format| {
            // The address says what is chosen, so that a download does not depend on its having been saved.
            let split_by = match format {
                "csv" => format!("&separator={}", separator.name()),
                _ => String::new(),
            };
            view! {
                <a class="menu-item" rel="external" download="" data-watched="" href=href(format, is_all) + &split_by>
                    {t.get(&format!("download.{format}"))}
                </a>
            }
        })
    };
    let of_these = narrowed.then(|| view! { <p class="menu-title">{t.get(these)}</p>{files(false)} });
    let of_all = files(true);
    view! {
        <Menu modifier="menu--end" name="tools" button_class="btn" button=button>
            {of_these}
            <p class="menu-title">{t.get(all)}</p>
            {of_all}
            <Separators chosen=separator/>
        </Menu>
        <Island name="downloads"/>
    }
}

/// What splits the columns of a CSV, remembered by the browser.
#[component]
fn Separators(chosen: CsvSeparator) -> impl IntoView {
    let t = texts();
    let next = use_here();
    view! {
        <p class="menu-title" id="csv-separator">{t.get("download.separator")}</p>
        <form class="menu-choices" method="post" action=Url::CsvPreference.path() aria-labelledby="csv-separator">
            <input type="hidden" name="next" value=next/>
            {CsvSeparator::WRITTEN.into_iter().map(|one| view! {
                <button name="separator" value=one.name()
                    aria-pressed=if chosen == one { "true" } else { "false" }>
                    {t.get(&format!("download.separator.{}", one.name()))}
                </button>
            }).collect_view()}
        </form>
    }
}

/// Remembered in a cookie and not with the account: the spreadsheet is the machine's.
pub(crate) fn separator_form(fields: &Fields) -> Result<crate::forms::Answer, model::Error> {
    use crate::address::redirect_path;
    use crate::forms::Answer;
    use crate::request::Cookie;
    let separator = CsvSeparator::written(fields.get("separator"));
    let separator = separator.ok_or_else(|| model::Error::at("separator", model::Problem::NotAChoice))?;
    Ok(Answer::load(redirect_path(fields.get("next"))).with(Cookie::CsvSeparator(separator)))
}
