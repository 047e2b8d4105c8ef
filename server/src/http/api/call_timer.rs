//! What a call was and how long it took, for the log of its token's calls.

use axum::extract::MatchedPath;
use axum::http::StatusCode;
use axum::http::request::Parts;
use domain::call_log::TokenCall;
use domain::{Context, Roster};
use model::ids::TokenId;
use std::net::IpAddr;
use std::time::Instant;
use uuid::Uuid;

pub(super) struct CallTimer {
    begun: Instant,
    id: Option<Uuid>,
    token: Option<TokenId>,
    slug: Option<String>,
    method: String,
    route: String,
    address: Option<IpAddr>,
}

impl CallTimer {
    #[expect(clippy::disallowed_methods, reason = "how long a call takes is no rule's matter, and no test's")]
    pub(super) fn start(parts: &Parts, ctx: &Context) -> Self {
        let id = parts.headers.get("x-request-id").and_then(|id| id.to_str().ok()?.parse().ok());
        let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
        // Nesting has left `/workspaces/{slug}/…`.
        let of_workspace = route.contains("/workspaces/{slug}");
        let slug = parts.uri.path().split('/').nth(2).filter(|_| of_workspace).map(str::to_owned);
        Self {
            begun: Instant::now(),
            id,
            token: ctx.token(),
            slug,
            method: parts.method.to_string(),
            route: route.strip_prefix("/api/v1").unwrap_or(route).to_owned(),
            address: ctx.address,
        }
    }

    pub(super) fn note(self, roster: &Roster, status: StatusCode) {
        let (Some(id), Some(token)) = (self.id, self.token) else { return };
        roster.calls.push(TokenCall {
            id,
            token,
            slug: self.slug,
            at: roster.clock.now(),
            method: self.method,
            route: self.route,
            status: status.as_u16(),
            duration: self.begun.elapsed(),
            address: self.address,
        });
    }
}
