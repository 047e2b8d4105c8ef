//! `POST /api/v1/tokens/leaked`: secrets that someone has found where anyone could read them. No token is asked for, and
//! the answer is the same whether there was one. GitHub's secret scanning sends its reports in the second of the two
//! forms; its signature is not verified, since whoever has a secret may end it.

use crate::http::Shared;
use crate::http::address::client_address;
use crate::http::api::MAX_BODY_BYTES;
use crate::http::api::problem::Problem;
use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Extension, Router};
use domain::tokens::{Leak, TokenSecret, revoke_leaked};
use domain::{Actor, Channel, Context};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use model::Error;
use serde::Deserialize;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Calls that one network address can make at once, and then in a minute.
const CALLS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// What is looked at of one call; the rest of a longer list is left out.
const MAX_REPORTS: usize = 100;
/// Beyond so many addresses, those that have not called of late are forgotten.
const MAX_ADDRESSES: usize = 10_000;

type Limiter = DefaultKeyedRateLimiter<Option<IpAddr>>;

/// The route, with the limit that it has for itself.
pub(in crate::http::api) fn route() -> Router<Shared> {
    let limiter: Arc<Limiter> = Arc::new(RateLimiter::keyed(Quota::per_minute(CALLS_PER_MINUTE)));
    Router::new().route("/tokens/leaked", post(leaked)).layer(Extension(limiter))
}

/// One secret, or GitHub's list of them. What else they hold is not asked for.
#[derive(Deserialize)]
#[serde(untagged)]
enum Reports {
    Many(Vec<Report>),
    One(Report),
}

#[derive(Deserialize)]
struct Report {
    token: String,
    url: Option<String>,
}

async fn leaked(
    State(shared): State<Shared>,
    Extension(limiter): Extension<Arc<Limiter>>,
    request: Request,
) -> Result<StatusCode, Problem> {
    let (parts, body) = request.into_parts();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let address = peer.map(|peer| client_address(peer, &parts.headers, &shared.proxies));
    if limiter.len() > MAX_ADDRESSES {
        limiter.retain_recent();
    }
    let seconds_between = 60_u32.div_ceil(CALLS_PER_MINUTE.get());
    limiter.check_key(&address.map(subscriber)).map_err(|_| Problem::from(Error::TryLater(seconds_between)))?;
    let bytes = to_bytes(body, MAX_BODY_BYTES).await.map_err(|_| Problem::BAD_REQUEST)?;
    let reports = match serde_json::from_slice(&bytes).map_err(|_| Problem::BAD_REQUEST)? {
        Reports::Many(reports) => reports,
        Reports::One(report) => vec![report],
    };
    let leak = |report: Report| {
        let secret = TokenSecret::parse(&report.token)?;
        Some(Leak { secret, url: report.url.unwrap_or_default() })
    };
    let leaks: Vec<Leak> = reports.into_iter().filter_map(leak).take(MAX_REPORTS).collect();
    let ctx = Context::new(shared.roster.clone(), Actor::Nobody, Channel::Api, address);
    revoke_leaked(&ctx, &leaks).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One household has a /64 to call from.
fn subscriber(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}
