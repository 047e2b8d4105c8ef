//! Whether members have to sign in at the provider, and who gets in without it.

use crate::forms::{Form, FormState};
use crate::state::texts;
use crate::ui::{Choice, FieldError, Icon, SelectField, Sentence};
use leptos::prelude::*;
use model::identity_provider::{BreakGlass, Candidate, ProviderView};

#[component]
pub(super) fn Require(provider: ProviderView, form: FormState) -> impl IntoView {
    let t = texts();
    let ProviderView { version, tested, required, candidates, without_identity, .. } = provider;
    let is_required = required.is_some();
    let text = if is_required { "provider.require.is" } else { "provider.require.text" };
    view! {
        <section class="card" id="require">
            <header class="card-head">
                <h2 class="card-title">{t.get("provider.require")}</h2>
                <p class="card-text">{t.get(text)}</p>
            </header>
            <div class="card-body stack">
                {required.clone().map(|chosen| view! { <Chosen chosen=chosen/> })}
                {(without_identity > 0).then(|| view! {
                    <div class="notice notice--warn">
                        <Icon name="alert"/>
                        <div class="notice-body"><p>{t.count("provider.without", without_identity)}</p></div>
                    </div>
                })}
                <FieldError name="required" problem=form.problem("required")/>
                {(tested.is_none() && !is_required).then(|| view! {
                    <p class="muted">{t.get("provider.require.test_first")}</p>
                })}
            </div>
            {(is_required || tested.is_some()).then(|| view! {
                <Decide version=version required=required candidates=candidates form=form/>
            })}
        </section>
    }
}

/// Who gets in without the provider.
#[component]
fn Chosen(chosen: BreakGlass) -> impl IntoView {
    let t = texts();
    if chosen.fits {
        let values = vec![("name", chosen.name)];
        return view! { <p><Sentence text=t.get("provider.break_glass.is") values=values/></p> }.into_any();
    }
    view! {
        <div class="notice notice--danger">
            <Icon name="alert"/>
            <div class="notice-body"><p>{t.get("provider.break_glass.gone")}</p></div>
        </div>
    }
    .into_any()
}

#[component]
fn Decide(version: i64, required: Option<BreakGlass>, candidates: Vec<Candidate>, form: FormState) -> impl IntoView {
    let t = texts();
    let is_required = required.is_some();
    let nobody = candidates.is_empty();
    let chosen = required.filter(|chosen| chosen.fits).and_then(|chosen| chosen.account);
    let proposed = chosen.or_else(|| candidates.first().map(|first| first.account));
    let proposed = proposed.map(|account| account.to_string()).unwrap_or_default();
    let choice =
        |one: Candidate| Choice { value: one.account.to_string(), label: format!("{} ({})", one.name, one.email) };
    let choices: Vec<Choice> = candidates.into_iter().map(choice).collect();
    let submit = if is_required { "provider.require.change" } else { "provider.require.submit" };
    view! {
        <Form state=form>
            <div class="card-body">
                <input type="hidden" name="version" value=version.to_string()/>
                {if nobody {
                    view! { <p class="muted">{t.get("provider.break_glass.nobody")}</p> }.into_any()
                } else {
                    view! {
                        <SelectField name="break_glass" label=t.get("provider.break_glass")
                            hint=t.get("provider.break_glass.hint") choices=choices
                            value=form.value("break_glass", &proposed) problem=form.problem("break_glass")/>
                    }.into_any()
                }}
            </div>
            <footer class="card-foot">
                {is_required.then(|| view! {
                    <button class="btn" name="action" value="unrequire">{t.get("provider.require.stop")}</button>
                })}
                {(!nobody).then(|| view! {
                    <button class="btn btn--primary" name="action" value="require">{t.get(submit)}</button>
                })}
            </footer>
        </Form>
    }
}
