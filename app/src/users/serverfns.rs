//! What the pages ask the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::audit::AuditEntry;
use model::ids::{DraftId, MemberId};
use model::invitations::OpenInvitationsView;
use model::users::{EditView, ListTools, SessionRow, UserDetails, UsersList, UsersQuery};
use model::wizard::{Step, WizardView};

/// A page of the list.
#[server(prefix = "/fn", endpoint = "users/list", input = Json, output = Postcard)]
pub async fn list_users(slug: String, asked: UsersQuery) -> Result<UsersList, Failure> {
    let request = crate::request::request_context()?;
    let (page, list_preferences) = crate::request::answered(domain::users::list(&request.ctx, &slug, &asked).await)?;
    let presenter = crate::present::Presenter::new(&request);
    let page = model::page::Page {
        items: page.items.into_iter().map(|user| presenter.user(user)).collect(),
        next: page.next,
        previous: page.previous,
        start: page.start,
        total: page.total,
    };
    Ok(UsersList { page, list_preferences })
}

/// What stands above the list: the roles and groups that it can be narrowed to, and the views that were kept.
#[server(prefix = "/fn", endpoint = "users/tools", input = Json, output = Postcard)]
pub async fn read_tools(slug: String) -> Result<ListTools, Failure> {
    use crate::request::answered;
    let request = crate::request::request_context()?;
    let tools = answered(domain::users::list_tools(&request.ctx, &slug).await)?;
    let presenter = crate::present::Presenter::new(&request);
    Ok(ListTools {
        roles: tools.roles.iter().map(|role| presenter.role(role)).collect(),
        groups: crate::present::group_choices(tools.groups),
        views: tools.views,
        seats: tools.seats,
        assignable: tools.assignable.iter().map(|role| presenter.role(role)).collect(),
    })
}

/// One user, for the panel.
#[server(prefix = "/fn", endpoint = "users/details", input = Json, output = Postcard)]
pub async fn read_user(slug: String, id: Option<MemberId>) -> Result<UserDetails, Failure> {
    use crate::request::answered;
    let request = crate::request::request_context()?;
    let id = answered(id.ok_or(model::Error::NotFound))?;
    let user = answered(domain::users::details(&request.ctx, &slug, id).await)?;
    Ok(crate::present::Presenter::new(&request).details(user))
}

/// The open invitations of someone who is about to be removed.
#[server(prefix = "/fn", endpoint = "users/open-invitations", input = Json, output = Postcard)]
pub async fn read_open_invitations(slug: String, id: MemberId) -> Result<OpenInvitationsView, Failure> {
    let request = crate::request::request_context()?;
    let open = crate::request::answered(domain::invitations::open_invitations_of(&request.ctx, &slug, id).await)?;
    Ok(OpenInvitationsView { count: open.count, emails: open.emails, choices: open.choices })
}

/// One user, to be edited.
#[server(prefix = "/fn", endpoint = "users/edit", input = Json, output = Postcard)]
pub async fn read_edit(slug: String, id: Option<MemberId>) -> Result<EditView, Failure> {
    use crate::request::answered;
    let request = crate::request::request_context()?;
    let id = answered(id.ok_or(model::Error::NotFound))?;
    let user = answered(domain::users::details(&request.ctx, &slug, id).await)?;
    let may_edit = user.listed.rights.edit && user.listed.status.is_member();
    answered(if may_edit { Ok(()) } else { Err(model::Error::Forbidden) })?;
    let (roles, may_make_super_user) = answered(domain::roles::assignable_roles(&request.ctx, &slug).await)?;
    // Whoever edits only themselves may not see the others'.
    let groups = crate::present::group_choices(domain::groups::choices(&request.ctx, &slug).await.unwrap_or_default());
    let groups: Vec<_> = groups.into_iter().filter(|group| group.can_manage_members).collect();
    let presenter = crate::present::Presenter::new(&request);
    let ends = user.listed.ends_at.and_then(|at| super::edit_form::last_day(&request, at));
    let offered: Vec<_> = roles.iter().map(|role| role.id).collect();
    let shown = super::edit_form::shown(&request, &user, &offered, &groups);
    let roles = roles.iter().map(|role| presenter.role(role)).collect();
    Ok(EditView { user: presenter.details(user), roles, may_make_super_user, groups, ends, shown })
}

/// Where a user is signed in.
#[server(prefix = "/fn", endpoint = "users/sessions", input = Json, output = Postcard)]
pub async fn read_sessions(slug: String, id: MemberId) -> Result<Vec<SessionRow>, Failure> {
    let request = crate::request::request_context()?;
    let sessions = crate::request::answered(domain::users::sessions(&request.ctx, &slug, id).await)?;
    let presenter = crate::present::Presenter::new(&request);
    Ok(sessions.into_iter().map(|session| presenter.session(session)).collect())
}

/// What was done to a user, newest first.
#[server(prefix = "/fn", endpoint = "users/activity", input = Json, output = Postcard)]
pub async fn read_activity(slug: String, id: MemberId) -> Result<Vec<AuditEntry>, Failure> {
    let request = crate::request::request_context()?;
    let events = crate::request::answered(domain::users::activity(&request.ctx, &slug, id).await)?;
    let presenter = crate::present::Presenter::new(&request);
    Ok(events.into_iter().map(|event| presenter.audit_entry(event)).collect())
}

/// A step of the wizard.
#[server(prefix = "/fn", endpoint = "users/wizard", input = Json, output = Postcard)]
pub async fn wizard_step(slug: String, draft: Option<DraftId>, step: Option<Step>) -> Result<WizardView, Failure> {
    let request = crate::request::request_context()?;
    let wizard = crate::request::answered(domain::users::wizard::show(&request.ctx, &slug, draft, step).await)?;
    Ok(super::wizard::view_of(&request, wizard))
}
