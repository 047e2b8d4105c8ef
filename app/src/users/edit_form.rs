//! What is posted from the form that edits a user.

use super::forms::lead_to_saved;
use crate::forms::{Answer, question, save_or_ask};
use crate::present::{Presenter, shown_text};
use crate::request::RequestContext;
use domain::members::parse_text;
use domain::users::{self, Details};
use jiff::civil::Date;
use model::fields::calendar_day;
use model::groups::GroupChoice;
use model::ids::{GroupId, MemberId, RoleId};
use model::merge::{Base, Difference};
use model::users::{Access, Edit, MemberField};
use model::{Country, Error, FieldErrors, Fields, Problem};

pub(crate) async fn edit_form(
    request: &RequestContext,
    slug: &str,
    id: MemberId,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let country = users::phone_country(&request.ctx, slug).await?;
    let edit = read_edit(request, fields, country)?;
    let save = || async {
        users::edit(&request.ctx, slug, id, &edit).await?;
        Ok(Answer::load(lead_to_saved(slug, id, path)))
    };
    let ask = || async {
        let saved = users::details(&request.ctx, slug, id).await?;
        let choices = Choices::of(request, slug).await?;
        let (version, saved) = (saved.listed.version, choices.sent(&edit, saved));
        let merged = edit.base().merge(&edit, &saved, version);
        let differences =
            merged.conflicts.iter().map(|field| choices.difference(request, field, &saved, &edit)).collect();
        Ok(question(path, differences, written(request, &merged.value), (&written(request, &saved), version), fields))
    };
    save_or_ask(save, ask).await
}

/// Only what the form has is changed: who may not see a field can't empty it.
fn read_edit(request: &RequestContext, fields: &Fields, country: Option<Country>) -> Result<Edit, Error> {
    let mut errors = FieldErrors::default();
    let edit = parse(request, fields, country, &mut errors);
    // What can't be read of what was shown counts as not known.
    let mut untouched = Vec::new();
    let base = Base::read(fields, |shown| {
        let same = |name: &str| shown.has(name) && shown.get(name) == fields.get(name);
        untouched = MemberField::texts().map(MemberField::name).filter(|name| same(name)).collect();
        Some(parse(request, shown, country, &mut FieldErrors::default()))
    });
    // A text that no longer passes, and that nobody has touched, stays as it is.
    errors.without(&untouched).into_result()?;
    Ok(Edit { version: base.version, shown: base.shown.map(Box::new), keep_saved: base.keep_saved, ..edit })
}

fn parse(request: &RequestContext, fields: &Fields, country: Option<Country>, errors: &mut FieldErrors) -> Edit {
    let sent = MemberField::texts().filter(|field| fields.has(field.name()));
    let read = |field: MemberField| parse_text(field, fields.get(field.name()), country);
    let texts = sent.filter_map(|field| Some((field, errors.take(field.name(), read(field))?))).collect();
    let access = fields.has("access").then(|| errors.take("role", access(fields))).flatten();
    let groups = fields.has("in_groups").then(|| errors.take("group", groups(fields))).flatten();
    let ends_at = fields.has("ends").then(|| errors.take("ends", end_of_day(request, fields.get("ends")))).flatten();
    Edit { texts, access, groups, ends_at, ..Edit::default() }
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
fn end_of_day(request: &RequestContext, text: &str) -> Result<Option<i64>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day: Date = calendar_day(text.trim())?.parse().map_err(|_| Problem::NotADay)?;
    let next = day.tomorrow().and_then(|next| next.to_zoned(request.zone())).map_err(|_| Problem::NotADay)?;
    Ok(Some(next.timestamp().as_microsecond()))
}

/// The last day of something that ends then.
pub(super) fn last_day(request: &RequestContext, ends_at: i64) -> Option<String> {
    let last = jiff::Timestamp::from_microsecond(ends_at - 1).ok()?;
    Some(last.to_zoned(request.zone()).date().to_string())
}

