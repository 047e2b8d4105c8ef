//! What is typed of a provider, and what is set of it.

use crate::forms::{Form, FormState};
use crate::state::texts;
use crate::ui::{Check, Field, FieldError};
use leptos::prelude::*;
use model::identity_provider::{ProviderView, USUAL_GROUPS_CLAIM};

/// The form of a new provider, or of the one that there is.
#[component]
pub(super) fn SetUp(form: FormState, shown: Option<ProviderView>) -> impl IntoView {
    let t = texts();
    let title = if shown.is_some() { "provider.edit" } else { "provider.set_up" };
    let text = if shown.is_some() { "provider.edit.text" } else { "provider.set_up.text" };
    let submit = if shown.is_some() { "action.save" } else { "provider.connect" };
    let version = shown.as_ref().map(|shown| shown.version.to_string());
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get(title)}</h2>
                <p class="card-text">{t.get(text)}</p>
            </header>
            <div class="card-body stack">
                {version.map(|version| view! { <input type="hidden" name="version" value=version/> })}
                <Inputs form=form shown=shown/>
            </div>
            <footer class="card-foot">
                <button class="btn btn--primary" name="action" value="save">
                    {t.get(submit)}
                </button>
            </footer>
        </Form>
    }
}

#[component]
fn Inputs(form: FormState, shown: Option<ProviderView>) -> impl IntoView {
    let t = texts();
    let of = |read: fn(&ProviderView) -> &str| shown.as_ref().map(read).unwrap_or_default().to_owned();
    let has_secret = shown.as_ref().is_some_and(|shown| shown.has_secret);
    let secret_hint = if has_secret { "provider.client_secret.kept" } else { "provider.client_secret.hint" };
    let claim = shown.as_ref().map_or(USUAL_GROUPS_CLAIM, |shown| shown.groups_claim.as_str()).to_owned();
    let typed = form.posted.with_untracked(|posted| {
        let posted = posted.as_ref().filter(|posted| posted.values.has("issuer"))?;
        Some(posted.values.ticked("auto_join"))
    });
    let auto_join = typed.unwrap_or_else(|| shown.as_ref().is_some_and(|shown| shown.auto_join));
    view! {
        <Field name="name" label=t.get("provider.name") hint=t.get("provider.name.hint") autocomplete="off"
            value=form.value("name", &of(|shown| &shown.name)) problem=form.problem("name")/>
        <Field name="issuer" label=t.get("provider.issuer") hint=t.get("provider.issuer.hint") kind="url"
            autocomplete="off" value=form.value("issuer", &of(|shown| &shown.issuer)) problem=form.problem("issuer")/>
        <Field name="client_id" label=t.get("provider.client_id") autocomplete="off"
            value=form.value("client_id", &of(|shown| &shown.client_id)) problem=form.problem("client_id")/>
        <Field name="client_secret" label=t.get("provider.client_secret") hint=t.get(secret_hint) kind="password"
            autocomplete="new-password" problem=form.problem("client_secret")/>
        <Field name="groups_claim" label=t.get("provider.groups_claim") hint=t.get("provider.groups_claim.hint")
            autocomplete="off" value=form.value("groups_claim", &claim) problem=form.problem("groups_claim")/>
        <Check name="auto_join" label=t.get("provider.auto_join") about=t.get("provider.auto_join.about")
            checked=auto_join/>
        <FieldError name="auto_join" problem=form.problem("auto_join")/>
    }
}

/// What is set of it, to be read.
#[component]
pub(super) fn Facts(provider: ProviderView) -> impl IntoView {
    let t = texts();
    let auto_join = if provider.auto_join { "provider.joins" } else { "provider.joins_not" };
    view! {
        <dl class="facts facts--wide">
            <div><dt>{t.get("provider.issuer")}</dt><dd class="wrap-anywhere">{provider.issuer}</dd></div>
            <div><dt>{t.get("provider.client_id")}</dt><dd class="wrap-anywhere">{provider.client_id}</dd></div>
            <div><dt>{t.get("provider.groups_claim")}</dt><dd class="wrap-anywhere">{provider.groups_claim}</dd></div>
            <div><dt>{t.get("provider.members")}</dt><dd>{t.get(auto_join)}</dd></div>
        </dl>
    }
}
