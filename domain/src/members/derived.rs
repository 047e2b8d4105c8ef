//! What sorting and searching read of members, made from what is shown of them.

use super::groups::groups_of_all;
use super::{MemberRow, roles, terms};
use crate::clock::Micros;
use crate::db::{Tx, all_of, put_terms, run_over};
use crate::{Error, keys, phone_numbers};
use model::ids::{AccountId, GroupId, MemberId, RoleId, WorkspaceId};
use model::users::{MemberField, Source, Status, Texts};
use uuid::Uuid;

/// What sorting and searching read of a person, made from what is shown of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Derived {
    pub name_key: String,
    pub email_key: String,
    pub phone_key: String,
    pub job_title_key: String,
    pub role_key: String,
    pub search: String,
    pub terms: String,
}

/// What it is made from.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub workspace: WorkspaceId,
    pub email: String,
    /// All that there are.
    pub texts: Texts,
    pub status: Status,
    pub super_user: bool,
    pub source: Source,
    pub second_factor: bool,
}

impl Derived {
    /// `roles`: id and name of each that they hold.
    pub(crate) fn of(shown: &Shown, roles: &[(RoleId, String)], groups: &[GroupId]) -> Self {
        let text = |field| shown.texts.or_blank(field);
        let name_key = keys::name(text(MemberField::FirstName), text(MemberField::LastName));
        let phone_key = phone_numbers::key(text(MemberField::Phone));
        let job_title_key = keys::search(text(MemberField::JobTitle));
        let searched = |field| match field {
            MemberField::Name => name_key.clone(),
            // A search ignores accents also in addresses, which the key does not.
            MemberField::Email => keys::search(&shown.email),
            MemberField::Phone => phone_key.clone(),
            field => keys::search(text(field)),
        };
        let searchable = MemberField::ALL.into_iter().filter(|field| field.spec().searchable);
        let search = searchable.map(searched).collect::<Vec<_>>().join(" ").trim_end().to_owned();
        let mut names: Vec<String> = roles.iter().map(|(_, name)| keys::text(name)).collect();
        names.sort();
        // Super-users come first.
        let role_key = if shown.super_user { "\u{1}".to_owned() + &names.join(", ") } else { names.join(", ") };
        let terms = terms_of(shown, &search, roles, groups);
        Self { name_key, email_key: keys::email(&shown.email), phone_key, job_title_key, role_key, search, terms }
    }
}

/// The pieces of what is searched, and the facets.
fn terms_of(shown: &Shown, search: &str, roles: &[(RoleId, String)], groups: &[GroupId]) -> String {
    let mut found = terms::of_text(search);
    found.insert(terms::of_workspace(shown.workspace));
    found.insert(terms::of_status(shown.status));
    found.extend(shown.super_user.then(terms::of_super_user));
    found.extend(roles.iter().map(|(id, _)| terms::of_role(*id)));
    found.extend(groups.iter().map(|id| terms::of_group(*id)));
    found.insert(terms::of_source(shown.source));
    found.insert(terms::of_second_factor(shown.second_factor));
    if roles.len() > 1 || shown.super_user {
        found.extend(roles.iter().map(|(id, _)| terms::of_role_and_more(*id)));
    }
    found.into_iter().collect::<Vec<_>>().join(" ")
}

/// Makes what sorting and searching read anew, after anything of it has changed.
pub(crate) async fn refresh(tx: &mut Tx, member: MemberId) -> Result<(), Error> {
    refresh_all(tx, &[member]).await
}

/// The same for many.
pub(crate) async fn refresh_all(tx: &mut Tx, members: &[MemberId]) -> Result<(), Error> {
    if members.is_empty() {
        return Ok(());
    }
    let rows = MemberRow::all(tx, members).await?;
    let mut roles = roles::named_of_members(tx, members).await?;
    let mut groups = groups_of_all(tx, members).await?;
    let (mut columns, mut terms) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for row in rows {
        let id = MemberId(row.id);
        let shown = Shown {
            workspace: row.workspace_id.into(),
            texts: row.texts(),
            // An invitation that has expired is stored as one that has not.
            status: row.status(Micros::MIN)?,
            super_user: row.super_user,
            source: row.source()?,
            second_factor: row.second_factor,
            email: row.email,
        };
        let roles = roles.remove(&id).unwrap_or_default();
        let groups = groups.remove(&id).unwrap_or_default().into_iter().map(|group| group.id);
        let derived = Derived::of(&shown, &roles, &groups.collect::<Vec<GroupId>>());
        columns.push([
            id.into(),
            derived.name_key.into(),
            derived.email_key.into(),
            derived.phone_key.into(),
            derived.job_title_key.into(),
            derived.role_key.into(),
            derived.search.into(),
        ]);
        terms.push((id, derived.terms));
    }
    run_over(tx, columns, |values| {
        format!(
            "UPDATE members SET name_key = v.column2, email_key = v.column3, phone_key = v.column4,
                 job_title_key = v.column5, role_key = v.column6, search = v.column7
             FROM (VALUES {values}) v WHERE members.id = v.column1"
        )
    })
    .await?;
    Ok(put_terms(tx, terms).await?)
}

/// Takes what an account shows over into each of its memberships.
pub(crate) async fn refresh_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    let members = take_over(tx, &[account]).await?;
    refresh_all(tx, &members).await
}

/// Takes what accounts show over into the rows of their memberships, and answers which these are: what is derived of
/// them is not made anew yet.
pub(crate) async fn take_over(tx: &mut Tx, accounts: &[AccountId]) -> Result<Vec<MemberId>, Error> {
    let members: Vec<(Uuid,)> = all_of(tx, &[], accounts.iter().copied(), |ids| {
        format!(
            "UPDATE members SET (email, first_name, last_name, phone, picture, second_factor) =
                 (SELECT a.email, a.first_name, a.last_name, a.phone, a.picture,
                         EXISTS (SELECT 1 FROM second_factors f WHERE f.account_id = a.id)
                  FROM accounts a WHERE a.id = members.account_id),
                 version = version + 1
             WHERE account_id IN ({ids}) RETURNING id"
        )
    })
    .await?;
    Ok(members.into_iter().map(|(id,)| MemberId(id)).collect())
}
