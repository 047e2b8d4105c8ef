//! What the pages ask the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::Month;
use model::credits::{
    CapsView, CreditRequestRow, EntriesView, EntryQuery, EntryRow, MyWalletsView, OverviewView, StatementView,
    WalletView,
};
use model::ids::EntryId;

/// Entries on a page.
#[cfg(feature = "ssr")]
const PAGE_SIZE: u32 = 50;

/// What each workspace of the reader has.
#[server(prefix = "/fn", endpoint = "credits/mine", input = Json, output = Postcard)]
pub async fn read_my_wallets() -> Result<MyWalletsView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::credits::my_wallets(&request.ctx).await)?;
    Ok(super::present::my_wallets(&request, found))
}

/// What one of them has, and what was used.
#[server(prefix = "/fn", endpoint = "credits/overview", input = Json, output = Postcard)]
pub async fn read_overview(slug: String) -> Result<OverviewView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::credits::overview(&request.ctx, &slug).await)?;
    let pending = if found.may_write {
        crate::request::answered(domain::credits::requests::pending(&request.ctx, &slug).await)?
    } else {
        0
    };
    Ok(super::present::overview(&crate::present::Presenter::new(&request), found, pending))
}

/// Its grants and its holds.
#[server(prefix = "/fn", endpoint = "credits/wallet", input = Json, output = Postcard)]
pub async fn read_wallet(slug: String) -> Result<WalletView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::credits::parts(&request.ctx, &slug).await)?;
    Ok(super::present::wallet(&crate::present::Presenter::new(&request), found))
}

/// A page of its ledger.
#[server(prefix = "/fn", endpoint = "credits/entries", input = Json, output = Postcard)]
pub async fn read_entries(slug: String, asked: EntryQuery) -> Result<EntriesView, Failure> {
    let request = crate::request::request_context()?;
    let found = domain::credits::entries(&request.ctx, &slug, &asked, PAGE_SIZE).await;
    let (entries, has_more) = crate::request::answered(found)?;
    let choices = crate::request::answered(domain::credits::entry_choices(&request.ctx, &slug, asked.mine).await)?;
    let presenter = crate::present::Presenter::new(&request);
    Ok(super::present::entries(&presenter, entries, has_more, asked, choices))
}

/// One entry, for those who may put it right.
#[server(prefix = "/fn", endpoint = "credits/entry", input = Json, output = Postcard)]
pub async fn read_entry(slug: String, id: EntryId) -> Result<EntryRow, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::credits::correctable_entry(&request.ctx, &slug, id).await)?;
    Ok(super::present::entry(&crate::present::Presenter::new(&request), found, false, true))
}

/// What a month came to.
#[server(prefix = "/fn", endpoint = "credits/statement", input = Json, output = Postcard)]
pub async fn read_statement(slug: String, month: Month) -> Result<StatementView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::credits::statement(&request.ctx, &slug, month).await)?;
    Ok(super::present::statement(&crate::present::Presenter::new(&request), found))
}

/// The caps of a workspace.
#[server(prefix = "/fn", endpoint = "credits/caps", input = Json, output = Postcard)]
pub async fn read_caps(slug: String) -> Result<CapsView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::credits::caps::list(&request.ctx, &slug).await)?;
    Ok(super::present::caps(&crate::present::Presenter::new(&request), found))
}

/// What the reader has asked for.
#[server(prefix = "/fn", endpoint = "credits/my_requests", input = Json, output = Postcard)]
pub async fn read_my_requests(slug: String) -> Result<Vec<CreditRequestRow>, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::credits::requests::list(&request.ctx, &slug, true).await)?;
    let presenter = crate::present::Presenter::new(&request);
    let rows = found.into_iter().map(|one| super::present::request(&presenter, one));
    Ok(rows.map(|row| CreditRequestRow { user: None, ..row }).collect())
}

/// What all have asked for.
#[server(prefix = "/fn", endpoint = "credits/requests", input = Json, output = Postcard)]
pub async fn read_requests(slug: String) -> Result<Vec<CreditRequestRow>, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::credits::requests::list(&request.ctx, &slug, false).await)?;
    let presenter = crate::present::Presenter::new(&request);
    Ok(found.into_iter().map(|one| super::present::request(&presenter, one)).collect())
}
