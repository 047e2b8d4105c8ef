//! What a link leads to.

use super::inviter::may_still_invite;
use crate::db::{Tx, query};
use crate::secrets::Token;
use crate::{Context, Error};
use model::accounts::full_name;
use model::ids::{AccountId, InvitationId, WorkspaceId};
use model::invitations::Offer;
use uuid::Uuid;

/// An invitation that can be accepted.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The key of the invitation, and of the row that it has in the list of users.
    pub id: InvitationId,
    /// The workspace that it leads to.
    pub workspace: WorkspaceId,
    /// The workspace's name in addresses.
    pub slug: String,
    /// The address that was invited.
    pub email: String,
    /// BCP 47: what an account made by it begins with.
    pub language: String,
    /// Who sent it: it gives what they could give now.
    pub inviter: AccountId,
    /// The account that the address has.
    pub account: Option<AccountId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    workspace_id: Uuid,
    slug: String,
    workspace: String,
    email: String,
    first_name: String,
    last_name: String,
    language: String,
    status: String,
    expires_at: i64,
    inviter_id: Uuid,
    inviter_first: String,
    inviter_last: String,
    account_id: Option<Uuid>,
    /// Others may know how to sign in to that account.
    others: bool,
    /// The address is kept for an account that had it: answered as if it had one.
    reserved: bool,
}

/// What the holder of a link is shown. Looking changes nothing: mail scanners look too.
pub async fn offer(ctx: &Context, token: &str) -> Result<Offer, Error> {
    let mut tx = ctx.read().await?;
    let Some(row) = find(ctx, &mut tx, token).await? else { return Ok(Offer::Unknown) };
    let inviter = full_name(&row.inviter_first, &row.inviter_last);
    Ok(match row.status.as_str() {
        "accepted" => Offer::Accepted,
        "revoked" => Offer::Revoked,
        _ if row.expires_at <= ctx.now() => Offer::Expired { inviter },
        _ if !may_still_invite(ctx, &mut tx, &row.slug, row.id.into(), row.inviter_id.into()).await? => Offer::Lapsed,
        _ => open(ctx, &mut tx, row, inviter).await?,
    })
}

async fn open(ctx: &Context, tx: &mut Tx, row: Row, inviter: String) -> Result<Offer, Error> {
    let (workspace, email) = (row.workspace, row.email);
    let signed_in = ctx.actor.account().map(|account| account.0);
    Ok(match (signed_in, row.account_id) {
        (Some(me), Some(account)) if me == account => {
            Offer::Join { workspace, inviter, email, new_password: row.others }
        }
        (Some(me), _) => {
            let (signed_in_as,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(me).one(tx).await?;
            Offer::SomeoneElse { workspace, email, signed_in_as }
        }
        (None, Some(_)) => Offer::SignInFirst { workspace, inviter, email },
        (None, None) if row.reserved => Offer::SignInFirst { workspace, inviter, email },
        (None, None) => Offer::Open { workspace, inviter, email, first_name: row.first_name, last_name: row.last_name },
    })
}

/// The open invitation of a link, or [`Error::Conflict`]: the page then shows why.
pub(super) async fn opened(ctx: &Context, token: &str) -> Result<Offered, Error> {
    let mut tx = ctx.read().await?;
    let row = find(ctx, &mut tx, token).await?.ok_or(Error::Conflict)?;
    if row.status != "pending" || row.expires_at <= ctx.now() {
        return Err(Error::Conflict);
    }
    Ok(Offered {
        id: row.id.into(),
        workspace: row.workspace_id.into(),
        slug: row.slug,
        email: row.email,
        language: row.language,
        inviter: row.inviter_id.into(),
        account: row.account_id.map(AccountId),
    })
}

async fn find(ctx: &Context, tx: &mut Tx, token: &str) -> Result<Option<Row>, Error> {
    let Some(token) = Token::parse(token) else { return Ok(None) };
    Ok(query(
        "SELECT i.id, i.workspace_id, w.slug, w.name AS workspace, i.email, i.first_name, i.last_name,
                i.language, i.status, i.expires_at,
                i.inviter_id, n.first_name AS inviter_first, n.last_name AS inviter_last, a.id AS account_id,
                a.credentials_set_by IS NOT NULL AS others,
                EXISTS (SELECT 1 FROM one_time_links l WHERE l.reserved_key = i.email_key AND l.expires_at > $2) AS reserved
         FROM invitations i
         JOIN workspaces w ON w.id = i.workspace_id
         JOIN accounts n ON n.id = i.inviter_id
         LEFT JOIN accounts a ON a.email_key = i.email_key
         WHERE i.token_hash = $1 AND w.deleted_at IS NULL",
    )
    .bind(token.hash())
    .bind(ctx.now())
    .optional(tx)
    .await?)
}
