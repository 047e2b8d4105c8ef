//! Asking for a way back in.

use crate::auth::throttle::{self, Limit};
use crate::db::query;
use crate::{Context, Error, keys};
use model::fields;
use std::net::IpAddr;
use uuid::Uuid;

/// Notes the wish; whether there is such an account is found out later, by the worker, so that the answer says and
/// takes the same either way. Counted by address and by network, so that nobody's inbox is filled.
pub async fn ask(ctx: &Context, email: &str) -> Result<(), Error> {
    let email = fields::email(email).map_err(|problem| Error::at("email", problem))?;
    let key = keys::email(&email);
    let limits: Vec<Limit> = std::iter::once(Limit::recovery(&key)).chain(Limit::recovery_address(ctx, &key)).collect();
    throttle::count(ctx, &limits).await?;
    let mut tx = ctx.write().await?;
    query("INSERT INTO recovery_requests (id, email_key, address, created_at) VALUES ($1, $2, $3, $4)")
        .bind(ctx.id::<Uuid>())
        .bind(&key)
        .bind(ctx.address.as_ref().map(IpAddr::to_string).unwrap_or_default())
        .bind(ctx.now())
        .run(&mut tx)
        .await?;
    tx.wakes(&ctx.roster.mail_waiting);
    Ok(tx.commit().await?)
}
