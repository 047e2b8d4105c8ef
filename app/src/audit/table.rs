//! The audit as a table for spreadsheets: sentences in the reader's language, moments in their time zone, states as
//! JSON.

use super::changes::cut;
use crate::present::Presenter;
use crate::request::RequestContext;
use domain::audit_log::Recorded;
use serde_json::Value;
use sheets::{Cell, WriteError, Writer};
use std::fmt;
use std::io::Write;

/// What a cell of an XLSX can hold, in characters.
const MAX: usize = 32_000;

pub struct AuditTable {
    presenter: Presenter,
}

impl AuditTable {
    pub fn new(request: &RequestContext) -> Self {
        Self { presenter: Presenter::new(request) }
    }

    pub fn header(&self) -> Vec<&'static str> {
        let keys = [
            "audit.when",
            "audit.event",
            "audit.who",
            "field.email",
            "audit.action",
            "audit.whom",
            "audit.id",
            "audit.how",
            "audit.address",
            "audit.before",
            "audit.after",
            "audit.token",
        ];
        keys.map(|key| self.presenter.t.get(key)).into()
    }

    /// `audit-acme-2026-11-22`, by the reader's calendar.
    pub fn file_name(&self, slug: &str) -> String {
        let today = self.presenter.local(self.presenter.now).date();
        format!("audit-{slug}-{today}")
    }

    /// Writes a page of an export.
    pub fn write<W: Write + Send>(&self, writer: &mut Writer<W>, events: &[Recorded]) -> Result<(), WriteError> {
        for event in events {
            let state =
                |state: &Option<Value>| state.as_ref().map(|state| cut(&state.to_string(), MAX)).unwrap_or_default();
            let (sentence, how, id) =
                (self.presenter.sentence(event), self.presenter.channel(&event.channel), event.target_id);
            let (before, after) = (state(&event.before), state(&event.after));
            writer.row(&[
                Cell::Time(self.presenter.local(event.at)),
                Cell::Text(&sentence),
                Cell::Text(event.by.as_deref().unwrap_or_default()),
                Cell::Text(event.who.as_deref().unwrap_or_default()),
                Cell::Text(&event.action),
                Cell::Text(&event.target),
                Cell::Text(&id.map(|id| id.to_string()).unwrap_or_default()),
                Cell::Text(&how),
                Cell::Text(&event.address),
                Cell::Text(&before),
                Cell::Text(&after),
                Cell::Text(event.token.as_deref().unwrap_or_default()),
            ])?;
        }
        Ok(())
    }
}

impl fmt::Debug for AuditTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditTable").finish_non_exhaustive()
    }
}
