//! What is posted about one user, and the list's own forms.

use crate::address::{encode, parameters};
use crate::forms::Answer;
use crate::visit::Visit;
use domain::users;
use model::accounts::Password;
use model::fields::line;
use model::ids::MemberId;
use model::invitations::Succession;
use model::users::{Action, Column, Density, ListPreferences, UsersQuery};
use model::{Error, FieldErrors, Fields};

pub(super) fn member(id: &str) -> Result<MemberId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// What the posting page's address says of the list.
pub(super) fn list_query(path: &str) -> UsersQuery {
    let (_, query) = path.split_once('?').unwrap_or_default();
    UsersQuery::parse(parameters(query)).unwrap_or_default()
}

/// A user's page, or with no id the list, with the list's part of the address and what was done.
pub(super) fn lead(slug: &str, id: Option<MemberId>, path: &str, done: &str) -> String {
    let query = list_query(path).written(encode);
    let joint = if query.is_empty() { "?" } else { "&" };
    let place = id.map(|id| format!("/{id}")).unwrap_or_default();
    format!("/w/{slug}/users{place}{query}{joint}done={done}")
}

/// One action on one person, from the panel.
pub(crate) async fn act_form(
    visit: &Visit,
    slug: &str,
    id: &str,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let id = member(id)?;
    if fields.get("action") == "reset_factor" {
        users::reset_factor(&visit.ctx, slug, id).await?;
        return Ok(Answer::go(lead(slug, Some(id), path, "factor_reset")));
    }
    if fields.get("action") == "entry_link" {
        users::make_entry_link(&visit.ctx, slug, id).await?;
        return Ok(Answer::go(lead(slug, Some(id), path, "entry_link")));
    }
    let action = Action::parse(fields)?;
    users::act(&visit.ctx, slug, id, action).await?;
    let done = match action {
        Action::Suspend => "suspended",
        Action::Activate => "activated",
        Action::Restore => "restored",
        Action::Resend => "resent",
        Action::SignOut => "signed_out",
        Action::Role(_) | Action::Join(_) | Action::Part(_) => "saved",
        Action::Remove => return Ok(Answer::go(lead(slug, None, path, "removed"))),
    };
    Ok(Answer::go(lead(slug, Some(id), path, done)))
}

/// The answer to the question whether to remove them. The list says who was removed, and takes it back where one wants.
pub(crate) async fn remove_form(
    visit: &Visit,
    slug: &str,
    id: &str,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let member = member(id)?;
    users::remove(&visit.ctx, slug, member, Succession::parse(fields)).await?;
    Ok(Answer::go(lead(slug, None, path, &format!("removed&who={member}"))))
}

pub(crate) async fn password_form(
    visit: &Visit,
    slug: &str,
    id: &str,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let id = member(id)?;
    if fields.get("send") == "link" {
        users::send_recovery(&visit.ctx, slug, id).await?;
        return Ok(Answer::go(lead(slug, Some(id), path, "recovery_sent")));
    }
    let mut errors = FieldErrors::default();
    let password = Password::chosen(fields, &mut errors);
    errors.into_result()?;
    users::change_password(&visit.ctx, slug, id, &password, fields.ticked("temporary")).await?;
    Ok(Answer::go(lead(slug, Some(id), path, "password")))
}

/// How the reader likes the list: columns, density, page size.
pub(crate) async fn likes_form(visit: &Visit, slug: &str, path: &str, fields: &Fields) -> Result<Answer, Error> {
    let chosen: Vec<&str> = fields.all("columns").collect();
    let columns = Column::ALL.into_iter().filter(|column| chosen.contains(&column.name())).collect();
    let size = fields.get("size").parse().unwrap_or(UsersQuery::SIZE).clamp(1, UsersQuery::MAX_SIZE);
    let density = Density::named(fields.get("density")).unwrap_or_default();
    users::save_list_preferences(&visit.ctx, &ListPreferences { columns, density, size }).await?;
    // What was liked goes before what the address said.
    let asked = UsersQuery { size: None, columns: None, density: None, after: None, ..list_query(path) };
    Ok(Answer::load(format!("/w/{slug}/users{}", asked.written(encode))))
}

/// Keeps the list as it stands under a name, or forgets one that was kept.
pub(crate) async fn views_form(visit: &Visit, slug: &str, path: &str, fields: &Fields) -> Result<Answer, Error> {
    let asked = UsersQuery { after: None, ..list_query(path) };
    let address = asked.written(encode);
    if let Ok(id) = fields.get("delete").parse() {
        users::delete_view(&visit.ctx, slug, id).await?;
    } else {
        let name = line(fields.get("view_name"), 60).map_err(|problem| Error::at("view_name", problem))?;
        users::save_view(&visit.ctx, slug, &name, &address, fields.ticked("shared")).await?;
    }
    Ok(Answer::load(format!("/w/{slug}/users{address}")))
}
