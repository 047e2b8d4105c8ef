//! One delivery: what was sent, and what was answered.

use super::fields::result;
use super::log::{Status, milliseconds};
use super::serverfns::{read_delivery, read_webhook};
use crate::Failure;
use crate::address::{use_id, use_slug};
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::Time;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::Error;
use model::ids::{EventId, WebhookId};
use model::urls::Url;
use model::webhooks::{AttemptRow, DeliveryView};

#[component]
pub(crate) fn WebhookDeliveryPage() -> impl IntoView {
    let t = texts();
    let (slug, id, params) = (use_slug(), use_id::<WebhookId>(), use_params_map());
    let event = Memo::new(move |_| params.with(|params| params.get("event")?.parse::<EventId>().ok()));
    let form = FormState::new();
    let asked = move || (slug.get(), id.get(), event.get());
    let found = resource(asked, |(slug, id, event)| async move {
        match event {
            Some(event) => read_delivery(slug, id, event).await,
            // No id: nothing is there, for anyone who may look.
            None => Err(read_webhook(slug, None, None).await.err().unwrap_or(Failure(Error::NotFound))),
        }
    });
    view! {
        <leptos_meta::Title text=t.get("webhooks.delivery")/>
        <div class="page page--narrow stack stack--l">
            <Loaded found=found view=move |view| {
                let back = id.get_untracked().map(|id| Url::Webhook { slug: slug.get_untracked(), id }.path());
                view! { <Delivery view=view form=form back=back.unwrap_or_default()/> }
            }/>
        </div>
    }
}

#[component]
fn Delivery(view: DeliveryView, form: FormState, back: String) -> impl IntoView {
    let t = texts();
    let one = view.delivery;
    let next = one.next.map(|at| view! { <p class="muted">{t.get("webhooks.next")} " " <Time at=at/></p> });
    let body = match view.body {
        body if body.is_empty() => view! { <p class="muted">{t.get("webhooks.body.gone")}</p> }.into_any(),
        body => view! { <pre class="code-block">{body}</pre> }.into_any(),
    };
    view! {
        <section class="card">
            <header class="card-head">
                <h1 class="card-title mono wrap-anywhere">{one.event_type}</h1>
                <p class="card-text wrap-anywhere">{view.url}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <p class="row"><Status status=one.status/> <Time at=one.created/></p>
                {next}
                <p class="mono wrap-anywhere">{one.message_id}</p>
                <h2 class="field-label">{t.get("webhooks.body")}</h2>
                {body}
            </div>
            <Form state=form class="card-foot">
                <a class="btn" href=back>{t.get("action.back")}</a>
                {view.may_replay.then(|| view! {
                    <button class="btn btn--primary" name="action" value="replay">{t.get("webhooks.replay")}</button>
                })}
            </Form>
        </section>
        {view.attempts.into_iter().map(|one| view! { <Attempt one=one/> }).collect_view()}
    }
}

#[component]
fn Attempt(one: AttemptRow) -> impl IntoView {
    let t = texts();
    let title = t.with("webhooks.attempt", &[("n", &t.number(one.number))]);
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{title}</h2>
                <p class="card-text">
                    {result(t, one.status, one.problem)} ", " {milliseconds(t, one.milliseconds)} ", "
                    <Time at=one.at/>
                </p>
            </header>
            <div class="card-body stack">
                <dl class="facts facts--wide">
                    {one.headers.into_iter().map(|(name, value)| view! {
                        <div><dt class="mono">{name}</dt><dd class="mono wrap-anywhere">{value}</dd></div>
                    }).collect_view()}
                </dl>
                {(!one.answer.is_empty()).then(|| view! {
                    <h3 class="field-label">{t.get("webhooks.answer")}</h3>
                    <pre class="code-block">{one.answer}</pre>
                })}
            </div>
        </section>
    }
}
