//! `roster seed`

use crate::settings::Settings;
use clap::Args;
use domain::seed::{Plan, seed_and_tell, seed_credits, seed_groups};

/// From so many people on there are groups of them.
const WITH_GROUPS: u32 = 50;

#[derive(Debug, Args)]
pub struct SeedArgs {
    /// How many members the workspace has in the end, its super-user included
    #[arg(long, default_value_t = 200)]
    members: u32,
    /// The same seed makes the same people
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The workspace, made if it is not there
    #[arg(long, default_value = "demo", value_parser = slug)]
    slug: String,
    /// With a month of credits that were used
    #[arg(long)]
    credits: bool,
}

impl SeedArgs {
    /// The last two lines are the sign-in. Only its password is new each time: people who are there stay as they are.
    pub(super) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let roster = crate::start::roster(settings).await?;
        let name = format!("{} workspace", capitalised(&self.slug));
        let plan = Plan { members: self.members, seed: self.seed, slug: self.slug, name };
        let sign_in = seed_and_tell(&roster, &plan, |done| eprintln!("{done} of {}", plan.members)).await?;
        if plan.members >= WITH_GROUPS {
            seed_groups(&roster, &plan).await?;
        }
        if self.credits {
            seed_credits(&roster, &plan).await?;
        }
        println!("e-mail: {}\npassword: {}", sign_in.email, sign_in.password.reveal());
        roster.db.close().await;
        Ok(())
    }
}

fn slug(text: &str) -> Result<String, String> {
    let rule = "2 to 40 lower-case letters, digits and inner hyphens";
    model::workspaces::slug(text).map_err(|_| rule.to_owned())
}

fn capitalised(slug: &str) -> String {
    let mut chars = slug.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
