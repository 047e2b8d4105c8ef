//! The lines of a ledger: filters, the list, and the way to older ones.

use super::amount::{entry_name, signed};
use crate::address::{encode, use_slug};
use crate::downloads::DownloadMenu;
use crate::state::texts;
use crate::ui::{Choice, NextPage, SelectField, Time};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::Fields;
use model::credits::{EntriesView, EntryKind, EntryQuery, EntryRow};
use model::urls::Url;

/// What the address asks for; what can't be read of it asks for nothing.
pub(super) fn use_query() -> Memo<EntryQuery> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let names = ["kind", "feature", "month", "user", "before"];
            let fields = names
                .into_iter()
                .filter_map(|name| Some((name, query.get(name)?)))
                .fold(Fields::default(), |fields, (name, value)| fields.with(name, value));
            EntryQuery::parse(&fields).unwrap_or_default()
        })
    })
}

#[component]
pub(super) fn EntryCard(
    view: EntriesView,
    /// The reader's own entries, on their own page.
    mine: bool,
) -> impl IntoView {
    let t = texts();
    let EntriesView { rows, next, asked, features, months } = view;
    let asked = EntryQuery { mine: false, before: None, ..asked };
    let filtered = asked.is_filtered();
    let (title, none) = if mine {
        ("credits.entries.mine", "credits.entries.mine.none")
    } else {
        ("credits.entries", "credits.entries.none")
    };
    let none = if filtered { "credits.entries.no_match" } else { none };
    let months = months.into_iter().map(|(month, name)| (month.to_string(), name)).collect();
    let next = next.map(|before| at(mine, &asked, &[("before", &before.to_string())]));
    view! {
        <section class="card" aria-labelledby="entries">
            <header class="card-head">
                <h2 class="card-title" id="entries">{t.get(title)}</h2>
            </header>
            <div class="card-body stack">
                <div class="row row--end"><Download asked=asked.clone() mine=mine/></div>
                <Filter asked=asked features=features months=months/>
                {if rows.is_empty() {
                    view! { <p class="muted">{t.get(none)}</p> }.into_any()
                } else {
                    view! { <Entries rows=rows/> }.into_any()
                }}
            </div>
        </section>
        {next.map(|href| view! {
            <NextPage href=href/>
        })}
    }
}

/// The page's own address, asking for this.
fn at(mine: bool, asked: &EntryQuery, more: &[(&str, &str)]) -> String {
    let slug = use_slug().get_untracked();
    let url = if mine { Url::MyCredits { slug } } else { Url::Ledger { slug } };
    with_query(&url, asked, more)
}

fn with_query(url: &Url, asked: &EntryQuery, more: &[(&str, &str)]) -> String {
    let pairs = asked.pairs();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let query: Vec<String> =
        pairs.iter().chain(more).map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if query.is_empty() { url.path() } else { url.with_query(&format!("?{}", query.join("&"))) }
}

#[component]
fn Download(asked: EntryQuery, mine: bool) -> impl IntoView {
    let slug = use_slug();
    let filtered = asked.is_filtered();
    let href = move |format: &str, all: bool| {
        let slug = slug.get();
        let url = if mine { Url::DownloadMyEntries { slug } } else { Url::DownloadLedger { slug } };
        let asked = if all { EntryQuery::default() } else { asked.clone() };
        with_query(&url, &asked, &[("format", format)])
    };
    view! {
        <DownloadMenu href=href narrowed=filtered these="credits.download_these" all="credits.download_all"/>
    }
}

/// A plain form of the page's own address.
#[component]
fn Filter(asked: EntryQuery, features: Vec<(String, String)>, months: Vec<(String, String)>) -> impl IntoView {
    let t = texts();
    let none = Signal::derive(|| None);
    let choices = |named: Vec<(String, String)>| -> Vec<Choice> {
        let any = Choice { value: String::new(), label: t.get("users.any").to_owned() };
        std::iter::once(any).chain(named.into_iter().map(|(value, label)| Choice { value, label })).collect()
    };
    let kinds = EntryKind::ALL.map(|kind| {
        let label = t.get(&format!("credits.kind.{}", kind.name())).to_owned();
        (kind.name().to_owned(), label)
    });
    let month = asked.month.map(|month| month.to_string()).unwrap_or_default();
    let feature = asked.feature.map(|feature| feature.to_string()).unwrap_or_default();
    let user = asked.user.map(|user| view! { <input type="hidden" name="user" value=user.to_string()/> });
    view! {
        <form class="audit-filters" method="get">
            {user}
            <SelectField name="kind" label=t.get("credits.entry.kind") choices=choices(kinds.into())
                value=asked.kind.map_or("", EntryKind::name) problem=none/>
            <SelectField name="feature" label=t.get("credits.entry.feature") choices=choices(features)
                value=feature problem=none/>
            <SelectField name="month" label=t.get("credits.entry.month") choices=choices(months)
                value=month problem=none/>
            <button class="btn">{t.get("audit.filter")}</button>
        </form>
    }
}

#[component]
fn Entries(rows: Vec<EntryRow>) -> impl IntoView {
    let t = texts();
    let has_balance = rows.iter().any(|row| row.balance.is_some());
    let has_actions = rows.iter().any(|row| row.may_correct);
    let has_users = rows.iter().any(|row| row.user.is_some());
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-labelledby="entries">
            <table class="figures figures--wide nums" aria-labelledby="entries">
                <thead><tr>
                    <th scope="col">{t.get("credits.entry.what")}</th>
                    {has_users.then(|| view! { <th scope="col">{t.get("credits.entry.user")}</th> })}
                    <th scope="col">{t.get("credits.entry.amount")}</th>
                    {has_balance.then(|| view! { <th scope="col">{t.get("credits.entry.balance")}</th> })}
                    {has_actions.then(|| view! { <th scope="col"><span class="sr-only">{t.get("credits.entry.actions")}</span></th> })}
                </tr></thead>
                <tbody>
                    {rows.into_iter().map(|row| view! {
                        <Entry row=row has_users=has_users has_balance=has_balance has_actions=has_actions/>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Entry(row: EntryRow, has_users: bool, has_balance: bool, has_actions: bool) -> impl IntoView {
    let t = texts();
    let slug = use_slug().get_untracked();
    let category = t.get(&format!("credits.category.{}", row.category.name()));
    let what = entry_name(row.kind, &row.feature);
    let user = row.user.map(|(id, name)| {
        let href = Url::User { slug: slug.clone(), id }.path();
        view! { <a class="link name wrap-anywhere" dir="auto" href=href rel="external">{name}</a> }
    });
    let correct = row.may_correct.then(|| {
        let href = Url::CorrectEntry { slug: slug.clone(), id: row.id }.path();
        let label = t.with("credits.correct_which", &[("n", &t.number(row.n))]);
        view! { <a class="link" href=href aria-label=label>{t.get("credits.correct")}</a> }
    });
    view! {
        <tr>
            <th scope="row">
                <span class="wrap-anywhere">{what}</span>
                <span class="figures-note"><Time at=row.at/> " · " {category}</span>
                {(!row.note.is_empty()).then(|| view! { <span class="figures-note name wrap-anywhere" dir="auto">{row.note}</span> })}
            </th>
            {has_users.then(|| view! { <td>{user}</td> })}
            <td>{signed(row.amount)}</td>
            {has_balance.then(|| view! { <td>{row.balance.map(|balance| t.number(balance))}</td> })}
            {has_actions.then(|| view! { <td>{correct}</td> })}
        </tr>
    }
}
