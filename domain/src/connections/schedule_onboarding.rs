//! Someone's onboarding, as an event in the calendar of whoever schedules it.

use super::failure::CallError;
use super::graph::{Ask, Graph};
use super::store::ConnectionRow;
use crate::clock::Micros;
use crate::{Context, Error, audit, users};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use model::Problem;
use model::connections::{ConnectionProblem, ServiceKind};
use model::ids::{MemberId, TransactionId};
use model::permissions::Permission;
use model::users::Status;
use serde_json::{Value, json};

/// What is to be scheduled. All of it is parsed already, but for the zone, which is the reader's own.
#[derive(Clone, Debug)]
pub struct NewOnboarding {
    /// The day, in the reader's time zone.
    pub day: Date,
    /// When it begins.
    pub time: Time,
    /// How long it lasts.
    pub minutes: i64,
    /// What it is called.
    pub subject: String,
    /// The IANA name of the reader's time zone.
    pub zone: String,
    /// The same with each attempt: Graph makes one event of them.
    pub transaction: TransactionId,
}

/// Why the actor can't schedule anything; none: they can. The outer is none where their calendar is connected and works.
pub async fn scheduling(ctx: &Context) -> Result<Option<Option<ConnectionProblem>>, Error> {
    let account = ctx.account()?;
    let row = ConnectionRow::of(&mut ctx.read().await?, account, ServiceKind::OutlookCalendar).await?;
    Ok(match row {
        None => Some(None),
        Some(row) => row.problem().filter(|problem| problem.needs_reconnect()).map(Some),
    })
}

/// Makes an event in the actor's calendar, to which someone of the workspace is invited. Needs `users:read`. Problems at
/// `day`, and at `form` where the calendar is not connected or gives no answer.
pub async fn schedule_onboarding(ctx: &Context, slug: &str, id: MemberId, new: &NewOnboarding) -> Result<(), Error> {
    let account = ctx.account()?;
    ctx.require(slug, Permission::USERS_READ).await?;
    let user = users::details(ctx, slug, id).await?.listed;
    if user.account == Some(account) {
        return Err(Error::at("form", Problem::Yourself));
    }
    if matches!(user.status, Status::Removed | Status::Suspended) {
        return Err(Error::at("form", Problem::WrongState));
    }
    let row = ConnectionRow::of(&mut ctx.read().await?, account, ServiceKind::OutlookCalendar).await?;
    let row = row.ok_or_else(|| Error::at("form", Problem::NotConnected))?;
    let graph = Graph::of(ctx, &row)?.ok_or_else(|| Error::at("form", Problem::ServiceUnavailable))?;
    let starts = DateTime::from_parts(new.day, new.time);
    if starts_at(starts, &new.zone) <= Some(ctx.now()) {
        return Err(Error::at("day", Problem::Past));
    }
    let event = event(new, starts, &user.name(), &user.email)?;
    let body = Some(("application/json", event.to_string().into_bytes()));
    match graph.call(&Ask { verb: "POST", address: "/me/events", prefer: String::new(), body }).await {
        // An earlier attempt has made it.
        Ok(_) | Err(CallError::Duplicate) => {}
        Err(error) => return Err(error.at_form()),
    }
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    audit::Event::new(audit::Action::ConnectionScheduleOnboarding)
        .within(membership.workspace)
        .target(id, &user.email)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

fn starts_at(starts: DateTime, zone: &str) -> Option<Micros> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    starts.to_zoned(zone).ok().map(|at| Timestamp::from(&at).as_microsecond())
}

/// As Graph takes it (<https://learn.microsoft.com/graph/api/user-post-events>).
fn event(new: &NewOnboarding, starts: DateTime, name: &str, email: &str) -> Result<Value, Error> {
    let ends = starts.checked_add(new.minutes.minutes()).map_err(|_| Error::at("day", Problem::NotADay))?;
    let moment =
        |at: DateTime| json!({ "dateTime": at.strftime("%Y-%m-%dT%H:%M:%S").to_string(), "timeZone": new.zone });
    Ok(json!({
        "subject": new.subject,
        "start": moment(starts),
        "end": moment(ends),
        "attendees": [{ "emailAddress": { "address": email, "name": name }, "type": "required" }],
        "transactionId": new.transaction,
    }))
}
