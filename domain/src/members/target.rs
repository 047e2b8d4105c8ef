//! Whom a verb is done to, and whether the actor stands high enough.

use super::{allow_rejoin, block_rejoin, count, count_return, counter_of, roles};
use crate::clock::Micros;
use crate::db::{Tx, all_of, query};
use crate::mail::Email;
use crate::rules::Person;
use crate::{Context, Error, Membership, identities, mail, stored};
use model::ids::{AccountId, MemberId};
use model::notices::{AccessChange, Notice};
use model::permissions::Permissions;
use model::users::{Source, Status};
use std::collections::HashMap;
use uuid::Uuid;

/// Whether the account of `members m` is another workspace's too, in the sense of product rule 1: names, telephone
/// number and password are then nobody's but the person's.
///
/// A later membership counts only once the person has accepted or used it. Otherwise whoever adds an address would take
/// the rights of those who look after its account. An earlier one always counts, or whoever adds an address would get
/// those rights; of two that began at the same moment, both do.
pub(crate) const SHARED: &str = "EXISTS (SELECT 1 FROM members o
    WHERE o.account_id = m.account_id AND o.id <> m.id AND o.status <> 'removed'
      AND (o.accepted_at IS NOT NULL OR o.last_active_at > 0 OR o.joined_at <= m.joined_at))";

/// Whether the workspace of `members m` is theirs.
pub(crate) const OWNER: &str =
    "EXISTS (SELECT 1 FROM workspaces w WHERE w.id = m.workspace_id AND w.owner_id = m.account_id)";

/// Whether `members m`, found by their ids, is of the workspace `$1`. No index is looked at for it: of many ids SQLite
/// would take one of the workspace, and read all of its members.
pub(crate) const WITHIN: &str = "CASE WHEN m.workspace_id = $1 THEN TRUE ELSE FALSE END";

/// A member of the acting membership's workspace, locked at the beginning of a verb.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub id: MemberId,
    pub account: Option<AccountId>,
    pub email: String,
    /// What the rules ask of them.
    pub person: Person,
    pub removed_at: Option<Micros>,
    pub version: i64,
}

impl Target {
    /// Who it is; an id of another workspace is not there. Locked until the transaction ends: two verbs about one
    /// person go one after the other.
    pub(crate) async fn lock(ctx: &Context, tx: &mut Tx, membership: &Membership, id: MemberId) -> Result<Self, Error> {
        Self::lock_all(ctx, tx, membership, &[id]).await?.remove(&id).ok_or(Error::NotFound)
    }

    /// The same of many: those who are there.
    pub(crate) async fn lock_all(
        ctx: &Context,
        tx: &mut Tx,
        membership: &Membership,
        ids: &[MemberId],
    ) -> Result<HashMap<MemberId, Self>, Error> {
        // In one order, so that of two who lock many neither waits for the other.
        let lock = format!("ORDER BY id{}", tx.for_update());
        let locked: Vec<LockedRow> = all_of(tx, &[membership.workspace.into()], ids.iter().copied(), |ids| {
            format!(
                "SELECT id, account_id, email, status, super_user, ends_at, removed_at, version FROM members m
                 WHERE m.id IN ({ids}) AND {WITHIN} {lock}"
            )
        })
        .await?;
        let there: Vec<Uuid> = locked.iter().map(|row| row.id).collect();
        let standing: Vec<(Uuid, bool, bool, bool)> = all_of(tx, &[], there.iter().copied(), |ids| {
            let at_provider = identities::exists_sql("m.account_id");
            format!("SELECT m.id, {SHARED}, {at_provider}, {OWNER} FROM members m WHERE m.id IN ({ids})")
        })
        .await?;
        let mut permissions = roles::permissions_of_members(tx, &there).await?;
        let mut rows: HashMap<Uuid, LockedRow> = locked.into_iter().map(|row| (row.id, row)).collect();
        let mut targets = HashMap::with_capacity(there.len());
        for (id, shared, at_provider, owner) in standing {
            let Some(row) = rows.remove(&id) else { continue };
            let person = Person {
                status: status_of(&row.status, row.ends_at, ctx.now())?,
                super_user: row.super_user,
                owner,
                permissions: permissions.remove(&id).unwrap_or(Permissions::NONE),
                is_me: membership.member == Some(MemberId(id)),
                shared,
                at_provider,
            };
            targets.insert(MemberId(id), row.target(person));
        }
        Ok(targets)
    }

    /// Moves them to another status, and the counters along.
    pub(crate) async fn set_status(
        &self,
        ctx: &Context,
        tx: &mut Tx,
        membership: &Membership,
        status: Status,
    ) -> Result<(), Error> {
        query(
            "UPDATE members SET status = $2, removed_at = $3,
                 ends_at = CASE WHEN $4 THEN NULL ELSE ends_at END, version = version + 1
             WHERE id = $1",
        )
        .bind(self.id)
        .bind(status.name())
        .bind((status == Status::Removed).then(|| ctx.now()))
        .bind(status == Status::Removed)
        .run(tx)
        .await?;
        match self.account {
            Some(account) if status == Status::Removed => block_rejoin(tx, membership.workspace, account).await?,
            Some(account) if self.person.status == Status::Removed => {
                allow_rejoin(tx, membership.workspace, account).await?;
            }
            _ => {}
        }
        super::refresh(tx, self.id).await?;
        count(ctx, tx, membership.workspace, counter_of(self.person.status), -1).await?;
        count_return(ctx, tx, membership.workspace, counter_of(status)).await
    }

    /// Tells them what has become of their membership, if they like to hear of it.
    pub(crate) async fn notify(
        &self,
        ctx: &Context,
        tx: &mut Tx,
        membership: &Membership,
        what: AccessChange,
    ) -> Result<(), Error> {
        notify_access(ctx, tx, membership, self.account, what).await
    }
}

/// Tells people what has become of their membership, if they like to hear of it.
pub(crate) async fn notify_access(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    accounts: impl IntoIterator<Item = AccountId>,
    what: AccessChange,
) -> Result<(), Error> {
    let message = |name, by| Email::AccessChanged { name, workspace: membership.name.clone(), by, what };
    mail::notify_all(ctx, tx, membership, accounts, Notice::Access, message).await
}

#[derive(sqlx::FromRow)]
struct LockedRow {
    id: Uuid,
    account_id: Option<Uuid>,
    email: String,
    status: String,
    super_user: bool,
    ends_at: Option<Micros>,
    removed_at: Option<Micros>,
    version: i64,
}

impl LockedRow {
    fn target(self, person: Person) -> Target {
        Target {
            id: MemberId(self.id),
            account: self.account_id.map(AccountId),
            email: self.email,
            person,
            removed_at: self.removed_at,
            version: self.version,
        }
    }
}

/// The status that a row's columns say.
pub(crate) fn status_of(text: &str, ends_at: Option<Micros>, now: Micros) -> Result<Status, Error> {
    Ok(match stored::named(text, Status::named, "a member's status")? {
        Status::Invited if ends_at.is_some_and(|at| at <= now) => Status::Expired,
        status => status,
    })
}

/// How a member came, as it is stored.
pub(crate) fn source_of(text: &str) -> Result<Source, Error> {
    stored::named(text, Source::named, "a member's source")
}
