//! People whom someone waits for, and one's own place where one may not see the others.

use crate::state::texts;
use crate::ui::{Icon, Person, Time};
use leptos::prelude::*;
use model::urls::Url;
use model::workspaces::{NeverSignedIn, Newcomer, OwnMembership, PendingInvitations};

#[component]
pub(super) fn NeverCard(never: NeverSignedIn, slug: String) -> impl IntoView {
    let t = texts();
    let rows = never.latest.into_iter().map(|who| {
        let href = Url::User { slug: slug.clone(), id: who.id }.path();
        view! { <li><a class="people-list-row" href=href><Row who=who/></a></li> }
    });
    let rows = rows.collect::<Vec<_>>();
    let is_empty = rows.is_empty();
    view! {
        <section class="card" aria-labelledby="never">
            <header class="card-head">
                <h2 class="card-title" id="never">
                    {t.get("home.never")} " " <span class="count nums">{never.count}</span>
                </h2>
                {(!is_empty).then(|| view! { <p class="card-text">{t.get("home.never.text")}</p> })}
            </header>
            <div class="card-body">
                {if is_empty {
                    view! { <p class="muted">{t.get("home.never.none")}</p> }.into_any()
                } else {
                    view! { <ul class="people-list">{rows}</ul> }.into_any()
                }}
            </div>
            {(!is_empty).then(|| view! {
                <More href=Url::Users { slug: slug.clone() }.with(&[("active", "never"), ("status", "active")])
                    text="home.never.all"/>
            })}
        </section>
    }
}

#[component]
pub(super) fn InvitationsCard(invitations: PendingInvitations, slug: String) -> impl IntoView {
    let t = texts();
    let rows = invitations.latest.into_iter().map(|who| view! { <li class="people-list-row"><Row who=who/></li> });
    let rows = rows.collect::<Vec<_>>();
    let is_empty = rows.is_empty();
    view! {
        <section class="card" aria-labelledby="open-invitations">
            <header class="card-head">
                <h2 class="card-title" id="open-invitations">
                    {t.get("home.invitations")} " " <span class="count nums">{t.number(invitations.count)}</span>
                </h2>
            </header>
            <div class="card-body">
                {if is_empty {
                    view! { <p class="muted">{t.get("home.invitations.none")}</p> }.into_any()
                } else {
                    view! { <ul class="people-list">{rows}</ul> }.into_any()
                }}
            </div>
            {(!is_empty).then(|| view! {
                <More href=Url::Invitations { slug: slug.clone() }.path() text="home.invitations.all"/>
            })}
        </section>
    }
}

#[component]
fn Row(who: Newcomer) -> impl IntoView {
    let expired = who.expired;
    view! {
        <Person name=who.name email=who.email avatar=who.avatar/>
        <span class="people-list-when">
            {expired.then(|| view! { <span class="status status--expired">{texts().get("delivery.expired")}</span> })}
            <Time at=who.since/>
        </span>
    }
}

#[component]
fn More(href: String, text: &'static str) -> impl IntoView {
    view! {
        <footer class="card-foot">
            <a class="btn btn--s btn--quiet" href=href>{texts().get(text)}<Icon name="chevron-right" small=true/></a>
        </footer>
    }
}

/// What belongs to a member who administers nothing.
#[component]
pub(super) fn OwnMembershipCard(own_membership: OwnMembership, slug: String) -> impl IntoView {
    let t = texts();
    let roles = if own_membership.roles.is_empty() {
        vec![t.get("home.place.no_role").to_owned()]
    } else {
        own_membership.roles
    };
    view! {
        <section class="card home-place" aria-labelledby="place">
            <header class="card-head">
                <h2 class="card-title" id="place">{t.get("home.place")}</h2>
                <p class="card-text">{t.get("home.place.text")}</p>
            </header>
            <div class="card-body">
                <dl class="facts">
                    <div><dt>{t.get("field.role")}</dt><dd class="badges">
                        {roles.into_iter().map(|role| view! {
                            <span class="badge name" dir="auto">{role}</span>
                        }).collect_view()}
                    </dd></div>
                    <div><dt>{t.get("users.by_joined")}</dt><dd><Time at=own_membership.joined/></dd></div>
                </dl>
            </div>
            <footer class="card-foot">
                <a class="btn" rel="external" href=Url::Profile.path()>
                    <Icon name="settings"/>{t.get("shell.user_settings")}
                </a>
                <a class="btn btn--primary" rel="external" href=Url::Me { slug: slug.clone() }.path()>
                    <Icon name="user"/>{t.get("shell.my_profile")}
                </a>
            </footer>
        </section>
    }
}
