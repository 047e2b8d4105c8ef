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
        Ok(Self::lasting(ctx, life(ctx, tx, membership).await?))
    }

    /// One that dies after so long.
    pub(super) fn lasting(ctx: &Context, life: Micros) -> Self {
        Self { token: Token::new(&ctx.roster.random), expires_at: ctx.now() + life }
    }
}

/// How long links of the workspace's invitations live.
pub(super) async fn life(ctx: &Context, tx: &mut Tx, membership: &Membership) -> Result<Micros, Error> {
    let (own,): (Option<i64>,) =
        query("SELECT invitation_ttl FROM workspaces WHERE id = $1").bind(membership.workspace).one(tx).await?;
    Ok(own.unwrap_or_else(|| micros(ctx.roster.settings.invitation_ttl)))
}

/// Whom the mail is for.
pub(super) struct Invitee<'a> {
    pub id: InvitationId,
    pub email: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub language: Language,
}

/// Queues the mails of invitations, which may cost credits; earlier ones that have not gone out won't.
pub(super) async fn post(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    mails: &[(Invitee<'_>, &Link)],
) -> Result<(), Error> {
    if ctx.roster.settings.mail {
        let count = i64::try_from(mails.len()).unwrap_or(i64::MAX);
        credits::charge_in(ctx, tx, membership.workspace, membership.account, Meter::InvitationMail, count).await?;
    }
    mail::withdraw_all(tx, mails.iter().map(|(to, _)| to.id.0)).await?;
    let by = mail::name_of(tx, membership.account).await?;
    let written: Vec<(String, Email)> = mails
        .iter()
        .map(|(to, link)| {
            let name = full_name(to.first_name, to.last_name);
            let message = Email::Invitation {
                name: if name.is_empty() { to.email.to_owned() } else { name },
                workspace: membership.name.clone(),
                by: by.clone(),
                expires_at: link.expires_at,
            };
            (ctx.link(&Url::AcceptInvitation { token: link.token.reveal() }), message)
        })
        .collect();
    let mut queued = Vec::with_capacity(written.len());
    for ((to, _), (url, message)) in mails.iter().zip(&written) {
        let envelope = Envelope {
            to: to.email,
            language: to.language,
            subject: Some(to.id.0),
            account: None,
            workspace: Some(membership.workspace),
            link: url,
        };
        queued.push((envelope, message));
    }
    mail::queue_all(ctx, tx, &queued).await
}
