//! What is posted about one user, and the list's own forms.

use crate::address::{encode, parameters};
use crate::forms::Answer;
use crate::list_keys::EDITED;
use crate::request::RequestContext;
use domain::users;
use model::accounts::Password;
use model::fields::line;
use model::ids::{MemberId, ViewId};
use model::invitations::Succession;
use model::urls::Url;
use model::users::{Action, Density, ListPreferences, MemberField, RoleChoice, UsersQuery};
use model::{Error, FieldErrors, Fields};

/// What the posting page's address says of the list.
pub(super) fn list_query(path: &str) -> UsersQuery {
    let (_, query) = path.split_once('?').unwrap_or_default();
    UsersQuery::parse(parameters(query)).unwrap_or_default()
}

/// A user's page, with the list's part of the address and what was done.
pub(super) fn to_user(slug: &str, id: MemberId, path: &str, done: &str) -> String {
    let url = Url::User { slug: slug.to_owned(), id };
    url.with_query_and(&list_query(path).written(encode), &[("done", done)])
}

/// From a person's form: to their page, or to the list where the form stood in their row.
pub(super) fn lead_to_saved(slug: &str, id: MemberId, path: &str) -> String {
    let (_, query) = path.split_once('?').unwrap_or_default();
    if parameters(query)(EDITED.0).as_deref() == Some(EDITED.1) {
        return to_list(slug, path, &[("done", "saved"), ("who", &id.to_string())]);
    }
    to_user(slug, id, path, "saved")
}

/// The list, with its part of the address, what was done, and to whom.
fn to_list(slug: &str, path: &str, done: &[(&str, &str)]) -> String {
    Url::Users { slug: slug.to_owned() }.with_query_and(&list_query(path).written(encode), done)
}

/// One action on one person, from the panel.
pub(crate) async fn act_form(
    request: &RequestContext,
    slug: &str,
    id: MemberId,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    if fields.get("action") == "reset_factor" {
        users::reset_factor(&request.ctx, slug, id).await?;
        return Ok(Answer::go(lead_back(slug, id, path, "factor_reset")));
    }
    if fields.get("action") == "entry_link" {
        users::make_entry_link(&request.ctx, slug, id).await?;
        return Ok(Answer::go(to_user(slug, id, path, "entry_link")));
    }
    if let Some(role) = fields.has("role").then(|| fields.get("role")).filter(|_| !fields.has("action")) {
        let choice = RoleChoice::parse(role).map_err(|problem| Error::at("role", problem))?;
        users::act(&request.ctx, slug, id, Action::Role(choice)).await?;
        return Ok(Answer::go(lead_back(slug, id, path, "role")));
    }
    let action = Action::parse(fields)?;
    users::act(&request.ctx, slug, id, action).await?;
    let done = match action {
        Action::Suspend => "suspended",
        Action::Activate => "activated",
        Action::Restore => "restored",
        Action::Resend => "resent",
        Action::SignOut => "signed_out",
        Action::Role(_) | Action::Join(_) | Action::Part(_) => "saved",
        Action::Remove => return Ok(Answer::go(to_list(slug, path, &[("done", "removed")]))),
    };
    Ok(Answer::go(lead_back(slug, id, path, done)))
}

/// To where the action was chosen: the person's page, or the list, which says whom it was about and how to take it
/// back.
fn lead_back(slug: &str, id: MemberId, path: &str, done: &str) -> String {
    let (_, query) = path.split_once('?').unwrap_or_default();
    let get = parameters(query);
    if get("from").as_deref() != Some("list") {
        return to_user(slug, id, path, done);
    }
    let (who, undo) = (id.to_string(), get("undo"));
    let undo = undo.as_deref().map(|undo| ("undo", undo));
    let said: Vec<_> = [("done", done), ("who", &who)].into_iter().chain(undo).collect();
    to_list(slug, path, &said)
}

/// The answer to the question whether to remove them. The list says who was removed, and takes it back where one wants.
pub(crate) async fn remove_form(
    request: &RequestContext,
    slug: &str,
    id: MemberId,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    users::remove(&request.ctx, slug, id, Succession::parse(fields), None).await?;
    Ok(Answer::go(to_list(slug, path, &[("done", "removed"), ("who", &id.to_string())])))
}

pub(crate) async fn password_form(
    request: &RequestContext,
    slug: &str,
    id: MemberId,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    if fields.get("send") == "link" {
        users::send_recovery(&request.ctx, slug, id).await?;
        return Ok(Answer::go(to_user(slug, id, path, "recovery_sent")));
    }
    let mut errors = FieldErrors::default();
    let password = Password::chosen(fields, &mut errors);
    errors.into_result()?;
    users::change_password(&request.ctx, slug, id, &password, fields.ticked("temporary")).await?;
    Ok(Answer::go(to_user(slug, id, path, "password")))
}

/// How the reader likes the list: columns, density, page size.
pub(crate) async fn list_preferences_form(
    request: &RequestContext,
    slug: &str,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let chosen: Vec<&str> = fields.all("columns").collect();
    let columns = MemberField::columns().filter(|column| chosen.contains(&column.name())).collect();
    let size = fields.get("size").parse().unwrap_or(UsersQuery::SIZE).clamp(1, UsersQuery::MAX_SIZE);
    let density = Density::named(fields.get("density")).unwrap_or_default();
    users::save_list_preferences(&request.ctx, &ListPreferences { columns, density, size }).await?;
    // What was liked goes before what the address said.
    let asked = UsersQuery { size: None, columns: None, density: None, after: None, ..list_query(path) };
    Ok(Answer::load(Url::Users { slug: slug.to_owned() }.with_query(&asked.written(encode))))
}

/// Keeps the list as it stands under a name, gives a kept one what it shows now, or forgets one.
pub(crate) async fn views_form(
    request: &RequestContext,
    slug: &str,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let asked = UsersQuery { after: None, ..list_query(path) };
    let address = asked.kept().written(encode);
    let name = |field: &'static str| line(fields.get(field), 60).map_err(|problem| Error::at(field, problem));
    if let Ok(id) = fields.get("delete").parse::<ViewId>() {
        users::delete_view(&request.ctx, slug, id).await?;
        let left = UsersQuery { view: asked.view.filter(|view| *view != id), ..asked };
        return Ok(Answer::load(Url::Users { slug: slug.to_owned() }.with_query(&left.written(encode))));
    }
    let (id, done) = match fields.get("update").parse::<ViewId>() {
        Ok(id) => {
            users::update_view(&request.ctx, slug, id, &name("new_name")?, &address).await?;
            (id, "view_updated")
        }
        Err(_) => {
            let id =
                users::save_view(&request.ctx, slug, &name("view_name")?, &address, fields.ticked("shared")).await?;
            (id, "view_saved")
        }
    };
    let query = UsersQuery { view: Some(id), ..asked }.written(encode);
    Ok(Answer::load(Url::Users { slug: slug.to_owned() }.with_query_and(&query, &[("done", done)])))
}
