//! Adding people who are new to Roster, many in a few statements: the rows that the verbs make of each.

use super::create::{account_of, created};
use super::newcomer::{Added, Newcomer, try_newcomer_in};
use crate::db::Tx;
use crate::groups::{FillableGroup, groups_set, require_fillable};
use crate::members::roles::Grants;
use crate::members::{
    Admission, Grant, NewMember, Preferences, Shown, insert_accounts, insert_new_members, lock_super_users,
    texts_edited,
};
use crate::plans::{self, Room};
use crate::rules::{self, Person};
use crate::{Context, Error, Membership, audit, refusable};
use model::ids::{AccountId, GroupId, MemberId};
use model::permissions::{Permission, Permissions};
use model::plans::Limit;
use model::users::{MemberField, RoleChoice, Status, Texts};
use model::{Problem, Refusal};
use std::collections::{BTreeMap, BTreeSet};

/// Adds people whose addresses have no account and no invitation, each another one; answers what came of each. Where an
/// address has got an account meanwhile, its person goes by the verbs after the others.
pub(super) async fn create_batch(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    new: Vec<Newcomer>,
) -> Result<Vec<Result<Added, Refusal>>, Error> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let mut entry = Entry::of(ctx, tx, membership, &new).await?;
    let mut results: Vec<Result<Option<Added>, Refusal>> =
        new.iter().map(|newcomer| entry.admit(membership, newcomer).map(|()| None)).collect();
    let admitted: Vec<(usize, &Newcomer)> = new.iter().enumerate().filter(|(at, _)| results[*at].is_ok()).collect();
    let preferences = Preferences::of_inviter(ctx, tx, membership.workspace).await?;
    let accounts: Vec<_> =
        admitted.iter().map(|(_, one)| account_of(ctx, membership, &one.user, preferences.clone())).collect();
    let accounts = insert_accounts(ctx, tx, &accounts).await?;
    let (mut members, mut events) = (Vec::with_capacity(admitted.len()), Vec::with_capacity(admitted.len()));
    for ((at, newcomer), account) in admitted.into_iter().zip(accounts) {
        let Some(account) = account else { continue };
        let member = entry.member(ctx, membership, newcomer, account)?;
        events.extend(entry.events(membership, newcomer, member.id));
        results[at] = Ok(Some(Added { member: member.id, version: member.version, existing: false }));
        members.push(member);
    }
    insert_new_members(ctx, tx, membership, members).await?;
    audit::record_all(ctx, tx, events).await?;
    let mut all = Vec::with_capacity(results.len());
    for (newcomer, result) in new.into_iter().zip(results) {
        all.push(match result {
            Ok(Some(added)) => Ok(added),
            Err(refusal) => Err(refusal),
            Ok(None) => try_newcomer_in(ctx, tx, membership, newcomer).await?,
        });
    }
    Ok(all)
}

/// What the verbs ask before they add someone, read once for all.
struct Entry {
    admission: Admission,
    room: Room,
    /// How many of these have taken a seat.
    seated: u64,
    grants: Grants,
    groups: BTreeMap<GroupId, Result<FillableGroup, Refusal>>,
}

impl Entry {
    async fn of(ctx: &Context, tx: &mut Tx, membership: &Membership, new: &[Newcomer]) -> Result<Self, Error> {
        let grants = Grants::of(tx, membership, new.iter().map(|newcomer| newcomer.user.role).collect()).await?;
        let admission = Admission::of(tx, membership.workspace).await?;
        let room = plans::room(ctx, tx, membership.workspace, Limit::People).await?;
        let wanted: BTreeSet<GroupId> = new.iter().flat_map(|newcomer| newcomer.groups.iter().copied()).collect();
        if !wanted.is_empty() {
            // Nobody joins a group that is being deleted.
            lock_super_users(tx, membership.workspace).await?;
        }
        let mut groups = BTreeMap::new();
        for group in wanted {
            groups.insert(group, refusable(require_fillable(tx, membership, group).await)?);
        }
        Ok(Self { admission, room, seated: 0, grants, groups })
    }

