//! What the machine says of this process, as Linux knows it.

use anyhow::Context as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Megabytes that are this process's own: neither its program nor the database's file, which SQLite maps. What
/// PostgreSQL needs is not in it.
pub fn memory() -> anyhow::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status").context("memory is only known on Linux")?;
    let line = status.lines().find(|line| line.starts_with("RssAnon:")).context("no RssAnon")?;
    let kilobytes: u32 = line.split_whitespace().nth(1).context("no number")?.parse()?;
    Ok(f64::from(kilobytes) / 1024.0)
}

/// Watches how high memory goes.
pub struct Peak {
    before: f64,
    highest: Arc<AtomicU64>,
    watching: tokio::task::JoinHandle<()>,
}

impl Peak {
    pub fn watch() -> anyhow::Result<Self> {
        const EVERY: Duration = Duration::from_millis(10);
        let before = memory()?;
        let highest = Arc::new(AtomicU64::new(0));
        let shared = highest.clone();
        let watching = tokio::spawn(async move {
            loop {
                // As bits: of positive numbers they have the same order.
                shared.fetch_max(memory().unwrap_or_default().to_bits(), Ordering::Relaxed);
                tokio::time::sleep(EVERY).await;
            }
        });
        Ok(Self { before, highest, watching })
    }

    /// Before, and how much higher it went.
    pub fn cells(&self) -> [String; 2] {
        self.watching.abort();
        let highest = f64::from_bits(self.highest.load(Ordering::Relaxed));
        [format!("{:.0} MB", self.before), format!("+{:.1} MB", highest - self.before)]
    }
}
