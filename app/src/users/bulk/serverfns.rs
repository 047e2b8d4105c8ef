//! What the bulk pages ask the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::ids::{JobId, MemberId};
use model::jobs::BulkView;
use model::users::{Action, UsersQuery};
use serde::{Deserialize, Serialize};

/// The question before a bulk change, in the reader's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkPreview {
    /// "Make 20 users Viewer?"
    pub title: String,
    pub text: String,
    /// Name and e-mail of everyone whom it is about; of very many the first.
    pub people: Vec<(String, String)>,
    /// There are more of them than are named.
    pub more: bool,
    /// Some of those chosen are not here any more.
    pub missing: Option<String>,
    /// "2 people lose Manager:", and who they are.
    pub losses: Vec<(String, Vec<String>)>,
}

/// Who is meant: these, or with none of them all whom the query finds.
#[server(prefix = "/fn", endpoint = "users/bulk-preview", input = Json, output = Postcard)]
pub async fn preview(
    slug: String,
    action: Action,
    ids: Vec<MemberId>,
    asked: UsersQuery,
) -> Result<BulkPreview, Failure> {
    let request = crate::request::request_context()?;
    let whom = super::form::whom(ids, asked);
    crate::request::answered(super::form::preview_of(&request, &slug, action, &whom).await)
}

/// How far it has come; `after` leads on through those who could not be done.
#[server(prefix = "/fn", endpoint = "users/bulk-progress", input = Json, output = Postcard)]
pub async fn progress(slug: String, id: Option<JobId>, after: Option<i64>) -> Result<BulkView, Failure> {
    use crate::request::answered;
    let request = crate::request::request_context()?;
    let id = answered(id.ok_or(model::Error::NotFound))?;
    let progress = answered(domain::jobs::progress(&request.ctx, &slug, id, after).await)?;
    let roles = domain::roles::choices(&request.ctx, &slug).await.unwrap_or_default();
    let groups = domain::groups::choices(&request.ctx, &slug).await.unwrap_or_default();
    answered(super::form::view_of(&request, id, progress, &roles, &groups))
}
