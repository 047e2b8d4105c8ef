//! `roster api`: a call of the API from the command line.

use crate::settings::Settings;
use anyhow::{Context as _, bail, ensure};
use clap::Args;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Response, Url};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Call the API: `roster api GET /workspaces/acme/users --all`
///
/// The token is read from a file, or from ROSTER_TOKEN in the environment. Exits with 1 where the call fails.
#[derive(Debug, Args)]
pub struct ApiArgs {
    /// GET, POST, PUT, PATCH or DELETE
    method: Method,
    /// The address below /api/v1, with its query: /workspaces/acme/users?limit=20
    path: String,
    /// The body: JSON, @ and the name of a file, or - for standard input
    #[arg(long, short)]
    data: Option<String>,
    /// What the body is
    #[arg(long, default_value = "application/json")]
    content_type: String,
    /// A header to send: If-Match: "7"
    #[arg(long, short = 'H')]
    header: Vec<String>,
    /// Follow the pages of a list; each item is printed on a line of its own
    #[arg(long)]
    all: bool,
    /// A file that holds the token
    #[arg(long, env = "ROSTER_TOKEN_FILE")]
    token_file: Option<PathBuf>,
    /// Where Roster is; by itself PUBLIC_URL
    #[arg(long)]
    url: Option<String>,
}

impl ApiArgs {
    pub async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let token = token(self.token_file.as_deref())?;
        // Somebody else may have installed one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().default_headers(headers(&token, &self.header)?).build()?;
        let base = format!("{}/api/v1", self.url.as_deref().unwrap_or(&settings.public_url).trim_end_matches('/'));
        let url: Url = format!("{base}/{}", self.path.trim_start_matches('/')).parse().context("the address")?;
        ensure!(!self.all || self.method == Method::GET, "--all reads: write GET");
        if self.all {
            return print_all(&client, url).await;
        }
        let mut request = client.request(self.method, url);
        if let Some(data) = &self.data {
            request = request.header(CONTENT_TYPE, &self.content_type).body(body(data)?);
        }
        print(request.send().await?).await
    }
}

/// Never an argument: those are in the list of processes, and in the history of shells.
fn token(file: Option<&Path>) -> anyhow::Result<String> {
    let text = match file {
        Some(path) => std::fs::read_to_string(path).with_context(|| format!("{} can't be read", path.display()))?,
        None => std::env::var("ROSTER_TOKEN").context("set ROSTER_TOKEN, or name a file with --token-file")?,
    };
    Ok(text.trim().to_owned())
}

fn headers(token: &str, more: &[String]) -> anyhow::Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    let mut bearer = HeaderValue::try_from(format!("Bearer {token}")).context("the token")?;
    bearer.set_sensitive(true);
    headers.insert(reqwest::header::AUTHORIZATION, bearer);
    for one in more {
        let (name, value) = one.split_once(':').with_context(|| format!("{one:?} is no header: write Name: value"))?;
        headers.append(HeaderName::try_from(name.trim())?, HeaderValue::try_from(value.trim())?);
    }
    Ok(headers)
}

fn body(data: &str) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match data.strip_prefix('@') {
        Some(path) => bytes = std::fs::read(path).with_context(|| format!("{path} can't be read"))?,
        None if data == "-" => {
            std::io::stdin().read_to_end(&mut bytes)?;
        }
        None => bytes = data.as_bytes().to_vec(),
    }
    Ok(bytes)
}

/// As it comes: a file can be larger than the memory.
async fn print(mut response: Response) -> anyhow::Result<()> {
    let failure = failure(&response);
    let mut out = std::io::stdout();
    while let Some(piece) = response.chunk().await? {
        out.write_all(&piece)?;
    }
    out.flush()?;
    failure
}

fn failure(response: &Response) -> anyhow::Result<()> {
    if response.status().is_success() {
        return Ok(());
    }
    match response.headers().get("retry-after").and_then(|seconds| seconds.to_str().ok()) {
        Some(seconds) => bail!("{}, try again in {seconds} seconds", response.status()),
        None => bail!("{}", response.status()),
    }
}

async fn print_all(client: &Client, first: Url) -> anyhow::Result<()> {
    let mut url = first.clone();
    loop {
        let response = client.get(url).send().await?;
        if !response.status().is_success() {
            return print(response).await;
        }
        let page: Value = serde_json::from_slice(&response.bytes().await?).context("the answer is no JSON")?;
        let items = page["items"].as_array().context("the answer is no list: leave out --all")?;
        let mut out = std::io::stdout().lock();
        for item in items {
            writeln!(out, "{item}")?;
        }
        let Some(next) = page["next"].as_str() else { return Ok(()) };
        url = first.clone();
        let kept: Vec<(String, String)> =
            first.query_pairs().into_owned().filter(|(name, _)| name != "after").collect();
        url.query_pairs_mut().clear().extend_pairs(kept).append_pair("after", next);
    }
}
