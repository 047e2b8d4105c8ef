//! One service: what it will be able to do, and how it stands.

use crate::forms::{Form, FormState};
use crate::state::texts;
use crate::ui::{CopyField, Icon, Time};
use leptos::prelude::*;
use model::Texts;
use model::connections::{ConnectionProblem, ConnectionView, ServiceCard};
use model::urls::Url;

#[component]
pub(super) fn Card(card: ServiceCard, form: FormState) -> impl IntoView {
    let t = texts();
    let ServiceCard { service, offered, consent_link, revoke_link, connection } = card;
    let title = service.title();
    let key = service.name();
    let problem = connection.as_ref().and_then(|connection| connection.problem);
    let (badge, state) = state_of(connection.is_some(), problem);
    let connected = connection.is_some();
    let connect = connect_link(t, key, title, connected, problem);
    view! {
        <section class="card" id=key aria-label=title>
            <header class="card-head">
                <h2 class="card-title">{title}</h2>
                <p class="badges"><span class=format!("badge {badge}")>{t.get(state)}</span></p>
                <p class="card-text">{t.get(&format!("connection.{key}.text")).to_owned()}</p>
            </header>
            <div class="card-body stack">
                <p>{t.get("connection.can")}</p>
                <ul>
                    <li>{t.get(&format!("connection.{key}.can")).to_owned()}</li>
                    <li>{t.get("connection.can.identity")}</li>
                </ul>
                <p class="muted">{t.get(&format!("connection.{key}.can_not")).to_owned()}</p>
                {problem.map(|problem| view! { <Problem problem=problem title=title consent_link=consent_link/> })}
                {connection.map(|connection| view! { <Facts connection=connection/> })}
                {connected.then(|| view! {
                    <p class="muted">
                        {t.get("connection.revoke")} " "
                        {(!revoke_link.is_empty()).then(|| view! {
                            <a class="link" rel="external noopener" href=revoke_link>{t.get("connection.revoke.link")}</a>
                        })}
                    </p>
                })}
                {(!offered).then(|| view! { <p class="muted">{t.get("connection.not_offered")}</p> })}
            </div>
            <div class="card-foot">
                {connected.then(|| view! {
                    <Form state=form action=Url::Integrations.path()>
                        <input type="hidden" name="service" value=key/>
                        <button class="btn" name="action" value="disconnect"
                            aria-label=t.with("connection.disconnect_which", &[("service", title)])>
                            {t.get("connection.disconnect")}
                        </button>
                    </Form>
                })}
                {offered.then_some(connect)}
            </div>
        </section>
    }
}

/// A badge's look, and its word.
fn state_of(connected: bool, problem: Option<ConnectionProblem>) -> (&'static str, &'static str) {
    match (connected, problem) {
        (false, _) => ("", "connection.state.off"),
        (true, None) => ("badge--ok", "connection.state.on"),
        (true, Some(problem)) if problem.needs_reconnect() => ("badge--danger", "connection.state.ended"),
        (true, Some(_)) => ("badge--warn", "connection.state.unavailable"),
    }
}

/// A link of the whole page: it leads to the provider, with and without a script.
fn connect_link(
    t: Texts,
    key: &'static str,
    title: &'static str,
    connected: bool,
    problem: Option<ConnectionProblem>,
) -> impl IntoView {
    let (label, which) = if connected {
        ("connection.reconnect", "connection.reconnect_which")
    } else {
        ("connection.connect", "connection.connect_which")
    };
    let first = !connected || problem.is_some_and(ConnectionProblem::needs_reconnect);
    view! {
        <a class=if first { "btn btn--primary" } else { "btn" } rel="external"
            href=Url::Integrations.with(&[("connect", key)]) aria-label=t.with(which, &[("service", title)])>
            {t.get(label)}
        </a>
    }
}

#[component]
fn Problem(problem: ConnectionProblem, title: &'static str, consent_link: String) -> impl IntoView {
    let t = texts();
    let look = if problem.needs_reconnect() { "notice notice--danger" } else { "notice notice--warn" };
    let words = t.with(&format!("connection.problem.{}", problem.name()), &[("service", title)]);
    let consent = problem == ConnectionProblem::ConsentNeeded && !consent_link.is_empty();
    view! {
        <div class=look><Icon name="alert"/><div class="notice-body stack">
            <p>{words}</p>
            {consent.then(|| view! { <ConsentLink link=consent_link/> })}
        </div></div>
    }
}

/// To be sent to whoever administers the organisation.
#[component]
pub(super) fn ConsentLink(link: String) -> impl IntoView {
    view! { <CopyField value=link label=texts().get("connection.consent_link")/> }
}

#[component]
fn Facts(connection: ConnectionView) -> impl IntoView {
    let t = texts();
    let ConnectionView { name, email, since, last_used, .. } = connection;
    let who = [name, email].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <dl class="facts">
            <div><dt>{t.get("connection.as")}</dt><dd class="name wrap-anywhere" dir="auto">{who}</dd></div>
            <div><dt>{t.get("connection.since")}</dt><dd><Time at=since/></dd></div>
            <div>
                <dt>{t.get("connection.last_used")}</dt>
                <dd>{match last_used {
                    Some(last_used) => view! { <Time at=last_used/> }.into_any(),
                    None => t.get("connection.never_used").into_any(),
                }}</dd>
            </div>
        </dl>
    }
}
