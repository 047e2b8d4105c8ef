//! Doing without the provider.

use crate::forms::{Form, FormState};
use crate::state::texts;
use leptos::prelude::*;
use model::identity_provider::ProviderView;

#[component]
pub(super) fn Remove(provider: ProviderView, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("provider.remove.title")}</h2>
                <p class="card-text">{t.get("provider.remove.text")}</p>
            </header>
            <footer class="card-foot">
                <input type="hidden" name="version" value=provider.version.to_string()/>
                <button class="btn btn--danger" name="action" value="remove">{t.get("provider.remove")}</button>
            </footer>
        </Form>
    }
}
