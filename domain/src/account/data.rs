//! Everything that Roster knows of a person, for themselves (GDPR, articles 15 and 20).

use super::{notices, profile, security};
use crate::audit::events_about;
use crate::auth::{factors, passkeys};
use crate::clock::{Micros, rfc3339 as time};
use crate::db::{Tx, query};
use crate::members::MemberRow;
use crate::members::row::COLUMNS;
use crate::{Context, Error, audit, connections, identities, lab, tokens};
use model::ids::AccountId;
use model::users::Owner;
use serde_json::{Value, json};

/// The newest events are given.
const EVENTS: u32 = 10_000;

/// The actor's data, as JSON; times are RFC 3339, UTC.
pub async fn data(ctx: &Context) -> Result<Value, Error> {
    let account = ctx.account()?;
    let profile = profile(ctx).await?;
    let security = security(ctx).await?;
    let notices = notices(ctx).await?;
    let factor = factors::factor(ctx).await?;
    let passkeys = passkeys::own(ctx).await?.passkeys;
    let tokens = tokens::list(ctx).await?;
    let chosen = lab::lab(ctx).await?.features.into_iter().filter(|card| card.chosen);
    let connections = connections::connected(ctx).await?;
    let features: Vec<&str> = chosen.map(|card| card.evaluation.feature.key()).collect();
    let mut tx = ctx.write().await?;
    let memberships = memberships(&mut tx, account, ctx.now()).await?;
    let identities = identities::of_account(&mut tx, account).await?;
    let events = events_about(&mut tx, account, EVENTS).await?;
    audit::Event::new(audit::Action::AccountExportData).target(account, &security.email).record(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok(json!({
        "account": { "id": account, "email": security.email, "profile": profile, "mails": notices },
        "password_set_at": security.password_set_at.map(time),
        "second_factors": {
            "app_since": factor.since.map(time),
            "passkeys": passkeys.iter().map(|passkey| json!({
                "name": passkey.name, "added_at": time(passkey.created_at),
                "last_used_at": passkey.last_used_at.map(time),
            })).collect::<Vec<_>>(),
        },
        "identities": identities.iter().map(|identity| json!({
            "issuer": identity.issuer, "name": identity.name, "email": identity.email,
            "connected_at": time(identity.created_at), "last_used_at": identity.last_used_at.map(time),
        })).collect::<Vec<_>>(),
        "memberships": memberships,
        "features": features,
        "sessions": security.sessions.iter().map(|session| json!({
            "began_at": time(session.began_at), "last_seen_at": time(session.last_seen_at),
            "address": session.address, "user_agent": session.user_agent,
        })).collect::<Vec<_>>(),
        "tokens": tokens.iter().map(|token| json!({
            "description": token.description, "prefix": token.prefix, "scopes": token.scopes,
            "workspaces": token.workspaces, "networks": token.networks, "created_at": time(token.created_at), "ends_at": token.ends_at.map(time),
            "last_used_at": token.last_used_at.map(time), "last_used_address": token.last_used_address,
        })).collect::<Vec<_>>(),
        // Without what opens them.
        "connections": connections.iter().map(|one| json!({
            "service": one.kind, "name": one.connection.name, "email": one.connection.email,
            "scopes": one.connection.scopes, "connected_at": time(one.connection.connected_at),
            "last_used_at": one.connection.last_used_at.map(time),
        })).collect::<Vec<_>>(),
        "sign_ins": security.attempts.iter().map(|attempt| json!({
            "at": time(attempt.at), "outcome": attempt.outcome, "address": attempt.address,
            "user_agent": attempt.user_agent,
        })).collect::<Vec<_>>(),
        "events": events.iter().map(|event| json!({
            "at": time(event.at), "action": event.action, "by": event.by, "token": event.token, "target": event.target,
        })).collect::<Vec<_>>(),
    }))
}

#[derive(sqlx::FromRow)]
struct Row {
    slug: String,
    name: String,
    #[sqlx(flatten)]
    member: MemberRow,
}

async fn memberships(tx: &mut Tx, account: AccountId, now: Micros) -> Result<Vec<Value>, Error> {
    let rows: Vec<Row> = query(format!(
        "SELECT w.slug, w.name, {COLUMNS}
         FROM members m JOIN workspaces w ON w.id = m.workspace_id WHERE m.account_id = $1 ORDER BY m.joined_at LIMIT 1000"
    ))
    .bind(account)
    .all(tx)
    .await?;
    let membership = |Row { slug, name, member }: Row| {
        let mut said = json!({
            "workspace": slug, "name": name, "status": member.status(now)?.name(), "super_user": member.super_user,
            "joined_at": time(member.joined_at), "last_active_at": member.last_active_at().map(time),
        });
        // What the workspace says of them; the texts of the account stand in its profile.
        for (field, text) in member.texts().iter().filter(|(field, _)| field.spec().text == Some(Owner::Membership)) {
            said[field.name()] = json!(text);
        }
        Ok(said)
    };
    rows.into_iter().map(membership).collect()
}
