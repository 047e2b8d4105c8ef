//! Whether an issuer can be signed in at, before it is saved.

use crate::egress::{Target, Unreached};
use crate::oauth::Failure;
use crate::{Context, Error};
use model::Problem;
use url::Url;

/// Asks the issuer for its document; problems at `issuer`. No transaction is open meanwhile: it may take ten seconds.
/// Answers the issuer as its document writes it, where what was typed differs in its last slash alone.
pub(super) async fn check_issuer(ctx: &Context, typed: &str) -> Result<String, Error> {
    let at_issuer = |problem| Error::at("issuer", problem);
    require_reachable(ctx, typed).await.map_err(at_issuer)?;
    let failure = match fetch(ctx, typed).await {
        Ok(()) => return Ok(typed.to_owned()),
        Err(failure) => failure,
    };
    match failure {
        Failure::OtherIssuer(other) if other.trim_end_matches('/') == typed.trim_end_matches('/') => {
            fetch(ctx, &other).await.map_err(|failure| at_issuer(problem_of(typed, &failure)))?;
            Ok(other)
        }
        failure => Err(at_issuer(problem_of(typed, &failure))),
    }
}

async fn require_reachable(ctx: &Context, typed: &str) -> Result<(), Problem> {
    let target = Target::parse(typed).map_err(|_| Problem::NotAnIssuer)?;
    // OpenID Connect Discovery 1.0, 3: an issuer has no query.
    if Url::parse(typed).is_ok_and(|url| url.query().is_some()) {
        return Err(Problem::NotAnIssuer);
    }
    match ctx.roster.settings.lookup.reachable(&target).await {
        Err(_) if !target.https => Err(Problem::HttpsOnly),
        Err(Unreached::Blocked) => Err(Problem::PrivateAddress),
        _ => Ok(()),
    }
}

/// As it is now, whatever was read a moment ago.
async fn fetch(ctx: &Context, issuer: &str) -> Result<(), Failure> {
    let (providers, settings) = (&ctx.roster.providers, &ctx.roster.settings);
    providers.forget(issuer).await;
    providers.metadata(&settings.lookup, issuer, &settings.oidc_hosts).await.map(|_| ())
}

/// What people read of it; the log has the cause.
fn problem_of(issuer: &str, failure: &Failure) -> Problem {
    tracing::warn!(issuer, %failure, "an identity provider can't be set up");
    match failure {
        Failure::OtherIssuer(_) => Problem::OtherIssuer,
        Failure::ManyTenants => Problem::ManyTenants,
        Failure::ForeignHost(_) => Problem::ForeignHost,
        Failure::Unsupported(_) => Problem::ProviderUnsupported,
        _ => Problem::ProviderUnreachable,
    }
}
