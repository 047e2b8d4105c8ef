//! Providers that people sign in at, and what Outlook is connected by.

use super::parse::on_or_off;
use super::{Line, line};
use anyhow::{bail, ensure};
use config::Value;
use domain::settings::{OidcProvider, Outlook};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// What the settings of a provider end with, and whether that is a secret: `OIDC_<NAME>_ISSUER`.
const PARTS: [(&str, bool); 5] =
    [("issuer", false), ("client_id", false), ("client_secret", true), ("label", false), ("create_accounts", false)];
/// It begins as they do, and is none.
const HOSTS: &str = "oidc_allowed_hosts";

/// Reads them, by name; the first thing that makes no sense is named.
pub(super) fn providers(values: &BTreeMap<String, Value>) -> anyhow::Result<Vec<OidcProvider>> {
    for setting in settings(values) {
        ensure!(parts(setting).is_some(), "{} is no setting of a provider", setting.to_uppercase());
    }
    let names: BTreeSet<&str> = settings(values).filter_map(parts).map(|(name, ..)| name).collect();
    names.into_iter().map(|name| provider(name, values)).collect()
}

fn settings(values: &BTreeMap<String, Value>) -> impl Iterator<Item = &str> {
    values.keys().map(String::as_str).filter(|name| name.starts_with("oidc_") && *name != HOSTS)
}

/// The name within a setting's, what follows it, and whether that is a secret.
fn parts(setting: &str) -> Option<(&str, &'static str, bool)> {
    let rest = setting.strip_prefix("oidc_")?;
    PARTS.iter().find_map(|(part, secret)| {
        let name = rest.strip_suffix(part)?.strip_suffix('_')?;
        (!name.is_empty()).then_some((name, *part, *secret))
    })
}

fn provider(name: &str, values: &BTreeMap<String, Value>) -> anyhow::Result<OidcProvider> {
    let setting = |part: &str| format!("oidc_{name}_{part}");
    let text = |part: &str| values.get(&setting(part)).map(ToString::to_string).unwrap_or_default();
    let key = name.replace('_', "-");
    let is_key = key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    // Longer ones look like the providers of workspaces.
    ensure!(is_key && key.len() <= 30, "OIDC_{} is no name: write letters, digits and _", name.to_uppercase());
    let issuer = text("issuer");
    let parsed = Url::parse(&issuer).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let (issuer_setting, id_setting) = (setting("issuer").to_uppercase(), setting("client_id").to_uppercase());
    ensure!(parsed.is_some_and(|url| url.query().is_none()), "{issuer_setting} is {issuer:?}; write its address");
    let client_id = text("client_id");
    ensure!(!client_id.is_empty(), "{id_setting} is missing beside {issuer_setting}");
    let label = Some(text("label")).filter(|label| !label.is_empty());
    let create = Some(text("create_accounts")).filter(|create| !create.is_empty());
    Ok(OidcProvider {
        name: label.unwrap_or_else(|| capitalised(&key)),
        create_accounts: match create {
            Some(create) => on_or_off(&setting("create_accounts").to_uppercase(), &create)?,
            None => false,
        },
        key,
        issuer,
        client_id,
        client_secret: text("client_secret"),
    })
}

fn capitalised(key: &str) -> String {
    let mut letters = key.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Hosts with commas between them.
pub(super) fn hosts(text: &str) -> Vec<String> {
    text.split(',').map(|host| host.trim().to_ascii_lowercase()).filter(|host| !host.is_empty()).collect()
}

/// None where no client is named.
pub(super) fn outlook(text: &impl Fn(&str) -> String) -> anyhow::Result<Option<Outlook>> {
    let client_id = text("OUTLOOK_CLIENT_ID");
    if client_id.is_empty() {
        return Ok(None);
    }
    let address = |name: &str| match Url::parse(&text(name)) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(text(name).trim_end_matches('/').to_owned()),
        _ => bail!("{name} is {:?}; write its address", text(name)),
    };
    Ok(Some(Outlook {
        client_id,
        client_secret: text("OUTLOOK_CLIENT_SECRET"),
        authority: address("OUTLOOK_AUTHORITY")?,
        graph: address("OUTLOOK_GRAPH")?,
    }))
}

/// What `roster config` shows of the providers.
pub(super) fn lines(values: &BTreeMap<String, Value>) -> Vec<Line> {
    let of = |setting: &str| parts(setting).map(|(_, _, secret)| line(&setting.to_uppercase(), secret, values));
    settings(values).filter_map(of).collect()
}
