//! What was done to them.

use crate::address::use_slug;
use crate::audit::Timeline;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::users::serverfns::read_activity;
use leptos::prelude::*;
use model::ids::MemberId;
use model::urls::Url;
use model::users::UserDetails;

#[component]
pub(super) fn ActivityTab(user: UserDetails) -> impl IntoView {
    let slug = use_slug();
    let id = user.row.id;
    let events = resource(move || slug.get(), move |slug| read_activity(slug, id));
    view! {
        <Loaded found=events fallback=|| view! { <p class="skeleton skeleton--line" aria-busy="true"></p> }
            view=move |events| if events.is_empty() {
                view! { <p class="muted">{texts().get("user.no_activity")}</p> }.into_any()
            } else {
                view! { <Timeline events=events/><AllEvents id=id/> }.into_any()
            }/>
    }
}

#[component]
fn AllEvents(id: MemberId) -> impl IntoView {
    let slug = use_slug();
    let href = move || Url::Audit { slug: slug.get() }.with(&[("whom", &id.to_string())]);
    view! { <p><a class="link" href=href>{texts().get("user.all_events")}</a></p> }
}
