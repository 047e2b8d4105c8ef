//! What is posted about one user, and the list's own forms.

use crate::address::{encode, parameters};
use crate::forms::Answer;
use crate::state::Posted;
use crate::visit::Visit;
use domain::users;
use jiff::civil::Date;
use model::accounts::Password;
use model::fields::{MAX_LINE, calendar_day, line, phone};
use model::ids::{GroupId, MemberId, RoleId, ViewId};
use model::invitations::Succession;
use model::users::{
    Access, Action, Column, Density, Difference, Edit, EditConflict, ListPreferences, RoleChoice, UsersQuery,
};
use model::{Error, FieldErrors, Fields, Problem};

fn member(id: &str) -> Result<MemberId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// What the posting page's address says of the list.
pub(super) fn list_query(path: &str) -> UsersQuery {
    let (_, query) = path.split_once('?').unwrap_or_default();
    UsersQuery::parse(parameters(query)).unwrap_or_default()
}

/// A user's page, or with no id the list, with the list's part of the address and what was done.
fn lead(slug: &str, id: Option<MemberId>, path: &str, done: &str) -> String {
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
        return Ok(Answer::go(lead_back(slug, id, path, "factor_reset")));
    }
    if fields.get("action") == "entry_link" {
        users::make_entry_link(&visit.ctx, slug, id).await?;
        return Ok(Answer::go(lead(slug, Some(id), path, "entry_link")));
    }
    if let Some(role) = fields.has("role").then(|| fields.get("role")).filter(|_| !fields.has("action")) {
        let choice = RoleChoice::parse(role).map_err(|problem| Error::at("role", problem))?;
        users::act(&visit.ctx, slug, id, Action::Role(choice)).await?;
        return Ok(Answer::go(lead_back(slug, id, path, "role")));
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
    Ok(Answer::go(lead_back(slug, id, path, done)))
}

/// To where the action was chosen: the person's page, or the list, which says whom it was about and how to take it back.
fn lead_back(slug: &str, id: MemberId, path: &str, done: &str) -> String {
    let (_, query) = path.split_once('?').unwrap_or_default();
    let get = parameters(query);
    if get("from").as_deref() != Some("list") {
        return lead(slug, Some(id), path, done);
    }
    let undo = get("undo").map(|undo| format!("&undo={}", encode(&undo))).unwrap_or_default();
    lead(slug, None, path, &format!("{done}&who={id}{undo}"))
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

pub(crate) async fn edit_form(
    visit: &Visit,
    slug: &str,
    id: &str,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let id = member(id)?;
    let edit = read_edit(visit, fields)?;
    match users::edit(&visit.ctx, slug, id, &edit).await {
        Ok(()) => Ok(Answer::load(lead(slug, Some(id), path, "saved"))),
        Err(Error::Conflict) => conflict(visit, slug, id, path, fields, &edit).await,
        Err(error) => Err(error),
    }
}

/// Only what the form has is changed: who may not see a field can't empty it.
fn read_edit(visit: &Visit, fields: &Fields) -> Result<Edit, Error> {
    let mut errors = FieldErrors::default();
    let mut name = |field: &'static str| {
        fields.has(field).then(|| errors.take(field, line(fields.get(field), MAX_LINE))).flatten()
    };
    let (first_name, last_name) = (name("first_name"), name("last_name"));
    let phone = fields.has("phone").then(|| errors.take("phone", phone(fields.get("phone")))).flatten();
    let access = fields.has("access").then(|| errors.take("role", access(fields))).flatten();
    let groups = fields.has("in_groups").then(|| errors.take("group", groups(fields))).flatten();
    let ends_at = fields.has("ends").then(|| errors.take("ends", end_of_day(visit, fields.get("ends")))).flatten();
    errors.into_result()?;
    let version = fields.get("version").parse().unwrap_or_default();
    Ok(Edit { first_name, last_name, phone, access, groups, ends_at, version })
}

fn access(fields: &Fields) -> Result<Access, Problem> {
    if fields.get("access") == "super_user" {
        return Ok(Access { super_user: true, roles: Vec::new() });
    }
    let role = |text: &str| text.parse::<RoleId>().map_err(|_| Problem::NotAChoice);
    let roles = fields.all("roles").map(role).collect::<Result<Vec<_>, _>>()?;
    if roles.is_empty() { Err(Problem::Required) } else { Ok(Access { super_user: false, roles }) }
}

fn groups(fields: &Fields) -> Result<Vec<GroupId>, Problem> {
    fields.all("group").map(|text| text.parse().map_err(|_| Problem::NotAChoice)).collect()
}

