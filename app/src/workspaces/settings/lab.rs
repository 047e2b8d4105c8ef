//! `/w/{slug}/settings/lab`: what the workspace says about features that are still tested.

use super::frame::Frame;
use crate::Failure;
use crate::address::use_slug;
use crate::forms::{AnyProblem, Form, FormState};
use crate::lab::{Badges, about};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::lab::{Policy, PolicyRow, PolicyView};

#[server(prefix = "/fn", endpoint = "workspaces/lab", input = Json, output = Postcard)]
pub async fn read_policies(slug: String) -> Result<PolicyView, Failure> {
    let request = crate::request::request_context()?;
    crate::request::answered(domain::lab::policies(&request.ctx, &slug).await)
}

#[component]
pub(crate) fn LabSettings() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let form = FormState::new();
    let found = resource(move || slug.get(), read_policies);
    view! {
        <Frame tab="settings.lab">
            <p class="page-text">{t.get("lab.workspace.text")}</p>
            <AnyProblem state=form/>
            <div class="stack stack--l">
                <Loaded found=found view=move |view: PolicyView| {
                    let may_edit = view.may_edit;
                    view.rows.into_iter()
                        .map(|row| view! { <Row row=row may_edit=may_edit form=form/> })
                        .collect_view()
                }/>
            </div>
        </Frame>
    }
}

#[component]
fn Row(row: PolicyRow, may_edit: bool, form: FormState) -> impl IntoView {
    let t = texts();
    let PolicyRow { feature, policy, people } = row;
    let name = t.get(&feature.name_key()).to_owned();
    let choice = |one: Policy| {
        let key = format!("lab.policy.{}", one.name());
        let words = t.get(&key).to_owned();
        view! {
            <button class=if one == policy { "btn btn--primary" } else { "btn" } name="policy" value=one.name()
                aria-pressed=if one == policy { "true" } else { "false" } aria-label=format!("{name}: {words}")>
                {words.clone()}
            </button>
        }
    };
    let choices = Policy::ALL.into_iter().filter(|one| feature.risk().takes(*one)).map(choice).collect_view();
    view! {
        <section class="card" id=feature.key()>
            <header class="card-head">
                <h2 class="card-title">{name}</h2>
                <Badges feature=feature on=None/>
                <p class="card-text">{t.get(&feature.text_key("description")).to_owned()}</p>
            </header>
            <div class="card-body stack">
                {about(t, feature)}
                <p>{t.get(&format!("lab.policy.{}.about", policy.name())).to_owned()}</p>
                <p class="muted">{t.count("lab.people", people)}</p>
            </div>
            {if may_edit {
                view! {
                    <Form state=form class="card-foot">
                        <input type="hidden" name="feature" value=feature.key()/>
                        {choices}
                    </Form>
                }.into_any()
            } else {
                view! { <footer class="card-foot"><p class="muted">{t.get("workspace.read_only")}</p></footer> }.into_any()
            }}
        </section>
    }
}

/// `feature` and `policy`.
#[cfg(feature = "ssr")]
pub(crate) async fn lab_settings_form(
    request: &crate::request::RequestContext,
    slug: &str,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    use model::lab::Feature;
    use model::urls::Url;
    use model::{Error, Problem};
    let feature = Feature::named(fields.get("feature")).ok_or(Error::NotFound)?;
    let policy = fields.get("policy").parse().map_err(|_| Error::at("policy", Problem::NotAChoice))?;
    domain::lab::set_policy(&request.ctx, slug, feature, policy).await?;
    Ok(crate::forms::Answer::load(Url::LabSettings { slug: slug.to_owned() }.with(&[("done", "saved")])))
}
