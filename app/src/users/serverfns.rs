//! What the pages ask the server.

use crate::Failure;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::ids::{DraftId, MemberId};
use model::page::Page;
use model::users::{RoleName, UserDetails, UsersList, UsersQuery};
use model::wizard::{Step, WizardView};

/// A page of the list.
#[server(prefix = "/fn", endpoint = "users/list", input = Json, output = Json)]
pub async fn list_users(slug: String, asked: UsersQuery) -> Result<UsersList, Failure> {
    let visit = crate::visit::visit()?;
    let (page, likes) = crate::visit::answered(domain::users::list(&visit.ctx, &slug, &asked).await)?;
    let presenter = crate::present::Presenter::new(&visit);
    let page = Page {
        items: page.items.into_iter().map(|user| presenter.user(user)).collect(),
        next: page.next,
        previous: page.previous,
        total: page.total,
    };
    Ok(UsersList { page, likes })
}

/// The roles that the list can be narrowed to.
#[server(prefix = "/fn", endpoint = "users/roles", input = Json, output = Json)]
pub async fn list_roles(slug: String) -> Result<Vec<RoleName>, Failure> {
    let visit = crate::visit::visit()?;
    let roles = crate::visit::answered(domain::roles::choices(&visit.ctx, &slug).await)?;
    let presenter = crate::present::Presenter::new(&visit);
    Ok(roles.iter().map(|role| presenter.role(role)).collect())
}

/// One user, for the panel.
#[server(prefix = "/fn", endpoint = "users/details", input = Json, output = Json)]
pub async fn read_user(slug: String, id: Option<MemberId>) -> Result<UserDetails, Failure> {
    use crate::visit::answered;
    let visit = crate::visit::visit()?;
    let id = answered(id.ok_or(model::Error::NotFound))?;
    let user = answered(domain::users::details(&visit.ctx, &slug, id).await)?;
    let presenter = crate::present::Presenter::new(&visit);
    Ok(UserDetails {
        first_name: user.listed.first_name.clone(),
        last_name: user.listed.last_name.clone(),
        row: presenter.user(user.listed),
        language: user.language.as_deref().map(crate::present::language_name).unwrap_or_default(),
        time_zone: user.time_zone.unwrap_or_default(),
        by: user.by,
        temporary_until: user.temporary_until.map(|at| presenter.when(at)),
        is_me: user.is_me,
        removed: user.removed_at.map(|at| presenter.when(at)),
        version: user.version,
        personal: user.personal,
    })
}

/// A step of the wizard.
#[server(prefix = "/fn", endpoint = "users/wizard", input = Json, output = Json)]
pub async fn wizard_step(slug: String, draft: Option<DraftId>, step: Option<Step>) -> Result<WizardView, Failure> {
    let visit = crate::visit::visit()?;
    let wizard = crate::visit::answered(domain::users::wizard::show(&visit.ctx, &slug, draft, step).await)?;
    Ok(super::wizard::view_of(&visit, wizard))
}