/// What [`parse`] reads.
fn written(request: &RequestContext, edit: &Edit) -> Fields {
    let mut fields = Fields::default();
    for (field, text) in edit.texts.iter() {
        fields = fields.with(field.name(), shown_text(field, text.unwrap_or_default()));
    }
    if let Some(access) = &edit.access {
        fields = fields.with("access", if access.super_user { "super_user" } else { "roles" });
        fields = access.roles.iter().fold(fields, |fields, role| fields.with("roles", role.to_string()));
    }
    if let Some(groups) = &edit.groups {
        fields = fields.with("in_groups", "1");
        fields = groups.iter().fold(fields, |fields, group| fields.with("group", group.to_string()));
    }
    if let Some(ends_at) = edit.ends_at {
        fields = fields.with("ends", ends_at.and_then(|at| last_day(request, at)).unwrap_or_default());
    }
    fields
}

/// What the controls of the form hold when it is opened.
pub(super) fn shown(request: &RequestContext, user: &Details, roles: &[RoleId], groups: &[GroupChoice]) -> Fields {
    let groups: Vec<GroupId> = groups.iter().map(|group| group.id).collect();
    written(request, &in_form(user, roles, &groups))
}

/// Roles and groups that the form does not offer are nothing that it says anything of.
fn in_form(user: &Details, roles: &[RoleId], groups: &[GroupId]) -> Edit {
    let listed = &user.listed;
    let held = user.own_roles().map(|role| role.id).filter(|id| !listed.super_user && roles.contains(id));
    Edit {
        texts: listed.texts.clone(),
        access: Some(Access { super_user: listed.super_user, roles: held.collect() }),
        groups: Some(listed.groups.iter().map(|group| group.id).filter(|id| groups.contains(id)).collect()),
        ends_at: Some(listed.ends_at),
        version: listed.version,
        ..Edit::default()
    }
}

/// What the form offers, with names.
struct Choices {
    roles: Vec<domain::members::roles::Role>,
    groups: Vec<domain::groups::Choice>,
}

impl Choices {
    async fn of(request: &RequestContext, slug: &str) -> Result<Self, Error> {
        let (roles, _) = domain::roles::assignable_roles(&request.ctx, slug).await?;
        // Whoever edits only themselves may not see the others'.
        let mut groups = domain::groups::choices(&request.ctx, slug).await.unwrap_or_default();
        groups.retain(|group| group.can_manage_members);
        Ok(Self { roles, groups })
    }

    /// Of what is saved, that which this form has.
    fn sent(&self, edit: &Edit, saved: Details) -> Edit {
        let roles: Vec<RoleId> = self.roles.iter().map(|role| role.id).collect();
        let groups: Vec<GroupId> = self.groups.iter().map(|group| group.id).collect();
        let saved = in_form(&saved, &roles, &groups);
        Edit {
            texts: saved.texts.only(|field| edit.texts.has(field)),
            access: saved.access.filter(|_| edit.access.is_some()),
            groups: saved.groups.filter(|_| edit.groups.is_some()),
            ends_at: saved.ends_at.filter(|_| edit.ends_at.is_some()),
            ..saved
        }
    }

    fn difference(&self, request: &RequestContext, field: &str, saved: &Edit, mine: &Edit) -> Difference {
        let presenter = Presenter::new(request);
        let named = MemberField::named(field);
        let label = match field {
            "access" => MemberField::Role.label(),
            "ends" => "user.ends",
            _ => named.map_or("", MemberField::label),
        };
        let text = |edit: &Edit| match field {
            "access" => presenter.access(&edit.access.clone().unwrap_or_default(), &self.roles),
            "groups" => self.named(edit.groups.as_deref().unwrap_or_default()),
            "ends" => edit.ends_at.flatten().and_then(|at| last_day(request, at)).unwrap_or_default(),
            _ => named.map(|field| shown_text(field, edit.texts.or_blank(field))).unwrap_or_default(),
        };
        Difference {
            field: field.to_owned(),
            label: presenter.t.get(label).to_owned(),
            saved: text(saved),
            mine: text(mine),
        }
    }

    fn named(&self, groups: &[GroupId]) -> String {
        let held = self.groups.iter().filter(|group| groups.contains(&group.id));
        held.map(|group| group.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}
