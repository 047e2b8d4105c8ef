//! What was done to them.

use crate::Failure;
use crate::address::use_slug;
use crate::audit::Timeline;
use crate::errors::ErrorNotice;
use crate::state::texts;
use crate::users::serverfns::read_activity;
use leptos::prelude::*;
use model::urls::Url;
use model::users::UserDetails;

#[component]
pub(super) fn ActivityTab(user: UserDetails) -> impl IntoView {
    let slug = use_slug();
    let id = user.row.id;
    let events = Resource::new(move || slug.get(), move |slug| read_activity(slug, id));
    view! {
        <Transition fallback=|| view! { <p class="skeleton skeleton--line" aria-busy="true"></p> }>
            {move || Suspend::new(async move {
                match events.await {
                    Ok(events) if events.is_empty() => view! { <p class="muted">{texts().get("user.no_activity")}</p> }.into_any(),
                    Ok(events) => view! {
                        <Timeline events=events/>
                        <p>
                            <a class="link"
                                href=move || Url::Audit { slug: slug.get() }.with(&[("whom", &id.to_string())])>
                                {texts().get("user.all_events")}
                            </a>
                        </p>
                    }.into_any(),
                    Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                }
            })}
        </Transition>
    }
}
