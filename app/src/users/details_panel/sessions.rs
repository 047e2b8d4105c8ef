//! Where they are signed in.

use crate::Failure;
use crate::address::use_slug;
use crate::errors::ErrorNotice;
use crate::loaded::awaiting;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Icon, Time};
use crate::users::serverfns::read_sessions;
use leptos::prelude::*;
use model::Error;
use model::users::{SessionRow, UserDetails};

#[component]
pub(super) fn SessionsTab(user: UserDetails) -> impl IntoView {
    let slug = use_slug();
    let id = user.row.id;
    let sessions = resource(move || slug.get(), move |slug| read_sessions(slug, id));
    view! {
        <Transition fallback=|| view! { <p class="skeleton skeleton--line" aria-busy="true"></p> }>
            {awaiting(move || async move {
                match sessions.await {
                    Ok(rows) => view! { <Sessions rows=rows/> }.into_any(),
                    Err(Failure(Error::Invalid(errors))) => view! {
                        <div class="notice"><Icon name="info"/><div class="notice-body">
                            {errors.iter().map(|(_, problem)| view! {
                                <p>{texts().problem(*problem)}</p>
                            }).collect_view()}
                        </div></div>
                    }.into_any(),
                    Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Sessions(rows: Vec<SessionRow>) -> impl IntoView {
    let t = texts();
    if rows.is_empty() {
        return view! { <p class="muted">{t.get("user.no_sessions")}</p> }.into_any();
    }
    view! {
        <ul class="session-list">
            {rows.into_iter().map(|row| view! {
                <li>
                    <p class="session-device">
                        {row.device}
                        {row.current.then(|| view! {
                            " " <span class="badge badge--accent">{t.get("user.this_session")}</span>
                        })}
                    </p>
                    <p class="muted">{row.address} " · " <Time at=row.last_seen/></p>
                </li>
            }).collect_view()}
        </ul>
    }
    .into_any()
}
