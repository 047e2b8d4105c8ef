//! Changing a workspace's settings.

use super::factors;
use super::settings::{UNITS, row};
use crate::db::{Tx, Value, query};
use crate::members::roles;
use crate::{Context, Error, Membership, audit, keys, phone_numbers};
use model::Problem;
use model::merge::Base;
use model::permissions::Permission;
use model::users::RoleChoice;
use model::workspaces::{Change, General, Limits};

/// Needs `settings:write`, and what the default role allows. [`Error::Conflict`] if a field was changed by someone else
/// as well since `base` was read ([`model::merge`]). Nothing is written where nothing changes.
pub async fn change(ctx: &Context, slug: &str, change: &Change, base: impl Into<Base<Change>>) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    let (version,): (i64,) = query(format!("SELECT version FROM workspaces WHERE id = $1{}", tx.for_update()))
        .bind(membership.workspace)
        .one(&mut tx)
        .await?;
    let (mine, old) = match change {
        Change::General(_) => (change.clone(), Change::General(row(&mut tx, membership.workspace).await?.general()?)),
        Change::Limits(new) => {
            (Change::Limits(keyed(new)), Change::Limits(row(&mut tx, membership.workspace).await?.limits()?))
        }
        Change::Factors(_) => (change.clone(), Change::Factors(factors::set(&mut tx, membership.workspace).await?)),
    };
    let new = base.into().merge(&mine, &old, version).settled()?;
    if new == old {
        return Ok(());
    }
    let event = audit::Event::new(audit::Action::WorkspaceEdit)
        .within(membership.workspace)
        .target(membership.workspace, &membership.slug);
    let event = match (&old, &new) {
        (Change::General(old), Change::General(new)) => {
            general(&mut tx, &membership, old, new).await?;
            event.changed(old, new)
        }
        (Change::Limits(old), Change::Limits(new)) => {
            limits(&mut tx, &membership, new).await?;
            event.changed(old, new)
        }
        (Change::Factors(old), Change::Factors(new)) => {
            factors::change(&mut tx, &membership, old, new).await?;
            event.changed(old, new)
        }
        // A part merges with the same part.
        _ => return Err(Error::Conflict),
    };
    query("UPDATE workspaces SET version = version + 1 WHERE id = $1").bind(membership.workspace).run(&mut tx).await?;
    event.record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}

async fn general(tx: &mut Tx, membership: &Membership, old: &General, new: &General) -> Result<(), Error> {
    if let Some(role) = new.default_role.filter(|role| old.default_role != Some(*role)) {
        roles::require_assignable(tx, membership, RoleChoice::Role(role))
            .await
            .map_err(|error| error.moved_to("default_role"))?;
    }
    if new.country.is_some_and(|country| !phone_numbers::is_country(country)) {
        return Err(Error::at("country", Problem::NotAChoice));
    }
    let languages: Vec<&str> = new.languages.iter().map(|language| language.tag()).collect();
    query("UPDATE workspaces SET name = $2, languages = $3, default_role = $4, country = $5 WHERE id = $1")
        .bind(membership.workspace)
        .bind(&new.name)
        .bind(languages.join(" "))
        .bind(new.default_role)
        .bind(new.country.map(String::from))
        .run(tx)
        .await?;
    Ok(())
}

async fn limits(tx: &mut Tx, membership: &Membership, new: &Limits) -> Result<(), Error> {
    let [minute, hour, day] = UNITS;
    let of = |number: Option<u32>, unit: i64| -> Value { number.map(|number| i64::from(number) * unit).into() };
    query(
        "UPDATE workspaces SET invitation_ttl = $2, allowed_domains = $3, denied_domains = $4, session_idle = $5,
             session_max = $6
         WHERE id = $1",
    )
    .bind(membership.workspace)
    .bind(of(new.invitation_days, day))
    .bind(new.allowed.join(" "))
    .bind(new.denied.join(" "))
    .bind(of(new.idle_minutes, minute))
    .bind(of(new.session_hours, hour))
    .run(tx)
    .await?;
    Ok(())
}

/// With the domains as addresses are compared by.
fn keyed(limits: &Limits) -> Limits {
    let keys = |domains: &[String]| domains.iter().map(|domain| keys::domain(domain)).collect();
    Limits { allowed: keys(&limits.allowed), denied: keys(&limits.denied), ..limits.clone() }
}
