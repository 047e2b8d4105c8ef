//! `roster plan`

use crate::settings::Settings;
use clap::{Args, Subcommand};
use domain::{Context, Error, plans};
use model::plans::Plan;
use std::io::Write as _;

#[derive(Debug, Args)]
pub struct PlanArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the plans of roster.toml, and which workspace has which
    List,
    /// Give a workspace a plan; nothing is taken away from one that has more than the plan allows
    Set {
        #[arg(long, value_name = "SLUG")]
        workspace: String,
        /// Its key in roster.toml; left out: the default plan
        #[arg(long, value_name = "KEY")]
        plan: Option<String>,
    },
}

impl PlanArgs {
    pub(super) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let roster = crate::start::roster(settings).await?;
        let ctx = Context::operator(roster.clone());
        let done = match self.command {
            Command::List => list(&ctx).await,
            Command::Set { workspace, plan } => set(&ctx, &workspace, plan.as_deref()).await,
        };
        roster.db.close().await;
        done
    }
}

async fn list(ctx: &Context) -> anyhow::Result<()> {
    let declared = &ctx.roster.settings.plans;
    let mut out = std::io::stdout().lock();
    for plan in &declared.declared {
        let default = if declared.default.as_deref() == Some(&plan.key) { " (default)" } else { "" };
        writeln!(out, "{}{default}: {}", plan.key, words(plan))?;
    }
    for assigned in plans::assigned(ctx).await? {
        let plan = assigned.plan.as_deref().unwrap_or("(default)");
        let note = if assigned.is_unknown { " - not in roster.toml, the default plan counts" } else { "" };
        writeln!(out, "{}: {plan}{note}", assigned.slug)?;
    }
    Ok(())
}

/// `Team, 200 people, 10 tokens, unlimited webhooks, 5000 credits a month`
fn words(plan: &Plan) -> String {
    let limit = |max: Option<u64>| max.map_or("unlimited".to_owned(), |max| max.to_string());
    let [people, tokens, webhooks] = [plan.people, plan.tokens, plan.webhooks].map(limit);
    let Plan { name, monthly_credits, .. } = plan;
    format!("{name}, {people} people, {tokens} tokens, {webhooks} webhooks, {monthly_credits} credits a month")
}

async fn set(ctx: &Context, workspace: &str, plan: Option<&str>) -> anyhow::Result<()> {
    plans::assign(ctx, workspace, plan).await.map_err(|error| match error {
        Error::NotFound => anyhow::anyhow!("there is no workspace {workspace}"),
        Error::Invalid(_) => anyhow::anyhow!("roster.toml has no [plans.{}]", plan.unwrap_or_default()),
        error => error.into(),
    })?;
    match plan {
        Some(plan) => println!("{workspace} has the plan {plan}."),
        None => println!("{workspace} has the default plan."),
    }
    Ok(())
}
