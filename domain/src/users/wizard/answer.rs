//! Answering one step: checked, kept, and on to the next.

use super::show::{self, Wizard};
use crate::db::{Tx, query};
use crate::drafts::Draft;
use crate::members::{Admission, admit, roles};
use crate::{Context, Error, Membership, keys};
use model::accounts::{Password, names};
use model::ids::DraftId;
use model::permissions::Permission;
use model::users::RoleChoice;
use model::wizard::{AddMode, MAX_ADDRESSES, Step, addresses};
use model::{FieldErrors, Fields, Problem};

/// Who adds people needs `users:write` or `invitations:write`; each way is checked again when it is chosen.
pub(super) async fn authorised(ctx: &Context, tx: &mut Tx, slug: &str) -> Result<Membership, Error> {
    let membership = ctx.membership(tx, slug).await?;
    if membership.account.is_none()
        || !(membership.has(Permission::USERS_WRITE) || membership.has(Permission::INVITATIONS_WRITE))
    {
        return Err(Error::Forbidden);
    }
    Ok(membership)
}

/// Takes a step's answer and shows the next step. A problem is named at its field, and nothing is kept.
pub async fn answer(
    ctx: &Context,
    slug: &str,
    draft: Option<DraftId>,
    step: Step,
    fields: &Fields,
) -> Result<Wizard, Error> {
    let mut tx = ctx.read().await?;
    let membership = authorised(ctx, &mut tx, slug).await?;
    let mut draft = match draft {
        Some(id) => Draft::load(ctx, &mut tx, &membership, id).await?,
        None => Draft::new(ctx),
    };
    if step > draft.entered.furthest() {
        return show::of(ctx, &mut tx, &membership, Some(&draft), None).await;
    }
    match step {
        Step::Email if fields.has("emails") => take_emails(ctx, &mut tx, &membership, &mut draft, fields).await?,
        Step::Email => take_email(&mut tx, &membership, &mut draft, fields).await?,
        Step::Name => take_name(&mut draft, fields)?,
        Step::AddMode => take_how(ctx, &mut tx, &membership, &mut draft, fields).await?,
        Step::Password => take_password(ctx, &mut draft, fields).await?,
        Step::Role => take_role(&mut tx, &membership, &mut draft, fields).await?,
        Step::Confirm | Step::Done => {}
    }
    drop(tx);
    let next = draft.entered.after(step);
    keep_and_show(ctx, &membership, &draft, next).await
}

/// The step before; it keeps everything but the password.
pub async fn back(ctx: &Context, slug: &str, draft: DraftId, from: Step) -> Result<Wizard, Error> {
    let mut tx = ctx.read().await?;
    let membership = authorised(ctx, &mut tx, slug).await?;
    let mut draft = Draft::load(ctx, &mut tx, &membership, draft).await?;
    drop(tx);
    let step = draft.entered.before(from);
    if step <= Step::Password {
        forget_password(&mut draft);
    }
    keep_and_show(ctx, &membership, &draft, step).await
}

/// Throws a draft away that is the actor's own; nothing happens where there is none.
pub async fn discard(ctx: &Context, slug: &str, draft: DraftId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = authorised(ctx, &mut tx, slug).await?;
    Draft::discard(&mut tx, &membership, draft).await?;
    Ok(tx.commit().await?)
}

async fn keep_and_show(ctx: &Context, membership: &Membership, draft: &Draft, step: Step) -> Result<Wizard, Error> {
    let mut tx = ctx.write().await?;
    draft.save(ctx, &mut tx, membership).await?;
    let wizard = show::of(ctx, &mut tx, membership, Some(draft), Some(step)).await?;
    tx.commit().await?;
    Ok(wizard)
}

async fn take_email(tx: &mut Tx, membership: &Membership, draft: &mut Draft, fields: &Fields) -> Result<(), Error> {
    let address = keys::canonical_email(fields.get("email")).map_err(|problem| Error::at("email", problem))?;
    admit(tx, membership.workspace, &address).await?;
    if is_member(tx, membership, &address).await? {
        return Err(Error::at("email", Problem::AlreadyMember));
    }
    if keys::email(&draft.entered.email) != keys::email(&address) {
        forget_password(draft);
    }
    draft.entered.email = address;
    draft.entered.several = false;
    draft.entered.proposed_how = AddMode::named(fields.get("proposed_how")).or(draft.entered.proposed_how);
    Ok(())
}

