//! `/w/{slug}/settings/webhooks/{id}`: one endpoint, what can be done to it, and what was sent.

use super::fields::{EndpointFields, Shown};
use super::list::Facts;
use super::log::Log;
use super::secret::{Secret, use_secret};
use super::serverfns::read_webhook;
use crate::address::{use_id, use_slug};
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Done, Field};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::ids::WebhookId;
use model::urls::Url;
use model::webhooks::{WebhookRow, WebhookView};

const DONE: &[&str] = &[
    "webhooks.done.disabled",
    "webhooks.done.enabled",
    "webhooks.done.replayed",
    "webhooks.done.saved",
    "webhooks.done.tested",
];

#[component]
pub(crate) fn WebhookPage() -> impl IntoView {
    let t = texts();
    let (slug, id, query) = (use_slug(), use_id::<WebhookId>(), use_query_map());
    let before = Memo::new(move |_| query.with(|query| query.get("after")?.parse().ok()));
    let done = Memo::new(move |_| query.with(|query| query.get("done")));
    let form = FormState::new();
    let secret = use_secret(form);
    let found = resource(
        move || (slug.get(), id.get(), before.get(), done.get()),
        |(slug, id, before, _)| read_webhook(slug, id, before),
    );
    view! {
        <leptos_meta::Title text=t.get("webhooks.title")/>
        <div class="page page--narrow stack stack--l">
            <Done keys=DONE/>
            <Loaded found=found view=move |view| {
                move || match secret.get() {
                    Some((secret, page)) => view! { <Secret secret=secret page=page/> }.into_any(),
                    None => view! { <Manage view=view.clone() form=form/> }.into_any(),
                }
            }/>
        </div>
    }
}

#[component]
fn Manage(view: WebhookView, form: FormState) -> impl IntoView {
    let WebhookView { webhook: one, deliveries, next, may_edit, may_see_deliveries } = view;
    let enabled = one.disabled.is_none();
    let id = one.id;
    view! {
        <Summary one=one.clone() form=form may_edit=may_edit/>
        {may_see_deliveries.then(|| view! { <Log id=id rows=deliveries next=next/> })}
        {(may_edit && enabled).then(|| view! { <ReplayFailed form=form/> })}
        {may_edit.then(|| view! { <Edit one=one form=form/><Rotate form=form/><Delete form=form/> })}
    }
}

#[component]
fn Summary(one: WebhookRow, form: FormState, may_edit: bool) -> impl IntoView {
    let t = texts();
    let enabled = one.disabled.is_none();
    let back = Url::Webhooks { slug: use_slug().get_untracked() }.path();
    let switch = if enabled { ("disable", "webhooks.disable") } else { ("enable", "webhooks.enable") };
    view! {
        <section class="card">
            <header class="card-head"><h1 class="card-title wrap-anywhere">{one.url.clone()}</h1></header>
            <div class="card-body stack stack--s"><FormProblem state=form/><Facts one=one/></div>
            <Form state=form class="card-foot">
                <a class="btn" href=back>{t.get("action.back")}</a>
                {may_edit.then(|| view! {
                    <button class="btn" name="action" value=switch.0>{t.get(switch.1)}</button>
                })}
                {(may_edit && enabled).then(|| view! {
                    <button class="btn btn--primary" name="action" value="test">{t.get("webhooks.test")}</button>
                })}
            </Form>
        </section>
    }
}

#[component]
fn ReplayFailed(form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("webhooks.replay_failed.title")}</h2>
                <p class="card-text">{t.get("webhooks.replay_failed.text")}</p>
            </header>
            <div class="card-body">
                <Field name="since" label=t.get("webhooks.since") kind="date" value=form.value("since", "")
                    problem=form.problem("since")/>
            </div>
            <footer class="card-foot">
                <button class="btn" name="action" value="replay">{t.get("webhooks.replay_failed")}</button>
            </footer>
        </Form>
    }
}

#[component]
fn Edit(one: WebhookRow, form: FormState) -> impl IntoView {
    let t = texts();
    let shown = Shown { url: one.url, description: one.description, events: one.events, payload: one.payload };
    view! {
        <Form state=form class="card">
            <header class="card-head"><h2 class="card-title">{t.get("webhooks.edit")}</h2></header>
            <div class="card-body stack">
                <input type="hidden" name="version" value=one.version.to_string()/>
                <EndpointFields form=form shown=shown/>
            </div>
            <footer class="card-foot">
                <button class="btn btn--primary" name="action" value="save">
                    {t.get("action.save")}
                </button>
            </footer>
        </Form>
    }
}

#[component]
fn Rotate(form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("webhooks.rotate.title")}</h2>
                <p class="card-text">{t.get("webhooks.rotate.text")}</p>
            </header>
            <footer class="card-foot">
                <button class="btn" name="action" value="rotate">{t.get("webhooks.rotate")}</button>
            </footer>
        </Form>
    }
}

#[component]
fn Delete(form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("webhooks.delete.title")}</h2>
                <p class="card-text">{t.get("webhooks.delete.text")}</p>
            </header>
            <footer class="card-foot">
                <button class="btn btn--danger" name="action" value="delete">{t.get("webhooks.delete")}</button>
            </footer>
        </Form>
    }
}
