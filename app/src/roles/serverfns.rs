//! What the roles' pages ask the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::ids::RoleId;
use model::permissions::Permissions;
use model::roles::{Preview, RoleView, RolesView};

#[server(prefix = "/fn", endpoint = "roles/list", input = Json, output = Postcard)]
pub async fn list_roles(slug: String) -> Result<RolesView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::roles::page(&request.ctx, &slug).await)?;
    let rows = crate::present::Presenter::new(&request).role_rows(found.roles);
    Ok(RolesView { rows, super_users_factor: found.super_users_factor })
}

#[server(prefix = "/fn", endpoint = "roles/read", input = Json, output = Postcard)]
pub async fn read_role(slug: String, id: Option<RoleId>) -> Result<RoleView, Failure> {
    use crate::request::answered;
    let request = crate::request::request_context()?;
    let id = answered(id.ok_or(model::Error::NotFound))?;
    let (found, only) = answered(domain::roles::show(&request.ctx, &slug, id).await)?;
    let (given, _) = answered(domain::roles::assignable_roles(&request.ctx, &slug).await)?;
    Ok(crate::present::Presenter::new(&request).role_view(found, &given, only.as_deref()))
}

/// What it would do if the role allowed this instead.
#[server(prefix = "/fn", endpoint = "roles/preview", input = Json, output = Postcard)]
pub async fn preview_role(slug: String, id: Option<RoleId>, to: Permissions) -> Result<Preview, Failure> {
    use crate::request::answered;
    let request = crate::request::request_context()?;
    let id = answered(id.ok_or(model::Error::NotFound))?;
    let preview = answered(domain::roles::preview(&request.ctx, &slug, id, to).await)?;
    Ok(crate::present::Presenter::new(&request).preview(preview))
}
