//! Connections and events as a person reads them.

use crate::present::Presenter;
use domain::connections::{Agenda, CalendarEvent, Connection, ServiceState};
use model::connections::{AgendaEvent, AgendaView, ConnectionView, IntegrationsView, ServiceCard};

pub(super) fn integrations(presenter: &Presenter, found: Vec<ServiceState>) -> IntegrationsView {
    let connection = |one: Connection| ConnectionView {
        name: one.name,
        email: one.email,
        since: presenter.when(one.connected_at),
        last_used: one.last_used_at.map(|at| presenter.when(at)),
        problem: one.problem,
    };
    let card = |state: ServiceState| ServiceCard {
        service: state.kind,
        offered: state.offered,
        consent_link: state.consent_link,
        revoke_link: state.revoke_link,
        connection: state.connection.map(connection),
    };
    IntegrationsView { cards: found.into_iter().map(card).collect() }
}

pub(super) fn agenda(presenter: &Presenter, found: Agenda) -> AgendaView {
    match found {
        Agenda::NotConnected => AgendaView::NotConnected,
        Agenda::Problem(problem) => AgendaView::Problem(problem),
        Agenda::Events(events) => AgendaView::Events(events.into_iter().map(|one| event(presenter, one)).collect()),
    }
}

fn event(presenter: &Presenter, one: CalendarEvent) -> AgendaEvent {
    let (starts, ends) = (presenter.local(one.starts_at), presenter.local(one.ends_at));
    let day = presenter.t.date(starts.year(), starts.month(), starts.day());
    let when = if one.all_day {
        presenter.t.with("connection.agenda.all_day", &[("day", &day)])
    } else {
        format!("{day}, {}–{}", starts.strftime("%H:%M"), ends.strftime("%H:%M"))
    };
    AgendaEvent { subject: one.subject, iso: presenter.when(one.starts_at).iso, when, place: one.place, link: one.link }
}
