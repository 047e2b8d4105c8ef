//! What someone tries next.

use super::state::{SLUGS, State, Workspace};
use crate::support::TestApp;
use domain::invitations::{self, NewInvitation};
use domain::members::Secret;
use domain::users::{self, NewUser, act, bulk, edit};
use domain::{Actor, Context, Random, groups, roles, workspaces};
use model::Error;
use model::groups::GroupInput;
use model::ids::{AccountId, GroupId, InvitationId, MemberId, RoleId, SessionId};
use model::permissions::{Permission, Permissions, Resource};
use model::roles::RoleInput;
use model::users::{Access, Action, Edit, MemberField, RoleChoice, Source, Texts};
use std::time::Duration;
use uuid::Uuid;

/// What the audit is to tell of a step that succeeded.
#[derive(Clone, Copy, Debug)]
pub enum Events {
    /// One, where anything changed.
    One,
    Exactly(i64),
    /// One, and one more for each person who changed.
    OneAndEachChanged,
    EachChanged,
    /// One, and one more for each invitation that the person had sent.
    OneAndInvitations,
}

#[derive(Clone, Debug)]
pub enum Step {
    Act {
        whom: MemberId,
        action: Action,
    },
    Edit {
        whom: MemberId,
        edit: Edit,
    },
    Create {
        n: usize,
        role: RoleChoice,
    },
    Invite {
        n: usize,
        role: RoleChoice,
    },
    Revoke {
        id: InvitationId,
    },
    CreateRole {
        n: usize,
        permissions: Permissions,
    },
    EditRole {
        id: RoleId,
        n: usize,
        permissions: Permissions,
        version: i64,
    },
    DeleteRole {
        id: RoleId,
        replaced_by: Option<RoleId>,
        people: i64,
    },
    CreateGroup {
        input: GroupInput,
    },
    EditGroup {
        id: GroupId,
        input: GroupInput,
        version: i64,
    },
    DeleteGroup {
        id: GroupId,
    },
    Bulk {
        action: Action,
        whom: Vec<MemberId>,
    },
    Leave,
    /// Time goes by, and what it ends ends.
    Pass {
        hours: u64,
    },
}

#[derive(Clone, Debug)]
pub struct Try {
    /// None: the operator, whose time it is.
    pub by: Option<AccountId>,
    pub slug: &'static str,
    pub step: Step,
}

impl Try {
    pub async fn run(&self, app: &TestApp) -> Result<Events, Error> {
        let Some(id) = self.by else {
            let Step::Pass { hours } = self.step else { return Err(Error::Forbidden) };
            app.advance(Duration::from_hours(hours));
            users::expire(&app.operator()).await?;
            return Ok(Events::EachChanged);
        };
        let ctx = acting(app, id);
        let slug = self.slug;
        match self.step.clone() {
            Step::Act { whom, action: Action::SignOut } => {
                act(&ctx, slug, whom, Action::SignOut).await?;
                return Ok(Events::Exactly(1));
            }
            Step::Act { whom, action: Action::Remove } => {
                act(&ctx, slug, whom, Action::Remove).await?;
                return Ok(Events::OneAndInvitations);
            }
            Step::Act { whom, action } => act(&ctx, slug, whom, action).await?,
            Step::Edit { whom, edit: how } => edit(&ctx, slug, whom, &how).await?,
            Step::Create { n, role } => create(&ctx, slug, n, role).await?,
            Step::Invite { n, role } => invite(&ctx, slug, n, role).await?,
            Step::Revoke { id } => invitations::revoke(&ctx, slug, id).await?,
            Step::CreateRole { n, permissions } => {
                roles::create(&ctx, slug, &RoleInput { name: format!("Role {n}"), permissions }).await?;
            }
            Step::EditRole { id, n, permissions, version } => {
                roles::edit(&ctx, slug, id, &RoleInput { name: format!("Role {n}"), permissions }, version).await?;
            }
            Step::DeleteRole { id, replaced_by, people } => {
                roles::delete(&ctx, slug, id, replaced_by, None).await?;
                return Ok(Events::Exactly(1 + people));
            }
            Step::CreateGroup { input } => drop(groups::create(&ctx, slug, &input).await?),
            Step::EditGroup { id, input, version } => groups::edit(&ctx, slug, id, &input, version).await?,
            Step::DeleteGroup { id } => groups::delete(&ctx, slug, id, None).await?,
            Step::Bulk { action, whom } => {
                bulk::start(&ctx, slug, action, bulk::Whom::These(whom)).await?;
                return Ok(Events::OneAndEachChanged);
            }
            Step::Leave => workspaces::leave(&ctx, slug).await?,
            Step::Pass { .. } => return Err(Error::Forbidden),
        }
        Ok(Events::One)
    }
}

pub fn acting(app: &TestApp, id: AccountId) -> Context {
    let actor = Actor::in_session(id, SessionId(Uuid::nil()));
    Context { actor, ..app.operator() }
}

async fn create(ctx: &Context, slug: &str, n: usize, role: RoleChoice) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let new = NewUser {
        email: format!("new{n}@{slug}.example"),
        first_name: "Nia".into(),
        last_name: format!("Neu {n}"),
        phone: None,
        secret: Secret::None,
        role,
        source: Source::Added,
    };
    users::create_in(ctx, &mut tx, &membership, new).await?;
    Ok(tx.commit().await?)
}

async fn invite(ctx: &Context, slug: &str, n: usize, role: RoleChoice) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let new = NewInvitation {
        email: format!("guest{n}@{slug}.example"),
        first_name: "Gil".into(),
        last_name: String::new(),
        texts: Texts::default(),
        role,
        source: Source::Invited,
    };
    invitations::send_in(ctx, &mut tx, &membership, new).await?;
    Ok(tx.commit().await?)
}

