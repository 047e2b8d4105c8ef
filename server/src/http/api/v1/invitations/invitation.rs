//! An invitation, as the API answers one.

use crate::http::api::types::{Named, Timestamp};
use domain::invitations::Listed;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct Invitation {
    /// The same as of the user in the list.
    pub id: Uuid,
    #[schema(example = "bea@acme.example")]
    pub email: String,
    /// First and last name; empty where whoever invited gave none.
    pub name: String,
    /// They become a super-user.
    pub super_user: bool,
    /// What they become otherwise; null for a super-user.
    pub role: Option<Named>,
    /// Who sent it, by name.
    #[schema(example = "Ana Souza")]
    pub inviter: String,
    /// When it was sent last.
    pub sent_at: Timestamp,
    /// When its link ends.
    pub expires_at: Timestamp,
    pub expired: bool,
    /// How far its mail has come: `unsent`, `queued`, `sent`, `retrying`, `failed` or `unknown`.
    #[schema(example = "sent")]
    pub delivery: String,
    /// What the mail server said, where its mail has not been taken.
    pub failure: Option<String>,
    /// The link to hand over, where no mail can carry it; null otherwise.
    pub link: Option<String>,
}

impl Invitation {
    pub(super) fn of(listed: Listed) -> Self {
        Self {
            id: listed.id.0,
            email: listed.email,
            name: listed.name,
            super_user: listed.super_user,
            role: listed.role.as_ref().map(Named::role),
            inviter: listed.inviter,
            sent_at: listed.sent_at.into(),
            expires_at: listed.expires_at.into(),
            expired: listed.expired,
            delivery: listed.delivery.name().to_owned(),
            failure: listed.failure,
            link: listed.link,
        }
    }
}
