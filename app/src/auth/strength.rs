//! The hint beside a new password.

use crate::Failure;
use crate::wire::Json;
use leptos::prelude::*;

/// How hard a password is to guess, 0 to 4. It is judged and forgotten.
#[server(prefix = "/fn", endpoint = "password-strength", input = Json, output = Json)]
pub async fn password_strength(password: String) -> Result<u8, Failure> {
    // Beyond this, length alone makes it strong.
    let password: String = password.chars().take(100).collect();
    let judged = domain::passwords::strength(&model::accounts::Password::new(&password), &[]);
    Ok(judged.0)
}
