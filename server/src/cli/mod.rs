//! What people type.

mod account;
mod api;
mod audit;
mod config;
mod credits;
mod lab;
mod migrate;
mod plan;
mod secrets;
mod seed;
mod serve;

use crate::settings::Settings;
use clap::{Parser, Subcommand};

/// Roster: people administration and account panel.
///
/// Settings come from `ROSTER_…` in the environment, over roster.toml, over defaults: `roster config` lists them.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate, serve pages, deliver mails
    Serve,
    /// Bring the database up to date
    Migrate,
    /// Fill a workspace with made-up people, and print how its super-user signs in
    Seed(seed::SeedArgs),
    /// Make an account, or give a workspace its super-user back
    Account(account::AccountArgs),
    /// Show plans, and give workspaces theirs
    Plan(plan::PlanArgs),
    /// Prove that the audit is as it was written
    Audit(audit::AuditArgs),
    /// Give a workspace credits, or prove that its ledger is as it was written
    Credits(credits::CreditsArgs),
    /// Call the API with a token
    Api(api::ApiArgs),
    /// Features that are still tested: list them, and turn one off or back on for everyone
    Lab(lab::LabArgs),
    /// Put another secret key in the place of the present one
    Secrets(secrets::SecretsArgs),
    /// Show every setting, its value and where it comes from; secrets hidden
    Config,
}

impl Cli {
    pub async fn run(self) -> anyhow::Result<()> {
        let settings = Settings::read()?;
        crate::start::log(&settings.log);
        match self.command {
            Command::Serve => Box::pin(serve::serve(settings)).await,
            Command::Migrate => migrate::migrate(&settings).await,
            Command::Seed(args) => Box::pin(args.run(&settings)).await,
            Command::Account(args) => Box::pin(args.run(&settings)).await,
            Command::Plan(args) => Box::pin(args.run(&settings)).await,
            Command::Audit(args) => args.run(&settings).await,
            Command::Credits(args) => Box::pin(args.run(&settings)).await,
            Command::Api(args) => args.run(&settings).await,
            Command::Lab(args) => args.run(&settings).await,
            Command::Secrets(args) => Box::pin(args.run(&settings)).await,
            Command::Config => config::config(&settings),
        }
    }
}
