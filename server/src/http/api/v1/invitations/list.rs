use super::invitation::Invitation;
use crate::http::api::auth::Caller;
use crate::http::api::input::{authorised, limit, query};
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::Page;
use axum::Json;
use axum::http::Uri;
use domain::invitations;
use model::FieldErrors;
use model::invitations::{InvitationState, InvitationsQuery};
use model::permissions::Permission;
use utoipa::IntoParams;

/// Which invitations.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "says which fields `query` takes")]
pub(in crate::http::api) struct InvitationsFilter {
    /// A part of the address.
    #[param(max_length = 200)]
    q: Option<String>,
    /// `pending`, `failed` or `expired`.
    #[param(example = "pending")]
    state: Option<String>,
    /// Invitations on the page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Lists open invitations, the newest first.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/invitations",
    operation_id = "listInvitations",
    tag = "Invitations",
    params(InWorkspace, InvitationsFilter),
    responses((status = 200, description = "A page of invitations", body = Page<Invitation>)),
    security(("token" = ["invitations:read"]))
)]
pub(in crate::http::api) async fn list(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    uri: Uri,
) -> Result<Json<Page<Invitation>>, Problem> {
    let asked = authorised(&ctx, &at.slug, Permission::INVITATIONS_READ, asked(&uri)).await?;
    let page = invitations::list(&ctx, &at.slug, &asked).await?;
    Ok(Json(Page { items: page.items.into_iter().map(Invitation::of).collect(), next: page.next }))
}

fn asked(uri: &Uri) -> Result<InvitationsQuery, Problem> {
    let fields = query::<InvitationsFilter>(uri)?;
    let mut errors = FieldErrors::default();
    let one = |text: &str| text.parse().map_err(|_| model::Problem::NotAChoice);
    let named = |name: &str| InvitationState::named(name).ok_or(model::Problem::NotAChoice);
    let given = |name: &'static str| Some(fields.get(name)).filter(|text| !text.is_empty());
    let state = given("state").and_then(|name| errors.take("state", named(name)));
    let after = given("after").and_then(|text| errors.take("after", one(text)));
    let email = fields.get("q").trim().to_owned();
    if email.chars().count() > 200 {
        errors.add("q", model::Problem::TooLong { max: 200 });
    }
    errors.into_result()?;
    Ok(InvitationsQuery { email, state, after, size: Some(limit(&fields, 50, 100)?) })
}
