//! Events as a person reads them.

use crate::present::Presenter;
use domain::connections::{Agenda, CalendarEvent};
use model::connections::{AgendaEvent, AgendaView};

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
