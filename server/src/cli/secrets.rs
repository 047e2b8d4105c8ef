//! `roster secrets`

use crate::settings::Settings;
use clap::{Args, Subcommand};
use domain::key_rotation::{self, Counts};
use domain::secrets::SecretKey;
use domain::{Context, Random};

#[derive(Debug, Args)]
pub struct SecretsArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print a new key for SECRET_KEY
    Generate,
    /// Show which keys have sealed what the database holds
    Status,
    /// Seal anew, with SECRET_KEY, what a key of PREVIOUS_SECRET_KEYS has sealed; may be stopped and run again
    Rotate,
}

impl SecretsArgs {
    pub(super) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        if let Command::Generate = self.command {
            println!("{}", SecretKey::new(&Random::System).reveal());
            return Ok(());
        }
        let roster = crate::start::roster(settings).await?;
        let ctx = Context::operator(roster.clone());
        let ran = match self.command {
            Command::Rotate => key_rotation::rotate(&ctx).await.map(|counts| print(&counts, rotated)),
            _ => key_rotation::status(&ctx).await.map(|counts| print(&counts, standing)),
        };
        roster.db.close().await;
        Ok(ran?)
    }
}

fn print(counts: &[Counts], line: fn(&Counts) -> String) {
    for one in counts {
        println!("{}: {}{}", one.column, line(one), rest(one));
    }
}

fn rotated(one: &Counts) -> String {
    format!("{} sealed anew, {} were already", one.previous, one.current)
}

fn standing(one: &Counts) -> String {
    format!("{} under the current key, {} under previous ones", one.current, one.previous)
}

/// What no rotation changes.
fn rest(one: &Counts) -> String {
    let digests = match one.digests {
        0 => String::new(),
        n => format!(", {n} digests that only the key that made them can check"),
    };
    match one.unreadable {
        0 => digests,
        n => format!("{digests}, {n} that none of these keys opens"),
    }
}
