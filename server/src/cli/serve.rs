//! `roster serve`

use crate::http::{Site, listen, router};
use crate::settings::Settings;
use anyhow::Context as _;
use domain::mail::Mailer;
use domain::{Context, worker};

pub(super) async fn serve(settings: Settings) -> anyhow::Result<()> {
    let roster = crate::start::roster(&settings).await?;
    let mailer = settings.smtp_url.as_deref().map(|url| Mailer::new(url, &settings.mail_from)).transpose()?;
    let worker = tokio::spawn(worker::run(Context::background(roster.clone()), mailer));
    let site = Site::find().context("the built site is not there: run bin/serve, or cargo leptos build")?;
    let router = router(roster.clone(), &settings, &site);
    let ended = listen(&settings, router).await;
    worker.abort();
    roster.db.close().await;
    ended
}
