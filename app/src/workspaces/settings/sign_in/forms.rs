//! What is posted about a workspace's provider.

use crate::forms::Answer;
use crate::request::{AttemptAt, Cookie, RequestContext};
use domain::sso::workspace;
use domain::sso::{Purpose, SsoError, begin};
use model::identity_provider::{GroupMapping, ProviderInput};
use model::ids::AccountId;
use model::urls::Url;
use model::{Error, Fields, Problem};

/// `action`: save (with the provider's fields, and `version` where there is one), test, map and unmap (with `group_name`
/// and `role`), require (with `break_glass` and `version`), unrequire and remove (with `version`).
pub(crate) async fn sign_in_settings_form(
    request: &RequestContext,
    slug: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let ctx = &request.ctx;
    let done = match fields.get("action") {
        "save" => save(request, slug, fields).await?,
        "test" => return test(request, slug).await,
        "map" => {
            workspace::map_group(ctx, slug, &GroupMapping::parse(fields)?, None).await?;
            "mapped"
        }
        "unmap" => {
            workspace::unmap_group(ctx, slug, &GroupMapping::parse(fields)?, None).await?;
            "unmapped"
        }
        "require" => {
            let account = fields.get("break_glass").parse::<AccountId>();
            let account = account.map_err(|_| Error::at("break_glass", Problem::NotAChoice))?;
            workspace::set_required(ctx, slug, true, Some(account), version(fields)?).await?;
            "required"
        }
        "unrequire" => {
            workspace::set_required(ctx, slug, false, None, version(fields)?).await?;
            "not_required"
        }
        "remove" => {
            workspace::remove(ctx, slug, version(fields)?).await?;
            "disconnected"
        }
        _ => return Err(Error::NotFound),
    };
    Ok(Answer::load(page(slug).with(&[("done", done)])))
}

fn page(slug: &str) -> Url {
    Url::SignInSettings { slug: slug.to_owned() }
}

/// The one that the form was opened with; none where there was no provider.
fn version(fields: &Fields) -> Result<Option<i64>, Error> {
    match fields.get("version") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Error::Conflict),
    }
}

async fn save(request: &RequestContext, slug: &str, fields: &Fields) -> Result<&'static str, Error> {
    let version = version(fields)?;
    let saved = workspace::save(&request.ctx, slug, &ProviderInput::parse(fields)?, version).await?;
    Ok(match (version, saved.reset) {
        (None, _) => "connected",
        (Some(_), true) => "reset",
        (Some(_), false) => "saved",
    })
}

/// On to the provider; what it tells is on this page when the person is back.
async fn test(request: &RequestContext, slug: &str) -> Result<Answer, Error> {
    let found = workspace::show(&request.ctx, slug).await?;
    let key = found.provider.ok_or(Error::NotFound)?.id.to_string();
    let next = page(slug).with(&[("done", "tested")]);
    match begin(&request.ctx, &key, Purpose::Test, &next).await {
        Ok(begun) => {
            let cookie = Cookie::attempt(AttemptAt::IdentityProvider, &begun);
            Ok(Answer::load(begun.location).with(cookie))
        }
        Err(SsoError::Verb(error)) => Err(error),
        Err(SsoError::Problem(problem)) => {
            let to = Url::ProviderFailed { provider: key };
            Ok(Answer::load(to.with(&[("why", problem.name())])))
        }
    }
}
