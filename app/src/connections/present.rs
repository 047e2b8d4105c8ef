//! Connections as a person reads them.

use crate::present::Presenter;
use domain::connections::{Connection, ServiceState};
use model::connections::{ConnectionView, IntegrationsView, ServiceCard};

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
