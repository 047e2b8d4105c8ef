//! What is posted about webhooks.

use crate::forms::Answer;
use crate::request::RequestContext;
use crate::state::Posted;
use domain::webhooks;
use jiff::civil::Date;
use model::fields::calendar_day;
use model::ids::{EventId, WebhookId};
use model::urls::Url;
use model::webhooks::WebhookInput;
use model::{Error, Fields, Problem};

/// `url`, `description`, `events`, `payload`.
pub(crate) async fn new_webhook_form(
    request: &RequestContext,
    slug: &str,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let created = webhooks::create(&request.ctx, slug, &WebhookInput::parse(fields)?).await?;
    Ok(shown(path, slug, created.id, created.secret.reveal()))
}

/// `action`: save (with the fields of a new one and `version`), enable, disable, test, rotate, replay (with `since`),
/// delete.
pub(crate) async fn webhook_form(
    request: &RequestContext,
    slug: &str,
    id: WebhookId,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let ctx = &request.ctx;
    let done = match fields.get("action") {
        "save" => {
            let version = fields.get("version").parse().map_err(|_| Error::Conflict)?;
            webhooks::edit(ctx, slug, id, &WebhookInput::parse(fields)?, version).await?;
            "saved"
        }
        action @ ("enable" | "disable") => {
            webhooks::set_enabled(ctx, slug, id, action == "enable").await?;
            if action == "enable" { "enabled" } else { "disabled" }
        }
        "test" => {
            webhooks::send_test(ctx, slug, id).await?;
            "tested"
        }
        "replay" => {
            let since = beginning_of_day(request, fields.get("since"));
            let since = since.map_err(|problem| Error::at("since", problem))?;
            webhooks::replay_failed(ctx, slug, id, since).await?;
            "replayed"
        }
        "rotate" => {
            let secret = webhooks::rotate_secret(ctx, slug, id).await?;
            return Ok(shown(path, slug, id, secret.reveal()));
        }
        "delete" => {
            webhooks::delete(ctx, slug, id, None).await?;
            return Ok(Answer::load(Url::Webhooks { slug: slug.to_owned() }.with(&[("done", "deleted")])));
        }
        _ => return Err(Error::NotFound),
    };
    Ok(Answer::load(Url::Webhook { slug: slug.to_owned(), id }.with(&[("done", done)])))
}

/// `action`: replay.
pub(crate) async fn replay_form(
    request: &RequestContext,
    slug: &str,
    id: WebhookId,
    event: EventId,
) -> Result<Answer, Error> {
    webhooks::replay(&request.ctx, slug, id, event).await?;
    Ok(Answer::load(Url::Webhook { slug: slug.to_owned(), id }.with(&[("done", "replayed")])))
}

/// The secret, and where its reader goes on to.
fn shown(path: &str, slug: &str, id: WebhookId, secret: String) -> Answer {
    let page = Url::Webhook { slug: slug.to_owned(), id }.path();
    Answer::show(Posted { path: path.to_owned(), codes: vec![secret, page], ..Posted::default() })
}

/// The moment at which a day begins where the reader is.
fn beginning_of_day(request: &RequestContext, text: &str) -> Result<i64, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::Required);
    }
    let day: Date = calendar_day(text.trim())?.parse().map_err(|_| Problem::NotADay)?;
    let begins = day.to_zoned(request.zone()).map_err(|_| Problem::NotADay)?;
    Ok(begins.timestamp().as_microsecond())
}
