//! Counts what signed-in people are answered, for the guard of the Lab ([`domain::lab::guard`]): a feature whose people
//! meet more failures than others turns itself off.

use super::Shared;
use super::pages::uncached;
use super::request_context::RequestUser;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::ids::AccountId;
use model::urls::workspace_of;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Who asks, as whatever reads a session or a token finds out on the way.
#[derive(Clone, Debug, Default)]
pub(super) struct Asker(Arc<OnceLock<AccountId>>);

impl Asker {
    pub(super) fn found(&self, account: AccountId) {
        let _ = self.0.set(account);
    }
}

/// Around everything that people ask for. A panic is caught below it, and so is a failure like any other.
pub(super) async fn count(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    let asker = Asker::default();
    request.extensions_mut().insert(asker.clone());
    let workspace = workspace(request.uri().path(), request.headers());
    let response = next.run(request).await;
    if let Some(account) = asker.0.get() {
        let failed = response.status().is_server_error();
        shared.roster.lab_requests.count(*account, workspace.as_deref(), failed);
    }
    response
}

/// The workspace that an address names; a call of the API has it as well, and a server function comes from a page that
/// does.
fn workspace(path: &str, headers: &HeaderMap) -> Option<String> {
    if let Some(rest) = path.strip_prefix("/api/v1/workspaces/") {
        return rest.split('/').next().map(str::to_owned);
    }
    let here = workspace_of(path).map(str::to_owned);
    here.or_else(|| {
        let referer = headers.get(header::REFERER)?.to_str().ok()?;
        workspace_of(url::Url::parse(referer).ok()?.path()).map(str::to_owned)
    })
}

/// So many failures of a browser are counted within a minute: a page in a loop is one failure, not thousands.
const MAX_REPORTS: u32 = 10;
/// People are forgotten beyond these.
const MAX_REPORTERS: usize = 10_000;
const MINUTE: i64 = 60 * 1_000_000;

/// How many failures each person's browser has reported within this minute.
#[derive(Debug, Default)]
pub(super) struct Reports(Mutex<(i64, HashMap<AccountId, u32>)>);

impl Reports {
    fn admits(&self, account: AccountId, now: i64) -> bool {
        let mut reports = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.div_euclid(MINUTE);
        if reports.0 != minute || reports.1.len() > MAX_REPORTERS {
            *reports = (minute, HashMap::new());
        }
        let count = reports.1.entry(account).or_default();
        *count += 1;
        *count <= MAX_REPORTS
    }
}

/// `POST /browser-failures`: a page of someone who is signed in says that its script has failed. It is counted; what it
/// says is not read, let alone stored.
pub(super) async fn report(State(shared): State<Shared>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let workspace = workspace(parts.uri.path(), &parts.headers);
    // Reporting is no request of its own: it would make the rate smaller.
    parts.extensions.remove::<Asker>();
    let request_user = match RequestUser::of(&shared, &parts).await {
        Ok(request_user) => request_user,
        Err(error) => return super::pages::plain(&error),
    };
    let Some(account) = request_user.context.ctx.actor.account() else {
        return uncached(StatusCode::UNAUTHORIZED.into_response());
    };
    if !shared.reports.admits(account, shared.roster.clock.now()) {
        return uncached(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    shared.roster.lab_requests.count(account, workspace.as_deref(), true);
    uncached(StatusCode::NO_CONTENT.into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_is_read_from_address_or_page() {
        let from = |path: &str, referer: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::REFERER, referer.parse().unwrap());
            workspace(path, &headers)
        };
        assert_eq!(from("/w/acme/users", "").as_deref(), Some("acme"));
        assert_eq!(from("/api/v1/workspaces/acme/users", "").as_deref(), Some("acme"));
        assert_eq!(from("/fn/users/list", "https://roster.example/w/acme/users?q=a").as_deref(), Some("acme"));
        assert_eq!(from("/fn/users/list", "https://roster.example/settings/lab"), None);
        assert_eq!(from("/settings/lab", "nonsense"), None);
    }

    #[test]
    fn a_browser_reports_ten_failures_a_minute() {
        let (reports, account) = (Reports::default(), AccountId(uuid::Uuid::nil()));
        assert_eq!((0..20).filter(|_| reports.admits(account, 0)).count(), 10);
        assert!(reports.admits(account, MINUTE));
    }
}
