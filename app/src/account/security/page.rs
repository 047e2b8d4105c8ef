//! The tab.

use super::changes::Changes;
use super::email::EmailCard;
use super::factor::FactorCard;
use super::leaving::Leaving;
use super::passkeys::PasskeysCard;
use super::password::PasswordCard;
use super::providers::ProvidersCard;
use super::sessions::{Attempts, Sessions};
use crate::Failure;
use crate::account::frame::Frame;
use crate::forms::{FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::ui::Done;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::security::SecurityView;

/// One's own.
#[server(prefix = "/fn", endpoint = "account/security", input = Json, output = Postcard)]
pub async fn read_security() -> Result<SecurityView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::account::security(&request.ctx).await)?;
    let providers = crate::request::answered(domain::sso::own_providers(&request.ctx).await)?;
    let presenter = crate::present::Presenter::new(&request);
    Ok(presenter.security(found, super::providers::present(&presenter, providers)))
}

const DONE: &[&str] = &[
    "security.done.password",
    "security.done.email",
    "security.done.email_sent",
    "security.done.revoked",
    "security.done.revoked_others",
    "security.done.factor_on",
    "security.done.factor_off",
    "security.done.passkey_added",
    "security.done.passkey_renamed",
    "security.done.passkey_removed",
    "security.done.connected",
    "security.done.disconnected",
    "security.done.going",
    "security.done.kept",
];

#[component]
pub(crate) fn SecurityPage() -> impl IntoView {
    let form = FormState::new();
    let found = resource(|| (), |()| read_security());
    view! {
        <Frame tab="settings.security">
            <Done keys=DONE/>
            <div class="stack stack--l">
                <Loaded found=found view=move |security| view! { <Cards security=security form=form/> }/>
            </div>
        </Frame>
    }
}

#[component]
fn Cards(security: SecurityView, form: FormState) -> impl IntoView {
    let SecurityView { password_set, elsewhere, passkey_only, providers, email, sessions, attempts, delete_at } =
        security;
    view! {
        <FormProblem state=form/>
        <PasswordCard provider=providers.connected.first().cloned() set=password_set elsewhere=elsewhere passkey_only=passkey_only email=email.clone() form=form/>
        <ProvidersCard providers=providers form=form/>
        <EmailCard email=email elsewhere=elsewhere form=form/>
        <PasskeysCard/>
        <FactorCard/>
        <Sessions sessions=sessions form=form/>
        <Attempts attempts=attempts/>
        <Changes/>
        <Leaving at=delete_at form=form/>
    }
}
