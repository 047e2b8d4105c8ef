//! What was typed is kept when the session has ended in the meantime: sealed in a cookie, for a quarter of an hour.

use crate::visit::{Cookie, Visit};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use model::Fields;
use serde::{Deserialize, Serialize};

const PURPOSE: &str = "kept form";
/// Browsers drop cookies over 4 kB; what is longer is not kept.
const LONGEST: usize = 3500;

#[derive(Serialize, Deserialize)]
struct Kept {
    path: String,
    values: Fields,
}

/// The cookie that keeps a form, without its passwords.
pub(super) fn keep(visit: &Visit, path: &str, values: Fields) -> Option<Cookie> {
    let kept = Kept { path: page(path).to_owned(), values: values.without_secrets() };
    let roster = &visit.ctx.roster;
    let sealed = roster.key.seal(&roster.random, PURPOSE, &serde_json::to_string(&kept).ok()?);
    let text = BASE64_URL_SAFE_NO_PAD.encode(sealed);
    (text.len() <= LONGEST).then_some(Cookie::Kept(text))
}

/// What was kept for this page.
pub fn kept(visit: &Visit, cookie: &str, path: &str) -> Option<Fields> {
    let sealed = BASE64_URL_SAFE_NO_PAD.decode(cookie).ok()?;
    let kept: Kept = serde_json::from_str(&visit.ctx.roster.key.open(PURPOSE, &sealed)?).ok()?;
    (kept.path == page(path)).then_some(kept.values)
}

fn page(path: &str) -> &str {
    path.split('?').next().unwrap_or_default()
}
