//! How often a token may call: `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10).

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use model::ids::TokenId;
use std::fmt;
use std::num::NonZeroU32;

pub(super) const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
pub(super) const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const WINDOW_SECONDS: u32 = 60;
/// Tokens that have not called for a while are forgotten once there are so many.
const MANY_TOKENS: usize = 10_000;

type Limiter = RateLimiter<TokenId, DashMapStateStore<TokenId>, DefaultClock, StateInformationMiddleware>;

/// Of each token, on this server: what another server has counted is not known here.
pub(crate) struct RateLimits(Option<(NonZeroU32, Limiter)>);

impl fmt::Debug for RateLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RateLimits").field(&self.0.as_ref().map(|(calls, _)| calls)).finish()
    }
}

/// What is left to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Remaining {
    limit: NonZeroU32,
    calls: u32,
    /// None: the call may be made. Otherwise how many seconds it has to wait.
    pub wait: Option<u32>,
}

impl RateLimits {
    /// So many calls a minute; none: as many as a token likes.
    pub fn new(calls: Option<NonZeroU32>) -> Self {
        let limiter = |calls| RateLimiter::dashmap(Quota::per_minute(calls)).with_middleware();
        Self(calls.map(|calls| (calls, limiter(calls))))
    }

    /// Counts a call. None where there is no limit.
    pub(super) fn count(&self, token: TokenId) -> Option<Remaining> {
        let (limit, limiter) = self.0.as_ref()?;
        if limiter.len() > MANY_TOKENS {
            limiter.retain_recent();
        }
        Some(match limiter.check_key(&token) {
            Ok(state) => Remaining { limit: *limit, calls: state.remaining_burst_capacity(), wait: None },
            Err(not_until) => {
                let wait = not_until.wait_time_from(limiter.clock().now()).as_secs_f64().ceil();
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most a minute")]
                Remaining { limit: *limit, calls: 0, wait: Some((wait as u32).max(1)) }
            }
        })
    }
}

impl Remaining {
    /// `"token";q=600;w=60` and `"token";r=599;t=1`: so many are left, and after so many seconds all of them are.
    pub(super) fn write(self, headers: &mut HeaderMap) {
        let missing = u64::from(self.limit.get() - self.calls.min(self.limit.get()));
        let seconds = (missing * u64::from(WINDOW_SECONDS)).div_ceil(u64::from(self.limit.get()));
        let policy = format!("\"token\";q={};w={WINDOW_SECONDS}", self.limit);
        let limit = format!("\"token\";r={};t={seconds}", self.calls);
        for (name, value) in [(POLICY, policy), (LIMIT, limit)] {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn each_token_has_its_own_calls_and_is_told_how_many_are_left() {
        let limits = RateLimits::new(NonZeroU32::new(2));
        let (one, other) = (TokenId(Uuid::from_u128(1)), TokenId(Uuid::from_u128(2)));
        let mut headers = HeaderMap::new();
        limits.count(one).unwrap().write(&mut headers);
        assert_eq!(headers[POLICY], "\"token\";q=2;w=60");
        assert_eq!(headers[LIMIT], "\"token\";r=1;t=30");
        assert_eq!(limits.count(one).unwrap().wait, None);
        let third = limits.count(one).unwrap();
        assert!(third.wait.is_some_and(|seconds| (1..=30).contains(&seconds)), "{third:?}");
        assert_eq!(limits.count(other).unwrap().calls, 1);
        assert_eq!(RateLimits::new(None).count(one), None);
    }
}
