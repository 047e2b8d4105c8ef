//! What strangers may ask for: whether sign-in and recovery tell known addresses from unknown ones by the time they
//! take, and what five hundred at once cost the others. Passwords are hashed at the price that they have outside.

use crate::lists::page;
use crate::machine::Peak;
use crate::place::Place;
use crate::stopwatch::{Stopwatch, Times};
use crate::table::{Table, ms};
use anyhow::Context as _;
use domain::auth::{self, Client};
use domain::db::query;
use domain::passwords::{Cost, Hasher, Judge};
use domain::secrets::SecretKey;
use domain::{Actor, Context, Random, Roster, Settings, picture_store};
use model::accounts::{Password, SignIn};
use model::users::UsersQuery;
use std::sync::Arc;

const MANY: usize = 500;
const PASSWORD: &str = "seven quiet herons by the lake";

/// Known and unknown addresses in turn, so that whatever else the machine does meets both.
pub async fn sign_in(place: &Place, only: &str) -> anyhow::Result<Vec<Table>> {
    if !"sign-in".contains(only) {
        return Ok(Vec::new());
    }
    let ctx = outside(place).await?;
    let known = known(&ctx).await?;
    anyhow::ensure!(known.len() == MANY, "too few people: {} of {MANY}", known.len());
    let mut table = Table::new("Sign-in", &["form", "known p50", "unknown p50", "apart"]);
    table.row(apart("sign-in, wrong password", &ctx, &known, sign_in_wrongly).await);
    table.row(apart("recovery", &ctx, &known, recover).await);
    Ok(vec![table, at_once(place, &ctx, &known).await?])
}

/// Nobody, at a Roster whose hashes cost what they cost.
async fn outside(place: &Place) -> anyhow::Result<Context> {
    let roster = Arc::new(Roster {
        db: place.ctx.roster.db.clone(),
        clock: domain::Clock::System,
        random: Random::System,
        settings: Settings::default(),
        key: SecretKey::new(&Random::System),
        passwords: Hasher::new(Cost::default()).map_err(|error| anyhow::anyhow!("{error}"))?,
        judge: Judge::new()?,
        pictures: picture_store::Store::open(&picture_store::StoreLocation::Folder(
            std::env::temp_dir().join("bench-pictures"),
        ))?,
        mail_waiting: Arc::default(),
        work_waiting: tokio::sync::Notify::new(),
        webhooks_waiting: Arc::default(),
        providers: domain::oauth::Providers::default(),
        calls: domain::call_log::CallLog::default(),
        lab_requests: domain::request_counts::RequestCounts::default(),
        work: domain::worker::work_boxed,
    });
    Ok(Context { actor: Actor::Nobody, roster, ..place.ctx.clone() })
}

/// Addresses of people who have a password.
async fn known(ctx: &Context) -> anyhow::Result<Vec<String>> {
    let hash = ctx.roster.passwords.hash(&Password::new(PASSWORD)).await?;
    let mut tx = ctx.roster.db.write().await?;
    let people: Vec<(String,)> = query("SELECT email_key FROM accounts ORDER BY email_key LIMIT $1")
        .bind(i64::try_from(MANY)?)
        .all(&mut tx)
        .await?;
    for (email,) in &people {
        query("UPDATE accounts SET password_hash = $2, password_temporary = FALSE WHERE email_key = $1")
            .bind(email)
            .bind(&hash)
            .run(&mut tx)
            .await?;
    }
    // Of an earlier run.
    query("DELETE FROM throttles").run(&mut tx).await?;
    tx.commit().await.context("passwords")?;
    Ok(people.into_iter().map(|(email,)| email).collect())
}

async fn sign_in_wrongly(ctx: Context, email: String) {
    let input = SignIn { email, password: Password::new("not the password of anyone") };
    let refused = auth::sign_in(&ctx, input, &Client::default()).await;
    debug_assert!(refused.is_err());
}

async fn recover(ctx: Context, email: String) {
    let _ = auth::recovery::ask(&ctx, &email).await;
}

async fn apart<F: Future<Output = ()>>(
    name: &str,
    ctx: &Context,
    known: &[String],
    knock: impl Fn(Context, String) -> F,
) -> Vec<String> {
    let (mut at_known, mut at_unknown) = (Times::default(), Times::default());
    for (n, email) in known.iter().enumerate() {
        let unknown = format!("nobody-{n}-{email}");
        for (times, email) in [(&mut at_known, email.clone()), (&mut at_unknown, unknown)] {
            let watch = Stopwatch::start();
            knock(ctx.clone(), email).await;
            times.add(watch);
        }
    }
    let (known, unknown) = (at_known.percentile(50), at_unknown.percentile(50));
    vec![name.to_owned(), format!("{known:.2}"), format!("{unknown:.2}"), format!("{:.2}", (known - unknown).abs())]
}

/// Five hundred sign in at the same moment; someone else pages through the list meanwhile.
async fn at_once(place: &Place, ctx: &Context, known: &[String]) -> anyhow::Result<Table> {
    let mut table = Table::new(
        "500 sign-ins at once",
        &[
            "signed in",
            "told to wait",
            "seconds",
            "hashes/s",
            "memory before",
            "peak",
            "list p50 alone",
            "list p99 meanwhile",
        ],
    );
    let mut alone = Times::default();
    for _ in 0..50 {
        let watch = Stopwatch::start();
        page(place, &UsersQuery::default()).await?;
        alone.add(watch);
    }
    let peak = Peak::watch()?;
    let watch = Stopwatch::start();
    let all: Vec<_> = known
        .iter()
        .map(|email| {
            let (ctx, email) = (ctx.clone(), email.clone());
            tokio::spawn(async move {
                let input = SignIn { email, password: Password::new(PASSWORD) };
                auth::sign_in(&ctx, input, &Client::default()).await.is_ok()
            })
        })
        .collect();
    let mut meanwhile = Times::default();
    while all.iter().any(|one| !one.is_finished()) {
        let watch = Stopwatch::start();
        page(place, &UsersQuery::default()).await?;
        meanwhile.add(watch);
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let seconds = watch.seconds();
    let mut signed_in = 0_u32;
    for one in all {
        signed_in += u32::from(one.await?);
    }
    let [before, highest] = peak.cells();
    table.row(vec![
        signed_in.to_string(),
        (u32::try_from(known.len())? - signed_in).to_string(),
        format!("{seconds:.1}"),
        format!("{:.0}", f64::from(signed_in) / seconds),
        before,
        highest,
        ms(alone.percentile(50)),
        ms(meanwhile.percentile(99)),
    ]);
    Ok(table)
}
