//! What the settings' pages ask the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::workspaces::{DomainRow, FactorsView, SettingsView};

#[server(prefix = "/fn", endpoint = "workspaces/settings", input = Json, output = Postcard)]
pub async fn read_settings(slug: String) -> Result<SettingsView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::workspaces::settings(&request.ctx, &slug).await)?;
    let presenter = crate::present::Presenter::new(&request);
    let settings = &request.ctx.roster.settings;
    let default = found.roles.iter().find(|role| Some(role.id) == found.general.default_role);
    let whole = |seconds: u64, unit: u64| u32::try_from(seconds / unit).unwrap_or(u32::MAX);
    Ok(SettingsView {
        default_role: default.map(|role| presenter.role_name(role)).unwrap_or_default(),
        slug: found.slug,
        general: found.general,
        limits: found.limits,
        countries: crate::country_names::countries(request.preferences.language),
        invitation_days: whole(settings.invitation_ttl.as_secs(), 86_400),
        idle_minutes: whole(settings.session_idle.as_secs(), 60),
        session_hours: whole(settings.session_max.as_secs(), 3_600),
        // The built-in "Member" is what there is without a choice.
        roles: found
            .given
            .iter()
            .filter(|role| role.builtin.as_deref() != Some("member"))
            .map(|role| presenter.role(role))
            .collect(),
        owner: found.owner.unwrap_or_default(),
        may_edit: found.may_edit,
        version: found.version,
    })
}

/// Who needs a second factor.
#[server(prefix = "/fn", endpoint = "workspaces/factors", input = Json, output = Postcard)]
pub async fn read_factors(slug: String) -> Result<FactorsView, Failure> {
    use domain::roles::FactorCoverage;
    use model::users::RoleChoice;
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::workspaces::factors(&request.ctx, &slug).await)?;
    let presenter = crate::present::Presenter::new(&request);
    let row = |role, name, asked: FactorCoverage| model::workspaces::FactorRow {
        role,
        name,
        required: asked.required,
        people: asked.people,
        without: asked.without,
    };
    let name = request.texts().get("role.super_user");
    let super_users = row(RoleChoice::SuperUser, name.to_owned(), found.super_users);
    let roles = found.roles.into_iter();
    let roles = roles.map(|(role, asked)| row(RoleChoice::Role(role.id), presenter.role_name(&role), asked));
    Ok(FactorsView {
        rows: std::iter::once(super_users).chain(roles).collect(),
        slug,
        has_none: found.has_none,
        may_edit: found.may_edit,
        version: found.version,
    })
}

#[server(prefix = "/fn", endpoint = "workspaces/domains", input = Json, output = Postcard)]
pub async fn read_domains(slug: String) -> Result<Vec<DomainRow>, Failure> {
    use domain::workspaces::domains::{FILE, RECORD};
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::workspaces::domains::list(&request.ctx, &slug).await)?;
    let presenter = crate::present::Presenter::new(&request);
    let row = |one: domain::workspaces::domains::Listed| DomainRow {
        id: one.id,
        record: format!("{RECORD}.{}", one.domain),
        file: format!("https://{}{FILE}", one.domain),
        domain: one.domain,
        proof: one.proof,
        verified: one.verified_at.map(|at| presenter.when(at)),
        auto_join: one.auto_join,
    };
    Ok(found.into_iter().map(row).collect())
}
