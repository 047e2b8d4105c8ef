//! What was typed is kept when the session has ended in the meantime: sealed in a cookie, for a quarter of an hour, and
//! shown again to the same person alone.

use crate::request::{Cookie, RequestContext};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use model::Harmless;
use model::ids::AccountId;
use serde::{Deserialize, Serialize};

const PURPOSE: &str = "kept form";
/// Browsers drop cookies over 4 kB; what is longer is not kept.
const MAX_COOKIE_BYTES: usize = 3500;

/// A form that was kept.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeptForm {
    /// Who typed it: whoever signs in next at this browser may be someone else.
    pub account: AccountId,
    path: String,
    pub values: Harmless,
}

/// The cookie that keeps a form, without its secrets.
pub(crate) fn keep(request: &RequestContext, account: AccountId, path: &str, values: Harmless) -> Option<Cookie> {
    let kept = KeptForm { account, path: page(path).to_owned(), values };
    let roster = &request.ctx.roster;
    let sealed = roster.key.seal(&roster.random, PURPOSE, &serde_json::to_string(&kept).ok()?).ok()?;
    let text = BASE64_URL_SAFE_NO_PAD.encode(sealed);
    (text.len() <= MAX_COOKIE_BYTES).then_some(Cookie::Kept(text))
}

/// What was kept for this page, whoever typed it.
pub fn kept(request: &RequestContext, cookie: &str, path: &str) -> Option<KeptForm> {
    let sealed = BASE64_URL_SAFE_NO_PAD.decode(cookie).ok()?;
    let kept: KeptForm = serde_json::from_str(&request.ctx.roster.key.open(PURPOSE, &sealed)?).ok()?;
    (kept.path == page(path)).then_some(kept)
}

fn page(path: &str) -> &str {
    path.split('?').next().unwrap_or_default()
}
