//! What is done to one invitation of the list.

use crate::forms::Answer;
use crate::request::RequestContext;
use model::ids::InvitationId;
use model::invitations::UnknownDelivery;
use model::urls::Url;
use model::{Error, Fields};

/// Sends again or takes back.
pub(crate) async fn manage_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let id: InvitationId = fields.get("id").parse().map_err(|_| Error::NotFound)?;
    match fields.get("go") {
        "resend" => {
            domain::invitations::resend(&request.ctx, slug, id).await?;
            Ok(Answer::go(Url::Invitations { slug: slug.to_owned() }.with(&[("done", &id.to_string())])))
        }
        "revoke" => {
            domain::invitations::revoke(&request.ctx, slug, id).await?;
            let next = fields.get("beside").parse().map_or("none".to_owned(), |next: InvitationId| next.to_string());
            Ok(Answer::go(Url::Invitations { slug: slug.to_owned() }.with(&[("revoked", &next)])))
        }
        go => {
            let choice: UnknownDelivery = go.parse().map_err(|_| Error::NotFound)?;
            domain::invitations::settle_delivery(&request.ctx, slug, id, choice).await?;
            Ok(Answer::go(Url::Invitations { slug: slug.to_owned() }.path()))
        }
    }
}
