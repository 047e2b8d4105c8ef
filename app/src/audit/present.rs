//! From the audit's rows to what a person reads.

use super::timeline::sentence;
use crate::present::Presenter;
use domain::audit::AuditEvent;
use domain::audit_log::{AuditEntries, Recorded};
use domain::clock::Micros;
use domain::members::roles::Role;
use model::audit::{AuditEntry, AuditPage, Channel, Day, EventRow};

impl Presenter {
    pub(crate) fn audit_entry(&self, event: AuditEvent) -> AuditEntry {
        let by = self.by(event.by, event.token.as_deref());
        AuditEntry { action: event.action, by, target: event.target, when: self.when(event.at) }
    }

    pub(super) fn audit(&self, found: AuditEntries) -> AuditPage {
        let mut days: Vec<Day> = Vec::new();
        for event in found.events {
            let (day, row) = (self.day(event.at), self.event(event, &found.roles));
            match days.last_mut().filter(|last| last.day == day) {
                Some(last) => last.events.push(row),
                None => days.push(Day { day, events: vec![row] }),
            }
        }
        AuditPage { days, next: found.next, previous: found.previous, actions: found.actions }
    }

    fn event(&self, event: Recorded, roles: &[Role]) -> EventRow {
        let changes = self.changes(&event, roles);
        let by = self.by(event.by, event.token.as_deref());
        EventRow {
            id: event.id,
            who: event.who.unwrap_or_default(),
            whom: event.target_id.map(|id| id.to_string()).unwrap_or_default(),
            time: self.local(event.at).strftime("%H:%M:%S").to_string(),
            how: self.channel(&event.channel),
            address: event.address,
            token: event.token.map(|token| self.token_named(&token)).unwrap_or_default(),
            changes,
            audit_entry: AuditEntry {
                action: event.action,
                by,
                target: event.target,
                when: self.when_to_the_second(event.at),
            },
        }
    }

    fn day(&self, at: Micros) -> String {
        let at = self.local(at);
        self.t.date(at.year(), at.month(), at.day())
    }

    pub(super) fn channel(&self, name: &str) -> String {
        let text = |channel: Channel| self.t.get(&format!("audit.channel.{}", channel.key()));
        Channel::named(name).map_or(name, text).to_owned()
    }

    /// An event in one line.
    pub(super) fn sentence(&self, event: &Recorded) -> String {
        let target = if event.target.is_empty() { self.t.get("audit.someone") } else { &event.target };
        let values = [
            ("by", self.by(event.by.clone(), event.token.as_deref())),
            ("target", target.to_owned()),
            ("action", event.action.clone()),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        model::i18n::fill(sentence(self.t, &event.action), &values)
    }

    /// What no person did, a token of the workspace's own did, or else Roster.
    fn by(&self, by: Option<String>, token: Option<&str>) -> String {
        by.or_else(|| token.map(|token| self.token_named(token))).unwrap_or_else(|| "Roster".to_owned())
    }

    /// "Token: Nightly export".
    pub(super) fn token_named(&self, description: &str) -> String {
        if description.is_empty() {
            return self.t.get("audit.token").to_owned();
        }
        self.t.with("audit.token_named", &[("token", description)])
    }
}
