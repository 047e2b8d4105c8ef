//! `/w/{slug}`: how the workspace stands.

use crate::Failure;
use crate::errors::ErrorNotice;
use crate::state::{state, texts};
use crate::ui::Icon;
use crate::users::use_slug;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::workspaces::Overview;

/// The workspace's totals; none for those who may not see its users.
#[server(prefix = "/fn", endpoint = "workspaces/overview", input = Json, output = Json)]
pub async fn read_overview(slug: String) -> Result<Option<Overview>, Failure> {
    let visit = crate::visit::visit()?;
    crate::visit::answered(domain::workspaces::overview(&visit.ctx, &slug).await)
}

#[component]
pub(crate) fn Home() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let found = Resource::new(move || slug.get(), read_overview);
    let (me, here) = state().with_value(|state| (state.me.clone(), state.here.clone()));
    let first_name = me.map(|me| me.first_name).unwrap_or_default();
    let workspace = here.map(|here| here.name).unwrap_or_default();
    view! {
        <leptos_meta::Title text=workspace.clone()/>
        <div class="page">
            <header class="greeting">
                <h1 class="greeting-title name" dir="auto">{t.with("home.greeting", &[("name", &first_name)])}</h1>
                <p class="greeting-text name" dir="auto">{t.with("home.text", &[("workspace", &workspace)])}</p>
            </header>
            <Transition>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(Some(overview)) => view! { <Tiles overview=overview slug=slug.get_untracked()/> }.into_any(),
                        Ok(None) => view! { <p class="muted">{t.get("home.member")}</p> }.into_any(),
                        Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Tiles(overview: Overview, slug: String) -> impl IntoView {
    view! {
        <div class="tiles">
            <Tile icon="users" label="home.active" value=overview.active href=format!("/w/{slug}/users?status=active")/>
            <Tile icon="lock" label="home.suspended" value=overview.suspended href=format!("/w/{slug}/users?status=suspended")/>
            {overview.pending_invitations.map(|pending| view! {
                <Tile icon="mail" label="home.invitations" value=pending href=format!("/w/{slug}/invitations")/>
            })}
        </div>
    }
}

#[component]
fn Tile(icon: &'static str, label: &'static str, value: i64, href: String) -> impl IntoView {
    let t = texts();
    view! {
        <a class="tile" href=href>
            <span class="tile-label"><Icon name=icon small=true/>{t.get(label)}</span>
            <span class="tile-value nums">{t.number(value)}</span>
        </a>
    }
}
