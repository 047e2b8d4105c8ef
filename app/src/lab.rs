//! A feature of the Lab in words: what its card shows wherever there is one.

use crate::state::texts;
use leptos::prelude::*;
use model::Texts;
use model::lab::{Feature, Maturity, Risk};

/// How far it is, how risky, and whether it is on.
#[component]
pub(crate) fn Badges(feature: Feature, on: Option<bool>) -> impl IntoView {
    let t = texts();
    let maturity = match feature.maturity() {
        Maturity::Alpha => "badge badge--warn",
        Maturity::Beta => "badge badge--accent",
    };
    let risk = match feature.risk() {
        Risk::Low => "badge badge--ok",
        Risk::Medium => "badge badge--warn",
        Risk::High => "badge badge--danger",
    };
    view! {
        <p class="badges">
            <span class=maturity>{t.get(&format!("lab.maturity.{}", feature.maturity().name())).to_owned()}</span>
            <span class=risk>{t.get(&format!("lab.risk.{}", feature.risk().name())).to_owned()}</span>
            {on.map(|on| view! {
                <span class=if on { "badge badge--ok" } else { "badge" }>
                    {t.get(if on { "lab.is_on" } else { "lab.is_off" })}
                </span>
            })}
        </p>
    }
}

/// What is at risk, and until when it is decided what becomes of it.
pub(crate) fn about(t: Texts, feature: Feature) -> impl IntoView {
    let days = [("since", feature.since()), ("sunset", feature.sunset())];
    view! {
        <p>{t.get("lab.data")} " " {t.get(&feature.text_key("data")).to_owned()}</p>
        <p class="muted">{t.with("lab.days", &days)}</p>
    }
}
