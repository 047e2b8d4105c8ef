//! How things stand, for many addresses at once: what deciding about a row needs. A constant number of queries a batch.

use super::decide::{Change, Decision, takes_super_user};
use super::group_names::Groups;
use super::parse_row::RoleNames;
use crate::clock::Micros;
use crate::db::{Tx, ids, ids_sql, query};
use crate::members::roles::{self, Role};
use crate::members::row::COLUMNS;
use crate::members::{Admission, MemberRow, SHARED};
use crate::users::sql::{GROUP_ROLES, GROUPS, ROLES, Sql};
use crate::{Context, Error, Membership};
use model::ids::{GroupId, MemberId, RoleId};
use model::imports::Mapping;
use model::users::{Status, Texts};
use std::collections::{BTreeSet, HashMap};

/// Someone of the workspace, as the list shows them.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
pub(super) struct Person {
    pub id: MemberId,
    pub status: Status,
    pub super_user: bool,
    pub roles: BTreeSet<RoleId>,
    /// Those of their groups.
    pub group_roles: BTreeSet<RoleId>,
    pub groups: BTreeSet<GroupId>,
    pub texts: Texts,
    pub version: i64,
    /// Their membership ends some day: then they don't count as a super-user who stays.
    pub ends: bool,
    /// The account belongs to another workspace too.
    pub shared: bool,
    /// The workspace is theirs.
    pub owner: bool,
}

/// What deciding depends on beside the row and the person.
#[derive(Debug)]
pub(super) struct ImportContext {
    pub membership: Membership,
    pub mapping: Mapping,
    pub roles: HashMap<RoleId, Role>,
    pub names: RoleNames,
    pub admission: Admission,
    pub groups: Groups,
    /// Super-users who stay; only counted, by [`ImportContext::count_super_users`], where a row could take the flag from one.
    pub super_users: i64,
}

impl ImportContext {
    pub(super) async fn of(tx: &mut Tx, membership: Membership, mapping: Mapping) -> Result<Self, Error> {
        let roles = roles::named(tx, &membership).await?;
        let names = RoleNames::of(&roles);
        let roles = roles.into_iter().map(|role| (role.id, role)).collect();
        let groups = Groups::of(tx, &membership).await?;
        let admission = Admission::of(tx, membership.workspace).await?;
        Ok(Self { membership, mapping, names, admission, groups, roles, super_users: 0 })
    }

    /// Where one of these people is a super-user: counts all there are, but for those whom earlier rows make members.
    pub(super) async fn count_super_users(
        &mut self,
        tx: &mut Tx,
        people: &HashMap<String, Person>,
        demoted: i64,
    ) -> Result<(), Error> {
        if people.values().any(|person| person.super_user) {
            let (count,): (i64,) = query(
                "SELECT COUNT(*) FROM members
                 WHERE workspace_id = $1 AND super_user AND status = 'active' AND ends_at IS NULL",
            )
            .bind(self.membership.workspace)
            .one(tx)
            .await?;
            self.super_users = count - demoted;
        }
        Ok(())
    }

    /// Whether a decision takes the flag from a super-user who stays; the rows that follow find one fewer.
    pub(super) fn takes_one(&mut self, decision: &Decision, person: Option<&Person>) -> bool {
        let takes = matches!(
            (decision, person),
            (Decision::Change(Change { access: Some((_, to)), .. }), Some(person))
                if takes_super_user(person, to) && !person.ends
        );
        self.super_users -= i64::from(takes);
        takes
    }
}

#[derive(sqlx::FromRow)]
struct StoredPerson {
    #[sqlx(flatten)]
    member: MemberRow,
    role_ids: Option<String>,
    group_role_ids: Option<String>,
    group_ids: Option<String>,
    shared: bool,
    owner: bool,
}

/// Who has these addresses in the workspace, by their keys; members before invited people before those removed.
pub(super) async fn existing_members(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    keys: &[&str],
) -> Result<HashMap<String, Person>, Error> {
    let mut people = HashMap::new();
    if keys.is_empty() {
        return Ok(people);
    }
    let mut sql = Sql::default();
    let marks = vec!["?"; keys.len()].join(", ");
    sql.push(
        &format!(
            "SELECT {COLUMNS}, {} AS role_ids, {} AS group_role_ids, {} AS group_ids,
                    {SHARED} AS shared,
                    EXISTS (SELECT 1 FROM workspaces w WHERE w.id = m.workspace_id AND w.owner_id = m.account_id) AS owner
             FROM members m WHERE m.workspace_id = ? AND m.email_key IN ({marks})",
            ids_sql(tx, "x.role_id", ROLES),
            ids_sql(tx, "y.role_id", GROUP_ROLES),
            ids_sql(tx, "x.group_id", GROUPS)
        ),
        std::iter::once(membership.workspace.into()).chain(keys.iter().map(|key| (*key).into())),
    );
    let found: Vec<StoredPerson> = sql.query().all(tx).await?;
    for row in found {
        let key = row.member.email_key.clone();
        let person = row.person(ctx.now())?;
        let before = people.get(&key).map(|other: &Person| rank(other.status));
        if before.is_none_or(|before| rank(person.status) < before) {
            people.insert(key, person);
        }
    }
    Ok(people)
}

fn rank(status: Status) -> u8 {
    match status {
        Status::Active | Status::Suspended => 0,
        Status::Invited => 1,
        Status::Expired => 2,
        Status::Removed => 3,
    }
}

impl StoredPerson {
    fn person(self, now: Micros) -> Result<Person, Error> {
        let member = self.member;
        Ok(Person {
            id: member.id.into(),
            status: member.status(now)?,
            super_user: member.super_user,
            roles: ids(self.role_ids.as_deref()).collect(),
            group_roles: ids(self.group_role_ids.as_deref()).collect(),
            groups: ids(self.group_ids.as_deref()).collect(),
            texts: member.texts(),
            version: member.version,
            ends: member.ends_at.is_some(),
            shared: self.shared,
            owner: self.owner,
        })
    }
}
