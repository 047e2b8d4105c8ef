//! `/w/{slug}/users/{id}`: one user, beside the list. Its tabs stand in the address.

mod access;
mod activity;
mod dialog;
mod foot;
mod profile;
mod sessions;

use super::addresses::{UserAt, UserPage, use_asked, written};
use super::person_menu::{ActForm, Acting, PersonMenu};
use super::serverfns::read_user;
use crate::address::use_slug;
use crate::forms::{AnyProblem, FormState};
use crate::loaded::{Loaded, awaiting};
use crate::resource::resource;
use crate::state::{may, texts};
use crate::ui::{Avatar, Icon};
use access::AccessTab;
use activity::ActivityTab;
pub(super) use dialog::OverPanel;
use foot::Foot;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::permissions::Permission;
use model::urls::Url;
use model::users::{MemberField, UserDetails};
use profile::ProfileTab;
use sessions::SessionsTab;

const TABS: [&str; 4] = ["profile", "access", "sessions", "activity"];

#[component]
pub(crate) fn UserPanel() -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let user =
        resource(move || (slug.get(), id.get()), |(slug, id)| async move { read_user(slug, id.parse().ok()).await });
    let back = move || Url::Users { slug: slug.get() }.with_query(&written(&asked.get()));
    let form = FormState::new();
    view! {
        <aside class="panel" aria-labelledby="panel-title" data-person=id>
            <ActForm acting=Acting::InPanel form=form/>
            <header class="panel-head">
                <h2 class="panel-title" id="panel-title" tabindex="-1">{t.get("user.title")}</h2>
                <Transition>
                    {awaiting(move || async move {
                        user.await.ok().map(|user| view! { <PersonMenu user=user.row acting=Acting::InPanel/> })
                    })}
                </Transition>
                <a class="btn btn--quiet btn--icon" data-close="" data-noscroll href=back aria-label=t.get("action.close")>
                    <Icon name="close"/>
                </a>
            </header>
            <Loaded found=user fallback=Loading around="panel-body"
                view=move |user| view! { <Opened user=user form=form/> }/>
        </aside>
    }
}

#[component]
fn Opened(user: UserDetails, form: FormState) -> impl IntoView {
    let query = use_query_map();
    let asked_tab = Memo::new(move |_| query.with(|query| query.get("tab").unwrap_or_default()));
    let shown = StoredValue::new(user.clone());
    let name = user.row.name.clone();
    view! {
        <div class="panel-body">
            <AnyProblem state=form/>
            {move || query.with(|query| query.get("done")).map(|what| view! { <Done what=what name=name.clone()/> })}
            <Card user=user.clone()/>
            <Tabs user=user.clone() current=asked_tab/>
            {move || {
                let user = shown.get_value();
                match asked_tab.get().as_str() {
                    "access" => view! { <AccessTab user=user/> }.into_any(),
                    "sessions" => view! { <SessionsTab user=user/> }.into_any(),
                    "activity" => view! { <ActivityTab user=user/> }.into_any(),
                    _ => view! { <ProfileTab user=user form=form/> }.into_any(),
                }
            }}
        </div>
        <Foot user=user form=form/>
    }
}

/// What has just been done.
#[component]
fn Done(what: String, name: String) -> impl IntoView {
    const SAID: [&str; 13] = [
        "added",
        "joined",
        "saved",
        "suspended",
        "activated",
        "restored",
        "resent",
        "signed_out",
        "password",
        "recovery_sent",
        "factor_reset",
        "entry_link",
        "scheduled",
    ];
    let t = texts();
    SAID.contains(&what.as_str()).then(|| {
        view! {
            <div class="notice notice--ok" role="status">
                <Icon name="check-circle"/>
                <div class="notice-body"><p>{t.with(&format!("user.{what}"), &[("name", &name)])}</p></div>
            </div>
        }
    })
}

#[component]
fn Card(user: UserDetails) -> impl IntoView {
    let t = texts();
    let row = user.row;
    let is_me = row.rights.is_me;
    let status = row.status.name();
    let shown = if row.name.is_empty() { row.email.clone() } else { row.name };
    view! {
        <div class="user-card">
            <Avatar of=row.avatar size="xl"/>
            <p class="user-card-name name" dir="auto">{shown}</p>
            <p class="user-card-mail">{row.email}</p>
            <div class="row">
                <span class=format!("status status--{status}")>{t.get(&format!("status.{status}"))}</span>
                <super::list::Roles super_user=row.super_user roles=row.roles/>
                {is_me.then(|| view! { <span class="badge badge--accent">{t.get("user.you")}</span> })}
            </div>
        </div>
    }
}

/// Only those that there is something behind.
#[component]
fn Tabs(user: UserDetails, current: Memo<String>) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.row.id);
    let is_member = user.row.status.is_member();
    let shown = move |tab: &str| match tab {
        "sessions" => is_member && (user.row.rights.is_me || user.row.rights.edit),
        "activity" => may(Permission::AUDIT_READ),
        _ => true,
    };
    view! {
        <nav class="tabs" aria-label=t.get("user.title")>
            {TABS.into_iter().filter(|tab| shown(tab)).map(|tab| {
                let is_current = move || current
                    .with(|current| current == tab || (tab == TABS[0] && !TABS.contains(&current.as_str())));
                view! {
                    <a class="tab" data-noscroll href=move || at.href(UserPage::Details, &[("tab", tab)])
                        aria-current=move || is_current().then_some("page")>
                        {t.get(&format!("user.tab.{tab}"))}
                    </a>
                }
            }).collect_view()}
        </nav>
    }
}

#[component]
fn Fact(label: &'static str, #[prop(into)] value: String) -> impl IntoView {
    view! { <div><dt>{texts().get(label)}</dt><dd class="name wrap-anywhere" dir="auto">{value}</dd></div> }
}

/// Texts of a member, a dash where one is blank.
#[component]
pub(super) fn Texts(texts: model::users::Texts, fields: Vec<MemberField>) -> impl IntoView {
    fields
        .into_iter()
        .map(|field| match texts.get(field) {
            Some(number) if field == MemberField::Phone => view! { <Phone number=number.to_owned()/> }.into_any(),
            text => view! { <Fact label=field.label() value=text.unwrap_or("–")/> }.into_any(),
        })
        .collect_view()
}

/// A telephone number, to be called (RFC 3966).
#[component]
fn Phone(number: String) -> impl IntoView {
    let link = format!("tel:{}", number.replace(" ext. ", ";ext=").replace(' ', "-"));
    view! {
        <div>
            <dt>{texts().get(MemberField::Phone.label())}</dt>
            <dd class="nums wrap-anywhere" dir="auto"><a class="link" href=link rel="external">{number}</a></dd>
        </div>
    }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="panel-body">
            <div class="user-card" aria-busy="true">
                <span class="skeleton skeleton--circle"></span>
                <span class="skeleton"></span>
                <span class="skeleton skeleton--short"></span>
            </div>
        </div>
    }
}