/// The moment at which a day is over where the reader is; blank is never.
fn end_of_day(visit: &Visit, text: &str) -> Result<Option<i64>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day: Date = calendar_day(text.trim())?.parse().map_err(|_| Problem::NotADay)?;
    let next = day.tomorrow().and_then(|next| next.to_zoned(visit.zone())).map_err(|_| Problem::NotADay)?;
    Ok(Some(next.timestamp().as_microsecond()))
}

/// The last day of something that ends then.
pub(super) fn last_day(visit: &Visit, ends_at: i64) -> Option<String> {
    let last = jiff::Timestamp::from_microsecond(ends_at - 1).ok()?;
    Some(last.to_zoned(visit.zone()).date().to_string())
}

/// What someone else has changed since the form was opened, beside what was typed.
async fn conflict(
    visit: &Visit,
    slug: &str,
    id: MemberId,
    path: &str,
    fields: &Fields,
    edit: &Edit,
) -> Result<Answer, Error> {
    let now = users::details(&visit.ctx, slug, id).await?;
    let mut differences = Vec::new();
    let mut differ = |label: &str, theirs: String, yours: String| {
        if theirs != yours {
            differences.push(Difference { label: label.to_owned(), theirs, yours });
        }
    };
    let listed = &now.listed;
    if let Some(yours) = &edit.first_name {
        differ("field.first_name", listed.first_name.clone(), yours.clone());
    }
    if let Some(yours) = &edit.last_name {
        differ("field.last_name", listed.last_name.clone(), yours.clone());
    }
    if let Some(yours) = &edit.phone {
        differ("field.phone", listed.phone.clone().unwrap_or_default(), yours.clone().unwrap_or_default());
    }
    if let Some(yours) = &edit.access {
        let presenter = crate::present::Presenter::new(visit);
        let all = domain::roles::choices(&visit.ctx, slug).await?;
        let theirs = Access {
            super_user: listed.super_user,
            roles: if listed.super_user { Vec::new() } else { now.own_roles().map(|role| role.id).collect() },
        };
        differ("field.role", presenter.access(&theirs, &all), presenter.access(yours, &all));
    }
    if let Some(yours) = &edit.groups {
        let all = domain::groups::choices(&visit.ctx, slug).await?;
        let named = |has: &dyn Fn(GroupId) -> bool| {
            let names: Vec<&str> = all.iter().filter(|one| has(one.id)).map(|one| one.name.as_str()).collect();
            names.join(", ")
        };
        let theirs = named(&|id| listed.groups.iter().any(|group| group.id == id));
        differ("users.by_groups", theirs, named(&|id| yours.contains(&id)));
    }
    if let Some(yours) = &edit.ends_at {
        let day = |at: Option<i64>| at.and_then(|at| last_day(visit, at)).unwrap_or_default();
        differ("user.ends", day(listed.ends_at), day(*yours));
    }
    Ok(Answer::show(Posted {
        path: path.to_owned(),
        values: fields.clone(),
        conflict: Some(EditConflict { version: now.version, differences }),
        ..Posted::default()
    }))
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

/// Keeps the list as it stands under a name, gives a kept one what it shows now, or forgets one.
pub(crate) async fn views_form(visit: &Visit, slug: &str, path: &str, fields: &Fields) -> Result<Answer, Error> {
    let asked = UsersQuery { after: None, ..list_query(path) };
    let address = asked.kept().written(encode);
    let name = |field: &'static str| line(fields.get(field), 60).map_err(|problem| Error::at(field, problem));
    if let Ok(id) = fields.get("delete").parse::<ViewId>() {
        users::delete_view(&visit.ctx, slug, id).await?;
        let view = asked.view.filter(|view| *view != id);
        return Ok(Answer::load(format!("/w/{slug}/users{}", UsersQuery { view, ..asked }.written(encode))));
    }
    let (id, done) = match fields.get("update").parse::<ViewId>() {
        Ok(id) => {
            users::update_view(&visit.ctx, slug, id, &name("new_name")?, &address).await?;
            (id, "view_updated")
        }
        Err(_) => {
            let id = users::save_view(&visit.ctx, slug, &name("view_name")?, &address, fields.ticked("shared")).await?;
            (id, "view_saved")
        }
    };
    let query = UsersQuery { view: Some(id), ..asked }.written(encode);
    Ok(Answer::load(format!("/w/{slug}/users{query}&done={done}")))
}
