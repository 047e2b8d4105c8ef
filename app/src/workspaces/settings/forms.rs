//! What is posted about a workspace's settings.

use crate::forms::{Answer, question, save_or_ask};
use crate::present::Presenter;
use crate::request::RequestContext;
use domain::members::roles::Role;
use domain::workspaces::{self, domains};
use model::ids::DomainId;
use model::merge::{Base, Difference};
use model::urls::Url;
use model::workspaces::{Change, Factors, General, Limits, domain};
use model::{Error, FieldErrors, Fields, Language};

pub(crate) async fn general_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    if fields.get("go") == "remove_picture" {
        workspaces::remove_picture(&request.ctx, slug).await?;
        return Ok(Answer::load(Url::WorkspaceSettings { slug: slug.to_owned() }.with(&[("done", "picture_removed")])));
    }
    // The bar shows the name.
    let url = Url::WorkspaceSettings { slug: slug.to_owned() };
    save(request, slug, url, fields, |fields| Ok(Change::General(General::parse(fields)?))).await
}

pub(crate) async fn access_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let url = Url::AccessSettings { slug: slug.to_owned() };
    save(request, slug, url, fields, |fields| Ok(Change::Limits(Limits::parse(fields)?))).await
}

/// Whoever asks themselves for a second factor is led to set one up by the page that this leads to.
pub(crate) async fn factors_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let url = Url::SecuritySettings { slug: slug.to_owned() };
    save(request, slug, url, fields, |fields| Ok(Change::Factors(Factors::parse(fields)?))).await
}

/// Saves one part of the settings, which is edited at this address.
async fn save(
    request: &RequestContext,
    slug: &str,
    url: Url,
    fields: &Fields,
    parse: fn(&Fields) -> Result<Change, FieldErrors>,
) -> Result<Answer, Error> {
    let mine = parse(fields)?;
    let base = Base::read(fields, |shown| parse(shown).ok());
    let save = || async {
        workspaces::change(&request.ctx, slug, &mine, base.clone()).await?;
        Ok(Answer::load(url.with(&[("done", "saved")])))
    };
    let ask = || async {
        let settings = workspaces::settings(&request.ctx, slug).await?;
        let (saved, version) = match &mine {
            Change::General(_) => (Change::General(settings.general.clone()), settings.version),
            Change::Limits(_) => (Change::Limits(settings.limits.clone()), settings.version),
            Change::Factors(_) => workspaces::set_factors(&request.ctx, slug).await?,
        };
        let merged = base.merge(&mine, &saved, version);
        let said = Said { presenter: Presenter::new(request), roles: &settings.roles };
        let differences = merged.conflicts.iter().map(|field| said.difference(field, &saved, &mine)).collect();
        Ok(question(&url.path(), differences, merged.value.written(), (&saved.written(), version), fields))
    };
    save_or_ask(save, ask).await
}

/// Settings in words.
struct Said<'a> {
    presenter: Presenter,
    roles: &'a [Role],
}

impl Said<'_> {
    fn difference(&self, field: &str, saved: &Change, mine: &Change) -> Difference {
        let t = self.presenter.t;
        let label = match (field, mine) {
            ("name", _) => t.get("field.workspace"),
            ("roles", _) => t.get("workspace.factors.who"),
            ("super_users", _) => t.get("role.super_user"),
            _ => t.get(&format!("workspace.{field}")),
        };
        let (saved, mine) = (self.text(field, saved), self.text(field, mine));
        Difference { field: field.to_owned(), label: label.to_owned(), saved, mine }
    }

    fn text(&self, field: &str, change: &Change) -> String {
        let t = self.presenter.t;
        let fields = change.written();
        match field {
            "languages" => {
                let named = fields.all(field).filter_map(|tag| tag.parse().ok()).map(Language::own_name);
                named.collect::<Vec<_>>().join(", ")
            }
            "country" => self.presenter.country_name(fields.get(field)),
            "default_role" if fields.get(field).is_empty() => t.get("role.member").to_owned(),
            "default_role" | "roles" => {
                let given = self.roles.iter().filter(|role| fields.all(field).any(|id| id == role.id.to_string()));
                given.map(|role| self.presenter.role_name(role)).collect::<Vec<_>>().join(", ")
            }
            "super_users" => t.get(if fields.ticked(field) { "word.yes" } else { "word.no" }).to_owned(),
            _ => fields.get(field).to_owned(),
        }
    }
}

/// `action`: add (with `domain`), verify, open, shut, remove (with `id`).
pub(crate) async fn domains_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let ctx = &request.ctx;
    // The field for adding one is not where a problem with another belongs.
    let of_the_whole = |error: Error| error.moved_to("form");
    let id = || fields.get("id").parse::<DomainId>().map_err(|_| Error::NotFound);
    let done = match fields.get("action") {
        "verify" => {
            domains::verify(ctx, slug, id()?).await.map_err(of_the_whole)?;
            "verified"
        }
        action @ ("open" | "shut") => {
            domains::set_auto_join(ctx, slug, id()?, action == "open").await.map_err(of_the_whole)?;
            if action == "open" { "opened" } else { "closed" }
        }
        "remove" => {
            domains::remove(ctx, slug, id()?).await?;
            "removed"
        }
        _ => {
            let name = domain(fields.get("domain")).map_err(|problem| Error::at("domain", problem))?;
            domains::add(ctx, slug, &name).await?;
            "added"
        }
    };
    Ok(Answer::load(Url::DomainSettings { slug: slug.to_owned() }.with(&[("done", done)])))
}

pub(crate) async fn transfer_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let email = model::fields::email(fields.get("email")).map_err(|problem| Error::at("email", problem))?;
    workspaces::transfer(&request.ctx, slug, &email).await?;
    Ok(Answer::load(Url::OwnershipSettings { slug: slug.to_owned() }.with(&[("done", "transferred")])))
}

pub(crate) async fn delete_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    workspaces::delete(&request.ctx, slug, fields.get("name")).await?;
    Ok(Answer::load(Url::Workspaces.with(&[("done", "deleted")])))
}
