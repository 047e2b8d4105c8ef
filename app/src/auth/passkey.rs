//! Passkeys in every form that takes one: the button, and what it asks the browser with.

use crate::Failure;
use crate::forms::FormState;
use crate::state::texts;
use crate::ui::{FieldError, Icon};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::Secret;
use model::passkeys::{ChallengeView, SignInMethods};

/// What `public/webauthn.js` gives to the browser: to make a passkey of this name, or to use one.
#[server(prefix = "/fn", endpoint = "auth/challenge", input = Json, output = Postcard)]
pub async fn read_challenge(name: Option<String>) -> Result<ChallengeView, Failure> {
    let request = crate::request::request_context()?;
    let asked = match name {
        Some(name) => {
            // Before a device has made what could not be kept.
            crate::request::answered(model::passkeys::name(&name).map_err(model::Error::from))?;
            domain::auth::passkeys::ask_to_add(&request.ctx).await
        }
        None => domain::auth::passkeys::ask(&request.ctx).await,
    };
    let asked = crate::request::answered(asked)?;
    Ok(ChallengeView { options: asked.options.to_string(), challenge: asked.sealed })
}

/// How the reader can show that they are themselves.
#[server(prefix = "/fn", endpoint = "auth/ways", input = Json, output = Postcard)]
pub async fn read_ways() -> Result<SignInMethods, Failure> {
    let request = crate::request::request_context()?;
    crate::request::answered(domain::auth::passkeys::sign_in_methods(&request.ctx).await)
}

/// A button that asks for a passkey, and then sends the form it is in with `passkey` and `challenge`. Not there without
/// scripts, since nothing but a script can ask.
#[component]
pub(crate) fn PasskeyButton(
    state: FormState,
    label: &'static str,
    /// Makes one.
    #[prop(optional)]
    making: bool,
    #[prop(default = "btn btn--wide")] class: &'static str,
) -> impl IntoView {
    let t = texts();
    view! {
        <div class="passkey">
            <input type="hidden" name=Secret::Passkey.name()/>
            <input type="hidden" name=Secret::Challenge.name()/>
            <button type="button" class=class data-passkey=if making { "create" } else { "get" }>
                <Icon name="key" small=true/>{label}
            </button>
            <p class="passkey-said field-error" role="status" data-failed=t.get("passkey.failed")
                data-unable=t.get("passkey.unable") data-known=t.get("problem.passkey_known")></p>
            <FieldError name="passkey" problem=state.problem("passkey")/>
        </div>
    }
}
