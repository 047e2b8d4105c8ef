//! `roster audit`

use crate::settings::Settings;
use clap::{Args, Subcommand};
use domain::{Context, Error, audit};

#[derive(Debug, Args)]
pub struct AuditArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Walk the chain of hashes; ends with 1 and names the first bad event where something was changed or is missing
    Verify {
        /// This workspace alone, and not all of them and what belongs to none
        #[arg(long, value_name = "SLUG")]
        workspace: Option<String>,
    },
}

impl AuditArgs {
    pub(super) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let Command::Verify { workspace } = self.command;
        let roster = crate::start::roster(settings).await?;
        let verified = audit::verify(&Context::operator(roster.clone()), workspace.as_deref()).await;
        roster.db.close().await;
        let verified = verified.map_err(|error| match error {
            Error::NotFound => anyhow::anyhow!("there is no workspace {}", workspace.unwrap_or_default()),
            error => error.into(),
        })?;
        for chain in &verified {
            println!("{}", line(chain));
        }
        anyhow::ensure!(verified.iter().all(|chain| chain.found.is_ok()), "the audit is not whole");
        Ok(())
    }
}

/// `acme: 1204 events, whole up to position 1204, hash 9f86d081…`
fn line(chain: &audit::Verified) -> String {
    let name = chain.slug.as_deref().unwrap_or("(accounts)");
    match &chain.found {
        Ok(whole) => {
            let hash: String = whole.hash.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{name}: {} events, whole up to position {}, hash {hash}", whole.events, whole.position)
        }
        Err(broken) => format!("{name}: {broken}"),
    }
}
