//! A database with so many people in it, and someone who looks at them.

use crate::stopwatch::Stopwatch;
use anyhow::Context as _;
use clap::ValueEnum;
use domain::db::query;
use domain::passwords::{Cost, Hasher, Judge};
use domain::secrets::SecretKey;
use domain::seed::{Plan, seed_and_tell};
use domain::{Actor, Channel, Clock, Context, Database, Random, Roster, Settings, picture_store};
use model::ids::SessionId;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::Path;
use std::sync::Arc;

pub const SLUG: &str = "demo";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// The address of the database of this size, made if it is not there.
    async fn address(self, folder: &Path, members: u32) -> anyhow::Result<String> {
        if self == Self::Sqlite {
            return Ok(format!("sqlite://{}", folder.join(format!("bench-{members}.db")).display()));
        }
        let cluster = std::env::var("ROSTER_TEST_POSTGRES").context("run it by bin/with-postgres")?;
        let name = format!("bench_{members}");
        let mut connection = PgConnection::connect(&cluster).await?;
        let there: Option<(i32,)> = sqlx::query_as("SELECT 1 FROM pg_database WHERE datname = $1")
            .bind(&name)
            .fetch_optional(&mut connection)
            .await?;
        if there.is_none() {
            connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
        }
        let (server, _) = cluster.rsplit_once('/').context("the cluster's address has no database")?;
        Ok(format!("{server}/{name}"))
    }
}

pub struct Place {
    pub ctx: Context,
    pub members: u32,
}

impl Place {
    /// With its people, who are added where they are missing.
    pub async fn seeded(kind: Kind, folder: &Path, members: u32) -> anyhow::Result<Self> {
        let roster = roster(&kind.address(folder, members).await?, folder).await?;
        if stored(&roster).await? < i64::from(members) {
            let plan = Plan { members, seed: 1, slug: SLUG.into(), name: "Demo workspace".into() };
            let watch = Stopwatch::start();
            let tell = |done| eprintln!("{done} of {members} after {:.1} s", watch.seconds());
            seed_and_tell(&roster, &plan, tell).await.context("seeding")?;
            eprintln!("seeded after {:.1} s", watch.seconds());
        }
        let mut tx = roster.db.read().await?;
        let (admin,): (uuid::Uuid,) = query("SELECT id FROM accounts WHERE email_key = $1")
            .bind(format!("admin@{SLUG}.example"))
            .one(&mut tx)
            .await?;
        drop(tx);
        let actor = Actor::in_session(admin.into(), SessionId(uuid::Uuid::nil()));
        let ctx = Context::new(roster, actor, Channel::Page, None);
        Ok(Self { ctx, members })
    }

    pub async fn close(self) {
        self.ctx.roster.db.close().await;
    }
}

async fn roster(url: &str, folder: &Path) -> anyhow::Result<Arc<Roster>> {
    let roster = Arc::new(Roster {
        db: Database::open(url).await?,
        clock: Clock::System,
        random: Random::System,
        settings: Settings::default(),
        key: SecretKey::new(&Random::System),
        passwords: Hasher::new(Cost { memory_kib: 64, passes: 1 }).map_err(|error| anyhow::anyhow!("{error}"))?,
        judge: Judge::new()?,
        pictures: picture_store::Store::open(&picture_store::StoreLocation::Folder(folder.join("pictures")))?,
        mail_waiting: Arc::default(),
        work_waiting: tokio::sync::Notify::new(),
        webhooks_waiting: Arc::default(),
        providers: domain::oauth::Providers::default(),
        calls: domain::call_log::CallLog::default(),
        lab_requests: domain::request_counts::RequestCounts::default(),
        work: domain::worker::work_boxed,
    });
    domain::users::reindex_if_due(&roster).await?;
    Ok(roster)
}

/// The number of members that the counters know of.
async fn stored(roster: &Roster) -> anyhow::Result<i64> {
    let mut tx = roster.db.read().await?;
    let (count,): (i64,) =
        query("SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT) FROM counters WHERE name IN ('members.active', 'members.suspended')")
            .one(&mut tx)
            .await?;
    Ok(count)
}
