//! `roster migrate`

use crate::settings::Settings;

pub(super) async fn migrate(settings: &Settings) -> anyhow::Result<()> {
    crate::start::database(settings).await?.close().await;
    println!("The database is up to date.");
    Ok(())
}
