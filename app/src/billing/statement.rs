//! `/w/{slug}/settings/billing/statements/{month}`: what a month came to, to be read and printed.

use super::amount::{entry_name, signed};
use super::serverfns::read_statement;
use super::wallet::BackToWallet;
use crate::Failure;
use crate::address::use_slug;
use crate::errors::ErrorInside;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::{state, texts};
use crate::ui::Time;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::Error;
use model::Month;
use model::credits::{StatementLine, StatementView};
use model::urls::Url;

#[component]
pub(crate) fn StatementPage() -> impl IntoView {
    let slug = use_slug();
    let params = use_params_map();
    let month = Memo::new(move |_| params.with(|params| params.get("month")?.parse::<Month>().ok()));
    // An address that names no month is no page's.
    if month.get_untracked().is_none() {
        return view! { <ErrorInside error=Error::NotFound/> }.into_any();
    }
    let found = resource(
        move || (slug.get(), month.get()),
        |(slug, month)| async move {
            match month {
                Some(month) => read_statement(slug, month).await,
                None => Err(Failure(Error::NotFound)),
            }
        },
    );
    view! {
        <div class="page page--narrow">
            <BackToWallet/>
            <Loaded found=found view=move |view| view! { <Statement view=view/> }/>
        </div>
    }
    .into_any()
}

#[component]
fn Statement(view: StatementView) -> impl IntoView {
    let t = texts();
    let slug = use_slug().get_untracked();
    let unit = state().with_value(|state| state.credit_name.clone());
    let title = t.with("credits.statement.of", &[("month", &view.name)]);
    let csv = Url::DownloadLedger { slug }.with(&[("month", &view.month.to_string()), ("format", "csv")]);
    let closing = if view.open { "credits.statement.so_far" } else { "credits.statement.closing" };
    view! {
        <leptos_meta::Title text=title.clone()/>
        <section class="card statement" aria-labelledby="statement">
            <header class="card-head">
                <h1 class="card-title" id="statement">{title}</h1>
                <p class="card-text name wrap-anywhere" dir="auto">{view.workspace} " · " {unit}</p>
                <p class="muted">{t.get("credits.statement.made")} " " <Time at=view.made/> ". " {t.get("credits.statement.utc")}</p>
            </header>
            <div class="card-body">
                <table class="figures figures--wide nums" aria-labelledby="statement">
                    <thead><tr>
                        <th scope="col">{t.get("credits.entry.what")}</th>
                        <th scope="col">{t.get("credits.statement.entries")}</th>
                        <th scope="col">{t.get("credits.entry.amount")}</th>
                    </tr></thead>
                    <tbody>
                        <tr><th scope="row">{t.get("credits.statement.opening")}</th><td></td><td>{t.number(view.opening)}</td></tr>
                        {view.lines.into_iter().map(|line| view! { <Line line=line/> }).collect_view()}
                    </tbody>
                    <tfoot>
                        <tr><th scope="row">{t.get(closing)}</th><td></td><td>{t.number(view.closing)}</td></tr>
                    </tfoot>
                </table>
            </div>
            <footer class="card-foot no-print">
                <a class="btn" href=csv rel="external" download="">{t.get("credits.statement.csv")}</a>
            </footer>
        </section>
        <p class="muted no-print">{t.get("credits.statement.print")}</p>
    }
}

#[component]
fn Line(line: StatementLine) -> impl IntoView {
    let t = texts();
    let what = entry_name(line.kind, &line.feature);
    view! {
        <tr>
            <th scope="row" class="wrap-anywhere">{what}</th>
            <td>{t.number(line.entries)}</td>
            <td>{signed(line.amount)}</td>
        </tr>
    }
}
