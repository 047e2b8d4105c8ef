//! What is decided about an import.

use crate::forms::Answer;
use crate::request::RequestContext;
use crate::state::Posted;
use domain::jobs;
use domain::users::import;
use model::ids::JobId;
use model::imports::Mapping;
use model::urls::Url;
use model::{Error, Fields, Harmless};

/// How the file is read, the columns, the plan, the rest of it, or all of it again backwards.
pub(crate) async fn import_form(
    request: &RequestContext,
    slug: &str,
    id: JobId,
    fields: &Fields,
) -> Result<Answer, Error> {
    let ctx = &request.ctx;
    let here = Url::Import { slug: slug.to_owned(), job: id };
    match fields.get("go") {
        go @ ("map" | "read") => {
            let task = import::show(ctx, slug, id, None, None).await?.task;
            let wished = task.wished.wished(fields, &task.reading)?;
            // Whoever goes on with another choice sees first what it makes of the file.
            if go == "read" || wished != task.wished {
                if let Err(problem) = import::reread(ctx, slug, id, wished, task.mapping.drafted(fields)).await? {
                    let values = Harmless::of(fields);
                    return Ok(Answer::show(Posted {
                        path: here.path(),
                        values,
                        file: Some(problem),
                        ..Posted::default()
                    }));
                }
            } else {
                import::map(ctx, slug, id, Mapping::parse(fields, task.header.len())?).await?;
            }
        }
        "apply" => import::apply(ctx, slug, id).await?,
        "cancel" => jobs::cancel(ctx, slug, id).await?,
        "undo" => import::undo(ctx, slug, id).await?,
        _ => return Err(Error::Conflict),
    }
    Ok(Answer::load(here))
}
