//! The workspace's picture: a plain form with a file; the server takes the middle of it.

use crate::forms::{Form, FormState};
use crate::state::{state, texts};
use crate::ui::{Avatar, FieldError};
use leptos::prelude::*;
use model::urls::Url;
use model::workspaces::WorkspaceLink;

#[component]
pub(super) fn PictureCard(slug: String, form: FormState) -> impl IntoView {
    let t = texts();
    let mine = state().with_value(|state| state.workspaces.iter().find(|one| one.slug == slug).cloned());
    let has_picture = mine.as_ref().is_some_and(|mine| mine.picture.is_some());
    let avatar = mine.as_ref().map(WorkspaceLink::avatar).unwrap_or_default();
    let page = Url::WorkspaceSettings { slug }.path();
    view! {
        <section class="card">
            <header class="card-head"><h2 class="card-title">{t.get("workspace.picture")}</h2></header>
            <div class="card-body">
                <div class="picture-field">
                    <Avatar of=avatar size="xl" square=true/>
                    <div class="stack stack--s picture-choice">
                        <form class="field" method="post" action=page.clone() enctype="multipart/form-data">
                            <label class="field-label" for="picture">{t.get("settings.picture.choose")}</label>
                            <div class="row">
                                <input class="input picture-input" type="file" id="picture" name="picture"
                                    accept="image/png,image/jpeg,image/webp"
                                    aria-describedby="picture-hint picture-error"/>
                                <button class="btn">{t.get("settings.picture.upload")}</button>
                            </div>
                            <p class="field-hint" id="picture-hint">{t.get("workspace.picture.hint")}</p>
                            <FieldError name="picture" problem=form.problem("picture")/>
                        </form>
                        {has_picture.then(|| view! {
                            <Form state=form action=page>
                                <button class="btn btn--s" name="go" value="remove_picture">
                                    {t.get("settings.picture.remove")}
                                </button>
                            </Form>
                        })}
                    </div>
                </div>
            </div>
        </section>
    }
}
