//! What the pages ask the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::ids::TokenId;
use model::tokens::{CallsQuery, CallsView, TokenRules, WorkspaceTokenRow, WorkspaceTokensView};

/// Tokens on a page.
#[cfg(feature = "ssr")]
const PAGE_SIZE: u32 = 50;

/// A page of the tokens that reach the workspace.
#[server(prefix = "/fn", endpoint = "workspaces/tokens", input = Json, output = Postcard)]
pub async fn read_workspace_tokens(slug: String, after: Option<TokenId>) -> Result<WorkspaceTokensView, Failure> {
    let request = crate::request::request_context()?;
    let found = domain::tokens::workspace::list(&request.ctx, &slug, after, PAGE_SIZE).await;
    let found = crate::request::answered(found)?;
    let presenter = crate::present::Presenter::new(&request);
    let tokens: Vec<WorkspaceTokenRow> = found.tokens.into_iter().map(|one| row(&presenter, one)).collect();
    Ok(WorkspaceTokensView {
        end_soon: tokens.iter().filter(|one| one.token.ends_soon).count(),
        tokens,
        next: found.next,
        rules: found.rules,
        may_edit: found.may_edit,
    })
}

/// One of them.
#[server(prefix = "/fn", endpoint = "workspaces/token", input = Json, output = Postcard)]
pub async fn read_workspace_token(slug: String, id: TokenId) -> Result<WorkspaceTokenRow, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::tokens::workspace::show(&request.ctx, &slug, id).await)?;
    Ok(row(&crate::present::Presenter::new(&request), found))
}

/// A page of what tokens have asked for there.
#[server(prefix = "/fn", endpoint = "workspaces/token_calls", input = Json, output = Postcard)]
pub async fn read_workspace_calls(slug: String, asked: CallsQuery) -> Result<CallsView, Failure> {
    let request = crate::request::request_context()?;
    let found = domain::tokens::calls::calls_within(&request.ctx, &slug, &asked).await;
    let (found, has_more) = crate::request::answered(found)?;
    let presenter = crate::present::Presenter::new(&request);
    let rows: Vec<_> = found.into_iter().map(|call| presenter.call(call)).collect();
    Ok(CallsView { next: rows.last().filter(|_| has_more).map(|last| last.id), rows })
}

/// The workspace's rules for tokens.
#[server(prefix = "/fn", endpoint = "workspaces/token_rules", input = Json, output = Postcard)]
pub async fn read_token_rules(slug: String) -> Result<TokenRules, Failure> {
    let request = crate::request::request_context()?;
    crate::request::answered(domain::tokens::workspace::rules(&request.ctx, &slug).await)
}

#[cfg(feature = "ssr")]
fn row(presenter: &crate::present::Presenter, one: domain::tokens::workspace::ReachingToken) -> WorkspaceTokenRow {
    WorkspaceTokenRow { token: presenter.token(one.token), owner: one.owner, made_by: one.made_by }
}
