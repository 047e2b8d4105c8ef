//! One Roster: the real router on a real socket and a real database, with a clock that the story moves.

use super::browser::Browser;
use super::database::{self, Kind, OwnCluster};
use super::disk::SmallDisk;
use super::mail::MailServer;
use super::timer::Timer;
use domain::mail::{Mailer, deliver_due};
use domain::passwords::{Cost, Hasher, Judge};
use domain::picture_store::{Store, StoreLocation};
use domain::secrets::SecretKey;
use domain::settings::SearchBudget;
use domain::{Actor, Clock, Context, Database, Random, Roster};
use model::ids::SessionId;
use serde_json::Value;
use server::http::{Limits, Site, Stop, router};
use server::settings::Settings;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;

/// Good enough for everyone in these stories.
pub const PASSWORD: &str = "quiet otters vote late";

/// What a password hash costs here.
pub const CHEAP: Cost = Cost { memory_kib: 64, passes: 1 };

pub struct TestApp {
    pub roster: Arc<Roster>,
    pub url: String,
    /// Started when its mails are first asked for: few stories ask.
    mail: OnceLock<MailServer>,
    ascii_mail: AtomicBool,
    database_url: String,
    _cluster: Option<OwnCluster>,
    folder: Option<TempDir>,
    _timer: Option<Timer>,
}

impl TestApp {
    /// Empty, with a mail server.
    pub async fn empty(kind: Kind) -> Self {
        Self::with_settings(kind, |_| {}).await
    }

    /// Empty, and mails can't leave.
    pub async fn without_mail(kind: Kind) -> Self {
        Self::with_settings(kind, |settings| settings.mail = false).await
    }

    /// Empty, with another idea of when a way to find people is given up.
    pub async fn with_effort(kind: Kind, effort: SearchBudget) -> Self {
        Self::with_settings(kind, |settings| {
            settings.mail = false;
            settings.list = effort;
        })
        .await
    }

    /// Empty, where the same happens again.
    pub async fn with_random(kind: Kind, random: Random) -> Self {
        Self::build(kind, |settings| settings.mail = false, random, None).await
    }

