//! The number of users over time: as a picture, and as a table for those who read it.

use crate::state::texts;
use crate::ui::{Icon, LineChart};
use leptos::prelude::*;
use model::workspaces::{Growth, Month};

#[component]
pub(super) fn GrowthCard(growth: Growth) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card" aria-labelledby="growth">
            <header class="card-head">
                <h2 class="card-title" id="growth">{t.get("home.growth")}</h2>
                <p class="card-text">{growth.text}</p>
            </header>
            <div class="card-body">
                <LineChart chart=growth.chart label=growth.label/>
                <details class="behind">
                    <summary><Icon name="chevron-right" small=true/>{t.get("home.growth.table")}</summary>
                    <Months months=growth.months/>
                </details>
            </div>
        </section>
    }
}

#[component]
fn Months(months: Vec<Month>) -> impl IntoView {
    let t = texts();
    view! {
        <table class="figures nums" aria-labelledby="growth">
            <thead><tr>
                <th scope="col">{t.get("home.growth.month")}</th>
                <th scope="col">{t.get("home.growth.total")}</th>
                <th scope="col">{t.get("home.growth.change")}</th>
            </tr></thead>
            <tbody>
                {months.into_iter().map(|month| view! {
                    <tr><th scope="row">{month.name}</th><td>{month.total}</td><td>{month.change}</td></tr>
                }).collect_view()}
            </tbody>
        </table>
    }
}
