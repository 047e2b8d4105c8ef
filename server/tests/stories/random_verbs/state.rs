//! All that there is, as it stands between two steps.

use crate::support::TestApp;
use domain::db::{Tx, query};
use model::ids::{AccountId, GroupId, InvitationId, MemberId, RoleId};
use model::permissions::Permissions;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub const SLUGS: [&str; 2] = ["acme", "other"];

#[derive(Clone, Debug)]
pub struct Role {
    pub id: RoleId,
    pub permissions: Permissions,
    pub version: i64,
    /// How many have it by themselves.
    pub people: i64,
}

#[derive(Clone, Debug)]
pub struct Group {
    pub id: GroupId,
    pub version: i64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub account: Option<AccountId>,
    pub status: String,
    pub super_user: bool,
    pub ends_at: Option<i64>,
    pub version: i64,
    /// By their roles and groups.
    pub held: Permissions,
    roles: BTreeSet<RoleId>,
}

#[derive(Clone, Debug, Default)]
pub struct Workspace {
    pub people: BTreeMap<MemberId, Person>,
    pub roles: Vec<Role>,
    pub groups: Vec<Group>,
    pub invitations: Vec<InvitationId>,
    /// Active super-users without an end date.
    pub staying: usize,
}

#[derive(Clone, Debug, Default)]
pub struct State {
    pub workspaces: Vec<Workspace>,
    /// Every row that a verb could change, as text.
    pub rows: BTreeSet<String>,
    pub events: i64,
    /// Of those, invitations of someone who went.
    pub handed_over: i64,
    pub now: i64,
}

impl Workspace {
    /// The flag and the rights of whoever has this account, while they count.
    pub fn held_by(&self, account: AccountId) -> Option<(bool, Permissions)> {
        let person =
            self.people.values().find(|person| person.account == Some(account) && person.status == "active")?;
        Some((person.super_user, person.held))
    }

    pub fn a_super_user(&self) -> AccountId {
        let mut staying =
            self.people.values().filter(|one| one.super_user && one.status == "active" && one.ends_at.is_none());
        staying.find_map(|person| person.account).expect("there is always one")
    }

    /// Everyone listed who has it.
    pub fn holders(&self, role: RoleId) -> Vec<MemberId> {
        let listed = self.people.iter().filter(|(_, person)| person.status != "removed");
        listed.filter(|(_, person)| person.roles.contains(&role)).map(|(id, _)| *id).collect()
    }
}

impl State {
    pub async fn of(app: &TestApp) -> Self {
        let mut tx = app.roster.db.read().await.unwrap();
        let mut state = Self { now: app.roster.clock.now(), ..Self::default() };
        (state.events,) = query("SELECT COUNT(*) FROM audit_events").one(&mut tx).await.unwrap();
        let handed_over =
            "SELECT COUNT(*) FROM audit_events WHERE action IN ('invitation.take_over', 'invitation.revoke')";
        (state.handed_over,) = query(handed_over).one(&mut tx).await.unwrap();
        for slug in SLUGS {
            state.workspaces.push(workspace(&mut tx, slug).await);
        }
        state.rows = rows(&mut tx).await;
        state
    }

    /// How many people differ, or have come or gone.
    pub fn changed(&self, after: &Self) -> i64 {
        let people = |state: &Self| -> BTreeMap<MemberId, Person> {
            state.workspaces.iter().flat_map(|workspace| workspace.people.clone()).collect()
        };
        let (before, after) = (people(self), people(after));
        let ids: BTreeSet<&MemberId> = before.keys().chain(after.keys()).collect();
        i64::try_from(ids.into_iter().filter(|id| before.get(id) != after.get(id)).count()).unwrap()
    }
}

async fn workspace(tx: &mut Tx, slug: &'static str) -> Workspace {
    type Member = (Uuid, Option<Uuid>, String, bool, Option<i64>, i64);
    let members: Vec<Member> = query(
        "SELECT m.id, m.account_id, m.status, m.super_user, m.ends_at, m.version
         FROM members m JOIN workspaces w ON w.id = m.workspace_id WHERE w.slug = $1",
    )
    .bind(slug)
    .all(tx)
    .await
    .unwrap();
    let roles: Vec<(Uuid, i64, i64, i64)> = query(
        "SELECT r.id, r.permissions, r.version, (SELECT COUNT(*) FROM member_roles x WHERE x.role_id = r.id)
         FROM roles r JOIN workspaces w ON w.id = r.workspace_id WHERE w.slug = $1 ORDER BY r.id",
    )
    .bind(slug)
    .all(tx)
    .await
    .unwrap();
    let held: Vec<(Uuid, Uuid)> = query("SELECT member_id, role_id FROM effective_roles").all(tx).await.unwrap();
    let groups: Vec<(Uuid, i64)> = query(
        "SELECT g.id, g.version FROM groups g JOIN workspaces w ON w.id = g.workspace_id WHERE w.slug = $1 ORDER BY g.id",
    )
    .bind(slug)
    .all(tx)
    .await
    .unwrap();
    let invitations: Vec<(Uuid,)> = query(
        "SELECT i.id FROM invitations i JOIN workspaces w ON w.id = i.workspace_id
         WHERE w.slug = $1 AND i.status = 'pending' ORDER BY i.id",
    )
    .bind(slug)
    .all(tx)
    .await
    .unwrap();
    let mut found = Workspace::default();
    for (id, permissions, version, people) in roles {
        found.roles.push(Role { id: id.into(), permissions: Permissions::from_bits(permissions), version, people });
    }
    for (id, account, status, super_user, ends_at, version) in members {
        let roles: BTreeSet<RoleId> =
            held.iter().filter(|(member, _)| *member == id).map(|(_, role)| RoleId(*role)).collect();
        let each = found.roles.iter().filter(|role| roles.contains(&role.id));
        let held = each.fold(Permissions::NONE, |all, role| all.with(role.permissions));
        let account = account.map(AccountId);
        found.staying += usize::from(super_user && status == "active" && ends_at.is_none());
        found.people.insert(id.into(), Person { account, status, super_user, ends_at, version, held, roles });
    }
    found.groups = groups.into_iter().map(|(id, version)| Group { id: id.into(), version }).collect();
    found.invitations = invitations.into_iter().map(|(id,)| id.into()).collect();
    found
}

