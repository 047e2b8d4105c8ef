//! Which mails one would rather not get: a card of the profile, with an address of its own to post to.

use crate::Failure;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::Check;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::notices::Notice;
use model::urls::Url;

/// Those that one gets.
#[server(prefix = "/fn", endpoint = "account/notices", input = Json, output = Postcard)]
pub async fn read_notices() -> Result<Vec<Notice>, Failure> {
    let request = crate::request::request_context()?;
    crate::request::answered(domain::account::notices(&request.ctx).await)
}

#[component]
pub(super) fn NoticesCard() -> impl IntoView {
    let found = resource(|| (), |()| read_notices());
    view! {
        <Loaded found=found view=move |wanted| view! { <Notices wanted=wanted/> }/>
    }
}

#[component]
fn Notices(wanted: Vec<Notice>) -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    view! {
        <Form state=form action=Url::Notifications.path() class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("notices.title")}</h2>
                <p class="card-text">{t.get("notices.text")}</p>
            </header>
            <div class="card-body">
                <FormProblem state=form/>
                <fieldset class="fieldset">
                    <legend class="field-label">{t.get("notices.tell")}</legend>
                    {Notice::ALL.map(|notice| view! {
                        <Check name="notice" value=notice.name() label=t.get(&format!("notices.{}", notice.name()))
                            checked=wanted.contains(&notice)/>
                    }).collect_view()}
                </fieldset>
            </div>
            <footer class="card-foot">
                <button class="btn">{t.get("notices.save")}</button>
            </footer>
        </Form>
    }
}

#[cfg(feature = "ssr")]
pub(crate) async fn notices_form(
    request: &crate::request::RequestContext,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    let wanted: Vec<Notice> = fields.all("notice").filter_map(Notice::named).collect();
    domain::account::set_notices(&request.ctx, &wanted).await?;
    Ok(crate::forms::Answer::load(Url::Profile.with(&[("done", "notices")])))
}
