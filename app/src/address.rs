//! Addresses of our own pages, as links and redirects write them.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Percent-encodes a query value: all but RFC 3986's unreserved characters.
pub(crate) fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|half| char::from(b"0123456789ABCDEF"[usize::from(half)])));
        }
        out
    })
}

/// The values of a query string, by name.
#[cfg(feature = "ssr")]
pub fn parameters(query: &str) -> impl Fn(&str) -> Option<String> + use<> {
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    move |name| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
}

/// To sign in first, and then go on to this page (with its query).
pub fn sign_in_then(path: &str) -> String {
    format!("/sign-in?next={}", encode(path))
}

/// The page's own address, with its query.
pub(crate) fn use_here() -> Signal<String> {
    let location = use_location();
    Signal::derive(move || {
        let (path, query) = (location.pathname.get(), location.search.get());
        if query.is_empty() { path } else { format!("{path}?{}", query.trim_start_matches('?')) }
    })
}
