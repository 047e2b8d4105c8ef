//! The ledger as a table for spreadsheets: words in the reader's language, moments in UTC, as
//! statements count days.

use super::present::feature_name;
use crate::present::Presenter;
use crate::request::RequestContext;
use domain::clock::Micros;
use domain::credits::Entry;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use model::credits::EntryQuery;
use sheets::{Cell, WriteError, Writer};
use std::fmt;
use std::io::Write;

pub struct LedgerTable {
    presenter: Presenter,
    slug: String,
    /// Of one person: what all have left is not theirs to see.
    mine: bool,
    month: Option<String>,
}

impl LedgerTable {
    pub fn new(request: &RequestContext, slug: &str, asked: &EntryQuery) -> Self {
        let month = asked.month.map(|month| month.to_string());
        Self { presenter: Presenter::new(request), slug: slug.to_owned(), mine: asked.mine, month }
    }

    pub fn header(&self) -> Vec<&'static str> {
        let keys = [
            "credits.entry.number",
            "credits.entry.at",
            "credits.entry.kind",
            "credits.entry.feature",
            "credits.entry.amount",
            "credits.entry.balance",
            "credits.entry.category",
            "credits.entry.user",
            "credits.entry.note",
            "credits.entry.id",
            "credits.entry.movement",
            "credits.entry.corrects",
        ];
        let keys = keys.into_iter().filter(|key| !(self.mine && *key == "credits.entry.balance"));
        keys.map(|key| self.presenter.t.get(key)).collect()
    }

    /// `credits-acme-2026-11`, or with the day by the reader's calendar.
    pub fn file_name(&self) -> String {
        let today = self.presenter.local(self.presenter.now).date();
        let of = self.month.clone().unwrap_or_else(|| today.to_string());
        format!("credits-{}-{of}", self.slug)
    }

    /// Writes a page of an export.
    pub fn write<W: Write + Send>(&self, writer: &mut Writer<W>, entries: Vec<Entry>) -> Result<(), WriteError> {
        let t = self.presenter.t;
        for entry in entries {
            let user = entry.user.map(|(_, name)| name).unwrap_or_default();
            let (id, movement) = (entry.id.to_string(), entry.movement.to_string());
            let corrects = entry.corrects.map(|id| id.to_string()).unwrap_or_default();
            let feature = feature_name(t, &entry.feature);
            let mut row = vec![
                Cell::Number(entry.n),
                Cell::Time(utc(entry.at)),
                Cell::Text(t.get(&format!("credits.kind.{}", entry.kind.name()))),
                Cell::Text(&feature),
                Cell::Number(entry.amount),
                Cell::Number(entry.balance),
                Cell::Text(t.get(&format!("credits.category.{}", entry.category.name()))),
                Cell::Text(&user),
                Cell::Text(&entry.note),
                Cell::Text(&id),
                Cell::Text(&movement),
                Cell::Text(&corrects),
            ];
            if self.mine {
                row.remove(5);
            }
            writer.row(&row)?;
        }
        Ok(())
    }
}

fn utc(at: Micros) -> DateTime {
    Timestamp::from_microsecond(at).unwrap_or_default().to_zoned(TimeZone::UTC).datetime()
}

impl fmt::Debug for LedgerTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LedgerTable").finish_non_exhaustive()
    }
}
