//! What is posted about credits.

use crate::forms::Answer;
use crate::request::RequestContext;
use domain::credits::{self, caps, requests};
use model::credits::{AlertsInput, CapInput, CorrectionInput, CreditRequestInput, DecisionInput, GrantInput};
use model::ids::{CapId, CreditRequestId, EntryId, HoldId};
use model::urls::Url;
use model::{Error, Fields};

/// `action`: activate, deactivate, void (with `hold`), alerts (with `forecast_days`).
pub(crate) async fn wallet_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let ctx = &request.ctx;
    let done = match fields.get("action") {
        "activate" => credits::set_active(ctx, slug, true).await.map(|()| "activated"),
        "deactivate" => credits::set_active(ctx, slug, false).await.map(|()| "deactivated"),
        "void" => {
            let id: HoldId = fields.get("hold").parse().map_err(|_| Error::NotFound)?;
            credits::void(ctx, slug, id).await.map(|_| "voided")
        }
        "alerts" => credits::set_alerts(ctx, slug, AlertsInput::parse(fields)?).await.map(|()| "alerts"),
        _ => Err(Error::NotFound),
    };
    let to = Url::WorkspaceBilling { slug: slug.to_owned() };
    Ok(Answer::load(to.with(&[("done", done?)])))
}

/// `category`, `amount`, `priority`, `effective_at`, `expires_at`, `note`.
pub(crate) async fn grant_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    credits::grant(&request.ctx, slug, &GrantInput::parse(fields)?).await?;
    let to = Url::WorkspaceBilling { slug: slug.to_owned() };
    Ok(Answer::load(to.with(&[("done", "granted")])))
}

/// `amount`, `note`.
pub(crate) async fn correct_form(
    request: &RequestContext,
    slug: &str,
    id: EntryId,
    fields: &Fields,
) -> Result<Answer, Error> {
    let fields = fields.clone().with("entry", id.to_string());
    credits::correct(&request.ctx, slug, &CorrectionInput::parse(&fields)?).await?;
    let to = Url::Ledger { slug: slug.to_owned() };
    Ok(Answer::load(to.with(&[("done", "corrected")])))
}

/// `action`: add (with `amount`, `feature`, `role`, `email`), delete (with `cap`).
pub(crate) async fn caps_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let done = match fields.get("action") {
        "add" => {
            let user = caps::member_by_email(&request.ctx, slug, fields.get("email")).await?;
            let input =
                CapInput::parse(&fields.clone().with("user", user.map(|id| id.to_string()).unwrap_or_default()));
            let input = input.map_err(|errors| errors.renamed("user", "email"))?;
            caps::create(&request.ctx, slug, &input).await?;
            "cap_added"
        }
        "delete" => {
            let id: CapId = fields.get("cap").parse().map_err(|_| Error::NotFound)?;
            caps::delete(&request.ctx, slug, id).await?;
            "cap_deleted"
        }
        _ => return Err(Error::NotFound),
    };
    let to = Url::CreditCaps { slug: slug.to_owned() };
    Ok(Answer::load(to.with(&[("done", done)])))
}

/// `request`, `decision`, `amount`, `answer`.
pub(crate) async fn decide_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let id: CreditRequestId = fields.get("request").parse().map_err(|_| Error::NotFound)?;
    let decision = DecisionInput::parse(fields)?;
    requests::decide(&request.ctx, slug, id, &decision).await?;
    let done = if decision.approved.is_some() { "approved" } else { "rejected" };
    let to = Url::CreditRequests { slug: slug.to_owned() };
    Ok(Answer::load(to.with(&[("done", done)])))
}

/// `amount`, `reason`.
pub(crate) async fn request_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    requests::create(&request.ctx, slug, &CreditRequestInput::parse(fields)?).await?;
    let to = Url::MyCredits { slug: slug.to_owned() };
    Ok(Answer::load(to.with(&[("done", "requested")])))
}
