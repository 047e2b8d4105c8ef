//! How things stand, for many addresses at once: what deciding about a row needs. A constant number of queries a batch.

use super::decide::{Change, Decision, takes_super_user};
use super::group_names::Groups;
use super::parse_row::RoleNames;
use crate::clock::Micros;
use crate::db::{Tx, all_of, ids, ids_sql, query};
use crate::members::row::COLUMNS;
use crate::members::{Admission, MemberRow, OWNER, SHARED, STAYING_SUPER_USER, country_within, roles};
use crate::plans::{self, Room};
use crate::rules::{self, RolePermissions};
use crate::users::sql::{GROUP_ROLES, GROUPS, ROLES};
use crate::{Context, Error, Membership, identities};
use model::ids::{GroupId, MemberId, RoleId};
use model::imports::Mapping;
use model::permissions::Permissions;
use model::plans::Limit;
use model::users::{Status, Texts};
use model::{Country, Refusal};
use std::collections::{BTreeSet, HashMap};

/// Someone of the workspace, as the list shows them.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub id: MemberId,
    /// What the rules ask of them.
    pub rules: rules::Person,
    pub roles: BTreeSet<RoleId>,
    pub groups: BTreeSet<GroupId>,
    pub texts: Texts,
    pub version: i64,
    /// Their membership ends some day: then they don't count as a super-user who stays.
    pub ends: bool,
}

/// What deciding depends on beside the row and the person.
#[derive(Debug)]
pub(super) struct ImportContext {
    pub membership: Membership,
    pub mapping: Mapping,
    /// What each role of the workspace allows.
    pub role_permissions: RolePermissions,
    pub names: RoleNames,
    pub admission: Admission,
    pub groups: Groups,
    /// Of telephone numbers that do not say theirs.
    pub country: Option<Country>,
    /// Super-users who stay; only counted, by [`ImportContext::count_super_users`], where a row could take the flag
    /// from one.
    pub super_users: i64,
    /// What the plan leaves; none while carrying out, where the verbs ask.
    pub seats: Option<Room>,
    /// Newcomers of earlier rows, who take seats.
    pub newcomers: u64,
}

impl ImportContext {
    pub(super) async fn of(tx: &mut Tx, membership: Membership, mapping: Mapping) -> Result<Self, Error> {
        let roles = roles::named(tx, &membership).await?;
        let names = RoleNames::of(&roles);
        let role_permissions = roles::permissions_of(&roles);
        let groups = Groups::of(tx, &membership).await?;
        let admission = Admission::of(tx, membership.workspace).await?;
        let country = country_within(tx, membership.workspace, membership.account).await?;
        Ok(Self {
            membership,
            mapping,
            names,
            admission,
            groups,
            role_permissions,
            country,
            super_users: 0,
            seats: None,
            newcomers: 0,
        })
    }

    /// Where one of these people is a super-user: counts all there are, but for those whom earlier rows make members.
    pub(super) async fn count_super_users(
        &mut self,
        tx: &mut Tx,
        people: &HashMap<String, Person>,
        demoted: i64,
    ) -> Result<(), Error> {
        if people.values().any(|person| person.rules.super_user) {
            let select = format!("SELECT COUNT(*) FROM members WHERE workspace_id = $1 AND {STAYING_SUPER_USER}");
            let (count,): (i64,) = query(select).bind(self.membership.workspace).one(tx).await?;
            self.super_users = count - demoted;
        }
        Ok(())
    }

    /// While planning: how many seats are left for the rows that follow so many newcomers.
    pub(super) async fn count_seats(&mut self, ctx: &Context, tx: &mut Tx, newcomers: u64) -> Result<(), Error> {
        self.seats = Some(plans::room_now(ctx, tx, self.membership.workspace, Limit::People).await?);
        self.newcomers = newcomers;
        Ok(())
    }

    /// The decision, or why there is no seat for whom it adds. Whoever was invited has one.
    pub(super) fn seated(&mut self, decision: Decision, person: Option<&Person>) -> Decision {
        let has_seat = person.is_some_and(|person| matches!(person.rules.status, Status::Invited | Status::Expired));
        if has_seat || !matches!(decision, Decision::Create(_) | Decision::Invite(_)) {
            return decision;
        }
        if let Some(full) = self.seats.as_ref().and_then(|seats| seats.limit_reached(self.newcomers)) {
            return Decision::Wrong(Refusal::PlanLimit(Box::new(full)));
        }
        self.newcomers += 1;
        decision
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
    at_provider: bool,
}

/// Who has these addresses in the workspace, by their keys; members before invited people before those removed.
pub(super) async fn existing_members(
    ctx: &Context,
    tx: &mut Tx,
    ImportContext { membership, role_permissions, .. }: &ImportContext,
    keys: &[&str],
) -> Result<HashMap<String, Person>, Error> {
    let role_ids = ids_sql(tx, "x.role_id", ROLES);
    let group_role_ids = ids_sql(tx, "y.role_id", GROUP_ROLES);
    let group_ids = ids_sql(tx, "x.group_id", GROUPS);
    let at_provider = identities::exists_sql("m.account_id");
    let found: Vec<StoredPerson> = all_of(tx, &[membership.workspace.into()], keys.iter().copied(), |keys| {
        format!(
            "SELECT {COLUMNS}, {role_ids} AS role_ids, {group_role_ids} AS group_role_ids, {group_ids} AS group_ids,
                    {SHARED} AS shared, {OWNER} AS owner, {at_provider} AS at_provider
             FROM members m WHERE m.workspace_id = $1 AND m.email_key IN ({keys})"
        )
    })
    .await?;
    let mut people = HashMap::new();
    for row in found {
        let key = row.member.email_key.clone();
        let person = row.person(membership, role_permissions, ctx.now())?;
        let before = people.get(&key).map(|other: &Person| rank(other.rules.status));
        if before.is_none_or(|before| rank(person.rules.status) < before) {
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
    fn person(self, membership: &Membership, role_permissions: &RolePermissions, now: Micros) -> Result<Person, Error> {
        let member = self.member;
        let roles: BTreeSet<RoleId> = ids(self.role_ids.as_deref()).collect();
        // A role that was made after this batch began is taken for one that allows everything.
        let allowed = |id: RoleId| role_permissions.get(&id).copied().unwrap_or_else(Permissions::all);
        let held = roles.iter().copied().chain(ids(self.group_role_ids.as_deref()));
        Ok(Person {
            id: member.id.into(),
            rules: rules::Person {
                status: member.status(now)?,
                super_user: member.super_user,
                owner: self.owner,
                permissions: held.fold(Permissions::NONE, |all, id| all.with(allowed(id))),
                is_me: membership.member.is_some_and(|me| me.0 == member.id),
                shared: self.shared,
                at_provider: self.at_provider,
            },
            roles,
            groups: ids(self.group_ids.as_deref()).collect(),
            texts: member.texts(),
            version: member.version,
            ends: member.ends_at.is_some(),
        })
    }
}
