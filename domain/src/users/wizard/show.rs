//! One step, with what has been entered so far.

use crate::db::{Tx, query};
use crate::drafts::{Draft, Outcome};
use crate::members::roles::default_role;
use crate::members::roles::{self, Role};
use crate::{Context, Error, Membership, invitations, keys, mail, plans};
use model::accounts::full_name;
use model::ids::{DraftId, RoleId};
use model::permissions::Permission;
use model::plans::Seats;
use model::urls::Url;
use model::wizard::{AddMode, Entered, Left, Made, Step};

/// What a step of the wizard shows.
#[derive(Clone, Debug)]
pub struct Wizard {
    /// None: nothing has been answered yet.
    pub draft: Option<DraftId>,
    /// The one that is shown.
    pub step: Step,
    /// The answers so far, without the password.
    pub entered: Entered,
    /// The roles that the actor may give.
    pub roles: Vec<Role>,
    /// The workspace's default, where there is one: chosen until the actor chooses another.
    pub proposed_role: Option<RoleId>,
    /// The actor is a super-user.
    pub may_make_super_user: bool,
    /// The ways of adding that the actor may take.
    pub modes: Vec<AddMode>,
    /// At the confirm step only: the address has an account (product rule 2).
    pub existing_account: bool,
    /// At the confirm step only: the actor's own mailbox is connected, for invitations to go out from.
    pub own_mailbox: bool,
    /// The shortest password taken, in characters.
    pub password_min: usize,
    /// At the last step.
    pub made: Option<Made>,
    /// Where one signs in.
    pub sign_in: String,
    /// At the first step of a new one: what the actor has left.
    pub left: Option<Left>,
    /// The seats that are left; none where there are as many as one likes, and at the last step.
    pub seats: Option<Seats>,
}

/// A step of a draft, or the first step of a new one; never further than what has been answered.
pub async fn show(ctx: &Context, slug: &str, draft: Option<DraftId>, step: Option<Step>) -> Result<Wizard, Error> {
    let mut tx = ctx.read().await?;
    let membership = super::answer::authorised(ctx, &mut tx, slug).await?;
    let draft = match draft {
        Some(id) => Some(Draft::load(ctx, &mut tx, &membership, id).await?),
        None => None,
    };
    let mut wizard = of(ctx, &mut tx, &membership, draft.as_ref(), step).await?;
    if draft.is_none() {
        wizard.left = Draft::last_left(ctx, &mut tx, &membership)
            .await?
            .map(|(draft, entered)| Left { draft, whom: entered.map(whom) });
    }
    Ok(wizard)
}

/// Whom a draft is about.
fn whom(entered: Entered) -> String {
    let Entered { email, several, emails, first_name, last_name, .. } = entered;
    let name = full_name(&first_name, &last_name);
    match () {
        () if several => emails.join(", "),
        () if name.is_empty() => email,
        () => format!("{name} ({email})"),
    }
}

pub(super) async fn of(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    draft: Option<&Draft>,
    step: Option<Step>,
) -> Result<Wizard, Error> {
    let entered = draft.map(|draft| draft.entered.clone()).unwrap_or_default();
    let furthest = entered.furthest();
    let made = match draft.and_then(|draft| draft.outcome.as_ref()) {
        Some(outcome) => Some(made(ctx, tx, membership, &entered, outcome).await?),
        None => None,
    };
    let step = if made.is_some() { Step::Done } else { step.unwrap_or(furthest).min(furthest) };
    let roles = roles::named(tx, membership).await?;
    let seats = if step == Step::Done { None } else { plans::seats(ctx, tx, membership).await? };
    let own_mailbox = match membership.account {
        Some(account) if step == Step::Confirm => mail::own_mailbox(tx, account).await?.is_some(),
        _ => false,
    };
    Ok(Wizard {
        own_mailbox,
        draft: draft.map(|draft| draft.id),
        step,
        existing_account: step == Step::Confirm && has_account(tx, &entered.email).await?,
        entered,
        roles: roles.into_iter().filter(|role| membership.permissions.covers(role.permissions)).collect(),
        proposed_role: Some(default_role(tx, membership.workspace).await?),
        may_make_super_user: membership.super_user,
        modes: modes(membership),
        password_min: ctx.roster.settings.password_min,
        made,
        sign_in: ctx.link(&Url::SignIn),
        left: None,
        seats,
    })
}

async fn made(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    entered: &Entered,
    outcome: &Outcome,
) -> Result<Made, Error> {
    let (invitations, refused) = match outcome {
        Outcome::Added { member, existing, generated } => {
            let names: Option<(String, String)> =
                query("SELECT first_name, last_name FROM members WHERE id = $1").bind(*member).optional(tx).await?;
            return Ok(Made::Added {
                member: *member,
                name: names.map(|(first, last)| full_name(&first, &last)).unwrap_or_default(),
                email: entered.email.clone(),
                existing: *existing,
                generated: *generated,
            });
        }
        Outcome::Invited { invitation } => (std::slice::from_ref(invitation), Vec::new()),
        Outcome::InvitedAll { invitations, refused } => (invitations.as_slice(), refused.clone()),
    };
    let mut invited = Vec::new();
    for id in invitations {
        invited.extend(invitations::link_of(ctx, tx, membership, *id).await?);
    }
    Ok(Made::Invited { invited, refused })
}

async fn has_account(tx: &mut Tx, email: &str) -> Result<bool, Error> {
    let found: Option<(i64,)> =
        query("SELECT created_at FROM accounts WHERE email_key = $1").bind(keys::email(email)).optional(tx).await?;
    Ok(found.is_some())
}

fn modes(membership: &Membership) -> Vec<AddMode> {
    let may = [(AddMode::Add, Permission::USERS_WRITE), (AddMode::Invite, Permission::INVITATIONS_WRITE)];
    may.into_iter().filter(|(_, permission)| membership.has(*permission)).map(|(how, _)| how).collect()
}
