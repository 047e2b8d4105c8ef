//! The tab: nothing set up yet, or the provider with all that belongs to it.

use super::super::frame::Frame;
use super::addresses::{Addresses, Domains};
use super::fields::{Facts, SetUp};
use super::groups::Groups;
use super::remove::Remove;
use super::require::Require;
use super::serverfns::read_sign_in;
use super::test::Test;
use crate::address::use_slug;
use crate::forms::{FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Done, Empty, Icon};
use leptos::prelude::*;
use model::identity_provider::{ProviderView, SignInView};

const DONE: &[&str] = &[
    "provider.done.connected",
    "provider.done.disconnected",
    "provider.done.mapped",
    "provider.done.not_required",
    "provider.done.required",
    "provider.done.reset",
    "provider.done.tested",
    "provider.done.unmapped",
];

#[component]
pub(crate) fn SignInSettings() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let form = FormState::new();
    let found = resource(move || slug.get(), read_sign_in);
    view! {
        <Frame tab="workspace.sign_in">
            <Done keys=DONE/>
            <p class="page-text">{t.get("provider.text")}</p>
            <FormProblem state=form/>
            <Loaded found=found view=move |view| view! { <Settings view=view form=form/> }/>
        </Frame>
    }
}

#[component]
fn Settings(view: SignInView, form: FormState) -> impl IntoView {
    let SignInView { slug, may_edit, domains, roles, provider } = view;
    let t = texts();
    let Some(provider) = provider else {
        if !may_edit {
            return view! { <Empty icon="key" title=t.get("provider.none") text=t.get("provider.none.read")/> }
                .into_any();
        }
        return view! { <Purpose/><Domains slug=slug domains=domains/><SetUp form=form shown=None/> }.into_any();
    };
    view! {
        <Summary provider=provider.clone()/>
        <Domains slug=slug domains=domains/>
        {may_edit.then(|| view! {
            <Addresses provider=provider.clone()/>
            <Test provider=provider.clone() form=form/>
        })}
        <Groups provider=provider.clone() roles=roles may_edit=may_edit form=form/>
        {may_edit.then(|| view! {
            <Require provider=provider.clone() form=form/>
            <SetUp form=form shown=Some(provider.clone())/>
            <Remove provider=provider form=form/>
        })}
        {(!may_edit).then(|| view! { <p class="muted">{t.get("workspace.read_only")}</p> })}
    }
    .into_any()
}

/// What a provider is for, while there is none.
#[component]
fn Purpose() -> impl IntoView {
    let t = texts();
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("provider.none")}</h2>
                <p class="card-text">{t.get("provider.none.text")}</p>
            </header>
            <div class="card-body">
                <ul class="ends-list">
                    <li><Icon name="user-plus" small=true/>{t.get("provider.none.join")}</li>
                    <li><Icon name="roles" small=true/>{t.get("provider.none.groups")}</li>
                    <li><Icon name="lock" small=true/>{t.get("provider.none.require")}</li>
                </ul>
            </div>
        </section>
    }
}

/// What is set up, and how far it is.
#[component]
fn Summary(provider: ProviderView) -> impl IntoView {
    let t = texts();
    let tested = if provider.tested.is_some() {
        ("badge badge--ok", "provider.tested")
    } else {
        ("badge badge--warn", "provider.untested")
    };
    let required = if provider.required.is_some() { "provider.is_required" } else { "provider.is_optional" };
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title name wrap-anywhere" dir="auto">{provider.name.clone()}</h2>
                <p class="row">
                    <span class=tested.0>{t.get(tested.1)}</span>
                    <span class="badge">{t.get(required)}</span>
                </p>
            </header>
            <div class="card-body"><Facts provider=provider/></div>
        </section>
    }
}
