//! `roster lab`

use crate::settings::Settings;
use clap::{Args, Subcommand};
use domain::clock::rfc3339;
use domain::{Context, lab};
use model::lab::Feature;

#[derive(Debug, Args)]
pub struct LabArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the features of the Lab: how many people have each turned on, and whether it is off for everyone
    List,
    /// Turn a feature off for everyone, at once, whatever they and their workspaces have chosen
    Disable { feature: Feature },
    /// Give a feature back to those who have chosen it
    ///
    /// Also where the guard has turned it off: it is judged anew from then on. One that LAB_DISABLED names stays off.
    Enable { feature: Feature },
}

impl LabArgs {
    pub(super) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let roster = crate::start::roster(settings).await?;
        let ctx = Context::operator(roster.clone());
        let done = match self.command {
            Command::List => list(&ctx).await,
            Command::Disable { feature } => disable(&ctx, feature).await,
            Command::Enable { feature } => enable(&ctx, feature).await,
        };
        roster.db.close().await;
        done
    }
}

async fn list(ctx: &Context) -> anyhow::Result<()> {
    for status in lab::statuses(ctx).await? {
        let feature = status.feature;
        let state = match (status.disabled_by_setting, status.switched_off) {
            (true, _) => "off for everyone, by LAB_DISABLED".to_owned(),
            (false, Some((by, at))) => format!("off for everyone, by the {} since {}", by.name(), rfc3339(at)),
            (false, None) => "can be chosen".to_owned(),
        };
        let (maturity, risk) = (feature.maturity().name(), feature.risk().name());
        println!("{}: {maturity}, {risk} risk, turned on by {}; {state}", feature.key(), status.people);
    }
    Ok(())
}

async fn disable(ctx: &Context, feature: Feature) -> anyhow::Result<()> {
    lab::disable(ctx, feature).await?;
    println!("{} is off for everyone.", feature.key());
    Ok(())
}

async fn enable(ctx: &Context, feature: Feature) -> anyhow::Result<()> {
    lab::enable(ctx, feature).await?;
    if ctx.roster.settings.lab_disabled.contains(&feature) {
        println!("{} is still off for everyone: LAB_DISABLED names it.", feature.key());
    } else {
        println!("{} is on for those who have chosen it.", feature.key());
    }
    Ok(())
}
