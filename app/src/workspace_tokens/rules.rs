//! What the workspace allows tokens.

use crate::account::dev::lifetimes;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use crate::ui::{Check, SelectField};
use crate::workspaces::Save;
use leptos::prelude::*;
use model::tokens::{TokenLifetime, TokenRules};

#[component]
pub(super) fn Rules(rules: TokenRules, may_edit: bool, form: FormState) -> impl IntoView {
    let t = texts();
    let ticked = form.posted.with_untracked(|posted| {
        let posted = posted.as_ref().filter(|posted| posted.values.has("max_lifetime"))?;
        Some(posted.values.ticked("personal_tokens"))
    });
    let all = lifetimes(t, TokenLifetime::Unlimited);
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("workspace.token_rules")}</h2>
                <p class="card-text">{t.get("workspace.token_rules.text")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <SelectField name="max_lifetime" label=t.get("workspace.max_lifetime") choices=all.clone()
                    hint=t.get("workspace.max_lifetime.hint")
                    value=form.value("max_lifetime", rules.max.name()) problem=form.problem("max_lifetime")/>
                <SelectField name="default_lifetime" label=t.get("workspace.default_lifetime") choices=all
                    value=form.value("default_lifetime", rules.default.name())
                    problem=form.problem("default_lifetime")/>
                <Check name="personal_tokens" label=t.get("workspace.personal_tokens")
                    about=t.get("workspace.personal_tokens.about") checked=ticked.unwrap_or(rules.personal)/>
            </div>
            <Save may_edit=may_edit/>
        </Form>
    }
}