/// Each address is checked; what is wrong with one is named at `emails:` and the address, and nothing is kept.
async fn take_emails(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    draft: &mut Draft,
    fields: &Fields,
) -> Result<(), Error> {
    membership.require(Permission::INVITATIONS_WRITE)?;
    let typed = addresses(fields.get("emails"));
    if typed.is_empty() {
        return Err(Error::at("emails", Problem::Required));
    }
    if typed.len() > MAX_ADDRESSES {
        return Err(Error::at("emails", Problem::TooManyAddresses { max: MAX_ADDRESSES }));
    }
    let admission = Admission::of(tx, membership.workspace).await?;
    let (mut errors, mut emails) = (FieldErrors::default(), Vec::<String>::new());
    for typed in typed {
        let at = format!("emails:{typed}");
        let checked = keys::canonical_email(typed).and_then(|email| admission.check(&email).map(|()| email));
        let Some(email) = errors.take(&at, checked) else { continue };
        if is_member(tx, membership, &email).await? {
            errors.add(&at, Problem::AlreadyMember);
        } else if is_invited(ctx, tx, membership, &email).await? {
            errors.add(&at, Problem::AlreadyInvited);
        } else if emails.iter().all(|known| keys::email(known) != keys::email(&email)) {
            emails.push(email);
        }
    }
    errors.into_result()?;
    forget_password(draft);
    draft.entered.emails = emails;
    draft.entered.several = true;
    draft.entered.how = Some(AddMode::Invite);
    Ok(())
}

async fn is_member(tx: &mut Tx, membership: &Membership, email: &str) -> Result<bool, Error> {
    let member: Option<(i64,)> = query(
        "SELECT joined_at FROM members
         WHERE workspace_id = $1 AND email_key = $2 AND status IN ('active', 'suspended')",
    )
    .bind(membership.workspace)
    .bind(keys::email(email))
    .optional(tx)
    .await?;
    Ok(member.is_some())
}

fn take_name(draft: &mut Draft, fields: &Fields) -> Result<(), Error> {
    let mut errors = FieldErrors::default();
    let (first_name, last_name) = names(fields, &mut errors);
    errors.into_result()?;
    draft.entered.first_name = first_name;
    draft.entered.last_name = last_name;
    Ok(())
}

async fn take_how(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    draft: &mut Draft,
    fields: &Fields,
) -> Result<(), Error> {
    let how = AddMode::named(fields.get("how")).ok_or_else(|| Error::at("how", Problem::NotAChoice))?;
    membership.require(match how {
        AddMode::Add => Permission::USERS_WRITE,
        AddMode::Invite => Permission::INVITATIONS_WRITE,
    })?;
    if how == AddMode::Invite && is_invited(ctx, tx, membership, &draft.entered.email).await? {
        return Err(Error::at("how", Problem::AlreadyInvited));
    }
    draft.entered.how = Some(how);
    if how == AddMode::Invite {
        forget_password(draft);
    }
    Ok(())
}

async fn is_invited(ctx: &Context, tx: &mut Tx, membership: &Membership, email: &str) -> Result<bool, Error> {
    let pending: Option<(i64,)> = query(
        "SELECT sent_at FROM invitations
         WHERE workspace_id = $1 AND email_key = $2 AND status = 'pending' AND expires_at > $3",
    )
    .bind(membership.workspace)
    .bind(keys::email(email))
    .bind(ctx.now())
    .optional(tx)
    .await?;
    Ok(pending.is_some())
}

/// Chosen, or to be made when the person has been added. One that was chosen before is kept: then both fields stay
/// empty.
async fn take_password(ctx: &Context, draft: &mut Draft, fields: &Fields) -> Result<(), Error> {
    draft.entered.temporary = fields.ticked("temporary");
    if fields.get("source") == "generate" {
        forget_password(draft);
        draft.entered.generate = true;
        return Ok(());
    }
    draft.entered.generate = false;
    if draft.entered.has_password && fields.get("password").is_empty() {
        return Ok(());
    }
    let mut errors = FieldErrors::default();
    let password = Password::chosen(fields, &mut errors);
    errors.into_result()?;
    let about = [draft.entered.email.as_str(), &draft.entered.first_name, &draft.entered.last_name];
    ctx.judge_password(&password, &about).await?;
    draft.password_hash = Some(ctx.roster.passwords.hash(&password).await?);
    draft.entered.has_password = true;
    Ok(())
}

async fn take_role(tx: &mut Tx, membership: &Membership, draft: &mut Draft, fields: &Fields) -> Result<(), Error> {
    let choice = RoleChoice::parse(fields.get("role")).map_err(|problem| Error::at("role", problem))?;
    roles::require_assignable(tx, membership, choice).await?;
    draft.entered.role = Some(choice);
    Ok(())
}

fn forget_password(draft: &mut Draft) {
    draft.password_hash = None;
    draft.entered.has_password = false;
    draft.entered.generate = false;
}
