//! One feature.

use crate::forms::{Form, FormState};
use crate::lab::{Badges, about};
use crate::state::texts;
use crate::ui::Check;
use leptos::prelude::*;
use model::Texts;
use model::lab::{Feature, FeatureCard, Policy, Why};
use model::urls::Url;

#[component]
pub(super) fn Card(card: FeatureCard, feedback: String, form: FormState) -> impl IntoView {
    let t = texts();
    let FeatureCard { evaluation, chosen, policies, waits_for } = card;
    let feature = evaluation.feature;
    let policies = policies.into_iter().map(|(workspace, policy)| {
        view! {
            <p class="name wrap-anywhere" dir="auto">{said_by(t, &workspace, policy)}</p>
        }
    });
    view! {
        <section class="card" id=feature.key() aria-label=t.get(&feature.name_key()).to_owned()>
            <header class="card-head">
                <h2 class="card-title">{t.get(&feature.name_key()).to_owned()}</h2>
                <Badges feature=feature on=Some(evaluation.value)/>
                <p class="card-text">{t.get(&feature.text_key("description")).to_owned()}</p>
            </header>
            <div class="card-body stack">
                {about(t, feature)}
                <details>
                    <summary>{t.get(if evaluation.value { "lab.why_on" } else { "lab.why_off" })}</summary>
                    <p>{t.get(&format!("lab.why.{}", evaluation.why.name())).to_owned()}</p>
                    {policies.collect_view()}
                </details>
                {waits_for.filter(|_| evaluation.value || chosen).map(|key| view! { <p>{t.get(&key).to_owned()}</p> })}
                {(!feedback.is_empty()).then(|| view! {
                    <p><a class="link" rel="noopener" href=feedback>{t.get("lab.feedback")}</a></p>
                })}
            </div>
            <Toggle feature=feature why=evaluation.why chosen=chosen form=form/>
        </section>
    }
}

/// A button that posts: it works at once, and where no script runs.
#[component]
fn Toggle(feature: Feature, why: Why, chosen: bool, form: FormState) -> impl IntoView {
    let t = texts();
    let name = t.get(&feature.name_key()).to_owned();
    let (action, label, which) =
        if chosen { ("off", "lab.turn_off", "lab.turn_off_which") } else { ("on", "lab.turn_on", "lab.turn_on_which") };
    let decided = matches!(why, Why::KillSwitch | Why::Guard | Why::WorkspaceDenies | Why::WorkspaceForces);
    if decided && !chosen {
        return ().into_any();
    }
    view! {
        <Form state=form action=Url::Lab.path() class="card-foot">
            <input type="hidden" name="feature" value=feature.key()/>
            {(feature.needs_consent() && !chosen).then(|| view! {
                <Check name="consent" value=feature.key() label=t.with("lab.consent", &[("feature", &name)])/>
            })}
            <button class=if chosen { "btn" } else { "btn btn--primary" } name="action" value=action
                aria-label=t.with(which, &[("feature", &name)])>
                {t.get(label)}
            </button>
        </Form>
    }
    .into_any()
}

fn said_by(t: Texts, workspace: &str, policy: Policy) -> String {
    t.with(&format!("lab.said.{}", policy.name()), &[("workspace", workspace)])
}
