//! What is decided about an import.

use crate::forms::Answer;
use crate::request::RequestContext;
use domain::jobs;
use domain::users::import;
use model::ids::JobId;
use model::imports::Mapping;
use model::urls::Url;
use model::{Error, Fields};

/// The columns, the plan, the rest of it, or all of it again backwards.
pub(crate) async fn import_form(
    request: &RequestContext,
    slug: &str,
    id: JobId,
    fields: &Fields,
) -> Result<Answer, Error> {
    let ctx = &request.ctx;
    match fields.get("go") {
        "map" => {
            let columns = import::show(ctx, slug, id, None, None).await?.task.header.len();
            import::map(ctx, slug, id, Mapping::parse(fields, columns)?).await?;
        }
        "apply" => import::apply(ctx, slug, id).await?,
        "cancel" => jobs::cancel(ctx, slug, id).await?,
        "undo" => import::undo(ctx, slug, id).await?,
        _ => return Err(Error::Conflict),
    }
    Ok(Answer::load(Url::Import { slug: slug.to_owned(), job: id }))
}
