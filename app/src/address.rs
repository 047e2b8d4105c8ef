//! Addresses of our own pages, as links and redirects write them.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use model::urls::Url;
pub(crate) use model::urls::encode;
use model::urls::workspace_of;
use std::str::FromStr;

/// The values of a query string, by name.
pub fn parameters(query: &str) -> impl Fn(&str) -> Option<String> + use<> {
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    move |name| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
}

/// To sign in first, and then go on to this page (with its query).
pub fn sign_in_then(path: &str) -> String {
    Url::SignIn.with(&[("next", path)])
}

/// To give the code of the second factor first, and then go on to this page.
pub fn factor_then(path: &str) -> String {
    Url::SignInFactor.with(&[("next", path)])
}

/// To set a second factor up, for the workspace that asks for one.
pub(crate) fn factor_for(slug: &str) -> String {
    Url::SecondFactor.with(&[("for", slug)])
}

/// The same for the workspace that this page is in.
pub fn factor_for_page(path: &str) -> String {
    workspace_of(path).map_or_else(|| Url::SecondFactor.path(), factor_for)
}

/// The same again, where one is there already, for whichever workspace led there.
pub(crate) fn factor_asked_at(path: &str) -> String {
    let (_, query) = path.split_once('?').unwrap_or_default();
    parameters(query)("for").map_or_else(|| Url::SecondFactor.path(), |slug| factor_for(&slug))
}

/// To sign in at a provider first, and then go on to this page.
pub fn sign_in_at(provider: &str, path: &str) -> String {
    Url::SignInAtProvider { provider: provider.to_owned() }.with(&[("next", path)])
}

/// To show first that one is the account's holder, and then go on to this page.
pub(crate) fn confirm_then(path: &str) -> String {
    Url::Confirm.with(&[("next", path)])
}

/// Where the address of a form says to go on to (`?next=`), if it is one of our own pages.
pub fn next_in(path: &str) -> String {
    let (_, query) = path.split_once('?').unwrap_or_default();
    redirect_path(&parameters(query)("next").unwrap_or_default())
}

/// The page's own address, with its query.
pub(crate) fn use_here() -> Signal<String> {
    let location = use_location();
    Signal::derive(move || {
        let (path, query) = (location.pathname.get(), location.search.get());
        if query.is_empty() { path } else { format!("{path}?{}", query.trim_start_matches('?')) }
    })
}

/// The workspace of the address.
pub(crate) fn use_slug() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()))
}

/// The id of the address; none where it is not one.
pub(crate) fn use_id<T>() -> Memo<Option<T>>
where
    T: FromStr + PartialEq + Send + Sync + 'static,
{
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id")?.parse().ok()))
}

/// A path of our own to go on to, from what a form or an address says; anything else leads home. Redirects never leave.
pub(crate) fn redirect_path(next: &str) -> String {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.len() <= 2000
        && next.chars().all(|c| c.is_ascii_graphic());
    if own { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_stay_at_home() {
        for own in ["/", "/w/acme/users?q=a%20b&size=10"] {
            assert_eq!(redirect_path(own), own);
        }
        for foreign in
            ["//evil.example", "https://evil.example", "/\\evil.example", "", "javascript:alert(1)", "/a\r\nb"]
        {
            assert_eq!(redirect_path(foreign), "/", "{foreign}");
        }
    }
}
