//! What the groups' pages ask the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::groups::{GroupRow, GroupView};
use model::ids::GroupId;
use model::roles::RoleName;

#[server(prefix = "/fn", endpoint = "groups/list", input = Json, output = Postcard)]
pub async fn list_groups(slug: String) -> Result<Vec<GroupRow>, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::groups::page(&request.ctx, &slug).await)?;
    let presenter = crate::present::Presenter::new(&request);
    Ok(found.into_iter().map(|group| presenter.group_row(group)).collect())
}

#[server(prefix = "/fn", endpoint = "groups/read", input = Json, output = Postcard)]
pub async fn read_group(slug: String, id: Option<GroupId>) -> Result<GroupView, Failure> {
    use crate::request::answered;
    let request = crate::request::request_context()?;
    let id = answered(id.ok_or(model::Error::NotFound))?;
    let found = answered(domain::groups::show(&request.ctx, &slug, id).await)?;
    let require_assignable_roles = answered(domain::roles::for_groups(&request.ctx, &slug).await)?;
    Ok(crate::present::Presenter::new(&request).group_view(found, &require_assignable_roles))
}

/// What a new group can give.
#[server(prefix = "/fn", endpoint = "groups/roles", input = Json, output = Postcard)]
pub async fn giveable_roles(slug: String) -> Result<Vec<RoleName>, Failure> {
    let request = crate::request::request_context()?;
    let roles = crate::request::answered(domain::roles::for_groups(&request.ctx, &slug).await)?;
    let presenter = crate::present::Presenter::new(&request);
    Ok(roles.iter().map(|role| presenter.role(role)).collect())
}