    /// What the verbs refuse, in the order in which they ask. Whoever is admitted has a seat.
    fn admit(&mut self, membership: &Membership, new: &Newcomer) -> Result<(), Refusal> {
        membership.require(Permission::USERS_WRITE).map_err(|_| Refusal::Forbidden)?;
        let grant = self.grants.get(new.user.role)?;
        self.admission.check(&new.user.email).map_err(|problem| Refusal::at("email", problem))?;
        if let Some(full) = self.room.limit_reached(self.seated) {
            return Err(Refusal::PlanLimit(Box::new(full)));
        }
        if !new.groups.is_empty() {
            rules::can_act_on(membership, &newly_made(grant))?;
            self.groups_of(new)?;
        }
        self.seated += 1;
        Ok(())
    }

    /// By name.
    fn groups_of(&self, new: &Newcomer) -> Result<Vec<&FillableGroup>, Refusal> {
        let wanted: BTreeSet<GroupId> = new.groups.iter().copied().collect();
        let missing = || Err(Refusal::at("group", Problem::NotAChoice));
        let one = |id| self.groups.get(&id).map_or_else(missing, |group| group.as_ref().map_err(Clone::clone));
        let mut groups: Vec<&FillableGroup> = wanted.into_iter().map(one).collect::<Result<_, _>>()?;
        groups.sort_by(|a, b| a.name_key.cmp(&b.name_key));
        Ok(groups)
    }

    /// One of those who were admitted, as they stand in the end.
    fn member(
        &self,
        ctx: &Context,
        membership: &Membership,
        new: &Newcomer,
        account: AccountId,
    ) -> Result<NewMember<'_>, Refusal> {
        let (old, own) = (texts_at_first(new), own_texts(new));
        let shown = Shown {
            workspace: membership.workspace,
            email: new.user.email.clone(),
            texts: old.updated_by(&own),
            status: Status::Active,
            super_user: matches!(new.user.role, RoleChoice::SuperUser),
            source: new.user.source,
            second_factor: false,
        };
        let groups = self.groups_of(new)?;
        Ok(NewMember {
            id: ctx.id(),
            account: Some(account),
            ends_at: None,
            shown,
            grant: self.grants.get(new.user.role)?,
            version: 1 + i64::from(!own.is_empty()) + i64::from(!groups.is_empty()),
            groups: groups.into_iter().map(|group| (group.id, &group.roles[..])).collect(),
        })
    }

    /// What the verbs would have recorded of them, in their order.
    fn events(&self, membership: &Membership, new: &Newcomer, member: MemberId) -> Vec<audit::Event> {
        let (email, own) = (&new.user.email, own_texts(new));
        let mut events = vec![created(membership, member, &new.user, false)];
        if !own.is_empty() {
            events.push(texts_edited(membership, member, email, &texts_at_first(new), &own));
        }
        let groups = self.groups_of(new).unwrap_or_default();
        if !groups.is_empty() {
            let names: Vec<String> = groups.into_iter().map(|group| group.name.clone()).collect();
            events.push(groups_set(membership, member, email, &[], &names));
        }
        events
    }
}

/// Someone who has just been added, as the rules see them.
fn newly_made(grant: &Grant) -> Person {
    let (super_user, permissions) = match grant {
        Grant::SuperUser => (true, Permissions::NONE),
        Grant::Role(role) => (false, role.permissions),
    };
    Person {
        status: Status::Active,
        super_user,
        owner: false,
        permissions,
        is_me: false,
        shared: false,
        at_provider: false,
    }
}

/// The texts that they have by their account, and those that are blank still.
fn texts_at_first(new: &Newcomer) -> Texts {
    let name = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let blank: Texts = MemberField::texts().map(|field| (field, None)).collect();
    blank
        .with(MemberField::FirstName, name(&new.user.first_name))
        .with(MemberField::LastName, name(&new.user.last_name))
        .with(MemberField::Phone, new.user.phone.clone())
}

/// Those that the membership gets beside them.
fn own_texts(new: &Newcomer) -> Texts {
    new.texts.differing(&texts_at_first(new))
}
