//! `/w/{slug}/settings/ownership`: whose the workspace is; handing it over.

use super::frame::Tab;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{state, texts};
use crate::ui::Field;
use leptos::prelude::*;
use model::urls::Url;
use model::workspaces::SettingsView;

#[component]
pub(crate) fn OwnershipSettings() -> impl IntoView {
    view! {
        <Tab tab="workspace.ownership"
            body=|settings, form| view! { <Ownership settings=settings form=form/> }.into_any()/>
    }
}

#[component]
fn Ownership(settings: SettingsView, form: FormState) -> impl IntoView {
    let t = texts();
    let mine = state().with_value(|state| state.here.as_ref().is_some_and(|here| here.owner));
    let text = match () {
        () if mine => t.get("workspace.owner.mine").to_owned(),
        () if settings.owner.is_empty() => t.get("workspace.owner.nobody").to_owned(),
        () => t.with("workspace.owner.other", &[("name", &settings.owner)]),
    };
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("workspace.owner")}</h2>
                <p class="card-text" dir="auto">{text}</p>
            </header>
            <div class="card-body"><p>{t.get("workspace.owner.about")}</p></div>
        </section>
        {mine.then(|| view! {
            <Form state=form class="card">
                <header class="card-head">
                    <h2 class="card-title">{t.get("workspace.transfer")}</h2>
                    <p class="card-text">{t.get("workspace.transfer.text")}</p>
                </header>
                <div class="card-body stack">
                    <FormProblem state=form/>
                    <Field name="email" kind="email" label=t.get("workspace.transfer.email") autocomplete="off"
                        value=form.value("email", "") problem=form.problem("email")/>
                </div>
                <footer class="card-foot">
                    <button class="btn btn--danger">
                        {t.get("workspace.transfer.submit")}
                    </button>
                </footer>
            </Form>
            <section class="card">
                <header class="card-head">
                    <h2 class="card-title">{t.get("workspace.delete")}</h2>
                    <p class="card-text">{t.get("workspace.delete.text")}</p>
                </header>
                <footer class="card-foot">
                    <a class="btn btn--danger-quiet" href=Url::DeleteWorkspace { slug: settings.slug.clone() }.path()>
                        {t.get("workspace.delete")}
                    </a>
                </footer>
            </section>
        })}
    }
}
