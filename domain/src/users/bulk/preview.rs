//! What it would do, before anyone says yes to it.

use super::Whom;
use crate::db::{Tx, all_of, query};
use crate::members::roles::{self, Role};
use crate::members::row::COLUMNS;
use crate::members::{MemberRow, WITHIN};
use crate::users::list::Listed;
use crate::users::scan::UserScan;
use crate::{Context, Error, Membership};
use model::ids::{GroupId, MemberId};
use model::permissions::{Permission, Permissions};
use model::users::{Action, MAX_CHOSEN, MemberField, RoleChoice};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What an action would do to many.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// How many people it is about; none where that is not counted.
    pub count: Option<i64>,
    /// By name, no more than [`MAX_CHOSEN`].
    pub people: Vec<Person>,
    /// There are more of them than `people` has.
    pub more: bool,
    /// Chosen ids that stand for nobody here any more.
    pub missing: usize,
    /// What some of `people` lose by it.
    pub losses: Vec<Loss>,
}

/// Someone whom it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The membership.
    pub id: MemberId,
    /// First and last name, or the address where there is none.
    pub name: String,
    /// The address of their account, or of their invitation.
    pub email: String,
}

/// Something that allows more than its holders may do afterwards, and who they are.
#[derive(Clone, Debug)]
pub struct Loss {
    /// None: the flag of a super-user.
    pub role: Option<Role>,
    /// In the order of `people` in the preview.
    pub names: Vec<String>,
}

/// Needs `users:read`. A constant number of queries.
pub async fn preview(ctx: &Context, slug: &str, action: Action, whom: &Whom) -> Result<Preview, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    let (rows, total, more) = match whom {
        Whom::These(ids) => {
            let mut ids = ids.clone();
            ids.sort_unstable_by_key(|id| id.0);
            ids.dedup();
            ids.truncate(MAX_CHOSEN);
            let chosen = i64::try_from(ids.len()).ok();
            (these(ctx, &mut tx, &membership, &ids).await?, chosen, false)
        }
        Whom::Matching(asked) => {
            let asked = asked.narrowing();
            let scan = UserScan::resume(ctx, &mut tx, &membership, &asked, "").await?;
            let (found, next) = scan.next(&mut tx, u32::try_from(MAX_CHOSEN).unwrap_or(u32::MAX)).await?;
            let total = if next.is_none() {
                i64::try_from(found.len()).ok()
            } else {
                crate::users::list::list_in(ctx, &mut tx, &membership, &asked).await?.0.total
            };
            (found, total, next.is_some())
        }
    };
    let losses = losses(&mut tx, &membership, &rows, action).await?;
    let missing = match whom {
        Whom::These(_) => usize::try_from(total.unwrap_or_default()).unwrap_or_default().saturating_sub(rows.len()),
        Whom::Matching(_) => 0,
    };
    let count = total.map(|total| total - i64::try_from(missing).unwrap_or_default());
    Ok(Preview { count, people: rows.iter().map(person).collect(), more, missing, losses })
}

fn person(listed: &Listed) -> Person {
    let name = listed.name();
    let name = if name.is_empty() { listed.email.clone() } else { name };
    Person { id: listed.id, name, email: listed.email.clone() }
}

/// Those of the workspace, by name.
async fn these(ctx: &Context, tx: &mut Tx, membership: &Membership, ids: &[MemberId]) -> Result<Vec<Listed>, Error> {
    let mut rows: Vec<MemberRow> = all_of(tx, &[membership.workspace.into()], ids.iter().copied(), |ids| {
        format!("SELECT {COLUMNS} FROM members m WHERE m.id IN ({ids}) AND {WITHIN}")
    })
    .await?;
    rows.sort_by_cached_key(|row| (row.sort_key(MemberField::Name), row.id));
    rows.iter().map(|row| Listed::of(row, ctx.now())).collect()
}

/// What people hold, of their own and through groups.
#[derive(Default)]
struct Holdings {
    own: Vec<Role>,
    through_groups: Vec<(GroupId, Role)>,
}