/// Any step of anyone; `n` makes names that are new.
pub fn any_step(random: &Random, state: &State, n: usize) -> Try {
    let at = random.below(SLUGS.len());
    let any = Any { random, here: &state.workspaces[at], there: &state.workspaces[1 - at], now: state.now, n };
    if random.below(25) == 0 {
        let hours = [1, 30, 24 * 31][random.below(3)];
        return Try { by: None, slug: SLUGS[at], step: Step::Pass { hours } };
    }
    Try { by: Some(any.actor()), slug: SLUGS[at], step: any.step() }
}

struct Any<'a> {
    random: &'a Random,
    here: &'a Workspace,
    there: &'a Workspace,
    now: i64,
    n: usize,
}

impl Any<'_> {
    fn one_in(&self, many: usize) -> bool {
        self.random.below(many) == 0
    }

    fn of<T: Clone>(&self, all: &[T]) -> Option<T> {
        if all.is_empty() { None } else { Some(all[self.random.below(all.len())].clone()) }
    }

    /// Often someone who may do something, so that something gets done; sometimes someone of the other workspace.
    fn actor(&self) -> AccountId {
        let place = if self.one_in(10) { self.there } else { self.here };
        let which = self.random.below(3);
        let people = place.people.values().filter(|person| match which {
            0 => person.super_user,
            1 => !person.super_user && !person.held.is_empty(),
            _ => true,
        });
        let accounts: Vec<AccountId> = people.filter_map(|person| person.account).collect();
        self.of(&accounts).unwrap_or_else(|| place.a_super_user())
    }

    fn whom(&self) -> MemberId {
        let place = if self.one_in(12) { self.there } else { self.here };
        self.of(&place.people.keys().copied().collect::<Vec<_>>()).unwrap_or(MemberId(Uuid::nil()))
    }

    fn role(&self) -> super::state::Role {
        let place = if self.one_in(12) { self.there } else { self.here };
        self.of(&place.roles).expect("built-in roles stay")
    }

    fn choice(&self) -> RoleChoice {
        if self.one_in(4) { RoleChoice::SuperUser } else { RoleChoice::Role(self.role().id) }
    }

    fn group(&self) -> (GroupId, i64) {
        let place = if self.one_in(12) { self.there } else { self.here };
        self.of(&place.groups).map_or((GroupId(Uuid::nil()), 1), |group| (group.id, group.version))
    }

    fn permissions(&self) -> Permissions {
        let all: Vec<Permission> = Permission::all().filter(|one| Resource::IN_USE.contains(&one.0)).collect();
        (0..self.random.below(4)).map(|_| all[self.random.below(all.len())]).collect::<Permissions>().complete()
    }

    fn group_input(&self) -> GroupInput {
        let roles = (0..self.random.below(3)).map(|_| self.role().id).collect();
        GroupInput { name: format!("Group {}", self.n), about: String::new(), roles }
    }

    fn action(&self) -> Action {
        match self.random.below(9) {
            0 => Action::Suspend,
            1 => Action::Activate,
            2 => Action::Remove,
            3 => Action::Restore,
            4 => Action::Role(self.choice()),
            5 | 6 => Action::Join(self.group().0),
            7 => Action::Part(self.group().0),
            _ => Action::SignOut,
        }
    }

    /// One thing at a time: each is an event.
    fn edit(&self) -> Step {
        let whom = self.whom();
        let version = self.here.people.get(&whom).map_or(1, |person| person.version);
        let nothing = Edit { version, ..Edit::default() };
        let edit = match self.random.below(5) {
            0 => Edit {
                texts: Texts::default().with(MemberField::FirstName, format!("Name {}", self.random.below(3))),
                ..nothing
            },
            1 => Edit { access: Some(Access::of(self.choice())), ..nothing },
            2 => Edit { groups: Some((0..self.random.below(3)).map(|_| self.group().0).collect()), ..nothing },
            3 => Edit { ends_at: Some(None), ..nothing },
            _ => Edit { ends_at: Some(Some(self.now + 7_200_000_000)), ..nothing },
        };
        Step::Edit { whom, edit }
    }

    fn step(&self) -> Step {
        match self.random.below(24) {
            0..6 => Step::Act { whom: self.whom(), action: self.action() },
            6..10 => self.edit(),
            10 => Step::Create { n: self.n, role: self.choice() },
            11 => Step::Invite { n: self.n, role: self.choice() },
            12 => Step::Revoke { id: self.of(&self.here.invitations).unwrap_or(InvitationId(Uuid::nil())) },
            13 => Step::CreateRole { n: self.n, permissions: self.permissions() },
            14 => {
                let role = self.role();
                Step::EditRole { id: role.id, n: self.n, permissions: self.permissions(), version: role.version }
            }
            15 => {
                let role = self.role();
                let replaced_by = (!self.one_in(4)).then(|| self.role().id);
                Step::DeleteRole { id: role.id, replaced_by, people: role.people }
            }
            16 | 17 => Step::CreateGroup { input: self.group_input() },
            18 | 19 => {
                let (id, version) = self.group();
                Step::EditGroup { id, input: self.group_input(), version }
            }
            20 => Step::DeleteGroup { id: self.group().0 },
            21 | 22 => {
                let action = match self.action() {
                    Action::SignOut => Action::Suspend,
                    action => action,
                };
                Step::Bulk { action, whom: (0..=self.random.below(4)).map(|_| self.whom()).collect() }
            }
            _ => Step::Leave,
        }
    }
}
