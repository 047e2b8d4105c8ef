//! `/w/{slug}/settings/domains`: e-mail domains of the workspace's own.

use super::frame::Frame;
use super::serverfns::read_domains;
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::{may, texts};
use crate::ui::{CopyField, Empty, Field, Icon, Time};
use leptos::prelude::*;
use model::permissions::Permission;
use model::workspaces::DomainRow;

#[component]
pub(crate) fn DomainSettings() -> impl IntoView {
    let slug = use_slug();
    let form = FormState::new();
    // Anew after each answer: one of them may be verified by now.
    let found = resource(move || (slug.get(), form.posted.with(Option::is_some)), |(slug, _)| read_domains(slug));
    let t = texts();
    view! {
        <Frame tab="workspace.domains">
            <p class="page-text">{t.get("workspace.domains.text")}</p>
            <Loaded found=found view=move |domains| view! { <Domains domains=domains form=form/> }/>
        </Frame>
    }
}

#[component]
fn Domains(domains: Vec<DomainRow>, form: FormState) -> impl IntoView {
    let t = texts();
    let may_edit = may(Permission::SETTINGS_WRITE);
    view! {
        <FormProblem state=form/>
        {(domains.is_empty() && !may_edit).then(|| view! {
            <Empty icon="globe" title=t.get("workspace.domains.none") text=""/>
        })}
        {may_edit.then(|| view! {
            <Form state=form class="card">
                <div class="card-body">
                    <Field name="domain" label=t.get("workspace.domain") hint=t.get("workspace.domain.hint")
                        autocomplete="off" value=form.value("domain", "") problem=form.problem("domain")/>
                </div>
                <footer class="card-foot">
                    <button class="btn btn--primary" name="action" value="add">{t.get("workspace.domain.add")}</button>
                </footer>
            </Form>
        })}
        {domains.into_iter().map(|domain| view! { <Domain domain=domain form=form may_edit=may_edit/> }).collect_view()}
    }
}

#[component]
fn Domain(domain: DomainRow, form: FormState, may_edit: bool) -> impl IntoView {
    let t = texts();
    let id = domain.id.to_string();
    let verified = domain.verified.is_some();
    let state = match domain.verified.clone() {
        Some(at) => view! {
            <span class="badge badge--ok"><Icon name="check" small=true/>{t.get("workspace.domain.verified")}</span>" "
            <Time at=at/>
        }
        .into_any(),
        None => view! { <span class="badge badge--warn">{t.get("workspace.domain.unverified")}</span> }.into_any(),
    };
    let (file, record, proof) = (domain.file.clone(), domain.record.clone(), domain.proof.clone());
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title wrap-anywhere">{domain.domain.clone()}</h2>
                <p class="card-text">{state}</p>
            </header>
            {(!verified).then(|| view! {
                <div class="card-body stack">
                    <p>{t.with("workspace.domain.dns", &[("record", &record)])}</p>
                    <CopyField label=t.get("workspace.domain.proof") value=proof/>
                    <p>{t.with("workspace.domain.file", &[("file", &file)])}</p>
                </div>
            })}
            {verified.then(|| view! {
                <div class="card-body">
                    <p>{t.get(if domain.auto_join { "workspace.domain.open" } else { "workspace.domain.shut" })}</p>
                </div>
            })}
            {may_edit.then(|| view! {
                <Form state=form class="card-foot">
                    <input type="hidden" name="id" value=id/>
                    <button class="btn btn--danger-quiet" name="action" value="remove"
                        aria-label=t.with("workspace.domain.remove_which", &[("domain", &domain.domain)])>
                        {t.get("workspace.domain.remove")}
                    </button>
                    {match (verified, domain.auto_join) {
                        (false, _) => view! {
                            <button class="btn btn--primary" name="action" value="verify">
                                {t.get("workspace.domain.verify")}
                            </button>
                        }.into_any(),
                        (true, false) => view! {
                            <button class="btn" name="action" value="open">{t.get("workspace.domain.let_join")}</button>
                        }.into_any(),
                        (true, true) => view! {
                            <button class="btn" name="action" value="shut">
                                {t.get("workspace.domain.stop_joining")}
                            </button>
                        }.into_any(),
                    }}
                </Form>
            })}
        </section>
    }
}
