//! The hint beside a new password.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;

/// How hard a password is to guess, 0 to 4, for whoever chooses one on the page at `path`. It is judged and forgotten.
#[server(prefix = "/fn", endpoint = "password-strength", input = Json, output = Postcard)]
pub async fn password_strength(password: String, path: String) -> Result<u8, Failure> {
    use domain::password_strength::PasswordForm;
    use model::urls::Url;
    let request = crate::request::request_context()?;
    let url = Url::parse(&path);
    let form = match &url {
        Some(Url::SetUp) => PasswordForm::Setup,
        Some(Url::AcceptInvitation { token }) => PasswordForm::Invitation(token),
        Some(Url::Recover { token }) => PasswordForm::Recovery(token),
        _ => PasswordForm::Session,
    };
    let password = model::accounts::Password::new(&password);
    let judged = domain::password_strength::password_strength(&request.ctx, form, &password).await;
    Ok(crate::request::answered(judged)?.0)
}
