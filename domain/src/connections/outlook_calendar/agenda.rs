//! The next events of the actor's calendar (Graph: `calendarView`, with what has changed since by `delta`).

use super::kept::{CalendarEvent, KeptCalendar, Page};
use crate::clock::{DAY, Micros, micros, rfc3339};
use crate::connections::failure::CallError;
use crate::connections::graph::{Ask, Graph};
use crate::connections::store::{ConnectionRow, note_problem};
use crate::{Context, Error};
use model::connections::{ConnectionProblem, ServiceKind};
use std::time::Duration;

/// How far ahead events are shown.
const WINDOW: Micros = 7 * DAY;
/// What was read is shown so long without asking again.
const KEPT: Duration = Duration::from_mins(3);
/// All of it, at most: nobody looks at a page for longer.
const AGENDA_TIMEOUT: Duration = Duration::from_secs(12);
/// Pages that are followed, and events on each.
const MAX_PAGES: usize = 20;
const PAGE_SIZE: usize = 25;
/// How many events are shown.
const SHOWN: usize = 5;

/// What there is to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agenda {
    /// No calendar is connected.
    NotConnected,
    /// It can't be read.
    Problem(ConnectionProblem),
    /// In their order; none: nothing in the next seven days.
    Events(Vec<CalendarEvent>),
}

/// The actor's next events. It asks Microsoft, which may take seconds: pages ask for it once they are there.
pub async fn agenda(ctx: &Context, zone: &str) -> Result<Agenda, Error> {
    let account = ctx.account()?;
    let row = ConnectionRow::of(&mut ctx.read().await?, account, ServiceKind::OutlookCalendar).await?;
    let Some(row) = row else { return Ok(Agenda::NotConnected) };
    let now = ctx.now();
    let kept = KeptCalendar::load(ctx, row.id()).await?.filter(|(kept, _)| kept.zone == zone);
    if let Some((kept, _)) = kept.as_ref().filter(|(_, at)| now - at < micros(KEPT)) {
        return Ok(shown(kept, now));
    }
    let Some(graph) = Graph::of(ctx, &row)? else { return Ok(Agenda::Problem(ConnectionProblem::Misconfigured)) };
    let former = kept.map(|(kept, _)| kept).filter(|kept| now - kept.from < DAY);
    match tokio::time::timeout(AGENDA_TIMEOUT, read(&graph, former, zone, now)).await {
        Ok(Ok(calendar)) => {
            calendar.keep(ctx, row.id()).await?;
            Ok(shown(&calendar, now))
        }
        Ok(Err(error)) => Ok(Agenda::Problem(error.problem()?)),
        Err(_) => {
            note_problem(ctx, row.id(), ConnectionProblem::Unavailable).await?;
            Ok(Agenda::Problem(ConnectionProblem::Unavailable))
        }
    }
}

fn shown(kept: &KeptCalendar, now: Micros) -> Agenda {
    Agenda::Events(kept.next(now, now + WINDOW, SHOWN))
}

/// What has changed since, or all of it where Graph knows no more since when (410).
async fn read(
    graph: &Graph<'_>,
    former: Option<KeptCalendar>,
    zone: &str,
    now: Micros,
) -> Result<KeptCalendar, CallError> {
    if let Some(former) = former {
        let since = former.delta_link.clone();
        match follow(graph, &since, former).await {
            Err(CallError::Gone) => {}
            read => return read,
        }
    }
    // A day more than is shown: the window stays as it is until it is read anew.
    let (from, until) = (rfc3339(now), rfc3339(now + WINDOW + DAY));
    let first = format!("/me/calendarView/delta?startDateTime={from}&endDateTime={until}");
    follow(graph, &first, KeptCalendar::new(zone, now)).await
}

/// From page to page, as each says.
async fn follow(graph: &Graph<'_>, first: &str, mut calendar: KeptCalendar) -> Result<KeptCalendar, CallError> {
    let mut address = first.to_owned();
    for _ in 0..MAX_PAGES {
        let prefer = format!("outlook.timezone=\"{}\", odata.maxpagesize={PAGE_SIZE}", calendar.zone);
        let reply = graph.call(&Ask { verb: "GET", address: &address, prefer, body: None }).await?;
        let mut page = Page::read(&reply.body)?;
        let (next, delta) = (page.next_link.take(), page.delta_link.take());
        calendar.apply(page);
        match (next, delta) {
            (Some(next), _) => address = next,
            (None, Some(delta)) => {
                calendar.delta_link = delta;
                return Ok(calendar);
            }
            (None, None) => break,
        }
    }
    // More than anyone looks at, or no way to go on: what is there is shown, and next time all is read anew.
    calendar.from = 0;
    Ok(calendar)
}
