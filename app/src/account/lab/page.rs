//! The tab.

use super::card::Card;
use crate::Failure;
use crate::account::frame::Frame;
use crate::forms::{AnyProblem, Form, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Check, Done, Empty, Icon};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::lab::{LabNews, LabView};
use model::urls::Url;

/// One's own.
#[server(prefix = "/fn", endpoint = "account/lab", input = Json, output = Postcard)]
pub async fn read_lab() -> Result<LabView, Failure> {
    let request = crate::request::request_context()?;
    crate::request::answered(domain::lab::lab(&request.ctx).await)
}

const DONE: &[&str] = &["lab.done.turned_on", "lab.done.turned_off", "lab.done.all_off", "lab.done.saved"];

#[component]
pub(crate) fn LabPage() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let found = resource(|| (), |()| read_lab());
    view! {
        <Frame tab="settings.lab">
            <Done keys=DONE/>
            <div class="stack stack--l">
                <p class="page-text">{t.get("lab.text")}</p>
                <div class="notice notice--warn"><Icon name="alert"/><div class="notice-body">
                    <p>{t.get("lab.warning")}</p>
                </div></div>
                <AnyProblem state=form/>
                <Loaded found=found view=move |view| view! { <Features view=view form=form/> }/>
            </div>
        </Frame>
    }
}

#[component]
fn Features(view: LabView, form: FormState) -> impl IntoView {
    let t = texts();
    let LabView { features, hide_previews, news, feedback } = view;
    let any_on = features.iter().any(|card| card.chosen);
    let empty = features.is_empty();
    view! {
        <News news=news form=form/>
        {empty.then(|| view! { <Empty icon="flask" title=t.get("lab.none") text=t.get("lab.none.text")/> })}
        {features.into_iter()
            .map(|card| view! { <Card card=card feedback=feedback.clone() form=form/> })
            .collect_view()}
        <Form state=form action=Url::Lab.path() class="card">
            <div class="card-body">
                <Check name="hide" label=t.get("lab.hide") about=t.get("lab.hide.about") checked=hide_previews/>
            </div>
            <footer class="card-foot">
                {any_on.then(|| view! {
                    <button class="btn" name="action" value="all_off">{t.get("lab.all_off")}</button>
                })}
                <button class="btn btn--primary" name="action" value="previews">
                    {t.get("action.save")}
                </button>
            </footer>
        </Form>
    }
}

/// What has happened to features that one had on, until it is dismissed.
#[component]
fn News(news: Vec<LabNews>, form: FormState) -> impl IntoView {
    let t = texts();
    if news.is_empty() {
        return ().into_any();
    }
    let line = |one: LabNews| {
        let name = t.get(&format!("lab.feature.{}.name", one.key)).to_owned();
        view! { <p>{t.with(&format!("lab.news.{}", one.kind.name()), &[("feature", &name)])}</p> }
    };
    view! {
        <div class="notice" role="status"><Icon name="info"/><div class="notice-body stack">
            {news.into_iter().map(line).collect_view()}
            <Form state=form action=Url::Lab.path()>
                <button class="btn btn--s" name="action" value="dismiss">{t.get("lab.dismiss")}</button>
            </Form>
        </div></div>
    }
    .into_any()
}
