//! The link, and the mail that carries it.

use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::mail::{self, Email, Envelope};
use crate::secrets::Token;
use crate::{Context, Error, Membership, credits};
use model::Language;
use model::accounts::full_name;
use model::credits::Meter;
use model::ids::InvitationId;
use model::urls::Url;

/// A new link for an invitation and when it dies.
pub(super) struct Link {
    pub token: Token,
    pub expires_at: Micros,
}

impl Link {
    pub(super) async fn new(ctx: &Context, tx: &mut Tx, membership: &Membership) -> Result<Self, Error> {
        let (own,): (Option<i64>,) =
            query("SELECT invitation_ttl FROM workspaces WHERE id = $1").bind(membership.workspace).one(tx).await?;
        let life = own.unwrap_or_else(|| micros(ctx.roster.settings.invitation_ttl));
        Ok(Self { token: Token::new(&ctx.roster.random), expires_at: ctx.now() + life })
    }
}

/// Whom the mail is for.
pub(super) struct Invitee<'a> {
    pub id: InvitationId,
    pub email: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub language: Language,
}

/// Queues the invitation's mail, which may cost credits; an earlier one that has not gone out won't.
pub(super) async fn post(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    to: Invitee<'_>,
    link: &Link,
) -> Result<(), Error> {
    if ctx.roster.settings.mail {
        credits::charge_in(ctx, tx, membership.workspace, membership.account, Meter::InvitationMail, 1).await?;
    }
    mail::withdraw(tx, to.id.0).await?;
    let name = full_name(to.first_name, to.last_name);
    let message = Email::Invitation {
        name: if name.is_empty() { to.email.to_owned() } else { name },
        workspace: membership.name.clone(),
        by: mail::name_of(tx, membership.account).await?,
        expires_at: link.expires_at,
    };
    let url = ctx.link(&Url::AcceptInvitation { token: link.token.reveal() });
    let envelope = Envelope {
        to: to.email,
        language: to.language,
        subject: Some(to.id.0),
        account: None,
        workspace: Some(membership.workspace),
        link: &url,
    };
    mail::queue(ctx, tx, envelope, &message).await
}