/// What the action takes from whom. A role is not told of where what remains allows as much.
async fn losses(tx: &mut Tx, membership: &Membership, people: &[Listed], action: Action) -> Result<Vec<Loss>, Error> {
    if !matches!(action, Action::Role(_) | Action::Remove | Action::Suspend | Action::Part(_)) {
        return Ok(Vec::new());
    }
    let all = roles::named(tx, membership).await?;
    let given = match action {
        Action::Role(RoleChoice::Role(id)) => {
            all.iter().find(|role| role.id == id).map_or(Permissions::NONE, |role| role.permissions)
        }
        _ => Permissions::NONE,
    };
    let holdings = holdings(tx, people, &all).await?;
    let none = Holdings::default();
    let mut losses: Vec<Loss> = Vec::new();
    for one in people {
        let held = holdings.get(&one.id.0).unwrap_or(&none);
        for role in lost_by(one, held, action, given) {
            let id = |role: &Option<Role>| role.as_ref().map(|role| role.id);
            let name = person(one).name;
            match losses.iter_mut().find(|loss| id(&loss.role) == id(&role)) {
                Some(loss) => loss.names.push(name),
                None => losses.push(Loss { role, names: vec![name] }),
            }
        }
    }
    // The flag first, then those that allow most.
    losses.sort_by_key(|loss| {
        loss.role.as_ref().map(|role| (role.builtin.is_none(), std::cmp::Reverse(role.permissions.bits())))
    });
    Ok(losses)
}

/// What one of them loses; none is the flag of a super-user.
fn lost_by(one: &Listed, held: &Holdings, action: Action, given: Permissions) -> Vec<Option<Role>> {
    let through = |role: &(GroupId, Role)| role.1.permissions;
    let groups = |left: Option<GroupId>| {
        held.through_groups
            .iter()
            .filter(|(id, _)| Some(*id) != left)
            .map(through)
            .fold(Permissions::NONE, Permissions::with)
    };
    let (keeps, taken): (Permissions, Vec<&Role>) = match action {
        Action::Role(RoleChoice::SuperUser) => (Permissions::all(), Vec::new()),
        Action::Role(RoleChoice::Role(id)) => {
            (given.with(groups(None)), held.own.iter().filter(|role| role.id != id).collect())
        }
        Action::Part(_) if one.super_user => (Permissions::all(), Vec::new()),
        Action::Part(group) => {
            let taken = held.through_groups.iter().filter(|(id, _)| *id == group).map(|(_, role)| role).collect();
            (roles::combined_permissions(&held.own).with(groups(Some(group))), taken)
        }
        _ => (Permissions::NONE, held.own.iter().chain(held.through_groups.iter().map(|(_, role)| role)).collect()),
    };
    let flag = one.super_user && !matches!(action, Action::Role(RoleChoice::SuperUser) | Action::Part(_));
    let mut seen = HashSet::new();
    let taken = taken.into_iter().filter(|role| !keeps.covers(role.permissions) && seen.insert(role.id));
    flag.then_some(None).into_iter().chain(taken.map(|role| Some(role.clone()))).collect()
}

async fn holdings(tx: &mut Tx, people: &[Listed], all: &[Role]) -> Result<HashMap<Uuid, Holdings>, Error> {
    let mut found: HashMap<Uuid, Holdings> = HashMap::new();
    if people.is_empty() {
        return Ok(found);
    }
    let of_role: HashMap<Uuid, &Role> = all.iter().map(|role| (role.id.0, role)).collect();
    let marks: Vec<String> = (1..=people.len()).map(|n| format!("${n}")).collect();
    let marks = marks.join(", ");
    let sql = format!(
        "SELECT x.member_id, x.role_id, NULL AS through FROM member_roles x WHERE x.member_id IN ({marks})
         UNION ALL
         SELECT z.member_id, y.role_id, y.group_id FROM group_members z JOIN group_roles y ON y.group_id = z.group_id
         WHERE z.member_id IN ({marks})"
    );
    let rows: Vec<(Uuid, Uuid, Option<Uuid>)> =
        people.iter().fold(query(sql), |sql, one| sql.bind(one.id)).all(tx).await?;
    for (member, role, through) in rows {
        let Some(role) = of_role.get(&role) else { continue };
        let held = found.entry(member).or_default();
        match through {
            None => held.own.push((*role).clone()),
            Some(group) => held.through_groups.push((group.into(), (*role).clone())),
        }
    }
    Ok(found)
}
