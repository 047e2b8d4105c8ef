//! What is posted to the tab.

use crate::forms::Answer;
use crate::request::RequestContext;
use domain::connections;
use model::connections::ServiceKind;
use model::urls::Url;
use model::{Error, Fields};

/// `action`: disconnect (with `service`).
pub(crate) async fn integrations_form(request: &RequestContext, fields: &Fields) -> Result<Answer, Error> {
    let service: ServiceKind = fields.get("service").parse().map_err(|_| Error::NotFound)?;
    if fields.get("action") != "disconnect" {
        return Err(Error::NotFound);
    }
    connections::disconnect(&request.ctx, service).await?;
    Ok(Answer::go(Url::Integrations.with(&[("done", "disconnected")])))
}
