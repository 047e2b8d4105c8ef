//! What is kept of a calendar: the events of the next days, and from where to ask for what has changed.

use crate::clock::Micros;
use crate::connections::failure::CallError;
use crate::db::query;
use crate::{Context, Error, stored};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use model::connections::ConnectionProblem;
use model::ids::ConnectionId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What it is sealed for.
pub(crate) const CALENDAR_PURPOSE: &str = "calendar";
/// No text of an event is kept longer, in characters.
const MAX_TEXT_LENGTH: usize = 300;

/// One event of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarEvent {
    /// What it is about; may be empty.
    pub subject: String,
    /// When it begins.
    pub starts_at: Micros,
    /// When it ends.
    pub ends_at: Micros,
    /// It lasts whole days.
    pub all_day: bool,
    /// Where; may be empty.
    pub place: String,
    /// Where it opens in the calendar itself; may be empty.
    pub link: String,
}

/// An event as it is kept: an occurrence of a series takes its texts of the series.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptEvent {
    event: CalendarEvent,
    series: Option<String>,
    /// It is no event itself, or takes place no more.
    hidden: bool,
}

/// All that is kept of one calendar.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeptCalendar {
    /// The IANA name of the time zone that it was asked in.
    pub zone: String,
    /// When the window begins.
    pub from: Micros,
    /// Where to ask for what has changed, as Graph has given it.
    pub delta_link: String,
    events: BTreeMap<String, KeptEvent>,
}

