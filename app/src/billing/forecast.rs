//! How long credits last, by which method, and how sure that is.

use super::amount::with_credits;
use crate::state::texts;
use leptos::prelude::*;
use model::Texts;
use model::credits::ForecastView;

#[component]
pub(super) fn ForecastCard(forecast: Option<ForecastView>) -> impl IntoView {
    let t = texts();
    let (words, method) = match forecast {
        None => (t.get("credits.forecast.none").to_owned(), String::new()),
        Some(forecast) => (lasts(t, forecast), method(t, forecast)),
    };
    view! {
        <section class="card" aria-labelledby="forecast">
            <header class="card-head">
                <h2 class="card-title" id="forecast">{t.get("credits.forecast")}</h2>
                <p class="card-text">{words}</p>
            </header>
            {(!method.is_empty()).then(|| view! { <div class="card-body"><p class="muted">{method}</p></div> })}
        </section>
    }
}

/// "About 12 days; between 8 and 30 days", or that nothing is used on a usual day.
fn lasts(t: Texts, forecast: ForecastView) -> String {
    let days = |n: i64| t.count("duration.days", n);
    match (forecast.usual, forecast.least, forecast.most) {
        (None, None, _) => t.get("credits.forecast.idle").to_owned(),
        (None, Some(least), _) => t.with("credits.forecast.at_least", &[("least", &days(least))]),
        (Some(usual), least, most) => {
            let least = days(least.unwrap_or(usual));
            match most {
                Some(most) => t.with(
                    "credits.forecast.between",
                    &[("usual", &days(usual)), ("least", &least), ("most", &days(most))],
                ),
                None => t.with("credits.forecast.from", &[("usual", &days(usual)), ("least", &least)]),
            }
        }
    }
}

fn method(t: Texts, forecast: ForecastView) -> String {
    let a_day = with_credits("credits.forecast.a_day", forecast.median);
    format!("{a_day} {}", t.count("credits.forecast.method", forecast.days))
}
