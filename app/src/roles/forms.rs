//! What is posted about roles.

use crate::forms::Answer;
use crate::visit::Visit;
use domain::roles;
use model::ids::RoleId;
use model::roles::RoleInput;
use model::{Error, Fields};

fn role(id: &str) -> Result<RoleId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

pub(crate) async fn create_form(visit: &Visit, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let id = roles::create(&visit.ctx, slug, &RoleInput::parse(fields)?).await?;
    Ok(Answer::go(format!("/w/{slug}/roles?done=created&which={id}")))
}

pub(crate) async fn save_form(visit: &Visit, slug: &str, id: &str, fields: &Fields) -> Result<Answer, Error> {
    let id = role(id)?;
    let version = fields.get("version").parse().unwrap_or_default();
    roles::edit(&visit.ctx, slug, id, &RoleInput::parse(fields)?, version).await?;
    // The reader's own rights may be others now.
    Ok(Answer::load(format!("/w/{slug}/roles?done=saved&which={id}")))
}

pub(crate) async fn delete_form(visit: &Visit, slug: &str, id: &str, fields: &Fields) -> Result<Answer, Error> {
    roles::delete(&visit.ctx, slug, role(id)?, fields.get("role").parse().ok()).await?;
    Ok(Answer::load(format!("/w/{slug}/roles?done=deleted")))
}
