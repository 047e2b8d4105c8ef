//! `/w/{slug}/settings/tokens/{id}`: rotating one of the workspace's own and revoking it; keeping a personal one out.

use super::list::owner;
use super::serverfns::{read_token_rules, read_workspace_token};
use crate::account::dev::{Facts, Revoke, Rotate, Secret, use_secret};
use crate::address::use_slug;
use crate::errors::ErrorInside;
use crate::forms::{FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::{Failure, state::may};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::Error;
use model::ids::TokenId;
use model::permissions::Permission;
use model::tokens::{TokenLifetime, TokenState, WorkspaceTokenRow};
use model::urls::Url;

#[component]
pub(crate) fn WorkspaceTokenPage() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<TokenId>().ok())));
    let form = FormState::new();
    let secret = use_secret(form);
    let found = resource(move || (slug.get(), id.get()), |(slug, id)| read(slug, id));
    view! {
        <leptos_meta::Title text=t.get("tokens.title")/>
        <div class="page page--narrow">
            // Outside of what changes: an answer that is disposed while it is shown stops the page.
            <Loaded found=found view=move |(one, max)| move || match secret.get() {
                Some((secret, call)) => {
                    let back = Url::WorkspaceTokens { slug: slug.get_untracked() }.path();
                    view! { <Secret secret=secret call=call back=back about="workspace.tokens.secret"/> }.into_any()
                }
                None if may(Permission::SETTINGS_WRITE) => {
                    view! { <Manage one=one.clone() max=max form=form/> }.into_any()
                }
                None => view! { <ErrorInside error=Error::Forbidden/> }.into_any(),
            }/>
        </div>
    }
}

/// The token, and the longest lifetime that its successor can have.
async fn read(slug: String, id: Option<TokenId>) -> Result<(WorkspaceTokenRow, TokenLifetime), Failure> {
    let id = id.ok_or(Failure(Error::NotFound))?;
    let one = read_workspace_token(slug.clone(), id).await?;
    Ok((one, read_token_rules(slug).await?.max))
}

#[component]
fn Manage(one: WorkspaceTokenRow, max: TokenLifetime, form: FormState) -> impl IntoView {
    let t = texts();
    let back = Url::WorkspaceTokens { slug: use_slug().get_untracked() }.path();
    let (owner, is_own) = (owner(t, &one), one.owner.is_none());
    let token = one.token;
    let (works, rotates) = (token.works, is_own && token.works && token.state == TokenState::Active);
    let lifetime = token.lifetime.min(max).name();
    let (about, action) = if is_own {
        ("tokens.revoke.text", "tokens.revoke")
    } else {
        ("workspace.tokens.deny.text", "workspace.tokens.deny")
    };
    view! {
        <div class="stack stack--l">
            <section class="card">
                <header class="card-head">
                    <h1 class="card-title name wrap-anywhere" dir="auto">{token.description.clone()}</h1>
                </header>
                <div class="card-body stack stack--s">
                    <FormProblem state=form/>
                    <p class="muted name wrap-anywhere" dir="auto">{owner}</p>
                    <Facts one=token/>
                </div>
                <footer class="card-foot"><a class="btn" href=back>{t.get("action.back")}</a></footer>
            </section>
            {rotates.then(|| view! { <Rotate form=form lifetime=lifetime max=max/> })}
            {works.then(|| view! { <Revoke form=form about=about action=action/> })}
        </div>
    }
}
