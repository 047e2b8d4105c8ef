//! What was used in the last days: bars by feature, drawn on the server, and the table behind them.

use super::amount::with_credits;
use crate::state::texts;
use crate::ui::{Icon, Plot, percent};
use leptos::prelude::*;
use model::credits::{ConsumptionDay, ConsumptionView};

#[component]
pub(super) fn ConsumptionCard(
    consumption: ConsumptionView,
    /// It is what the reader has used, not all.
    mine: bool,
) -> impl IntoView {
    let t = texts();
    let text = if mine { "credits.consumption.mine" } else { "credits.consumption.all" };
    if consumption.total == 0 {
        return view! {
            <section class="card" aria-labelledby="consumption">
                <header class="card-head">
                    <h2 class="card-title" id="consumption">{t.get("credits.consumption")}</h2>
                </header>
                <div class="card-body"><p class="muted">{t.get("credits.consumption.none")}</p></div>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="card" aria-labelledby="consumption">
            <header class="card-head">
                <h2 class="card-title" id="consumption">{t.get("credits.consumption")}</h2>
                <p class="card-text">{with_credits(text, consumption.total)}</p>
            </header>
            <div class="card-body stack">
                <Bars consumption=consumption.clone()/>
                <Legend features=consumption.features.clone()/>
                <details class="behind">
                    <summary><Icon name="chevron-right" small=true/>{t.get("credits.consumption.table")}</summary>
                    <DayTable consumption=consumption/>
                </details>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Bars(consumption: ConsumptionView) -> impl IntoView {
    let count = consumption.days.len().max(1);
    view! {
        <Plot up=consumption.up across=consumption.across label=consumption.label>
            {consumption.days.into_iter().enumerate().map(|(n, day)| view! {
                <Bar day=day begins=n * 1000 / count width=1000 / count/>
            }).collect_view()}
        </Plot>
    }
}

#[component]
fn Bar(day: ConsumptionDay, begins: usize, width: usize) -> impl IntoView {
    let total: i64 = day.amounts.iter().sum();
    let pieces = day.pieces.into_iter().enumerate().filter(|(_, (_, height))| *height > 0);
    view! {
        <g class="chart-stack">
            <rect class="chart-reach" x=percent(begins) y="0" width=percent(width) height="100%"></rect>
            {pieces.map(|(n, (top, height))| view! {
                <rect class=format!("series-{n}") x=percent(begins + width / 8) y=percent(top.into())
                    width=percent(width * 3 / 4) height=percent(height.into())></rect>
            }).collect_view()}
            <text x="100%" y="-0.75em">{format!("{}: {}", day.day, texts().number(total))}</text>
        </g>
    }
}

#[component]
fn Legend(features: Vec<(String, i64)>) -> impl IntoView {
    let t = texts();
    view! {
        <ul class="chart-legend">
            {features.into_iter().enumerate().map(|(n, (name, amount))| view! {
                <li>
                    <svg class="chart-swatch" aria-hidden="true"><rect class=format!("series-{n}") width="100%" height="100%"></rect></svg>
                    <span class="name" dir="auto">{name}</span>
                    <span class="muted nums">{t.number(amount)}</span>
                </li>
            }).collect_view()}
        </ul>
    }
}

/// The numbers of each day on which something was used, the newest first.
#[component]
fn DayTable(consumption: ConsumptionView) -> impl IntoView {
    let t = texts();
    let used = consumption.days.into_iter().rev().filter(|day| day.amounts.iter().any(|amount| *amount != 0));
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-labelledby="consumption">
            <table class="figures nums" aria-labelledby="consumption">
                <thead><tr>
                    <th scope="col">{t.get("credits.consumption.day")}</th>
                    {consumption.features.into_iter().map(|(name, _)| view! { <th scope="col">{name}</th> }).collect_view()}
                    <th scope="col">{t.get("credits.consumption.total")}</th>
                </tr></thead>
                <tbody>
                    {used.map(|day| {
                        let total: i64 = day.amounts.iter().sum();
                        view! {
                            <tr>
                                <th scope="row">{day.day}</th>
                                {day.amounts.into_iter().map(|amount| view! { <td>{t.number(amount)}</td> }).collect_view()}
                                <td>{t.number(total)}</td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}
