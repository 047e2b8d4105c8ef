//! What is posted about one's workspaces.

use crate::forms::Answer;
use crate::request::RequestContext;
use domain::{auth, workspaces};
use model::urls::Url;
use model::workspaces::NewWorkspace;
use model::{Error, Fields};

/// `join` (a slug), `restore` (an id) or `prove`.
pub(crate) async fn workspaces_form(request: &RequestContext, fields: &Fields) -> Result<Answer, Error> {
    if fields.has("join") {
        let slug = fields.get("join");
        workspaces::domains::join(&request.ctx, slug).await?;
        return Ok(Answer::load(Url::Workspace { slug: slug.to_owned() }));
    }
    if fields.has("restore") {
        let id = fields.get("restore").parse().map_err(|_| Error::NotFound)?;
        workspaces::restore(&request.ctx, id).await?;
        return Ok(Answer::load(Url::Workspaces.with(&[("done", "restored")])));
    }
    auth::request_email_verification(&request.ctx).await?;
    Ok(Answer::load(Url::Workspaces.with(&[("done", "proof_sent")])))
}

pub(crate) async fn create_form(request: &RequestContext, fields: &Fields) -> Result<Answer, Error> {
    let new = NewWorkspace::parse(fields)?;
    workspaces::create(&request.ctx, &new).await?;
    Ok(Answer::load(Url::Workspace { slug: new.slug.clone() }))
}