/// A page of events, as Graph writes it.
#[derive(Debug, Deserialize)]
pub(super) struct Page {
    value: Vec<PageEvent>,
    #[serde(rename = "@odata.nextLink")]
    pub next_link: Option<String>,
    #[serde(rename = "@odata.deltaLink")]
    pub delta_link: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageEvent {
    id: String,
    #[serde(rename = "@removed")]
    removed: Option<serde_json::Value>,
    subject: Option<String>,
    start: Option<Moment>,
    end: Option<Moment>,
    is_all_day: Option<bool>,
    is_cancelled: Option<bool>,
    location: Option<Location>,
    web_link: Option<String>,
    series_master_id: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Moment {
    date_time: String,
    time_zone: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    display_name: Option<String>,
}

impl KeptCalendar {
    pub fn new(zone: &str, from: Micros) -> Self {
        Self { zone: zone.to_owned(), from, delta_link: String::new(), events: BTreeMap::new() }
    }

    /// Takes in a page: what has changed and what is gone.
    pub fn apply(&mut self, page: Page) {
        for event in page.value {
            if event.removed.is_some() {
                self.events.remove(&event.id);
            } else if let Some(kept) = event.kept(&self.zone) {
                self.events.insert(event.id, kept);
            }
        }
    }

    /// Those that have not ended and begin before the window's end, in their order; at most so many.
    pub fn next(&self, now: Micros, until: Micros, max: usize) -> Vec<CalendarEvent> {
        let is_next = |kept: &&KeptEvent| !kept.hidden && kept.event.ends_at > now && kept.event.starts_at < until;
        let mut next: Vec<CalendarEvent> = self.events.values().filter(is_next).map(|kept| self.whole(kept)).collect();
        next.sort_by(|a, b| (a.starts_at, a.ends_at, &a.subject).cmp(&(b.starts_at, b.ends_at, &b.subject)));
        next.truncate(max);
        next
    }

    fn whole(&self, kept: &KeptEvent) -> CalendarEvent {
        let series = kept.series.as_ref().and_then(|id| self.events.get(id)).map(|series| &series.event);
        let or = |own: &String, of: fn(&CalendarEvent) -> &String| match series {
            Some(series) if own.is_empty() => of(series).clone(),
            _ => own.clone(),
        };
        CalendarEvent {
            subject: or(&kept.event.subject, |series| &series.subject),
            place: or(&kept.event.place, |series| &series.place),
            link: or(&kept.event.link, |series| &series.link),
            all_day: kept.event.all_day || series.is_some_and(|series| series.all_day),
            ..kept.event.clone()
        }
    }

    /// What was kept of a connection's calendar, and when. What no longer opens is asked for again.
    pub async fn load(ctx: &Context, id: ConnectionId) -> Result<Option<(Self, Micros)>, Error> {
        let (sealed, at): (Option<Vec<u8>>, Option<Micros>) =
            query("SELECT calendar, calendar_at FROM connections WHERE id = $1")
                .bind(id)
                .optional(&mut ctx.read().await?)
                .await?
                .unwrap_or_default();
        let opened = sealed.and_then(|sealed| ctx.roster.key.open(CALENDAR_PURPOSE, &sealed));
        Ok(opened.and_then(|text| serde_json::from_str(&text).ok()).zip(at))
    }

    pub async fn keep(&self, ctx: &Context, id: ConnectionId) -> Result<(), Error> {
        let sealed =
            ctx.roster.key.seal(&ctx.roster.random, CALENDAR_PURPOSE, &stored::written(self, "keeping a calendar")?)?;
        let mut tx = ctx.write().await?;
        query("UPDATE connections SET calendar = $2, calendar_at = $3 WHERE id = $1 AND refresh_token IS NOT NULL")
            .bind(id)
            .bind(sealed)
            .bind(ctx.now())
            .run(&mut tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

impl Page {
    pub fn read(body: &[u8]) -> Result<Self, CallError> {
        serde_json::from_slice(body).map_err(|error| {
            tracing::warn!(%error, "a page of Microsoft Graph can't be read");
            CallError::Problem(ConnectionProblem::Unavailable)
        })
    }
}

impl PageEvent {
    /// None where it has no times.
    fn kept(&self, zone: &str) -> Option<KeptEvent> {
        let text = |text: Option<&String>| -> String {
            text.map(|text| text.chars().filter(|c| !c.is_control()).take(MAX_TEXT_LENGTH).collect())
                .unwrap_or_default()
        };
        let place = self.location.as_ref().and_then(|place| place.display_name.as_ref());
        let event = CalendarEvent {
            subject: text(self.subject.as_ref()),
            starts_at: self.start.as_ref()?.at(zone)?,
            ends_at: self.end.as_ref()?.at(zone)?,
            all_day: self.is_all_day.unwrap_or_default(),
            place: text(place),
            link: self.web_link.clone().filter(|link| link.starts_with("https://")).unwrap_or_default(),
        };
        let hidden = self.kind.as_deref() == Some("seriesMaster") || self.is_cancelled.unwrap_or_default();
        Some(KeptEvent { event, series: self.series_master_id.clone(), hidden })
    }
}

impl Moment {
    /// In the time zone that it names, or, where that is one of Windows' own names, in the one that was asked for.
    fn at(&self, asked: &str) -> Option<Micros> {
        let local: DateTime = self.date_time.parse().ok()?;
        let zone = TimeZone::get(&self.time_zone).or_else(|_| TimeZone::get(asked)).unwrap_or(TimeZone::UTC);
        local.to_zoned(zone).ok().map(|at| Timestamp::from(&at).as_microsecond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn at(text: &str) -> Micros {
        text.parse::<Timestamp>().unwrap().as_microsecond()
    }

    fn page(events: &serde_json::Value) -> Page {
        Page::read(json!({ "value": events }).to_string().as_bytes()).unwrap()
    }

    fn event(id: &str, start: &str, end: &str, more: serde_json::Value) -> serde_json::Value {
        let moment = |text: &str| json!({ "dateTime": text, "timeZone": "America/Sao_Paulo" });
        let mut event = json!({ "id": id, "start": moment(start), "end": moment(end) });
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    }

    #[test]
    fn occurrences_take_their_texts_of_the_series() {
        let mut kept = KeptCalendar::new("America/Sao_Paulo", 0);
        kept.apply(page(&json!([
            event(
                "m",
                "2026-11-02T09:00:00.0000000",
                "2026-11-02T09:30:00.0000000",
                json!({ "type": "seriesMaster", "subject": "Stand-up", "location": { "displayName": "Room 1" } })
            ),
            event(
                "o",
                "2026-12-01T09:00:00.0000000",
                "2026-12-01T09:30:00.0000000",
                json!({ "type": "occurrence", "seriesMasterId": "m" })
            ),
            event(
                "x",
                "2026-12-01T08:00:00.0000000",
                "2026-12-01T08:30:00.0000000",
                json!({ "subject": "Off", "isCancelled": true })
            ),
        ])));
        let (now, until) = (at("2026-12-01T00:00:00Z"), at("2026-12-08T00:00:00Z"));
        let next = kept.next(now, until, 5);
        assert_eq!(next.len(), 1, "{next:?}");
        assert_eq!((next[0].subject.as_str(), next[0].place.as_str()), ("Stand-up", "Room 1"));
        assert_eq!(next[0].starts_at, at("2026-12-01T12:00:00Z"));
        kept.apply(page(&json!([{ "id": "o", "@removed": { "reason": "deleted" } }])));
        assert_eq!(kept.next(now, until, 5), []);
    }

    #[test]
    fn windows_names_of_zones_mean_the_one_that_was_asked_for() {
        let moment = |zone: &str| Moment { date_time: "2026-12-01T09:00:00.0000000".into(), time_zone: zone.into() };
        assert_eq!(moment("E. South America Standard Time").at("America/Sao_Paulo"), Some(at("2026-12-01T12:00:00Z")));
        assert_eq!(moment("UTC").at("America/Sao_Paulo"), Some(at("2026-12-01T09:00:00Z")));
        let broken = Moment { date_time: "soon".into(), time_zone: "UTC".into() };
        assert_eq!(broken.at("UTC"), None);
    }
}
