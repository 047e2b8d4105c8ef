//! The tab: the tokens that reach the workspace, and the rules.

use super::rules::Rules;
use super::serverfns::read_workspace_tokens;
use crate::account::dev::{EndSoon, Facts};
use crate::address::use_slug;
use crate::forms::FormState;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::NextPage;
use crate::workspaces::SettingsFrame;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::Texts;
use model::tokens::{WorkspaceTokenRow, WorkspaceTokensView};
use model::urls::Url;

#[component]
pub(crate) fn WorkspaceTokensPage() -> impl IntoView {
    let slug = use_slug();
    let query = use_query_map();
    let form = FormState::new();
    let after = Memo::new(move |_| query.with(|query| query.get("after")).and_then(|id| id.parse().ok()));
    let found = resource(move || (slug.get(), after.get()), |(slug, after)| read_workspace_tokens(slug, after));
    view! {
        <SettingsFrame tab="workspace.tokens">
            <Loaded found=found view=move |view| view! { <Tokens view=view form=form/> }/>
        </SettingsFrame>
    }
}

#[component]
fn Tokens(view: WorkspaceTokensView, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug().get_untracked();
    let may_edit = view.may_edit;
    let add = may_edit.then(|| {
        view! {
            <a class="btn btn--primary" href=Url::NewWorkspaceToken { slug: slug.clone() }.path()>
                {t.get("tokens.new")}
            </a>
        }
    });
    let calls = Url::WorkspaceCalls { slug: slug.clone() }.path();
    let next = view.next.map(|id| {
        let href = Url::WorkspaceTokens { slug: slug.clone() }.with(&[("after", &id.to_string())]);
        view! {
            <NextPage href=href/>
        }
    });
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("tokens.title")}</h2>
                <p class="card-text">{t.get("workspace.tokens.text")}</p>
            </header>
            <div class="card-body stack">
                <EndSoon count=view.end_soon/>
                <List tokens=view.tokens slug=slug.clone() may_edit=may_edit/>
            </div>
            <footer class="card-foot"><a class="btn" href=calls>{t.get("tokens.calls")}</a>{add}</footer>
        </section>
        {next}
        <Rules rules=view.rules may_edit=may_edit form=form/>
    }
}

#[component]
fn List(tokens: Vec<WorkspaceTokenRow>, slug: String, may_edit: bool) -> impl IntoView {
    let t = texts();
    if tokens.is_empty() {
        return view! { <p class="muted">{t.get("workspace.tokens.none")}</p> }.into_any();
    }
    view! {
        <ul class="session-list session-list--own">
            {tokens.into_iter().map(|one| view! { <One one=one slug=slug.clone() may_edit=may_edit/> }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn One(one: WorkspaceTokenRow, slug: String, may_edit: bool) -> impl IntoView {
    let t = texts();
    let owner = owner(t, &one);
    let manage = (may_edit && one.token.works).then(|| {
        let label = t.with("tokens.manage_which", &[("name", &one.token.description)]);
        let href = Url::WorkspaceToken { slug, id: one.token.id }.path();
        view! { <a class="btn btn--s" href=href aria-label=label>{t.get("tokens.manage")}</a> }
    });
    view! {
        <li>
            <div>
                <p class="session-device name wrap-anywhere" dir="auto">{one.token.description.clone()}</p>
                <p class="muted name wrap-anywhere" dir="auto">{owner}</p>
                <Facts one=one.token/>
            </div>
            {manage}
        </li>
    }
}

/// "Of the workspace, created by Ana", or "Personal token of Bea".
pub(super) fn owner(t: Texts, one: &WorkspaceTokenRow) -> String {
    match &one.owner {
        Some(name) => t.with("workspace.tokens.personal", &[("name", name)]),
        None if one.made_by.is_empty() => t.get("workspace.tokens.own").to_owned(),
        None => t.with("workspace.tokens.own_by", &[("name", &one.made_by)]),
    }
}
