//! What is posted about groups.

use crate::forms::Answer;
use crate::visit::Visit;
use domain::groups;
use model::groups::GroupInput;
use model::ids::GroupId;
use model::{Error, Fields};

fn group(id: &str) -> Result<GroupId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

pub(crate) async fn create_form(visit: &Visit, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let id = groups::create(&visit.ctx, slug, &GroupInput::parse(fields)?).await?;
    Ok(Answer::go(format!("/w/{slug}/groups?done=created&which={id}")))
}

pub(crate) async fn save_form(visit: &Visit, slug: &str, id: &str, fields: &Fields) -> Result<Answer, Error> {
    let id = group(id)?;
    let version = fields.get("version").parse().unwrap_or_default();
    groups::edit(&visit.ctx, slug, id, &GroupInput::parse(fields)?, version).await?;
    // The reader's own rights may be others now.
    Ok(Answer::load(format!("/w/{slug}/groups?done=saved&which={id}")))
}

pub(crate) async fn delete_form(visit: &Visit, slug: &str, id: &str) -> Result<Answer, Error> {
    groups::delete(&visit.ctx, slug, group(id)?).await?;
    Ok(Answer::load(format!("/w/{slug}/groups?done=deleted")))
}
