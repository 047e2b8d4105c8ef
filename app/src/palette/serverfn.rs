//! What the palette asks the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::palette::PersonFound;

/// People of the workspace, where the feature is on.
#[server(prefix = "/fn", endpoint = "users/palette", input = Json, output = Postcard)]
pub async fn find_people(slug: String, text: String) -> Result<Vec<PersonFound>, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::users::find_in_palette(&request.ctx, &slug, &text).await)?;
    let presenter = crate::present::Presenter::new(&request);
    let person = |listed| {
        let user = presenter.user(listed);
        PersonFound { id: user.id, name: user.name, email: user.email, avatar: user.avatar }
    };
    Ok(found.into_iter().map(person).collect())
}
