//! `roster credits`

use crate::settings::Settings;
use clap::{Args, Subcommand};
use domain::credits::{self, Verified};
use domain::{Context, Error};
use model::credits::GrantInput;
use model::{Fields, Language};

#[derive(Debug, Args)]
pub struct CreditsArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Give a workspace credits
    Grant(GrantArgs),
    /// Make every balance anew from the entries; ends with 1 and names the first thing that disagrees
    Verify {
        /// This workspace alone
        #[arg(long, value_name = "SLUG")]
        workspace: Option<String>,
    },
}

#[derive(Debug, Args)]
struct GrantArgs {
    /// Whose they become
    #[arg(long, value_name = "SLUG")]
    workspace: String,
    /// How many
    #[arg(long)]
    amount: String,
    /// `paid` or `promotional`
    #[arg(long, default_value = "paid")]
    category: String,
    /// The least is used first
    #[arg(long, default_value = "100")]
    priority: String,
    /// From when on they can be used: a day of UTC or a moment of RFC 3339; now where nothing is said
    #[arg(long, value_name = "WHEN", default_value = "")]
    effective_at: String,
    /// Until when: the last day of UTC, or a moment; never where nothing is said
    #[arg(long, value_name = "WHEN", default_value = "")]
    expires_at: String,
    /// Why
    #[arg(long, default_value = "")]
    note: String,
    /// Chosen by you, so that the same command gives nothing twice
    #[arg(long, value_name = "UUID", default_value = "")]
    id: String,
}

impl CreditsArgs {
    pub(super) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let roster = crate::start::roster(settings).await?;
        let ctx = Context::operator(roster.clone());
        let ran = match self.command {
            Command::Grant(args) => grant(&ctx, args).await,
            Command::Verify { workspace } => verify(&ctx, workspace).await,
        };
        roster.db.close().await;
        ran
    }
}

async fn grant(ctx: &Context, args: GrantArgs) -> anyhow::Result<()> {
    let fields = Fields::default()
        .with("id", args.id)
        .with("category", args.category)
        .with("amount", args.amount)
        .with("priority", args.priority)
        .with("effective_at", args.effective_at)
        .with("expires_at", args.expires_at)
        .with("note", args.note);
    let granted = match GrantInput::parse(&fields) {
        Ok(input) => credits::grant(ctx, &args.workspace, &input).await,
        Err(errors) => Err(errors.into()),
    };
    let granted = granted.map_err(|error| explained(error, &args.workspace))?;
    let balance = credits::balance(ctx, &args.workspace).await?;
    println!("{}: grant {} of {}, {} available", args.workspace, granted.id, granted.amount, balance.available());
    Ok(())
}

/// What is wrong with an argument, by its name.
fn explained(error: Error, workspace: &str) -> anyhow::Error {
    match error {
        Error::NotFound => anyhow::anyhow!("there is no workspace {workspace}"),
        Error::Invalid(errors) => {
            let texts = Language::English.texts();
            let said = errors.iter().map(|(field, problem)| {
                format!("--{}: {}", field.replace('_', "-"), texts.problem_at(field, *problem))
            });
            anyhow::anyhow!(said.collect::<Vec<_>>().join("\n"))
        }
        error => error.into(),
    }
}

async fn verify(ctx: &Context, workspace: Option<String>) -> anyhow::Result<()> {
    let verified = credits::verify(ctx, workspace.as_deref()).await?;
    for one in &verified {
        println!("{}", line(one));
    }
    anyhow::ensure!(verified.iter().all(|one| one.disagreement.is_none()), "a ledger is not whole");
    Ok(())
}

/// `acme: 1204 entries, all balances agree`
fn line(one: &Verified) -> String {
    match &one.disagreement {
        None => format!("{}: {} entries, all balances agree", one.slug, one.entries),
        Some(disagreement) => format!("{}: {disagreement}", one.slug),
    }
}
