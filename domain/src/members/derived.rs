//! What sorting and searching read of members, made from what is shown of them.

use super::groups::groups_of_all;
use super::row::WRITTEN;
use super::{MemberRow, WITHIN, roles, terms};
use crate::clock::Micros;
use crate::db::{Tx, Value, all_of, put_terms, run_over_values};
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
    let rows = MemberRow::all(tx, members).await?;
    rewrite_all(tx, rows.into_iter().map(|row| (row, Texts::default(), 0)).collect()).await
}

/// Saves other texts of members, with what is derived of them and of the roles and groups that they have by now. Each
/// with how much its version rises. Whose texts become others is locked.
///
/// A column that is the same for all of them is not written: SQLite would write its indices.
pub(crate) async fn rewrite_all(tx: &mut Tx, members: Vec<(MemberRow, Texts, i64)>) -> Result<(), Error> {
    if members.is_empty() {
        return Ok(());
    }
    let found = derived_of(tx, &members).await?;
    let (mut old, mut new, mut rises) = (Vec::new(), Vec::new(), Vec::new());
    for ((row, texts, rise), derived) in members.into_iter().zip(&found) {
        new.push(row.clone().with(&texts, derived));
        old.push(row);
        rises.push(rise);
    }
    let differs = |n: &usize| old.iter().zip(&new).any(|(old, new)| old.written()[*n] != new.written()[*n]);
    let columns: Vec<usize> = (0..WRITTEN.len()).filter(differs).collect();
    let mut set = String::from("search = v.column2, version = members.version + v.column3");
    for (n, column) in (4..).zip(&columns) {
        set += &format!(", {} = v.column{n}", WRITTEN[*column]);
    }
    let mut values: Vec<Value> = Vec::with_capacity(new.len() * (3 + columns.len()));
    for ((row, derived), rise) in new.iter().zip(&found).zip(rises) {
        values.extend([row.id.into(), (&derived.search).into(), rise.into()]);
        let written = row.written();
        values.extend(columns.iter().map(|column| Value::from(written[*column])));
    }
    run_over_values(tx, values, 3 + columns.len(), |values| {
        format!("UPDATE members SET {set} FROM (VALUES {values}) v WHERE members.id = v.column1")
    })
    .await?;
    let terms = new.iter().zip(found).map(|(row, derived)| (MemberId(row.id), derived.terms));
    Ok(put_terms(tx, terms.collect::<Vec<_>>()).await?)
}

/// Of each, in their order.
async fn derived_of(tx: &mut Tx, members: &[(MemberRow, Texts, i64)]) -> Result<Vec<Derived>, Error> {
    let ids: Vec<MemberId> = members.iter().map(|(row, ..)| MemberId(row.id)).collect();
    let mut roles = roles::named_of_members(tx, &ids).await?;
    let mut groups = groups_of_all(tx, &ids).await?;
    let mut derived = Vec::with_capacity(members.len());
    for (row, texts, _) in members {
        let id = MemberId(row.id);
        let shown = Shown {
            workspace: row.workspace_id.into(),
            texts: row.texts().updated_by(texts),
            // An invitation that has expired is stored as one that has not.
            status: row.status(Micros::MIN)?,
            super_user: row.super_user,
            source: row.source()?,
            second_factor: row.second_factor,
            email: row.email.clone(),
        };
        let roles = roles.remove(&id).unwrap_or_default();
        let groups = groups.remove(&id).unwrap_or_default().into_iter().map(|group| group.id);
        derived.push(Derived::of(&shown, &roles, &groups.collect::<Vec<GroupId>>()));
    }
    Ok(derived)
}

/// Takes what an account shows over into each of its memberships.
pub(crate) async fn refresh_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    refresh_accounts(tx, &[account], None).await
}

/// The same of many accounts, but for their memberships in a workspace that has them already.
pub(crate) async fn refresh_accounts(
    tx: &mut Tx,
    accounts: &[AccountId],
    but_in: Option<WorkspaceId>,
) -> Result<(), Error> {
    let fixed: Vec<Value> = but_in.map(Value::from).into_iter().collect();
    let elsewhere = if but_in.is_some() { format!("AND NOT {WITHIN}") } else { String::new() };
    let members: Vec<(Uuid,)> = all_of(tx, &fixed, accounts.iter().copied(), |ids| {
        format!(
            "UPDATE members AS m SET (email, first_name, last_name, phone, picture, second_factor) =
                 (SELECT a.email, a.first_name, a.last_name, a.phone, a.picture,
                         EXISTS (SELECT 1 FROM second_factors f WHERE f.account_id = a.id)
                  FROM accounts a WHERE a.id = m.account_id),
                 version = m.version + 1
             WHERE m.account_id IN ({ids}) {elsewhere} RETURNING id"
        )
    })
    .await?;
    let members: Vec<MemberId> = members.into_iter().map(|(id,)| MemberId(id)).collect();
    refresh_all(tx, &members).await
}
