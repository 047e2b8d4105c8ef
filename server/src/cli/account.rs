//! `roster account`

use crate::settings::Settings;
use clap::{Args, Subcommand};
use domain::accounts::{self, NewMembership, NewPerson};
use domain::{Context, Error, Roster, passwords};
use model::accounts::Password;
use model::fields::{MAX_LINE, email, line, optional_line};
use std::sync::Arc;

#[derive(Debug, Args)]
pub struct AccountArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an account, and print its temporary password once
    ///
    /// The password has to be replaced at first sign-in, and expires in 72 hours.
    Create(CreateArgs),
    /// Make someone an active super-user of a workspace, whatever became of them: suspended, removed, ended, demoted,
    /// gone
    ///
    /// They and the other super-users get a mail, and the audit of the workspace tells of it.
    RecoverAdmin(RecoverArgs),
    /// List accounts that nobody can sign in to because another one has the same address in today's form
    Collisions,
}

#[derive(Debug, Args)]
struct CreateArgs {
    #[arg(long, value_parser = address)]
    email: String,
    #[arg(long, value_parser = name)]
    first_name: String,
    /// Left out for someone with a single name
    #[arg(long, value_parser = last_name, default_value = "", hide_default_value = true)]
    last_name: String,
    /// The workspace that they become a member of
    #[arg(long, value_name = "SLUG", requires = "standing")]
    workspace: Option<String>,
    #[command(flatten)]
    standing: Standing,
}

#[derive(Debug, Args)]
#[group(id = "standing", multiple = false, requires = "workspace")]
struct Standing {
    /// Their role there, by its name, such as "Manager"
    #[arg(long)]
    role: Option<String>,
    /// They administer it
    #[arg(long)]
    super_user: bool,
}

#[derive(Debug, Args)]
struct RecoverArgs {
    #[arg(long, value_name = "SLUG")]
    workspace: String,
    #[arg(long, value_parser = address)]
    email: String,
    /// Where they have no account, make one, and print its temporary password once
    #[arg(long)]
    create: bool,
}

impl AccountArgs {
    pub(super) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let roster = crate::start::roster(settings).await?;
        let done = match self.command {
            Command::Create(args) => args.run(&roster).await,
            Command::RecoverAdmin(args) => args.run(&roster).await,
            Command::Collisions => collisions(&roster).await,
        };
        roster.db.close().await;
        done
    }
}

impl CreateArgs {
    async fn run(self, roster: &Arc<Roster>) -> anyhow::Result<()> {
        let password = passwords::generate(&roster.random);
        let Standing { role, .. } = self.standing;
        let (slug, role_name) = (self.workspace.clone().unwrap_or_default(), role.clone().unwrap_or_default());
        let new = NewPerson {
            email: self.email.clone(),
            first_name: self.first_name,
            last_name: self.last_name,
            new_membership: self.workspace.map(|slug| NewMembership { slug, role }),
        };
        accounts::create(&Context::operator(roster.clone()), &new, &password).await.map_err(|error| match error {
            Error::NotFound => anyhow::anyhow!("there is no workspace {slug}"),
            Error::Invalid(errors) if errors.get("role").is_some() => {
                anyhow::anyhow!("{slug} has no role {role_name:?}")
            }
            Error::Invalid(_) => anyhow::anyhow!("{} has an account already", self.email),
            error => error.into(),
        })?;
        print(&self.email, &password);
        Ok(())
    }
}

impl RecoverArgs {
    async fn run(self, roster: &Arc<Roster>) -> anyhow::Result<()> {
        let Self { workspace, email, create } = self;
        let password = create.then(|| passwords::generate(&roster.random));
        let ctx = Context::operator(roster.clone());
        let recovered = accounts::recover_admin(&ctx, &workspace, &email, password.as_ref()).await.map_err(
            |error| match error {
                Error::NotFound => anyhow::anyhow!("there is no workspace {workspace}"),
                Error::Invalid(_) => anyhow::anyhow!("{email} has no account: --create makes one"),
                error => error.into(),
            },
        )?;
        if recovered.already {
            println!("{email} is an active super-user of {workspace} already.");
        } else {
            println!("{email} is a super-user of {workspace}.");
        }
        if let Some(password) = password.filter(|_| recovered.made) {
            print(&email, &password);
        }
        Ok(())
    }
}

async fn collisions(roster: &Arc<Roster>) -> anyhow::Result<()> {
    let collisions = accounts::address_collisions(&Context::operator(roster.clone())).await?;
    for collision in &collisions {
        let accounts::AddressCollision { account, email, holder, holder_email } = collision;
        println!("{email} (account {account}) is the address {holder_email} of account {holder}");
    }
    println!("{} in all", collisions.len());
    Ok(())
}

/// As `roster seed` does: the only time that it is shown.
fn print(email: &str, password: &Password) {
    println!("e-mail: {email}\npassword: {}", password.reveal());
}

fn address(text: &str) -> Result<String, String> {
    email(text).map_err(|_| "an e-mail address, such as ana@example.org".to_owned())
}

fn name(text: &str) -> Result<String, String> {
    line(text, MAX_LINE).map_err(|_| format!("1 to {MAX_LINE} characters"))
}

fn last_name(text: &str) -> Result<String, String> {
    let name = optional_line(text, MAX_LINE).map_err(|_| format!("at most {MAX_LINE} characters"))?;
    Ok(name.unwrap_or_default())
}
