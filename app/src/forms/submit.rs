//! The one server function through which forms go.

use crate::Failure;
use crate::state::Posted;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::Fields;
use serde::{Deserialize, Serialize};

/// Where a form leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// To another address; by a fresh load where what every page knows has changed.
    Go { to: String, reload: bool },
    /// Back to the same page.
    Show(Box<Posted>),
}

/// Submits a form to the page at `path` (with its query).
#[server(prefix = "/fn", endpoint = "submit", input = Json, output = Postcard)]
pub async fn submit(path: String, fields: Fields) -> Result<Outcome, Failure> {
    let request = crate::request::request_context()?;
    let answer = super::Dispatch::answer(&request, &path, fields).await?;
    crate::request::send_cookies(&request, &answer.cookies);
    Ok(answer.outcome)
}
