//! A user, as the API answers one.

use crate::http::api::types::{Named, Timestamp};
use domain::Context;
use domain::users::Listed;
use model::urls::Url;
use model::users::MemberField;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A user of a workspace: a member, or someone who is invited.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "a super-user is what it says")]
pub(in crate::http::api) struct User {
    /// Of the membership. An invitation's is the same, and becomes the member's.
    pub id: Uuid,
    #[schema(example = "ana@acme.example")]
    pub email: String,
    #[schema(example = "Ana")]
    pub first_name: String,
    /// Empty for people with one name.
    #[schema(example = "Souza")]
    pub last_name: String,
    /// E.164, with an extension `+49301234567;ext=12`.
    #[schema(example = "+5511912345678")]
    pub phone: Option<String>,
    #[schema(example = "Accountant")]
    pub job_title: Option<String>,
    /// BCP 47; null while they are invited.
    #[schema(example = "pt-BR")]
    pub language: Option<String>,
    /// Of the IANA database; null while they are invited.
    #[schema(example = "America/Sao_Paulo")]
    pub time_zone: Option<String>,
    /// Null: they have no picture.
    pub avatar_url: Option<String>,
    pub status: UserStatus,
    /// They may do everything, by a flag in place of roles.
    pub super_user: bool,
    /// Their own, and those of their groups.
    pub roles: Vec<Named>,
    pub groups: Vec<Named>,
    pub source: UserSource,
    /// When they became a member, or were invited.
    pub joined_at: Timestamp,
    /// Null: they were never here.
    pub last_active_at: Option<Timestamp>,
    /// When the membership, or the invitation, ends; null: never.
    pub ends_at: Option<Timestamp>,
    /// They have a second factor.
    pub mfa: bool,
    /// Counts changes; the `ETag` begins with it.
    pub version: i64,
}

/// Where someone stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, example = "active")]
pub(in crate::http::api) struct UserStatus(&'static str);

/// How someone became a member.
#[derive(Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, example = "invited")]
pub(in crate::http::api) struct UserSource(&'static str);

impl User {
    pub(super) fn of(ctx: &Context, listed: Listed) -> Self {
        let text = |field| listed.texts.get(field).filter(|text| !text.is_empty()).map(str::to_owned);
        let picture = listed.picture.as_deref().and_then(|id| id.parse().ok());
        Self {
            id: listed.id.0,
            first_name: text(MemberField::FirstName).unwrap_or_default(),
            last_name: text(MemberField::LastName).unwrap_or_default(),
            phone: text(MemberField::Phone),
            job_title: text(MemberField::JobTitle),
            email: listed.email,
            language: listed.language,
            time_zone: listed.time_zone,
            avatar_url: picture.map(|id| ctx.link(&Url::Avatar { id })),
            status: UserStatus(listed.status.name()),
            super_user: listed.super_user,
            roles: listed.roles.iter().map(Named::role).collect(),
            groups: listed.groups.into_iter().map(|group| Named { id: group.id.0, name: group.name }).collect(),
            source: UserSource(listed.source.name()),
            joined_at: listed.joined_at.into(),
            last_active_at: listed.last_active_at.map(Into::into),
            ends_at: listed.ends_at.map(Into::into),
            mfa: listed.second_factor,
            version: listed.version,
        }
    }
}
