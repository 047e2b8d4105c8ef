//! The page: a greeting, and below it what its reader may know.

use super::growth::GrowthCard;
use super::people::{InvitationsCard, NeverCard, OwnMembershipCard};
use super::serverfn::read_overview;
use super::tiles::{Tiles, TilesToCome};
use crate::address::use_slug;
use crate::agenda::AgendaCard;
use crate::audit::Timeline;
use crate::insights::Insights;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::{feature_is_on, may, state, texts};
use crate::ui::Sentence;
use leptos::prelude::*;
use model::audit::AuditEntry;
use model::lab::Feature;
use model::permissions::Permission;
use model::workspaces::Overview;

#[component]
pub(crate) fn Home() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let found = resource(move || slug.get(), read_overview);
    let (me, here) = state().with_value(|state| (state.me.clone(), state.here.clone()));
    let first_name = me.map(|me| me.first_name).unwrap_or_default();
    let workspace = here.map(|here| here.name).unwrap_or_default();
    let outlook = state().with_value(|state| state.outlook);
    let text = if may(Permission::USERS_READ) { "home.text" } else { "home.member" };
    view! {
        <leptos_meta::Title text=workspace.clone()/>
        <div class="page">
            <header class="greeting">
                <h1 class="greeting-title">
                    <Sentence text=t.get("home.greeting") values=vec![("name", first_name)]/>
                </h1>
                <p class="greeting-text"><Sentence text=t.get(text) values=vec![("workspace", workspace)]/></p>
            </header>
            <Loaded found=found fallback=TilesToCome
                view=move |overview| view! { <Parts overview=overview slug=slug.get_untracked()/> }/>
            {outlook.then(|| view! { <AgendaCard/> })}
            {(feature_is_on(Feature::Insights) && may(Permission::USERS_READ)).then(|| view! { <Insights/> })}
        </div>
    }
}

#[component]
fn Parts(overview: Overview, slug: String) -> impl IntoView {
    let Overview { users, invitations, activity, own_membership } = overview;
    let pending = invitations.as_ref().map(|invitations| invitations.count);
    let (never, growth) = users.clone().map(|users| (users.never, users.growth)).unzip();
    view! {
        {own_membership.map(|own_membership| view! {
            <OwnMembershipCard own_membership=own_membership slug=slug.clone()/>
        })}
        <Tiles users=users pending=pending slug=slug.clone()/>
        {growth.map(|growth| view! { <GrowthCard growth=growth/> })}
        <div class="home-grid">
            {activity.map(|events| view! { <ActivityCard events=events/> })}
            <div class="stack">
                {never.map(|never| view! { <NeverCard never=never slug=slug.clone()/> })}
                {invitations.map(|invitations| view! { <InvitationsCard invitations=invitations slug=slug.clone()/> })}
            </div>
        </div>
    }
}

#[component]
fn ActivityCard(events: Vec<AuditEntry>) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card" aria-labelledby="activity">
            <header class="card-head"><h2 class="card-title" id="activity">{t.get("home.activity")}</h2></header>
            <div class="card-body">
                {if events.is_empty() {
                    view! { <p class="muted">{t.get("home.activity.none")}</p> }.into_any()
                } else {
                    view! { <Timeline events=events/> }.into_any()
                }}
            </div>
        </section>
    }
}
