//! What the groups' pages ask the server.

use crate::Failure;
use crate::wire::Json;
use leptos::prelude::*;
use model::groups::{GroupRow, GroupView};
use model::ids::GroupId;
use model::users::RoleName;

#[server(prefix = "/fn", endpoint = "groups/list", input = Json, output = Json)]
pub async fn list_groups(slug: String) -> Result<Vec<GroupRow>, Failure> {
    let visit = crate::visit::visit()?;
    let found = crate::visit::answered(domain::groups::page(&visit.ctx, &slug).await)?;
    let presenter = crate::present::Presenter::new(&visit);
    Ok(found.into_iter().map(|group| presenter.group_row(group)).collect())
}

#[server(prefix = "/fn", endpoint = "groups/read", input = Json, output = Json)]
pub async fn read_group(slug: String, id: Option<GroupId>) -> Result<GroupView, Failure> {
    use crate::visit::answered;
    let visit = crate::visit::visit()?;
    let id = answered(id.ok_or(model::Error::NotFound))?;
    let found = answered(domain::groups::show(&visit.ctx, &slug, id).await)?;
    let giveable = answered(domain::roles::for_groups(&visit.ctx, &slug).await)?;
    Ok(crate::present::Presenter::new(&visit).group_view(found, &giveable))
}

/// What a new group can give.
#[server(prefix = "/fn", endpoint = "groups/roles", input = Json, output = Json)]
pub async fn giveable_roles(slug: String) -> Result<Vec<RoleName>, Failure> {
    let visit = crate::visit::visit()?;
    let roles = crate::visit::answered(domain::roles::for_groups(&visit.ctx, &slug).await)?;
    let presenter = crate::present::Presenter::new(&visit);
    Ok(roles.iter().map(|role| presenter.role(role)).collect())
}
