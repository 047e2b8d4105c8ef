//! The plan of a workspace: its name, what it allows, and how much of that is used.

use super::serverfn::read_plan;
use crate::address::{encode, use_slug};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use leptos::prelude::*;
use model::plans::{Limit, LimitUse, PlanUsage, support_href};
use model::urls::Url;
use model::users::UsersQuery;

/// The plan of the workspace that the address names; for those with `settings:read`.
#[component]
pub(crate) fn PlanCard() -> impl IntoView {
    let slug = use_slug();
    let found = resource(move || slug.get(), read_plan);
    view! { <Loaded found=found view=move |usage| view! { <Card usage=usage/> }.into_any()/> }
}

#[component]
fn Card(usage: PlanUsage) -> impl IntoView {
    let t = texts();
    let PlanUsage { plan, limits, may_list, support } = usage;
    let name = plan.map_or_else(|| t.get("plans.none").to_owned(), |plan| plan.name);
    let contact = (!support.is_empty()).then(|| {
        view! {
            <footer class="card-foot">
                <p class="muted">
                    {t.get("plans.support")} " " <a class="link" href=support_href(&support)>{support.clone()}</a>
                </p>
            </footer>
        }
    });
    view! {
        <section class="card" aria-labelledby="plan-title">
            <header class="card-head">
                <h2 class="card-title" id="plan-title">{t.get("plans.title")}</h2>
                <p class="card-text name" dir="auto">{name}</p>
            </header>
            <div class="card-body stack">
                {limits.into_iter().map(|used| view! { <LimitRow used=used may_list=may_list/> }).collect_view()}
            </div>
            {contact}
        </section>
    }
}

#[component]
fn LimitRow(used: LimitUse, may_list: bool) -> impl IntoView {
    let t = texts();
    let number = |n: u64| t.number(i64::try_from(n).unwrap_or(i64::MAX));
    let name = used.limit.name();
    let label = t.get(&format!("plans.limit.{name}"));
    let words = match used.max {
        Some(max) => t.with("plans.used", &[("used", &number(used.used)), ("max", &number(max))]),
        None => t.with("plans.used_unlimited", &[("used", &number(used.used))]),
    };
    let meter = used.max.map(|max| {
        let state = match used.left() {
            Some(0) => Some("full"),
            _ if used.is_near() => Some("near"),
            _ => None,
        };
        view! {
            <meter class="meter" min="0" max=max.max(1).to_string() value=used.used.min(max).to_string()
                data-state=state aria-label=label>{words.clone()}</meter>
        }
    });
    view! {
        <div class="plan-limit" data-limit=name>
            <p class="plan-limit-words"><span>{label}</span> " " <span class="nums">{words.clone()}</span></p>
            {meter}
            {(used.limit == Limit::People).then(|| view! { <Counted may_list=may_list/> })}
        </div>
    }
}

/// By which rule seats are counted, and the list behind the number.
#[component]
fn Counted(may_list: bool) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let asked = UsersQuery { seats: true, ..UsersQuery::default() }.written(encode);
    view! {
        <p class="field-hint">
            {t.get("plans.counted")} " "
            {may_list.then(|| view! {
                <a class="link" href=move || Url::Users { slug: slug.get() }.with_query(&asked)>
                    {t.get("plans.counted.list")}
                </a>
            })}
        </p>
    }
}
