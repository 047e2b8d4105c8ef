//! What is posted about a workspace's settings.

use crate::forms::Answer;
use crate::visit::Visit;
use domain::workspaces::{self, domains};
use model::ids::DomainId;
use model::workspaces::{Change, Factors, General, Limits, domain};
use model::{Error, Fields};

fn version(fields: &Fields) -> Result<i64, Error> {
    fields.get("version").parse().map_err(|_| Error::Conflict)
}

pub(crate) async fn general_form(visit: &Visit, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    if fields.get("go") == "remove_picture" {
        workspaces::remove_picture(&visit.ctx, slug).await?;
        return Ok(Answer::load(format!("/w/{slug}/settings?done=picture_removed")));
    }
    let change = Change::General(General::parse(fields)?);
    workspaces::change(&visit.ctx, slug, &change, version(fields)?).await?;
    // The bar shows the name.
    Ok(Answer::load(format!("/w/{slug}/settings?done=saved")))
}

pub(crate) async fn access_form(visit: &Visit, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let change = Change::Limits(Limits::parse(fields)?);
    workspaces::change(&visit.ctx, slug, &change, version(fields)?).await?;
    Ok(Answer::load(format!("/w/{slug}/settings/access?done=saved")))
}

/// Whoever asks themselves for a second factor is led to set one up by the page that this leads to.
pub(crate) async fn factors_form(visit: &Visit, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let change = Change::Factors(Factors::parse(fields)?);
    workspaces::change(&visit.ctx, slug, &change, version(fields)?).await?;
    Ok(Answer::load(format!("/w/{slug}/settings/security?done=saved")))
}

/// `action`: add (with `domain`), verify, open, shut, remove (with `id`).
pub(crate) async fn domains_form(visit: &Visit, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let ctx = &visit.ctx;
    // The field for adding one is not where a problem with another belongs.
    let of_the_whole = |error: Error| error.moved_to("form");
    let id = || fields.get("id").parse::<DomainId>().map_err(|_| Error::NotFound);
    let done = match fields.get("action") {
        "verify" => {
            domains::verify(ctx, slug, id()?).await.map_err(of_the_whole)?;
            "verified"
        }
        action @ ("open" | "shut") => {
            domains::set_joins(ctx, slug, id()?, action == "open").await.map_err(of_the_whole)?;
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
    Ok(Answer::load(format!("/w/{slug}/settings/domains?done={done}")))
}

pub(crate) async fn transfer_form(visit: &Visit, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let email = model::fields::email(fields.get("email")).map_err(|problem| Error::at("email", problem))?;
    workspaces::transfer(&visit.ctx, slug, &email).await?;
    Ok(Answer::load(format!("/w/{slug}/settings/ownership?done=transferred")))
}

pub(crate) async fn delete_form(visit: &Visit, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    workspaces::delete(&visit.ctx, slug, fields.get("name")).await?;
    Ok(Answer::load("/workspaces?done=deleted"))
}
