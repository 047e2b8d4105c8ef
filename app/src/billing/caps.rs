//! `/w/{slug}/settings/billing/caps`: how much may be used in a month.

use super::amount::credits;
use super::serverfns::read_caps;
use super::wallet::BackToWallet;
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Choice, Done, Field, SelectField};
use crate::workspaces::SettingsFrame;
use leptos::prelude::*;
use model::credits::{CapRow, CapsView};

const DONE: &[&str] = &["credits.done.cap_added", "credits.done.cap_deleted"];

#[component]
pub(crate) fn CapsPage() -> impl IntoView {
    let slug = use_slug();
    let form = FormState::new();
    let found = resource(move || slug.get(), read_caps);
    view! {
        <SettingsFrame tab="workspace.billing">
            <BackToWallet/>
            <Done keys=DONE/>
            <Loaded found=found view=move |view| view! { <Caps view=view form=form/> }/>
        </SettingsFrame>
    }
}

#[component]
fn Caps(view: CapsView, form: FormState) -> impl IntoView {
    let t = texts();
    let CapsView { caps, roles, may_edit } = view;
    let roles: Vec<Choice> = std::iter::once((String::new(), t.get("credits.cap.everyone").to_owned()))
        .chain(roles.into_iter().map(|(id, name)| (id.to_string(), name)))
        .map(|(value, label)| Choice { value, label })
        .collect();
    view! {
        <section class="card" aria-labelledby="caps">
            <header class="card-head">
                <h2 class="card-title" id="caps">{t.get("credits.caps")}</h2>
                <p class="card-text">{t.get("credits.caps.text")}</p>
            </header>
            <div class="card-body">
                {if caps.is_empty() {
                    view! { <p class="muted">{t.get("credits.caps.none")}</p> }.into_any()
                } else {
                    view! {
                        <ul class="session-list session-list--own">
                            {caps.into_iter().map(|cap| view! { <Cap cap=cap may_edit=may_edit/> }).collect_view()}
                        </ul>
                    }.into_any()
                }}
            </div>
        </section>
        {may_edit.then(|| view! {
            <Form state=form class="card">
                <header class="card-head"><h2 class="card-title">{t.get("credits.cap.new")}</h2></header>
                <div class="card-body stack">
                    <FormProblem state=form/>
                    <Field name="amount" label=t.get("credits.cap.amount") value=form.value("amount", "")
                        problem=form.problem("amount")/>
                    <Field name="feature" label=t.get("credits.cap.feature") value=form.value("feature", "")
                        hint=t.get("credits.cap.feature.hint") problem=form.problem("feature")/>
                    <SelectField name="role" label=t.get("credits.cap.role") choices=roles
                        value=form.value("role", "") problem=form.problem("role")/>
                    <Field name="email" kind="email" label=t.get("credits.cap.user") value=form.value("email", "")
                        hint=t.get("credits.cap.user.hint") autocomplete="off" problem=form.problem("email")/>
                </div>
                <footer class="card-foot">
                    <button class="btn btn--primary" name="action" value="add">{t.get("credits.cap.add")}</button>
                </footer>
            </Form>
        })}
    }
}

#[component]
fn Cap(cap: CapRow, may_edit: bool) -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let feature = cap.feature.unwrap_or_else(|| t.get("credits.cap.all").to_owned());
    let of = match (cap.role, cap.user) {
        (Some(role), _) => t.with("credits.cap.of_role", &[("role", &role)]),
        (None, Some((_, user))) => t.with("credits.cap.of_user", &[("user", &user)]),
        (None, None) => t.get("credits.cap.of_workspace").to_owned(),
    };
    let label = t.with("credits.cap.delete_which", &[("feature", &feature), ("of", &of)]);
    view! {
        <li>
            <div>
                <p class="session-device nums wrap-anywhere">
                    {t.with("credits.cap.a_month", &[("credits", &credits(cap.amount))])} ", " {feature}
                </p>
                <p class="muted name wrap-anywhere" dir="auto">{of}</p>
            </div>
            {may_edit.then(|| view! {
                <Form state=form>
                    <input type="hidden" name="cap" value=cap.id.to_string()/>
                    <button class="btn btn--s" name="action" value="delete" aria-label=label>{t.get("credits.cap.delete")}</button>
                </Form>
            })}
        </li>
    }
}