    /// Empty, without a mail server, with all of its data on this disk.
    pub async fn on_disk(kind: Kind, disk: &SmallDisk) -> Self {
        let folder = TempDir::new_in(disk.path()).unwrap();
        let cluster = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => Some(OwnCluster::with_tables_in(&disk.folder_for_postgres()).await),
        };
        let database_url = match &cluster {
            None => database::empty(kind, folder.path()).await,
            Some(cluster) => cluster.database_url.clone(),
        };
        let without_mail = |settings: &mut domain::Settings| settings.mail = false;
        let app = Self::build_in(folder, database_url, without_mail, Random::System, None).await;
        Self { _cluster: cluster, ..app }
    }

    /// On a database that the release before migration 15 left behind, and these statements have changed;
    /// [`database::before_0015`].
    pub async fn before_0015(kind: Kind, also: &[String]) -> Self {
        let folder = TempDir::new().unwrap();
        let database_url = database::before_0015(kind, folder.path(), also).await;
        Self::build_in(folder, database_url, |settings| settings.mail = false, Random::System, None).await
    }

    /// Set up, with the workspace `acme` and its super-user signed in.
    pub async fn with_super_user(kind: Kind) -> (Self, Browser) {
        let app = Self::empty(kind).await;
        let ana = app.set_up().await;
        (app, ana)
    }

    /// Empty, with a mail server unless it is told that there is none, and set like this.
    pub async fn with_settings(kind: Kind, set: impl FnOnce(&mut domain::Settings)) -> Self {
        Self::build(kind, set, Random::System, None).await
    }

    /// The same, by a clock that something else of the story goes by as well.
    pub async fn with_settings_and_clock(kind: Kind, set: impl FnOnce(&mut domain::Settings), clock: Clock) -> Self {
        let folder = TempDir::new().unwrap();
        let database_url = database::migrated(kind, folder.path()).await;
        Self::build_by(clock, folder, database_url, set, Random::System, None).await
    }

    /// Empty, with its pictures elsewhere.
    pub async fn with_pictures(kind: Kind, pictures: &StoreLocation) -> Self {
        Self::build(kind, |settings| settings.mail = false, Random::System, Some(pictures)).await
    }

    async fn build(
        kind: Kind,
        set: impl FnOnce(&mut domain::Settings),
        random: Random,
        pictures: Option<&StoreLocation>,
    ) -> Self {
        let folder = TempDir::new().unwrap();
        let database_url = database::migrated(kind, folder.path()).await;
        Box::pin(Self::build_in(folder, database_url, set, random, pictures)).await
    }

    async fn build_in(
        folder: TempDir,
        database_url: String,
        set: impl FnOnce(&mut domain::Settings),
        random: Random,
        pictures: Option<&StoreLocation>,
    ) -> Self {
        Self::build_by(Clock::manual(), folder, database_url, set, random, pictures).await
    }

    async fn build_by(
        clock: Clock,
        folder: TempDir,
        database_url: String,
        set: impl FnOnce(&mut domain::Settings),
        random: Random,
        pictures: Option<&StoreLocation>,
    ) -> Self {
        let timer = Timer::start();
        let (listener, url) = listen().await;
        let settings = Settings::read().unwrap();
        let mut rules = domain::Settings { public_url: url.clone(), mail: true, ..settings.domain() };
        set(&mut rules);
        let roster = Arc::new(Roster {
            db: Database::open(&database_url).await.unwrap(),
            clock,
            random,
            settings: rules,
            key: SecretKey::new(&Random::System),
            passwords: Hasher::new(CHEAP).unwrap(),
            judge: Judge::new().unwrap(),
            pictures: Store::open(pictures.unwrap_or(&StoreLocation::Folder(folder.path().join("pictures")))).unwrap(),
            mail_waiting: Arc::default(),
            work_waiting: tokio::sync::Notify::new(),
            webhooks_waiting: Arc::default(),
            providers: domain::oauth::Providers::default(),
            calls: domain::call_log::CallLog::default(),
            lab_requests: domain::request_counts::RequestCounts::default(),
            work: domain::worker::work_boxed,
        });
        domain::accounts::canonicalise_addresses_if_due(&roster).await.unwrap();
        domain::accounts::canonicalise_phones_if_due(&roster).await.unwrap();
        domain::workspaces::guess_countries_if_due(&roster).await.unwrap();
        domain::users::reindex_if_due(&roster).await.unwrap();
        serve(listener, &roster, &settings);
        Self {
            roster,
            url,
            mail: OnceLock::new(),
            ascii_mail: AtomicBool::new(false),
            database_url,
            _cluster: None,
            folder: Some(folder),
            _timer: Some(timer),
        }
    }

    /// A second server on the same database, with connections of its own; the clock is the same.
    pub async fn another_server(&self) -> Self {
        self.server_with(self.roster.settings.clone(), self.roster.key.clone()).await
    }

    /// The same with other keys.
    pub async fn another_server_with(&self, key: SecretKey) -> Self {
        self.server_with(self.roster.settings.clone(), key).await
    }

    /// The same, at whose own address people are: what leads back to Roster leads to this server.
    pub async fn server_at_its_own_address(&self) -> Self {
        let settings = domain::Settings { public_url: String::new(), ..self.roster.settings.clone() };
        self.server_with(settings, self.roster.key.clone()).await
    }

    async fn server_with(&self, mut settings: domain::Settings, key: SecretKey) -> Self {
        let (listener, url) = listen().await;
        if settings.public_url.is_empty() {
            settings.public_url.clone_from(&url);
        }
        let roster = Arc::new(Roster {
            db: Database::open(&self.database_url).await.unwrap(),
            clock: self.roster.clock.clone(),
            random: Random::System,
            settings,
            key,
            passwords: Hasher::new(CHEAP).unwrap(),
            judge: Judge::new().unwrap(),
            pictures: self.roster.pictures.clone(),
            mail_waiting: Arc::default(),
            work_waiting: tokio::sync::Notify::new(),
            webhooks_waiting: Arc::default(),
            providers: domain::oauth::Providers::default(),
            calls: domain::call_log::CallLog::default(),
            lab_requests: domain::request_counts::RequestCounts::default(),
            work: domain::worker::work_boxed,
        });
        serve(listener, &roster, &Settings::read().unwrap());
        Self {
            roster,
            url,
            mail: OnceLock::new(),
            ascii_mail: AtomicBool::new(false),
            database_url: self.database_url.clone(),
            _cluster: None,
            folder: None,
            _timer: None,
        }
    }

    /// Runs the `roster` command beside the server; what it printed, and what went wrong where it failed.
    pub async fn command(&self, line: &[&str]) -> Result<String, String> {
        self.command_with(line, None).await
    }

    /// The same with one more variable in its environment.
    pub async fn command_with(&self, line: &[&str], also: Option<(&str, String)>) -> Result<String, String> {
        self.command_in(line, also.as_slice()).await
    }

    /// The same with more variables.
    pub async fn command_in(&self, line: &[&str], also: &[(&str, String)]) -> Result<String, String> {
        let ran = tokio::process::Command::new(env!("CARGO_BIN_EXE_roster"))
            .args(line)
            .env("ROSTER_DATABASE_URL", &self.database_url)
            .env("ROSTER_DATA_DIR", self.folder.as_ref().unwrap().path())
            .env("ROSTER_SECRET_KEY", self.roster.key.reveal())
            .env("ROSTER_PUBLIC_URL", &self.url)
            .env("ROSTER_ARGON2_MEMORY_KIB", CHEAP.memory_kib.to_string())
            .env("ROSTER_ARGON2_PASSES", CHEAP.passes.to_string())
            .env("ROSTER_LOG", "off")
            .envs(also.iter().map(|(name, value)| (*name, value)))
            .output()
            .await
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        if ran.status.success() { Ok(text(ran.stdout)) } else { Err(text(ran.stderr)) }
    }

    /// A browser that nobody has signed in with.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// Sets up `acme` with Ana as its super-user.
    pub async fn set_up(&self) -> Browser {
        set_up(self.browser()).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> (Browser, super::Page) {
        let browser = self.browser();
        let page = browser.post("/sign-in", &[("email", email), ("password", password)]).await;
        (browser, page)
    }

    /// As where the operator's database has been edited: a workspace that is nobody's own.
    pub async fn without_owner(&self) {
        let mut tx = self.roster.db.write().await.unwrap();
        domain::db::query("UPDATE workspaces SET owner_id = NULL").run(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// As where someone has an identity at a provider, of this issuer and name.
    pub async fn add_identity(&self, email: &str, provider: &str) {
        let mut tx = self.roster.db.write().await.unwrap();
        let insert = domain::db::query(
            "INSERT INTO identities (account_id, issuer, name, subject, created_at)
             SELECT id, $2, $2, email_key, $3 FROM accounts WHERE email_key = $1",
        );
        let inserted = insert.bind(email).bind(provider).bind(self.roster.clock.now()).run(&mut tx).await.unwrap();
        assert_eq!(inserted, 1, "{email}");
        tx.commit().await.unwrap();
    }

    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// The files of an SQLite database, as whoever steals them has them.
    pub fn database_bytes(&self) -> Vec<u8> {
        let folder = self.folder.as_ref().unwrap().path();
        ["roster.db", "roster.db-wal"]
            .iter()
            .flat_map(|file| std::fs::read(folder.join(file)).unwrap_or_default())
            .collect()
    }

    pub fn advance(&self, by: Duration) {
        self.roster.clock.advance(by);
    }

    /// The files of all pictures.
    pub fn stored_pictures(&self) -> Vec<PathBuf> {
        let inside = |folder: PathBuf| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        inside(self.folder.as_ref().unwrap().path().join("pictures")).flat_map(inside).collect()
    }

    /// Every byte of the SQLite database.
    pub fn stored_bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.as_ref().unwrap().path()).unwrap().map(|entry| entry.unwrap().path());
        let database = files.filter(|file| file.file_name().unwrap().to_string_lossy().starts_with("roster.db"));
        database.flat_map(|file| std::fs::read(file).unwrap()).collect()
    }

    /// What the operator's command line acts as.
    pub fn operator(&self) -> Context {
        Context::operator(self.roster.clone())
    }

    /// What whoever has this account acts as, past the pages.
    pub async fn acting(&self, email: &str) -> Context {
        let mut tx = self.roster.db.read().await.unwrap();
        let (id,): (uuid::Uuid,) =
            domain::db::query("SELECT id FROM accounts WHERE email_key = $1").bind(email).one(&mut tx).await.unwrap();
        let actor = Actor::in_session(id.into(), SessionId(uuid::Uuid::nil()));
        Context { actor, ..self.operator() }
    }

    /// From the first mail on, the mail server takes addresses in ASCII alone.
    pub fn mail_in_ascii(&self) {
        self.ascii_mail.store(true, Ordering::Relaxed);
    }

    /// Delivers what waits, as the worker does, and answers every mail so far.
    pub async fn mails(&self) -> Vec<Value> {
        assert!(self.roster.settings.mail, "this story has no mail server");
        let folder = self.folder.as_ref().expect("the first server of the story has its mails");
        let mail = self.mail.get_or_init(|| MailServer::start(folder.path(), self.ascii_mail.load(Ordering::Relaxed)));
        let mailer = Mailer::new(&format!("smtp://127.0.0.1:{}", mail.port), "Roster <roster@example.org>").unwrap();
        domain::auth::recovery::answer(&self.operator()).await.unwrap();
        deliver_due(&self.operator(), &mailer).await.unwrap();
        mail.mails()
    }

    /// The link in the newest mail; of those that came together, in one whose link works once.
    pub async fn mailed_link(&self) -> String {
        let before = self.mail.get().map(|mail| mail.mails().len()).unwrap_or_default();
        let mails = self.mails().await;
        let new: Vec<String> = mails[before..].iter().map(|mail| self.link_in(mail)).collect();
        let works_once = |link: &&String| !link.starts_with("/w/") && !link.starts_with("/settings/");
        match new.iter().rfind(works_once).or(new.last()) {
            Some(link) => link.clone(),
            None => self.link_in(mails.last().expect("a mail")),
        }
    }

    /// The link in the newest mail to an address.
    pub async fn mailed_link_to(&self, to: &str) -> String {
        let mails = self.mails().await;
        self.link_in(mails.iter().rfind(|mail| mail["to"].to_string().contains(to)).expect("a mail"))
    }

    fn link_in(&self, mail: &Value) -> String {
        let text = mail["text"].as_str().unwrap();
        let link = text.lines().find(|line| line.starts_with("http")).expect("a link in the mail");
        link.trim().strip_prefix(&self.url).expect("a link to this server").to_owned()
    }
}

/// Sets up `acme` with Ana as its super-user, who is then signed in with this browser.
pub async fn set_up(ana: Browser) -> Browser {
    let fields = [
        ("workspace", "Acme Research"),
        ("slug", "acme"),
        ("first_name", "Ana"),
        ("last_name", "Souza"),
        ("email", "ana@acme.example"),
        ("password", PASSWORD),
        ("confirm_password", PASSWORD),
    ];
    let page = ana.post("/setup", &fields).await;
    assert_eq!(page.path(), "/w/acme", "{}", page.text());
    ana
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

fn serve(listener: TcpListener, roster: &Arc<Roster>, settings: &Settings) {
    let router = router(roster.clone(), settings, &Site::absent());
    tokio::spawn(server::http::serve(listener, router, Limits::of(settings), Stop::never()));
}
