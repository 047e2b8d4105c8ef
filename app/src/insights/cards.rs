//! The cards: each a picture, and the table behind it.

use super::serverfn::read_insights;
use crate::address::{encode, use_slug};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Bars, Icon, LineChart};
use leptos::prelude::*;
use model::insights::{DormantView, Figures, ForecastView, InsightsView};
use model::urls::Url;
use model::users::{LastActive, Status, UsersQuery};

/// Below what Home shows to everyone who sees the users.
#[component]
pub(crate) fn Insights() -> impl IntoView {
    let slug = use_slug();
    let found = resource(move || slug.get(), read_insights);
    view! {
        <section class="insights" aria-label=texts().get("insights.title")>
            <Loaded found=found view=|shown| view! { <Cards shown=shown/> }/>
        </section>
    }
}

#[component]
fn Cards(shown: InsightsView) -> impl IntoView {
    let t = texts();
    let InsightsView { growth, cohorts, dormant, counted, forecast } = shown;
    let note = counted.unwrap_or_default();
    view! {
        <FigureCard id="insights-growth" title=t.get("insights.growth") text=t.get("insights.growth.text").to_owned()
            figures=Some(growth)/>
        <FigureCard id="insights-cohorts" title=t.get("insights.cohorts") figures=cohorts
            text=format!("{} {note}", t.get("insights.cohorts.text")).trim().to_owned()/>
        <Dormant dormant=dormant note=note/>
        <Forecast forecast=forecast/>
    }
}

#[component]
fn FigureCard(
    id: &'static str,
    title: &'static str,
    text: String,
    /// None: still to be counted.
    figures: Option<Figures>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let body = match figures {
        Some(figures) => view! { <Picture id=id figures=figures/> }.into_any(),
        None => view! { <p class="muted">{texts().get("insights.to_come")}</p> }.into_any(),
    };
    view! {
        <section class="card" aria-labelledby=id>
            <header class="card-head">
                <h2 class="card-title" id=id>{title}</h2>
                <p class="card-text">{text}</p>
            </header>
            <div class="card-body">{body} {children.map(|children| children())}</div>
        </section>
    }
}

#[component]
fn Picture(id: &'static str, figures: Figures) -> impl IntoView {
    let Figures { label, chart, series, head, rows } = figures;
    let key = (series.len() > 1).then(|| {
        view! {
            <ul class="chart-key">
                {series.into_iter().enumerate().map(|(n, name)| view! {
                    <li data-series=n.to_string()>{name}</li>
                }).collect_view()}
            </ul>
        }
    });
    view! {
        {key}
        <Bars chart=chart label=label/>
        <Table id=id head=head rows=rows/>
    }
}

#[component]
fn Table(id: &'static str, head: Vec<String>, rows: Vec<Vec<String>>) -> impl IntoView {
    let row = |cells: Vec<String>| {
        let mut cells = cells.into_iter();
        let first = cells.next().unwrap_or_default();
        view! { <tr><th scope="row">{first}</th>{cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> }
    };
    view! {
        <details class="behind">
            <summary><Icon name="chevron-right" small=true/>{texts().get("home.growth.table")}</summary>
            <table class="figures nums" aria-labelledby=id>
                <thead><tr>
                    {head.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
                </tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </details>
    }
}

#[component]
fn Dormant(dormant: Option<DormantView>, note: String) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let (figures, lists) = dormant.map(|dormant| (dormant.figures, dormant.lists)).unzip();
    let link = move |before: String| {
        let asked = UsersQuery {
            status: Some(Status::Active),
            active: Some(LastActive::Before(before)),
            ..UsersQuery::default()
        };
        Url::Users { slug: slug.get_untracked() }.with_query(&asked.written(encode))
    };
    view! {
        <FigureCard id="insights-dormant" title=t.get("insights.dormant") figures=figures
            text=format!("{} {note}", t.get("insights.dormant.text")).trim().to_owned()>
            <ul class="insights-lists">
                {lists.unwrap_or_default().into_iter().map(|list| view! {
                    <li><a class="link" href=link(list.before)>{list.words}</a></li>
                }).collect_view()}
            </ul>
        </FigureCard>
    }
}

#[component]
fn Forecast(forecast: ForecastView) -> impl IntoView {
    let t = texts();
    let ForecastView { text, method, chart, label, head, rows } = forecast;
    view! {
        <section class="card" aria-labelledby="insights-forecast">
            <header class="card-head">
                <h2 class="card-title" id="insights-forecast">{t.get("insights.forecast")}</h2>
                <p class="card-text">{text}</p>
            </header>
            <div class="card-body">
                {chart.map(|chart| view! {
                    <LineChart chart=chart label=label/>
                    <Table id="insights-forecast" head=head rows=rows/>
                })}
                <p class="field-hint">{method}</p>
            </div>
        </section>
    }
}
