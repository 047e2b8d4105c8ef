//! How single settings are written.

use anyhow::Context as _;
use axum::http::HeaderValue;
use domain::picture_store::{Bucket, StoreLocation};
use domain::secrets::SecretKey;
use ipnet::{IpNet, Ipv4Net};
use model::lab::Feature;
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

pub(super) fn parsed<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    name: &str,
    text: &str,
) -> anyhow::Result<T> {
    text.parse().with_context(|| format!("{name} is {text:?}"))
}

pub(super) fn duration(name: &str, text: &str) -> anyhow::Result<Duration> {
    humantime::parse_duration(text).with_context(|| format!("{name} is {text:?}; write 2h, 30m or 15d"))
}

/// Keys with commas between them.
pub(super) fn features(name: &str, text: &str) -> anyhow::Result<Vec<Feature>> {
    text.split(',').map(str::trim).filter(|key| !key.is_empty()).map(|key| parsed(name, key)).collect()
}

/// A link on a page: `javascript:` would be one as well.
pub(super) fn feedback(name: &str, text: String) -> anyhow::Result<String> {
    anyhow::ensure!(
        text.is_empty() || ["https://", "http://", "mailto:"].iter().any(|scheme| text.starts_with(scheme)),
        "{name} is {text:?}; write an address that begins with https:// or mailto:"
    );
    Ok(text)
}

pub(super) fn on_or_off(name: &str, text: &str) -> anyhow::Result<bool> {
    match text {
        "on" | "true" => Ok(true),
        "off" | "false" => Ok(false),
        _ => anyhow::bail!("{name} is {text:?}; write on or off"),
    }
}

/// At least one.
pub(super) fn count(name: &str, text: &str) -> anyhow::Result<usize> {
    parsed::<NonZeroUsize>(name, text).map(NonZeroUsize::get)
}

/// A folder, by default in the data folder, or `s3://bucket/prefix`.
pub(super) fn pictures(text: impl Fn(&str) -> String) -> anyhow::Result<StoreLocation> {
    let url = text("PICTURES_URL");
    if url.is_empty() {
        return Ok(StoreLocation::Folder(PathBuf::from(text("DATA_DIR")).join("pictures")));
    }
    let Some(rest) = url.strip_prefix("s3://") else {
        anyhow::ensure!(!url.contains("://"), "PICTURES_URL is {url:?}; write a folder or s3://bucket/prefix");
        return Ok(StoreLocation::Folder(url.into()));
    };
    let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    anyhow::ensure!(!name.is_empty(), "PICTURES_URL is {url:?}; write a folder or s3://bucket/prefix");
    let bucket = Bucket {
        name: name.to_owned(),
        prefix: prefix.trim_matches('/').to_owned(),
        endpoint: text("S3_ENDPOINT"),
        region: text("S3_REGION"),
        access_key_id: text("S3_ACCESS_KEY_ID"),
        secret_access_key: text("S3_SECRET_ACCESS_KEY"),
    };
    Ok(StoreLocation::Bucket(bucket))
}

/// Without its trailing slash; only `http` and `https`.
pub(super) fn public_url(text: &str) -> anyhow::Result<String> {
    let url: url::Url = parsed("PUBLIC_URL", text)?;
    anyhow::ensure!(
        matches!(url.scheme(), "http" | "https"),
        "PUBLIC_URL is {text:?}; it must begin with http:// or https://"
    );
    Ok(text.trim_end_matches('/').to_owned())
}

/// Origins of pages, separated by commas: `https://example.com`.
pub(super) fn origins(name: &str, text: &str) -> anyhow::Result<Vec<HeaderValue>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let url: url::Url = parsed(name, part)?;
            anyhow::ensure!(
                url.origin().is_tuple() && url.origin().ascii_serialization() == part,
                "{name} holds {part:?}; write origins like https://example.com"
            );
            Ok(HeaderValue::from_str(part)?)
        })
        .collect()
}

/// Addresses and networks, separated by commas.
pub(super) fn networks(name: &str, text: &str) -> anyhow::Result<Vec<IpNet>> {
    let one = |part: &str| {
        let network = part.parse().or_else(|_| part.parse::<IpAddr>().map(IpNet::from));
        network.map(canonical)
    };
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            one(part).with_context(|| format!("{name} holds {part:?}; write addresses or networks like 10.0.0.0/8"))
        })
        .collect()
}

/// A network of IPv4 that is written as one of IPv6 is the same network.
fn canonical(network: IpNet) -> IpNet {
    match (network.addr().to_canonical(), network.prefix_len().checked_sub(96)) {
        (IpAddr::V4(address), Some(length)) if network.addr().is_ipv6() => {
            Ipv4Net::new(address, length).map_or(network, IpNet::from)
        }
        _ => network,
    }
}

/// A whole number of credits; 0: nothing is charged.
pub(super) fn price(name: &str, text: &str) -> anyhow::Result<i64> {
    let price: u32 = parsed(name, text)?;
    Ok(price.into())
}

/// Keys of the installation with commas between them. What is wrong is not shown: it is almost a secret.
pub(super) fn secret_keys(name: &str, text: &str) -> anyhow::Result<Vec<SecretKey>> {
    let keys = text.split(',').map(str::trim).filter(|key| !key.is_empty());
    keys.map(|key| {
        SecretKey::parse(key).with_context(|| {
            format!("{name}: each key must be 32 bytes in base64url without padding, with commas between")
        })
    })
    .collect()
}