async fn rows(tx: &mut Tx) -> BTreeSet<String> {
    type Member = (Uuid, String, bool, Option<i64>, i64, String, String, String);
    let mut rows = BTreeSet::new();
    let members: Vec<Member> =
        query("SELECT id, status, super_user, ends_at, version, first_name, last_name, role_key FROM members")
            .all(tx)
            .await
            .unwrap();
    rows.extend(members.into_iter().map(|row| format!("member {row:?}")));
    let accounts: Vec<(Uuid, String, String, i64)> =
        query("SELECT id, first_name, last_name, version FROM accounts").all(tx).await.unwrap();
    rows.extend(accounts.into_iter().map(|row| format!("account {row:?}")));
    let roles: Vec<(Uuid, String, i64, i64)> =
        query("SELECT id, name, permissions, version FROM roles").all(tx).await.unwrap();
    rows.extend(roles.into_iter().map(|row| format!("role {row:?}")));
    let groups: Vec<(Uuid, String, bool, i64)> =
        query("SELECT id, name, deleting, version FROM groups").all(tx).await.unwrap();
    rows.extend(groups.into_iter().map(|row| format!("group {row:?}")));
    let invitations: Vec<(Uuid, String, i64, Option<Uuid>)> =
        query("SELECT id, status, sent_at, role_id FROM invitations").all(tx).await.unwrap();
    rows.extend(invitations.into_iter().map(|row| format!("invitation {row:?}")));
    for pairs in [
        "member_id, role_id FROM member_roles",
        "member_id, group_id FROM group_members",
        "group_id, role_id FROM group_roles",
    ] {
        let found: Vec<(Uuid, Uuid)> = query(format!("SELECT {pairs}")).all(tx).await.unwrap();
        rows.extend(found.into_iter().map(|row| format!("{pairs} {row:?}")));
    }
    rows
}

/// Counters count what there is, and nothing is tied to what another workspace has.
pub async fn consistent(app: &TestApp, at: &str) {
    let mut tx = app.roster.db.read().await.unwrap();
    let crossing: (i64, i64, i64, i64, i64, i64) = query(
        "SELECT (SELECT COUNT(*) FROM member_roles x JOIN members m ON m.id = x.member_id JOIN roles r ON r.id = x.role_id
                 WHERE r.workspace_id <> m.workspace_id),
                (SELECT COUNT(*) FROM group_members x JOIN members m ON m.id = x.member_id JOIN groups g ON g.id = x.group_id
                 WHERE g.workspace_id <> m.workspace_id),
                (SELECT COUNT(*) FROM group_roles x JOIN groups g ON g.id = x.group_id JOIN roles r ON r.id = x.role_id
                 WHERE g.workspace_id <> r.workspace_id),
                (SELECT COUNT(*) FROM invitations i JOIN roles r ON r.id = i.role_id WHERE i.workspace_id <> r.workspace_id),
                (SELECT COUNT(*) FROM roles r JOIN roles o ON o.id = r.replaced_by WHERE o.workspace_id <> r.workspace_id),
                (SELECT COUNT(*) FROM job_rows x JOIN jobs j ON j.id = x.job_id JOIN members m ON m.id = x.subject_id
                 WHERE m.workspace_id <> j.workspace_id AND x.outcome = 'done')",
    )
    .one(&mut tx)
    .await
    .unwrap();
    assert_eq!(crossing, (0, 0, 0, 0, 0, 0), "{at}: across workspaces");
    let wrong: Vec<(String, String, i64, i64)> = query(
        "SELECT w.slug, c.name, c.counted, CAST(COALESCE(x.value, 0) AS BIGINT)
         FROM (SELECT workspace_id, CASE status WHEN 'invited' THEN 'invitations.pending' ELSE 'members.' || status END AS name,
                      COUNT(*) AS counted FROM members GROUP BY 1, 2
               UNION ALL
               SELECT c.workspace_id, c.name, 0 FROM counters c WHERE c.value <> 0 AND NOT EXISTS (
                   SELECT 1 FROM members m WHERE m.workspace_id = c.workspace_id AND c.name =
                       CASE m.status WHEN 'invited' THEN 'invitations.pending' ELSE 'members.' || m.status END)) c
         JOIN workspaces w ON w.id = c.workspace_id
         LEFT JOIN counters x ON x.workspace_id = c.workspace_id AND x.name = c.name
         WHERE COALESCE(x.value, 0) <> c.counted",
    )
    .all(&mut tx)
    .await
    .unwrap();
    assert!(wrong.is_empty(), "{at}: counters {wrong:?}");
}
