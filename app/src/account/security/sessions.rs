//! Where one is signed in, and who has tried to be.

use crate::forms::{Form, FormState};
use crate::state::texts;
use crate::ui::Time;
use leptos::prelude::*;
use model::security::{AttemptRow, Outcome, OwnSession};
use model::urls::Url;

#[component]
pub(super) fn Sessions(sessions: Vec<OwnSession>, form: FormState) -> impl IntoView {
    let t = texts();
    let others = sessions.len() > 1;
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("security.sessions")}</h2>
                <p class="card-text">{t.get("security.sessions.text")}</p>
            </header>
            <Form state=form action=Url::Security.path() class="card-body">
                <input type="hidden" name="action" value="revoke"/>
                <ul class="session-list session-list--own">
                    {sessions.into_iter().map(|session| view! { <Session session=session/> }).collect_view()}
                </ul>
            </Form>
            {others.then(|| view! {
                <Form state=form action=Url::Security.path() class="card-foot">
                    <button class="btn btn--danger-quiet" name="action" value="revoke_others">
                        {t.get("security.sessions.end_others")}
                    </button>
                </Form>
            })}
        </section>
    }
}

#[component]
fn Session(session: OwnSession) -> impl IntoView {
    let t = texts();
    let label = t.with("security.sessions.end_which", &[("device", &session.device), ("address", &session.address)]);
    view! {
        <li>
            <div>
                <p class="session-device">
                    {session.device}
                    {session.current.then(|| view! {
                        " " <span class="badge badge--accent">{t.get("user.this_session")}</span>
                    })}
                </p>
                <p class="muted">
                    {session.address} " · " {t.get("security.sessions.seen")} " " <Time at=session.last_seen/> " · "
                    {t.get("security.sessions.began")} " " <Time at=session.began/>
                </p>
            </div>
            {(!session.current).then(|| view! {
                <button class="btn btn--s" name="session" value=session.id.to_string() aria-label=label>
                    {t.get("security.sessions.end")}
                </button>
            })}
        </li>
    }
}

#[component]
pub(super) fn Attempts(attempts: Vec<AttemptRow>) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("security.attempts")}</h2>
                <p class="card-text">{t.get("security.attempts.text")}</p>
            </header>
            <div class="card-body">
                {if attempts.is_empty() {
                    view! { <p class="muted">{t.get("security.attempts.none")}</p> }.into_any()
                } else {
                    view! {
                        <ul class="session-list session-list--own">
                            {attempts.into_iter().map(|attempt| view! { <Attempt attempt=attempt/> }).collect_view()}
                        </ul>
                    }.into_any()
                }}
            </div>
        </section>
    }
}

#[component]
fn Attempt(attempt: AttemptRow) -> impl IntoView {
    let t = texts();
    let badge = if attempt.outcome == Outcome::SignedIn { "badge badge--ok" } else { "badge badge--warn" };
    view! {
        <li>
            <div>
                <p class="session-device">{attempt.device}</p>
                <p class="muted">{attempt.address} " · " <Time at=attempt.when/></p>
            </div>
            <span class=badge>{t.get(&format!("security.outcome.{}", attempt.outcome.name()))}</span>
        </li>
    }
}
