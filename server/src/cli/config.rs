//! `roster config`

use crate::settings::Settings;
use std::io::Write;

/// One line a setting: name, value, source.
pub(super) fn config(settings: &Settings) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in settings.lines() {
        writeln!(out, "{:<28} {:<40} {}", line.name, line.value, line.source)?;
    }
    Ok(())
}
