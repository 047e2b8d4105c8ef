//! Files of very many people, downloaded through a real socket.

use crate::machine::Peak;
use crate::place::{Place, SLUG};
use crate::stopwatch::Stopwatch;
use crate::table::{Table, ms, rate};
use anyhow::Context as _;
use domain::db::query;
use domain::users;
use model::accounts::Password;
use model::users::UsersQuery;
use server::http::{Site, router};
use server::settings::Settings;
use std::net::SocketAddr;

/// CSV and XLSX of everyone, as a browser takes them.
pub async fn downloads(place: &Place, only: &str) -> anyhow::Result<Table> {
    let mut table = Table::new(
        "Downloads of everyone",
        &["format", "rows", "bytes", "first byte, ms", "seconds", "rows/s", "memory before", "at its peak"],
    );
    for format in ["csv", "xlsx"] {
        if format!("download {format}").contains(only) {
            table.row(download(place, format).await?);
        }
    }
    Ok(table)
}

async fn download(place: &Place, format: &str) -> anyhow::Result<Vec<String>> {
    let (client, url) = signed_in(place).await?;
    let rows = everyone(place).await?;
    let address = format!("{url}/w/{SLUG}/users/download?format={format}&columns=phone,role,status,joined,last_active");
    // Once for nothing: what the database has to read from the disk is not what is measured.
    client.get(&address).send().await?.error_for_status()?.bytes().await?;
    let peak = Peak::watch()?;
    let watch = Stopwatch::start();
    let mut response = client.get(&address).send().await?.error_for_status()?;
    let (mut bytes, mut first) = (0, None);
    while let Some(piece) = response.chunk().await? {
        first.get_or_insert(watch.seconds());
        bytes += piece.len();
    }
    let seconds = watch.seconds();
    let [before, highest] = peak.cells();
    Ok(vec![
        format.to_owned(),
        rows.to_string(),
        bytes.to_string(),
        ms(first.unwrap_or_default() * 1000.0),
        format!("{seconds:.1}"),
        rate(rows, seconds),
        before,
        highest,
    ])
}

/// A server over the same database, and a browser of its super-user.
async fn signed_in(place: &Place) -> anyhow::Result<(reqwest::Client, String)> {
    const PASSWORD: &str = "quiet otters vote late";
    let roster = &place.ctx.roster;
    let hash = roster.passwords.hash(&Password::new(PASSWORD)).await?;
    let email = format!("admin@{SLUG}.example");
    let mut tx = roster.db.write().await?;
    query("UPDATE accounts SET password_hash = $2 WHERE email_key = $1").bind(&email).bind(hash).run(&mut tx).await?;
    tx.commit().await?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let service =
        router(roster.clone(), &Settings::read()?, &Site::absent()).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    let client = reqwest::Client::builder().cookie_store(true).build()?;
    let form = [("email", email.as_str()), ("password", PASSWORD)];
    let page = client.post(format!("{url}/sign-in")).header("origin", &url).form(&form).send().await?;
    anyhow::ensure!(page.url().path().starts_with("/w/"), "signing in led to {}", page.url());
    Ok((client, url))
}

async fn everyone(place: &Place) -> anyhow::Result<u32> {
    let page = users::list(&place.ctx, SLUG, &UsersQuery::default()).await?.0;
    Ok(page.total.context("the list does not say how many there are")?.try_into()?)
}
