//! What is posted to the Lab.

use crate::forms::Answer;
use crate::request::RequestContext;
use domain::lab;
use model::lab::Feature;
use model::urls::Url;
use model::{Error, Fields};

/// `action`: on (with `feature`, and its key again as `consent`), off (with `feature`), all_off, previews (with `hide`),
/// dismiss. Each is loaded afresh: what is on decides what every page is made of.
pub(crate) async fn lab_form(request: &RequestContext, fields: &Fields) -> Result<Answer, Error> {
    let ctx = &request.ctx;
    let feature = || Feature::named(fields.get("feature")).ok_or(Error::NotFound);
    let done = match fields.get("action") {
        "on" => {
            let feature = feature()?;
            lab::turn_on(ctx, feature, fields.get("consent") == feature.key()).await?;
            "turned_on"
        }
        "off" => {
            lab::turn_off(ctx, feature()?).await?;
            "turned_off"
        }
        "all_off" => {
            lab::turn_all_off(ctx).await?;
            "all_off"
        }
        "previews" => {
            lab::set_previews(ctx, fields.ticked("hide")).await?;
            "saved"
        }
        "dismiss" => {
            lab::dismiss(ctx).await?;
            return Ok(Answer::load(Url::Lab));
        }
        _ => return Err(Error::NotFound),
    };
    Ok(Answer::load(Url::Lab.with(&[("done", done)])))
}
