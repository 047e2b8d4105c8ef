//! From settings to a running Roster.

use crate::settings::Settings;
use anyhow::Context as _;
use domain::passwords::{Hasher, Judge};
use domain::picture_store::Store;
use domain::secrets::SecretKey;
use domain::{Clock, Database, Random, Roster};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

pub async fn roster(settings: &Settings) -> anyhow::Result<Arc<Roster>> {
    let roster = Arc::new(Roster {
        db: database(settings).await?,
        clock: Clock::System,
        random: Random::System,
        key: secret_key(settings)?.with_previous(settings.previous_secret_keys.clone()),
        passwords: Hasher::new(settings.argon2)
            .map_err(|error| anyhow::anyhow!("ARGON2_MEMORY_KIB, ARGON2_PASSES: {error}"))?,
        judge: Judge::new().context("no thread to judge passwords on")?,
        pictures: Store::open(&settings.pictures).context("PICTURES_URL: the store of pictures can't be opened")?,
        settings: settings.domain(),
        mail_waiting: Arc::default(),
        work_waiting: tokio::sync::Notify::new(),
        webhooks_waiting: Arc::default(),
        providers: domain::oauth::Providers::default(),
        calls: domain::call_log::CallLog::default(),
        lab_requests: domain::request_counts::RequestCounts::default(),
        work: domain::worker::work_boxed,
    });
    domain::accounts::canonicalise_addresses_if_due(&roster).await?;
    domain::accounts::canonicalise_phones_if_due(&roster).await?;
    domain::workspaces::guess_countries_if_due(&roster).await?;
    domain::users::reindex_if_due(&roster).await?;
    Ok(roster)
}

pub async fn database(settings: &Settings) -> anyhow::Result<Database> {
    fs::create_dir_all(&settings.data_dir)
        .with_context(|| format!("DATA_DIR {} can't be made", settings.data_dir.display()))?;
    Database::open(&settings.database_url).await.context("the database can't be opened: check DATABASE_URL")
}

/// The key of the settings, or the one kept in the data folder: made on first run, readable by its owner alone.
fn secret_key(settings: &Settings) -> anyhow::Result<SecretKey> {
    if let Some(text) = &settings.secret_key {
        return SecretKey::parse(text).context("SECRET_KEY must be 32 bytes in base64url without padding");
    }
    let path = settings.data_dir.join("secret.key");
    match make_key(&path) {
        Ok(key) => Ok(key),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let text = fs::read_to_string(&path).with_context(|| format!("{} can't be read", path.display()))?;
            SecretKey::parse(&text).with_context(|| format!("{} holds no key", path.display()))
        }
        Err(error) => Err(error).with_context(|| format!("{} can't be written", path.display())),
    }
}

/// Writes a new key, unless there is one: of several that start at once, one makes it. Written whole under another name
/// first, so that nobody reads half a key.
fn make_key(path: &Path) -> std::io::Result<SecretKey> {
    if path.exists() {
        return Err(std::io::ErrorKind::AlreadyExists.into());
    }
    let key = SecretKey::new(&Random::System);
    let draft = path.with_extension(format!("{}", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    writeln!(file, "{}", key.reveal())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    linked.map(|()| key)
}

/// Crates whose details are safe to log: ours, what comes and goes without its headers, and SQL without its values.
const DETAILED: [&str; 8] = ["app", "domain", "model", "roster", "server", "sheets", "sqlx", "tower_http"];

/// Logs to standard error; tells people from pipes. Whatever the filter lets through, one-time links don't get there:
/// other crates write mails, addresses and headers that they send or receive when they are asked for details.
pub fn log(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let _ = tracing_subscriber::registry().with(filter).with(filter_fn(is_safe)).with(lines).try_init();
}

fn is_safe(metadata: &Metadata<'_>) -> bool {
    let of = metadata.target().split("::").next().unwrap_or_default();
    *metadata.level() <= Level::INFO || DETAILED.contains(&of)
}
