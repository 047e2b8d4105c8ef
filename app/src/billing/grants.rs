//! Grants: what is left of each, in the order in which they are used; giving credits; and what is reserved.

use super::amount::credits;
use crate::address::use_slug;
use crate::errors::ErrorInside;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{may, texts};
use crate::ui::{Choice, Field, SelectField, Time};
use leptos::prelude::*;
use model::Error;
use model::credits::{DEFAULT_PRIORITY, GrantCategory, GrantRow, HoldRow};
use model::permissions::Permission;
use model::urls::Url;

#[component]
pub(super) fn GrantsCard(grants: Vec<GrantRow>, may_write: bool) -> impl IntoView {
    let t = texts();
    let new = Url::NewGrant { slug: use_slug().get_untracked() }.path();
    let add = may_write.then(|| {
        view! { <footer class="card-foot"><a class="btn btn--primary" href=new>{t.get("credits.grant.new")}</a></footer> }
    });
    view! {
        <section class="card" aria-labelledby="grants">
            <header class="card-head">
                <h2 class="card-title" id="grants">{t.get("credits.grants")}</h2>
                <p class="card-text">{t.get("credits.grants.order")}</p>
            </header>
            <div class="card-body">
                {if grants.is_empty() {
                    view! { <p class="muted">{t.get("credits.grants.none")}</p> }.into_any()
                } else {
                    view! {
                        <ol class="session-list session-list--own">
                            {grants.into_iter().map(|grant| view! { <Grant grant=grant/> }).collect_view()}
                        </ol>
                    }.into_any()
                }}
            </div>
            {add}
        </section>
    }
}

#[component]
fn Grant(grant: GrantRow) -> impl IntoView {
    let t = texts();
    let category = t.get(&format!("credits.category.{}", grant.category.name()));
    let left =
        t.with("credits.grant.left", &[("remaining", &t.number(grant.remaining)), ("amount", &credits(grant.amount))]);
    let reserved = (grant.reserved > 0).then(|| t.with("credits.reserved", &[("n", &t.number(grant.reserved))]));
    let begins =
        grant.begins.map(|at| view! { <p class="muted">{t.get("credits.grant.begins")} " " <Time at=at/></p> });
    let ends = match grant.ends {
        Some(at) => view! { {t.get("credits.grant.ends")} " " <Time at=at/> }.into_any(),
        None => t.get("credits.grant.never").into_any(),
    };
    view! {
        <li>
            <div>
                <p class="session-device nums">{left} {reserved.map(|reserved| format!(", {reserved}"))}</p>
                {(!grant.note.is_empty()).then(|| view! { <p class="name wrap-anywhere" dir="auto">{grant.note}</p> })}
                {begins}
                <p class="muted">
                    {ends} " · " {t.with("credits.grant.priority_of", &[("n", &t.number(grant.priority))])}
                </p>
            </div>
            <span class="badge">{category}</span>
        </li>
    }
}

#[component]
pub(super) fn HoldsCard(holds: Vec<HoldRow>, may_write: bool) -> impl IntoView {
    let t = texts();
    if holds.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="card" aria-labelledby="holds">
            <header class="card-head">
                <h2 class="card-title" id="holds">{t.get("credits.holds")}</h2>
                <p class="card-text">{t.get("credits.holds.text")}</p>
            </header>
            <div class="card-body">
                <ul class="session-list session-list--own">
                    {holds.into_iter().map(|hold| view! { <Hold hold=hold may_write=may_write/> }).collect_view()}
                </ul>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Hold(hold: HoldRow, may_write: bool) -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let label = t.with("credits.hold.void_which", &[("credits", &credits(hold.amount)), ("feature", &hold.feature)]);
    let void = may_write.then(|| {
        view! {
            <Form state=form>
                <input type="hidden" name="hold" value=hold.id.to_string()/>
                <button class="btn btn--s" name="action" value="void" aria-label=label>
                    {t.get("credits.hold.void")}
                </button>
            </Form>
        }
    });
    let user = hold.user.map(|(_, name)| view! { <p class="name wrap-anywhere" dir="auto">{name}</p> });
    view! {
        <li>
            <div>
                <p class="session-device nums wrap-anywhere">{credits(hold.amount)} ", " {hold.feature}</p>
                {user}
                <p class="muted">{t.get("credits.hold.ends")} " " <Time at=hold.ends/></p>
            </div>
            {void}
        </li>
    }
}

#[component]
pub(crate) fn NewGrantPage() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    if !may(Permission::CREDITS_WRITE) {
        return view! { <ErrorInside error=Error::Forbidden/> }.into_any();
    }
    let back = Url::WorkspaceBilling { slug: use_slug().get_untracked() }.path();
    let categories = GrantCategory::GIVEN.map(|category| Choice {
        value: category.name().to_owned(),
        label: t.get(&format!("credits.category.{}", category.name())).to_owned(),
    });
    let priority = DEFAULT_PRIORITY.to_string();
    view! {
        <leptos_meta::Title text=t.get("credits.grant.new")/>
        <div class="page page--narrow">
            <Form state=form class="card">
                <header class="card-head">
                    <h1 class="card-title">{t.get("credits.grant.new")}</h1>
                    <p class="card-text">{t.get("credits.grant.new.text")}</p>
                </header>
                <div class="card-body stack">
                    <FormProblem state=form/>
                    <Field name="amount" label=t.get("credits.grant.amount") value=form.value("amount", "")
                        hint=t.get("credits.grant.amount.hint") autocomplete="off" problem=form.problem("amount")/>
                    <SelectField name="category" label=t.get("credits.grant.category") choices=categories.into()
                        value=form.value("category", GrantCategory::Paid.name()) problem=form.problem("category")/>
                    <Field name="effective_at" kind="date" label=t.get("credits.grant.effective")
                        value=form.value("effective_at", "") hint=t.get("credits.grant.effective.hint")
                        problem=form.problem("effective_at")/>
                    <Field name="expires_at" kind="date" label=t.get("credits.grant.expires")
                        value=form.value("expires_at", "") hint=t.get("credits.grant.expires.hint")
                        problem=form.problem("expires_at")/>
                    <Field name="priority" label=t.get("credits.grant.priority") value=form.value("priority", &priority)
                        hint=t.get("credits.grant.priority.hint") problem=form.problem("priority")/>
                    <Field name="note" label=t.get("credits.grant.note") value=form.value("note", "")
                        problem=form.problem("note")/>
                </div>
                <footer class="card-foot">
                    <a class="btn" href=back>{t.get("action.cancel")}</a>
                    <button class="btn btn--primary">
                        {t.get("credits.grant.submit")}
                    </button>
                </footer>
            </Form>
        </div>
    }
    .into_any()
}
