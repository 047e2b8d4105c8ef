//! What Roster knows of whoever asks.

use super::super::Shared;
use super::super::pages::{admitted, failed, uncached};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// `/settings/data`: JSON to keep.
pub(in crate::http) async fn data(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let request_user = match admitted(&shared, &parts).await {
        Ok(request_user) => request_user,
        Err(answer) => return answer,
    };
    match domain::account::data(&request_user.context.ctx).await {
        Ok(data) => {
            let mut response = uncached(Json(data).into_response());
            let name = HeaderValue::from_static("attachment; filename=\"roster.json\"");
            response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
            response
        }
        Err(error) => failed(&shared, &request_user, parts.uri.path(), error).await,
    }
}
